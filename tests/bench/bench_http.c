/* What HTTP costs beside lines.
 *
 * The same queries to the same tipsearchd with one worker, over TCP on the loopback, round by round
 * in turn: by lines and by HTTP, over as many connections, each with one request in flight. So what
 * is left of the difference is reading heads, writing them, and their bytes. Beside the rate stands
 * the processor time that the daemon took for a request: of it, what else runs on the machine
 * changes little. */
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "bench/collection.h"
#include "bench/http_load.h"
#include "bench/place.h"
#include "bench/program.h"
#include "bench/samples.h"
#include "bench/wire.h"

enum { ROUNDS_LIMIT = 100, SECONDS_LIMIT = 60, START_LIMIT_MS = 10 * 1000, START_LOOK_MS = 5 };
enum { ADDRESS_SIZE = 32, FIRST_TOTAL = 1000 };
enum { PEER_LINES, PEER_HTTP, PEER_COUNT };

static const unsigned connections[] = {16, 64};

enum { CASE_COUNT = sizeof connections / sizeof connections[0] };

static const char usage[] =
    "usage: bench_http [--collection DIR] [--rounds N] [--seconds N]\n"
    "\n"
    "  --collection DIR   holds corpus.jsonl and queries.jsonl (default: cranfield, beside the\n"
    "                     source tree)\n"
    "  --rounds N         how often each is measured (default 5)\n"
    "  --seconds N        about how long a round of each lasts (default 1)\n";

/* Round by round. */
struct figures {
    double rate[ROUNDS_LIMIT];    /* requests a second */
    double cost_us[ROUNDS_LIMIT]; /* processor time of the daemon a request */
};

struct bench {
    const char *folder;
    unsigned rounds, seconds;
    struct bench_collection collection;
    struct bench_requests requests[PEER_COUNT];
    char addresses[PEER_COUNT][ADDRESS_SIZE];
    struct bench_place place;
    pid_t daemon;
    struct figures figures[CASE_COUNT][PEER_COUNT];
};

/* ---- options ---- */

static bool read_number(unsigned *out, const char *name, unsigned limit)
{
    char *end;
    unsigned long value = strtoul(optarg, &end, 10);
    if (end == optarg || *end != '\0' || value < 1 || value > limit) {
        fprintf(stderr, "bench_http: --%s takes a number from 1 to %u\n", name, limit);
        return false;
    }
    *out = (unsigned)value;
    return true;
}

static bool read_option(struct bench *bench, int option)
{
    switch (option) {
    case 'd':
        bench->folder = optarg;
        return true;
    case 'r':
        return read_number(&bench->rounds, "rounds", ROUNDS_LIMIT);
    case 's':
        return read_number(&bench->seconds, "seconds", SECONDS_LIMIT);
    default:
        fputs(usage, stderr);
        return false;
    }
}

static bool read_options(struct bench *bench, int argc, char **argv)
{
    static const struct option names[] = {{"collection", required_argument, NULL, 'd'},
                                          {"rounds", required_argument, NULL, 'r'},
                                          {"seconds", required_argument, NULL, 's'},
                                          {NULL, 0, NULL, 0}};
    int option;
    while ((option = getopt_long(argc, argv, "", names, NULL)) != -1) {
        if (!read_option(bench, option)) {
            return false;
        }
    }
    if (optind < argc) {
        fprintf(stderr, "bench_http: unexpected argument “%s”\n%s", argv[optind], usage);
    }
    return optind == argc;
}

/* ---- what is measured ---- */

