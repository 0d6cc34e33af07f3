/* What is answered, before any protocol writes it. */
#ifndef TIP_REPLY_H
#define TIP_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/report.h"
#include "index/citation.h"
#include "index/columns.h"
#include "index/generation.h"
#include "index/moved.h"
#include "index/suggestions.h"
#include "knowledge/knowledge.h"
#include "search/comparison.h"
#include "search/explanation.h"
#include "search/request.h"

/* The error codes of the protocol: code, name on the wire. */
#define TIP_ERROR_CODE_MAP(XX)                                                                     \
    XX(BAD_REQUEST, "bad_request")                                                                 \
    XX(BAD_QUERY, "bad_query")                                                                     \
    XX(UNKNOWN_ID, "unknown_id")                                                                   \
    XX(NOT_FOUND, "not_found")                                                                     \
    XX(GONE, "gone")                                                                               \
    XX(TOO_LONG, "too_long")                                                                       \
    XX(UNAUTHORIZED, "unauthorized")                                                               \
    XX(BUSY, "busy")                                                                               \
    XX(TIMEOUT, "timeout")                                                                         \
    XX(UNAVAILABLE, "unavailable")                                                                 \
    XX(INTERNAL, "internal")

enum tip_error_code {
#define XX(code, name) TIP_CODE_##code,
    TIP_ERROR_CODE_MAP(XX)
#undef XX
};

const char *tip_error_code_name(enum tip_error_code code);

struct tip_quoted;

enum { TIP_REPLY_MESSAGE_SIZE = 512 };

struct tip_reply_error {
    enum tip_error_code code;
    char message[TIP_REPLY_MESSAGE_SIZE]; /* UTF-8 */
    long at;                              /* code points into the query, or -1 */
    long retry_after_ms;                  /* with busy; else -1 */
    uint32_t generation; /* with gone, of what a generation had: the one in service; else 0 */
};

/* A piece of a snippet. */
struct tip_snippet_piece {
    char *text;
    bool is_hit;
};

/* How much a passage is like another one. */
struct tip_likeness {
    bool is_same;   /* the very text */
    double overlap; /* of their words, 0 to 1 (index/likeness.h) */
};

/* Something that is known of a passage, and how to show it. */
struct tip_fact {
    char *value; /* owned: as a filter of the fact's name takes it: "KH", "debt-bondage" */
    char *label; /* owned: "Cambodia", "Debt bondage" */
};

struct tip_fact_list {
    struct tip_fact *items; /* owned */
    size_t count;
};

/* A passage with what is shown of it. `row`, `report` and `headings` point into the generation it
 * came from (valid while that is open); what is marked as owned is the reply's. */
struct tip_view {
    struct tip_row row;
    struct tip_report report;
    const char **headings; /* owned array of borrowed text, outermost first */
    size_t depth;
    char *citation;                                     /* owned */
    struct tip_citation_part cited[TIP_CITATION_PARTS]; /* the citation's parts */
    size_t cited_count;
    char *source_address; /* owned; of the source's file; "" when it has none */
    char *text;           /* owned; NULL when it was not asked for */
    int64_t modified_s;   /* when its file was changed last, since 1970; 0: not known, or no facts
                             were   asked for */
    struct tip_fact_list countries, patterns; /* where the request asks for facts; in the row's and
                                                 the knowledge's order */
    struct tip_view
        *also_in; /* owned: what says the same, or nearly, in other reports; no `text` */
    size_t also_in_count;
    uint32_t also_in_total;       /* how many other reports have it; also_in may hold fewer */
    struct tip_likeness likeness; /* of a member of `also_in` */
};

struct tip_hit {
    uint32_t rank; /* from 1, over all pages */
    double score;
    struct tip_view view;
    struct tip_snippet_piece *snippet; /* owned */
    size_t snippet_count;
    const char *matched_in; /* "text", "by", "section" or "title": where the words of the query
                               stand; "country": it is only known to be about one that the query
                               names; static. Only "text" has marked pieces. NULL for SIMILAR,
                               for queries without words, such as `*`, and where it has none of
                               them, as with NOT behind OR */
};

struct tip_facet_count {
    char *value; /* owned: as a filter of the facet's name takes it */
    char *label; /* owned: how to show it */
    uint32_t count;
    uint32_t depth; /* TIP_FACET_SECTION: headings above it; else 0 */
};

struct tip_facet_list {
    struct tip_facet_count *items; /* owned; highest count first, then by value. Sections: a
                                      heading behind the one above it */
    size_t count;
    size_t more; /* values that are left out */
};

/* Words of the query that stood for others, too. */
struct tip_reply_synonym {
    char *typed; /* owned, as all below */
    char **also;
    size_t also_count;
};

