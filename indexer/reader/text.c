/* Plain text -> blocks: lines are taken in groups (no empty line inside), and each group in runs of
 * one role or shape: table rows, list items, plain lines (plain.c). */
#include "reader/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "reader/heading.h"
#include "reader/list_marker.h"
#include "reader/page_turns.h"
#include "reader/reading.h"
#include "reader/table.h"

enum { BODY_WORDS = 8 };

/* A tab behind something: one that only indents makes no row. */
static bool is_table_line(const struct tip_line *line)
{
    if (line->role != TIP_ROLE_SHAPE)
        return line->role == TIP_ROLE_ROW;
    size_t indent = 0;
    while (indent < line->length && line->text[indent] == '\t')
        indent++;
    return memchr(line->text + indent, '\t', line->length - indent) != NULL;
}

static bool is_rule(const struct tip_line *line)
{
    return (line->role == TIP_ROLE_SHAPE || line->role == TIP_ROLE_ROW) && tip_line_is_rule(line);
}

/* Underlined with equals signs or dashes: the line above is a heading. */
static bool is_underline(const struct tip_lines *lines, size_t place)
{
    const struct tip_line *line = &lines->items[place];
    return line->length >= 3 && is_rule(line) && !is_table_line(line) &&
           strspn(line->text, "=-") >= line->length;
}

static bool is_plain(const struct tip_lines *lines, size_t place)
{
    size_t skip;
    const struct tip_line *line = &lines->items[place];
    if (line->role != TIP_ROLE_SHAPE)
        return line->role == TIP_ROLE_TEXT;
    return !is_table_line(line) && !is_rule(line) &&
           tip_list_marker(line->text, line->length, &skip) == TIP_MARKER_NONE;
}

static size_t plain_end(const struct tip_lines *lines, size_t first, size_t end)
{
    size_t at = first;
    while (at < end && is_plain(lines, at))
        at++;
    return at;
}

/* The lines of a map's legend are one paragraph: alone they say nothing. */
static tip_status read_legend(struct tip_reading *reading, size_t first, size_t end, size_t *next)
{
    const struct tip_lines *lines = reading->lines;
    tip_status status = TIP_OK;
    size_t at = first, skip;
    for (; at < end && status == TIP_OK; at++) {
        const struct tip_line *line = &lines->items[at];
        if (tip_list_marker(line->text, line->length, &skip) != TIP_MARKER_LEGEND)
            break;
        char *shown = tip_reading_join(reading, at, at + 1, skip, " ");
        if (shown == NULL)
            return tip_error_memory(reading->error, "reading a text");
        status = at == first
                     ? tip_reading_add(reading, TIP_BLOCK_PARAGRAPH, shown, at, at + 1, NULL)
                     : tip_reading_append(reading, tip_reading_last(reading), "; ", shown);
        free(shown);
    }
    *next = at;
    return status;
}

/* "a. ", "(b) ", a bullet before it or not, below "9. ": letters number the parts of what figures
 * number. */
static bool is_lettered_below(const char *above, const struct tip_line *line)
{
    size_t skip;
    if (!isdigit((unsigned char)above[0]) ||
        tip_list_marker(above, strlen(above), &skip) != TIP_MARKER_NUMBER)
        return false;
    tip_list_marker(line->text, line->length, &skip);
    const char *text = line->text + skip;
    size_t length = line->length - skip, letter = length > 0 && text[0] == '(', unused;
    return length > 2 && strchr("abcdefgh", text[letter]) != NULL &&
           tip_list_marker(text, length, &unused) == TIP_MARKER_NUMBER;
}

/* An item of a list within an item: indented, or of letters, directly below it. */
static bool is_below_item(const struct tip_reading *reading, size_t place)
{
    const struct tip_block *before = tip_reading_last(reading);
    const struct tip_line *line = &reading->lines->items[place];
    return before != NULL && before->kind == TIP_BLOCK_LIST_ITEM && line->blanks == 0 &&
           (line->indent > reading->item_indent || is_lettered_below(before->text, line));
}

/* The items of the inner list stay with the item that introduces them. */
static tip_status add_to_item(struct tip_reading *reading, size_t first, size_t end, size_t skip)
{
    char *shown = tip_reading_join(reading, first, end, skip, " ");
    if (shown == NULL)
        return tip_error_memory(reading->error, "reading a text");
    tip_status status = tip_reading_append(reading, tip_reading_last(reading), "\n  ", shown);
    free(shown);
    return status;
}

