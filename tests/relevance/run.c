#include "relevance/run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 6, DOCUMENT = 2, SCORE = 4 };

/* The least step between two scores that are written, which have six decimals. */
static const double score_step = 1e-6;

struct ranking *run_add(struct run *run, const char *query)
{
    if (run->count == run->capacity) {
        size_t capacity = run->capacity == 0 ? 64 : run->capacity * 2;
        struct ranking *grown = reallocarray(run->rankings, capacity, sizeof *grown);
        if (grown == NULL) {
            return NULL;
        }
        run->rankings = grown;
        run->capacity = capacity;
    }
    char *copy = strdup(query);
    if (copy == NULL) {
        return NULL;
    }
    run->rankings[run->count] = (struct ranking){.query = copy};
    return &run->rankings[run->count++];
}

struct ranking *run_find(const struct run *run, const char *query)
{
    for (size_t i = run->count; i > 0; i--) {
        if (strcmp(run->rankings[i - 1].query, query) == 0) {
            return &run->rankings[i - 1];
        }
    }
    return NULL;
}

static bool append(struct ranking *ranking, const char *document, double score)
{
    if (ranking->count == ranking->capacity) {
        size_t capacity = ranking->capacity == 0 ? 32 : ranking->capacity * 2;
        struct ranked *grown = reallocarray(ranking->items, capacity, sizeof *grown);
        if (grown == NULL) {
            return false;
        }
        ranking->items = grown;
        ranking->capacity = capacity;
    }
    char *copy = strdup(document);
    if (copy == NULL) {
        return false;
    }
    ranking->items[ranking->count++] = (struct ranked){copy, score};
    return true;
}

bool ranking_add(struct ranking *ranking, const char *document, double score)
{
    for (size_t i = 0; i < ranking->count; i++) {
        if (strcmp(ranking->items[i].document, document) == 0) {
            return true;
        }
    }
    return append(ranking, document, score);
}

/* Highest first, stable: files come nearly sorted, so insertion is fast. */
static void sort_by_score(struct ranking *ranking)
{
    for (size_t i = 1; i < ranking->count; i++) {
        struct ranked item = ranking->items[i];
        size_t place = i;
        for (; place > 0 && ranking->items[place - 1].score < item.score; place--) {
            ranking->items[place] = ranking->items[place - 1];
        }
        ranking->items[place] = item;
    }
}

static bool split_columns(char *line, char *columns[COLUMNS])
{
    size_t count = 0;
    char *rest = NULL;
    for (char *column = strtok_r(line, " \t\r\n", &rest); column != NULL;
         column = strtok_r(NULL, " \t\r\n", &rest)) {
        if (count == COLUMNS) {
            return false;
        }
        columns[count++] = column;
    }
    return count == COLUMNS;
}

static tip_status read_line(struct run *run, char *line, const char *path, size_t number,
                            struct tip_error *error)
{
    char *columns[COLUMNS];
    if (!split_columns(line, columns)) {
        return tip_error_set(error, TIP_INVALID,
                             "%s: line %zu: has not the six columns of a TREC run", path, number);
    }
    char *end;
    double score = strtod(columns[SCORE], &end);
    if (*end != '\0' || !isfinite(score)) {
        return tip_error_set(error, TIP_INVALID, "%s: line %zu: %s is no score", path, number,
                             columns[SCORE]);
    }
    struct ranking *ranking = run_find(run, columns[0]);
    if (ranking == NULL) {
        ranking = run_add(run, columns[0]);
    }
    if (ranking == NULL || !append(ranking, columns[DOCUMENT], score)) {
        return tip_error_memory(error, "reading a run");
    }
    return TIP_OK;
}

tip_status run_read(struct run *run, const char *path, struct tip_error *error)
{
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        return tip_error_errno(error, "%s: cannot read the run", path);
    }
    char *line = NULL;
    size_t capacity = 0;
    tip_status status = TIP_OK;
    for (size_t number = 1; status == TIP_OK && getline(&line, &capacity, file) > 0; number++) {
        status = read_line(run, line, path, number, error);
    }
    free(line);
    fclose(file);
    for (size_t i = 0; i < run->count; i++) {
        sort_by_score(&run->rankings[i]);
    }
    return status;
}

static void write_ranking(FILE *file, const struct ranking *ranking, const char *tag)
{
    double above = INFINITY;
    for (size_t i = 0; i < ranking->count; i++) {
        double score = fmin(ranking->items[i].score, above - score_step);
        fprintf(file, "%s Q0 %s %zu %.6f %s\n", ranking->query, ranking->items[i].document, i + 1,
                score, tag);
        above = score;
    }
}

tip_status run_write(const struct run *run, const char *path, const char *tag,
                     struct tip_error *error)
{
    FILE *file = fopen(path, "we");
    if (file == NULL) {
        return tip_error_errno(error, "%s: cannot write the run", path);
    }
    for (size_t i = 0; i < run->count; i++) {
        write_ranking(file, &run->rankings[i], tag);
    }
    bool is_whole = ferror(file) == 0;
    if (fclose(file) != 0 || !is_whole) {
        return tip_error_errno(error, "%s: cannot write the run", path);
    }
    return TIP_OK;
}

void run_free(struct run *run)
{
    for (size_t i = 0; i < run->count; i++) {
        for (size_t j = 0; j < run->rankings[i].count; j++) {
            free(run->rankings[i].items[j].document);
        }
        free(run->rankings[i].items);
        free(run->rankings[i].query);
    }
    free(run->rankings);
    *run = (struct run){0};
}
