/* What a scope costs: to make what it sees of an index, in time and memory, and to ask within it,
 * beside the same queries to everything.
 *
 * The queries are phrases of the index, spread over its suggestions: what people would type. */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/in_process.h"
#include "bench/samples.h"
#include "index/generation.h"
#include "search/search.h"

enum { QUERIES = 500, ROUNDS = 5, SHARE = 50 };

static const char usage[] = "usage: bench_scope --index DIR [--share N]\n"
                            "\n"
                            "  --index DIR  an index of several reports\n"
                            "  --share N    how many of a hundred reports the scope sees (50)\n";

struct bench {
    const char *index;
    unsigned share;
    struct bench_in_process library;
    char *queries[QUERIES];
    size_t query_count;
    double seconds[QUERIES * ROUNDS];
};

static bool read_options(struct bench *bench, int argc, char **argv)
{
    static const struct option names[] = {{"index", required_argument, NULL, 'i'},
                                          {"share", required_argument, NULL, 's'},
                                          {NULL, 0, NULL, 0}};
    int option;
    while ((option = getopt_long(argc, argv, "", names, NULL)) != -1) {
        if (option == 'i') {
            bench->index = optarg;
        } else if (option == 's') {
            bench->share = (unsigned)strtoul(optarg, NULL, 10);
        } else {
            break;
        }
    }
    if (option == -1 && optind == argc && bench->index != NULL) {
        return true;
    }
    fputs(usage, stderr);
    return false;
}

/* Phrases, one of every so many. */
static void choose_queries(struct bench *bench)
{
    const struct tip_suggestions *suggestions = bench->library.generation->suggestions;
    uint32_t count = tip_suggestions_count(suggestions), step = count / (QUERIES * 4) + 1;
    for (uint32_t i = 0; i < count && bench->query_count < QUERIES; i += step) {
        struct tip_suggestion suggestion;
        tip_suggestions_get(suggestions, i, &suggestion);
        char *query = suggestion.kind == TIP_SUGGESTION_PHRASE
                          ? strndup(suggestion.key, suggestion.key_length)
                          : NULL;
        if (query != NULL) {
            bench->queries[bench->query_count++] = query;
        }
    }
}

static tip_status ask_all(struct bench *bench, const char *what, struct tip_error *error)
{
    size_t count = 0;
    tip_status status = TIP_OK;
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < bench->query_count && status == TIP_OK; i++) {
            double start = bench_processor_now();
            status = bench_in_process_ask(&bench->library, bench->queries[i], 0, error);
            bench->seconds[count++] = bench_processor_now() - start;
        }
    }
    if (status == TIP_OK && count > 0) {
        struct bench_summary summary = bench_summarise(bench->seconds, count);
        printf("%s: %zu queries: median %.2f ms, 99 %% within %.2f ms\n", what, bench->query_count,
               summary.median * 1e3, bench_quantile(bench->seconds, count, 0.99) * 1e3);
    }
    return status;
}

/* A scope of the share of all reports, spread over them. */
static tip_status make_scope(struct tip_scope **scope, const struct bench *bench,
                             struct tip_error *error)
{
    const struct tip_columns *columns = bench->library.generation->columns;
    uint32_t reports = tip_columns_report_count(columns), sum = 0;
    const char **ids = calloc((size_t)reports + 1, sizeof *ids);
    size_t count = 0;
    if (ids == NULL) {
        return tip_error_memory(error, "choosing reports");
    }
    for (uint32_t r = 0; r < reports; r++) {
        struct tip_report report;
        tip_columns_report(columns, r, &report);
        sum += bench->share;
        if (sum >= 100) {
            sum -= 100;
            ids[count++] = report.id;
        }
    }
    printf("a scope of %zu of %u reports\n", count, reports);
    tip_status status = tip_scope_create(scope, ids, count, error);
    free(ids);
    return status;
}

/* Beside a searcher, as tip_searcher_limit does it inside. */
static tip_status measure_making(struct bench *bench, const struct tip_scope *scope,
                                 struct tip_error *error)
{
    const struct tip_generation *whole = bench->library.generation;
    struct tip_restricted_set *set = NULL;
    struct tip_restricted *restricted = NULL;
    struct tip_index *index = NULL;
    const struct tip_suggestions *suggestions;
    tip_status status = tip_restricted_set_create(&set, whole, error);
    double start = bench_processor_now();
    if (status == TIP_OK) {
        status = tip_restricted_acquire(&restricted, set, scope, error);
    }
    if (status == TIP_OK) {
        const struct tip_generation *seen = tip_restricted_generation(restricted);
        printf("made in %.1f ms: %u passages, %.1f MB\n", (bench_processor_now() - start) * 1e3,
               tip_columns_passages(seen->columns), (double)tip_generation_bytes(seen) / 1e6);
        status = tip_index_open(&index, whole->postings_path, error);
    }
    start = bench_processor_now();
    if (status == TIP_OK) {
        status = tip_restricted_suggestions(&suggestions, restricted, index, error);
    }
    if (status == TIP_OK) {
        printf("its suggestions in %.1f ms more: %u, %.1f MB\n",
               (bench_processor_now() - start) * 1e3, tip_suggestions_count(suggestions),
               (double)tip_suggestions_bytes(suggestions) / 1e6);
    }
    tip_index_close(index);
    tip_restricted_release(restricted);
    tip_restricted_set_free(set);
    return status;
}

static tip_status measure(struct bench *bench, struct tip_error *error)
{
    struct tip_scope *scope = NULL;
    tip_status status = make_scope(&scope, bench, error);
    choose_queries(bench);
    if (status == TIP_OK) {
        status = measure_making(bench, scope, error);
    }
    if (status == TIP_OK) {
        status = ask_all(bench, "everything", error);
    }
    if (status == TIP_OK) {
        status = tip_searcher_limit(bench->library.searcher, scope, error);
    }
    if (status == TIP_OK) {
        status = ask_all(bench, "the scope", error);
    }
    bench_in_process_close(&bench->library);
    tip_scope_free(scope);
    return status;
}

int main(int argc, char **argv)
{
    static struct bench bench = {.share = SHARE};
    struct tip_error error = {0};
    if (!read_options(&bench, argc, argv)) {
        return 2;
    }
    bench_print_machine();
    tip_status status = bench_in_process_open(&bench.library, bench.index, &error);
    if (status == TIP_OK) {
        status = measure(&bench, &error);
    } else {
        bench_in_process_close(&bench.library);
    }
    if (status != TIP_OK) {
        fprintf(stderr, "bench_scope: %s\n", error.message);
    }
    for (size_t i = 0; i < bench.query_count; i++) {
        free(bench.queries[i]);
    }
    return status == TIP_OK ? 0 : 1;
}