static tip_status read_list_item(struct tip_reading *reading, size_t first, size_t end,
                                 size_t *next)
{
    size_t skip;
    const struct tip_line *line = &reading->lines->items[first];
    enum tip_marker marker = tip_list_marker(line->text, line->length, &skip);
    *next = plain_end(reading->lines, first + 1, end);
    if (marker == TIP_MARKER_LEGEND)
        return read_legend(reading, first, end, next);
    if (is_below_item(reading, first))
        return add_to_item(reading, first, *next, skip);
    reading->item_indent = line->indent;
    return tip_reading_add_lines(reading, TIP_BLOCK_LIST_ITEM, first, *next, skip, " ");
}

static tip_status read_table(struct tip_reading *reading, size_t first, size_t end, size_t *next)
{
    struct tip_document *document = reading->document;
    size_t at = first, before = document->count;
    while (at < end &&
           (is_table_line(&reading->lines->items[at]) || is_rule(&reading->lines->items[at])))
        at++;
    *next = at;
    tip_status status = tip_table_read(document, reading->lines, first, at, reading->error);
    for (size_t i = before, line = first; i < document->count && status == TIP_OK; i++) {
        while (line + 1 < at && reading->lines->items[line].number < document->blocks[i].line)
            line++;
        status = tip_reading_set_page(reading, &document->blocks[i], &reading->lines->items[line]);
    }
    return status;
}

static tip_status read_plain_run(struct tip_reading *reading, size_t first, size_t end,
                                 size_t *next)
{
    *next = plain_end(reading->lines, first, end);
    if (*next - first == 1 && *next < end && is_underline(reading->lines, *next)) {
        tip_status status = tip_reading_add_heading(reading, first, *next);
        bool is_first_level = reading->lines->items[*next].text[0] == '=';
        (*next)++;
        if (status == TIP_OK)
            tip_reading_last(reading)->level =
                is_first_level ? TIP_RANK_CONTENTS_1 : TIP_RANK_CONTENTS_2;
        return status;
    }
    return tip_reading_plain(reading, first, *next);
}

static tip_status read_contents_line(struct tip_reading *reading, size_t place)
{
    char *shown = tip_reading_join(reading, place, place + 1, 0, " ");
    if (shown == NULL)
        return tip_error_memory(reading->error, "reading a text");
    for (char *tab = shown; (tab = strchr(tab, '\t')) != NULL;)
        *tab = ' ';
    tip_status status =
        tip_reading_add(reading, TIP_BLOCK_CONTENTS_ENTRY, shown, place, place + 1, NULL);
    free(shown);
    return status;
}

/* "1. Introduction": what begins as a list item does is a heading where the contents have it, or
 * where it stands alone, in a heading's shape, above a paragraph. */
static bool is_numbered_heading(const struct tip_reading *reading, size_t place, bool is_alone)
{
    const struct tip_lines *lines = reading->lines;
    const struct tip_line *line = &lines->items[place];
    size_t skip;
    if (!is_alone || tip_list_marker(line->text, line->length, &skip) != TIP_MARKER_NUMBER)
        return false;
    if (tip_contents_find(&reading->contents, line->text, line->length) != NULL)
        return true;
    if ((reading->marks & TIP_MARKS_TITLES) != 0)
        return false;
    const char *blank = memchr(line->text, ' ', line->length);
    const char *shown = blank + 1, *line_end = line->text + line->length;
    if (place + 1 >= lines->count || !is_plain(lines, place + 1) ||
        tip_reading_is_heading(reading, place + 1) || !isupper((unsigned char)*shown))
        return false;
    const struct tip_line *next = &lines->items[place + 1];
    return tip_heading_is_title(shown, (size_t)(line_end - shown)) &&
           tip_text_words(next->text, next->length) >= BODY_WORDS;
}

/* Where the lines from `first` on cease to have its role. */
static size_t role_end(const struct tip_lines *lines, size_t first, size_t end)
{
    size_t at = first + 1;
    while (at < end && lines->items[at].role == lines->items[first].role)
        at++;
    return at;
}

