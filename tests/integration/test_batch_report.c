/* A batch of all queries of tests/relevance on the full report: its rows are those of single
 * searches, and its counts those of searches within a value. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/harness.h"
#include "integration/index_fixture.h"

enum { QUERIES_MAX = 2000, QUERIES_LEAST = 500, SINGLES = 40 };

static struct index_fixture fixture;
static struct tip_daemon daemon_;
static char address[256];
static char *queries[QUERIES_MAX];
static size_t query_count;

/* Adds the third column of a table: id, half, query, needles. */
static void read_table(const char *path)
{
    size_t length;
    char *text = tip_test_read(path, &length), *rest = text, *line;

    while ((line = strsep(&rest, "\n"))) {
        char *column = line;

        for (int i = 0; i < 2 && column; i++)
            strsep(&column, "\t");
        column = column ? strsep(&column, "\t") : NULL;
        if (!column || strcmp(column, "query") == 0 || line[0] == '#')
            continue;
        cr_assert_lt(query_count, QUERIES_MAX);
        queries[query_count++] = strdup(column);
    }
    free(text);
}

static void read_queries(void)
{
    static const char *const TABLES[] = {"analysts", "countries", "field-terms",
                                         "outside",  "queries",   "questions"};

    for (size_t i = 0; i < sizeof TABLES / sizeof *TABLES; i++) {
        char path[512];

        snprintf(path, sizeof path, "%s/tests/relevance/tip-2023-%s.tsv", getenv("TIP_SOURCE"),
                 TABLES[i]);
        read_table(path);
    }
    cr_assert_geq(query_count, QUERIES_LEAST);
}

static bool start(void)
{
    const char *report = tip_test_report();
    struct tip_run run;

    if (!report)
        return false;
    index_fixture_init(&fixture);
    TIP_RUN(&run, "tipindex", "build", "-i", fixture.index, report);
    cr_assert_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
    tip_daemon_start(&daemon_, fixture.index, NULL);
    snprintf(address, sizeof address, "unix:%s", daemon_.socket);
    read_queries();
    return true;
}

static void stop(void)
{
    for (size_t i = 0; i < query_count; i++)
        free(queries[i]);
    tip_daemon_stop(&daemon_);
    index_fixture_free(&fixture);
}

/* All queries, a line each; for free(3). */
static char *write_queries(size_t *length)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, length);

    for (size_t i = 0; i < query_count; i++)
        fprintf(out, "%s\n", queries[i]);
    fclose(out);
    return text;
}

/* The rows of line `number` of a batch, without their number; *end is behind them. */
static char *rows_of(const char *rows, long long number, const char **end)
{
    char *text = NULL, start[40];
    size_t length, start_length;
    FILE *out = open_memstream(&text, &length);

    snprintf(start, sizeof start, "{\"line\":%lld,", number);
    start_length = strlen(start);
    for (*end = rows; strncmp(*end, start, start_length) == 0; *end = strchr(*end, '\n') + 1)
        fprintf(out, "%.*s\n", (int)(strchr(*end, '\n') - *end - (int)start_length),
                *end + start_length);
    fclose(out);
    return text;
}

Test(batch_report, rows_are_those_of_single_searches, .timeout = 240)
{
    char *text;
    size_t length;
    struct tip_run run;
    const char *rows;

    if (!start())
        return;
    text = write_queries(&length);
    tip_test_run(&run, text, length,
                 (const char *const[]){"tipsearch", "-s", address, "--batch", "-", "--format",
                                       "jsonl", "-n", "3", NULL});
    cr_assert_eq(run.status, 0, "%s", run.err);
    rows = run.out;
    for (size_t i = 0; i < query_count; i++) {
        char *batch = rows_of(rows, (long long)i + 1, &rows);

        cr_expect_str_not_empty(batch, "%s", queries[i]);
        if (i % (query_count / SINGLES) == 0) {
            struct tip_run single;
            const char *end;
            char *expected;

            TIP_RUN(&single, "tipsearch", "-s", address, "--format", "jsonl", "-n", "3", "--",
                    queries[i]);
            expected = rows_of(single.out, 1, &end);
            cr_expect_str_eq(batch, expected, "%s", queries[i]);
            free(expected);
            tip_run_free(&single);
        }
        free(batch);
    }
    cr_expect_str_empty(rows);
    tip_run_free(&run);
    free(text);
    stop();
}

/* For each kind: what the table says is what a search within that kind finds. */
Test(batch_report, counts_are_those_of_searches_within_a_value, .timeout = 240)
{
    static const char *const KINDS[] = {"narrative", "story", "list", "table", "quote", "caption"};
    char within[4096] = "", *line;
    struct tip_run table, single;

    if (!start())
        return;
    TIP_RUN(&table, "tipsearch", "-s", address, "--counts", "kind", "--format", "jsonl", "--",
            "debt");
    cr_assert_eq(table.status, 0, "%s", table.err);
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        snprintf(within + strlen(within), sizeof within - strlen(within), "debt kind:%s\n",
                 KINDS[i]);
    tip_test_run(&single, within, strlen(within),
                 (const char *const[]){"tipsearch", "-s", address, "--batch", "-", "--format",
                                       "jsonl", "-n", "0", NULL});
    line = single.out;
    {
        json_t *row = json_loads(table.out, JSON_DISABLE_EOF_CHECK, NULL);
        const json_t *counts = json_object_get(row, "counts");

        for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++, line = strchr(line, '\n') + 1) {
            json_t *found = json_loads(line, JSON_DISABLE_EOF_CHECK, NULL);

            cr_expect_eq(json_integer_value(json_object_get(counts, KINDS[i])),
                         json_integer_value(json_object_get(found, "total")), "%s", KINDS[i]);
            json_decref(found);
        }
        json_decref(row);
    }
    tip_run_free(&table);
    tip_run_free(&single);
    stop();
}
