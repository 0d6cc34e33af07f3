/* evaluate: how good the ranking is, on judged queries.
 *
 * Indexes each collection with tipindex, starts a tipsearchd on it, asks all queries, measures the
 * rankings, and compares them with saved ones. What it prints and how to read it: README.md. */
#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "relevance/ask.h"
#include "relevance/baseline.h"
#include "relevance/collection.h"
#include "relevance/parts.h"
#include "relevance/print.h"
#include "relevance/run.h"
#include "relevance/scores.h"

enum { DEFAULT_DEPTH = 100, DEPTH_LIMIT = 1000, EXIT_TROUBLE = 2 };

static const char *const default_collections[] = {"cranfield", "med", "time", "report"};

static const char usage[] =
    "usage: evaluate [OPTION]... [COLLECTION]...\n"
    "\n"
    "Indexes each collection, asks a daemon its queries, and prints how good the answers are.\n"
    "\n"
    "A COLLECTION is a folder (with a slash in its name) with corpus.jsonl, queries.jsonl (or "
    "TREC's\n"
    "topics) and qrels.tsv (or TREC's qrels); the name of one in ../shared/collections beside the\n"
    "source tree; report: the tables of queries in tests/relevance on the full report; or one "
    "such\n"
    "table, FILE.tsv. Without any: cranfield, med, time and report.\n"
    "\n"
    "  --run FOLDER            write the rankings to FOLDER/COLLECTION.run, as TREC run files\n"
    "  --against FOLDER        compare with the rankings there\n"
    "  --baseline              compare with plain BM25 on whole documents\n"
    "  --parts                 print what each part of the ranking brings, as a table in Markdown\n"
    "  --depth N               distinct documents ranked for each query, 1 to 1000 (100)\n"
    "  --queries N             ask the first N queries of each collection only\n"
    "  --index-option OPTION   a further option for tipindex build; may be repeated\n"
    "  --daemon-option OPTION  a further option for tipsearchd; may be repeated\n"
    "  --report FILE           the report (else $TIP_REPORT, else beside the source tree)\n"
    "  --help                  show this\n";

struct evaluation {
    const char *run_folder, *against_folder; /* or NULL */
    bool has_baseline, has_parts;
    const char *report;
    size_t depth;
    size_t query_limit; /* 0: all */
    struct program_options index_options, daemon_options;
};

enum {
    OPTION_RUN = 256,
    OPTION_AGAINST,
    OPTION_BASELINE,
    OPTION_PARTS,
    OPTION_DEPTH,
    OPTION_QUERIES,
    OPTION_INDEX,
    OPTION_DAEMON,
    OPTION_REPORT,
    OPTION_HELP
};

static const struct option long_options[] = {
    {"run", required_argument, NULL, OPTION_RUN},
    {"against", required_argument, NULL, OPTION_AGAINST},
    {"baseline", no_argument, NULL, OPTION_BASELINE},
    {"parts", no_argument, NULL, OPTION_PARTS},
    {"depth", required_argument, NULL, OPTION_DEPTH},
    {"queries", required_argument, NULL, OPTION_QUERIES},
    {"index-option", required_argument, NULL, OPTION_INDEX},
    {"daemon-option", required_argument, NULL, OPTION_DAEMON},
    {"report", required_argument, NULL, OPTION_REPORT},
    {"help", no_argument, NULL, OPTION_HELP},
    {NULL, 0, NULL, 0},
};

/* A number from 1 to `limit`; false for anything else. */
static bool read_number(size_t *number, const char *text, size_t limit)
{
    char *end;
    unsigned long value = strtoul(text, &end, 10);
    *number = value;
    return *text >= '1' && *text <= '9' && *end == '\0' && value <= limit;
}

static bool apply_option(struct evaluation *evaluation, int option)
{
    switch (option) {
    case OPTION_RUN:
        evaluation->run_folder = optarg;
        return true;
    case OPTION_AGAINST:
        evaluation->against_folder = optarg;
        return true;
    case OPTION_BASELINE:
        evaluation->has_baseline = true;
        return true;
    case OPTION_PARTS:
        evaluation->has_parts = true;
        return true;
    case OPTION_DEPTH:
        return read_number(&evaluation->depth, optarg, DEPTH_LIMIT);
    case OPTION_QUERIES:
        return read_number(&evaluation->query_limit, optarg, SIZE_MAX);
    case OPTION_INDEX:
        return program_options_add(&evaluation->index_options, optarg);
    case OPTION_DAEMON:
        return program_options_add(&evaluation->daemon_options, optarg);
    case OPTION_REPORT:
        evaluation->report = optarg;
        return true;
    default:
        return false;
    }
}