/* A run of lines of one role, taken together. */
static tip_status read_run(struct tip_reading *reading, size_t first, size_t end)
{
    const struct tip_block *before = tip_reading_last(reading);
    switch (reading->lines->items[first].role) {
    case TIP_ROLE_HEADING:
        return tip_reading_add_heading(reading, first, end);
    case TIP_ROLE_QUOTATION:
        return tip_reading_add_lines(reading, TIP_BLOCK_QUOTATION, first, end, 0, "\n");
    case TIP_ROLE_CAPTION:
        return tip_reading_add_lines(reading, TIP_BLOCK_CAPTION, first, end, 0, " ");
    case TIP_ROLE_SPEAKER:
        if (before != NULL && before->kind == TIP_BLOCK_QUOTATION && before->by == NULL)
            return tip_reading_add_speaker(reading, first, end);
        return tip_reading_add_lines(reading, TIP_BLOCK_PARAGRAPH, first, end, 0, " ");
    default:
        return tip_reading_plain(reading, first, end);
    }
}

/* Lines of which the markup says what they are. */
static tip_status read_marked(struct tip_reading *reading, size_t first, size_t end, size_t *next)
{
    switch (reading->lines->items[first].role) {
    case TIP_ROLE_CONTENTS:
        *next = first + 1;
        return read_contents_line(reading, first);
    case TIP_ROLE_ITEM:
        return read_list_item(reading, first, end, next);
    case TIP_ROLE_ROW:
        return read_table(reading, first, end, next);
    case TIP_ROLE_TEXT:
        *next = plain_end(reading->lines, first, end);
        return tip_reading_plain(reading, first, *next);
    default:
        *next = role_end(reading->lines, first, end);
        return read_run(reading, first, *next);
    }
}

static tip_status read_group(struct tip_reading *reading, size_t first, size_t end)
{
    const struct tip_lines *lines = reading->lines;
    tip_status status = TIP_OK;
    for (size_t at = first; at < end && status == TIP_OK;) {
        const struct tip_line *line = &lines->items[at];
        if (at >= reading->contents.first_line && at < reading->contents.end_line) {
            if (!is_rule(line))
                status = read_contents_line(reading, at);
            at++;
        } else if (line->role != TIP_ROLE_SHAPE) {
            status = read_marked(reading, at, end, &at);
        } else if (is_table_line(line)) {
            status = read_table(reading, at, end, &at);
        } else if (is_rule(line)) {
            at++;
        } else if (is_numbered_heading(reading, at, end - first == 1)) {
            status = tip_reading_add_heading(reading, at, at + 1);
            at++;
        } else if (is_plain(lines, at)) {
            status = read_plain_run(reading, at, end, &at);
        } else {
            status = read_list_item(reading, at, end, &at);
        }
    }
    return status;
}

static tip_status read_groups(struct tip_reading *reading)
{
    const struct tip_lines *lines = reading->lines;
    tip_status status = TIP_OK;
    for (size_t first = 0; first < lines->count && status == TIP_OK;) {
        size_t end = first + 1;
        while (end < lines->count && lines->items[end].blanks == 0 &&
               lines->items[end].page == lines->items[first].page)
            end++;
        status = read_group(reading, first, end);
        first = end;
    }
    return status;
}

/* The first heading is the document's title, unless it is that of the contents. */
static tip_status take_title(struct tip_document *document, struct tip_error *error)
{
    if (document->title != NULL || document->count == 0 ||
        document->blocks[0].kind != TIP_BLOCK_HEADING)
        return TIP_OK;
    document->title = strdup(document->blocks[0].text);
    return document->title == NULL ? tip_error_memory(error, "reading a text") : TIP_OK;
}

tip_status tip_lines_read(struct tip_document *document, const struct tip_lines *lines,
                          unsigned marks, struct tip_error *error)
{
    struct tip_reading reading = {
        .document = document, .lines = lines, .marks = marks, .error = error};
    tip_status status = tip_contents_read(&reading.contents, lines, error);
    if (status == TIP_OK)
        status = read_groups(&reading);
    if (status == TIP_OK)
        status = take_title(document, error);
    if (status == TIP_OK) {
        tip_asides_mark(document);
        status = tip_outline_settle(document, error);
    }
    if (status == TIP_OK)
        status = tip_page_turns_take(document, lines, error);
    tip_contents_free(&reading.contents);
    return status;
}

tip_status tip_text_read(struct tip_document *document, const char *name, const char *text,
                         size_t length, const struct tip_reader_options *options,
                         struct tip_error *error)
{
    (void)name;
    (void)options;
    struct tip_lines lines = {0};
    tip_status status = tip_lines_split(&lines, text, length, error);
    if (status == TIP_OK)
        status = tip_lines_read(document, &lines, 0, error);
    tip_lines_free(&lines);
    return status;
}
