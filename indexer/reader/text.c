/* Plain text -> blocks: lines are taken in groups (no empty line inside), and each group in runs of
 * one shape: table rows, list items, plain lines. What a plain run is (heading, quotation, who said
 * it, paragraph) is told by its shape and by the block before. */
#include "reader/text.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/string_builder.h"
#include "reader/contents.h"
#include "reader/heading.h"
#include "reader/lines.h"
#include "reader/list_marker.h"
#include "reader/markup.h"
#include "reader/speaker.h"
#include "reader/table.h"

enum { QUOTATION_WORDS = 8, SPEAKER_LINES = 4, SPEAKER_WORDS = 25, BODY_WORDS = 8 };

/* The reading of one text. */
struct text_reader {
    struct tip_document *document;
    struct tip_lines lines;
    struct tip_contents contents;
    const char *page;     /* label that the contents give for what is read now; in `contents` */
    unsigned item_indent; /* of the last list item that is in no other */
    struct tip_error *error;
};

/* ---- shapes of text ---- */

static bool is_quoted(const char *text)
{
    size_t length = strlen(text);
    while (length > 0 && (text[length - 1] == '*' || text[length - 1] == ' '))
        length--;
    bool opens = strncmp(text, "\xE2\x80\x9C", 3) == 0 || text[0] == '"';
    bool closes = length > 3 &&
                  (memcmp(text + length - 3, "\xE2\x80\x9D", 3) == 0 || text[length - 1] == '"');
    return opens && closes && tip_text_words(text, length) >= QUOTATION_WORDS;
}

/* ---- adding blocks ---- */

static struct tip_block *last_block(const struct text_reader *reader)
{
    size_t count = reader->document->count;
    return count == 0 ? NULL : &reader->document->blocks[count - 1];
}

static tip_status set_page(struct text_reader *reader, struct tip_block *block,
                           const struct tip_line *line)
{
    char number[16];
    const char *label = reader->page;
    block->page_is = label == NULL ? TIP_PAGE_UNKNOWN : TIP_PAGE_SECTION_START;
    if (reader->lines.pages > 0) {
        snprintf(number, sizeof number, "%u", line->page + 1);
        label = number;
        block->page_is = TIP_PAGE_EXACT;
        block->page_number = (int)line->page + 1;
    }
    if (label == NULL)
        return TIP_OK;
    block->page = strdup(label);
    return block->page == NULL ? tip_error_memory(reader->error, "reading a text") : TIP_OK;
}

/* Adds shown text; pages and breaks follow from the lines [first, end) it stands on. */
static tip_status add_shown(struct text_reader *reader, enum tip_block_kind kind, const char *shown,
                            size_t first, size_t end, struct tip_block **added)
{
    const struct tip_line *line = &reader->lines.items[first];
    struct tip_block *block =
        tip_document_add(reader->document, kind, shown, strlen(shown), line->number);
    if (block == NULL)
        return tip_error_memory(reader->error, "reading a text");
    if (tip_line_breaks_page(&reader->lines, first))
        block->flags |= TIP_BLOCK_AFTER_BREAK;
    if (tip_line_breaks_page(&reader->lines, end))
        block->flags |= TIP_BLOCK_BEFORE_BREAK;
    if (added != NULL)
        *added = block;
    return set_page(reader, block, line);
}

/* "inter-" and "national": the hyphen stays, a blank would make two words of one. */
static bool parts_word(const struct tip_string *before, const struct tip_line *line)
{
    return before->length >= 2 && before->data[before->length - 1] == '-' &&
           isalpha((unsigned char)before->data[before->length - 2]) &&
           islower((unsigned char)line->text[0]);
}

