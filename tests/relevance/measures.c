#include "relevance/measures.h"

#include <math.h>
#include <stdlib.h>

#include "relevance/judged.h"

enum { GAIN_DEPTH = 10, RECALL_DEPTH = 100 };

const char *measure_name(enum measure measure)
{
    static const char *const names[] = {
#define XX(name, code) name,
        MEASURE_MAP(XX)
#undef XX
    };
    return names[measure];
}

static double discounted(int gain, size_t rank)
{
    return gain > 0 ? gain / log2((double)rank + 1.0) : 0.0;
}

static int count_relevant(const struct judged_query *query)
{
    int count = 0;
    for (size_t i = 0; i < query->judgement_count; i++) {
        count += query->judgements[i].gain > 0;
    }
    return count;
}

/* The best ten gains there are, each behind the discount of its rank. Kept sorted by insertion. */
static double ideal_gain(const struct judged_query *query)
{
    int best[GAIN_DEPTH] = {0};
    for (size_t i = 0; i < query->judgement_count; i++) {
        int gain = query->judgements[i].gain;
        for (size_t place = 0; place < GAIN_DEPTH; place++) {
            if (gain > best[place]) {
                int lower = best[place];
                best[place] = gain;
                gain = lower;
            }
        }
    }
    double sum = 0;
    for (size_t place = 0; place < GAIN_DEPTH; place++) {
        sum += discounted(best[place], place + 1);
    }
    return sum;
}

/* The part of the measures that the first relevant document decides. */
static void measure_first(struct measures *measures, size_t rank)
{
    measures->values[MEASURE_RECIPROCAL_RANK_10] = rank <= 10 ? 1.0 / (double)rank : 0.0;
    measures->values[MEASURE_SUCCESS_1] = rank <= 1;
    measures->values[MEASURE_SUCCESS_3] = rank <= 3;
    measures->values[MEASURE_SUCCESS_10] = rank <= 10;
}

struct measures measures_of(const struct judged_query *query, const char *const *documents,
                            size_t count)
{
    struct measures measures = {{0}};
    int relevant = count_relevant(query);
    if (relevant == 0) {
        return measures;
    }
    double gained = 0, precisions = 0;
    int found = 0, found_early = 0;
    for (size_t i = 0; i < count; i++) {
        size_t rank = i + 1;
        int gain = judged_query_gain(query, documents[i]);
        if (gain <= 0) {
            continue;
        }
        if (found++ == 0) {
            measure_first(&measures, rank);
        }
        gained += rank <= GAIN_DEPTH ? discounted(gain, rank) : 0.0;
        found_early += rank <= RECALL_DEPTH;
        precisions += (double)found / (double)rank;
    }
    measures.values[MEASURE_NDCG_10] = gained / ideal_gain(query);
    measures.values[MEASURE_AVERAGE_PRECISION] = precisions / relevant;
    measures.values[MEASURE_RECALL_100] = (double)found_early / relevant;
    return measures;
}