/* A wildcard or fuzzy word, and how many words of the index it stands for. */
struct tip_reply_expansion {
    char *typed; /* owned; as it was understood */
    size_t word_count;
    bool is_cut; /* more words fit: these are the most frequent */
};

/* What was typed, which no passage has, and what was looked for in its place. */
struct tip_reply_correction {
    char *typed, *meant; /* owned */
};

/* A country that the query named. */
struct tip_reply_country {
    char code[3];
    char *name;  /* owned, as all below */
    char *typed; /* what named it */
};

struct tip_pattern_count {
    const struct tip_pattern *pattern; /* the knowledge's, which is kept until the reply is freed */
    uint32_t count;                    /* of passages; too low when the reply is partial */
};

/* What may be meant by what is typed. */
struct tip_reply_suggestion {
    char *text; /* owned; as people write it */
    enum tip_suggestion_kind kind;
    char *query;    /* owned; in the query language: what finds it */
    uint32_t count; /* passages that the query finds, above 0 */
};

enum tip_total_is { TIP_TOTAL_EXACT, TIP_TOTAL_AT_LEAST, TIP_TOTAL_ESTIMATE };

enum tip_reply_kind {
    TIP_REPLY_ERROR,
    TIP_REPLY_HITS,
    TIP_REPLY_COMPARISON,
    TIP_REPLY_PASSAGE,
    TIP_REPLY_STATS,
    TIP_REPLY_SUGGESTIONS,
    TIP_REPLY_PATTERNS,
    TIP_REPLY_QUOTED,
    TIP_REPLY_PONG,
    TIP_REPLY_VERSION,
    TIP_REPLY_HELP,
    TIP_REPLY_AUTH,
    TIP_REPLY_BYE,
};

struct tip_reply {
    enum tip_reply_kind kind;
    struct tip_reply_error error; /* TIP_REPLY_ERROR */

    /* Which index answered: hits, passages, stats. */
    uint32_t generation;
    uint32_t index_passages;
    const char *made_at; /* borrowed from the generation: UTC, RFC 3339 */

    /* What the id that was asked for has become; none (moved.count is 0) when a passage has it. */
    struct tip_moved_entry moved;

    /* TIP_REPLY_HITS */
    char *query_text; /* owned; NULL for SIMILAR */
    char *hint;       /* owned; why nothing was found, or NULL */
    char *read_as;    /* owned; the query as understood, in the query language */
    char *corrected;  /* owned; the query that ran instead, or NULL */
    struct tip_reply_correction *corrections; /* owned; there when `corrected` is */
    size_t correction_count;
    struct tip_reply_synonym *synonyms; /* owned */
    size_t synonym_count;
    struct tip_reply_expansion *expansions; /* owned */
    size_t expansion_count;
    struct tip_reply_country *countries; /* owned */
    size_t country_count;
    uint32_t total;
    uint32_t total_all;      /* passages that match, with nothing taken together */
    uint32_t total_distinct; /* the same text counted once */
    uint32_t collapsed; /* matches that are not among `total`, as a newer report says the same */
    enum tip_total_is total_is;
    bool is_partial;
    double took_ms;
    struct tip_hit *hits; /* owned */
    size_t hit_count;
    bool is_scan; /* SCAN: hits have no rank, score or snippet */
    char *next;   /* owned; SCAN: the cursor behind the last hit; NULL: there are no more */
    struct tip_explanation *explanation; /* owned; EXPLAIN, else NULL: of the hits in their order */
    unsigned facets_asked;               /* as in the request */
    struct tip_facet_list facets[TIP_FACET_COUNT];

    struct tip_comparison *comparison; /* owned; TIP_REPLY_COMPARISON: of `total` passages */

    /* TIP_REPLY_PASSAGE */
    struct tip_view passage;
    struct tip_view *before, *after; /* owned, in the order of the report */
    size_t before_count, after_count;

    /* TIP_REPLY_SUGGESTIONS */
    struct tip_reply_suggestion *suggestions; /* owned; the likeliest first */
    size_t suggestion_count;

    /* TIP_REPLY_PATTERNS */
    struct tip_pattern_count *patterns; /* owned, in the order of the knowledge */
    size_t pattern_count;

    /* TIP_REPLY_QUOTED */
    struct tip_quoted *quoted; /* owned (quote/quoted.h) */

    /* TIP_REPLY_STATS */
    const struct tip_generation *stats; /* borrowed: open until the reply is freed */
    const char *damage; /* why an older generation is served; NULL when all is well */

    /* TIP_REPLY_AUTH */
    const char *asker_name; /* borrowed: the token's */
    unsigned asker_rate;    /* requests a second */
};

/* Releases what the reply owns; it is empty afterwards. */
void tip_reply_free(struct tip_reply *reply);

/* Makes it an error reply (what it owned is released). `at` and retry_after_ms become -1. */
void tip_reply_fail(struct tip_reply *reply, enum tip_error_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
