/* EXPLAIN: a search whose answer tells how it came about. */
#ifndef TIP_EXPLAIN_H
#define TIP_EXPLAIN_H

#include "search/explanation.h"
#include "search/plan.h"
#include "search/ranking/rank.h"
#include "search/reply.h"
#include "search/request.h"
#include "search/searcher.h"

/* A search that was run up to its matches. */
struct tip_explaining {
    struct tip_searcher *searcher;
    const struct tip_request *request;
    struct tip_reply *reply;          /* has all that is said of the query as a whole */
    struct tip_plan *plan;            /* of the query */
    struct tip_plan *filter;          /* of the filter, NULL where none was given ... */
    struct tip_plan *fields;          /* ... and of the options' values */
    const struct tip_bitmap *base;    /* what can match at all */
    const struct tip_bitmap *matches; /* what does, and is ranked */
    struct tip_error *error;
};

/* Fills the reply's hits and explanation: the tree, and the page that was asked for, or the passage
 * whose id was given, also when it does not match. Nothing may be ranked by the plan afterwards. */
tip_status tip_explain(struct tip_explaining *explaining) TIP_MUST_CHECK;

/* The explanation's nodes, from the plan; what passages each matches is counted as far as time
 * allows. */
tip_status tip_explain_tree(struct tip_explaining *explaining) TIP_MUST_CHECK;

/* What made the scores of the page's hits: their parts. The reply's hits have their texts. */
tip_status tip_explain_hits(struct tip_explaining *explaining,
                            const struct tip_page_hits *page) TIP_MUST_CHECK;

/* What passage `number`, which is no match, lacks. */
tip_status tip_explain_lacks(struct tip_explaining *explaining, uint32_t number,
                             struct tip_explained_hit *hit) TIP_MUST_CHECK;

/* What a clause is called: "word", "phrase", "exact", "wildcard", "fuzzy", "synonym", "country". */
const char *tip_explain_clause_kind(const struct tip_query *query, const struct tip_clause *clause);

/* The words of a clause as they were folded, for free(3); NULL without memory. */
char *tip_explain_clause_words(const struct tip_query *query, const struct tip_clause *clause);

#endif
