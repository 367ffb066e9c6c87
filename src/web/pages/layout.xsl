<?xml version="1.0" encoding="UTF-8"?>
<!-- What all pages have. A page adds to it by templates of its name in the modes title, description, head and
     body; a page of text has its <main> in the mode main instead of a body. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:exsl="http://exslt.org/common" exclude-result-prefixes="exsl">

<xsl:variable name="assets" select="/page/@assets"/>
<!-- What links to other pages end with: to stay in the language; to stay on the date as well. -->
<xsl:variable name="ask" select="/page/@ask"/>
<xsl:variable name="ask-dated" select="/page/@ask-dated"/>
<!-- Is the page for files alone (src/http/pages/page_host.h)? Then there is nobody to answer a form. -->
<xsl:variable name="static" select="boolean(/page/@root)"/>

<xsl:template match="/page">
  <html lang="{@lang}" dir="{key('text', 'language.direction')}">
    <xsl:if test="@watch"><xsl:attribute name="data-watch"/></xsl:if>
    <xsl:if test="$static">
      <xsl:attribute name="data-root"><xsl:value-of select="@root"/></xsl:attribute>
      <xsl:attribute name="data-zoom"><xsl:value-of select="@zoom"/></xsl:attribute>
      <xsl:attribute name="data-layers"><xsl:value-of select="@layers"/></xsl:attribute>
    </xsl:if>
    <head>
      <meta charset="utf-8"/>
      <xsl:if test="$static">
        <meta http-equiv="Content-Security-Policy" content="{@policy}"/>
        <meta name="referrer" content="no-referrer"/>
      </xsl:if>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <title><xsl:apply-templates select="." mode="title"/></title>
      <meta name="description">
        <xsl:attribute name="content"><xsl:apply-templates select="." mode="description"/></xsl:attribute>
      </meta>
      <meta name="color-scheme" content="light dark"/>
      <link rel="icon" href="{$assets}icon.svg" type="image/svg+xml"/>
      <xsl:if test="@origin != '' or not($static)">
        <link rel="canonical" href="{@origin}{@path}{$own}"/>
        <xsl:apply-templates select="languages/language" mode="alternate"/>
        <xsl:call-template name="card"/>
      </xsl:if>
      <xsl:apply-templates select="." mode="head"/>
    </head>
    <body>
      <xsl:apply-templates select="." mode="body"/>
    </body>
  </html>
</xsl:template>

<!-- Each language of a static site is a page of its own. -->
<xsl:variable name="own"><xsl:if test="$static"><xsl:value-of select="$ask"/></xsl:if></xsl:variable>

<xsl:template match="page" mode="title"><xsl:value-of select="key('text', 'site.title')"/></xsl:template>

<xsl:template match="page" mode="description"><xsl:value-of select="key('text', 'site.description')"/></xsl:template>

<xsl:template match="language" mode="alternate">
  <link rel="alternate" hreflang="{@tag}" href="{/page/@origin}{@href}"/>
</xsl:template>

<!-- What the page looks like where others link to it: The Open Graph protocol (ogp.me). -->
<xsl:template name="card">
  <xsl:variable name="title"><xsl:apply-templates select="." mode="title"/></xsl:variable>
  <xsl:variable name="description"><xsl:apply-templates select="." mode="description"/></xsl:variable>
  <xsl:variable name="of"><xsl:if test="not($static)"><xsl:apply-templates select="." mode="card"/></xsl:if></xsl:variable>
  <meta property="og:type" content="website"/>
  <meta property="og:site_name" content="{key('text', 'site.title')}"/>
  <meta property="og:title" content="{$title}"/>
  <meta property="og:description" content="{$description}"/>
  <meta property="og:locale" content="{key('text', 'language.locale')}"/>
  <meta property="og:url" content="{@origin}{@path}{$ask-dated}"/>
  <meta property="og:image" content="{@origin}/figures/framework.png?width=1200&amp;height=630&amp;lang={@lang}{$of}"/>
  <meta property="og:image:width" content="1200"/>
  <meta property="og:image:height" content="630"/>
  <meta property="og:image:alt" content="{$title}"/>
  <meta name="twitter:card" content="summary_large_image"/>
</xsl:template>

<!-- What the picture is of, beside the framework in the world today. -->
<xsl:template match="page" mode="card"/>

<!-- A page of text. -->

<xsl:template match="page" mode="head">
  <link rel="stylesheet" href="{$assets}page.css"/>
  <link rel="stylesheet" href="{$assets}dark.css" media="screen and (prefers-color-scheme: dark)"/>
  <link rel="stylesheet" href="/legend/classes.css"/>
  <script src="{$assets}page.js" type="module"></script>
</xsl:template>

<xsl:template match="page" mode="body">
  <a class="skip" href="#content"><xsl:value-of select="key('text', 'nav.skip')"/></a>
  <header class="site">
    <p class="name"><a href="/{$ask}"><xsl:value-of select="key('text', 'site.title')"/></a></p>
    <xsl:call-template name="navigation"/>
    <xsl:if test="not($static)"><xsl:call-template name="search-form"/></xsl:if>
    <xsl:call-template name="languages"/>
    <xsl:call-template name="leave"/>
  </header>
  <main id="content" tabindex="-1">
    <xsl:apply-templates select="." mode="main"/>
  </main>
  <xsl:call-template name="footer"/>
</xsl:template>

