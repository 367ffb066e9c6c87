<?xml version="1.0" encoding="UTF-8"?>
<!-- One jurisdiction: what the API's record of it says, with the words of the codebook. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

<xsl:template match="page[@name = 'country']" mode="title">
  <xsl:apply-templates select="key('text', 'country.title')">
    <xsl:with-param name="values"><name><xsl:value-of select="name"/></name></xsl:with-param>
  </xsl:apply-templates>
</xsl:template>

<xsl:template match="page[@name = 'country']" mode="description">
  <xsl:apply-templates select="key('text', 'country.description')">
    <xsl:with-param name="values">
      <name><xsl:value-of select="name"/></name>
      <framework><xsl:value-of select="framework_label"/></framework>
    </xsl:with-param>
  </xsl:apply-templates>
</xsl:template>

<xsl:template match="page[@name = 'country']" mode="card">
  <xsl:if test="picture">&amp;country=<xsl:value-of select="code"/></xsl:if>
  <xsl:if test="@date">&amp;date=<xsl:value-of select="@date"/></xsl:if>
</xsl:template>

<xsl:template match="page[@name = 'country']" mode="main">
  <article class="country">
    <h1><xsl:value-of select="name"/></h1>
    <xsl:call-template name="country-place"/>
    <div class="top">
      <div>
        <xsl:call-template name="country-overview"/>
        <xsl:if test="not($static)"><xsl:call-template name="country-day"/></xsl:if>
      </div>
      <xsl:call-template name="country-picture"/>
    </div>
    <xsl:call-template name="country-acts"/>
    <xsl:call-template name="country-subdivisions"/>
    <xsl:call-template name="country-history"/>
    <xsl:call-template name="country-measures"/>
    <xsl:if test="/page/@date"><p class="hint caveat"><xsl:value-of select="key('text', 'country.undated')"/></p></xsl:if>
    <xsl:call-template name="country-provisions"/>
    <xsl:if test="note != ''">
      <section>
        <h2><xsl:value-of select="key('text', 'country.note')"/></h2>
        <xsl:variable name="translated" select="notes/*[name() = /page/@lang]"/>
        <xsl:choose>
          <xsl:when test="$translated"><p><xsl:value-of select="$translated"/></p></xsl:when>
          <xsl:otherwise><p lang="en"><xsl:value-of select="note"/></p></xsl:otherwise>
        </xsl:choose>
      </section>
    </xsl:if>
    <xsl:call-template name="country-evidence"/>
    <xsl:if test="sources/item">
      <section>
        <h2><xsl:value-of select="key('text', 'country.sources')"/></h2>
        <ul><xsl:apply-templates select="sources/item" mode="publication"/></ul>
      </section>
    </xsl:if>
    <xsl:call-template name="country-networks"/>
    <xsl:call-template name="country-data"/>
  </article>
</xsl:template>

<!-- Where it belongs, and whose law it has. -->
<xsl:template name="country-place">
  <p class="hint">
    <a href="/table?region={region}{/page/@also}"><xsl:value-of select="region_label"/></a>
    <xsl:if test="parent and not(inherits = parent)">
      <xsl:text> · </xsl:text>
      <xsl:apply-templates select="key('text', 'country.part-of')">
        <xsl:with-param name="values">
          <parent><a href="/country/{parent}{$ask-dated}"><xsl:value-of select="parent_name"/></a></parent>
        </xsl:with-param>
      </xsl:apply-templates>
    </xsl:if>
    <xsl:if test="inherits">
      <xsl:text> · </xsl:text>
      <xsl:apply-templates select="key('text', 'country.inherits')">
        <xsl:with-param name="values">
          <parent><a href="/country/{inherits}{$ask-dated}"><xsl:value-of select="inherits_name"/></a></parent>
        </xsl:with-param>
      </xsl:apply-templates>
    </xsl:if>
  </p>
  <xsl:if test="/page/@lang != 'en'">
    <p class="hint">
      <xsl:choose>
        <xsl:when test="notes/*[name() = /page/@lang]"><xsl:value-of select="key('text', 'country.english.translated')"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="key('text', 'country.english')"/></xsl:otherwise>
      </xsl:choose>
    </p>
  </xsl:if>
