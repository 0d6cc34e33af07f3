/* The date that stands on a title page.
 *
 * A title page is what comes before the first block that is a sentence or more: short lines, of
 * which one is often the month of publication. Only a line that is a date and nothing else counts,
 * so that the year of a law or of a photograph is never taken for the report's. */
#include "reader/title_date.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "reader/document.h"

enum {
    TITLE_BLOCKS = 12, /* a longer run of short blocks is no title page */
    TITLE_WORDS = 20,  /* of a block: titles and subtitles have fewer, paragraphs more */
    DATE_PARTS = 3,
    FIRST_YEAR = 1900,
    LAST_YEAR = 2100,
    LAST_DAY = 31
};

struct date {
    int day; /* 0: none */
    int month;
    int year;
};

const char *tip_month_name(int month)
{
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
    return names[month];
}

static bool take_month(struct date *date, const char *part, size_t length)
{
    for (int month = 0; month < 12; month++) {
        const char *name = tip_month_name(month);
        if (strlen(name) == length && strncasecmp(name, part, length) == 0) {
            date->month = month;
            return true;
        }
    }
    return false;
}

static bool take_number(int *number, const char *part, size_t length, int first, int last)
{
    if (length == 0 || length > 4 || strspn(part, "0123456789") < length)
        return false;
    *number = (int)strtol(part, NULL, 10);
    return *number >= first && *number <= last;
}

/* The shapes of a date, one letter a part. */
static bool takes_shape(struct date *date, const char *shape, const char *const *parts,
                        const size_t *lengths)
{
    *date = (struct date){0};
    for (size_t i = 0; shape[i] != '\0'; i++) {
        bool fits = shape[i] == 'm' ? take_month(date, parts[i], lengths[i])
                    : shape[i] == 'd'
                        ? take_number(&date->day, parts[i], lengths[i], 1, LAST_DAY)
                        : take_number(&date->year, parts[i], lengths[i], FIRST_YEAR, LAST_YEAR);
        if (!fits)
            return false;
    }
    return true;
}

static bool read_date(struct date *date, const char *text)
{
    static const char *const shapes[] = {"my", "mdy", "dmy"};
    const char *parts[DATE_PARTS];
    size_t lengths[DATE_PARTS], count = 0;
    for (const char *at = text + strspn(text, " \n,"); *at != '\0'; at += strspn(at, " \n,")) {
        if (count == DATE_PARTS)
            return false;
        parts[count] = at;
        lengths[count] = strcspn(at, " \n,");
        at += lengths[count++];
    }
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
        if (strlen(shapes[i]) == count && takes_shape(date, shapes[i], parts, lengths))
            return true;
    return false;
}

static tip_status set_date(struct tip_document *document, const struct date *date,
                           struct tip_error *error)
{
    const char *month = tip_month_name(date->month);
    int length = date->day == 0
                     ? asprintf(&document->date, "%s %d", month, date->year)
                     : asprintf(&document->date, "%s %d, %d", month, date->day, date->year);
    if (length < 0) {
        document->date = NULL;
        return tip_error_memory(error, "reading a title page");
    }
    document->year = date->year;
    return TIP_OK;
}

tip_status tip_title_date_find(struct tip_document *document, struct tip_error *error)
{
    if (document->date != NULL || document->year != 0)
        return TIP_OK;
    for (size_t i = 0; i < document->count && i < TITLE_BLOCKS; i++) {
        const char *text = document->blocks[i].text;
        struct date date;
        if (tip_text_words(text, strlen(text)) > TITLE_WORDS)
            break;
        if (read_date(&date, text))
            return set_date(document, &date, error);
    }
    return TIP_OK;
}
