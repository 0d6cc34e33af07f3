#include "relevance/collection.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static const char table_ending[] = ".tsv";
static const char table_names[] = "id\thalf\tquery\tneedles";

/* The one of two files that is there, the first if none is; for free(3). NULL without memory. */
static char *either(const char *folder, const char *name, const char *other)
{
    char *path = tip_path_join(folder, name);
    if (path != NULL && access(path, R_OK) != 0) {
        char *second = tip_path_join(folder, other);
        if (second != NULL && access(second, R_OK) == 0) {
            free(path);
            return second;
        }
        free(second);
    }
    return path;
}

/* The last part of a path without ".tsv", whatever slashes stand behind it; for free(3). */
static char *name_of(const char *folder)
{
    size_t end = strlen(folder);
    while (end > 1 && folder[end - 1] == '/') {
        end--;
    }
    size_t start = end;
    while (start > 0 && folder[start - 1] != '/') {
        start--;
    }
    size_t ending = sizeof table_ending - 1;
    if (end - start > ending && strncmp(folder + end - ending, table_ending, ending) == 0) {
        end -= ending;
    }
    return strndup(folder + start, end - start);
}

tip_status collection_read(struct collection *collection, const char *folder,
                           struct tip_error *error)
{
    *collection = (struct collection){.name = name_of(folder),
                                      .source = tip_path_join(folder, "corpus.jsonl")};
    char *queries = either(folder, "queries.jsonl", "topics");
    char *judgements = either(folder, "qrels.tsv", "qrels");
    tip_status status = TIP_OK;
    if (collection->name == NULL || collection->source == NULL || queries == NULL ||
        judgements == NULL) {
        status = tip_error_memory(error, "reading a collection");
    }
    if (status == TIP_OK) {
        status = judged_queries_read(&collection->queries, queries, error);
    }
    if (status == TIP_OK) {
        status = judged_queries_read_judgements(&collection->queries, judgements, error);
    }
    free(queries);
    free(judgements);
    return status;
}

static bool is_table(const char *path)
{
    char line[sizeof table_names + 1] = "";
    FILE *file = fopen(path, "re");
    bool is_one = file != NULL && fgets(line, sizeof line, file) != NULL &&
                  strncmp(line, table_names, sizeof table_names - 1) == 0;
    if (file != NULL) {
        fclose(file);
    }
    return is_one;
}

static tip_status read_tables(struct judged_queries *queries, const char *folder,
                              struct tip_error *error)
{
    char *pattern = tip_path_join(folder, "*.tsv");
    if (pattern == NULL) {
        return tip_error_memory(error, "reading the tables of queries");
    }
    glob_t found = {0};
    tip_status status = TIP_OK;
    if (glob(pattern, 0, NULL, &found) != 0) {
        status = tip_error_set(error, TIP_NOT_FOUND, "%s: no such table of queries", pattern);
    }
    for (size_t i = 0; i < found.gl_pathc && status == TIP_OK; i++) {
        if (is_table(found.gl_pathv[i])) {
            status = judged_queries_read(queries, found.gl_pathv[i], error);
        }
    }
    globfree(&found);
    free(pattern);
    return status;
}

tip_status collection_read_report(struct collection *collection, const char *report,
                                  const char *tables, struct tip_error *error)
{
    struct stat facts;
    bool is_folder = stat(tables, &facts) == 0 && S_ISDIR(facts.st_mode);
    *collection = (struct collection){.name = is_folder ? strdup("report") : name_of(tables),
                                      .source = strdup(report),
                                      .is_report = true};
    if (collection->name == NULL || collection->source == NULL) {
        return tip_error_memory(error, "reading the tables of queries");
    }
    return is_folder ? read_tables(&collection->queries, tables, error)
                     : judged_queries_read(&collection->queries, tables, error);
}

/* The report's facts are known to whoever indexes it; each record of a collection brings its own.
 */
static tip_status index_report(struct collection *collection, const struct program_options *options,
                               struct tip_error *error)
{
    static const char *const facts[] = {
        "--id", "tip-2023", "--title", "Trafficking in Persons Report", "--year", "2023"};
    struct program_options all = {0};
    bool is_whole = true;
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        is_whole = is_whole && program_options_add(&all, facts[i]);
    }
    for (size_t i = 0; i < options->count; i++) {
        is_whole = is_whole && program_options_add(&all, options->items[i]);
    }
    tip_status status = is_whole
                            ? service_index(&collection->service, collection->source, &all, error)
                            : tip_error_memory(error, "indexing the report");
    free(all.items);
    return status;
}

tip_status collection_index(struct collection *collection, const struct program_options *options,
                            struct tip_error *error)
{
    if (!collection->is_report) {
        return service_index(&collection->service, collection->source, options, error);
    }
    tip_status status = index_report(collection, options, error);
    if (status == TIP_OK) {
        status = service_dump(&collection->service, error);
    }
    if (status == TIP_OK) {
        status = judged_queries_judge_dump(&collection->queries, collection->service.dump, error);
    }
    return status;
}

void collection_free(struct collection *collection)
{
    service_remove(&collection->service);
    judged_queries_free(&collection->queries);
    free(collection->name);
    free(collection->source);
    *collection = (struct collection){0};
}
