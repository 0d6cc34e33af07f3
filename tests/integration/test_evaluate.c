/* The ranking is as good as it was, on judged collections; and evaluate, the program that says so.
 *
 * What the figures mean: tests/relevance/README.md. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/harness.h"
#include "relevance/ask.h"
#include "relevance/collection.h"
#include "relevance/run.h"
#include "relevance/scores.h"

enum { DEPTH = 10 };

/* nDCG@10 over all queries that the default configuration must reach: what it had when this was
 * written, less a little, as a rule that helps one collection may cost another some thousandths. */
static const struct floor {
    const char *collection;
    size_t queries;
    double gain;
} floors[] = {
    {"cranfield", 225, 0.367},
    {"med", 30, 0.690},
    {"time", 82, 0.600},
};

/* The folder of a shared collection, for free(3); NULL, after saying so, when it is not there. */
static char *shared_collection(const char *name)
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

static void ask_collection(struct run *run, struct collection *collection)
{
    static const struct program_options none;
    struct tip_error error = {0};
    cr_assert_eq(collection_index(collection, &none, &error), TIP_OK, "%s", error.message);
    tip_status status = service_start(&collection->service, &none, &error);
    cr_assert_eq(status, TIP_OK, "%s", error.message);
    struct asking asking = {.address = collection->service.address, .depth = DEPTH};
    status = ask_all(run, &collection->queries, &asking, &error);
    if (status != TIP_OK)
        service_tell(&collection->service);
    cr_assert_eq(status, TIP_OK, "%s", error.message);
}

static void expect_floor(const struct floor *floor, const char *folder)
{
    struct collection collection;
    struct run run = {0};
    struct measures *scores;
    struct tip_error error = {0};
    cr_assert_eq(collection_read(&collection, folder, &error), TIP_OK, "%s", error.message);
    ask_collection(&run, &collection);
    cr_assert_eq(scores_make(&scores, &collection.queries, &run, &error), TIP_OK);
    cr_expect_eq(scores_count(&collection.queries, NULL), floor->queries);
    double gain = scores_mean(&collection.queries, scores, NULL).values[MEASURE_NDCG_10];
    fprintf(stderr, "%s: nDCG@10 %.4f\n", floor->collection, gain);
    cr_expect_geq(gain, floor->gain, "%s: nDCG@10 is %.4f and was above %.3f", floor->collection,
                  gain, floor->gain);
    free(scores);
    run_free(&run);
    collection_free(&collection);
}

Test(relevance, documents_are_ranked_as_well_as_they_were, .timeout = 170)
{
    for (size_t i = 0; i < sizeof floors / sizeof *floors; i++) {
        char *folder = shared_collection(floors[i].collection);
        if (folder != NULL)
            expect_floor(&floors[i], folder);
        free(folder);
    }
}

static const char documents[] =
    "{\"_id\": \"d1\", \"title\": \"Fishing vessels\", \"text\": \"Crews of fishing vessels lose "
    "their"
    " passports.\"}\n"
    "{\"_id\": \"d2\", \"title\": \"\", \"text\": \"Passports are kept by recruiters of crews.\"}\n"
    "{\"_id\": \"d3\", \"title\": \"\", \"text\": \"Brick kilns burn coal.\"}\n";

static const char topics[] = "<top>\n<num> Number: 1\n<title> fishing vessels\n</top>\n"
                             "<top>\n<num> Number: 2\n<title> brick kilns\n</top>\n";

static const char judgements[] = "1 0 d1 1\n2 0 d3 1\n2 0 d2 0\n";

/* The first answer of one query is wrong, the second right; the other query's is right. */
static const char saved[] = "1 Q0 d2 1 2.0 by-hand\n1 Q0 d1 2 1.0 by-hand\n"
                            "2 Q0 d3 1 2.0 by-hand\n";

static const char output[] =
    "                       queries nDCG@10     MAP  MRR@10   R@100     S@1     S@3    S@10\n"
    "small                        2  1.0000  1.0000  1.0000  1.0000  1.0000  1.0000  1.0000\n"
    "  saved                         0.8155  0.7500  0.7500  1.0000  0.5000  1.0000  1.0000\n"
    "  change, percent               +22.63  +33.33  +33.33   +0.00 +100.00   +0.00   +0.00\n"
    "  p                             1.0000  1.0000  1.0000  1.0000  1.0000  1.0000  1.0000\n";

static char *small_collection(const char *folder)
{
    static const struct {
        const char *name, *text;
    } files[] = {{"corpus.jsonl", documents}, {"topics", topics}, {"qrels", judgements}};

    char *small = tip_test_path(folder, "small");
    cr_assert_eq(mkdir(small, 0700), 0);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char *path = tip_test_path(small, files[i].name);
        tip_test_write(path, files[i].text, strlen(files[i].text));
        free(path);
    }
    return small;
}

/* Runs in the folder, so that the saved run is called "saved". */
Test(evaluate, a_run_is_measured_and_compared_with_a_saved_one, .timeout = 60)
{
    char *folder = tip_test_folder();
    char *small = small_collection(folder);
    cr_assert_eq(chdir(folder), 0);
    cr_assert_eq(mkdir("saved", 0700), 0);
    tip_test_write("saved/small.run", saved, strlen(saved));
    struct tip_run run;
    TIP_RUN(&run, "evaluate", "--run", "made", "--against", "saved", small);
    cr_expect_eq(run.status, 0, "%s", run.err);
    cr_expect_str_eq(run.out, output);
    tip_run_free(&run);

    struct run made = {0};
    struct tip_error error = {0};
    cr_assert_eq(run_read(&made, "made/small.run", &error), TIP_OK, "%s", error.message);
    cr_assert_eq(made.count, 2);
    cr_expect_str_eq(run_find(&made, "1")->items[0].document, "d1");
    cr_expect_str_eq(run_find(&made, "2")->items[0].document, "d3");
    run_free(&made);
    free(small);
    cr_assert_eq(chdir("/"), 0);
    tip_test_folder_remove(folder);
}

Test(evaluate, a_fault_is_told_and_ends_with_two, .timeout = 60)
{
    static const struct {
        const char *option, *value, *message;
    } faults[] = {
        {"--depth", "0", "usage: evaluate"},
        {"--depth", "1001", "usage: evaluate"},
        {"--against", "nowhere", "nowhere/small.run: cannot read the run"},
        {"--daemon-option", "--no-such-option", "tipsearchd has ended"},
    };
    char *folder = tip_test_folder();
    char *small = small_collection(folder);
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        struct tip_run run;
        TIP_RUN(&run, "evaluate", faults[i].option, faults[i].value, small);
        cr_expect_eq(run.status, 2);
        cr_expect(strstr(run.err, faults[i].message) != NULL, "%s", run.err);
        tip_run_free(&run);
    }
    free(small);
    tip_test_folder_remove(folder);
}
