/* How good a ranking is, by the definitions of trec_eval. */
#ifndef TIP_RELEVANCE_MEASURES_H
#define TIP_RELEVANCE_MEASURES_H

#include <stddef.h>

struct judged_query;

/* Name as printed, member. All lie between 0 and 1; more is better. */
#define MEASURE_MAP(XX)                                                                            \
    XX("nDCG@10", NDCG_10)                                                                         \
    XX("MAP", AVERAGE_PRECISION)                                                                   \
    XX("MRR@10", RECIPROCAL_RANK_10)                                                               \
    XX("R@100", RECALL_100)                                                                        \
    XX("S@1", SUCCESS_1)                                                                           \
    XX("S@3", SUCCESS_3)                                                                           \
    XX("S@10", SUCCESS_10)

enum measure {
#define XX(name, code) MEASURE_##code,
    MEASURE_MAP(XX)
#undef XX
        MEASURE_COUNT
};

struct measures {
    double values[MEASURE_COUNT];
};

/* "nDCG@10". Static. */
const char *measure_name(enum measure measure);

/* Measures the ranking of one query: `documents`, best first, each at most once.
 *
 *   nDCG@10  sum of gain / log2(rank + 1) over the first ten, divided by that of the judged
 *            documents in the best order (trec_eval's ndcg_cut_10); a negative gain counts as 0
 *   MAP      the mean over relevant documents of the precision at their rank, 0 for those that are
 *            not there (map); the mean over queries is what the name is about
 *   MRR@10   1 / rank of the first relevant document of the first ten (recip_rank, cut)
 *   R@100    the share of the relevant documents that is among the first hundred (recall_100)
 *   S@n      1 when one of the first n is relevant (success_n)
 *
 * A query none of whose judgements is relevant has 0 everywhere. */
struct measures measures_of(const struct judged_query *query, const char *const *documents,
                            size_t count);

#endif
