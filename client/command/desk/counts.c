/* A table of queries by the values of a facet.
 *
 * Which columns there are is known when the last query was answered, so rows wait in a temporary
 * file: a table of any length takes the memory of its values.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/counts.h"

#include <errno.h>
#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command/desk/csv.h"
#include "command/desk/markdown.h"
#include "command/desk/name_order.h"
#include "command/desk/row_json.h"
#include "command/printable.h"

const char *const COUNTS_FACETS[] = {"country", "region", "tier",    "year",     "report",
                                     "section", "kind",   "pattern", "language", NULL};

/* A value that some query found. */
struct counted {
    char *value; /* owned */
    char *label; /* owned */
};

/* A row as it stands in the temporary file, with the query, read_as and the counts behind it. */
struct kept {
    long long line, total;
    size_t query_length, read_as_length; /* with their NUL; 0: none */
    size_t count;
};

struct kept_count {
    size_t value;
    long long count;
};

/* A row that was read back. */
struct table_row {
    struct kept kept;
    char *query, *read_as; /* owned */
    long long *counts;     /* owned: by value */
};

bool counts_begin(struct counts *counts, const char *facet)
{
    *counts = (struct counts){.facet = facet, .rows = tmpfile()};
    return counts->rows != NULL;
}

void counts_end(struct counts *counts)
{
    for (size_t i = 0; i < counts->value_count; i++) {
        free(counts->values[i].value);
        free(counts->values[i].label);
    }
    free(counts->values);
    free(counts->by_value);
    if (counts->rows)
        fclose(counts->rows);
    *counts = (struct counts){0};
}

/* ---- values ---- */

/* Where in `by_value` a value is (*is_there), or belongs. */
static size_t find_value(const struct counts *counts, const char *value, bool *is_there)
{
    size_t low = 0, high = counts->value_count;

    *is_there = false;
    while (low < high && !*is_there) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(value, counts->values[counts->by_value[middle]].value);

        *is_there = order == 0;
        if (order > 0)
            low = middle + 1;
        else
            high = middle;
    }
    return high;
}

static bool make_room(struct counts *counts)
{
    size_t room = counts->room > 0 ? counts->room * 2 : 64;
    struct counted *values;
    size_t *by_value;

    if (counts->value_count < counts->room)
        return true;
    values = reallocarray(counts->values, room, sizeof *values);
    if (values)
        counts->values = values;
    by_value = reallocarray(counts->by_value, room, sizeof *by_value);
    if (by_value)
        counts->by_value = by_value;
    if (values && by_value)
        counts->room = room;
    return values && by_value;
}

/* The number of a value, which is added when it is new. False: there is not enough memory. */
static bool number_value(struct counts *counts, const struct tipsearch_count *count, size_t *number)
{
    bool is_there;
    size_t place = find_value(counts, count->value, &is_there);
    struct counted *added;

    if (is_there) {
        *number = counts->by_value[place];
        return true;
    }
    if (!make_room(counts))
        return false;
    *number = counts->value_count;
    added = &counts->values[*number];
    *added = (struct counted){.value = strdup(count->value), .label = strdup(count->label)};
    memmove(counts->by_value + place + 1, counts->by_value + place,
            (counts->value_count - place) * sizeof *counts->by_value);
    counts->by_value[place] = *number;
    counts->value_count++;
    return added->value && added->label;
}

/* ---- rows on their way ---- */

static const struct tipsearch_facet *find_facet(const struct counts *counts,
                                                const struct tipsearch_result *result)
{
    for (size_t i = 0; i < result->facet_count; i++)
        if (strcmp(result->facets[i].name, counts->facet) == 0)
            return &result->facets[i];
    return NULL;
}

long long counts_left_out(const struct counts *counts, const struct tipsearch_result *result)
{
    const struct tipsearch_facet *facet = find_facet(counts, result);

    return facet ? facet->more : 0;
}

static size_t length_of(const char *text)
{
    return text ? strlen(text) + 1 : 0;
}

bool counts_add(struct counts *counts, const struct row *row, const struct tipsearch_result *result)
{
    const struct tipsearch_facet *facet = find_facet(counts, result);
    const struct kept kept = {.line = row->line,
                              .total = result->total,
                              .query_length = length_of(row->query),
                              .read_as_length = length_of(result->read_as),
                              .count = facet ? facet->count_count : 0};

    fwrite(&kept, sizeof kept, 1, counts->rows);
    fwrite(row->query, 1, kept.query_length, counts->rows);
    fwrite(result->read_as ? result->read_as : "", 1, kept.read_as_length, counts->rows);
    for (size_t i = 0; i < kept.count; i++) {
        struct kept_count count = {.count = facet->counts[i].count};

        if (!number_value(counts, &facet->counts[i], &count.value))
            return false;
        fwrite(&count, sizeof count, 1, counts->rows);
    }
    counts->row_count++;
    return !ferror(counts->rows);
}

static char *read_text(FILE *rows, size_t length)
{
    char *text = calloc(1, length + 1);

    if (text && fread(text, 1, length, rows) != length) {
        free(text);
        return NULL;
    }
    return text;
}

static void free_row(struct table_row *row)
{
    free(row->query);
    free(row->read_as);
    free(row->counts);
}

static bool read_row(struct counts *counts, struct table_row *row)
{
    *row = (struct table_row){0};
    if (fread(&row->kept, sizeof row->kept, 1, counts->rows) != 1)
        return false;
    row->query = read_text(counts->rows, row->kept.query_length);
    row->read_as = read_text(counts->rows, row->kept.read_as_length);
    row->counts = calloc(counts->value_count + 1, sizeof *row->counts);
    for (size_t i = 0; row->counts && i < row->kept.count; i++) {
        struct kept_count count;

        if (fread(&count, sizeof count, 1, counts->rows) != 1)
            return false;
        row->counts[count.value] = count.count;
    }
    return row->query && row->read_as && row->counts;
}