/* The shown text of the lines [first, end), `skip` bytes of the first left out; for free(3). */
static char *join_lines(const struct text_reader *reader, size_t first, size_t end, size_t skip,
                        const char *between)
{
    struct tip_string raw = {0};
    for (size_t i = first; i < end; i++) {
        const struct tip_line *line = &reader->lines.items[i];
        size_t from = i == first ? skip : 0;
        if (i > first && !parts_word(&raw, line))
            tip_string_append_text(&raw, between);
        tip_string_append(&raw, line->text + from, line->length - from);
    }
    char *shown =
        raw.failed ? NULL : tip_markup_strip(raw.data == NULL ? "" : raw.data, raw.length);
    tip_string_free(&raw);
    return shown;
}

static tip_status add_lines(struct text_reader *reader, enum tip_block_kind kind, size_t first,
                            size_t end, size_t skip)
{
    char *shown = join_lines(reader, first, end, skip, " ");
    if (shown == NULL)
        return tip_error_memory(reader->error, "reading a text");
    tip_status status = add_shown(reader, kind, shown, first, end, NULL);
    free(shown);
    return status;
}

/* ---- headings ---- */

/* "SURVIVOR INSIGHTS:" and the heading in capitals that follows are one. */
static bool goes_on(const struct tip_block *before, const char *shown)
{
    size_t length = before == NULL ? 0 : strlen(before->text);
    return length > 0 && before->kind == TIP_BLOCK_HEADING && before->text[length - 1] == ':' &&
           before->level != TIP_RANK_TITLE && tip_heading_is_capitals(shown, strlen(shown));
}

static tip_status append_text(struct text_reader *reader, struct tip_block *block,
                              const char *between, const char *more)
{
    char *text = NULL;
    if (asprintf(&text, "%s%s%s", block->text, between, more) < 0)
        return tip_error_memory(reader->error, "reading a text");
    reader->document->words += tip_text_words(more, strlen(more));
    free(block->text);
    block->text = text;
    return TIP_OK;
}

/* Ranks a heading; what the table of contents has also opens its page. */
static int rank_heading(struct text_reader *reader, const char *shown)
{
    size_t length = strlen(shown);
    const struct tip_contents_entry *entry = tip_contents_find(&reader->contents, shown, length);
    if (entry == NULL)
        return tip_heading_is_capitals(shown, length) || tip_contents_is_title(shown, length)
                   ? TIP_RANK_CAPITALS
                   : TIP_RANK_TITLE;
    reader->page = entry->page;
    return entry->level == 1 ? TIP_RANK_CONTENTS_1 : TIP_RANK_CONTENTS_2;
}

static tip_status add_heading(struct text_reader *reader, size_t first, size_t end)
{
    const struct tip_line *last = &reader->lines.items[end - 1];
    bool names_country = end - first > 1 && tip_heading_is_country(last->text, last->length);
    char *shown = join_lines(reader, first, end, 0, names_country ? ", " : " ");
    if (shown == NULL)
        return tip_error_memory(reader->error, "reading a text");
    struct tip_block *before = last_block(reader), *block = NULL;
    tip_status status;
    if (goes_on(before, shown)) {
        status = append_text(reader, before, " ", shown);
        block = before;
    } else {
        status = add_shown(reader, TIP_BLOCK_HEADING, shown, first, end, &block);
    }
    free(shown);
    if (status == TIP_OK)
        block->level = rank_heading(reader, block->text);
    return status;
}

/* "Label: value" lines stand in runs (photo credits); each looks like a heading alone. */
static bool is_value_line(const struct tip_lines *lines, size_t place)
{
    if (place >= lines->count)
        return false;
    const struct tip_line *line = &lines->items[place];
    const char *colon = memmem(line->text, line->length, ": ", 2);
    return colon != NULL && colon - line->text < 24 && line->length < 120 &&
           strchr(".:", line->text[line->length - 1]) == NULL;
}

static bool in_run_of_values(const struct tip_lines *lines, size_t place)
{
    return is_value_line(lines, place) &&
           (is_value_line(lines, place + 1) || (place > 0 && is_value_line(lines, place - 1)));
}