/* FOLDER/COLLECTION.run, for free(3); NULL without memory. */
static char *run_path(const char *folder, const char *collection)
{
    char *path;
    return asprintf(&path, "%s/%s.run", folder, collection) < 0 ? NULL : path;
}

static tip_status save(const struct evaluation *evaluation, const struct collection *collection,
                       const struct run *run, struct tip_error *error)
{
    tip_status status = tip_folder_make(evaluation->run_folder, error);
    char *path = run_path(evaluation->run_folder, collection->name);
    if (status == TIP_OK) {
        status = path == NULL ? tip_error_memory(error, "writing a run")
                              : run_write(run, path, "tipsearch", error);
    }
    free(path);
    return status;
}

/* The parts of a collection's queries that have rows of their own; NULL is all of them. */
static const char *const halves[] = {"tune", "held", NULL};

static size_t first_half(const struct collection *collection)
{
    return collection->is_report ? 0 : sizeof halves / sizeof *halves - 1;
}

/* A run to compare with: what it is called, and its measures. */
struct other {
    const char *name;
    struct measures *scores; /* NULL: there is none */
};

static tip_status compare_with_saved(struct other *other, const struct evaluation *evaluation,
                                     const struct collection *collection, struct tip_error *error)
{
    struct run run = {0};
    char *path = run_path(evaluation->against_folder, collection->name);
    tip_status status =
        path == NULL ? tip_error_memory(error, "reading a run") : run_read(&run, path, error);
    if (status == TIP_OK) {
        other->name = evaluation->against_folder;
        status = scores_make(&other->scores, &collection->queries, &run, error);
    }
    free(path);
    run_free(&run);
    return status;
}

static tip_status compare_with_baseline(struct other *other, const struct evaluation *evaluation,
                                        const struct collection *collection,
                                        struct tip_error *error)
{
    struct run run = {0};
    const char *documents = collection->is_report ? collection->service.dump : collection->source;
    tip_status status =
        baseline_rank(&run, &collection->queries, documents, evaluation->depth, error);
    if (status == TIP_OK) {
        other->name = collection->is_report ? "plain BM25, passages" : "plain BM25";
        status = scores_make(&other->scores, &collection->queries, &run, error);
    }
    run_free(&run);
    return status;
}

/* A row for each part of the queries, and three more for each other run. */
static tip_status print_all(const struct collection *collection, const struct measures *scores,
                            const struct other *others, size_t count, struct tip_error *error)
{
    tip_status status = TIP_OK;
    for (size_t i = first_half(collection); i < sizeof halves / sizeof *halves; i++) {
        if (scores_count(&collection->queries, halves[i]) == 0) {
            continue; /* a table may be held back as a whole */
        }
        print_scores(collection->name, &collection->queries, scores, halves[i]);
        for (size_t j = 0; j < count && status == TIP_OK; j++) {
            if (others[j].scores != NULL) {
                status = print_comparison(others[j].name, &collection->queries, scores,
                                          others[j].scores, halves[i], error);
            }
        }
    }
    return status;
}

/* Measures a run of the collection, and prints and saves what was asked for. */
static tip_status judge(const struct evaluation *evaluation, const struct collection *collection,
                        const struct run *run, struct tip_error *error)
{
    enum { SAVED, BASELINE, OTHERS };
    struct measures *scores = NULL;
    struct other others[OTHERS] = {{0}};
    tip_status status = scores_make(&scores, &collection->queries, run, error);
    if (status == TIP_OK && evaluation->against_folder != NULL) {
        status = compare_with_saved(&others[SAVED], evaluation, collection, error);
    }
    if (status == TIP_OK && evaluation->has_baseline) {
        status = compare_with_baseline(&others[BASELINE], evaluation, collection, error);
    }
    if (status == TIP_OK) {
        status = print_all(collection, scores, others, OTHERS, error);
    }
    if (status == TIP_OK && evaluation->run_folder != NULL) {
        status = save(evaluation, collection, run, error);
    }
    free(others[SAVED].scores);
    free(others[BASELINE].scores);
    free(scores);
    return status;
}

