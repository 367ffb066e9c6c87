<?xml version="1.0" encoding="UTF-8"?>
<!-- What this is, how it was made, what its codes mean, what it does with its readers. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

<xsl:template match="page[@name = 'about']" mode="title"><xsl:value-of select="key('text', 'about.title')"/></xsl:template>

<xsl:template match="page[@name = 'about']" mode="main">
  <h1><xsl:value-of select="key('text', 'about.title')"/></h1>
  <p><xsl:value-of select="key('text', 'about.what')"/></p>
  <p><xsl:value-of select="key('text', 'about.scope')"/></p>

  <h2><xsl:value-of select="key('text', 'about.method')"/></h2>
  <p><xsl:value-of select="key('text', 'about.method.desk')"/></p>
  <p><xsl:value-of select="key('text', 'about.method.date')"/></p>
  <p><xsl:value-of select="key('text', 'about.method.measures')"/></p>
  <p><xsl:value-of select="key('text', 'about.method.boundaries')"/></p>

  <h2><xsl:value-of select="key('text', 'about.codes')"/></h2>
  <xsl:for-each select="vocabularies/item">
    <h3><xsl:value-of select="label"/></h3>
    <p class="hint"><xsl:value-of select="definition"/></p>
    <dl class="codes">
      <xsl:variable name="kind" select="kind"/>
      <xsl:for-each select="classes/item">
        <div>
          <dt class="status">
            <xsl:call-template name="swatch">
              <xsl:with-param name="kind" select="$kind"/>
              <xsl:with-param name="class" select="id"/>
            </xsl:call-template>
            <span><xsl:value-of select="label"/></span>
          </dt>
          <dd class="definition"><xsl:value-of select="definition"/></dd>
        </div>
      </xsl:for-each>
    </dl>
  </xsl:for-each>
  <h3><xsl:value-of select="key('text', 'country.measures')"/></h3>
  <dl class="codes">
    <xsl:for-each select="measures/item">
      <div>
        <dt><xsl:value-of select="label"/></dt>
        <dd class="definition"><xsl:value-of select="definition"/></dd>
      </div>
    </xsl:for-each>
  </dl>

  <h2 id="privacy"><xsl:value-of select="key('text', 'about.privacy')"/></h2>
  <p><xsl:value-of select="key('text', 'about.privacy.none')"/></p>
  <p><xsl:value-of select="key('text', 'about.privacy.address')"/></p>
  <p><xsl:value-of select="key('text', 'about.privacy.leave')"/></p>

  <h2><xsl:value-of select="key('text', 'about.cite')"/></h2>
  <p><xsl:value-of select="key('text', 'about.cite.how')"/></p>
  <blockquote lang="en"><p><xsl:value-of select="dataset/citation"/></p></blockquote>
  <p><xsl:value-of select="key('text', 'about.cite.version')"/></p>

  <h2><xsl:value-of select="key('text', 'about.licence')"/></h2>
  <p>
    <xsl:apply-templates select="key('text', 'about.licence.data')">
      <xsl:with-param name="values"><licence><a href="{dataset/licence_url}" rel="noreferrer license"><xsl:value-of select="dataset/licence"/></a></licence></xsl:with-param>
    </xsl:apply-templates>
  </p>

  <h2><xsl:value-of select="key('text', 'about.data')"/></h2>
  <ul>
    <li><a href="/api/v1/jurisdictions.csv{$ask}"><xsl:value-of select="key('text', 'about.data.csv')"/></a></li>
    <li><a href="/api/v1/jurisdictions.json{$ask}"><xsl:value-of select="key('text', 'about.data.json')"/></a></li>
    <xsl:if test="not($static)"><li><a href="/api/v1/changes.atom{$ask}"><xsl:value-of select="key('text', 'about.data.changes')"/></a></li></xsl:if>
    <li><a href="/api/v1/codebook"><xsl:value-of select="key('text', 'about.data.codebook')"/></a></li>
    <xsl:if test="not($static)"><li><a href="/api/v1/openapi.json"><xsl:value-of select="key('text', 'about.data.api')"/></a></li></xsl:if>
  </ul>
</xsl:template>

</xsl:stylesheet>
