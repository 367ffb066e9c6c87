/* The encoding of a table's texts, by the many names that programs give it. */
#ifndef LAWMAP_ATLAS_DBF_ENCODING_H
#define LAWMAP_ATLAS_DBF_ENCODING_H

enum { ENCODING_NAME_SIZE = 32 };

/* The name by which iconv knows what a .cpg file says, or "LDID/87" for the language driver in the table's
 * header (dBASE's numbers). Returns `out`, or a literal; NULL: the number is not known. */
const char *dbf_encoding(const char *page, char out[ENCODING_NAME_SIZE]);

#endif
