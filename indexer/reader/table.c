/* Tables in plain text. Which row names the columns is told by a rule under it or, without one, by
 * its shape: capitals over other cells, an empty corner, or words over figures. */
#include "reader/table.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/string_builder.h"
#include "reader/heading.h"
#include "reader/markup.h"

enum { TABLE_COLUMNS = 24, LIST_CELL_WORDS = 8, ROW_WORDS_ON_A_LINE = 60 };
enum { ABBREVIATION_BYTES = 12, COUNTRY_CELLS = 4 };

struct row {
    char *cells[TABLE_COLUMNS]; /* shown text, trimmed; "" for an empty one */
    size_t count;
    size_t line;
};

struct table {
    struct row *rows;
    size_t count;
    size_t columns;    /* of the widest row */
    bool rule_follows; /* a rule stands directly below the first row */
};

static void row_free(struct row *row)
{
    for (size_t i = 0; i < row->count; i++)
        free(row->cells[i]);
}

static void table_free(struct table *table)
{
    for (size_t i = 0; i < table->count; i++)
        row_free(&table->rows[i]);
    free(table->rows);
}

static void trim(char *text)
{
    size_t start = strspn(text, " \n\t"), length = strlen(text);
    while (length > start && strchr(" \n\t", text[length - 1]) != NULL)
        length--;
    memmove(text, text + start, length - start);
    text[length - start] = '\0';
}

/* What stands behind the last column that fits stays in it, tabs and all. */
static bool split_row(struct row *row, const struct tip_line *line)
{
    const char *at = line->text, *end = line->text + line->length;
    row->line = line->number;
    for (;;) {
        const char *tab =
            row->count + 1 < TABLE_COLUMNS ? memchr(at, '\t', (size_t)(end - at)) : NULL;
        const char *stop = tab == NULL ? end : tab;
        char *cell = tip_markup_strip(at, (size_t)(stop - at));
        if (cell == NULL)
            return false;
        trim(cell);
        row->cells[row->count++] = cell;
        if (tab == NULL)
            return true;
        at = tab + 1;
    }
}

static tip_status collect(struct table *table, const struct tip_lines *lines, size_t first,
                          size_t end, struct tip_error *error)
{
    table->rows = calloc(end - first, sizeof *table->rows);
    if (table->rows == NULL)
        return tip_error_memory(error, "reading a table");
    for (size_t i = first; i < end; i++) {
        if (tip_line_is_rule(&lines->items[i])) {
            table->rule_follows |= table->count == 1 && i + 1 < end;
            continue;
        }
        struct row *row = &table->rows[table->count++];
        if (!split_row(row, &lines->items[i]))
            return tip_error_memory(error, "reading a table");
        if (row->count > table->columns)
            table->columns = row->count;
    }
    return TIP_OK;
}

/* A figure, a year, or the dash that stands for none. */
static bool is_figure(const char *cell)
{
    return isdigit((unsigned char)cell[0]) || strncmp(cell, "\xE2\x80\x94", 3) == 0 ||
           strcmp(cell, "-") == 0;
}

static bool all_capitals(const struct row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row->cells[i][0] != '\0' && !is_figure(row->cells[i]) &&
            !tip_heading_is_capitals(row->cells[i], strlen(row->cells[i])))
            return false;
    return true;
}

/* Words over figures: no cell of the first row is a figure, most of those below are. */
static bool stands_over_figures(const struct table *table)
{
    size_t figures = 0, cells = 0;
    for (size_t i = 1; i < table->columns && i < table->rows[0].count; i++)
        if (is_figure(table->rows[0].cells[i]))
            return false;
    for (size_t r = 1; r < table->count; r++)
        for (size_t i = 1; i < table->rows[r].count; i++) {
            cells += table->rows[r].cells[i][0] != '\0';
            figures += is_figure(table->rows[r].cells[i]);
        }
    return figures * 2 > cells;
}

/* "ASEAN", "ILO": an abbreviation that may stand in front of what it means. */
static bool is_abbreviation(const char *cell)
{
    size_t length = strlen(cell);
    return length >= 2 && length <= ABBREVIATION_BYTES && strchr(cell, ' ') == NULL &&
           tip_heading_is_capitals(cell, length);
}

static bool names_countries(const struct row *row)
{
    size_t cells = 0, countries = 0;
    for (size_t i = 0; i < row->count && i < COUNTRY_CELLS; i++) {
        cells += row->cells[i][0] != '\0';
        countries += tip_heading_is_country(row->cells[i], strlen(row->cells[i]));
    }
    return countries > 1 && countries * 2 >= cells;
}

/* Whether a rule stands below what is no name but a row like the others: an abbreviation over
 * abbreviations, countries over countries. */
static bool is_like_rows(const struct table *table)
{
    const struct row *first = &table->rows[0], *second = &table->rows[1];
    if (first->count == 2 && second->count == 2 && table->count > 2)
        return is_abbreviation(first->cells[0]) && !is_abbreviation(first->cells[1]) &&
               is_abbreviation(second->cells[0]) && is_abbreviation(table->rows[2].cells[0]);
    return first->count > 2 && names_countries(first) && names_countries(second);
}

static bool has_names(const struct table *table)
{
    if (table->count < 2)
        return false;
    const struct row *first = &table->rows[0];
    bool empty_corner = first->cells[0][0] == '\0';
    return (table->rule_follows && !is_like_rows(table)) || empty_corner ||
           stands_over_figures(table) || (all_capitals(first) && !all_capitals(&table->rows[1]));
}

