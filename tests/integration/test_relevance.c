/* The right passage comes first: judged queries on the full report, each table in two halves.
 *
 * The queries, what answers them and how they were made: tests/relevance/README.md. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/harness.h"
#include "relevance/ask.h"
#include "relevance/collection.h"
#include "relevance/run.h"
#include "relevance/scores.h"

enum { DEPTH = 10 };

/* A table of queries and how much of each of its halves must be right. */
static const struct table {
    const char *file;
    unsigned tune, held; /* queries of each half */
    unsigned first_percent, three_percent, ten_percent;
} tables[] = {
    {"tests/relevance/tip-2023-queries.tsv", 60, 60, 78, 85, 95},
    {"tests/relevance/tip-2023-field-terms.tsv", 30, 30, 70, 90, 95},
    {"tests/relevance/tip-2023-countries.tsv", 50, 50, 78, 94, 98},
    {"tests/relevance/tip-2023-analysts.tsv", 93, 93, 74, 88, 92},
    {"tests/relevance/tip-2023-outside.tsv", 0, 100, 50, 65, 75},
    {"tests/relevance/tip-2023-questions.tsv", 40, 40, 50, 65, 80},
};

static char *source_path(const char *name)
{
    const char *source = getenv("TIP_SOURCE");
    cr_assert_not_null(source, "TIP_SOURCE names the source tree");
    return tip_test_path(source, name);
}

/* The queries of one table, with the passages of the report that answer them. */
static void read_table(struct judged_queries *queries, const struct table *table, const char *dump)
{
    struct tip_error error = {0};
    char *path = source_path(table->file);
    cr_assert_eq(judged_queries_read(queries, path, &error), TIP_OK, "%s", error.message);
    cr_assert_eq(judged_queries_judge_dump(queries, dump, &error), TIP_OK, "%s", error.message);
    for (size_t i = 0; i < queries->count; i++) {
        const char *half = queries->items[i].half;
        cr_assert(strcmp(half, "tune") == 0 || strcmp(half, "held") == 0, "half %s", half);
    }
    free(path);
}

static void tell_of_others(const struct judged_queries *queries, const struct measures *scores)
{
    for (size_t i = 0; i < queries->count; i++) {
        const struct judged_query *query = &queries->items[i];
        double reciprocal = scores[i].values[MEASURE_RECIPROCAL_RANK_10];
        if (reciprocal < 1) {
            fprintf(stderr, "%s %s: rank %.0f: %s\n", query->half, query->id,
                    reciprocal > 0 ? 1 / reciprocal : 0, query->text);
        }
    }
}

static void expect_share(const char *what, double share, unsigned percent)
{
    cr_expect_geq(share * 100, percent - 1e-9, "%s: %.1f of 100, and not %u", what, share * 100,
                  percent);
}

static void expect_enough(const struct table *table, const char *half,
                          const struct judged_queries *queries, const struct measures *scores)
{
    size_t count = scores_count(queries, half);
    cr_assert_eq(count, strcmp(half, "held") == 0 ? table->held : table->tune, "%s, %s: %zu",
                 table->file, half, count);
    if (count == 0) {
        return;
    }
    struct measures mean = scores_mean(queries, scores, half);
    fprintf(stderr, "%s, %s: %zu queries, success@1 %.0f, success@3 %.0f, success@10 %.0f\n",
            table->file, half, count, (double)count * mean.values[MEASURE_SUCCESS_1],
            (double)count * mean.values[MEASURE_SUCCESS_3],
            (double)count * mean.values[MEASURE_SUCCESS_10]);
    expect_share("first", mean.values[MEASURE_SUCCESS_1], table->first_percent);
    expect_share("among three", mean.values[MEASURE_SUCCESS_3], table->three_percent);
    expect_share("among ten", mean.values[MEASURE_SUCCESS_10], table->ten_percent);
}

static void judge_table(const struct service *service, const struct table *table)
{
    struct judged_queries queries = {0};
    struct run run = {0};
    struct measures *scores;
    struct tip_error error = {0};
    struct asking asking = {.address = service->address, .depth = DEPTH, .by_passage = true};
    read_table(&queries, table, service->dump);
    tip_status status = ask_all(&run, &queries, &asking, &error);
    cr_assert_eq(status, TIP_OK, "%s", error.message);
    cr_assert_eq(scores_make(&scores, &queries, &run, &error), TIP_OK);
    tell_of_others(&queries, scores);
    expect_enough(table, "tune", &queries, scores);
    expect_enough(table, "held", &queries, scores);
    free(scores);
    run_free(&run);
    judged_queries_free(&queries);
}

Test(relevance, the_right_passage_comes_first_on_the_full_report, .timeout = 170)
{
    static const struct program_options none;
    const char *report = tip_test_report();
    if (report == NULL) {
        return;
    }
    struct collection collection;
    struct tip_error error = {0};
    char *folder = source_path("tests/relevance");
    tip_status status = collection_read_report(&collection, report, folder, &error);
    cr_assert_eq(status, TIP_OK, "%s", error.message);
    cr_assert_eq(collection_index(&collection, &none, &error), TIP_OK, "%s", error.message);
    cr_assert_eq(service_start(&collection.service, &none, &error), TIP_OK, "%s", error.message);
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        judge_table(&collection.service, &tables[i]);
    }
    collection_free(&collection);
    free(folder);
}
