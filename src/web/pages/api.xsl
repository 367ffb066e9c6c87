<?xml version="1.0" encoding="UTF-8"?>
<!-- The description of the API (src/http/page_api.c). What it says of each address is English, as the document that
     programs read; so are names. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

<xsl:template match="page[@name = 'api']" mode="title"><xsl:value-of select="key('text', 'api.title')"/></xsl:template>

<xsl:template match="page[@name = 'api']" mode="description"><xsl:value-of select="key('text', 'api.description')"/></xsl:template>

<xsl:template match="page[@name = 'api']" mode="main">
  <article class="api">
    <h1><xsl:value-of select="key('text', 'api.title')"/></h1>
    <p>
      <xsl:apply-templates select="key('text', 'api.intro')">
        <xsl:with-param name="values">
          <document><a href="/api/v1/openapi.json"><xsl:value-of select="key('text', 'api.document')"/></a></document>
        </xsl:with-param>
      </xsl:apply-templates>
    </p>
    <xsl:if test="/page/@lang != 'en'"><p class="hint"><xsl:value-of select="key('text', 'api.english')"/></p></xsl:if>
    <section>
      <h2 id="examples"><xsl:value-of select="key('text', 'api.examples')"/></h2>
      <p><xsl:value-of select="key('text', 'api.examples.hint')"/></p>
      <xsl:apply-templates select="examples/item" mode="api"/>
    </section>
    <section>
      <h2 id="addresses"><xsl:value-of select="key('text', 'api.addresses')"/></h2>
      <ul class="places" lang="en">
        <xsl:for-each select="operations/item"><li><a href="#{path}"><code><xsl:value-of select="path"/></code></a></li></xsl:for-each>
      </ul>
      <xsl:apply-templates select="operations/item" mode="api"/>
    </section>
    <section>
      <h2 id="answers"><xsl:value-of select="key('text', 'api.answers')"/></h2>
      <xsl:apply-templates select="schemas/item" mode="api"/>
    </section>
  </article>
</xsl:template>

<xsl:template match="examples/item" mode="api">
  <h3 id="{name}" lang="en"><xsl:value-of select="name"/></h3>
  <pre lang="en" tabindex="0" aria-labelledby="{name}"><code><xsl:value-of select="text"/></code></pre>
</xsl:template>

<xsl:template match="operations/item" mode="api">
  <section>
    <h3 id="{path}" lang="en"><code><xsl:value-of select="path"/></code></h3>
    <p lang="en"><xsl:value-of select="summary"/></p>
    <p>
      <xsl:apply-templates select="key('text', 'api.example')">
        <xsl:with-param name="values">
          <address><a href="{address}"><code><xsl:value-of select="address"/></code></a></address>
        </xsl:with-param>
      </xsl:apply-templates>
    </p>
    <ul>
      <xsl:for-each select="answers/item">
        <li lang="en">
          <code><xsl:value-of select="media_type"/></code>
          <xsl:if test="schema"><xsl:text> </xsl:text><a href="#{schema}"><xsl:value-of select="schema"/></a></xsl:if>
        </li>
      </xsl:for-each>
    </ul>
    <xsl:if test="parameters/item">
      <div class="wide" tabindex="0" role="region" aria-labelledby="{path}">
      <table>
        <thead>
          <tr>
            <th scope="col"><xsl:value-of select="key('text', 'api.parameter')"/></th>
            <th scope="col"><xsl:value-of select="key('text', 'api.meaning')"/></th>
            <th scope="col"><xsl:value-of select="key('text', 'api.values')"/></th>
          </tr>
        </thead>
        <tbody><xsl:apply-templates select="parameters/item" mode="api"/></tbody>
      </table>
      </div>
    </xsl:if>
  </section>
</xsl:template>

<xsl:template match="parameters/item" mode="api">
  <tr>
    <th scope="row" lang="en">
      <code><xsl:value-of select="name"/></code>
      <xsl:if test="required = 'true'">
        <xsl:text> </xsl:text>
        <span class="hint" lang="{/page/@lang}"><xsl:value-of select="key('text', 'api.required')"/></span>
      </xsl:if>
    </th>
    <td lang="en"><xsl:value-of select="description"/></td>
    <td lang="en">
      <xsl:choose>
        <xsl:when test="values">
          <xsl:for-each select="values/item">
            <xsl:if test="position() > 1"><xsl:text>, </xsl:text></xsl:if>
            <code><xsl:value-of select="."/></code>
          </xsl:for-each>
        </xsl:when>
        <xsl:otherwise><code><xsl:value-of select="example"/></code></xsl:otherwise>
      </xsl:choose>
      <xsl:if test="list = 'true'">
        <xsl:text> </xsl:text>
        <span class="hint" lang="{/page/@lang}"><xsl:value-of select="key('text', 'api.list')"/></span>
      </xsl:if>
    </td>
  </tr>
</xsl:template>

<xsl:template match="schemas/item" mode="api">
  <section>
    <h3 id="{name}" lang="en"><xsl:value-of select="name"/></h3>
    <xsl:if test="description"><p lang="en"><xsl:value-of select="description"/></p></xsl:if>
    <xsl:choose>
      <xsl:when test="members/item">
        <div class="wide" tabindex="0" role="region" aria-labelledby="{name}">
        <table>
          <thead>
            <tr>
              <th scope="col"><xsl:value-of select="key('text', 'api.member')"/></th>
              <th scope="col"><xsl:value-of select="key('text', 'api.type')"/></th>
              <th scope="col"><xsl:value-of select="key('text', 'api.meaning')"/></th>
            </tr>
          </thead>
          <tbody>
            <xsl:for-each select="members/item">
              <tr>
                <th scope="row" lang="en">
                  <code><xsl:value-of select="name"/></code>
                  <xsl:if test="required = 'false'">
                    <xsl:text> </xsl:text>
                    <span class="hint" lang="{/page/@lang}"><xsl:value-of select="key('text', 'api.optional')"/></span>
                  </xsl:if>
                </th>
                <td lang="en"><xsl:value-of select="type"/></td>
                <td lang="en"><xsl:value-of select="description"/></td>
              </tr>
            </xsl:for-each>
          </tbody>
        </table>
        </div>
      </xsl:when>
      <xsl:otherwise><p lang="en"><code><xsl:value-of select="type"/></code></p></xsl:otherwise>
    </xsl:choose>
  </section>
</xsl:template>

</xsl:stylesheet>