</xsl:template>

<!-- The framework, since when, by which law. -->
<xsl:template name="country-overview">
  <section class="overview" aria-label="{key('text', 'country.framework')}">
    <xsl:if test="/page/@date">
      <p class="on-date">
        <xsl:apply-templates select="key('text', 'country.day')">
          <xsl:with-param name="values"><date><xsl:call-template name="date"><xsl:with-param name="iso" select="date"/></xsl:call-template></date></xsl:with-param>
        </xsl:apply-templates>
        <xsl:if test="date_is_future = 'true'">
          <xsl:text> </xsl:text>
          <span class="hint"><xsl:value-of select="key('text', 'country.day.future')"/></span>
        </xsl:if>
      </p>
    </xsl:if>
    <p class="status">
      <xsl:call-template name="swatch">
        <xsl:with-param name="kind">framework</xsl:with-param>
        <xsl:with-param name="class" select="framework"/>
      </xsl:call-template>
      <strong><xsl:value-of select="framework_label"/></strong>
    </p>
    <p><xsl:value-of select="framework_definition"/></p>
    <dl class="facts">
      <xsl:if test="has_period = 'true'">
        <dt><xsl:value-of select="key('text', 'country.since')"/></dt>
        <dd>
          <xsl:choose>
            <xsl:when test="since"><xsl:call-template name="date"><xsl:with-param name="iso" select="since"/></xsl:call-template></xsl:when>
            <xsl:otherwise><xsl:value-of select="key('text', 'country.since.before')"/></xsl:otherwise>
          </xsl:choose>
        </dd>
      </xsl:if>
      <xsl:if test="instrument">
        <dt><xsl:value-of select="key('text', 'country.law')"/></dt>
        <dd lang="en"><xsl:value-of select="instrument"/></dd>
      </xsl:if>
      <dt><xsl:value-of select="key('text', 'review.label')"/></dt>
      <dd><xsl:call-template name="review"/></dd>
      <dt><xsl:value-of select="key('text', 'confidence.label')"/></dt>
      <dd><xsl:value-of select="key('text', concat('confidence.', confidence))"/></dd>
    </dl>
  </section>
</xsl:template>

<!-- Tiles of the map with names over them, for a light screen and for a dark one: browsers load what is shown. -->
<xsl:template name="country-picture">
  <xsl:if test="picture">
    <figure class="picture">
      <div role="img">
        <xsl:attribute name="aria-label">
          <xsl:apply-templates select="key('text', 'country.map-alt')">
            <xsl:with-param name="values">
              <name><xsl:value-of select="name"/></name>
              <framework><xsl:value-of select="framework_label"/></framework>
            </xsl:with-param>
          </xsl:apply-templates>
        </xsl:attribute>
        <xsl:variable name="dated"><xsl:if test="/page/@date">date=<xsl:value-of select="date"/></xsl:if></xsl:variable>
        <div class="tiles right-{picture/right} down-{picture/down}">
          <xsl:for-each select="picture/rows/item/item">
            <span class="tile">
              <img class="on-light" src="/tiles/framework/{/page/picture/zoom}/{x}/{y}@2x.png?{$dated}" alt="" width="256" height="256" loading="lazy"/>
              <img class="on-dark" src="/tiles/framework/{/page/picture/zoom}/{x}/{y}@2x.png?palette=dark&amp;{$dated}" alt="" width="256" height="256" loading="lazy"/>
              <img class="names" src="/tiles/labels-{/page/@lang}/{/page/picture/zoom}/{x}/{y}@2x.png" alt="" width="256" height="256" loading="lazy"/>
            </span>
          </xsl:for-each>
        </div>
      </div>
      <figcaption>
        <a href="/{$ask}#country={code}"><xsl:value-of select="key('text', 'country.map-link')"/></a>
      </figcaption>
    </figure>
  </xsl:if>
