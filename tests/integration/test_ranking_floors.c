/* The ranking of documents is as good as it was, on judged collections.
 *
 * What the figures mean: tests/relevance/README.md. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

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

static void expect_floor(const struct floor *floor, const char *folder)
{
    static const struct program_options none;
    struct collection collection;
    tip_collection_index(&collection, folder);
    double gain = tip_collection_gain(&collection, &none);
    fprintf(stderr, "%s: nDCG@10 %.4f\n", floor->collection, gain);
    cr_expect_eq(scores_count(&collection.queries, NULL), floor->queries);
    cr_expect_geq(gain, floor->gain, "%s: nDCG@10 is %.4f and was above %.3f", floor->collection,
                  gain, floor->gain);
    collection_free(&collection);
}

Test(ranking_floors, documents_are_ranked_as_well_as_they_were, .timeout = 170)
{
    for (size_t i = 0; i < sizeof floors / sizeof *floors; i++) {
        char *folder = tip_shared_collection(floors[i].collection);
        if (folder != NULL)
            expect_floor(&floors[i], folder);
        free(folder);
    }
}