static bool is_heading(const struct text_reader *reader, size_t place)
{
    const struct tip_line *line = &reader->lines.items[place];
    if (tip_heading_is_capitals(line->text, line->length))
        return true;
    if (tip_contents_find(&reader->contents, line->text, line->length) != NULL)
        return true;
    bool is_last = place + 1 == reader->lines.count;
    return !is_last && tip_heading_is_title(line->text, line->length) &&
           !in_run_of_values(&reader->lines, place);
}

/* ---- plain runs ---- */

/* Whether the lines say who said the quotation before them: a dash before the name, short lines the
 * first of which ends with a comma, or one line that names a person. */
static bool is_speaker(const struct text_reader *reader, size_t first, size_t end)
{
    const struct tip_block *before = last_block(reader);
    if (before == NULL || before->kind != TIP_BLOCK_QUOTATION || before->by != NULL ||
        (before->flags & TIP_BLOCK_BEFORE_BREAK) != 0 || end - first > SPEAKER_LINES)
        return false;
    for (size_t i = first; i < end; i++) {
        const struct tip_line *line = &reader->lines.items[i];
        if (tip_text_words(line->text, line->length) > SPEAKER_WORDS ||
            tip_heading_is_capitals(line->text, line->length) ||
            tip_contents_find(&reader->contents, line->text, line->length) != NULL)
            return false;
    }
    const struct tip_line *line = &reader->lines.items[first];
    return tip_speaker_dash(line) > 0 || line->text[line->length - 1] == ',' ||
           (end - first == 1 && tip_speaker_is_person(line));
}

static tip_status add_speaker(struct text_reader *reader, size_t first, size_t end)
{
    struct tip_block *block = last_block(reader);
    block->by = join_lines(reader, first, end, tip_speaker_dash(&reader->lines.items[first]), " ");
    if (block->by == NULL)
        return tip_error_memory(reader->error, "reading a text");
    reader->document->words += tip_text_words(block->by, strlen(block->by));
    if (tip_line_breaks_page(&reader->lines, end))
        block->flags |= TIP_BLOCK_BEFORE_BREAK;
    return TIP_OK;
}

/* A quoted paragraph that a colon introduces belongs to the text that introduces it. */
static tip_status add_paragraph(struct text_reader *reader, size_t first, size_t end)
{
    char *shown = join_lines(reader, first, end, 0, " ");
    if (shown == NULL)
        return tip_error_memory(reader->error, "reading a text");
    const struct tip_block *before = last_block(reader);
    bool is_introduced = before != NULL && before->text[0] != '\0' &&
                         before->text[strlen(before->text) - 1] == ':' &&
                         before->kind != TIP_BLOCK_HEADING;
    enum tip_block_kind kind = TIP_BLOCK_PARAGRAPH;
    if (is_quoted(shown) && !is_introduced)
        kind = TIP_BLOCK_QUOTATION;
    tip_status status = add_shown(reader, kind, shown, first, end, NULL);
    free(shown);
    return status;
}

static tip_status read_plain(struct text_reader *reader, size_t first, size_t end)
{
    if (is_speaker(reader, first, end))
        return add_speaker(reader, first, end);
    size_t headings = first;
    while (headings < end && is_heading(reader, headings) &&
           (end - first == 1 || tip_heading_is_capitals(reader->lines.items[headings].text,
                                                        reader->lines.items[headings].length)))
        headings++;
    tip_status status = TIP_OK;
    if (headings > first)
        status = add_heading(reader, first, headings);
    if (status == TIP_OK && headings < end)
        status = add_paragraph(reader, headings, end);
    return status;
}

/* ---- groups ---- */

/* A tab behind something: one that only indents makes no row. */
static bool is_table_line(const struct tip_line *line)
{
    size_t indent = 0;
    while (indent < line->length && line->text[indent] == '\t')
        indent++;
    return memchr(line->text + indent, '\t', line->length - indent) != NULL;
}

/* Underlined with equals signs or dashes: the line above is a heading. */
static bool is_underline(const struct tip_lines *lines, size_t place)
{
    const struct tip_line *line = &lines->items[place];
    return line->length >= 3 && tip_line_is_rule(line) && !is_table_line(line) &&
           strspn(line->text, "=-") >= line->length;
}

