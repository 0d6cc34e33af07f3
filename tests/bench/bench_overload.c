/* What becomes of latency when much is asked, and of everything when too much is.
 *
 * The daemon, with one worker, has one core and the client another. In each round: one connection
 * that asks one query after the other (unloaded); 64 that do (the saturated rate); 1,000 on which
 * queries arrive at random times at 70 % of that rate; and 1,000 at three times that rate. What is
 * compared is compared within a round, and the median of the rounds counts. */
#include <getopt.h>
#include <poll.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "base/file.h"
#include "bench/collection.h"
#include "bench/open_loop.h"
#include "bench/place.h"
#include "bench/program.h"
#include "bench/samples.h"
#include "relevance/collection.h"

enum {
    ROUNDS_LIMIT = 100,
    CONNECTIONS = 1000,
    SATURATING = 64,
    START_LIMIT_MS = 10 * 1000,
    START_LOOK_MS = 5,
    DAEMON_CORE = 0,
    CLIENT_CORE = 1,
    FILES_WANTED = 2048
};

static const double load_share = 0.7, overload_factor = 3;

static const char usage[] =
    "usage: bench_overload [--report FILE] [--rounds N] [--seconds N]\n"
    "\n"
    "  --report FILE   the source (default: $TIP_REPORT, then tip-report-2023.txt beside the\n"
    "                  source tree)\n"
    "  --rounds N      how often everything is measured (5)\n"
    "  --seconds N     how long each of the four parts of a round lasts (4)\n";

/* What a round found; times in milliseconds, rates a second. */
enum figure {
    UNLOADED_P99,
    SATURATED_RATE,
    LOADED_P50,
    LOADED_P99,
    LOADED_RATIO, /* of the 99 % loaded and unloaded */
    LOADED_BUSY,  /* share of the requests */
    OVER_RATE,
    OVER_RATIO, /* of the rates answered over-saturated and saturated */
    OVER_BUSY,
    OVER_BUSY_P99,
    OVER_P99,
    OVER_WORST,
    FIGURES
};

static const char *const figure_names[FIGURES] = {
    [UNLOADED_P99] = "one connection: 99 % within, ms",
    [SATURATED_RATE] = "saturated: queries a second",
    [LOADED_P50] = "1,000 connections at 70 %: median, ms",
    [LOADED_P99] = "  99 % within, ms",
    [LOADED_RATIO] = "  as a multiple of the unloaded one",
    [LOADED_BUSY] = "  busy, of all",
    [OVER_RATE] = "1,000 at 300 %: queries answered a second",
    [OVER_RATIO] = "  of the saturated rate",
    [OVER_BUSY] = "  busy, of all",
    [OVER_BUSY_P99] = "  busy: 99 % within, ms",
    [OVER_P99] = "  answered: 99 % within, ms",
    [OVER_WORST] = "  answered: all within, ms",
};

struct bench {
    const char *report;
    unsigned rounds;
    double seconds;
    struct bench_place place;
    struct bench_requests requests;
    pid_t daemon;
    size_t failed, partial, unsent;
    double figures[FIGURES][ROUNDS_LIMIT];
};

/* ---- rounds ---- */

static tip_status measure(struct bench *bench, unsigned connections, double rate,
                          struct bench_answers *answers, struct tip_error *error)
{
    struct bench_arrivals arrivals = {.socket_path = bench->place.socket,
                                      .requests = &bench->requests,
                                      .connections = connections,
                                      .rate = rate,
                                      .seconds = bench->seconds};
    tip_status status = bench_open_loop_run(&arrivals, answers, error);
    bench->failed += answers->failed;
    bench->partial += answers->partial;
    bench->unsent += answers->unsent;
    if (status == TIP_OK && answers->answered.count == 0) {
        status = tip_error_set(error, TIP_INVALID, "no query was answered");
    }
    return status;
}

static double quantile_ms(struct bench_latencies *latencies, double share)
{
    if (latencies->count == 0) {
        return 0;
    }
    bench_summarise(latencies->values, latencies->count); /* sorts */
    return bench_quantile(latencies->values, latencies->count, share) * 1000;
}

static double busy_share(const struct bench_answers *answers)
{
    double all = (double)(answers->busy.count + answers->answered.count + answers->failed);
    return (double)answers->busy.count / all;
}

