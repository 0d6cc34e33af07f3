/* Reading tables. */
#include "knowledge/tsv.h"

#include <string.h>

#include "base/utf8.h"

static const char byte_order_mark[] = "\xEF\xBB\xBF";

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\r' || byte == '\t';
}

/* The text between `from` and `to` without blanks around it, as a string. */
static struct tip_tsv_cell cell_of(char *from, char *to, unsigned column)
{
    while (from < to && is_blank(*from)) {
        from++;
        column++;
    }
    while (to > from && is_blank(to[-1]))
        to--;
    *to = '\0';
    return (struct tip_tsv_cell){.text = from, .column = column};
}

/* Tells of bytes that are no text. */
static bool is_text(struct tip_tsv *tsv, const char *line, size_t length)
{
    size_t bad = tip_utf8_invalid_at(line, length);
    const char *nul = memchr(line, '\0', length);
    if (bad < length)
        tip_fault(tsv->faults, tsv->line, (unsigned)tip_utf8_count(line, bad) + 1,
                  "byte %02X is not UTF-8: save the file as UTF-8", (unsigned char)line[bad]);
    else if (nul != NULL)
        tip_fault(tsv->faults, tsv->line, (unsigned)tip_utf8_count(line, (size_t)(nul - line)) + 1,
                  "a NUL character stands here: take it out");
    return bad == length && nul == NULL;
}

/* The next line that is no comment, as a string. */
static char *next_line(struct tip_tsv *tsv, char **line_end)
{
    while (tsv->next < tsv->end) {
        char *line = tsv->next;
        char *newline = memchr(line, '\n', (size_t)(tsv->end - line));
        char *stop = newline != NULL ? newline : tsv->end;
        tsv->next = newline != NULL ? newline + 1 : tsv->end;
        tsv->line++;
        if (!is_text(tsv, line, (size_t)(stop - line)))
            continue;
        *stop = '\0';
        if (*line == '#' || line[strspn(line, " \t\r")] == '\0')
            continue;
        *line_end = stop;
        return line;
    }
    return NULL;
}

/* Splits a line at its tabs; the number of cells, of which no more than `room` are kept. */
static size_t split(char *line, char *line_end, struct tip_tsv_cell *cells, size_t room)
{
    size_t count = 0;
    unsigned column = 1;
    for (char *from = line; from != NULL; count++) {
        char *tab = memchr(from, '\t', (size_t)(line_end - from));
        char *to = tab != NULL ? tab : line_end;
        unsigned width = (unsigned)tip_utf8_count(from, (size_t)(to - from)) + 1;
        struct tip_tsv_cell cell = cell_of(from, to, column);
        if (count < room)
            cells[count] = cell;
        column += width;
        from = tab != NULL ? tab + 1 : NULL;
    }
    return count;
}

static size_t column_named(const struct tip_tsv *tsv, const char *name)
{
    size_t i = 0;
    while (i < tsv->column_count && strcmp(tsv->columns[i].name, name) != 0)
        i++;
    return i;
}

static bool has_column(const struct tip_tsv *tsv, size_t column, size_t cells)
{
    for (size_t i = 0; i < cells; i++) {
        if (tsv->order[i] == column)
            return true;
    }
    return false;
}

static bool read_header(struct tip_tsv *tsv, const struct tip_tsv_cell *cells)
{
    bool is_good = true;
    for (size_t i = 0; i < tsv->cell_count; i++) {
        size_t column = column_named(tsv, cells[i].text);
        bool is_known = column < tsv->column_count;
        if (!is_known || has_column(tsv, column, i)) {
            tip_fault(tsv->faults, tsv->line, cells[i].column, "%s column '%.40s' in the header",
                      is_known ? "a second" : "there is no", cells[i].text);
            is_good = false;
        }
        tsv->order[i] = column;
    }
    for (size_t column = 0; column < tsv->column_count; column++) {
        if (tsv->columns[column].is_needed && !has_column(tsv, column, tsv->cell_count)) {
            tip_fault(tsv->faults, tsv->line, 1, "the header lacks the column '%s'",
                      tsv->columns[column].name);
            is_good = false;
        }
    }
    return is_good;
}

bool tip_tsv_open(struct tip_tsv *tsv, char *bytes, size_t size,
                  const struct tip_tsv_column *columns, size_t column_count,
                  struct tip_faults *faults)
{
    size_t mark = size >= 3 && memcmp(bytes, byte_order_mark, 3) == 0 ? 3 : 0;
    *tsv = (struct tip_tsv){
        .faults = faults,
        .columns = columns,
        .column_count = column_count,
        .next = bytes + mark,
        .end = bytes + size,
    };
    struct tip_tsv_cell cells[TIP_TSV_COLUMNS];
    char *line_end;
    char *line = next_line(tsv, &line_end);
    if (line == NULL)
        return true;
    tsv->cell_count = split(line, line_end, cells, TIP_TSV_COLUMNS);
    if (tsv->cell_count > TIP_TSV_COLUMNS) {
        tip_fault(faults, tsv->line, 1, "the header has %zu columns, %d are the most",
                  tsv->cell_count, TIP_TSV_COLUMNS);
        return false;
    }
    return read_header(tsv, cells);
}

/* Puts the cells where the columns are that were asked for, and looks for those that are missing.
 */
static bool take_cells(struct tip_tsv *tsv, struct tip_tsv_cell *cells, size_t count,
                       char *line_end, struct tip_tsv_row *row)
{
    unsigned behind = count > 0 ? cells[count - 1].column : 1;
    for (size_t i = 0; i < TIP_TSV_COLUMNS; i++)
        row->cells[i] = (struct tip_tsv_cell){.text = line_end, .column = behind};
    for (size_t i = 0; i < count; i++)
        row->cells[tsv->order[i]] = cells[i];
    for (size_t i = 0; i < tsv->column_count; i++) {
        if (tsv->columns[i].is_needed && row->cells[i].text[0] == '\0') {
            tip_fault(tsv->faults, tsv->line, row->cells[i].column, "the cell '%s' is empty",
                      tsv->columns[i].name);
            return false;
        }
    }
    return true;
}

bool tip_tsv_next(struct tip_tsv *tsv, struct tip_tsv_row *row)
{
    struct tip_tsv_cell cells[TIP_TSV_COLUMNS];
    char *line_end;
    for (char *line; (line = next_line(tsv, &line_end)) != NULL;) {
        size_t count = split(line, line_end, cells, TIP_TSV_COLUMNS);
        row->line = tsv->line;
        if (count > tsv->cell_count)
            tip_fault(tsv->faults, tsv->line, 1,
                      "the row has %zu cells, the header %zu: take out what is too much", count,
                      tsv->cell_count);
        else if (take_cells(tsv, cells, count, line_end, row))
            return true;
    }
    return false;
}

bool tip_tsv_part(struct tip_tsv_cell *rest, struct tip_tsv_cell *part)
{
    while (*rest->text != '\0') {
        char *from = rest->text;
        char *to = strchrnul(from, ';');
        unsigned column = rest->column;
        bool is_last = *to == '\0';
        rest->column += (unsigned)tip_utf8_count(from, (size_t)(to - from)) + 1;
        rest->text = is_last ? to : to + 1;
        *part = cell_of(from, to, column);
        if (part->text[0] != '\0')
            return true;
    }
    return false;
}
