<?xml version="1.0" encoding="UTF-8"?>
<!-- The interactive map; without scripts, a still picture and the list of countries. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

<xsl:template match="page[@name = 'map']" mode="head">
  <link rel="stylesheet" href="{$assets}leaflet.css"/>
  <link rel="stylesheet" href="{$assets}map.css"/>
  <link rel="stylesheet" href="{$assets}dark.css" media="(prefers-color-scheme: dark)" id="dark"/>
  <script src="{$assets}leaflet.min.js" defer=""></script>
  <script src="{$assets}map.js" type="module"></script>
  <link rel="modulepreload" href="{$assets}api.js"/>
  <link rel="modulepreload" href="{$assets}countries.js"/>
  <link rel="modulepreload" href="{$assets}day.js"/>
  <link rel="modulepreload" href="{$assets}element.js"/>
  <link rel="modulepreload" href="{$assets}address.js"/>
  <link rel="modulepreload" href="{$assets}leave.js"/>
  <link rel="modulepreload" href="{$assets}panel.js"/>
  <link rel="modulepreload" href="{$assets}record.js"/>
  <link rel="modulepreload" href="{$assets}text.js"/>
  <link rel="modulepreload" href="{$assets}theme.js"/>
  <link rel="modulepreload" href="{$assets}timeline.js"/>
  <link rel="modulepreload" href="{$assets}world.js"/>
  <script type="application/json" id="strings"><xsl:value-of select="script-strings"/></script>
</xsl:template>

<xsl:template match="page[@name = 'map']" mode="body">
  <a class="skip" href="#countries"><xsl:value-of select="key('text', 'map.skip')"/></a>
  <header>
    <h1><xsl:value-of select="key('text', 'site.title')"/></h1>
    <p><xsl:value-of select="key('text', 'site.motto')"/></p>
    <xsl:call-template name="languages"/>
    <xsl:call-template name="leave"/>
  </header>
  <main>
    <section class="stage" aria-label="{key('text', 'map.region')}">
      <div id="map" hidden=""></div>
      <p id="trouble" role="alert" hidden=""></p>
      <p id="notice" role="status" hidden=""></p>
      <noscript><xsl:call-template name="still-map"/></noscript>
    </section>
    <aside id="side" hidden="">
      <xsl:call-template name="map-controls"/>
      <xsl:call-template name="map-time"/>
      <p id="announcement" class="unseen" role="status"></p>
      <section id="place" tabindex="-1" aria-label="{key('text', 'map.place')}"></section>
      <template id="place-hint">
        <p class="hint">
          <xsl:apply-templates select="key('text', 'map.place.hint')">
            <xsl:with-param name="values">
              <list><a href="#countries"><xsl:value-of select="key('text', 'map.place.hint.list')"/></a></list>
            </xsl:with-param>
          </xsl:apply-templates>
        </p>
      </template>
    </aside>
  </main>
  <section id="countries" tabindex="-1" aria-labelledby="countries-title">
    <h2 id="countries-title"><xsl:value-of select="key('text', 'map.countries')"/></h2>
    <p id="countries-date" class="hint"></p>
    <xsl:apply-templates select="regions/item" mode="map"/>
  </section>
  <footer>
    <p><xsl:value-of select="key('text', 'map.footer.scope')"/></p>
    <p>
      <xsl:apply-templates select="key('text', 'map.footer.data')">
        <xsl:with-param name="values">
          <json><a href="/api/v1/jurisdictions">JSON</a></json>
          <codebook><a href="/api/v1/codebook"><xsl:value-of select="key('text', 'map.footer.codebook')"/></a></codebook>
        </xsl:with-param>
      </xsl:apply-templates>
    </p>
  </footer>
</xsl:template>

<xsl:template name="still-map">
  <p>
    <xsl:apply-templates select="key('text', 'map.still')">
      <xsl:with-param name="values">
        <list><a href="#countries"><xsl:value-of select="key('text', 'map.still.list')"/></a></list>
      </xsl:with-param>
    </xsl:apply-templates>
  </p>
  <div class="still">
    <img src="/tiles/framework/1/0/0@2x.png" width="256" height="256" alt="{key('text', 'map.still.north-west')}"/>
    <img src="/tiles/framework/1/1/0@2x.png" width="256" height="256" alt="{key('text', 'map.still.north-east')}"/>
    <img src="/tiles/framework/1/0/1@2x.png" width="256" height="256" alt="{key('text', 'map.still.south-west')}"/>
    <img src="/tiles/framework/1/1/1@2x.png" width="256" height="256" alt="{key('text', 'map.still.south-east')}"/>
  </div>
</xsl:template>

<xsl:template name="map-controls">
  <section id="controls" aria-label="{key('text', 'map.controls')}">
    <label for="layer"><xsl:value-of select="key('text', 'map.layer')"/></label>
    <select id="layer"></select>
    <p id="layer-definition"></p>
    <ul id="legend" aria-label="{key('text', 'map.legend')}"></ul>
    <label for="palette"><xsl:value-of select="key('text', 'map.palette')"/></label>
    <select id="palette"><option value=""><xsl:value-of select="key('text', 'map.palette.device')"/></option></select>
  </section>
</xsl:template>

<xsl:template name="map-time">
  <section id="time" aria-label="{key('text', 'map.time')}">
    <label for="month">
      <xsl:apply-templates select="key('text', 'map.time.law')">
        <xsl:with-param name="values"><day><strong id="day-words"></strong></day></xsl:with-param>
      </xsl:apply-templates>
    </label>
    <input type="range" id="month" min="0" step="1"/>
    <svg id="reform-marks" height="6" aria-hidden="true"></svg>
    <div class="day">
      <label for="day"><xsl:value-of select="key('text', 'map.time.day')"/></label>
      <input type="date" id="day" aria-describedby="day-refused"/>
      <button type="button" id="now"><xsl:value-of select="key('text', 'map.time.today')"/></button>
    </div>
    <p id="day-refused" role="alert" hidden=""></p>
    <details id="reforms">
      <summary><xsl:value-of select="key('text', 'map.time.reforms')"/></summary>
      <ul id="reform-list"></ul>
    </details>
  </section>
</xsl:template>

<xsl:template match="regions/item" mode="map">
  <h3><xsl:value-of select="label"/></h3>
  <ul><xsl:apply-templates select="countries/item" mode="map"/></ul>
</xsl:template>

<!-- The colour stands in an attribute of SVG, because the page's policy allows no styles but its own files'. -->
<xsl:template match="countries/item" mode="map">
  <li>
    <a href="/api/v1/jurisdictions/{code}" data-code="{code}"><xsl:value-of select="name"/></a>
    <xsl:text> </xsl:text>
    <span>
      <svg width="10" height="10" aria-hidden="true"><rect width="10" height="10" fill="{colour}" stroke="#777"/></svg>
      <xsl:text> </xsl:text>
      <xsl:value-of select="framework_label"/>
    </span>
  </li>
</xsl:template>

</xsl:stylesheet>
