/* What an evaluation prints. */
#ifndef TIP_RELEVANCE_PRINT_H
#define TIP_RELEVANCE_PRINT_H

#include "base/status.h"
#include "relevance/measures.h"

struct judged_queries;

/* The line of names above all rows. */
void print_head(void);

/* A row for a part of the queries (scores_count), named `name`, or `name` and the half. */
void print_scores(const char *name, const struct judged_queries *queries,
                  const struct measures *scores, const char *half);

/* Three rows: the means of another run of the same queries, by how many percent of them those of
 * `scores` are higher, and how likely that is by chance. */
tip_status print_comparison(const char *name, const struct judged_queries *queries,
                            const struct measures *scores, const struct measures *others,
                            const char *half, struct tip_error *error) TIP_MUST_CHECK;

#endif
