/* Tables and lists of terms -> lines with tabs. */
#include "reader/html_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reader/html_words.h"

enum {
    COLUMNS = 64,     /* of a row; further cells stay with the last */
    CELL_WORDS = 400, /* a cell with more is a part of a page */
    SPAN_BYTES = 300, /* a cell that spans rows is repeated in them when it is no longer */
    ROW_SPAN = 200
};

/* A row under construction; cells that span further rows are carried over. */
struct row {
    char *cells[COLUMNS];
    unsigned spans[COLUMNS]; /* rows that the cell goes on for */
    size_t count;
};

struct table {
    const struct tip_html_tree *tree;
    tip_html_place place;
    struct tip_html_lines *lines;
    struct row row;
    char *names[COLUMNS]; /* of the columns, from one or more rows of headings */
    size_t name_count;
    size_t rows; /* written */
    bool failed;
};

/* ---- what a table is ---- */

static bool has_role(const struct tip_html_tree *tree, tip_html_place place, const char *role)
{
    const char *value = tip_html_attribute(tree, place, TIP_HTML_AT_ROLE);
    return value != NULL && strcmp(value, role) == 0;
}

static bool is_cell(enum tip_html_tag tag)
{
    return tag == TIP_HTML_TD || tag == TIP_HTML_TH;
}

bool tip_html_table_is_data(const struct tip_html_tree *tree, tip_html_place table)
{
    size_t rows = 0, wide_rows = 0, cells = 0, headings = 0;
    if (has_role(tree, table, "presentation") || has_role(tree, table, "none"))
        return false;
    for (tip_html_place at = table + 1; at < tree->nodes[table].end; at++) {
        enum tip_html_tag tag = (enum tip_html_tag)tree->nodes[at].tag;
        if (tag == TIP_HTML_TABLE || tip_html_heading_level(tag) > 0)
            return false;
        if (tag == TIP_HTML_TR) {
            rows++;
            cells = 0;
        }
        if (!is_cell(tag))
            continue;
        cells++;
        wide_rows += cells == 2;
        headings += tag == TIP_HTML_TH;
        if (headings == 0 && tip_html_words(tree, at) > CELL_WORDS)
            return false;
    }
    return wide_rows > 0 && (headings > 0 || wide_rows * 2 >= rows);
}

/* ---- rows ---- */

static unsigned span_of(const struct tip_html_tree *tree, tip_html_place cell,
                        enum tip_html_attribute attribute, unsigned most)
{
    const char *value = tip_html_attribute(tree, cell, attribute);
    unsigned long span = value == NULL ? 1 : strtoul(value, NULL, 10);
    return span < 1 ? 1 : span > most ? most : (unsigned)span;
}

static char *cell_text(struct table *table, tip_html_place cell)
{
    struct tip_string text = {0};
    tip_html_words_append(&text, table->tree, cell);
    char *out = tip_string_release(&text);
    tip_string_free(&text);
    table->failed |= out == NULL;
    return out;
}

/* What spans no further row is gone; what is long leaves its place free. */
static void begin_row(struct row *row)
{
    row->count = 0;
    for (size_t i = 0; i < COLUMNS; i++) {
        if (row->spans[i] > 0 && --row->spans[i] > 0) {
            row->count = i + 1;
            if (row->cells[i] != NULL && strlen(row->cells[i]) > SPAN_BYTES)
                row->cells[i][0] = '\0';
            continue;
        }
        free(row->cells[i]);
        row->cells[i] = NULL;
    }
}

static void append_to_last(struct table *table, char *text)
{
    struct row *row = &table->row;
    char *together = NULL;
    const char *last = row->cells[COLUMNS - 1] == NULL ? "" : row->cells[COLUMNS - 1];
    if (asprintf(&together, "%s %s", last, text) < 0)
        together = NULL;
    table->failed |= together == NULL;
    free(row->cells[COLUMNS - 1]);
    free(text);
    row->cells[COLUMNS - 1] = together;
    row->spans[COLUMNS - 1] = 0;
}