</xsl:template>

<xsl:template name="review">
  <xsl:choose>
    <xsl:when test="review/status = 'validated'">
      <xsl:apply-templates select="key('text', 'review.validated')">
        <xsl:with-param name="values">
          <by><xsl:value-of select="review/by"/></by>
          <date><xsl:call-template name="date"><xsl:with-param name="iso" select="review/date"/></xsl:call-template></date>
        </xsl:with-param>
      </xsl:apply-templates>
    </xsl:when>
    <xsl:otherwise><xsl:value-of select="key('text', 'review.desk')"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template name="country-day">
  <form class="day" method="get" action="/country/{code}">
    <label for="date"><xsl:value-of select="key('text', 'country.day.label')"/></label>
    <input type="date" id="date" name="date" value="{date}" required=""/>
    <xsl:call-template name="kept-language"/>
    <button><xsl:value-of select="key('text', 'country.day.show')"/></button>
    <xsl:if test="/page/@date">
      <a href="/country/{code}{$ask}"><xsl:value-of select="key('text', 'country.day.today')"/></a>
    </xsl:if>
  </form>
</xsl:template>

<xsl:template name="country-acts">
  <section class="acts">
    <h2><xsl:value-of select="key('text', 'country.acts')"/></h2>
    <xsl:for-each select="act_list/item">
      <section>
        <h3><xsl:value-of select="label"/></h3>
        <p class="status">
          <xsl:call-template name="swatch">
            <xsl:with-param name="kind">act</xsl:with-param>
            <xsl:with-param name="class" select="class"/>
          </xsl:call-template>
          <strong><xsl:value-of select="class_label"/></strong>
        </p>
        <p class="definition"><xsl:value-of select="class_definition"/></p>
      </section>
    </xsl:for-each>
  </section>
</xsl:template>

<xsl:template name="country-subdivisions">
  <xsl:if test="parts/item">
    <section>
      <h2><xsl:value-of select="key('text', 'country.subdivisions')"/></h2>
      <ul class="places">
        <xsl:for-each select="parts/item">
          <li>
            <xsl:call-template name="swatch">
              <xsl:with-param name="kind">framework</xsl:with-param>
              <xsl:with-param name="class" select="framework"/>
            </xsl:call-template>
            <span>
              <a href="/country/{code}{$ask-dated}"><xsl:value-of select="name"/></a>
              <xsl:text> </xsl:text>
              <span class="hint"><xsl:value-of select="framework_label"/></span>
            </span>
          </li>
        </xsl:for-each>
      </ul>
    </section>
  </xsl:if>
</xsl:template>

<!-- The newest first. -->
<xsl:template name="country-history">
  <section>
    <h2><xsl:value-of select="key('text', 'country.history')"/></h2>
    <xsl:choose>
      <xsl:when test="count(history/item) = 1 and not(history/item/from)">
        <p><xsl:value-of select="key('text', 'country.history.none')"/></p>
      </xsl:when>
      <xsl:otherwise>
        <ol class="history">
          <xsl:apply-templates select="history/item" mode="country">
            <xsl:sort select="position()" data-type="number" order="descending"/>
          </xsl:apply-templates>
        </ol>
      </xsl:otherwise>
    </xsl:choose>
  </section>
</xsl:template>