/* Seconds of processor time that all threads of the daemon have had. */
static double daemon_processor(const struct bench *bench)
{
    clockid_t clock;
    struct timespec time = {0};
    if (clock_getcpuclockid(bench->daemon, &clock) == 0) {
        clock_gettime(clock, &time);
    }
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static tip_status measure(const struct bench *bench, int peer, unsigned count, size_t total,
                          double *rate, double *cost_us, struct tip_error *error)
{
    const struct bench_load load = {.socket_path = bench->addresses[peer],
                                    .requests = &bench->requests[peer],
                                    .connections = count,
                                    .window = 1,
                                    .total = total};
    double seconds, before = daemon_processor(bench);
    tip_status status =
        (peer == PEER_HTTP ? bench_http_load_run : bench_load_run)(&load, &seconds, error);
    if (status == TIP_OK) {
        *rate = (double)total / seconds;
        *cost_us = (daemon_processor(bench) - before) / (double)total * 1e6;
    }
    return status;
}

static tip_status run_case(struct bench *bench, int number, size_t total, struct tip_error *error)
{
    struct figures *lines = &bench->figures[number][PEER_LINES];
    struct figures *http = &bench->figures[number][PEER_HTTP];
    for (unsigned r = 0; r < bench->rounds; r++) {
        tip_status status = measure(bench, PEER_LINES, connections[number], total, &lines->rate[r],
                                    &lines->cost_us[r], error);
        if (status == TIP_OK) {
            status = measure(bench, PEER_HTTP, connections[number], total, &http->rate[r],
                             &http->cost_us[r], error);
        }
        if (status != TIP_OK) {
            return status;
        }
        printf("%11u %6u %9.0f %9.0f %7.3f %9.1f %9.1f\n", connections[number], r + 1,
               lines->rate[r], http->rate[r], http->rate[r] / lines->rate[r], lines->cost_us[r],
               http->cost_us[r]);
        fflush(stdout);
    }
    return TIP_OK;
}

/* The ratio of each round first: summarising the rates sorts them. */
static void print_case(struct bench *bench, int number)
{
    struct figures *lines = &bench->figures[number][PEER_LINES];
    struct figures *http = &bench->figures[number][PEER_HTTP];
    unsigned rounds = bench->rounds;
    double ratios[ROUNDS_LIMIT];
    for (unsigned r = 0; r < rounds; r++) {
        ratios[r] = http->rate[r] / lines->rate[r];
    }
    struct bench_summary ratio = bench_summarise(ratios, rounds);
    struct bench_summary lines_us = bench_summarise(lines->cost_us, rounds);
    struct bench_summary http_us = bench_summarise(http->cost_us, rounds);
    printf("%u connections: lines %.0f, HTTP %.0f a second: %.3f of lines (rounds: %.3f to %.3f); "
           "lines %.1f us (%.1f to %.1f), HTTP %.1f us (%.1f to %.1f) of processor\n",
           connections[number], bench_summarise(lines->rate, rounds).median,
           bench_summarise(http->rate, rounds).median, ratio.median, ratio.low, ratio.high,
           lines_us.median, lines_us.low, lines_us.high, http_us.median, http_us.low, http_us.high);
}

/* A first load warms the caches and tells how many requests a round takes. */
static tip_status run_cases(struct bench *bench, struct tip_error *error)
{
    double rate, cost_us;
    tip_status status =
        measure(bench, PEER_LINES, connections[0], FIRST_TOTAL, &rate, &cost_us, error);
    size_t total = status == TIP_OK ? (size_t)(rate * bench->seconds) + 1 : 0;
    if (status == TIP_OK) {
        printf("%zu queries a round\n\nconnections  round     lines      HTTP   ratio  lines us   "
               "HTTP us\n",
               total);
    }
    for (int i = 0; i < CASE_COUNT && status == TIP_OK; i++) {
        status = run_case(bench, i, total, error);
    }
    for (int i = 0; i < CASE_COUNT && status == TIP_OK; i++) {
        print_case(bench, i);
    }
    return status;
}

/* ---- what it needs ---- */

/* An address whose port was free a moment ago. */
static tip_status choose_address(char out[ADDRESS_SIZE], struct tip_error *error)
{
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof name;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool is_bound = fd >= 0 && bind(fd, (struct sockaddr *)&name, size) == 0 &&
                    getsockname(fd, (struct sockaddr *)&name, &size) == 0;
    tip_status status = is_bound ? TIP_OK : tip_error_errno(error, "cannot find a free port");
    if (fd >= 0) {
        close(fd);
    }
    snprintf(out, ADDRESS_SIZE, "127.0.0.1:%u", (unsigned)ntohs(name.sin_port));
    return status;
}

static tip_status await_daemon(const struct bench *bench, struct tip_error *error)
{
    for (int waited_ms = 0; waited_ms < START_LIMIT_MS; waited_ms += START_LOOK_MS) {
        tip_status status = bench_program_lives(bench->daemon, "tipsearchd", error);
        if (status != TIP_OK) {
            return status;
        }
        if (bench_daemon_listens(bench->addresses[PEER_LINES]) &&
            bench_daemon_listens(bench->addresses[PEER_HTTP])) {
            return TIP_OK;
        }
        poll(NULL, 0, START_LOOK_MS);
    }
    return tip_error_set(error, TIP_TIMEOUT, "tipsearchd does not listen after %d s",
                         START_LIMIT_MS / 1000);
}

static tip_status start_daemon(struct bench *bench, struct tip_error *error)
{
    char lines[ADDRESS_SIZE + 4], http[ADDRESS_SIZE + 4];
    /* Long enough that a slow machine refuses none of what waits. */
    const char *const arguments[] = {BENCH_PROGRAMS "/tipsearchd",
                                     "-f",
                                     "-w",
                                     "1",
                                     "-i",
                                     bench->place.index,
                                     "-l",
                                     lines,
                                     "--http",
                                     http,
                                     "--query-timeout-ms",
                                     "60000",
                                     "--queue-timeout-ms",
                                     "60000",
                                     NULL};
    tip_status status = choose_address(bench->addresses[PEER_LINES], error);
    if (status == TIP_OK) {
        status = choose_address(bench->addresses[PEER_HTTP], error);
    }
    if (status != TIP_OK) {
        return status;
    }
    snprintf(lines, sizeof lines, "tcp:%s", bench->addresses[PEER_LINES]);
    snprintf(http, sizeof http, "tcp:%s", bench->addresses[PEER_HTTP]);
    status = bench_program_start(&bench->daemon, arguments, error);
    return status == TIP_OK ? await_daemon(bench, error) : status;
}

static tip_status prepare(struct bench *bench, struct tip_error *error)
{
    const struct bench_records *queries = &bench->collection.queries;
    tip_status status = bench_collection_read(&bench->collection, bench->folder, error);
    if (status == TIP_OK) {
        status = bench_requests_make(&bench->requests[PEER_LINES], queries, error);
    }
    if (status == TIP_OK) {
        status = bench_http_requests_make(&bench->requests[PEER_HTTP], queries, error);
    }
    if (status == TIP_OK) {
        status = bench_place_make(&bench->place, error);
    }
    if (status == TIP_OK) {
        status = bench_collection_index(&bench->collection.corpus, bench->place.index, error);
    }
    return status == TIP_OK ? start_daemon(bench, error) : status;
}

static void clean_up(struct bench *bench)
{
    bench_program_stop(bench->daemon);
    for (int p = 0; p < PEER_COUNT; p++) {
        bench_requests_free(&bench->requests[p]);
    }
    bench_collection_free(&bench->collection);
    bench_place_remove(&bench->place);
}

int main(int argc, char **argv)
{
    struct bench bench = {
        .folder = BENCH_SOURCE "/../shared/collections/cranfield", .rounds = 5, .seconds = 1};
    struct tip_error error;
    if (!read_options(&bench, argc, argv)) {
        return 2;
    }
    tip_status status = prepare(&bench, &error);
    if (status == TIP_OK) {
        bench_print_machine();
        printf("collection: %zu records, %zu queries\n", bench.collection.corpus.count,
               bench.collection.queries.count);
        status = run_cases(&bench, &error);
    }
    if (status != TIP_OK) {
        fprintf(stderr, "bench_http: %s\n", error.message);
    }
    clean_up(&bench);
    return status == TIP_OK ? 0 : 1;
}