static void add_cell(struct table *table, tip_html_place cell, size_t *column, bool names)
{
    struct row *row = &table->row;
    while (*column < COLUMNS && row->spans[*column] > 0)
        (*column)++;
    char *text = cell_text(table, cell);
    if (text == NULL)
        return;
    if (*column >= COLUMNS) {
        append_to_last(table, text);
        return;
    }
    unsigned columns = span_of(table->tree, cell, TIP_HTML_AT_COLSPAN, COLUMNS);
    unsigned rows = span_of(table->tree, cell, TIP_HTML_AT_ROWSPAN, ROW_SPAN);
    for (unsigned i = 0; i < columns && *column < COLUMNS; i++, (*column)++) {
        free(row->cells[*column]);
        row->cells[*column] = strdup(i == 0 || names ? text : "");
        table->failed |= row->cells[*column] == NULL;
        row->spans[*column] = rows;
    }
    if (row->count < *column)
        row->count = *column;
    free(text);
}

/* All cells of a row; whether each of them is a heading, or all of them are bold. */
static bool read_row(struct table *table, tip_html_place tr, bool names)
{
    const struct tip_html_tree *tree = table->tree;
    size_t column = 0;
    bool is_heading = true;
    begin_row(&table->row);
    for (tip_html_place at = tr + 1; at < tree->nodes[tr].end;) {
        const struct tip_html_node *node = &tree->nodes[at];
        if (!is_cell((enum tip_html_tag)node->tag) || node->is_dropped) {
            at = node->is_dropped ? node->end : at + 1;
            continue;
        }
        bool is_empty = tip_html_words(tree, at) == 0;
        is_heading &= node->tag == TIP_HTML_TH || is_empty || tip_html_is_bold(tree, at);
        add_cell(table, at, &column, names);
        at = node->end;
    }
    return is_heading && column > 1;
}

/* ---- writing ---- */

/* A line with a cell's tabs, which part nothing, as blanks. */
static void append_cell(struct tip_string *line, const char *cell)
{
    for (; cell != NULL && *cell != '\0'; cell++)
        tip_string_append_char(line, *cell == '\t' ? ' ' : *cell);
}

static void write_line(struct table *table, const struct tip_string *line, size_t number)
{
    if (line->failed) {
        table->failed = true;
        return;
    }
    if (table->rows++ == 0)
        tip_html_lines_part(table->lines, 1);
    tip_html_lines_add(table->lines, TIP_ROLE_ROW, line->data == NULL ? "" : line->data,
                       line->length, number);
}

static void write_cells(struct table *table, char *const *cells, size_t count, size_t number)
{
    struct tip_string line = {0};
    bool has_text = false;
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            tip_string_append_char(&line, '\t');
        append_cell(&line, cells[i]);
        has_text |= cells[i] != NULL && cells[i][0] != '\0';
    }
    if (has_text)
        write_line(table, &line, number);
    tip_string_free(&line);
}

static void write_rule(struct table *table, size_t number)
{
    struct tip_string line = {0};
    tip_string_append_text(&line, "---\t---");
    write_line(table, &line, number);
    tip_string_free(&line);
}

/* A second row of headings goes on where the first, which spans its columns, began. */
static void add_names(struct table *table)
{
    struct row *row = &table->row;
    for (size_t i = 0; i < row->count; i++) {
        const char *above = table->names[i], *name = row->cells[i] == NULL ? "" : row->cells[i];
        bool is_new = above == NULL || above[0] == '\0' || strcmp(above, name) == 0;
        char *together = NULL;
        if (asprintf(&together, "%s%s%s", is_new ? "" : above, is_new || name[0] == '\0' ? "" : " ",
                     name) < 0)
            together = NULL;
        table->failed |= together == NULL;
        free(table->names[i]);
        table->names[i] = together;
    }
    if (table->name_count < row->count)
        table->name_count = row->count;
}

