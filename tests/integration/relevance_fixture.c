#include "relevance_fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { DEPTH = 10 };

char *tip_shared_collection(const char *name)
{
    const char *source = getenv("TIP_SOURCE");
    cr_assert_not_null(source, "TIP_SOURCE names the source tree");
    char *path;
    cr_assert_geq(asprintf(&path, "%s/../shared/collections/%s", source, name), 0);
    if (access(path, R_OK) == 0)
        return path;
    cr_assert_null(getenv("CI"), "%s: the collection is not there", path);
    fprintf(stderr, "%s: the collection is not there: skipped\n", path);
    free(path);
    return NULL;
}

void tip_collection_index(struct collection *collection, const char *folder)
{
    static const struct program_options none;
    struct tip_error error = {0};
    cr_assert_eq(collection_read(collection, folder, &error), TIP_OK, "%s", error.message);
    cr_assert_eq(collection_index(collection, &none, &error), TIP_OK, "%s", error.message);
}

void tip_collection_ask(struct run *run, struct collection *collection,
                        const struct program_options *options)
{
    struct tip_error error = {0};
    struct asking asking = {.address = collection->service.address, .depth = DEPTH};
    tip_status status = service_start(&collection->service, options, &error);
    if (status == TIP_OK)
        status = ask_all(run, &collection->queries, &asking, &error);
    if (status != TIP_OK)
        service_tell(&collection->service);
    cr_assert_eq(status, TIP_OK, "%s", error.message);
    service_stop(&collection->service);
}

double tip_collection_gain(struct collection *collection, const struct program_options *options)
{
    struct run run = {0};
    struct measures *scores;
    tip_collection_ask(&run, collection, options);
    cr_assert_eq(scores_make(&scores, &collection->queries, &run, NULL), TIP_OK);
    struct measures mean = scores_mean(&collection->queries, scores, NULL);
    free(scores);
    run_free(&run);
    return mean.values[MEASURE_NDCG_10];
}
