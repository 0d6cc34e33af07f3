/* Hits as rows.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/row.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command/desk/cell.h"
#include "command/desk/csv.h"
#include "command/desk/row_json.h"
#include "command/desk/row_markdown.h"
#include "command/printable.h"

const struct tipsearch_error ROW_PARTIAL = {
    .code = TIPSEARCH_TIMEOUT,
    .at = -1,
    .retry_after_ms = -1,
    .message = "time ran out: there may be more and better passages: make the query narrower"};

enum row_form row_form_named(const char *name)
{
    static const struct {
        const char *name;
        enum row_form form;
    } FORMS[] = {{"csv", ROW_CSV}, {"jsonl", ROW_JSONL}, {"md", ROW_MD}};

    for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++)
        if (strcmp(name, FORMS[i].name) == 0)
            return FORMS[i].form;
    return ROW_NONE;
}

enum row_form row_form_of(const char *format)
{
    return format ? row_form_named(format) : ROW_CSV;
}

/* ---- cells ---- */

const char *row_column_name(enum row_column column)
{
    static const char *const NAMES[] = {
#define XX(column, name) name,
        ROW_COLUMN_MAP(XX)
#undef XX
    };

    return NAMES[column];
}

static struct cell text_cell(const char *text)
{
    return (struct cell){.is = text ? CELL_TEXT : CELL_EMPTY, .text = text};
}

static struct cell number_cell(long long number, long long least)
{
    return (struct cell){.is = number >= least ? CELL_NUMBER : CELL_EMPTY, .number = number};
}

static struct cell texts_cell(const char *const *texts, size_t count, const char *between)
{
    return (struct cell){.is = CELL_TEXTS, .texts = texts, .count = count, .between = between};
}

struct cell cell_of(const struct row *row, enum row_column column)
{
    static const struct tipsearch_passage NOTHING;
    const struct tipsearch_passage *passage = row->passage ? row->passage : &NOTHING;

    switch (column) {
    case ROW_LINE:
        return number_cell(row->line, 1);
    case ROW_NAME:
        return text_cell(row->name);
    case ROW_QUERY:
        return text_cell(row->query);
    case ROW_READ_AS:
        return text_cell(row->read_as);
    case ROW_TOTAL:
        return number_cell(row->total, 0);
    case ROW_RANK:
        return number_cell(row->rank, 1);
    case ROW_ID:
        return text_cell(passage->id);
    case ROW_REPORT:
        return text_cell(passage->report.id);
    case ROW_YEAR:
        return number_cell(passage->report.year, 1);
    case ROW_PAGE:
        return text_cell(passage->page);
    case ROW_SECTION:
        return texts_cell(passage->section, passage->section_count, " > ");
    case ROW_CITATION:
        return text_cell(passage->citation);
    case ROW_QUOTATION:
        return text_cell(passage->text);
    case ROW_PAGE_IS:
        return text_cell(passage->page_is);
    case ROW_BY:
        return text_cell(passage->by);
    case ROW_KIND:
        return text_cell(passage->kind);
    case ROW_COUNTRIES:
        return texts_cell(passage->countries, passage->country_count, " ");
    case ROW_URL:
        return text_cell(passage->report.url);
    case ROW_ALSO_IN:
        return (struct cell){
            .is = CELL_TWINS, .twins = passage->also_in, .count = passage->also_in_count};
    case ROW_CORRECTED:
        return text_cell(row->corrected);
    case ROW_ERROR:
        return (struct cell){.is = row->error ? CELL_ERROR : CELL_EMPTY, .error = row->error};
    case ROW_COLUMN_COUNT:
        break;
    }
    return (struct cell){.is = CELL_EMPTY};
}

/* ---- csv ---- */

static char *join_texts(const struct cell *cell)
{
    size_t length;
    char *text = NULL;
    FILE *out = open_memstream(&text, &length);

    if (!out)
        return NULL;
    for (size_t i = 0; i < cell->count; i++)
        fprintf(out, "%s%s", i > 0 ? cell->between : "", cell->texts[i]);
    fclose(out);
    return text;
}