static bool is_plain(const struct tip_lines *lines, size_t place)
{
    size_t skip;
    const struct tip_line *line = &lines->items[place];
    return !is_table_line(line) && !tip_line_is_rule(line) &&
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
static tip_status read_legend(struct text_reader *reader, size_t first, size_t end, size_t *next)
{
    const struct tip_lines *lines = &reader->lines;
    tip_status status = TIP_OK;
    size_t at = first, skip;
    for (; at < end && status == TIP_OK; at++) {
        const struct tip_line *line = &lines->items[at];
        if (tip_list_marker(line->text, line->length, &skip) != TIP_MARKER_LEGEND)
            break;
        char *shown = join_lines(reader, at, at + 1, skip, " ");
        if (shown == NULL)
            return tip_error_memory(reader->error, "reading a text");
        status = at == first ? add_shown(reader, TIP_BLOCK_PARAGRAPH, shown, at, at + 1, NULL)
                             : append_text(reader, last_block(reader), "; ", shown);
        free(shown);
    }
    *next = at;
    return status;
}

/* An item of a list within an item: indented, directly below it. */
static bool is_below_item(const struct text_reader *reader, size_t place)
{
    const struct tip_block *before = last_block(reader);
    const struct tip_line *line = &reader->lines.items[place];
    return before != NULL && before->kind == TIP_BLOCK_LIST_ITEM && line->blanks == 0 &&
           line->indent > reader->item_indent;
}

/* The items of the inner list stay with the item that introduces them. */
static tip_status add_to_item(struct text_reader *reader, size_t first, size_t end, size_t skip)
{
    char *shown = join_lines(reader, first, end, skip, " ");
    if (shown == NULL)
        return tip_error_memory(reader->error, "reading a text");
    tip_status status = append_text(reader, last_block(reader), "\n  ", shown);
    free(shown);
    return status;
}

static tip_status read_list_item(struct text_reader *reader, size_t first, size_t end, size_t *next)
{
    size_t skip;
    const struct tip_line *line = &reader->lines.items[first];
    enum tip_marker marker = tip_list_marker(line->text, line->length, &skip);
    *next = plain_end(&reader->lines, first + 1, end);
    if (marker == TIP_MARKER_LEGEND)
        return read_legend(reader, first, end, next);
    if (is_below_item(reader, first))
        return add_to_item(reader, first, *next, skip);
    reader->item_indent = line->indent;
    return add_lines(reader, TIP_BLOCK_LIST_ITEM, first, *next, skip);
}

static tip_status read_table(struct text_reader *reader, size_t first, size_t end, size_t *next)
{
    struct tip_document *document = reader->document;
    size_t at = first, before = document->count;
    while (at < end &&
           (is_table_line(&reader->lines.items[at]) || tip_line_is_rule(&reader->lines.items[at])))
        at++;
    *next = at;
    tip_status status = tip_table_read(document, &reader->lines, first, at, reader->error);
    for (size_t i = before; i < document->count && status == TIP_OK; i++)
        status = set_page(reader, &document->blocks[i], &reader->lines.items[first]);
    return status;
}

static tip_status read_plain_run(struct text_reader *reader, size_t first, size_t end, size_t *next)
{
    *next = plain_end(&reader->lines, first, end);
    if (*next - first == 1 && *next < end && is_underline(&reader->lines, *next)) {
        tip_status status = add_heading(reader, first, *next);
        bool is_first_level = reader->lines.items[*next].text[0] == '=';
        (*next)++;
        if (status == TIP_OK)
            last_block(reader)->level = is_first_level ? TIP_RANK_CONTENTS_1 : TIP_RANK_CONTENTS_2;
        return status;
    }
    return read_plain(reader, first, *next);
}

static tip_status read_contents_line(struct text_reader *reader, size_t place)
{
    char *shown = join_lines(reader, place, place + 1, 0, " ");
    if (shown == NULL)
        return tip_error_memory(reader->error, "reading a text");
    for (char *tab = shown; (tab = strchr(tab, '\t')) != NULL;)
        *tab = ' ';
    tip_status status = add_shown(reader, TIP_BLOCK_CONTENTS_ENTRY, shown, place, place + 1, NULL);
    free(shown);
    return status;
}

/* "1. Introduction": what begins as a list item does is a heading where the contents have it, or
 * where it stands alone, in a heading's shape, above a paragraph. */
static bool is_numbered_heading(const struct text_reader *reader, size_t place, bool is_alone)
{
    const struct tip_lines *lines = &reader->lines;
    const struct tip_line *line = &lines->items[place];
    size_t skip;
    if (!is_alone || tip_list_marker(line->text, line->length, &skip) != TIP_MARKER_NUMBER)
        return false;
    if (tip_contents_find(&reader->contents, line->text, line->length) != NULL)
        return true;
    const char *blank = memchr(line->text, ' ', line->length);
    const char *shown = blank + 1, *line_end = line->text + line->length;
    if (place + 1 >= lines->count || !is_plain(lines, place + 1) || is_heading(reader, place + 1) ||
        !isupper((unsigned char)*shown))
        return false;
    const struct tip_line *next = &lines->items[place + 1];
    return tip_heading_is_title(shown, (size_t)(line_end - shown)) &&
           tip_text_words(next->text, next->length) >= BODY_WORDS;
}

static tip_status read_group(struct text_reader *reader, size_t first, size_t end)
{
    const struct tip_lines *lines = &reader->lines;
    tip_status status = TIP_OK;
    for (size_t at = first; at < end && status == TIP_OK;) {
        const struct tip_line *line = &lines->items[at];
        if (at >= reader->contents.first_line && at < reader->contents.end_line) {
            if (!tip_line_is_rule(line))
                status = read_contents_line(reader, at);
            at++;
        } else if (is_table_line(line)) {
            status = read_table(reader, at, end, &at);
        } else if (tip_line_is_rule(line)) {
            at++;
        } else if (is_numbered_heading(reader, at, end - first == 1)) {
            status = add_heading(reader, at, at + 1);
            at++;
        } else if (is_plain(lines, at)) {
            status = read_plain_run(reader, at, end, &at);
        } else {
            status = read_list_item(reader, at, end, &at);
        }
    }
    return status;
}

static tip_status read_groups(struct text_reader *reader)
{
    const struct tip_lines *lines = &reader->lines;
    tip_status status = TIP_OK;
    for (size_t first = 0; first < lines->count && status == TIP_OK;) {
        size_t end = first + 1;
        while (end < lines->count && lines->items[end].blanks == 0 &&
               lines->items[end].page == lines->items[first].page)
            end++;
        status = read_group(reader, first, end);
        first = end;
    }
    return status;
}

/* The first heading is the document's title, unless it is that of the contents. */
static tip_status take_title(struct tip_document *document, struct tip_error *error)
{
    if (document->count == 0 || document->blocks[0].kind != TIP_BLOCK_HEADING)
        return TIP_OK;
    document->title = strdup(document->blocks[0].text);
    return document->title == NULL ? tip_error_memory(error, "reading a text") : TIP_OK;
}

tip_status tip_text_read(struct tip_document *document, const char *name, const char *text,
                         size_t length, const struct tip_reader_options *options,
                         struct tip_error *error)
{
    (void)name;
    (void)options;
    struct text_reader reader = {.document = document, .error = error};
    tip_status status = tip_lines_split(&reader.lines, text, length, error);
    if (status == TIP_OK)
        status = tip_contents_read(&reader.contents, &reader.lines, error);
    if (status == TIP_OK)
        status = read_groups(&reader);
    if (status == TIP_OK)
        status = take_title(document, error);
    if (status == TIP_OK) {
        tip_asides_mark(document);
        status = tip_outline_settle(document, error);
    }
    tip_contents_free(&reader.contents);
    tip_lines_free(&reader.lines);
    return status;
}