<xsl:template name="navigation">
  <nav class="pages" aria-label="{key('text', 'nav.label')}">
    <ul>
      <li>
        <a href="/{$ask}">
          <xsl:if test="/page/@name = 'map'"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
          <xsl:value-of select="key('text', 'nav.map')"/>
        </a>
      </li>
      <li>
        <a href="/table{$ask}">
          <xsl:if test="/page/@name = 'table'"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
          <xsl:value-of select="key('text', 'nav.table')"/>
        </a>
      </li>
      <li>
        <a href="/about{$ask}">
          <xsl:if test="/page/@name = 'about'"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
          <xsl:value-of select="key('text', 'nav.about')"/>
        </a>
      </li>
      <xsl:if test="not($static)">
        <li>
          <a href="/api{$ask}">
            <xsl:if test="/page/@name = 'api'"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
            <xsl:value-of select="key('text', 'nav.api')"/>
          </a>
        </li>
      </xsl:if>
    </ul>
  </nav>
</xsl:template>

<xsl:template name="search-form">
  <form class="search" role="search" method="get" action="/table">
    <label class="unseen" for="q"><xsl:value-of select="key('text', 'search.label')"/></label>
    <input type="search" id="q" name="q" required="" autocomplete="off" placeholder="{key('text', 'search.label')}"/>
    <xsl:call-template name="kept-language"/>
    <button><xsl:value-of select="key('text', 'search.button')"/></button>
  </form>
</xsl:template>

<!-- The page in the other languages. -->
<xsl:template name="languages">
  <nav class="languages" aria-label="{key('text', 'site.languages')}">
    <ul>
      <xsl:for-each select="/page/languages/language">
        <li>
          <a href="{@href}" lang="{@tag}" hreflang="{@tag}">
            <xsl:if test="@tag = /page/@lang"><xsl:attribute name="aria-current">true</xsl:attribute></xsl:if>
            <xsl:value-of select="."/>
          </a>
        </li>
      </xsl:for-each>
    </ul>
  </nav>
</xsl:template>

<!-- With scripts, leave.js makes more of it. -->
<xsl:template name="leave">
  <a id="leave" href="about:blank" rel="noreferrer" title="{key('text', 'leave.hint')}">
    <xsl:value-of select="key('text', 'leave.label')"/>
  </a>
</xsl:template>

<xsl:template name="footer">
  <footer>
    <p><xsl:value-of select="key('text', 'footer.scope')"/></p>
    <p>
      <xsl:apply-templates select="key('text', 'footer.data')">
        <xsl:with-param name="values">
          <json><a href="/api/v1/jurisdictions">JSON</a></json>
          <codebook><a href="/api/v1/codebook"><xsl:value-of select="key('text', 'footer.codebook')"/></a></codebook>
        </xsl:with-param>
      </xsl:apply-templates>
    </p>
  </footer>
</xsl:template>

<!-- Strings with placeholders. -->

<xsl:template match="text">
  <xsl:param name="values"/>
  <xsl:apply-templates><xsl:with-param name="values" select="exsl:node-set($values)"/></xsl:apply-templates>
</xsl:template>

<xsl:template match="text/value">
  <xsl:param name="values"/>
  <xsl:copy-of select="$values/*[name() = current()/@name]/node()"/>
</xsl:template>

<!-- Pieces. -->

<!-- A date as exact as it is known: YYYY, YYYY-MM or YYYY-MM-DD. -->
<xsl:template name="date">
  <xsl:param name="iso"/>
  <xsl:variable name="day" select="number(substring($iso, 9, 2))"/>
  <xsl:variable name="values">
    <year><xsl:value-of select="substring($iso, 1, 4)"/></year>
    <month><xsl:value-of select="key('text', concat('date.month.', substring($iso, 6, 2)))"/></month>
    <day>
      <xsl:choose>
        <xsl:when test="$day = 1"><xsl:value-of select="key('text', 'date.first')"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="$day"/></xsl:otherwise>
      </xsl:choose>
    </day>
  </xsl:variable>
  <time datetime="{$iso}">
    <xsl:choose>
      <xsl:when test="string-length($iso) = 4">
        <xsl:apply-templates select="key('text', 'date.year')"><xsl:with-param name="values" select="$values"/></xsl:apply-templates>
      </xsl:when>
      <xsl:when test="string-length($iso) = 7">
        <xsl:apply-templates select="key('text', 'date.month')"><xsl:with-param name="values" select="$values"/></xsl:apply-templates>
      </xsl:when>
      <xsl:otherwise>
        <xsl:apply-templates select="key('text', 'date.day')"><xsl:with-param name="values" select="$values"/></xsl:apply-templates>
      </xsl:otherwise>
    </xsl:choose>
  </time>
</xsl:template>

<!-- The colour of a class; its words stand beside it. -->
<xsl:template name="swatch">
  <xsl:param name="kind"/>
  <xsl:param name="class"/>
  <span class="swatch {$kind}-{$class}" aria-hidden="true"></span>
</xsl:template>

<!-- Records are edited by hand: only addresses of the web become links. -->
<xsl:template name="outside-link">
  <xsl:param name="address"/>
  <xsl:param name="words"/>
  <xsl:choose>
    <xsl:when test="starts-with($address, 'https://') or starts-with($address, 'http://')">
      <a href="{$address}" rel="noreferrer"><xsl:value-of select="$words"/></a>
    </xsl:when>
    <xsl:otherwise><xsl:value-of select="$words"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- Parameters that a form keeps. -->
<xsl:template name="kept-language">
  <xsl:if test="$ask != ''"><input type="hidden" name="lang" value="{/page/@lang}"/></xsl:if>
</xsl:template>

</xsl:stylesheet>
