<?xml version="1.0" encoding="UTF-8"?>
<!-- The map alone, for a frame in another page; without scripts, a still picture. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

<xsl:template match="page[@name = 'embed']" mode="head">
  <meta name="robots" content="noindex"/>
  <link rel="stylesheet" href="{$assets}leaflet.css"/>
  <link rel="stylesheet" href="{$assets}map.css"/>
  <link rel="stylesheet" href="{$assets}dark.css" media="(prefers-color-scheme: dark)" id="dark"/>
  <script src="{$assets}leaflet.min.js" defer=""></script>
  <script src="{$assets}embed.js" type="module"></script>
  <script type="application/json" id="strings"><xsl:value-of select="script-strings"/></script>
</xsl:template>

<xsl:template match="page[@name = 'embed']" mode="body">
  <main id="embed">
    <h1 id="shown"><xsl:value-of select="key('text', 'site.title')"/></h1>
    <div class="stage">
      <div id="map" hidden=""></div>
      <p id="trouble" role="alert" hidden=""></p>
      <noscript><xsl:call-template name="still-map"/></noscript>
    </div>
    <ul id="key" aria-label="{key('text', 'map.legend')}"></ul>
    <p id="found" role="status"></p>
    <p>
      <a id="whole" href="/?lang={@lang}" target="_blank" rel="noopener">
        <xsl:value-of select="key('text', 'map.embed.whole')"/>
      </a>
      <xsl:text> · </xsl:text>
      <xsl:value-of select="key('text', 'site.motto')"/>
    </p>
  </main>
</xsl:template>

</xsl:stylesheet>
