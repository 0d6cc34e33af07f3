/* The queries in memory, and the judgements that are read for them. */
#include "relevance/judged.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BEIR_COLUMNS = 3, TREC_COLUMNS = 4 };

tip_status judged_query_judge(struct judged_query *query, const char *document, int gain,
                              struct tip_error *error)
{
    if (query->judgement_count == query->judgement_capacity) {
        size_t capacity = query->judgement_capacity == 0 ? 16 : query->judgement_capacity * 2;
        struct judgement *grown = reallocarray(query->judgements, capacity, sizeof *grown);
        if (grown == NULL) {
            return tip_error_memory(error, "reading judgements");
        }
        query->judgements = grown;
        query->judgement_capacity = capacity;
    }
    char *copy = strdup(document);
    if (copy == NULL) {
        return tip_error_memory(error, "reading judgements");
    }
    query->judgements[query->judgement_count++] = (struct judgement){copy, gain};
    return TIP_OK;
}

int judged_query_gain(const struct judged_query *query, const char *document)
{
    for (size_t i = 0; i < query->judgement_count; i++) {
        if (strcmp(query->judgements[i].document, document) == 0) {
            return query->judgements[i].gain;
        }
    }
    return 0;
}

struct judged_query *judged_queries_find(const struct judged_queries *queries, const char *id)
{
    for (size_t i = 0; i < queries->count; i++) {
        if (strcmp(queries->items[i].id, id) == 0) {
            return &queries->items[i];
        }
    }
    return NULL;
}

/* A whole number, as qrels have it; false for anything else. */
static bool read_gain(int *gain, const char *text)
{
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    *gain = (int)value;
    return errno == 0 && end != text && *end == '\0' && value >= INT_MIN && value <= INT_MAX;
}

/* Cuts a line at blanks and tabs; more columns than fit are counted, too. */
static size_t split_columns(char *line, char *columns[TREC_COLUMNS])
{
    size_t count = 0;
    char *rest = NULL;
    for (char *column = strtok_r(line, " \t\r\n", &rest); column != NULL;
         column = strtok_r(NULL, " \t\r\n", &rest)) {
        if (count < TREC_COLUMNS) {
            columns[count] = column;
        }
        count++;
    }
    return count;
}

static tip_status read_judgement(struct judged_queries *queries, char *line, const char *path,
                                 size_t number, struct tip_error *error)
{
    char *columns[TREC_COLUMNS];
    int gain;
    size_t count = split_columns(line, columns);
    if (count == 0) {
        return TIP_OK;
    }
    if (count != BEIR_COLUMNS && count != TREC_COLUMNS) {
        return tip_error_set(error, TIP_INVALID,
                             "%s: line %zu: has %zu columns; judgements have 3 or 4", path, number,
                             count);
    }
    if (!read_gain(&gain, columns[count - 1])) {
        if (number == 1) {
            return TIP_OK; /* BEIR's line of names */
        }
        return tip_error_set(error, TIP_INVALID, "%s: line %zu: %s is no score", path, number,
                             columns[count - 1]);
    }
    struct judged_query *query = judged_queries_find(queries, columns[0]);
    return query == NULL ? TIP_OK : judged_query_judge(query, columns[count - 2], gain, error);
}

tip_status judged_queries_read_judgements(struct judged_queries *queries, const char *path,
                                          struct tip_error *error)
{
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        return tip_error_errno(error, "%s: cannot read the judgements", path);
    }
    char *line = NULL;
    size_t capacity = 0;
    tip_status status = TIP_OK;
    for (size_t number = 1; status == TIP_OK && getline(&line, &capacity, file) > 0; number++) {
        status = read_judgement(queries, line, path, number, error);
    }
    free(line);
    fclose(file);
    return status;
}

static void free_query(struct judged_query *query)
{
    for (size_t i = 0; i < query->judgement_count; i++) {
        free(query->judgements[i].document);
    }
    free(query->judgements);
    free(query->id);
    free(query->text);
    free(query->half);
    free(query->needles);
}

void judged_queries_cut(struct judged_queries *queries, size_t count)
{
    while (queries->count > count) {
        free_query(&queries->items[--queries->count]);
    }
}

void judged_queries_free(struct judged_queries *queries)
{
    judged_queries_cut(queries, 0);
    free(queries->items);
    *queries = (struct judged_queries){0};
}
