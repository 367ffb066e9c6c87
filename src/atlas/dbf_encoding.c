#include "dbf_encoding.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* As dBASE and FoxPro number them; those of the Macintosh and of codings that iconv lacks are left out. */
static const struct {
    uint8_t driver;
    uint16_t page;
} drivers[] = {
    {1, 437},    {2, 850},    {3, 1252},   {8, 865},   {9, 437},   {10, 850},  {11, 437},   {13, 437},
    {14, 850},   {15, 437},   {16, 850},   {17, 437},  {18, 850},  {19, 932},  {20, 850},   {21, 437},
    {22, 850},   {23, 865},   {24, 437},   {25, 437},  {26, 850},  {27, 437},  {28, 863},   {29, 850},
    {31, 852},   {34, 852},   {35, 852},   {36, 860},  {37, 850},  {38, 866},  {55, 850},   {64, 852},
    {77, 936},   {78, 949},   {79, 950},   {80, 874},  {87, 1252}, {88, 1252}, {89, 1252},  {100, 852},
    {101, 866},  {102, 865},  {103, 861},  {106, 737}, {107, 857}, {108, 863}, {120, 950},  {121, 949},
    {122, 936},  {123, 932},  {124, 874},  {134, 737}, {135, 852}, {136, 857}, {200, 1250}, {201, 1251},
    {202, 1254}, {203, 1253}, {204, 1257},
};

static const char *of_driver(long driver, char out[ENCODING_NAME_SIZE])
{
    for (size_t i = 0; i < sizeof drivers / sizeof *drivers; i++)
        if (drivers[i].driver == driver) {
            snprintf(out, ENCODING_NAME_SIZE, "CP%u", drivers[i].page);
            return out;
        }
    return NULL;
}

const char *dbf_encoding(const char *page, char out[ENCODING_NAME_SIZE])
{
    static const char ldid[] = "LDID/", ansi[] = "ANSI ", latin[] = "8859";
    if (strncmp(page, ldid, strlen(ldid)) == 0)
        return of_driver(strtol(page + strlen(ldid), NULL, 10), out);
    if (strcmp(page, "65001") == 0 || strcasecmp(page, "UTF8") == 0) /* Windows' number, and a habit */
        return "UTF-8";
    if (strncasecmp(page, ansi, strlen(ansi)) == 0)
        page += strlen(ansi);
    if (strncmp(page, latin, strlen(latin)) == 0) {
        page += strlen(latin);
        page += *page == '-' || *page == '_';
        snprintf(out, ENCODING_NAME_SIZE, "ISO-8859-%.20s", page);
        return out;
    }
    bool digits = page[strspn(page, "0123456789")] == '\0';
    snprintf(out, ENCODING_NAME_SIZE, digits ? "CP%.20s" : "%.20s", page);
    for (char *c = out; *c != '\0'; c++)
        *c = (char)toupper((unsigned char)*c);
    return out;
}