<xsl:template match="history/item" mode="country">
  <li>
    <p class="when">
      <xsl:choose>
        <xsl:when test="from">
          <a href="/country/{/page/code}?date={day}{/page/@also}">
            <xsl:apply-templates select="key('text', 'country.history.from')">
              <xsl:with-param name="values"><date><xsl:call-template name="date"><xsl:with-param name="iso" select="from"/></xsl:call-template></date></xsl:with-param>
            </xsl:apply-templates>
          </a>
        </xsl:when>
        <xsl:otherwise><xsl:value-of select="key('text', 'country.history.earlier')"/></xsl:otherwise>
      </xsl:choose>
    </p>
    <p class="status">
      <xsl:call-template name="swatch">
        <xsl:with-param name="kind">framework</xsl:with-param>
        <xsl:with-param name="class" select="framework"/>
      </xsl:call-template>
      <strong><xsl:value-of select="framework_label"/></strong>
    </p>
    <xsl:if test="instrument"><p class="definition" lang="en"><xsl:value-of select="instrument"/></p></xsl:if>
    <xsl:variable name="period" select="."/>
    <xsl:variable name="before" select="preceding-sibling::item[1]"/>
    <xsl:if test="changed/item">
      <ul>
        <xsl:for-each select="changed/item">
          <xsl:variable name="act" select="string(.)"/>
          <li>
            <xsl:apply-templates select="key('text', 'country.history.changed')">
              <xsl:with-param name="values">
                <act><xsl:value-of select="/page/act_list/item[id = $act]/label"/></act>
                <before><xsl:value-of select="$before/acts/*[name() = $act]/label"/></before>
                <after><xsl:value-of select="$period/acts/*[name() = $act]/label"/></after>
              </xsl:with-param>
            </xsl:apply-templates>
          </li>
        </xsl:for-each>
      </ul>
    </xsl:if>
  </li>
</xsl:template>

<xsl:template name="country-provisions">
  <section>
    <h2><xsl:value-of select="key('text', 'country.provisions')"/></h2>
    <xsl:for-each select="act_list/item[id = /page/provisions/item/act]">
      <xsl:variable name="act" select="id"/>
      <h3><xsl:value-of select="label"/></h3>
      <ul class="provisions"><xsl:apply-templates select="/page/provisions/item[act = $act]" mode="country"/></ul>
    </xsl:for-each>
    <xsl:if test="provisions/item[act = 'measures']">
      <h3><xsl:value-of select="key('text', 'country.provisions.measures')"/></h3>
      <ul class="provisions"><xsl:apply-templates select="provisions/item[act = 'measures']" mode="country"/></ul>
    </xsl:if>
    <xsl:if test="not(provisions/item)"><p><xsl:value-of select="key('text', 'country.provisions.none')"/></p></xsl:if>
  </section>
</xsl:template>

<xsl:template match="provisions/item" mode="country">
  <li>
    <p lang="en">
      <strong>
        <xsl:value-of select="law"/>
        <xsl:if test="section"><xsl:text>, </xsl:text><xsl:value-of select="section"/></xsl:if>
      </strong>
    </p>
    <p lang="en"><xsl:value-of select="summary"/></p>
    <p class="hint">
      <xsl:value-of select="key('text', concat('country.sanction.', sanction))"/>
      <xsl:if test="penalty">
        <xsl:text> · </xsl:text>
        <xsl:apply-templates select="key('text', 'country.penalty')">
          <xsl:with-param name="values"><penalty><span lang="en"><xsl:value-of select="penalty"/></span></penalty></xsl:with-param>
        </xsl:apply-templates>
      </xsl:if>
    </p>
  </li>
</xsl:template>

<xsl:template name="country-measures">
  <section>
    <h2><xsl:value-of select="key('text', 'country.measures')"/></h2>
    <dl class="measures">
      <xsl:for-each select="measure_list/item">
        <div>
          <dt><xsl:value-of select="label"/></dt>
          <dd>
            <p class="status">
              <xsl:call-template name="swatch">
                <xsl:with-param name="kind">measure</xsl:with-param>
                <xsl:with-param name="class" select="class"/>
              </xsl:call-template>
              <strong><xsl:value-of select="class_label"/></strong>
            </p>
            <p class="definition"><xsl:value-of select="definition"/></p>
          </dd>
        </div>
      </xsl:for-each>
    </dl>
  </section>
</xsl:template>

