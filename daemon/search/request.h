/* What a client asks, whatever protocol it came by. Decoders make it, search/ answers it. */
#ifndef TIP_REQUEST_H
#define TIP_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "search/filter.h"

/* The commands: code, name on the wire (upper case for the word form, lower case for JSON). Usage,
 * options and help stand in the table of protocol/command.c. */
#define TIP_COMMAND_MAP(XX)                                                                        \
    XX(SEARCH, "SEARCH")                                                                           \
    XX(EXPLAIN, "EXPLAIN")                                                                         \
    XX(SCAN, "SCAN")                                                                               \
    XX(GET, "GET")                                                                                 \
    XX(COMPARE, "COMPARE")                                                                         \
    XX(SIMILAR, "SIMILAR")                                                                         \
    XX(QUOTE, "QUOTE")                                                                             \
    XX(STATS, "STATS")                                                                             \
    XX(SUGGEST, "SUGGEST")                                                                         \
    XX(PATTERNS, "PATTERNS")                                                                       \
    XX(PING, "PING")                                                                               \
    XX(VERSION, "VERSION")                                                                         \
    XX(HELP, "HELP")                                                                               \
    XX(AUTH, "AUTH")                                                                               \
    XX(QUIT, "QUIT")

enum tip_command {
#define XX(code, name) TIP_COMMAND_##code,
    TIP_COMMAND_MAP(XX)
#undef XX
        TIP_COMMAND_COUNT
};

/* What hits can be counted by. */
#define TIP_FACET_MAP(XX)                                                                          \
    XX(COUNTRY, "country")                                                                         \
    XX(REGION, "region")                                                                           \
    XX(TIER, "tier")                                                                               \
    XX(YEAR, "year")                                                                               \
    XX(REPORT, "report")                                                                           \
    XX(SECTION, "section")                                                                         \
    XX(KIND, "kind")                                                                               \
    XX(PATTERN, "pattern")                                                                         \
    XX(LANGUAGE, "language")

enum tip_facet {
#define XX(code, name) TIP_FACET_##code,
    TIP_FACET_MAP(XX)
#undef XX
        TIP_FACET_COUNT
};

enum tip_sort { TIP_SORT_RELEVANCE, TIP_SORT_YEAR };

enum { TIP_TAG_SIZE = 65 };

/* A value of a field that hits must have, as it stands behind the colon in a query. */
struct tip_request_filter {
    enum tip_filter_field field;
    char *value; /* UTF-8 without NUL */
};

struct tip_request {
    enum tip_command command;
    char tag[TIP_TAG_SIZE]; /* "" when there is none */
    char *query;  /* SEARCH, EXPLAIN, SCAN; SUGGEST: what is typed; UTF-8 without NUL; owned by the
                     request, as all  below */
    char *filter; /* SEARCH, EXPLAIN, SCAN; NULL when not given */
    struct tip_request_filter *filters; /* SEARCH, EXPLAIN, SCAN */
    size_t filter_count;
    char *id;         /* GET, SIMILAR, EXPLAIN: as it was written */
    char *like;       /* SIMILAR: a text instead of an id */
    char *quoted;     /* QUOTE: a text that may be of the reports */
    char *token;      /* AUTH */
    char *after;      /* SCAN: the cursor that the page before ended with; NULL for the first */
    unsigned limit;   /* SEARCH, EXPLAIN, SIMILAR, SUGGEST: 0 to 100; SCAN: 1 to 1000 */
    unsigned offset;  /* SEARCH, EXPLAIN */
    unsigned context; /* GET: neighbours on each side */
    enum tip_sort sort;
    unsigned facets;       /* bit 1 << enum tip_facet */
    unsigned whole_facets; /* of `facets`: those that are listed to their end, or nearly */
    unsigned since;        /* SEARCH, SCAN: only ids that appeared after this generation; 0: all */
    bool
        is_uncollapsed; /* SEARCH, EXPLAIN, SCAN: each report's passage with the same text counts */
    bool with_text;
    bool with_facts; /* SEARCH, GET: each passage with its countries, its patterns and its file's
                        date */
    bool keeps_spelling; /* SEARCH: words that no passage has are not corrected */
    bool filters_narrow; /* each filter must hold; else values of one field are alternatives */
};

void tip_request_free(struct tip_request *request); /* what it points to; it is empty afterwards */

const char *tip_command_name(enum tip_command command); /* "SEARCH" */
const char *tip_facet_name(enum tip_facet facet);       /* "report" */

#endif
