<?xml version="1.0" encoding="UTF-8"?>
<!-- Why a request was refused, and the way on. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

<xsl:template match="page[@name = 'problem']" mode="title">
  <xsl:choose>
    <xsl:when test="status = 404"><xsl:value-of select="key('text', 'problem.404')"/></xsl:when>
    <xsl:when test="status &gt;= 500"><xsl:value-of select="key('text', 'problem.503')"/></xsl:when>
    <xsl:otherwise><xsl:value-of select="key('text', 'problem.400')"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template match="page[@name = 'problem']" mode="main">
  <h1><xsl:apply-templates select="." mode="title"/></h1>
  <xsl:if test="code">
    <p>
      <xsl:apply-templates select="key('text', 'problem.country')">
        <xsl:with-param name="values"><code><xsl:value-of select="code"/></code></xsl:with-param>
      </xsl:apply-templates>
    </p>
  </xsl:if>
  <xsl:if test="near/item">
    <h2><xsl:value-of select="key('text', 'problem.near')"/></h2>
    <ul>
      <xsl:for-each select="near/item">
        <li><a href="/country/{code}{$ask}"><xsl:value-of select="name"/></a></li>
      </xsl:for-each>
    </ul>
  </xsl:if>
  <xsl:if test="parameter">
    <p>
      <xsl:apply-templates select="key('text', 'problem.parameter')">
        <xsl:with-param name="values"><parameter><code><xsl:value-of select="parameter"/></code></parameter></xsl:with-param>
      </xsl:apply-templates>
    </p>
    <p class="hint" lang="en"><xsl:value-of select="detail"/></p>
    <xsl:if test="string(mended)">
      <p><a href="{mended}"><xsl:value-of select="key('text', 'problem.mended')"/></a></p>
    </xsl:if>
  </xsl:if>
  <xsl:if test="allowed/item">
    <h2><xsl:value-of select="key('text', 'problem.allowed')"/></h2>
    <ul><xsl:for-each select="allowed/item"><li><code><xsl:value-of select="."/></code></li></xsl:for-each></ul>
  </xsl:if>
  <xsl:if test="status = 404 and not($static)">
    <h2><xsl:value-of select="key('text', 'search.button')"/></h2>
    <p><xsl:value-of select="key('text', 'problem.search')"/></p>
    <form class="search" method="get" action="/table">
      <label class="unseen" for="again"><xsl:value-of select="key('text', 'search.label')"/></label>
      <input type="search" id="again" name="q" value="{code}" required="" autocomplete="off"/>
      <xsl:call-template name="kept-language"/>
      <button><xsl:value-of select="key('text', 'search.button')"/></button>
    </form>
  </xsl:if>
  <ul class="onward">
    <li><a href="/{$ask}"><xsl:value-of select="key('text', 'nav.map')"/></a></li>
    <li><a href="/table{$ask}"><xsl:value-of select="key('text', 'nav.table')"/></a></li>
  </ul>
</xsl:template>

</xsl:stylesheet>
