/* The text of a passage, laid out by what it is, and not a byte of it more or less: what is copied
 * from the page is what is quoted. */
#include <string.h>

#include "web/html.h"
#include "web/parts.h"

enum { COLUMN_NAME_LENGTH = 200 /* bytes; of a longer one the colon is part of a sentence */ };

/* Rows of tables are indexed as "Column: value; Column: value", lists as a line an item. */
static size_t cell_length(const char *text)
{
    const char *semicolon = strstr(text, "; ");
    size_t line = strcspn(text, "\n");

    if (semicolon != NULL && (size_t)(semicolon - text) < line)
        return (size_t)(semicolon - text) + strlen("; ");
    return line + (text[line] == '\n');
}

static size_t line_length(const char *text)
{
    size_t line = strcspn(text, "\n");

    return line + (text[line] == '\n');
}

/* The column's name and its colon at the begin of a cell; 0 for none. */
static size_t name_length(const char *cell, size_t length)
{
    for (size_t i = 1; i + 1 < length && i < COLUMN_NAME_LENGTH; i++)
        if (cell[i] == ':' && cell[i + 1] == ' ')
            return i + 1;
    return 0;
}

static void write_cell(struct tip_string *out, const char *cell, size_t length)
{
    size_t name = name_length(cell, length);

    tip_html_markup(out, "<span class=\"cell\">");
    if (name > 0) {
        tip_html_markup(out, "<span class=\"cell-name\">");
        tip_html_bytes(out, cell, name);
        tip_html_markup(out, "</span>");
    }
    tip_html_bytes(out, cell + name, length - name);
    tip_html_markup(out, "</span>");
}

/* "- ", or a number or letter with a full stop or parenthesis. */
static bool is_item(const char *line)
{
    size_t mark = strspn(line, "0123456789");

    if (mark == 0 && line[0] != '\0' && line[1] == ' ')
        return strchr("-*+", line[0]) != NULL;
    if (mark == 0)
        mark = 1;
    return line[0] != '\0' && (line[mark] == '.' || line[mark] == ')') && line[mark + 1] == ' ';
}

static void write_line(struct tip_string *out, const char *line, size_t length)
{
    tip_html_markup(out, is_item(line) ? "<span class=\"line item\">" : "<span class=\"line\">");
    tip_html_bytes(out, line, length);
    tip_html_markup(out, "</span>");
}

void tip_web_text(struct tip_string *out, const struct tip_view *view)
{
    const char *text = view->text;

    if (view->row.kind != TIP_KIND_TABLE && view->row.kind != TIP_KIND_LIST) {
        tip_html_text(out, text);
        return;
    }
    while (*text != '\0') {
        bool is_table = view->row.kind == TIP_KIND_TABLE;
        size_t length = is_table ? cell_length(text) : line_length(text);

        (is_table ? write_cell : write_line)(out, text, length);
        text += length;
    }
}
