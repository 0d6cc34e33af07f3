/* How long a suggestion takes: for each number of letters typed, the beginnings of what an index
 * can suggest, and the same with a slip.
 *
 * Each beginning is asked for once by a searcher that has not met it but is ready, as a daemon's is
 * soon after its start, then again. Ten suggestions each, in process, the written reply included.
 */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "bench/in_process.h"
#include "bench/place.h"
#include "bench/program.h"
#include "bench/samples.h"
#include "index/generation.h"
#include "search/search.h"

enum {
    LETTERS = 10,  /* typed at most */
    SLIP_FROM = 5, /* letters before one may be wrong */
    ASKED = 2000   /* beginnings of each length at most */
};

static const char usage[] =
    "usage: bench_suggest [--report FILE | --index DIR]\n"
    "\n"
    "  --report FILE   what an index is made of (default: $TIP_REPORT, then tip-report-2023.txt\n"
    "                  beside the source tree)\n"
    "  --index DIR     an index that is there\n";

struct bench {
    const char *report, *index;
    struct bench_place place;
    struct bench_in_process library;
    double first[ASKED], again[ASKED];
};

static bool read_options(struct bench *bench, int argc, char **argv)
{
    static const struct option names[] = {{"report", required_argument, NULL, 'r'},
                                          {"index", required_argument, NULL, 'i'},
                                          {NULL, 0, NULL, 0}};
    int option;
    while ((option = getopt_long(argc, argv, "", names, NULL)) != -1) {
        if (option == 'r') {
            bench->report = optarg;
        } else if (option == 'i') {
            bench->index = optarg;
        } else {
            fputs(usage, stderr);
            return false;
        }
    }
    if (optind < argc) {
        fprintf(stderr, "bench_suggest: unexpected argument “%s”\n%s", argv[optind], usage);
    }
    return optind == argc;
}

static tip_status build(struct bench *bench, struct tip_error *error)
{
    const char *const arguments[] = {BENCH_PROGRAMS "/tipindex", "build",       "--quiet", "-i",
                                     bench->place.index,         bench->report, NULL};
    pid_t pid;
    tip_status status = bench_program_start(&pid, arguments, error);
    bench->index = bench->place.index;
    return status == TIP_OK ? bench_program_wait(pid, "tipindex", error) : status;
}

/* The first `letters` of the start at `place`; false where it has fewer, or the start before it has
 * the same. */
static bool write_beginning(char *out, const struct tip_suggestions *suggestions, uint32_t place,
                            unsigned letters)
{
    size_t length, before_length, bytes = 0;
    const char *text = tip_suggestions_start_text(suggestions, place, &length);
    for (unsigned i = 0; i < letters; i++) {
        const char *cursor = text + bytes;
        if (bytes == length) {
            return false;
        }
        tip_utf8_next(&cursor, text + length);
        bytes = (size_t)(cursor - text);
    }
    if (place > 0) {
        const char *before = tip_suggestions_start_text(suggestions, place - 1, &before_length);
        if (before_length >= bytes && memcmp(before, text, bytes) == 0) {
            return false;
        }
    }
    memcpy(out, text, bytes);
    out[bytes] = '\0';
    return true;
}

static tip_status ask(struct bench *bench, const char *typed, double *seconds,
                      struct tip_error *error)
{
    double start = bench_now();
    tip_status status = bench_in_process_suggest(&bench->library, typed, error);
    *seconds = bench_now() - start;
    return status;
}

static void print_line(const char *what, unsigned letters, double *seconds, size_t count)
{
    if (count == 0) {
        return;
    }
    struct bench_summary summary = bench_summarise(seconds, count);
    printf("%2u letters%s: %zu beginnings: median %.0f us, 99 %% within %.0f us, slowest %.0f us\n",
           letters, what, count, summary.median * 1e6, bench_quantile(seconds, count, 0.99) * 1e6,
           summary.high * 1e6);
}

/* Two letters in the middle change places. */
static void slip(char *typed)
{
    size_t middle = strlen(typed) / 2;
    char letter = typed[middle];
    typed[middle] = typed[middle - 1];
    typed[middle - 1] = letter;
}

/* Beginnings that are spread over the whole list. */
static tip_status measure(struct bench *bench, unsigned letters, bool with_slip,
                          struct tip_error *error)
{
    const struct tip_suggestions *suggestions = bench->library.generation->suggestions;
    uint32_t starts = tip_suggestions_start_count(suggestions);
    uint32_t step = letters <= 2 ? 1 : starts / (4 * ASKED) + 1;
    char typed[LETTERS * 4 + 1];
    size_t count = 0;
    tip_status status = TIP_OK;
    for (uint32_t i = 0; i < starts && count < ASKED && status == TIP_OK; i += step) {
        if (!write_beginning(typed, suggestions, i, letters)) {
            continue;
        }
        if (with_slip) {
            slip(typed);
        }
        status = ask(bench, typed, &bench->first[count], error);
        if (status == TIP_OK) {
            status = ask(bench, typed, &bench->again[count++], error);
        }
    }
    print_line(with_slip ? ", one slip" : "", letters, bench->first, count);
    print_line(with_slip ? ", one slip, again" : ", again", letters, bench->again, count);
    return status;
}

/* A daemon does so while nobody asks it. */
static void make_ready(struct bench *bench)
{
    double start = bench_now(), longest = 0;
    unsigned steps = 0;
    for (double before = start; tip_searcher_warm(bench->library.searcher); steps++) {
        double now = bench_now();
        longest = now - before > longest ? now - before : longest;
        before = now;
    }
    printf("made ready in %u steps, %.1f ms in all, the longest %.1f ms\n", steps,
           (bench_now() - start) * 1e3, longest * 1e3);
}

static tip_status measure_all(struct bench *bench, struct tip_error *error)
{
    tip_status status = bench_in_process_open(&bench->library, bench->index, error);
    if (status == TIP_OK) {
        printf("%u passages, %u suggestions\n", bench->library.generation->manifest.passages,
               tip_suggestions_count(bench->library.generation->suggestions));
        make_ready(bench);
    }
    for (unsigned letters = 1; letters <= LETTERS && status == TIP_OK; letters++) {
        status = measure(bench, letters, false, error);
        if (status == TIP_OK && letters >= SLIP_FROM) {
            status = measure(bench, letters, true, error);
        }
    }
    bench_in_process_close(&bench->library);
    return status;
}

static tip_status run(struct bench *bench, struct tip_error *error)
{
    tip_status status = bench_place_make(&bench->place, error);
    if (status != TIP_OK) {
        return status;
    }
    bench_print_machine();
    if (bench->index == NULL) {
        status = build(bench, error);
    }
    return status == TIP_OK ? measure_all(bench, error) : status;
}

int main(int argc, char **argv)
{
    static struct bench bench;
    struct tip_error error;
    bench.report = getenv("TIP_REPORT");
    if (bench.report == NULL) {
        bench.report = BENCH_SOURCE "/../shared/corpus/tip-report-2023.txt";
    }
    if (!read_options(&bench, argc, argv)) {
        return 2;
    }
    tip_status status = run(&bench, &error);
    if (status != TIP_OK) {
        fprintf(stderr, "bench_suggest: %s\n", error.message);
    }
    bench_place_remove(&bench.place);
    return status == TIP_OK ? 0 : 1;
}