static void write_names(struct table *table, size_t number)
{
    if (table->name_count == 0 || table->rows > 0)
        return;
    write_cells(table, table->names, table->name_count, number);
    if (table->rows > 0)
        write_rule(table, number);
}

/* How many rows in front are headings; all of them are none. */
static size_t count_names(struct table *table)
{
    const struct tip_html_tree *tree = table->tree;
    size_t headings = 0, rows = 0;
    bool is_in_front = true;
    for (tip_html_place at = table->place + 1; at < tree->nodes[table->place].end; at++) {
        if (tree->nodes[at].tag != TIP_HTML_TR)
            continue;
        bool is_heading = read_row(table, at, true);
        is_in_front &= is_heading || tip_html_around(tree, at, TIP_HTML_THEAD) > table->place;
        headings += is_in_front;
        rows++;
    }
    for (size_t i = 0; i < COLUMNS; i++)
        table->row.spans[i] = 0;
    return headings < rows ? headings : 0;
}

static void table_free(struct table *table)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        free(table->row.cells[i]);
        free(table->names[i]);
    }
}

tip_status tip_html_table_add(struct tip_html_lines *lines, const struct tip_html_tree *tree,
                              tip_html_place place, struct tip_error *error)
{
    struct table table = {.tree = tree, .place = place, .lines = lines};
    size_t headings = count_names(&table), row = 0;
    for (tip_html_place at = place + 1; at < tree->nodes[place].end && !table.failed; at++) {
        if (tree->nodes[at].tag != TIP_HTML_TR || tree->nodes[at].is_dropped)
            continue;
        read_row(&table, at, row < headings);
        if (row++ < headings) {
            add_names(&table);
            continue;
        }
        write_names(&table, tree->nodes[at].line);
        write_cells(&table, table.row.cells, table.row.count, tree->nodes[at].line);
    }
    table_free(&table);
    tip_html_lines_part(lines, 1);
    return table.failed ? tip_error_memory(error, "reading a page's table") : TIP_OK;
}

/* ---- lists of terms ---- */

/* Terms that have their meaning together stand in one cell. */
static void add_term(struct tip_string *term, const struct tip_html_tree *tree,
                     tip_html_place place, bool *has_meaning)
{
    if (*has_meaning)
        tip_string_clear(term);
    else if (term->length > 0)
        tip_string_append_text(term, ", ");
    tip_html_words_append(term, tree, place);
    *has_meaning = false;
}

static bool write_meaning(struct table *table, const struct tip_string *term, tip_html_place place)
{
    struct tip_string line = {0};
    if (term->length > 0)
        tip_string_printf(&line, "%s\t", term->data);
    tip_html_words_append(&line, table->tree, place);
    write_line(table, &line, table->tree->nodes[place].line);
    tip_string_free(&line);
    return true;
}

tip_status tip_html_terms_add(struct tip_html_lines *lines, const struct tip_html_tree *tree,
                              tip_html_place list, struct tip_error *error)
{
    struct table table = {.tree = tree, .place = list, .lines = lines};
    struct tip_string term = {0};
    bool has_meaning = true;
    for (tip_html_place at = list + 1; at < tree->nodes[list].end;) {
        const struct tip_html_node *node = &tree->nodes[at];
        if (node->is_dropped || node->tag == TIP_HTML_DT || node->tag == TIP_HTML_DD) {
            if (!node->is_dropped && node->tag == TIP_HTML_DT)
                add_term(&term, tree, at, &has_meaning);
            else if (!node->is_dropped)
                has_meaning = write_meaning(&table, &term, at);
            at = node->end;
        } else {
            at++;
        }
    }
    if (!has_meaning)
        write_line(&table, &term, tree->nodes[list].line);
    table.failed |= term.failed;
    tip_string_free(&term);
    tip_html_lines_part(lines, 1);
    return table.failed ? tip_error_memory(error, "reading a page's terms") : TIP_OK;
}
