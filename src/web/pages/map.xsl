<?xml version="1.0" encoding="UTF-8"?>
<!-- The interactive map; without scripts, a still picture and the list of countries. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

<xsl:template match="page[@name = 'map']" mode="head">
  <link rel="stylesheet" href="{$assets}leaflet.css"/>
  <link rel="stylesheet" href="{$assets}map.css"/>
  <link rel="stylesheet" href="{$assets}dark.css" media="(prefers-color-scheme: dark)" id="dark"/>
  <script src="{$assets}leaflet.min.js" defer=""></script>
  <script src="{$assets}map.js" type="module"></script>
  <noscript><link rel="stylesheet" href="/legend/classes.css"/></noscript>
  <link rel="preload" as="fetch" href="/api/v1/layers?lang={@lang}" crossorigin="anonymous"/>
  <xsl:if test="@origin != '' or not($static)"><script type="application/ld+json"><xsl:value-of select="json-ld"/></script></xsl:if>
  <script type="application/json" id="strings"><xsl:value-of select="script-strings"/></script>
</xsl:template>

<xsl:template match="page[@name = 'map']" mode="body">
  <a class="skip" href="#countries"><xsl:value-of select="key('text', 'map.skip')"/></a>
  <header>
    <h1><xsl:value-of select="key('text', 'site.title')"/></h1>
    <xsl:call-template name="navigation"/>
    <xsl:call-template name="languages"/>
    <p><xsl:value-of select="key('text', 'site.motto')"/></p>
    <xsl:call-template name="leave"/>
  </header>
  <main>
    <section class="stage" aria-label="{key('text', 'map.region')}">
      <xsl:call-template name="search"/>
      <div id="map" hidden=""></div>
      <p id="trouble" role="alert" hidden=""></p>
      <p id="notice" role="status" hidden=""></p>
      <xsl:if test="@watch"><div id="refusal" role="alert" hidden=""></div></xsl:if>
      <noscript><xsl:call-template name="still-map"/></noscript>
    </section>
    <aside id="side" hidden="">
      <xsl:call-template name="map-controls"/>
      <xsl:call-template name="map-time"/>
      <xsl:call-template name="sharing"/>
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
  <xsl:call-template name="comparison"/>
  <section id="countries" tabindex="-1" aria-labelledby="countries-title">
    <h2 id="countries-title"><xsl:value-of select="key('text', 'map.countries')"/></h2>
    <p id="countries-date" class="hint"></p>
    <xsl:apply-templates select="regions/item" mode="map"/>
  </section>
  <xsl:call-template name="footer"/>
</xsl:template>

<!-- A field that suggests countries: search.js and combobox.js. -->
<xsl:template name="country-field">
  <xsl:param name="id"/>
  <xsl:param name="label"/>
  <xsl:param name="placeholder"/>
  <label for="{$id}"><xsl:value-of select="$label"/></label>
  <input type="text" id="{$id}" placeholder="{$placeholder}" role="combobox" aria-expanded="false" aria-controls="{$id}-list" aria-autocomplete="list"
      autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="go"/>
  <ul id="{$id}-list" class="suggestions" role="listbox" aria-label="{$label}" hidden=""></ul>
  <p id="{$id}-status" class="unseen" role="status"></p>
</xsl:template>

<xsl:template name="search">
  <div id="finder" role="search" hidden="">
    <xsl:call-template name="country-field">
      <xsl:with-param name="id">search</xsl:with-param>
      <xsl:with-param name="label" select="key('text', 'map.search')"/>
      <xsl:with-param name="placeholder" select="key('text', 'map.search')"/>
    </xsl:call-template>
  </div>
</xsl:template>

<xsl:template name="comparison">
  <section id="compare" tabindex="-1" aria-labelledby="compare-title" hidden="">
    <div class="heading">
      <h2 id="compare-title"><xsl:value-of select="key('text', 'map.compare.title')"/></h2>
      <button type="button" id="compare-close"><xsl:value-of select="key('text', 'map.compare.close')"/></button>
    </div>
    <div id="compare-field">
      <xsl:call-template name="country-field">
        <xsl:with-param name="id">compare-search</xsl:with-param>
        <xsl:with-param name="label" select="key('text', 'map.compare.add')"/>
      </xsl:call-template>
    </div>
    <p id="compare-hint" class="hint" role="status"></p>
    <p id="compare-trouble" role="alert"></p>
    <div id="compare-table" role="group" tabindex="0" aria-labelledby="compare-title"></div>
  </section>
</xsl:template>

