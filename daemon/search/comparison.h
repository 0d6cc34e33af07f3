/* COMPARE's answer: what the reports of years say, and what changed from one to the next. */
#ifndef TIP_COMPARISON_H
#define TIP_COMPARISON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/report.h"
#include "knowledge/knowledge.h"
#include "search/word_diff.h"

struct tip_view;
struct tip_facet_count;

/* What became of a piece of text: code, name on the wire. In the order in which they are told. */
#define TIP_CHANGE_MAP(XX)                                                                         \
    XX(CHANGED, "changed")                                                                         \
    XX(NEW, "new")                                                                                 \
    XX(GONE, "gone")                                                                               \
    XX(MOVED, "moved")

enum tip_change_is {
#define XX(code, name) TIP_CHANGE_##code,
    TIP_CHANGE_MAP(XX)
#undef XX
        TIP_CHANGE_COUNT
};

static inline const char *tip_change_name(enum tip_change_is is)
{
    static const char *const names[TIP_CHANGE_COUNT] = {
#define XX(code, name) [TIP_CHANGE_##code] = (name),
        TIP_CHANGE_MAP(XX)
#undef XX
    };
    return names[is];
}

enum {
    TIP_COMPARED_YEARS = 20,   /* of a range, with those that have no report */
    TIP_COMPARED_REPORTS = 20, /* of a year that are named; the others are counted */
    TIP_COMPARED_TIERS = 20    /* countries whose tiers are told */
};

/* One edit. */
struct tip_shown_hunk {
    enum tip_change_is is;
    bool is_heading; /* it begins with a heading */
    struct tip_shown_piece {
        enum tip_diff_is is;
        char *text; /* owned */
    } * pieces;     /* owned: all that is the same or gone is the earlier text, the same or new the
                     * later
                     */
    size_t piece_count;
};

/* A passage, or several that one edit spans, with what became of them. */
struct tip_shown_entry {
    enum tip_change_is is;
    struct tip_view *was,
        *now; /* owned arrays, without texts; of what is new `was` is the passage
                 that it was put into, if there is one, and likewise of what is gone
               */
    size_t was_count, now_count;
    struct tip_shown_hunk *hunks; /* owned */
    size_t hunk_count;
};

struct tip_compared_tier {
    char code[3];
    const char *name; /* the knowledge's */
    enum tip_tier tier;
};

struct tip_compared_year {
    int year;
    struct tip_report *reports; /* owned array of the generation's text, by id */
    size_t report_count;        /* in the array */
    uint32_t report_total;
    uint32_t passages;                        /* that the request finds */
    struct tip_facet_count *kinds, *patterns; /* owned, as in a facet */
    size_t kind_count, pattern_count;
    struct tip_compared_tier tiers[TIP_COMPARED_TIERS]; /* of the countries that are named */
    size_t tier_count;
};

struct tip_compared_step {
    int from, to;
    uint32_t counts[TIP_CHANGE_COUNT]; /* entries in all */
    uint32_t edits;                    /* hunks in all, but for what was moved */
    uint32_t unchanged_passages, unchanged_statements;
    struct tip_shown_entry *entries; /* owned: those of the page, by kind */
    size_t entry_count;
};

struct tip_comparison {
    int from, to;
    struct tip_compared_year years[TIP_COMPARED_YEARS]; /* that have a report */
    size_t year_count;
    int missing[TIP_COMPARED_YEARS]; /* that have none */
    size_t missing_count;
    struct tip_compared_step steps[TIP_COMPARED_YEARS];
    size_t step_count;
    uint32_t total; /* entries of all steps */
    uint32_t more;  /* behind those of the page */
};

/* Releases what it owns and itself; NULL is allowed. */
void tip_comparison_free(struct tip_comparison *comparison);

#endif