/* Whether every cell is as short as a name in a list set in columns is. */
static bool is_list(const struct table *table)
{
    if (table->columns < 3)
        return false;
    for (size_t r = 0; r < table->count; r++)
        for (size_t i = 0; i < table->rows[r].count; i++) {
            const char *cell = table->rows[r].cells[i];
            if (tip_text_words(cell, strlen(cell)) > LIST_CELL_WORDS)
                return false;
        }
    return true;
}

static tip_status add_block(struct tip_document *document, struct tip_string *text, size_t line,
                            unsigned flags, struct tip_error *error)
{
    struct tip_block *block = NULL;
    if (!text->failed)
        block = tip_document_add(document, TIP_BLOCK_TABLE_ROW,
                                 text->data == NULL ? "" : text->data, text->length, line);
    tip_string_clear(text);
    if (block == NULL)
        return tip_error_memory(error, "reading a table");
    block->flags |= flags;
    return TIP_OK;
}

/* "NAME: cell" for every cell with something in it, on a line each when the row is long. */
static void write_row(struct tip_string *text, const struct row *names, const struct row *row)
{
    size_t words = 0;
    for (size_t i = 0; i < row->count; i++)
        words += tip_text_words(row->cells[i], strlen(row->cells[i]));
    const char *between = words > ROW_WORDS_ON_A_LINE ? "\n" : "; ";
    for (size_t i = 0; i < row->count; i++) {
        if (row->cells[i][0] == '\0')
            continue;
        if (text->length > 0)
            tip_string_append_text(text, between);
        if (names != NULL && i < names->count && names->cells[i][0] != '\0')
            tip_string_printf(text, "%s: ", names->cells[i]);
        tip_string_append_text(text, row->cells[i]);
    }
}

static tip_status add_named_rows(struct tip_document *document, const struct table *table,
                                 struct tip_error *error)
{
    struct tip_string text = {0};
    tip_status status = TIP_OK;
    for (size_t r = 1; r < table->count && status == TIP_OK; r++) {
        write_row(&text, &table->rows[0], &table->rows[r]);
        status = add_block(document, &text, table->rows[r].line, r == 1 ? TIP_BLOCK_TABLE_START : 0,
                           error);
    }
    tip_string_free(&text);
    return status;
}

/* Rows as they stand: "term: meaning" for two columns, cells in a row for more. */
static tip_status add_plain_rows(struct tip_document *document, const struct table *table,
                                 struct tip_error *error)
{
    struct tip_string text = {0};
    tip_status status = TIP_OK;
    for (size_t r = 0; r < table->count && status == TIP_OK; r++) {
        const struct row *row = &table->rows[r];
        if (row->count == 2 && row->cells[0][0] != '\0')
            tip_string_printf(&text, "%s: %s", row->cells[0], row->cells[1]);
        else
            write_row(&text, NULL, row);
        status = add_block(document, &text, row->line, r == 0 ? TIP_BLOCK_TABLE_START : 0, error);
    }
    tip_string_free(&text);
    return status;
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), end_length = strlen(end);
    return length >= end_length && strcasecmp(text + length - end_length, end) == 0;
}

/* Whether a cell goes on with the name in the cell above: the name above ends with a comma, or this
 * is the second half of an inverted name ("REPUBLIC OF THE"), or begins with "of" or "and". */
static bool continues_name(const char *above, const char *cell)
{
    if (above == NULL || above[0] == '\0')
        return false;
    if (ends_with(above, ",") || strncasecmp(cell, "of ", 3) == 0 ||
        strncasecmp(cell, "and ", 4) == 0)
        return true;
    return strchr(cell, ',') == NULL && (ends_with(cell, " of") || ends_with(cell, " of the"));
}

static tip_status add_columns(struct tip_document *document, const struct table *table,
                              struct tip_error *error)
{
    struct tip_string text = {0};
    tip_status status = TIP_OK;
    for (size_t i = 0; i < table->columns && status == TIP_OK; i++) {
        const char *above = NULL;
        for (size_t r = 0; r < table->count; r++) {
            const struct row *row = &table->rows[r];
            if (i >= row->count || row->cells[i][0] == '\0')
                continue;
            if (above != NULL)
                tip_string_append_text(&text, continues_name(above, row->cells[i]) ? " " : "; ");
            tip_string_append_text(&text, row->cells[i]);
            above = row->cells[i];
        }
        if (above != NULL)
            status =
                add_block(document, &text, table->rows[0].line,
                          TIP_BLOCK_TABLE_COLUMN | (i == 0 ? TIP_BLOCK_TABLE_START : 0u), error);
    }
    tip_string_free(&text);
    return status;
}

tip_status tip_table_read(struct tip_document *document, const struct tip_lines *lines,
                          size_t first, size_t end, struct tip_error *error)
{
    struct table table = {0};
    tip_status status = collect(&table, lines, first, end, error);
    if (status == TIP_OK && table.count > 0) {
        if (has_names(&table))
            status = add_named_rows(document, &table, error);
        else if (is_list(&table))
            status = add_columns(document, &table, error);
        else
            status = add_plain_rows(document, &table, error);
    }
    table_free(&table);
    return status;
}