<xsl:template name="sharing">
  <details id="share">
    <summary><xsl:value-of select="key('text', 'map.share')"/></summary>
    <p><strong><xsl:value-of select="key('text', 'map.share.download')"/></strong></p>
    <p id="share-picture">
      <xsl:value-of select="key('text', 'map.share.picture')"/>
      <xsl:text> </xsl:text>
      <span class="row">
        <a id="download-png" download="">PNG</a>
        <a id="download-svg" download="">SVG</a>
        <a id="download-pdf" download="">PDF</a>
      </span>
    </p>
    <p>
      <xsl:value-of select="key('text', 'map.share.table')"/>
      <xsl:text> </xsl:text>
      <span class="row"><a id="download-csv" download="">CSV</a></span>
    </p>
    <xsl:call-template name="copy-field">
      <xsl:with-param name="id">share-link</xsl:with-param>
      <xsl:with-param name="label" select="key('text', 'map.share.link')"/>
    </xsl:call-template>
    <xsl:if test="embeddable = 'true'">
      <xsl:call-template name="copy-field">
        <xsl:with-param name="id">share-embed</xsl:with-param>
        <xsl:with-param name="label" select="key('text', 'map.share.embed')"/>
      </xsl:call-template>
    </xsl:if>
    <p id="share-status" role="status"></p>
  </details>
</xsl:template>

<xsl:template name="copy-field">
  <xsl:param name="id"/>
  <xsl:param name="label"/>
  <label for="{$id}"><xsl:value-of select="$label"/></label>
  <span class="row">
    <input type="text" id="{$id}" readonly=""/>
    <button type="button" data-copy="{$id}" aria-label="{key('text', 'map.share.copy')}: {$label}">
      <xsl:value-of select="key('text', 'map.share.copy')"/>
    </button>
  </span>
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
    <div class="world" role="img" aria-label="{key('text', 'map.still.label')}">
      <xsl:for-each select="world/item">
        <span>
          <img src="/tiles/framework/1/{x}/{y}@2x.png" width="256" height="256" alt=""/>
          <img class="names" src="/tiles/labels-{/page/@lang}/1/{x}/{y}@2x.png" width="256" height="256" alt=""/>
        </span>
      </xsl:for-each>
    </div>
    <div class="key">
      <h2><xsl:value-of select="key('text', 'country.framework')"/></h2>
      <ul>
        <xsl:for-each select="legend/item">
          <li>
            <xsl:call-template name="swatch">
              <xsl:with-param name="kind">framework</xsl:with-param>
              <xsl:with-param name="class" select="class"/>
            </xsl:call-template>
            <a href="/table?framework={class}{/page/@also}"><xsl:value-of select="label"/></a>
          </li>
        </xsl:for-each>
      </ul>
      <xsl:if test="not($static)"><xsl:call-template name="still-forms"/></xsl:if>
    </div>
  </div>
</xsl:template>

<xsl:template name="still-forms">
  <form method="get" action="/table">
    <label for="still-search"><xsl:value-of select="key('text', 'search.label')"/></label>
    <input type="search" id="still-search" name="q" required="" autocomplete="off"/>
    <xsl:call-template name="kept-language"/>
    <button><xsl:value-of select="key('text', 'search.button')"/></button>
  </form>
  <form method="get" action="/table">
    <label for="still-date"><xsl:value-of select="key('text', 'country.day.label')"/></label>
    <input type="date" id="still-date" name="date" required=""/>
    <xsl:call-template name="kept-language"/>
    <button><xsl:value-of select="key('text', 'country.day.show')"/></button>
  </form>
</xsl:template>

<xsl:template name="map-controls">
  <section id="controls" aria-label="{key('text', 'map.controls')}">
    <label for="layer"><xsl:value-of select="key('text', 'map.layer')"/></label>
    <select id="layer"></select>
    <p id="layer-definition"></p>
    <fieldset>
      <legend><xsl:value-of select="key('text', 'map.legend')"/></legend>
      <ul id="legend"></ul>
      <p class="row">
        <button type="button" id="legend-all"><xsl:value-of select="key('text', 'map.legend.all')"/></button>
        <button type="button" id="legend-none"><xsl:value-of select="key('text', 'map.legend.none')"/></button>
        <span id="legend-count" role="status"></span>
      </p>
    </fieldset>
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
    <p id="latest"></p>
    <div class="day">
      <button type="button" id="play"><xsl:value-of select="key('text', 'map.time.play')"/></button>
      <label for="day" class="unseen"><xsl:value-of select="key('text', 'map.time.day')"/></label>
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
    <a href="/country/{code}{$ask}" data-code="{code}"><xsl:value-of select="name"/></a>
    <xsl:text> </xsl:text>
    <span>
      <svg width="10" height="10" aria-hidden="true"><rect width="10" height="10" fill="{colour}" stroke="#777"/></svg>
      <xsl:text> </xsl:text>
      <xsl:value-of select="framework_label"/>
    </span>
  </li>
</xsl:template>

</xsl:stylesheet>
