/* Plain runs of lines: what each is (heading, quotation, who said it, paragraph) is told by its
 * shape and by the block before. */
#include <stdlib.h>
#include <string.h>

#include "reader/heading.h"
#include "reader/reading.h"
#include "reader/speaker.h"
#include "reader/text.h"

enum { QUOTATION_WORDS = 8, SPEAKER_LINES = 4, SPEAKER_WORDS = 25 };

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

/* ---- headings ---- */

/* "SURVIVOR INSIGHTS:" and the heading in capitals that follows are one. */
static bool goes_on(const struct tip_block *before, const char *shown)
{
    size_t length = before == NULL ? 0 : strlen(before->text);
    return length > 0 && before->kind == TIP_BLOCK_HEADING && before->text[length - 1] == ':' &&
           before->level != TIP_RANK_TITLE && tip_heading_is_capitals(shown, strlen(shown));
}

/* Ranks a heading, of `level` by the markup (0: it does not say); what the table of contents has
 * also opens its page. */
static int rank_heading(struct tip_reading *reading, const char *shown, int level)
{
    size_t length = strlen(shown);
    const struct tip_contents_entry *entry = tip_contents_find(&reading->contents, shown, length);
    if (entry != NULL)
        reading->page = entry->page;
    if (level > 0)
        return TIP_RANK_MARKED + level - 1;
    if ((reading->marks & TIP_MARKS_LEVELS) != 0) /* below the marked one that is open */
        return TIP_RANK_TITLE;
    if (entry == NULL)
        return tip_heading_is_capitals(shown, length) || tip_contents_is_title(shown, length)
                   ? TIP_RANK_CAPITALS
                   : TIP_RANK_TITLE;
    return entry->level == 1 ? TIP_RANK_CONTENTS_1 : TIP_RANK_CONTENTS_2;
}

tip_status tip_reading_add_heading(struct tip_reading *reading, size_t first, size_t end)
{
    const struct tip_line *last = &reading->lines->items[end - 1];
    bool names_country = end - first > 1 && tip_heading_is_country(last->text, last->length);
    char *shown = tip_reading_join(reading, first, end, 0, names_country ? ", " : " ");
    if (shown == NULL)
        return tip_error_memory(reading->error, "reading a text");
    struct tip_block *before = tip_reading_last(reading), *block = NULL;
    tip_status status;
    if (goes_on(before, shown)) {
        status = tip_reading_append(reading, before, " ", shown);
        block = before;
    } else {
        status = tip_reading_add(reading, TIP_BLOCK_HEADING, shown, first, end, &block);
    }
    free(shown);
    if (status == TIP_OK)
        block->level = rank_heading(reading, block->text, last->level);
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

bool tip_reading_is_heading(const struct tip_reading *reading, size_t place)
{
    const struct tip_line *line = &reading->lines->items[place];
    if (line->role != TIP_ROLE_SHAPE)
        return line->role == TIP_ROLE_HEADING;
    if (tip_heading_is_capitals(line->text, line->length))
        return line->is_strong || (reading->marks & TIP_MARKS_CAPITALS) == 0;
    if (tip_contents_find(&reading->contents, line->text, line->length) != NULL)
        return true;
    bool is_last = place + 1 == reading->lines->count;
    return !is_last && (line->is_strong || (reading->marks & TIP_MARKS_TITLES) == 0) &&
           tip_heading_is_title(line->text, line->length) &&
           !in_run_of_values(reading->lines, place);
}

/* ---- plain runs ---- */

/* Whether the lines say who said the quotation before them: a dash before the name, short lines the
 * first of which ends with a comma, or one line that names a person. */
static bool is_speaker(const struct tip_reading *reading, size_t first, size_t end)
{
    const struct tip_block *before = tip_reading_last(reading);
    if (before == NULL || before->kind != TIP_BLOCK_QUOTATION || before->by != NULL ||
        (before->flags & TIP_BLOCK_BEFORE_BREAK) != 0 || end - first > SPEAKER_LINES)
        return false;
    for (size_t i = first; i < end; i++) {
        const struct tip_line *line = &reading->lines->items[i];
        if (tip_text_words(line->text, line->length) > SPEAKER_WORDS ||
            tip_heading_is_capitals(line->text, line->length) ||
            tip_contents_find(&reading->contents, line->text, line->length) != NULL)
            return false;
    }
    const struct tip_line *line = &reading->lines->items[first];
    return tip_speaker_dash(line) > 0 || line->text[line->length - 1] == ',' ||
           (end - first == 1 && tip_speaker_is_person(line));
}

tip_status tip_reading_add_speaker(struct tip_reading *reading, size_t first, size_t end)
{
    struct tip_block *block = tip_reading_last(reading);
    block->by =
        tip_reading_join(reading, first, end, tip_speaker_dash(&reading->lines->items[first]), " ");
    if (block->by == NULL)
        return tip_error_memory(reading->error, "reading a text");
    reading->document->words += tip_text_words(block->by, strlen(block->by));
    if (tip_line_breaks_page(reading->lines, end))
        block->flags |= TIP_BLOCK_BEFORE_BREAK;
    return TIP_OK;
}

/* A quoted paragraph that a colon introduces belongs to the text that introduces it. */
static tip_status add_paragraph(struct tip_reading *reading, size_t first, size_t end)
{
    char *shown = tip_reading_join(reading, first, end, 0, " ");
    if (shown == NULL)
        return tip_error_memory(reading->error, "reading a text");
    const struct tip_block *before = tip_reading_last(reading);
    bool is_introduced = before != NULL && before->text[0] != '\0' &&
                         before->text[strlen(before->text) - 1] == ':' &&
                         before->kind != TIP_BLOCK_HEADING;
    enum tip_block_kind kind = TIP_BLOCK_PARAGRAPH;
    if (is_quoted(shown) && !is_introduced)
        kind = TIP_BLOCK_QUOTATION;
    tip_status status = tip_reading_add(reading, kind, shown, first, end, NULL);
    free(shown);
    return status;
}

tip_status tip_reading_plain(struct tip_reading *reading, size_t first, size_t end)
{
    if (is_speaker(reading, first, end))
        return tip_reading_add_speaker(reading, first, end);
    size_t headings = first;
    while (headings < end && tip_reading_is_heading(reading, headings) &&
           (end - first == 1 || tip_heading_is_capitals(reading->lines->items[headings].text,
                                                        reading->lines->items[headings].length)))
        headings++;
    tip_status status = TIP_OK;
    if (headings > first)
        status = tip_reading_add_heading(reading, first, headings);
    if (status == TIP_OK && headings < end)
        status = add_paragraph(reading, headings, end);
    return status;
}
