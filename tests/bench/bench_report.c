/* The full report: how long tipindex builds it, and how long a query on it takes.
 *
 * The build is the program as users run it, from its start to its end, syncing included, each time
 * into an empty folder. The query is timed in process, from its text to the written reply, without
 * facets and with all of them; then all judged queries of tests/relevance, as analysts type them.
 */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "bench/in_process.h"
#include "bench/place.h"
#include "bench/program.h"
#include "bench/samples.h"
#include "relevance/collection.h"
#include "search/request.h"

enum {
    BUILDS = 5,
    ASKED = 5000,
    WARM_UP = 200,
    ALL_FACETS = (1 << TIP_FACET_COUNT) - 1,
    ROUNDS = 21 /* of the judged queries */
};

static const char usage[] =
    "usage: bench_report [--report FILE] [--query TEXT]\n"
    "\n"
    "  --report FILE   the source (default: $TIP_REPORT, then tip-report-2023.txt beside the\n"
    "                  source tree)\n"
    "  --query TEXT    what is asked (default: cyber scam Cambodia)\n";

struct bench {
    const char *report, *query;
    struct bench_place place;
    double builds[BUILDS];
    double asked[ASKED];
    double counted[ASKED]; /* with facets */
};

static bool read_options(struct bench *bench, int argc, char **argv)
{
    static const struct option names[] = {{"report", required_argument, NULL, 'r'},
                                          {"query", required_argument, NULL, 'q'},
                                          {NULL, 0, NULL, 0}};
    int option;
    while ((option = getopt_long(argc, argv, "", names, NULL)) != -1) {
        if (option == 'r') {
            bench->report = optarg;
        } else if (option == 'q') {
            bench->query = optarg;
        } else {
            fputs(usage, stderr);
            return false;
        }
    }
    if (optind < argc) {
        fprintf(stderr, "bench_report: unexpected argument “%s”\n%s", argv[optind], usage);
    }
    return optind == argc;
}

/* ---- building ---- */

static tip_status build(const struct bench *bench, double *seconds, struct tip_error *error)
{
    const char *const arguments[] = {BENCH_PROGRAMS "/tipindex", "build",       "--quiet", "-i",
                                     bench->place.index,         bench->report, NULL};
    pid_t pid;
    tip_status status = tip_folder_remove(bench->place.index, error);
    if (status != TIP_OK) {
        return status;
    }
    double start = bench_now();
    status = bench_program_start(&pid, arguments, error);
    if (status == TIP_OK) {
        status = bench_program_wait(pid, "tipindex", error);
    }
    *seconds = bench_now() - start;
    return status;
}

static tip_status measure_builds(struct bench *bench, struct tip_error *error)
{
    struct stat facts;
    if (stat(bench->report, &facts) != 0) {
        return tip_error_errno(error,
                               "%s: the report cannot be read; name it by --report or TIP_REPORT",
                               bench->report);
    }
    for (int i = 0; i < BUILDS; i++) {
        tip_status status = build(bench, &bench->builds[i], error);
        if (status != TIP_OK) {
            return status;
        }
    }
    struct bench_summary summary = bench_summarise(bench->builds, BUILDS);
    printf("tipindex build, %lld bytes: median %.3f s (%.3f to %.3f)\n", (long long)facts.st_size,
           summary.median, summary.low, summary.high);
    return TIP_OK;
}

/* ---- asking ---- */

/* Without facets and with all of them in turn, so that both meet the same machine. */
static tip_status ask_often(struct bench *bench, struct bench_in_process *library,
                            struct tip_error *error)
{
    tip_status status = TIP_OK;
    for (int i = -WARM_UP; i < ASKED && status == TIP_OK; i++) {
        double start = bench_now(), middle = start;
        status = bench_in_process_ask(library, bench->query, 0, error);
        if (status == TIP_OK) {
            middle = bench_now();
            status = bench_in_process_ask(library, bench->query, ALL_FACETS, error);
        }
        if (i >= 0) {
            bench->asked[i] = middle - start;
            bench->counted[i] = bench_now() - middle;
        }
    }
    return status;
}

static void print_query(const struct bench *bench, const char *how, double *seconds)
{
    struct bench_summary summary = bench_summarise(seconds, ASKED);
    printf("query “%s”, in process%s: median %.0f us, 99 %% within %.0f us (%d times)\n",
           bench->query, how, summary.median * 1e6, bench_quantile(seconds, ASKED, 0.99) * 1e6,
           ASKED);
}

