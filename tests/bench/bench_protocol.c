/* What the daemon costs beside the library.
 *
 * The same queries on the same index, in one run and round by round in turn: in process, one thread
 * that also writes the replies; and over a Unix socket from a tipsearchd with one worker, 64
 * requests in flight. One worker, so that both have one searcher: what is left of the difference is
 * reading requests, handing them over, and sending. In turn, so that a machine that slows down
 * slows both. */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/collection.h"
#include "bench/in_process.h"
#include "bench/place.h"
#include "bench/program.h"
#include "bench/samples.h"
#include "bench/wire.h"

enum { IN_FLIGHT = 64, ROUNDS_LIMIT = 100, START_LIMIT_MS = 10 * 1000, START_LOOK_MS = 5 };

/* In process, then the daemon with its requests spread over connections, then on one. */
enum { PEER_LIBRARY, PEER_SPREAD, PEER_ONE, PEER_COUNT };

static const char usage[] =
    "usage: bench_protocol [--collection DIR] [--connections N] [--rounds N] [--seconds N]\n"
    "\n"
    "  --collection DIR   holds corpus.jsonl and queries.jsonl (default: cranfield, beside the\n"
    "                     source tree)\n"
    "  --connections N    over which 64 requests in flight are spread: 1, 2, 4 … 64 (default 4)\n"
    "  --rounds N         how often each is measured (default 5)\n"
    "  --seconds N        about how long a round of each lasts (default 1)\n";

struct options {
    const char *collection;
    unsigned connections, rounds, seconds;
};

struct bench {
    struct options options;
    struct bench_collection collection;
    struct bench_requests requests;
    struct bench_in_process library;
    struct bench_place place;
    pid_t daemon;
    size_t total; /* queries a round */
    double rate[PEER_COUNT][ROUNDS_LIMIT];
};

/* ---- options ---- */

static bool read_number(unsigned *out, const char *name, const char *text, unsigned limit)
{
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value < 1 || value > limit) {
        fprintf(stderr, "bench_protocol: --%s takes a number from 1 to %u\n", name, limit);
        return false;
    }
    *out = (unsigned)value;
    return true;
}

static bool read_option(struct options *options, int option)
{
    switch (option) {
    case 'd':
        options->collection = optarg;
        return true;
    case 'c':
        return read_number(&options->connections, "connections", optarg, BENCH_CONNECTIONS);
    case 'r':
        return read_number(&options->rounds, "rounds", optarg, ROUNDS_LIMIT);
    case 's':
        return read_number(&options->seconds, "seconds", optarg, 60);
    default:
        fputs(usage, stderr);
        return false;
    }
}

static bool read_options(struct options *options, int argc, char **argv)
{
    static const struct option names[] = {{"collection", required_argument, NULL, 'd'},
                                          {"connections", required_argument, NULL, 'c'},
                                          {"rounds", required_argument, NULL, 'r'},
                                          {"seconds", required_argument, NULL, 's'},
                                          {NULL, 0, NULL, 0}};
    int option;
    while ((option = getopt_long(argc, argv, "", names, NULL)) != -1) {
        if (!read_option(options, option)) {
            return false;
        }
    }
    if (IN_FLIGHT % options->connections != 0) {
        fprintf(stderr, "bench_protocol: --connections takes a number that divides %d\n",
                IN_FLIGHT);
        return false;
    }
    if (optind < argc) {
        fprintf(stderr, "bench_protocol: unexpected argument “%s”\n%s", argv[optind], usage);
    }
    return optind == argc;
}

/* ---- what is measured ---- */

static tip_status measure_library(struct bench *bench, double *seconds, struct tip_error *error)
{
    const struct bench_records *queries = &bench->collection.queries;
    double start = bench_now();
    for (size_t i = 0; i < bench->total; i++) {
        const char *query = queries->items[i % queries->count].text;
        tip_status status = bench_in_process_ask(&bench->library, query, 0, error);
        if (status != TIP_OK) {
            return status;
        }
    }
    *seconds = bench_now() - start;
    return TIP_OK;
}

static tip_status measure_daemon(const struct bench *bench, unsigned connections, double *seconds,
                                 struct tip_error *error)
{
    const struct bench_load load = {.socket_path = bench->place.socket,
                                    .requests = &bench->requests,
                                    .connections = connections,
                                    .window = IN_FLIGHT / connections,
                                    .total = bench->total};
    return bench_load_run(&load, seconds, error);
}

static tip_status measure(struct bench *bench, double seconds[PEER_COUNT], struct tip_error *error)
{
    tip_status status = measure_library(bench, &seconds[PEER_LIBRARY], error);
    if (status == TIP_OK) {
        status = measure_daemon(bench, bench->options.connections, &seconds[PEER_SPREAD], error);
    }
    if (status == TIP_OK) {
        status = measure_daemon(bench, 1, &seconds[PEER_ONE], error);
    }
    return status;
}

/* Every query once, for the caches; then a round's length is chosen by what that took. */
static tip_status warm_up(struct bench *bench, struct tip_error *error)
{
    double seconds[PEER_COUNT];
    bench->total = bench->collection.queries.count;
    tip_status status = measure(bench, seconds, error);
    if (status != TIP_OK) {
        return status;
    }
    double times = bench->options.seconds / seconds[PEER_LIBRARY];
    bench->total *= (size_t)times + 1;
    return TIP_OK;
}

