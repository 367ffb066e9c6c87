<?xml version="1.0" encoding="UTF-8"?>
<!-- All jurisdictions that a form's filters let through. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

<xsl:template match="page[@name = 'table']" mode="title">
  <xsl:value-of select="key('text', 'table.title')"/>
</xsl:template>

<xsl:template match="page[@name = 'table']" mode="description">
  <xsl:value-of select="key('text', 'table.description')"/>
</xsl:template>

<xsl:template match="page[@name = 'table']" mode="main">
  <h1><xsl:value-of select="key('text', 'table.title')"/></h1>
  <p class="hint"><xsl:value-of select="key('text', 'table.description')"/></p>
  <xsl:if test="not($static)"><xsl:call-template name="table-filters"/></xsl:if>
  <xsl:if test="$static"><xsl:call-template name="table-links"/></xsl:if>
  <xsl:call-template name="table-summary"/>
  <xsl:if test="rows/item">
    <div class="wide" tabindex="0" role="region" aria-label="{key('text', 'table.title')}">
      <table>
        <thead><tr><xsl:apply-templates select="columns/item" mode="table"/></tr></thead>
        <tbody><xsl:apply-templates select="rows/item" mode="table"/></tbody>
      </table>
    </div>
  </xsl:if>
</xsl:template>

<xsl:template name="table-filters">
  <form class="filters" method="get" action="/table">
    <p>
      <label for="name"><xsl:value-of select="key('text', 'search.label')"/></label>
      <input type="search" id="name" name="q" value="{search}" autocomplete="off"/>
    </p>
    <p>
      <label for="region"><xsl:value-of select="key('text', 'table.column.region')"/></label>
      <select id="region" name="region">
        <xsl:call-template name="any"/>
        <xsl:apply-templates select="regions/item" mode="option"/>
      </select>
    </p>
    <xsl:for-each select="filters/item">
      <p>
        <label for="{id}"><xsl:value-of select="label"/></label>
        <select id="{id}" name="{id}">
          <xsl:call-template name="any"/>
          <xsl:apply-templates select="options/item" mode="option"/>
        </select>
      </p>
    </xsl:for-each>
    <p>
      <label for="level"><xsl:value-of select="key('text', 'table.level')"/></label>
      <select id="level" name="level">
        <!-- A search is for all levels unless told otherwise, the table for countries. -->
        <xsl:choose>
          <xsl:when test="search">
            <option value=""><xsl:value-of select="key('text', 'table.level.all')"/></option>
            <xsl:call-template name="level"><xsl:with-param name="value">country</xsl:with-param></xsl:call-template>
            <xsl:call-template name="level"><xsl:with-param name="value">subdivision</xsl:with-param></xsl:call-template>
          </xsl:when>
          <xsl:otherwise>
            <option value=""><xsl:value-of select="key('text', 'table.level.country')"/></option>
            <xsl:call-template name="level"><xsl:with-param name="value">subdivision</xsl:with-param></xsl:call-template>
            <xsl:call-template name="level"><xsl:with-param name="value">all</xsl:with-param></xsl:call-template>
          </xsl:otherwise>
        </xsl:choose>
      </select>
    </p>
    <p>
      <label for="date"><xsl:value-of select="key('text', 'table.date')"/></label>
      <input type="date" id="date" name="date" value="{/page/@date}"/>
    </p>
    <xsl:for-each select="measures/item"><input type="hidden" name="{id}" value="{value}"/></xsl:for-each>
    <xsl:if test="sort"><input type="hidden" name="sort" value="{sort}"/></xsl:if>
    <xsl:call-template name="kept-language"/>
    <p class="actions">
      <button><xsl:value-of select="key('text', 'table.apply')"/></button>
      <a href="/table{$ask}"><xsl:value-of select="key('text', 'table.reset')"/></a>
    </p>
  </form>
</xsl:template>

<!-- Where no form is answered: the table of each region, framework and level is a page, and so is that of all countries
     in each order. -->
<xsl:template name="table-links">
  <nav class="choices" aria-label="{key('text', 'table.apply')}">
    <dl>
      <dt><xsl:value-of select="key('text', 'table.level')"/></dt>
      <dd>
        <a href="/table{$ask}">
          <xsl:if test="not($filtered)"><xsl:attribute name="aria-current">true</xsl:attribute></xsl:if>
          <xsl:value-of select="key('text', 'table.level.country')"/>
        </a>
        <xsl:call-template name="level-link"><xsl:with-param name="value">subdivision</xsl:with-param></xsl:call-template>
        <xsl:call-template name="level-link"><xsl:with-param name="value">all</xsl:with-param></xsl:call-template>
      </dd>
      <dt><xsl:value-of select="key('text', 'table.column.region')"/></dt>
      <dd>
        <xsl:apply-templates select="regions/item" mode="option-link"><xsl:with-param name="name">region</xsl:with-param></xsl:apply-templates>
      </dd>
      <dt><xsl:value-of select="filters/item[id = 'framework']/label"/></dt>
      <dd>
        <xsl:apply-templates select="filters/item[id = 'framework']/options/item" mode="option-link">
          <xsl:with-param name="name">framework</xsl:with-param>
        </xsl:apply-templates>
      </dd>
    </dl>
  </nav>