static tip_status evaluate(const struct evaluation *evaluation, struct collection *collection,
                           struct tip_error *error)
{
    struct run run = {0};
    tip_status status = service_start(&collection->service, &evaluation->daemon_options, error);
    if (status == TIP_OK) {
        struct asking asking = {.address = collection->service.address,
                                .depth = evaluation->depth,
                                .by_passage = collection->is_report};
        status = ask_all(&run, &collection->queries, &asking, error);
    }
    service_stop(&collection->service);
    if (status == TIP_OK) {
        status = judge(evaluation, collection, &run, error);
    }
    run_free(&run);
    return status;
}

/* Reads and indexes a collection: a folder, the name of one beside the source tree, or the report.
 */
static tip_status prepare(const struct evaluation *evaluation, struct collection *collection,
                          const char *name, struct tip_error *error)
{
    tip_status status;
    if (strcmp(name, "report") == 0) {
        status = collection_read_report(collection, evaluation->report,
                                        SOURCE_TREE "/tests/relevance", error);
    } else if (strlen(name) > 4 && strcmp(name + strlen(name) - 4, ".tsv") == 0) {
        status = collection_read_report(collection, evaluation->report, name, error);
    } else if (strchr(name, '/') != NULL) {
        status = collection_read(collection, name, error);
    } else {
        char *folder = tip_path_join(SOURCE_TREE "/../shared/collections", name);
        status = folder == NULL ? tip_error_memory(error, "reading a collection")
                                : collection_read(collection, folder, error);
        free(folder);
    }
    if (status == TIP_OK && evaluation->query_limit > 0) {
        judged_queries_cut(&collection->queries, evaluation->query_limit);
    }
    return status == TIP_OK ? collection_index(collection, &evaluation->index_options, error)
                            : status;
}

/* Prepares all collections, then prints. */
static tip_status run_all(const struct evaluation *evaluation, struct collection *collections,
                          const char *const *names, size_t count, struct tip_error *error)
{
    tip_status status = TIP_OK;
    for (size_t i = 0; i < count && status == TIP_OK; i++) {
        status = prepare(evaluation, &collections[i], names[i], error);
    }
    if (status != TIP_OK) {
        return status;
    }
    if (evaluation->has_parts) {
        return parts_print(collections, count, &evaluation->daemon_options, error);
    }
    print_head();
    for (size_t i = 0; i < count && status == TIP_OK; i++) {
        status = evaluate(evaluation, &collections[i], error);
    }
    return status;
}

/* What the daemons said stands behind a failure; the indexes are removed. */
static tip_status run_named(const struct evaluation *evaluation, const char *const *names,
                            size_t count, struct tip_error *error)
{
    struct collection *collections = calloc(count, sizeof *collections);
    if (collections == NULL) {
        return tip_error_memory(error, "reading collections");
    }
    tip_status status = run_all(evaluation, collections, names, count, error);
    for (size_t i = 0; i < count; i++) {
        if (status != TIP_OK) {
            service_tell(&collections[i].service);
        }
        collection_free(&collections[i]);
    }
    free(collections);
    return status;
}

int main(int argc, char **argv)
{
    struct evaluation evaluation = {.report = getenv("TIP_REPORT"), .depth = DEFAULT_DEPTH};
    if (evaluation.report == NULL) {
        evaluation.report = SOURCE_TREE "/../shared/corpus/tip-report-2023.txt";
    }
    for (int option; (option = getopt_long(argc, argv, "", long_options, NULL)) != -1;) {
        if (!apply_option(&evaluation, option)) {
            fputs(usage, option == OPTION_HELP ? stdout : stderr);
            return option == OPTION_HELP ? 0 : EXIT_TROUBLE;
        }
    }
    struct tip_error error;
    bool has_names = optind < argc;
    tip_status status =
        run_named(&evaluation, has_names ? (const char *const *)argv + optind : default_collections,
                  has_names ? (size_t)(argc - optind)
                            : sizeof default_collections / sizeof *default_collections,
                  &error);
    free(evaluation.index_options.items);
    free(evaluation.daemon_options.items);
    if (status != TIP_OK) {
        fprintf(stderr, "evaluate: %s\n", error.message);
    }
    return status == TIP_OK ? 0 : EXIT_TROUBLE;
}
