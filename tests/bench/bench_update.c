/* An update after one file of a thousand changed, beside the build of all of them.
 *
 * The files hold between --least and --most bytes of sentences drawn from the sample corpus, the
 * same ones in every run. Both figures are the program as users run it, from its start to its end,
 * syncing included: the build into an empty folder, the update with another file written anew each
 * time. */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/string_builder.h"
#include "bench/place.h"
#include "bench/program.h"
#include "bench/samples.h"

enum { FILES = 1000, BUILDS = 3, UPDATES = 9, CORPUS_LIMIT = 1 << 20, SENTENCES = 4000 };

static const char usage[] = "usage: bench_update [--least BYTES] [--most BYTES]\n"
                            "\n"
                            "  --least BYTES   size of the smallest of the files (5000)\n"
                            "  --most BYTES    size of the largest (50000)\n";

struct bench {
    long least, most;
    struct bench_place place;
    char *sources;
    char *corpus;
    char *sentences[SENTENCES]; /* of the corpus */
    size_t sentence_count;
    uint64_t random;
    double builds[BUILDS];
    double updates[UPDATES];
};

static bool read_options(struct bench *bench, int argc, char **argv)
{
    static const struct option names[] = {{"least", required_argument, NULL, 'l'},
                                          {"most", required_argument, NULL, 'm'},
                                          {NULL, 0, NULL, 0}};
    int option;
    while ((option = getopt_long(argc, argv, "", names, NULL)) != -1) {
        if (option == '?') {
            fputs(usage, stderr);
            return false;
        }
        *(option == 'l' ? &bench->least : &bench->most) = strtol(optarg, NULL, 10);
    }
    if (optind < argc || bench->least < 100 || bench->most < bench->least ||
        bench->most > 10000000) {
        fputs(usage, stderr);
        return false;
    }
    return true;
}

/* ---- the files ---- */

/* Knuth's constants (The Art of Computer Programming, volume 2, 3.3.4, line 26). */
static size_t draw(struct bench *bench, size_t below)
{
    bench->random = bench->random * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(bench->random >> 33) % below;
}

static tip_status read_corpus(struct bench *bench, struct tip_error *error)
{
    size_t size;
    tip_status status = tip_file_read(
        &bench->corpus, &size, BENCH_SOURCE "/corpus/sample-report-2023.md", CORPUS_LIMIT, error);
    char *place = NULL;
    for (char *part = status == TIP_OK ? strtok_r(bench->corpus, ".#|\n", &place) : NULL;
         part != NULL && bench->sentence_count < SENTENCES;
         part = strtok_r(NULL, ".#|\n", &place)) {
        if (strlen(part) > 20) {
            bench->sentences[bench->sentence_count++] = part;
        }
    }
    return status;
}

static tip_status write_file(struct bench *bench, int number, struct tip_error *error)
{
    char name[16];
    struct tip_string text = {0};
    size_t size = (size_t)bench->least + draw(bench, (size_t)(bench->most - bench->least) + 1);
    while (text.length < size) {
        for (size_t sentences = 3 + draw(bench, 6); sentences > 0; sentences--) {
            const char *sentence = bench->sentences[draw(bench, bench->sentence_count)];
            tip_string_printf(&text, "%s, case %zu. ", sentence, draw(bench, 1000000));
        }
        tip_string_append_text(&text, "\n\n");
    }
    snprintf(name, sizeof name, "%04d.txt", number);
    char *path = tip_path_join(bench->sources, name);
    tip_status status = path == NULL || text.failed
                            ? tip_error_memory(error, "writing the sources")
                            : tip_file_write(path, text.data, text.length, error);
    free(path);
    tip_string_free(&text);
    return status;
}

static tip_status write_files(struct bench *bench, struct tip_error *error)
{
    bench->sources = tip_path_join(bench->place.folder, "sources");
    tip_status status = bench->sources == NULL ? tip_error_memory(error, "writing the sources")
                                               : tip_folder_make(bench->sources, error);
    for (int i = 0; i < FILES && status == TIP_OK; i++) {
        status = write_file(bench, i, error);
    }
    return status;
}

/* ---- measuring ---- */

static tip_status run_tipindex(const struct bench *bench, const char *command, double *seconds,
                               struct tip_error *error)
{
    const char *const arguments[] = {BENCH_PROGRAMS "/tipindex", command,        "--quiet", "-i",
                                     bench->place.index,         bench->sources, NULL};
    pid_t pid;
    double start = bench_now();
    tip_status status = bench_program_start(&pid, arguments, error);
    if (status == TIP_OK) {
        status = bench_program_wait(pid, "tipindex", error);
    }
    *seconds = bench_now() - start;
    return status;
}

static tip_status measure(struct bench *bench, struct tip_error *error)
{
    tip_status status = TIP_OK;
    for (int i = 0; i < BUILDS && status == TIP_OK; i++) {
        status = tip_folder_remove(bench->place.index, error);
        if (status == TIP_OK) {
            status = run_tipindex(bench, "build", &bench->builds[i], error);
        }
    }
    for (int i = 0; i < UPDATES && status == TIP_OK; i++) {
        status = write_file(bench, i * FILES / UPDATES, error);
        if (status == TIP_OK) {
            status = run_tipindex(bench, "update", &bench->updates[i], error);
        }
    }
    return status;
}

static void print(struct bench *bench)
{
    struct bench_summary build = bench_summarise(bench->builds, BUILDS);
    struct bench_summary update = bench_summarise(bench->updates, UPDATES);
    printf("tipindex build, %d files of %ld to %ld bytes: median %.3f s (%.3f to %.3f)\n", FILES,
           bench->least, bench->most, build.median, build.low, build.high);
    printf("tipindex update, one of them changed: median %.3f s (%.3f to %.3f)\n", update.median,
           update.low, update.high);
    printf("update as a part of the build: %.4f\n", update.median / build.median);
}

int main(int argc, char **argv)
{
    struct bench bench = {.least = 5000, .most = 50000, .random = 1};
    struct tip_error error;
    if (!read_options(&bench, argc, argv)) {
        return 2;
    }
    tip_status status = bench_place_make(&bench.place, &error);
    if (status == TIP_OK) {
        bench_print_machine();
        status = read_corpus(&bench, &error);
    }
    if (status == TIP_OK) {
        status = write_files(&bench, &error);
    }
    if (status == TIP_OK) {
        status = measure(&bench, &error);
    }
    if (status == TIP_OK) {
        print(&bench);
    } else {
        fprintf(stderr, "bench_update: %s\n", error.message);
    }
    free(bench.sources);
    free(bench.corpus);
    bench_place_remove(&bench.place);
    return status == TIP_OK ? 0 : 1;
}