static tip_status measure_unloaded(struct bench *bench, double found[FIGURES],
                                   struct tip_error *error)
{
    struct bench_answers answers;
    tip_status status = measure(bench, 1, 0, &answers, error);
    found[UNLOADED_P99] = quantile_ms(&answers.answered, 0.99);
    bench_answers_free(&answers);
    if (status == TIP_OK) {
        status = measure(bench, SATURATING, 0, &answers, error);
        found[SATURATED_RATE] = (double)answers.in_time / answers.seconds;
        bench_answers_free(&answers);
    }
    return status;
}

static tip_status measure_loaded(struct bench *bench, double found[FIGURES],
                                 struct tip_error *error)
{
    struct bench_answers answers;
    tip_status status =
        measure(bench, CONNECTIONS, load_share * found[SATURATED_RATE], &answers, error);
    if (status == TIP_OK) {
        found[LOADED_P50] = quantile_ms(&answers.answered, 0.5);
        found[LOADED_P99] = quantile_ms(&answers.answered, 0.99);
        found[LOADED_RATIO] = found[LOADED_P99] / found[UNLOADED_P99];
        found[LOADED_BUSY] = busy_share(&answers);
    }
    bench_answers_free(&answers);
    return status;
}

static tip_status measure_over(struct bench *bench, double found[FIGURES], struct tip_error *error)
{
    struct bench_answers answers;
    tip_status status =
        measure(bench, CONNECTIONS, overload_factor * found[SATURATED_RATE], &answers, error);
    if (status == TIP_OK) {
        found[OVER_RATE] = (double)answers.in_time / answers.seconds;
        found[OVER_RATIO] = found[OVER_RATE] / found[SATURATED_RATE];
        found[OVER_BUSY] = busy_share(&answers);
        found[OVER_BUSY_P99] = quantile_ms(&answers.busy, 0.99);
        found[OVER_P99] = quantile_ms(&answers.answered, 0.99);
        found[OVER_WORST] = quantile_ms(&answers.answered, 1);
    }
    bench_answers_free(&answers);
    return status;
}

static tip_status run_rounds(struct bench *bench, struct tip_error *error)
{
    for (unsigned r = 0; r < bench->rounds; r++) {
        double found[FIGURES] = {0};
        tip_status status = measure_unloaded(bench, found, error);
        if (status == TIP_OK) {
            status = measure_loaded(bench, found, error);
        }
        if (status == TIP_OK) {
            status = measure_over(bench, found, error);
        }
        if (status != TIP_OK) {
            return status;
        }
        for (int f = 0; f < FIGURES; f++) {
            bench->figures[f][r] = found[f];
        }
        printf(
            "round %u: %.0f a second; at 70 %% %.2f of the unloaded; at 300 %% %.2f of the rate\n",
            r + 1, found[SATURATED_RATE], found[LOADED_RATIO], found[OVER_RATIO]);
        fflush(stdout);
    }
    return TIP_OK;
}

static void print_medians(struct bench *bench)
{
    printf("\n%-44s %10s   rounds\n", "", "median");
    for (int f = 0; f < FIGURES; f++) {
        struct bench_summary summary = bench_summarise(bench->figures[f], bench->rounds);
        printf("%-44s %10.3f   %.3f to %.3f\n", figure_names[f], summary.median, summary.low,
               summary.high);
    }
    printf("cut by time: %zu; other errors: %zu; never sent: %zu\n", bench->partial, bench->failed,
           bench->unsent);
}

/* ---- what it needs ---- */

/* A program that is started inherits the core. */
static tip_status move_to_core(unsigned core, struct tip_error *error)
{
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET(core, &cores);
    return sched_setaffinity(0, sizeof cores, &cores) == 0
               ? TIP_OK
               : tip_error_errno(error, "cannot have core %u for itself", core);
}

static tip_status start_daemon(struct bench *bench, struct tip_error *error)
{
    char *address = NULL;
    tip_status status = move_to_core(DAEMON_CORE, error);
    if (status == TIP_OK && asprintf(&address, "unix:%s", bench->place.socket) < 0) {
        return tip_error_memory(error, "starting the daemon");
    }
    const char *const arguments[] = {BENCH_PROGRAMS "/tipsearchd", "-f", "-w",    "1", "-i",
                                     bench->place.index,           "-l", address, NULL};
    if (status == TIP_OK) {
        status = bench_program_start(&bench->daemon, arguments, error);
    }
    free(address);
    if (status == TIP_OK) {
        status = move_to_core(CLIENT_CORE, error);
    }
    for (int waited_ms = 0; status == TIP_OK && !bench_daemon_listens(bench->place.socket);
         waited_ms += START_LOOK_MS) {
        status = bench_program_lives(bench->daemon, "tipsearchd", error);
        if (status == TIP_OK && waited_ms > START_LIMIT_MS) {
            status = tip_error_set(error, TIP_TIMEOUT, "tipsearchd does not listen");
        }
        poll(NULL, 0, START_LOOK_MS);
    }
    return status;
}

