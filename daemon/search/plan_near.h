/* A NEAR of a query as the chain of operands that spans.h looks for. */
#ifndef TIP_PLAN_NEAR_H
#define TIP_PLAN_NEAR_H

#include "search/plan.h"
#include "search/spans.h"

/* A clause of a part of a NEAR: one of its alternatives. */
struct tip_plan_near_clause {
    size_t part;   /* 0 for the first */
    size_t clause; /* among the query's */
};

struct tip_plan_near {
    struct tip_plan_near_clause *clauses; /* part by part */
    size_t clause_count;
    struct tip_word_run *runs; /* what the operands borrow */
    struct tip_near_operand *operands;
    struct tip_near chain; /* which borrows all of these */
};

/* The chain of a TIP_NODE_NEAR; the plan must outlive it. The caller frees it, also after a
 * failure: TIP_NO_MEMORY. */
tip_status tip_plan_near_make(struct tip_plan_near *near, const struct tip_plan *plan, size_t node,
                              struct tip_error *error) TIP_MUST_CHECK;
void tip_plan_near_free(struct tip_plan_near *near);

#endif
