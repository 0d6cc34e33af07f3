/* A filter of a query: a field of passages and a value that it must have. */
#ifndef TIP_FILTER_H
#define TIP_FILTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/kind.h"
#include "knowledge/knowledge.h"
#include "search/page_label.h"

/* The fields: code, name as it is typed, what a usage shows for a value. How a value is read and
 * written is a row of filter_text.c, how passages are judged by it a row of filters.c. */
#define TIP_FILTER_FIELD_MAP(XX)                                                                   \
    XX(COUNTRY, "country", "KH,…")                                                                 \
    XX(REGION, "region", "EAP,…")                                                                  \
    XX(TIER, "tier", "3,…")                                                                        \
    XX(YEAR, "year", "2021..2023")                                                                 \
    XX(DATE, "date", "2023-04..")                                                                  \
    XX(REPORT, "report", "<id>")                                                                   \
    XX(SECTION, "section", "\"<words>\"")                                                          \
    XX(KIND, "kind", "story,…")                                                                    \
    XX(PATTERN, "pattern", "<id>,…")                                                               \
    XX(LANGUAGE, "language", "en,…")                                                               \
    XX(PAGE, "page", "64..70")

enum tip_filter_field {
#define XX(code, name, example) TIP_FILTER_##code,
    TIP_FILTER_FIELD_MAP(XX)
#undef XX
        TIP_FILTER_FIELD_COUNT,
    TIP_FILTER_NONE = TIP_FILTER_FIELD_COUNT
};

enum {
    TIP_FILTER_CODE_SIZE = 32, /* bytes with the NUL */
    TIP_LANGUAGE_SIZE = 12     /* bytes of a language's code with its NUL */
};

/* Which members count depends on the field. */
struct tip_filter {
    enum tip_filter_field field;
    bool is_excluded; /* by its own sign */
    bool is_negated;  /* by all signs around it: what it matches must not be there */
    size_t owner; /* the sequence it is an item of, or itself: filters of one owner hold together */
    char code[TIP_FILTER_CODE_SIZE];  /* COUNTRY, REGION, TIER: as it is written */
    size_t pattern;                   /* PATTERN: its place in the knowledge */
    size_t region;                    /* REGION: its place in the knowledge */
    enum tip_tier tier;               /* TIER */
    enum tip_kind kind;               /* KIND */
    int from, to;                     /* YEAR, DATE (days of date.h), PAGE: both included */
    enum tip_numbering numbering;     /* PAGE: that of from and to */
    char language[TIP_LANGUAGE_SIZE]; /* LANGUAGE: as tip_language_code makes it */
    size_t value_offset;              /* REPORT, PATTERN, PAGE without a number: the text, in the
                                         pool */
    size_t value_length;
    size_t first_word; /* SECTION: its words among the query's */
    size_t word_count;
};

static inline const char *tip_filter_name(enum tip_filter_field field)
{
    static const char *const names[TIP_FILTER_FIELD_COUNT] = {
#define XX(code, name, example) [TIP_FILTER_##code] = (name),
        TIP_FILTER_FIELD_MAP(XX)
#undef XX
    };
    return names[field];
}

#endif
