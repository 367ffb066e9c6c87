<?xml version="1.0" encoding="UTF-8"?>
<!-- All pages, as one stylesheet: embed.py puts the included ones in their place.

     It reads <page name="…" …> with <strings> and what the page is about (src/http/page.h) and writes HTML. A
     string is key('text', KEY); where it has placeholders, it is applied with their values:

       <xsl:apply-templates select="key('text', 'map.still')">
         <xsl:with-param name="values"><list><a href="#list">…</a></list></xsl:with-param>
       </xsl:apply-templates>
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:exsl="http://exslt.org/common" exclude-result-prefixes="exsl">
<xsl:output method="html" encoding="UTF-8" indent="no"/>
<xsl:strip-space elements="*"/>
<xsl:preserve-space elements="text"/>
<xsl:key name="text" match="/page/strings/text" use="@key"/>
<xsl:include href="layout.xsl"/>
<xsl:include href="api.xsl"/>
<xsl:include href="about.xsl"/>
<xsl:include href="country.xsl"/>
<xsl:include href="embed.xsl"/>
<xsl:include href="map.xsl"/>
<xsl:include href="problem.xsl"/>
<xsl:include href="table.xsl"/>
</xsl:stylesheet>
