/* A run measured query by query, and what is said of it: means, and differences to another run. */
#ifndef TIP_RELEVANCE_SCORES_H
#define TIP_RELEVANCE_SCORES_H

#include <stddef.h>

#include "base/status.h"
#include "relevance/measures.h"

struct judged_queries;
struct run;

/* One for each query, in their order. A query that the run lacks has 0 everywhere, as with
 * trec_eval's option -c. For free(3). */
tip_status scores_make(struct measures **scores, const struct judged_queries *queries,
                       const struct run *run, struct tip_error *error) TIP_MUST_CHECK;

/* A part of the queries: those of a half ("tune", "held") or, with NULL, all. Left out are those of
 * which nothing is judged. */
size_t scores_count(const struct judged_queries *queries, const char *half);

/* The means over a part; 0 without queries. */
struct measures scores_mean(const struct judged_queries *queries, const struct measures *scores,
                            const char *half);

/* How likely chance alone makes two runs differ so much in a measure: significance_of. */
tip_status scores_significance(double *p, const struct judged_queries *queries,
                               const struct measures *scores, const struct measures *others,
                               const char *half, enum measure measure,
                               struct tip_error *error) TIP_MUST_CHECK;

#endif
