/* A text as its lines that hold something. */
#include "reader/lines.h"

#include <stdlib.h>

enum { PAGE_BREAK_BLANKS = 3 };

static bool is_line_end(char byte)
{
    return byte == '\n' || byte == '\r' || byte == '\f';
}

/* A tab at a row's end stands for an empty cell, so only what is a blank is taken off there. */
static struct tip_line trim(const char *text, size_t length)
{
    struct tip_line line = {.text = text, .length = length};
    while (line.length > 0 && line.text[0] == ' ') {
        line.text++;
        line.length--;
        line.indent++;
    }
    while (line.length > 0 && line.text[line.length - 1] == ' ')
        line.length--;
    return line;
}

static bool is_empty(const struct tip_line *line)
{
    for (size_t i = 0; i < line->length; i++)
        if (line->text[i] != ' ' && line->text[i] != '\t')
            return false;
    return true;
}

static tip_status add(struct tip_lines *lines, const struct tip_line *line, struct tip_error *error)
{
    if (lines->count == lines->capacity) {
        size_t capacity = lines->capacity == 0 ? 1024 : lines->capacity * 2;
        struct tip_line *items = realloc(lines->items, capacity * sizeof *items);
        if (items == NULL)
            return tip_error_memory(error, "splitting a source into lines");
        lines->items = items;
        lines->capacity = capacity;
    }
    lines->items[lines->count++] = *line;
    return TIP_OK;
}

tip_status tip_lines_split(struct tip_lines *lines, const char *text, size_t length,
                           struct tip_error *error)
{
    size_t number = 1, start = 0;
    unsigned blanks = 0;
    for (size_t at = 0; at <= length; at++) {
        if (at < length && !is_line_end(text[at]))
            continue;
        struct tip_line line = trim(text + start, at - start);
        line.number = number;
        line.blanks = blanks;
        line.page = lines->pages;
        if (is_empty(&line)) {
            blanks++;
        } else {
            tip_status status = add(lines, &line, error);
            if (status != TIP_OK)
                return status;
            blanks = 0;
        }
        if (at + 1 < length && text[at] == '\r' && text[at + 1] == '\n')
            at++;
        if (at < length && text[at] == '\f')
            lines->pages++;
        else
            number++;
        start = at + 1;
    }
    return TIP_OK;
}

void tip_lines_free(struct tip_lines *lines)
{
    free(lines->items);
    *lines = (struct tip_lines){0};
}

bool tip_line_is_rule(const struct tip_line *line)
{
    size_t dashes = 0;
    for (size_t i = 0; i < line->length; i++) {
        char byte = line->text[i];
        if (byte == '-' || byte == '=' || byte == '*' || byte == '_')
            dashes++;
        else if (byte != ' ' && byte != '\t' && byte != '|' && byte != '+' && byte != ':')
            return false;
    }
    return dashes >= 2;
}

bool tip_line_breaks_page(const struct tip_lines *lines, size_t next)
{
    if (next == 0 || next >= lines->count)
        return true;
    const struct tip_line *line = &lines->items[next];
    bool turns_page = line->page != lines->items[next - 1].page && !lines->pages_flow;
    return line->blanks >= PAGE_BREAK_BLANKS || turns_page;
}
