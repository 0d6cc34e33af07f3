/* The ranking of documents is as good as it was, on judged collections.
 *
 * What the figures mean: tests/relevance/README.md. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "relevance/baseline.h"
#include "relevance_fixture.h"

/* nDCG@10 over all queries that the default configuration must reach: what it had when this was
 * written, less a little, as a rule that helps one collection may cost another some thousandths. */
static const struct floor {
    const char *collection;
    size_t queries;
    double gain;
} floors[] = {
    {"cranfield", 225, 0.396},
    {"med", 30, 0.735},
    {"time", 82, 0.660},
};

/* In percent of plain BM25's on whole documents: what no collection may lose, and what they must
 * gain as a mean. */
static const double least_change = -3, least_mean_change = 2;

static double baseline_gain(const struct collection *collection)
{
    struct run run = {0};
    struct measures *scores;
    struct tip_error error = {0};
    tip_status status = baseline_rank(&run, &collection->queries, collection->source, 10, &error);
    cr_assert_eq(status, TIP_OK, "%s", error.message);
    cr_assert_eq(scores_make(&scores, &collection->queries, &run, NULL), TIP_OK);
    double gain = scores_mean(&collection->queries, scores, NULL).values[MEASURE_NDCG_10];
    free(scores);
    run_free(&run);
    return gain;
}

/* Gives the change to plain BM25 in percent. */
static double expect_floor(const struct floor *floor, const char *folder)
{
    static const struct program_options none;
    struct collection collection;
    tip_collection_index(&collection, folder);
    double gain = tip_collection_gain(&collection, &none);
    double plain = baseline_gain(&collection);
    double change = 100 * (gain - plain) / plain;
    fprintf(stderr, "%s: nDCG@10 %.4f, plain BM25 %.4f\n", floor->collection, gain, plain);
    cr_expect_eq(scores_count(&collection.queries, NULL), floor->queries);
    cr_expect_geq(gain, floor->gain, "%s: nDCG@10 is %.4f and was above %.3f", floor->collection,
                  gain, floor->gain);
    cr_expect_geq(change, least_change, "%s: %.2f percent to plain BM25", floor->collection,
                  change);
    collection_free(&collection);
    return change;
}

Test(ranking_floors, documents_are_ranked_as_well_as_they_were, .timeout = 230)
{
    enum { FLOORS = sizeof floors / sizeof *floors };
    double changes = 0;
    for (size_t i = 0; i < FLOORS; i++) {
        char *folder = tip_shared_collection(floors[i].collection);
        if (folder == NULL)
            return;
        changes += expect_floor(&floors[i], folder);
        free(folder);
    }
    cr_expect_geq(changes / FLOORS, least_mean_change, "a mean of %.2f percent to plain BM25",
                  changes / FLOORS);
}
