<?xml version="1.0" encoding="UTF-8"?>
<!-- What all pages have. A page adds to it by templates of its name in the modes title, head and body. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:exsl="http://exslt.org/common" exclude-result-prefixes="exsl">

<xsl:variable name="assets" select="/page/@assets"/>

<xsl:template match="/page">
  <html lang="{@lang}" dir="{key('text', 'language.direction')}">
    <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <title><xsl:apply-templates select="." mode="title"/></title>
      <meta name="description" content="{key('text', 'site.description')}"/>
      <meta name="color-scheme" content="light dark"/>
      <link rel="icon" href="{$assets}icon.svg" type="image/svg+xml"/>
      <xsl:apply-templates select="languages/language" mode="alternate"/>
      <xsl:apply-templates select="." mode="head"/>
    </head>
    <body>
      <xsl:apply-templates select="." mode="body"/>
    </body>
  </html>
</xsl:template>

<xsl:template match="page" mode="title"><xsl:value-of select="key('text', 'site.title')"/></xsl:template>

<xsl:template match="language" mode="alternate">
  <link rel="alternate" hreflang="{@tag}" href="{@href}"/>
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

<xsl:template name="leave">
  <button type="button" id="leave" title="{key('text', 'leave.hint')}" hidden="">
    <xsl:value-of select="key('text', 'leave.label')"/>
  </button>
</xsl:template>

</xsl:stylesheet>