static tip_status measure_query(struct bench *bench, struct tip_error *error)
{
    struct bench_in_process library;
    tip_status status = bench_in_process_open(&library, bench->place.index, error);
    if (status == TIP_OK) {
        status = ask_often(bench, &library, error);
    }
    bench_in_process_close(&library);
    if (status == TIP_OK) {
        print_query(bench, "", bench->asked);
        print_query(bench, ", with all facets", bench->counted);
    }
    return status;
}

/* ---- the judged queries ---- */

/* Seconds of each query and round: [round + query * ROUNDS]. */
struct timings {
    double *passed;
    double *worked; /* of a processor */
};

/* Asks all queries, round after round. */
static tip_status ask_judged(const struct judged_queries *queries, struct bench_in_process *library,
                             struct timings *timings, struct tip_error *error)
{
    for (size_t round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < queries->count; i++) {
            double start = bench_now(), began = bench_processor_now();
            tip_status status = bench_in_process_ask(library, queries->items[i].text, 0, error);
            if (status != TIP_OK) {
                return status;
            }
            timings->worked[round + i * ROUNDS] = bench_processor_now() - began;
            timings->passed[round + i * ROUNDS] = bench_now() - start;
        }
    }
    return TIP_OK;
}

static void print_share(const char *what, double *seconds, size_t count)
{
    struct bench_summary summary = bench_summarise(seconds, count);
    printf("%s: median %.0f us, 99 %% within %.0f us\n", what, summary.median * 1e6,
           bench_quantile(seconds, count, 0.99) * 1e6);
}

/* The slowest query is the one with the highest median of processor time, so that it is not one
 * which another process disturbed. Sorts the timings. */
static void print_judged(const struct judged_queries *queries, struct timings *timings)
{
    size_t slowest = 0;
    double highest = 0;
    for (size_t i = 0; i < queries->count; i++) {
        double median = bench_summarise(timings->worked + i * ROUNDS, ROUNDS).median;
        slowest = median > highest ? i : slowest;
        highest = median > highest ? median : highest;
    }
    printf("%zu judged queries, in process, %d times each\n", queries->count, ROUNDS);
    print_share("  time passed", timings->passed, queries->count * ROUNDS);
    print_share("  processor time", timings->worked, queries->count * ROUNDS);
    printf("  the slowest works %.0f us: “%s”\n", highest * 1e6, queries->items[slowest].text);
}

static tip_status measure_judged(struct bench *bench, struct tip_error *error)
{
    struct collection collection;
    struct bench_in_process library = {0};
    struct timings timings = {0};
    tip_status status =
        collection_read_report(&collection, bench->report, BENCH_SOURCE "/tests/relevance", error);
    if (status == TIP_OK) {
        size_t count = collection.queries.count * ROUNDS;
        timings.passed = calloc(count, sizeof *timings.passed);
        timings.worked = calloc(count, sizeof *timings.worked);
        status = timings.passed == NULL || timings.worked == NULL
                     ? tip_error_memory(error, "measuring the judged queries")
                     : bench_in_process_open(&library, bench->place.index, error);
    }
    if (status == TIP_OK) {
        status = ask_judged(&collection.queries, &library, &timings, error);
    }
    if (status == TIP_OK) {
        print_judged(&collection.queries, &timings);
    }
    bench_in_process_close(&library);
    collection_free(&collection);
    free(timings.passed);
    free(timings.worked);
    return status;
}

static tip_status run(struct bench *bench, struct tip_error *error)
{
    tip_status status = bench_place_make(&bench->place, error);
    if (status == TIP_OK) {
        bench_print_machine();
        status = measure_builds(bench, error);
    }
    if (status == TIP_OK) {
        status = measure_query(bench, error);
    }
    return status == TIP_OK ? measure_judged(bench, error) : status;
}

int main(int argc, char **argv)
{
    struct bench bench = {.report = getenv("TIP_REPORT"), .query = "cyber scam Cambodia"};
    struct tip_error error;
    if (bench.report == NULL) {
        bench.report = BENCH_SOURCE "/../shared/corpus/tip-report-2023.txt";
    }
    if (!read_options(&bench, argc, argv)) {
        return 2;
    }
    tip_status status = run(&bench, &error);
    if (status != TIP_OK) {
        fprintf(stderr, "bench_report: %s\n", error.message);
    }
    bench_place_remove(&bench.place);
    return status == TIP_OK ? 0 : 1;
}
