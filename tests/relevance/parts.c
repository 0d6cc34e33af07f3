#include "relevance/parts.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/string_builder.h"
#include "relevance/ask.h"
#include "relevance/run.h"
#include "relevance/scores.h"

/* As deep as the columns' measures look. */
enum { DEPTH = 10 };

static const double chance = 0.05;

struct table {
    struct collection *collections;
    size_t count;
    const struct program_options *options;
    struct measures **all_parts; /* of each collection, the first row's */
};

/* What stands in a column; of a plain collection only the first. */
static const struct column {
    const char *half;
    enum measure measure;
} plain_column = {NULL, MEASURE_NDCG_10},
  report_columns[] = {
      {"tune", MEASURE_RECIPROCAL_RANK_10}, {"tune", MEASURE_SUCCESS_1},
      {"tune", MEASURE_SUCCESS_3},          {"held", MEASURE_RECIPROCAL_RANK_10},
      {"held", MEASURE_SUCCESS_1},          {"held", MEASURE_SUCCESS_3},
};

static const struct column *columns_of(const struct collection *collection, size_t *count)
{
    *count = collection->is_report ? sizeof report_columns / sizeof *report_columns : 1;
    return collection->is_report ? report_columns : &plain_column;
}

static void print_table_head(const struct table *table)
{
    size_t columns = 0;
    printf("| ranking |");
    for (size_t i = 0; i < table->count; i++) {
        size_t count;
        const struct column *column = columns_of(&table->collections[i], &count);
        columns += count;
        for (; count > 0; count--, column++) {
            printf(" %s %s |", column->half != NULL ? column->half : table->collections[i].name,
                   measure_name(column->measure));
        }
    }
    printf("\n|---|");
    for (; columns > 0; columns--) {
        printf("---:|");
    }
    printf("\n");
}

/* Asks all queries of a collection with parts left out ("" for none). */
static tip_status measure_without(struct measures **scores, const struct table *table,
                                  struct collection *collection, const char *without,
                                  struct tip_error *error)
{
    struct program_options options = {0};
    struct run run = {0};
    bool is_whole = true;
    for (size_t i = 0; i < table->options->count; i++) {
        is_whole = is_whole && program_options_add(&options, table->options->items[i]);
    }
    if (*without != '\0') {
        is_whole = is_whole && program_options_add(&options, "--without") &&
                   program_options_add(&options, without);
    }
    tip_status status = is_whole ? service_start(&collection->service, &options, error)
                                 : tip_error_memory(error, "measuring parts");
    if (status == TIP_OK) {
        struct asking asking = {.address = collection->service.address,
                                .depth = DEPTH,
                                .by_passage = collection->is_report};
        status = ask_all(&run, &collection->queries, &asking, error);
    }
    service_stop(&collection->service);
    if (status == TIP_OK) {
        status = scores_make(scores, &collection->queries, &run, error);
    }
    run_free(&run);
    free(options.items);
    return status;
}

static tip_status print_cells(const struct collection *collection, const struct measures *scores,
                              const struct measures *all_parts, struct tip_error *error)
{
    size_t count;
    const struct column *column = columns_of(collection, &count);
    tip_status status = TIP_OK;
    for (; count > 0 && status == TIP_OK; count--, column++) {
        struct measures means = scores_mean(&collection->queries, scores, column->half);
        double p;
        status = scores_significance(&p, &collection->queries, scores, all_parts, column->half,
                                     column->measure, error);
        if (status == TIP_OK) {
            printf(" %.4f%s |", means.values[column->measure], p < chance ? "\\*" : "");
        }
    }
    return status;
}

/* The first row fills `all_parts`. */
static tip_status print_row(struct table *table, const char *name, const char *without,
                            struct tip_error *error)
{
    tip_status status = TIP_OK;
    printf("| %s |", name);
    for (size_t i = 0; i < table->count && status == TIP_OK; i++) {
        struct measures *scores = NULL;
        status = measure_without(&scores, table, &table->collections[i], without, error);
        if (table->all_parts[i] == NULL) {
            table->all_parts[i] = scores;
        }
        if (status == TIP_OK) {
            status = print_cells(&table->collections[i], scores, table->all_parts[i], error);
        }
        if (scores != table->all_parts[i]) {
            free(scores);
        }
    }
    printf("\n");
    fflush(stdout);
    return status;
}

/* A row for each part, and one without any; cuts the list. */
static tip_status print_rows(struct table *table, char *list, struct tip_error *error)
{
    struct tip_string all = {0};
    tip_status status = print_row(table, "all parts", "", error);
    for (char *line; status == TIP_OK && (line = strsep(&list, "\n")) != NULL;) {
        line += strspn(line, " ");
        line[strcspn(line, " \t")] = '\0';
        if (*line == '\0') {
            continue;
        }
        char name[64];
        snprintf(name, sizeof name, "without %s", line);
        tip_string_printf(&all, "%s%s", all.length > 0 ? "," : "", line);
        status = print_row(table, name, line, error);
    }
    if (status == TIP_OK && all.length > 0) {
        status = all.failed ? tip_error_memory(error, "measuring parts")
                            : print_row(table, "without any", all.data, error);
    }
    tip_string_free(&all);
    return status;
}

tip_status parts_print(struct collection *collections, size_t count,
                       const struct program_options *options, struct tip_error *error)
{
    struct table table = {.collections = collections,
                          .count = count,
                          .options = options,
                          .all_parts = calloc(count + 1, sizeof *table.all_parts)};
    char *list = NULL;
    tip_status status = table.all_parts == NULL
                            ? tip_error_memory(error, "measuring parts")
                            : service_list_parts(&list, &collections[0].service, error);
    if (status == TIP_OK) {
        print_table_head(&table);
        status = print_rows(&table, list, error);
    }
    free(list);
    for (size_t i = 0; i < count && table.all_parts != NULL; i++) {
        free(table.all_parts[i]);
    }
    free(table.all_parts);
    return status;
}
