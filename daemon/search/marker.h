/* What of a query can be marked in texts, made once for all hits of a page. */
#ifndef TIP_MARKER_H
#define TIP_MARKER_H

#include "search/plan.h"
#include "search/plan_near.h"
#include "search/spans.h"

/* A term of the query in a text, and what a window that holds it gains. Terms are the plan's stems,
 * then its countries, then its clauses, which are one term where no stem tells of them. */
struct tip_term {
    uint32_t term;
    double weight; /* above 0 */
};

/* A stem that matches wherever it stands. */
struct tip_plain_stem {
    uint32_t number; /* in the dictionary */
    struct tip_term term;
};

struct tip_marker {
    struct tip_searcher *searcher;
    const struct tip_plan *plan;  /* NULL: nothing is marked */
    struct tip_plain_stem *plain; /* by number, each once */
    size_t plain_count;
    bool *is_run;           /* by clause: its words are marked where they stand as it says */
    double *clause_weights; /* of those that are terms */
    bool names[TIP_QUERY_COUNTRIES]; /* by country of the query: its names are marked */
    struct tip_plan_near *chains;    /* those of the query that nothing excludes */
    size_t chain_count;
    struct tip_spans spans; /* scratch, as the rest */
    bool *flags;
    uint32_t *numbers;
    size_t capacity; /* of both */
};

/* `plan` may be NULL, else it must outlive the marker, as the searcher must. The caller frees the
 * marker, also after a failure. */
tip_status tip_marker_make(struct tip_marker *marker, struct tip_searcher *searcher,
                           const struct tip_plan *plan, struct tip_error *error) TIP_MUST_CHECK;
void tip_marker_free(struct tip_marker *marker);

/* Whether the query has anything that could be marked. */
bool tip_marker_has_words(const struct tip_marker *marker);

/* The term that a stem of the dictionary is wherever it stands; NULL when it is none. */
const struct tip_term *tip_marker_plain(const struct tip_marker *marker, uint32_t stem);

/* The term that the dictionary's word `number` is as a part of a clause. */
struct tip_term tip_marker_term(const struct tip_marker *marker, size_t clause, uint32_t number);

/* Whether it can be a part of the clause at all. */
bool tip_marker_clause_has(const struct tip_marker *marker, size_t clause, uint32_t number);

/* Room for `count` flags, all false, and as many numbers. */
tip_status tip_marker_reserve(struct tip_marker *marker, size_t count,
                              struct tip_error *error) TIP_MUST_CHECK;

#endif
