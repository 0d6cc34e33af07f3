/* Of every judged query, on the full report and on the sample corpus: what explains a score adds up
 * to it, whatever parts the ranking has. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/harness.h"
#include "search/explanation.h"
#include "unit/report_fixture.h"

static const char *const files[] = {"tip-2023-queries.tsv", "tip-2023-countries.tsv",
                                    "tip-2023-analysts.tsv"};
/* Of the query language, which the judged queries hardly use. */
static const char *const others[] = {
    "traffick* labor",    "wom?n AND child*",   "\"debt bondage\"~2 recruiter",
    "NGO NEAR/5 victims", "victms~ services^3", "=police prosecution -forced",
    "NOT labor",          "* kind:story",       "forced OR NOT labor",
};

static struct report_fixture report;
static size_t explained_hits;

static double sum_parts(const struct tip_explained_hit *hit)
{
    double sum = 0;
    for (size_t i = 0; i < hit->part_count; i++) {
        cr_expect_geq(hit->parts[i].score, 0);
        sum += hit->parts[i].score;
    }
    return sum;
}

static void run(enum tip_command command, const char *query, struct tip_reply *reply)
{
    struct tip_request request = {.command = command, .query = (char *)query, .limit = 5};
    tip_searcher_run(report.searcher, &request, 0, reply);
    cr_assert_eq(reply->kind, TIP_REPLY_HITS, "[%s]: %s", query, reply->error.message);
}

static void expect_sums(const char *query)
{
    struct tip_reply found, explained;
    run(TIP_COMMAND_SEARCH, query, &found);
    run(TIP_COMMAND_EXPLAIN, query, &explained);
    cr_assert_eq(found.hit_count, explained.hit_count, "[%s]", query);
    for (size_t i = 0; i < found.hit_count; i++) {
        double sum = sum_parts(&explained.explanation->hits[i]), score = found.hits[i].score;
        cr_expect_eq(found.hits[i].view.row.id, explained.hits[i].view.row.id, "[%s]", query);
        cr_expect_eq(score, explained.hits[i].score, "[%s]", query);
        cr_expect_leq(fabs(sum - score), 1e-6 * score, "[%s] hit %zu: %.9g of %.9g", query, i + 1,
                      sum, score);
    }
    explained_hits += found.hit_count;
    tip_reply_free(&found);
    tip_reply_free(&explained);
}

/* The third column of a line is a query. */
static void expect_sums_of_file(const char *name)
{
    char *folder = tip_test_path(getenv("TIP_SOURCE"), "tests/relevance");
    char *path = tip_test_path(folder, name), *line = NULL;
    size_t capacity = 0;
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file, "%s", path);
    for (size_t number = 0; getline(&line, &capacity, file) > 0; number++) {
        char *rest = line;
        strsep(&rest, "\t");
        strsep(&rest, "\t");
        char *query = strsep(&rest, "\t");
        if (number > 0 && query != NULL) {
            expect_sums(query);
        }
    }
    fclose(file);
    free(line);
    free(path);
    free(folder);
}

static void expect_all_sums(tip_part_set without)
{
    explained_hits = 0;
    tip_searcher_leave_out(report.searcher, without);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        expect_sums_of_file(files[i]);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        expect_sums(others[i]);
    }
    cr_expect_gt(explained_hits, 500, "%zu hits", explained_hits);
}

Test(explain_report, parts_add_up, .timeout = 200)
{
    if (!report_fixture_open(&report)) {
        return;
    }
    expect_all_sums(0);
    expect_all_sums(1 << TIP_PART_CONTEXT | 1 << TIP_PART_FEEDBACK);
    expect_all_sums((1 << TIP_PART_COUNT) - 1);
    report_fixture_close(&report);
}

Test(explain_report, parts_add_up_on_the_sample_corpus, .timeout = 200)
{
    char *corpus = tip_test_path(getenv("TIP_SOURCE"), "corpus");
    report_fixture_open_source(&report, corpus);
    expect_all_sums(0);
    report_fixture_close(&report);
    free(corpus);
}
