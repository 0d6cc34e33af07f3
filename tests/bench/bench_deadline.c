/* How late a query ends that cannot be done in its time.
 *
 * Heavy requests of every command run in process on a large made-up index, with time limits far
 * below what they take; what is printed is how long after its limit each ended. A searcher of its
 * own for each, as after a new generation, when tables are still to be made; then again with all
 * made. The median of some runs: what else the machine does must not count. */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/string_builder.h"
#include "bench/made_up.h"
#include "bench/place.h"
#include "bench/program.h"
#include "bench/samples.h"
#include "index/generation.h"
#include "protocol/protocol.h"
#include "search/search.h"

enum { RUNS = 5, REQUEST_SIZE = 40000, PASSAGES = 200000, UNLIMITED_MS = 60000 };

static const unsigned limits_ms[] = {5, 20, 50};
enum { LIMITS = sizeof limits_ms / sizeof *limits_ms };

static const char usage[] =
    "usage: bench_deadline [--passages N] [--index DIR] [--only NAME]\n"
    "\n"
    "  --passages N   how many the index has at least (200000)\n"
    "  --index DIR    is built there unless it is there already, and stays (default: a folder of\n"
    "                 this run's)\n"
    "  --only NAME    one of the requests\n";

struct bench {
    size_t passages;
    const char *index; /* NULL: the place's */
    const char *only;  /* NULL: all */
    struct bench_place place;
    struct tip_generation *generation;
    struct tip_knowledge *knowledge;
};

/* Words of ranks `from`, `from + step` … `count` of them, with `between` them. */
static void add_words(struct tip_string *text, size_t from, size_t step, size_t count,
                      const char *between)
{
    for (size_t i = 0; i < count; i++) {
        tip_string_append_text(text, i == 0 ? "" : between);
        bench_made_up_word(text, from + i * step);
    }
}

/* ---- requests ---- */

/* `before`, words, `after`. */
struct heavy {
    const char *name;
    const char *before;
    size_t from, step, count;
    const char *between;
    const char *after;
};

static const struct heavy requests[] = {
    {"frequent words", "SEARCH \"", 0, 1, 30, " ", "\""},
    {"pasted words", "SEARCH \"", 0, 37, 400, " ", "\""},
    {"all required", "SEARCH \"+", 0, 1, 30, " +", "\""},
    {"phrase", "{\"cmd\":\"search\",\"query\":\"\\\"", 0, 1, 2, " ", "\\\"\"}"},
    {"loose phrase", "{\"cmd\":\"search\",\"query\":\"\\\"", 0, 1, 3, " ", "\\\"~20\"}"},
    {"phrases", "{\"cmd\":\"search\",\"query\":\"\\\"", 0, 1, 60, " cece\\\" \\\"", "\\\"\"}"},
    {"near", "SEARCH \"", 0, 1, 3, " NEAR/30 ", "\""},
    {"near, a long chain", "SEARCH \"", 0, 1, 16, " NEAR/60 ", "\""},
    {"near, groups", "SEARCH \"(", 0, 1, 40, " OR ", ") NEAR/40 (badi OR cedi OR bafo)\""},
    {"beginnings", "SEARCH \"ba* ce* di* fo* gu*\"", 0, 0, 0, "", ""},
    {"patterns", "SEARCH \"?a* ?e*o *u?i *sa\"", 0, 0, 0, "", ""},
    {"nearly so", "SEARCH \"", 5000, 7, 20, "~ ", "~\""},
    {"misspelt", "SEARCH \"", 100000, 997, 60, "ch ", "ch\""},
    {"run together", "SEARCH \"bacebacedifogula lamenipporusatte vizokuhajewixo\"", 0, 0, 0, "",
     ""},
    {"excluded", "SEARCH \"* -", 0, 1, 20, " -", "\""},
    {"excluded title", "SEARCH \"* -trafficking -reports\"", 0, 0, 0, "", ""},
    {"excluded phrases", "{\"cmd\":\"search\",\"query\":\"* -\\\"", 0, 1, 20, " cece\\\" -\\\"",
     "\\\"\"}"},
    {"groups", "SEARCH \"(", 0, 3, 200, " OR ", ") AND (ba* OR ce*) NOT (di* fo*)\""},
    {"filters", "SEARCH \"* -page:3 -section:place section:9 -by:nobody\"", 0, 0, 0, "", ""},
    {"facets", "SEARCH * FACETS country,region,tier,kind,report,year,section,language", 0, 0, 0, "",
     ""},
    {"facet of patterns", "SEARCH * FACETS pattern", 0, 0, 0, "", ""},
    {"a pattern", "SEARCH \"pattern:debt-bondage -pattern:isolation\"", 0, 0, 0, "", ""},
    {"the pages' end", "SEARCH \"victims traffickers badi\" LIMIT 100 OFFSET 9900 TEXT", 0, 0, 0,
     "", ""},
    {"by year", "SEARCH * SORT year LIMIT 100 OFFSET 9900", 0, 0, 0, "", ""},
    {"similar", "{\"cmd\":\"similar\",\"like\":\"", 0, 7, 3800, " ", "\"}"},
    {"explain", "EXPLAIN \"", 0, 37, 400, " ", "\" LIMIT 10"},
    {"explain patterns", "EXPLAIN \"?a* ?e*o *u?i *sa -bace*\" LIMIT 10", 0, 0, 0, "", ""},
    {"suggest", "SUGGEST \"b\" LIMIT 100", 0, 0, 0, "", ""},
    {"suggest, a slip", "SUGGEST \"bacebxcedi\" LIMIT 100", 0, 0, 0, "", ""},
    {"patterns of all", "PATTERNS", 0, 0, 0, "", ""},
};

