/* Whether a difference between two rankings of the same queries is more than chance. */
#ifndef TIP_RELEVANCE_SIGNIFICANCE_H
#define TIP_RELEVANCE_SIGNIFICANCE_H

#include <stddef.h>

/* Fisher's randomization test, two-sided: the share of ways to swap the two rankings, query by
 * query, that make the mean differ at least as much as it does. All ways are tried up to sixteen
 * queries that differ; else 100,000 are drawn, the same ones in every run (Smucker, Allan and
 * Carterette, CIKM 2007, find that it agrees with the paired t-test, and trust neither the sign nor
 * Wilcoxon's test). `differences` holds one a query; it is
 * left in disorder. 1 when there is none. */
double significance_of(double *differences, size_t count);

#endif