static tip_status build(const struct bench *bench, struct tip_error *error)
{
    const char *const arguments[] = {BENCH_PROGRAMS "/tipindex", "build",       "--quiet", "-i",
                                     bench->place.index,         bench->report, NULL};
    pid_t pid;
    tip_status status = bench_program_start(&pid, arguments, error);
    return status == TIP_OK ? bench_program_wait(pid, "tipindex", error) : status;
}

/* The judged queries of tests/relevance, as analysts type them. */
static tip_status make_requests(struct bench *bench, struct tip_error *error)
{
    struct collection collection;
    struct bench_records records = {0};
    tip_status status =
        collection_read_report(&collection, bench->report, BENCH_SOURCE "/tests/relevance", error);
    if (status == TIP_OK) {
        records.items = calloc(collection.queries.count + 1, sizeof *records.items);
        records.count = records.items == NULL ? 0 : collection.queries.count;
        for (size_t i = 0; i < records.count; i++) {
            records.items[i].text = collection.queries.items[i].text;
        }
        status = bench_requests_make(&bench->requests, &records, error);
    }
    free(records.items);
    collection_free(&collection);
    return status;
}

/* Each connection is a file. */
static void raise_file_limit(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < FILES_WANTED) {
        files.rlim_cur = files.rlim_max < FILES_WANTED ? files.rlim_max : FILES_WANTED;
        (void)setrlimit(RLIMIT_NOFILE, &files); /* connecting fails then, and says so */
    }
}

static tip_status run(struct bench *bench, struct tip_error *error)
{
    struct bench_answers warm_up;
    raise_file_limit();
    tip_status status = bench_place_make(&bench->place, error);
    if (status == TIP_OK) {
        bench_print_machine();
        status = build(bench, error);
    }
    if (status == TIP_OK) {
        status = make_requests(bench, error);
    }
    if (status == TIP_OK) {
        status = start_daemon(bench, error);
    }
    if (status == TIP_OK) {
        status = measure(bench, 1, 0, &warm_up, error);
        bench_answers_free(&warm_up);
    }
    if (status == TIP_OK) {
        status = run_rounds(bench, error);
    }
    if (status == TIP_OK) {
        print_medians(bench);
    }
    return status;
}

static bool read_options(struct bench *bench, int argc, char **argv)
{
    static const struct option names[] = {{"report", required_argument, NULL, 'f'},
                                          {"rounds", required_argument, NULL, 'r'},
                                          {"seconds", required_argument, NULL, 's'},
                                          {NULL, 0, NULL, 0}};
    int option;
    while ((option = getopt_long(argc, argv, "", names, NULL)) != -1) {
        switch (option) {
        case 'f':
            bench->report = optarg;
            break;
        case 'r':
            bench->rounds = (unsigned)strtoul(optarg, NULL, 10);
            break;
        case 's':
            bench->seconds = strtod(optarg, NULL);
            break;
        default:
            fputs(usage, stderr);
            return false;
        }
    }
    if (optind < argc || bench->rounds < 1 || bench->rounds > ROUNDS_LIMIT ||
        !(bench->seconds >= 0.1 && bench->seconds <= 60)) {
        fputs(usage, stderr);
        return false;
    }
    return true;
}

int main(int argc, char **argv)
{
    struct bench bench = {.report = getenv("TIP_REPORT"), .rounds = 5, .seconds = 4};
    struct tip_error error;
    if (bench.report == NULL) {
        bench.report = BENCH_SOURCE "/../shared/corpus/tip-report-2023.txt";
    }
    if (!read_options(&bench, argc, argv)) {
        return 2;
    }
    tip_status status = run(&bench, &error);
    if (status != TIP_OK) {
        fprintf(stderr, "bench_overload: %s\n", error.message);
    }
    bench_program_stop(bench.daemon);
    bench_requests_free(&bench.requests);
    bench_place_remove(&bench.place);
    return status == TIP_OK ? 0 : 1;
}
