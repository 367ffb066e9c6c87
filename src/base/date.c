#include <lawmap/base.h>

#include <stdio.h>
#include <string.h>
#include <time.h>

static bool is_leap(unsigned year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static unsigned days_in_month(unsigned year, unsigned month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Reads exactly `count` digits. */
static bool read_digits(const char **text, int count, unsigned *out)
{
    unsigned value = 0;
    for (int i = 0; i < count; i++) {
        char c = (*text)[i];
        if (c < '0' || c > '9')
            return false;
        value = value * 10 + (unsigned)(c - '0');
    }
    *text += count;
    *out = value;
    return true;
}

bool date_parse(const char *text, struct date *out)
{
    unsigned year, month = 0, day = 0;
    if (!read_digits(&text, 4, &year) || year == 0)
        return false;
    if (*text == '-') {
        text++;
        if (!read_digits(&text, 2, &month) || month < 1 || month > 12)
            return false;
        if (*text == '-') {
            text++;
            if (!read_digits(&text, 2, &day) || day < 1 || day > days_in_month(year, month))
                return false;
        }
    }
    if (*text != '\0')
        return false;
    *out = (struct date){(uint16_t)year, (uint8_t)month, (uint8_t)day};
    return true;
}

static int first_day(struct date date)
{
    int month = date.month == 0 ? 1 : date.month;
    int day = date.day == 0 ? 1 : date.day;
    return (date.year * 16 + month) * 32 + day;
}

int date_compare(struct date a, struct date b)
{
    int x = first_day(a), y = first_day(b);
    return (x > y) - (x < y);
}

bool date_is_full(struct date date)
{
    return date.day != 0;
}

char *date_format(struct date date, char out[DATE_TEXT_SIZE])
{
    char text[24] = ""; /* room for any value of the fields, so that the compiler sees no cut */
    if (date.year != 0 && date.month == 0)
        snprintf(text, sizeof text, "%04u", date.year);
    else if (date.year != 0 && date.day == 0)
        snprintf(text, sizeof text, "%04u-%02u", date.year, date.month);
    else if (date.year != 0)
        snprintf(text, sizeof text, "%04u-%02u-%02u", date.year, date.month, date.day);
    memcpy(out, text, DATE_TEXT_SIZE - 1);
    out[DATE_TEXT_SIZE - 1] = '\0';
    return out;
}

struct date date_today(void)
{
    time_t now = time(NULL);
    struct tm day = {0};
    gmtime_r(&now, &day);
    return (struct date){(uint16_t)(day.tm_year + 1900), (uint8_t)(day.tm_mon + 1), (uint8_t)day.tm_mday};
}
