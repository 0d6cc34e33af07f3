#include "relevance/scores.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "relevance/judged.h"
#include "relevance/run.h"
#include "relevance/significance.h"

static tip_status score(struct measures *measures, const struct judged_query *query,
                        const struct ranking *ranking, struct tip_error *error)
{
    const char **documents = calloc(ranking->count + 1, sizeof *documents);
    if (documents == NULL) {
        return tip_error_memory(error, "measuring a run");
    }
    for (size_t i = 0; i < ranking->count; i++) {
        documents[i] = ranking->items[i].document;
    }
    *measures = measures_of(query, documents, ranking->count);
    free(documents);
    return TIP_OK;
}

tip_status scores_make(struct measures **scores, const struct judged_queries *queries,
                       const struct run *run, struct tip_error *error)
{
    struct measures *made = calloc(queries->count + 1, sizeof *made);
    tip_status status = made == NULL ? tip_error_memory(error, "measuring a run") : TIP_OK;
    for (size_t i = 0; i < queries->count && status == TIP_OK; i++) {
        const struct ranking *ranking = run_find(run, queries->items[i].id);
        if (ranking != NULL) {
            status = score(&made[i], &queries->items[i], ranking, error);
        }
    }
    if (status != TIP_OK) {
        free(made);
        return status;
    }
    *scores = made;
    return TIP_OK;
}

/* A query with needles that no passage holds counts: there is an answer, and it cannot be found. */
static bool counts(const struct judged_query *query, const char *half)
{
    return (query->judgement_count > 0 || query->needles != NULL) &&
           (half == NULL || strcmp(query->half, half) == 0);
}

size_t scores_count(const struct judged_queries *queries, const char *half)
{
    size_t count = 0;
    for (size_t i = 0; i < queries->count; i++) {
        count += counts(&queries->items[i], half);
    }
    return count;
}

struct measures scores_mean(const struct judged_queries *queries, const struct measures *scores,
                            const char *half)
{
    struct measures mean = {{0}};
    size_t count = scores_count(queries, half);
    for (size_t i = 0; i < queries->count; i++) {
        for (int m = 0; counts(&queries->items[i], half) && m < MEASURE_COUNT; m++) {
            mean.values[m] += scores[i].values[m] / (double)count;
        }
    }
    return mean;
}

tip_status scores_significance(double *p, const struct judged_queries *queries,
                               const struct measures *scores, const struct measures *others,
                               const char *half, enum measure measure, struct tip_error *error)
{
    double *differences = calloc(queries->count + 1, sizeof *differences);
    if (differences == NULL) {
        return tip_error_memory(error, "comparing runs");
    }
    size_t count = 0;
    for (size_t i = 0; i < queries->count; i++) {
        if (counts(&queries->items[i], half)) {
            differences[count++] = scores[i].values[measure] - others[i].values[measure];
        }
    }
    *p = significance_of(differences, count);
    free(differences);
    return TIP_OK;
}
