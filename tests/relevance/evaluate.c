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
#include "relevance/collection.h"
#include "relevance/print.h"
#include "relevance/run.h"
#include "relevance/scores.h"

enum { DEFAULT_DEPTH = 100, DEPTH_LIMIT = 1000, EXIT_TROUBLE = 2 };

static const char *const default_collections[] = {"cranfield", "med", "time"};

static const char usage[] =
    "usage: evaluate [OPTION]... [COLLECTION]...\n"
    "\n"
    "Indexes each collection, asks a daemon its queries, and prints how good the answers are.\n"
    "\n"
    "A COLLECTION is a folder with corpus.jsonl, queries.jsonl (or topics, as TREC has them) and\n"
    "qrels.tsv (or qrels), or the word report: the tables of queries in tests/relevance on the "
    "full\n"
    "report. Without any: cranfield, med and time beside the source tree, and the report.\n"
    "\n"
    "  --run FOLDER            write the rankings to FOLDER/COLLECTION.run, as TREC run files\n"
    "  --against FOLDER        compare with the rankings there\n"
    "  --depth N               distinct documents ranked for each query, 1 to 1000 (100)\n"
    "  --queries N             ask the first N queries of each collection only\n"
    "  --index-option OPTION   a further option for tipindex build; may be repeated\n"
    "  --daemon-option OPTION  a further option for tipsearchd; may be repeated\n"
    "  --report FILE           the report (else $TIP_REPORT, else beside the source tree)\n"
    "  --help                  show this\n";

struct evaluation {
    const char *run_folder, *against_folder; /* or NULL */
    const char *report;
    size_t depth;
    size_t query_limit; /* 0: all */
    struct program_options index_options, daemon_options;
};

enum {
    OPTION_RUN = 256,
    OPTION_AGAINST,
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

/* Prints a comparison with a run, for each half of the report's queries and for all. */
static tip_status compare(const char *name, const struct collection *collection,
                          const struct measures *scores, const struct run *other,
                          struct tip_error *error)
{
    static const char *const halves[] = {"tune", "held", NULL};
    struct measures *others;
    tip_status status = scores_make(&others, &collection->queries, other, error);
    if (status != TIP_OK) {
        return status;
    }
    for (size_t i = collection->is_report ? 0 : 2; i < 3 && status == TIP_OK; i++) {
        print_scores(collection->name, &collection->queries, scores, halves[i]);
        status = print_comparison(name, &collection->queries, scores, others, halves[i], error);
    }
    free(others);
    return status;
}

static tip_status compare_with_saved(const struct evaluation *evaluation,
                                     const struct collection *collection,
                                     const struct measures *scores, struct tip_error *error)
{
    struct run saved = {0};
    char *path = run_path(evaluation->against_folder, collection->name);
    tip_status status =
        path == NULL ? tip_error_memory(error, "reading a run") : run_read(&saved, path, error);
    if (status == TIP_OK) {
        status = compare(evaluation->against_folder, collection, scores, &saved, error);
    }
    free(path);
    run_free(&saved);
    return status;
}

/* Measures a run of the collection, and prints and saves what was asked for. */
static tip_status judge(const struct evaluation *evaluation, const struct collection *collection,
                        const struct run *run, struct tip_error *error)
{
    struct measures *scores;
    tip_status status = scores_make(&scores, &collection->queries, run, error);
    if (status != TIP_OK) {
        return status;
    }
    if (evaluation->against_folder != NULL) {
        status = compare_with_saved(evaluation, collection, scores, error);
    } else {
        if (collection->is_report) {
            print_scores(collection->name, &collection->queries, scores, "tune");
            print_scores(collection->name, &collection->queries, scores, "held");
        }
        print_scores(collection->name, &collection->queries, scores, NULL);
    }
    if (status == TIP_OK && evaluation->run_folder != NULL) {
        status = save(evaluation, collection, run, error);
    }
    free(scores);
    return status;
}

static tip_status evaluate(const struct evaluation *evaluation, struct collection *collection,
                           struct tip_error *error)
{
    struct run run = {0};
    tip_status status = collection_index(collection, &evaluation->index_options, error);
    if (status == TIP_OK) {
        status = service_start(&collection->service, &evaluation->daemon_options, error);
    }
    if (status == TIP_OK) {
        struct asking asking = {.address = collection->service.address,
                                .depth = evaluation->depth,
                                .by_passage = collection->is_report};
        status = ask_all(&run, &collection->queries, &asking, error);
    }
    if (status == TIP_OK) {
        status = judge(evaluation, collection, &run, error);
    }
    run_free(&run);
    return status;
}

static tip_status read_collection(const struct evaluation *evaluation,
                                  struct collection *collection, const char *name,
                                  struct tip_error *error)
{
    tip_status status = strcmp(name, "report") == 0
                            ? collection_read_report(collection, evaluation->report,
                                                     SOURCE_TREE "/tests/relevance", error)
                            : collection_read(collection, name, error);
    if (status == TIP_OK && evaluation->query_limit > 0) {
        judged_queries_cut(&collection->queries, evaluation->query_limit);
    }
    return status;
}

static tip_status evaluate_named(const struct evaluation *evaluation, const char *name,
                                 struct tip_error *error)
{
    struct collection collection = {0};
    tip_status status = read_collection(evaluation, &collection, name, error);
    if (status == TIP_OK) {
        status = evaluate(evaluation, &collection, error);
    }
    collection_free(&collection);
    return status;
}

static tip_status evaluate_defaults(const struct evaluation *evaluation, struct tip_error *error)
{
    tip_status status = TIP_OK;
    size_t count = sizeof default_collections / sizeof *default_collections;
    for (size_t i = 0; i < count && status == TIP_OK; i++) {
        char *folder = tip_path_join(SOURCE_TREE "/../shared/collections", default_collections[i]);
        status = folder == NULL ? tip_error_memory(error, "reading a collection")
                                : evaluate_named(evaluation, folder, error);
        free(folder);
    }
    return status == TIP_OK ? evaluate_named(evaluation, "report", error) : status;
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
    tip_status status = TIP_OK;
    print_head();
    if (optind == argc) {
        status = evaluate_defaults(&evaluation, &error);
    }
    for (; optind < argc && status == TIP_OK; optind++) {
        status = evaluate_named(&evaluation, argv[optind], &error);
    }
    free(evaluation.index_options.items);
    free(evaluation.daemon_options.items);
    if (status != TIP_OK) {
        fprintf(stderr, "evaluate: %s\n", error.message);
    }
    return status == TIP_OK ? 0 : EXIT_TROUBLE;
}