static tip_status run_rounds(struct bench *bench, struct tip_error *error)
{
    printf("%zu queries a round\n\n", bench->total);
    printf("round   library   %2u x %-2u   ratio    1 x 64   ratio\n", bench->options.connections,
           IN_FLIGHT / bench->options.connections);
    for (unsigned r = 0; r < bench->options.rounds; r++) {
        double seconds[PEER_COUNT], rate[PEER_COUNT];
        tip_status status = measure(bench, seconds, error);
        if (status != TIP_OK) {
            return status;
        }
        for (int p = 0; p < PEER_COUNT; p++) {
            rate[p] = bench->rate[p][r] = (double)bench->total / seconds[p];
        }
        printf("%5u %9.0f %9.0f %7.3f %9.0f %7.3f\n", r + 1, rate[PEER_LIBRARY], rate[PEER_SPREAD],
               rate[PEER_SPREAD] / rate[PEER_LIBRARY], rate[PEER_ONE],
               rate[PEER_ONE] / rate[PEER_LIBRARY]);
        fflush(stdout);
    }
    return TIP_OK;
}

static void print_ratio(struct bench *bench, const char *name, int peer, double library)
{
    unsigned rounds = bench->options.rounds;
    double ratios[ROUNDS_LIMIT];
    for (unsigned r = 0; r < rounds; r++) {
        ratios[r] = bench->rate[peer][r] / bench->rate[PEER_LIBRARY][r];
    }
    double rate = bench_summarise(bench->rate[peer], rounds).median;
    struct bench_summary ratio = bench_summarise(ratios, rounds);
    printf("%-18s %9.0f   %.3f of the library (rounds: %.3f to %.3f)\n", name, rate, rate / library,
           ratio.low, ratio.high);
}

/* The library's rates are summarised last: that sorts them, and the rounds' ratios need theirs. */
static void print_medians(struct bench *bench)
{
    unsigned rounds = bench->options.rounds;
    double rates[ROUNDS_LIMIT];
    char spread[32];
    memcpy(rates, bench->rate[PEER_LIBRARY], sizeof rates);
    double library = bench_summarise(rates, rounds).median;
    snprintf(spread, sizeof spread, "daemon, %u x %u", bench->options.connections,
             IN_FLIGHT / bench->options.connections);
    printf("\nmedians, queries a second:\n%-18s %9.0f\n", "library", library);
    print_ratio(bench, spread, PEER_SPREAD, library);
    print_ratio(bench, "daemon, 1 x 64", PEER_ONE, library);
}

/* ---- what it needs ---- */

static tip_status await_daemon(const struct bench *bench, struct tip_error *error)
{
    for (int waited_ms = 0; waited_ms < START_LIMIT_MS; waited_ms += START_LOOK_MS) {
        tip_status status = bench_program_lives(bench->daemon, "tipsearchd", error);
        if (status != TIP_OK) {
            return status;
        }
        if (bench_daemon_listens(bench->place.socket)) {
            return TIP_OK;
        }
        poll(NULL, 0, START_LOOK_MS);
    }
    return tip_error_set(error, TIP_TIMEOUT, "tipsearchd does not listen after %d s",
                         START_LIMIT_MS / 1000);
}

static tip_status start_daemon(struct bench *bench, struct tip_error *error)
{
    char address[PATH_MAX];
    snprintf(address, sizeof address, "unix:%s", bench->place.socket);
    const char *const arguments[] = {BENCH_PROGRAMS "/tipsearchd", "-f", "-w",    "1", "-i",
                                     bench->place.index,           "-l", address, NULL};
    tip_status status = bench_program_start(&bench->daemon, arguments, error);
    return status == TIP_OK ? await_daemon(bench, error) : status;
}

static tip_status prepare(struct bench *bench, struct tip_error *error)
{
    tip_status status = bench_collection_read(&bench->collection, bench->options.collection, error);
    if (status == TIP_OK) {
        status = bench_requests_make(&bench->requests, &bench->collection.queries, error);
    }
    if (status == TIP_OK) {
        status = bench_place_make(&bench->place, error);
    }
    if (status == TIP_OK) {
        status = bench_collection_index(&bench->collection.corpus, bench->place.index, error);
    }
    if (status == TIP_OK) {
        status = bench_in_process_open(&bench->library, bench->place.index, error);
    }
    return status == TIP_OK ? start_daemon(bench, error) : status;
}

static void clean_up(struct bench *bench)
{
    bench_program_stop(bench->daemon);
    bench_in_process_close(&bench->library);
    bench_requests_free(&bench->requests);
    bench_collection_free(&bench->collection);
    bench_place_remove(&bench->place);
}

static tip_status run(struct bench *bench, struct tip_error *error)
{
    tip_status status = prepare(bench, error);
    if (status == TIP_OK) {
        bench_print_machine();
        printf("collection: %zu records, %zu queries\n", bench->collection.corpus.count,
               bench->collection.queries.count);
        status = warm_up(bench, error);
    }
    if (status == TIP_OK) {
        status = run_rounds(bench, error);
    }
    if (status == TIP_OK) {
        print_medians(bench);
    }
    return status;
}

int main(int argc, char **argv)
{
    struct bench bench = {.options = {.collection = BENCH_SOURCE "/../shared/collections/cranfield",
                                      .connections = 4,
                                      .rounds = 5,
                                      .seconds = 1}};
    struct tip_error error;
    if (!read_options(&bench.options, argc, argv)) {
        return 2;
    }
    tip_status status = run(&bench, &error);
    if (status != TIP_OK) {
        fprintf(stderr, "bench_protocol: %s\n", error.message);
    }
    clean_up(&bench);
    return status == TIP_OK ? 0 : 1;
}