/* ---- columns ---- */

/* For qsort_r(3): numbers of values, in the order of their columns. */
static int compare_columns(const void *left, const void *right, void *context)
{
    const struct counts *counts = context;
    const struct counted *one = &counts->values[*(const size_t *)left];
    const struct counted *other = &counts->values[*(const size_t *)right];
    int order = 0;

    if (strcmp(counts->facet, "year") == 0)
        order = (atoi(one->value) > atoi(other->value)) - (atoi(one->value) < atoi(other->value));
    else if (strcmp(counts->facet, "section") != 0)
        order = name_compare(one->label, other->label);
    return order != 0 ? order : strcmp(one->value, other->value);
}

/* A column's name for people; a heading may stand below several others, so there it is the path. */
static const char *name_of(const struct counts *counts, size_t number)
{
    const struct counted *value = &counts->values[number];

    return strcmp(counts->facet, "section") == 0 ? value->value : value->label;
}

/* ---- the table ---- */

struct table {
    struct counts *counts;
    const size_t *columns; /* numbers of values */
    FILE *out;
    bool is_terminal;
};

static void put_csv_names(const struct table *table, FILE *out)
{
    fputs("line,query,read_as,total", out);
    for (size_t i = 0; i < table->counts->value_count; i++) {
        fputc(',', out);
        csv_put(out, name_of(table->counts, table->columns[i]));
    }
    csv_end_row(out);
}

static void put_csv_row(const struct table *table, const struct table_row *row, FILE *out)
{
    fprintf(out, "%lld,", row->kept.line);
    csv_put(out, row->query);
    fputc(',', out);
    csv_put(out, row->read_as);
    fprintf(out, ",%lld", row->kept.total);
    for (size_t i = 0; i < table->counts->value_count; i++)
        fprintf(out, ",%lld", row->counts[table->columns[i]]);
    csv_end_row(out);
}

static void put_md_names(const struct table *table, FILE *out)
{
    fputs("| line | query | read_as | total |", out);
    for (size_t i = 0; i < table->counts->value_count; i++) {
        fputc(' ', out);
        markdown_put_line(out, name_of(table->counts, table->columns[i]));
        fputs(" |", out);
    }
    fputs("\n| ---: | --- | --- | ---: |", out);
    for (size_t i = 0; i < table->counts->value_count; i++)
        fputs(" ---: |", out);
    fputc('\n', out);
}

static void put_md_row(const struct table *table, const struct table_row *row, FILE *out)
{
    fprintf(out, "| %lld | ", row->kept.line);
    markdown_put_line(out, row->query);
    fputs(" | ", out);
    markdown_put_line(out, row->read_as);
    fprintf(out, " | %lld |", row->kept.total);
    for (size_t i = 0; i < table->counts->value_count; i++)
        fprintf(out, " %lld |", row->counts[table->columns[i]]);
    fputc('\n', out);
}

static bool put_json_row(const struct table *table, const struct table_row *row)
{
    json_t *values = json_object();
    json_t *object =
        json_pack("{s:I,s:s,s:s,s:I,s:o}", "line", (json_int_t)row->kept.line, "query", row->query,
                  "read_as", row->read_as, "total", (json_int_t)row->kept.total, "counts", values);
    bool is_made = object != NULL;

    for (size_t i = 0; i < table->counts->value_count && is_made; i++) {
        size_t number = table->columns[i];

        is_made = json_object_set_new(values, table->counts->values[number].value,
                                      json_integer(row->counts[number])) == 0;
    }
    is_made = is_made && row_json_put(table->out, object, table->is_terminal);
    json_decref(object);
    return is_made;
}

/* Writes a row (NULL: the names), for a terminal by way of memory. */
static bool put_text_row(const struct table *table, const struct table_row *row, enum row_form form)
{
    size_t length;
    char *text = NULL;
    FILE *out = table->is_terminal ? open_memstream(&text, &length) : table->out;

    if (!out)
        return false;
    if (form == ROW_CSV)
        row ? put_csv_row(table, row, out) : put_csv_names(table, out);
    else
        row ? put_md_row(table, row, out) : put_md_names(table, out);
    if (!table->is_terminal)
        return true;
    if (fclose(out) == 0)
        printable_print_lines(table->out, text);
    free(text);
    return text != NULL;
}

static bool put_rows(const struct table *table, enum row_form form)
{
    bool is_written = form == ROW_JSONL || put_text_row(table, NULL, form);

    rewind(table->counts->rows);
    for (long long i = 0; i < table->counts->row_count && is_written; i++) {
        struct table_row row;

        is_written = read_row(table->counts, &row);
        if (is_written)
            is_written =
                form == ROW_JSONL ? put_json_row(table, &row) : put_text_row(table, &row, form);
        free_row(&row);
        is_written = is_written && !ferror(table->out);
    }
    return is_written;
}

bool counts_write(struct counts *counts, FILE *out, enum row_form form, bool has_bom)
{
    size_t *columns = calloc(counts->value_count + 1, sizeof *columns);
    const struct table table = {
        .counts = counts, .columns = columns, .out = out, .is_terminal = isatty(fileno(out))};
    bool is_written;

    if (!columns)
        return false;
    for (size_t i = 0; i < counts->value_count; i++)
        columns[i] = i;
    qsort_r(columns, counts->value_count, sizeof *columns, compare_columns, counts);
    if (form == ROW_CSV && has_bom && !table.is_terminal)
        csv_put_bom(out);
    is_written = put_rows(&table, form);
    free(columns);
    return is_written;
}