static tip_status make_request(struct tip_request *request, const struct heavy *heavy,
                               struct tip_error *error)
{
    struct tip_string line = {0};
    struct tip_reply_error refusal;
    tip_string_append_text(&line, heavy->before);
    add_words(&line, heavy->from, heavy->step, heavy->count, heavy->between);
    tip_string_append_text(&line, heavy->after);
    tip_status status = TIP_OK;
    if (line.failed) {
        status = tip_error_memory(error, "making requests");
    } else if (!tip_line_decode(request, &refusal, line.data, line.length)) {
        status = tip_error_set(error, TIP_INVALID, "%s: %.300s", heavy->name, refusal.message);
    }
    tip_string_free(&line);
    return status;
}

/* ---- measuring ---- */

struct outcome {
    double took_ms;
    bool is_partial;
    bool claims_all; /* partial, and yet the total is said to be exact */
};

static tip_status run_once(struct tip_searcher *searcher, const struct tip_request *request,
                           unsigned limit_ms, const char *name, struct outcome *outcome,
                           struct tip_error *error)
{
    struct tip_reply reply;
    double start = bench_now();
    tip_searcher_run(searcher, request, limit_ms, &reply);
    outcome->took_ms = (bench_now() - start) * 1000;
    outcome->is_partial = reply.is_partial;
    outcome->claims_all =
        reply.kind == TIP_REPLY_HITS && reply.is_partial && reply.total_is == TIP_TOTAL_EXACT;
    tip_status status = TIP_OK;
    if (reply.kind == TIP_REPLY_ERROR) {
        status = tip_error_set(error, TIP_INVALID, "%s: %.300s", name, reply.error.message);
    }
    tip_reply_free(&reply);
    return status;
}

static tip_status open_searcher(const struct bench *bench, struct tip_searcher **searcher,
                                struct tip_error *error)
{
    tip_status status = tip_searcher_create(searcher, error);
    if (status == TIP_OK) {
        status = tip_searcher_use(*searcher, bench->generation, error);
        tip_searcher_know(*searcher, bench->knowledge);
    }
    return status;
}

/* Medians of a request with one limit; `of_new` by searchers of their own, `of_used` by one that
 * has answered it without a limit. */
static tip_status measure(const struct bench *bench, const struct heavy *heavy, unsigned limit_ms,
                          struct outcome *of_new, struct outcome *of_used, struct tip_error *error)
{
    double new_ms[RUNS], used_ms[RUNS];
    struct tip_request request = {0};
    struct outcome unlimited;
    tip_status status = make_request(&request, heavy, error);
    for (int i = 0; i < RUNS && status == TIP_OK; i++) {
        struct tip_searcher *searcher = NULL;
        status = open_searcher(bench, &searcher, error);
        if (status == TIP_OK) {
            status = run_once(searcher, &request, limit_ms, heavy->name, of_new, error);
        }
        new_ms[i] = of_new->took_ms;
        if (status == TIP_OK && i == 0) {
            status = run_once(searcher, &request, UNLIMITED_MS, heavy->name, &unlimited, error);
        }
        for (int r = 0; r < RUNS && i == 0 && status == TIP_OK; r++) {
            status = run_once(searcher, &request, limit_ms, heavy->name, of_used, error);
            used_ms[r] = of_used->took_ms;
        }
        tip_searcher_free(searcher);
    }
    if (status == TIP_OK) {
        of_new->took_ms = bench_summarise(new_ms, RUNS).median;
        of_used->took_ms = bench_summarise(used_ms, RUNS).median;
    }
    tip_request_free(&request);
    return status;
}

static void print_outcome(const struct outcome *outcome, unsigned limit_ms)
{
    printf(" %8.1f%s", outcome->took_ms - limit_ms,
           outcome->claims_all   ? "!"
           : outcome->is_partial ? "*"
                                 : " ");
}