<xsl:template name="country-evidence">
  <section>
    <h2><xsl:value-of select="key('text', 'country.evidence')"/></h2>
    <dl class="facts">
      <dt><xsl:value-of select="key('text', 'review.label')"/></dt>
      <dd><xsl:call-template name="review"/></dd>
      <dt><xsl:value-of select="key('text', 'confidence.label')"/></dt>
      <dd><xsl:value-of select="key('text', concat('confidence.', confidence))"/></dd>
      <dt><xsl:value-of select="key('text', 'basis.label')"/></dt>
      <dd><xsl:value-of select="key('text', concat('basis.', basis))"/></dd>
      <dt><xsl:value-of select="key('text', 'country.as-of')"/></dt>
      <dd>
        <xsl:choose>
          <xsl:when test="law_as_of"><xsl:call-template name="date"><xsl:with-param name="iso" select="law_as_of"/></xsl:call-template></xsl:when>
          <xsl:otherwise><xsl:value-of select="key('text', 'country.as-of.unknown')"/></xsl:otherwise>
        </xsl:choose>
      </dd>
    </dl>
    <xsl:if test="correction">
      <p><a class="action" href="{correction}" rel="noreferrer"><xsl:value-of select="key('text', 'country.correction')"/></a></p>
    </xsl:if>
  </section>
</xsl:template>

<xsl:template match="item" mode="publication">
  <li lang="en">
    <xsl:call-template name="outside-link">
      <xsl:with-param name="address" select="url"/>
      <xsl:with-param name="words" select="title"/>
    </xsl:call-template>
    <xsl:if test="publisher or year">
      <xsl:text> (</xsl:text>
      <xsl:value-of select="publisher"/>
      <xsl:if test="publisher and year"><xsl:text>, </xsl:text></xsl:if>
      <xsl:value-of select="year"/>
      <xsl:text>)</xsl:text>
    </xsl:if>
  </li>
</xsl:template>

<xsl:template name="country-networks">
  <xsl:if test="network/item">
    <section>
      <h2><xsl:value-of select="key('text', 'country.networks')"/></h2>
      <ul>
        <xsl:for-each select="network/item">
          <li lang="en">
            <xsl:call-template name="outside-link">
              <xsl:with-param name="address" select="url"/>
              <xsl:with-param name="words" select="name"/>
            </xsl:call-template>
          </li>
        </xsl:for-each>
      </ul>
    </section>
  </xsl:if>
  <xsl:if test="resources/item">
    <section>
      <h2><xsl:value-of select="key('text', 'country.guidance')"/></h2>
      <ul><xsl:apply-templates select="resources/item" mode="publication"/></ul>
    </section>
  </xsl:if>
</xsl:template>

<xsl:template name="country-data">
  <section class="data">
    <h2><xsl:value-of select="key('text', 'country.data')"/></h2>
    <ul>
      <li><a href="{links/self}{$ask-dated}"><xsl:value-of select="key('text', 'country.data.record')"/></a></li>
      <li><a href="{links/history}{$ask}"><xsl:value-of select="key('text', 'country.data.history')"/></a></li>
      <xsl:choose>
        <xsl:when test="$static">
          <li><a href="/api/v1/jurisdictions/{code}.geojson"><xsl:value-of select="key('text', 'country.data.outline')"/></a></li>
        </xsl:when>
        <xsl:otherwise>
          <li><a href="/api/v1/jurisdictions.csv?code={code}{/page/@also-dated}"><xsl:value-of select="key('text', 'country.data.csv')"/></a></li>
          <li><a href="/api/v1/jurisdictions/{code}.geojson{$ask-dated}"><xsl:value-of select="key('text', 'country.data.outline')"/></a></li>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:if test="picture and not($static)">
        <li>
          <xsl:apply-templates select="key('text', 'country.data.figure')">
            <xsl:with-param name="values">
              <png><a href="/figures/framework.png?country={code}{/page/@also-dated}">PNG</a></png>
              <svg><a href="/figures/framework.svg?country={code}{/page/@also-dated}">SVG</a></svg>
              <pdf><a href="/figures/framework.pdf?country={code}{/page/@also-dated}">PDF</a></pdf>
            </xsl:with-param>
          </xsl:apply-templates>
        </li>
      </xsl:if>
    </ul>
  </section>
</xsl:template>

</xsl:stylesheet>
