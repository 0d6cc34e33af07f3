/* What words of the index stand for those of a query. */
#ifndef TIP_PLAN_WORDS_H
#define TIP_PLAN_WORDS_H

#include "search/plan.h"

/* Fills plan->fits, which plan.c has allocated. Stems and numbers of words are in the plan. */
tip_status tip_plan_fit_words(struct tip_plan *plan, struct tip_searcher *searcher,
                              struct tip_error *error) TIP_MUST_CHECK;
void tip_plan_free_words(struct tip_plan *plan);

/* Adds the passages that may have what stands for word `word` of the query: by the stems of these
 * words, so that some of them have it in another form. *is_cut becomes true when the time ends
 * before all of a pattern's were added. */
tip_status tip_plan_add_candidates(const struct tip_plan *plan, struct tip_searcher *searcher,
                                   size_t word, struct tip_bitmap *out, bool *is_cut,
                                   struct tip_error *error) TIP_MUST_CHECK;

/* The run of a clause's words, and that of one of its compounds, which borrow from the plan. */
struct tip_word_run tip_plan_run(const struct tip_plan *plan, const struct tip_clause *clause);
struct tip_word_run tip_plan_compound_run(const struct tip_plan *plan,
                                          const struct tip_clause *clause, size_t compound);

/* Whether the clause ranks as a set of passages: no stem tells of it. */
bool tip_plan_ranks_as_set(const struct tip_plan *plan, const struct tip_clause *clause);

/* What each level of the clause's set adds to a passage: level n holds what has it n + 1 times or
 * more. */
double tip_plan_set_weight(const struct tip_plan *plan, const struct tip_clause *clause,
                           size_t level);

#endif