</xsl:template>

<xsl:variable name="filtered"
    select="boolean(/page/level or /page/filters/item/options/item[selected = 'true'] or /page/regions/item[selected = 'true'])"/>

<xsl:template name="level-link">
  <xsl:param name="value"/>
  <xsl:text> </xsl:text>
  <a href="/table?level={$value}{/page/@also}">
    <xsl:if test="/page/level = $value"><xsl:attribute name="aria-current">true</xsl:attribute></xsl:if>
    <xsl:value-of select="key('text', concat('table.level.', $value))"/>
  </a>
</xsl:template>

<xsl:template match="item" mode="option-link">
  <xsl:param name="name"/>
  <xsl:text> </xsl:text>
  <a href="/table?{$name}={value}{/page/@also}">
    <xsl:if test="selected = 'true'"><xsl:attribute name="aria-current">true</xsl:attribute></xsl:if>
    <xsl:value-of select="label"/>
  </a>
</xsl:template>

<xsl:template name="any">
  <option value=""><xsl:value-of select="key('text', 'table.any')"/></option>
</xsl:template>

<xsl:template match="item" mode="option">
  <option value="{value}">
    <xsl:if test="selected = 'true'"><xsl:attribute name="selected"></xsl:attribute></xsl:if>
    <xsl:value-of select="label"/>
  </option>
</xsl:template>

<xsl:template name="level">
  <xsl:param name="value"/>
  <option value="{$value}">
    <xsl:if test="/page/level = $value"><xsl:attribute name="selected"></xsl:attribute></xsl:if>
    <xsl:value-of select="key('text', concat('table.level.', $value))"/>
  </option>
</xsl:template>

<!-- How many there are, on which day, and the same as data. -->
<xsl:template name="table-summary">
  <p role="status">
    <xsl:choose>
      <xsl:when test="rows/item">
        <xsl:apply-templates select="key('text', 'table.count')">
          <xsl:with-param name="values">
            <count><xsl:value-of select="count"/></count>
            <date><xsl:call-template name="date"><xsl:with-param name="iso" select="day"/></xsl:call-template></date>
          </xsl:with-param>
        </xsl:apply-templates>
        <xsl:text> · </xsl:text>
        <a href="{csv}"><xsl:value-of select="key('text', 'table.csv')"/></a>
      </xsl:when>
      <xsl:when test="search">
        <xsl:apply-templates select="key('text', 'table.search.none')">
          <xsl:with-param name="values"><name><xsl:value-of select="search"/></name></xsl:with-param>
        </xsl:apply-templates>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="key('text', 'table.none')"/></xsl:otherwise>
    </xsl:choose>
  </p>
</xsl:template>

<xsl:template match="columns/item" mode="table">
  <th scope="col" aria-sort="{order}">
    <xsl:choose>
      <xsl:when test="$static and $filtered"><xsl:call-template name="column-title"/></xsl:when>
      <xsl:otherwise><a href="{address}"><xsl:call-template name="column-title"/></a></xsl:otherwise>
    </xsl:choose>
  </th>
</xsl:template>

<xsl:template name="column-title">
  <xsl:choose>
    <xsl:when test="label"><xsl:value-of select="label"/></xsl:when>
    <xsl:otherwise><xsl:value-of select="key('text', concat('table.column.', id))"/></xsl:otherwise>
  </xsl:choose>
  <xsl:choose>
    <xsl:when test="order = 'ascending'"><span aria-hidden="true"> ▲</span></xsl:when>
    <xsl:when test="order = 'descending'"><span aria-hidden="true"> ▼</span></xsl:when>
  </xsl:choose>
</xsl:template>

<xsl:template match="rows/item" mode="table">
  <tr>
    <th scope="row">
      <a href="/country/{code}{$ask-dated}"><xsl:value-of select="name"/></a>
      <xsl:if test="parent_name">
        <xsl:text> </xsl:text>
        <span class="hint"><xsl:value-of select="parent_name"/></span>
      </xsl:if>
    </th>
    <td><xsl:value-of select="region_label"/></td>
    <xsl:for-each select="classes/item">
      <td>
        <span class="status">
          <xsl:call-template name="swatch">
            <xsl:with-param name="kind" select="kind"/>
            <xsl:with-param name="class" select="class"/>
          </xsl:call-template>
          <span><xsl:value-of select="label"/></span>
        </span>
      </td>
    </xsl:for-each>
    <td>
      <xsl:if test="since"><xsl:call-template name="date"><xsl:with-param name="iso" select="since"/></xsl:call-template></xsl:if>
    </td>
  </tr>
</xsl:template>

</xsl:stylesheet>