static tip_status measure_all(const struct bench *bench, const struct heavy *heavy,
                              struct tip_error *error)
{
    struct outcome of_new[LIMITS], of_used[LIMITS];
    for (int i = 0; i < LIMITS; i++) {
        tip_status status = measure(bench, heavy, limits_ms[i], &of_new[i], &of_used[i], error);
        if (status != TIP_OK) {
            return status;
        }
    }
    printf("%-20s", heavy->name);
    for (int i = 0; i < LIMITS; i++) {
        print_outcome(&of_new[i], limits_ms[i]);
    }
    for (int i = 0; i < LIMITS; i++) {
        print_outcome(&of_used[i], limits_ms[i]);
    }
    printf("\n");
    fflush(stdout);
    return TIP_OK;
}

static tip_status run_requests(const struct bench *bench, struct tip_error *error)
{
    tip_status status = TIP_OK;
    printf(
        "milliseconds after the limit (below 0: ended before); * partial, ! partial but exact\n");
    printf("%-20s", "limit");
    for (int i = 0; i < 2 * LIMITS; i++) {
        printf(" %5u ms ", limits_ms[i % LIMITS]);
    }
    printf("\n%-20s %29s %29s\n", "", "a new searcher", "one that has answered it");
    for (size_t i = 0; i < sizeof requests / sizeof *requests && status == TIP_OK; i++) {
        if (bench->only == NULL || strcmp(bench->only, requests[i].name) == 0) {
            status = measure_all(bench, &requests[i], error);
        }
    }
    return status;
}

/* ---- the index ---- */

static tip_status build(const struct bench *bench, const char *index, struct tip_error *error)
{
    char *sources = tip_path_join(bench->place.folder, "sources");
    const char *const arguments[] = {
        BENCH_PROGRAMS "/tipindex", "build", "--quiet", "-i", index, sources, NULL};
    pid_t pid;
    tip_status status = sources == NULL ? tip_error_memory(error, "writing the sources")
                                        : bench_made_up_write(sources, bench->passages, error);
    if (status == TIP_OK) {
        status = bench_program_start(&pid, arguments, error);
    }
    if (status == TIP_OK) {
        status = bench_program_wait(pid, "tipindex", error);
    }
    free(sources);
    return status;
}

static tip_status open_index(struct bench *bench, struct tip_error *error)
{
    const char *index = bench->index != NULL ? bench->index : bench->place.index;
    char warning[TIP_ERROR_MESSAGE_SIZE];
    char *current = tip_path_join(index, "CURRENT");
    char *folder = tip_knowledge_default_folder();
    tip_status status = TIP_OK;
    if (current == NULL || folder == NULL) {
        status = tip_error_memory(error, "opening the index");
    } else if (access(current, R_OK) != 0) {
        status = build(bench, index, error);
    }
    if (status == TIP_OK) {
        status = tip_generation_open_current(&bench->generation, index, warning, error);
    }
    if (status == TIP_OK) {
        status = tip_knowledge_read(&bench->knowledge, folder, NULL, NULL, error);
    }
    free(current);
    free(folder);
    return status;
}

static bool read_options(struct bench *bench, int argc, char **argv)
{
    static const struct option names[] = {{"passages", required_argument, NULL, 'p'},
                                          {"index", required_argument, NULL, 'i'},
                                          {"only", required_argument, NULL, 'o'},
                                          {NULL, 0, NULL, 0}};
    int option;
    while ((option = getopt_long(argc, argv, "", names, NULL)) != -1) {
        switch (option) {
        case 'p':
            bench->passages = strtoul(optarg, NULL, 10);
            break;
        case 'i':
            bench->index = optarg;
            break;
        case 'o':
            bench->only = optarg;
            break;
        default:
            fputs(usage, stderr);
            return false;
        }
    }
    if (optind < argc || bench->passages < 1 || bench->passages > 10000000) {
        fputs(usage, stderr);
        return false;
    }
    return true;
}

int main(int argc, char **argv)
{
    struct bench bench = {.passages = PASSAGES};
    struct tip_error error;
    if (!read_options(&bench, argc, argv)) {
        return 2;
    }
    tip_status status = bench_place_make(&bench.place, &error);
    if (status == TIP_OK) {
        bench_print_machine();
        status = open_index(&bench, &error);
    }
    if (status == TIP_OK) {
        printf("index: %u passages\n", bench.generation->manifest.passages);
        status = run_requests(&bench, &error);
    }
    if (status != TIP_OK) {
        fprintf(stderr, "bench_deadline: %s\n", error.message);
    }
    tip_generation_close(bench.generation);
    tip_knowledge_free(bench.knowledge);
    bench_place_remove(&bench.place);
    return status == TIP_OK ? 0 : 1;
}