/* Each by its report and id. */
static char *join_twins(const struct cell *cell)
{
    size_t length;
    char *text = NULL;
    FILE *out = open_memstream(&text, &length);

    if (!out)
        return NULL;
    for (size_t i = 0; i < cell->count; i++) {
        const struct tipsearch_twin *twin = &cell->twins[i];

        fprintf(out, "%s%s%s%s%s", i > 0 ? "; " : "", twin->report.id ? twin->report.id : "",
                twin->report.id ? " " : "", twin->id, twin->is_same ? "" : " (nearly)");
    }
    fclose(out);
    return text;
}

static void put_csv_cell(FILE *out, const struct cell *cell)
{
    char message[TIPSEARCH_MESSAGE_SIZE + 32];
    char *joined;

    switch (cell->is) {
    case CELL_EMPTY:
        break;
    case CELL_NUMBER:
        fprintf(out, "%lld", cell->number);
        break;
    case CELL_TEXT:
        csv_put(out, cell->text);
        break;
    case CELL_TEXTS:
    case CELL_TWINS:
        joined = cell->is == CELL_TEXTS ? join_texts(cell) : join_twins(cell);
        csv_put(out, joined ? joined : "");
        free(joined);
        break;
    case CELL_ERROR:
        snprintf(message, sizeof message, "%s: %s", tipsearch_code_name(cell->error->code),
                 cell->error->message);
        csv_put(out, message);
        break;
    }
}

static void put_csv(FILE *out, const struct row *row, unsigned columns)
{
    bool is_first = true;

    for (unsigned i = 0; i < ROW_COLUMN_COUNT; i++) {
        struct cell cell = cell_of(row, (enum row_column)i);

        if (!(columns & 1u << i))
            continue;
        if (!is_first)
            fputc(',', out);
        put_csv_cell(out, &cell);
        is_first = false;
    }
    csv_end_row(out);
}

static void put_csv_names(FILE *out, unsigned columns)
{
    bool is_first = true;

    for (unsigned i = 0; i < ROW_COLUMN_COUNT; i++) {
        if (!(columns & 1u << i))
            continue;
        fprintf(out, "%s%s", is_first ? "" : ",", row_column_name((enum row_column)i));
        is_first = false;
    }
    csv_end_row(out);
}

/* ---- the whole ---- */

void row_begin(struct row_writer *writer, FILE *out, enum row_form form, unsigned columns,
               bool has_bom)
{
    *writer = (struct row_writer){
        .out = out, .form = form, .columns = columns, .is_terminal = isatty(fileno(out))};
    if (form == ROW_CSV && has_bom && !writer->is_terminal)
        csv_put_bom(out);
    if (form == ROW_CSV)
        put_csv_names(out, columns);
}

/* Writes what may be obeyed by a terminal by way of memory. */
static bool write_text(const struct row_writer *writer, const struct row *row)
{
    size_t length;
    char *text = NULL;
    FILE *memory = writer->is_terminal ? open_memstream(&text, &length) : writer->out;

    if (!memory)
        return false;
    if (writer->form == ROW_CSV)
        put_csv(memory, row, writer->columns);
    else
        row_markdown_write(memory, row);
    if (!writer->is_terminal)
        return true;
    if (fclose(memory) == 0)
        printable_print_lines(writer->out, text);
    free(text);
    return text != NULL;
}

bool row_write(struct row_writer *writer, const struct row *row)
{
    bool is_made = writer->form == ROW_JSONL
                       ? row_json_write(writer->out, row, writer->columns, writer->is_terminal)
                       : write_text(writer, row);

    return is_made && !ferror(writer->out);
}

bool row_write_result(struct row_writer *writer, const struct row *row,
                      const struct tipsearch_result *result)
{
    struct row each = *row;
    bool is_written = true;

    each.read_as = result->read_as;
    each.corrected = result->corrected;
    each.total = result->total;
    if (result->is_partial)
        each.error = &ROW_PARTIAL;
    if (result->hit_count == 0)
        return row_write(writer, &each);
    for (size_t i = 0; i < result->hit_count && is_written; i++) {
        each.rank = result->hits[i].rank;
        each.passage = &result->hits[i].passage;
        is_written = row_write(writer, &each);
        each.is_further = true;
    }
    return is_written;
}
