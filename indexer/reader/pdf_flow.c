/* Paragraphs out of lines.
 *
 * Where a paragraph ends is told by a gap, by an indent, by a line that ends although the next word
 * had found room in it, by a list's marker, by another type. At the end of a column or a page there
 * is no gap to be seen: there a paragraph goes on unless one of the others tells. */
#include "reader/pdf_flow.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/string_builder.h"
#include "reader/contents.h"
#include "reader/list_marker.h"
#include "reader/paragraph.h"

enum {
    GAP_PERCENT = 118,
    BREAK_BLANKS = 3,        /* as tip_line_breaks_page has it */
    PARAGRAPH_BYTES = 65536, /* more is no paragraph */
    EARLY_SHARE =
        10, /* of a page's height: more than a heading that is kept with its text leaves */
    FAR_SHARE = 4,
    HEADING_LINES = 4,
    HEADING_BYTES = 200,
    ENTRIES_LEAST = 3 /* of a table of contents */
};

/* What comes between two lines. */
enum joint { SAME, LINE, PARAGRAPH };

struct flowing {
    struct tip_pdf_flow *flow;
    const struct tip_pdf_layout *layout;
    const struct tip_pdf *pdf;
    struct tip_pdf_habits habits;
    struct tip_pdf_vocabulary vocabulary;
    int *bottoms; /* of each page's text */
};

/* ---- pages ---- */

/* Owns a text from now on, also where it fails. */
static bool keep_text(struct tip_pdf_flow *flow, char *text)
{
    if (flow->text_count == flow->text_capacity) {
        size_t capacity = flow->text_capacity == 0 ? 256 : flow->text_capacity * 2;
        char **texts = realloc(flow->texts, capacity * sizeof *texts);
        if (texts == NULL) {
            free(text);
            return false;
        }
        flow->texts = texts;
        flow->text_capacity = capacity;
    }
    flow->texts[flow->text_count++] = text;
    return true;
}

/* A page's label as printed, or its number as text. */
static bool mark_pages(struct tip_pdf_flow *flow, const struct tip_pdf *pdf)
{
    flow->marks = calloc(pdf->page_count + 1, sizeof *flow->marks);
    flow->lines.page_marks = flow->marks;
    bool is_done = flow->marks != NULL;
    for (size_t i = 0; is_done && i < pdf->page_count; i++) {
        const struct tip_pdf_page *page = &pdf->pages[i];
        char *number = NULL;
        flow->marks[i] = (struct tip_page_mark){.label = page->label, .number = page->number};
        if (page->label != NULL)
            continue;
        is_done = asprintf(&number, "%d", page->number) >= 0 && keep_text(flow, number);
        flow->marks[i].label = number;
    }
    return is_done;
}

static bool find_bottoms(struct flowing *flowing)
{
    flowing->bottoms = calloc(flowing->pdf->page_count + 1, sizeof *flowing->bottoms);
    for (size_t i = 0; flowing->bottoms != NULL && i < flowing->layout->count; i++) {
        const struct tip_pdf_line *line = &flowing->layout->lines[i];
        if (line->bottom > flowing->bottoms[line->page])
            flowing->bottoms[line->page] = line->bottom;
    }
    return flowing->bottoms != NULL;
}

/* ---- where paragraphs end ---- */

static const struct tip_pdf_line *line_at(const struct flowing *flowing, size_t place)
{
    return place < flowing->layout->count ? &flowing->layout->lines[place] : NULL;
}

static bool differs_in_type(const struct flowing *flowing, const struct tip_pdf_line *before,
                            const struct tip_pdf_line *line)
{
    int larger = before->size > line->size ? before->size : line->size;
    if (abs(before->size - line->size) * 100LL > larger * 7LL)
        return true;
    if (before->is_bold == line->is_bold || flowing->habits.is_bold)
        return false;
    /* A bold line that is full may be the beginning of a paragraph, or all that is bold in it. */
    bool stands_alone = line->is_bold && line->margin_right - line->right > line->size * 2 &&
                        !tip_paragraph_is_ended(line->text) &&
                        !tip_paragraph_begins_small(line->text);
    return stands_alone || tip_pdf_has_room(before, line);
}

/* How many lines would have found room between two: 0 when there is no gap. */
static unsigned blanks_between(const struct flowing *flowing, const struct tip_pdf_line *before,
                               const struct tip_pdf_line *line)
{
    int size = before->size > line->size ? before->size : line->size;
    long long pitch = flowing->habits.pitch;
    if (size > flowing->habits.size && flowing->habits.size > 0)
        pitch = pitch * size / flowing->habits.size;
    long long found = tip_pdf_pitch(before, line);
    if (found * 100 <= pitch * GAP_PERCENT || found - pitch <= 60)
        return 0;
    long long blanks = (found + pitch / 2) / pitch - 1;
    return blanks < 1 ? 1 : blanks > BREAK_BLANKS ? BREAK_BLANKS : (unsigned)blanks;
}

static int indent_of(const struct tip_pdf_line *line)
{
    return line->left - line->margin_left;
}

/* Whether the line is set in as the first of a paragraph is: the next one is not. */
static bool is_set_in(const struct flowing *flowing, size_t place)
{
    const struct tip_pdf_line *line = line_at(flowing, place), *next = line_at(flowing, place + 1);
    int em = line->size;
    if (indent_of(line) < em * 7 / 10 || indent_of(line) > em * 6)
        return false;
    return next != NULL && tip_pdf_is_below(line, next) && line->left - next->left >= em * 7 / 10;
}

/* "•" and its like always begin an item; "-", "1." and "a)" only where the line before may end. */
static bool begins_item(const struct tip_pdf_line *before, const struct tip_pdf_line *line)
{
    size_t skip, length = strlen(line->text);
    enum tip_marker marker = tip_list_marker(line->text, length, &skip);
    if (marker == TIP_MARKER_NONE)
        return false;
    if (((unsigned char)line->text[0] & 0x80) != 0 && strncmp(line->text, "\xE2\x80\x93", 3) != 0)
        return true;
    return tip_pdf_has_room(before, line) || tip_paragraph_is_ended(before->text) ||
           line->left < before->left - line->size / 2;
}

static bool has_marker(const struct tip_pdf_line *line)
{
    size_t skip;
    return tip_list_marker(line->text, strlen(line->text), &skip) != TIP_MARKER_NONE;
}

/* Whether a paragraph may begin with this line. */
static bool begins_large(const char *text)
{
    return !tip_paragraph_begins_small(text);
}

static enum joint joint_below(const struct flowing *flowing, size_t place, bool before_is_first)
{
    const struct tip_pdf_line *line = line_at(flowing, place), *before = line - 1;
    if (blanks_between(flowing, before, line) > 0)
        return PARAGRAPH;
    if (differs_in_type(flowing, before, line))
        return PARAGRAPH;
    if (begins_item(before, line))
        return LINE; /* of one list with the item before */
    bool is_back = line->left < before->left - line->size / 2;
    if (is_back && !before_is_first)
        return PARAGRAPH; /* out of an item's text, or of a block that is set in */
    bool is_beyond = line->left > before->left + line->size / 2;
    if (is_beyond && !has_marker(before) && is_set_in(flowing, place))
        return PARAGRAPH;
    if (!tip_pdf_has_room(before, line))
        return SAME;
    if (!tip_paragraph_is_ended(before->text) && !begins_large(line->text))
        return SAME; /* a sentence goes on */
    if (flowing->habits.has_gaps)
        return LINE;
    return PARAGRAPH;
}

/* A word that the line's end parts goes on in the next line. */
static bool is_parted(const struct tip_pdf_line *before, const struct tip_pdf_line *line)
{
    size_t length = strlen(before->text);
    bool has_hyphen = (length > 1 && before->text[length - 1] == '-' &&
                       isalpha((unsigned char)before->text[length - 2])) ||
                      (length > 3 && memcmp(before->text + length - 3, "\xE2\x80\x90", 3) == 0) ||
                      (length > 2 && memcmp(before->text + length - 2, "\xC2\xAD", 2) == 0);
    return has_hyphen && tip_paragraph_begins_small(line->text);
}

/* Well above where a page that goes on would end. */
static bool is_far_up(const struct flowing *flowing, const struct tip_pdf_line *line)
{
    int height = flowing->pdf->pages[line->page].height;
    return height - line->bottom > height / FAR_SHARE;
}

/* In another column, or on another page. */
static enum joint joint_beyond(const struct flowing *flowing, size_t place)
{
    const struct tip_pdf_line *line = line_at(flowing, place), *before = line - 1;
    if (differs_in_type(flowing, before, line) || begins_item(before, line) ||
        tip_pdf_has_room(before, line))
        return PARAGRAPH;
    if (tip_paragraph_is_ended(before->text) && begins_large(line->text) &&
        is_far_up(flowing, before))
        return PARAGRAPH;
    return !flowing->habits.has_gaps && is_set_in(flowing, place) ? PARAGRAPH : SAME;
}

static enum joint joint_at(const struct flowing *flowing, size_t place, bool before_is_first)
{
    const struct tip_pdf_line *line = line_at(flowing, place), *before = line - 1;
    if (line->is_row || before->is_row)
        return line->is_row && before->is_row ? LINE : PARAGRAPH;
    if (is_parted(before, line) && abs(before->size - line->size) <= before->size / 10)
        return SAME;
    if (tip_pdf_is_below(before, line))
        return joint_below(flowing, place, before_is_first);
    return joint_beyond(flowing, place);
}

/* A page, or a column, that ends far above where others do was ended on purpose. */
static bool ends_early(const struct flowing *flowing, const struct tip_pdf_line *before,
                       const struct tip_pdf_line *line)
{
    if (tip_pdf_is_below(before, line))
        return false;
    int height = flowing->pdf->pages[before->page].height;
    int bottom =
        before->page == line->page ? flowing->bottoms[before->page] : flowing->habits.bottom;
    return bottom - before->bottom > height / EARLY_SHARE;
}

static unsigned blanks_before(const struct flowing *flowing, size_t place, enum joint joint)
{
    const struct tip_pdf_line *line = line_at(flowing, place), *before = line - 1;
    if (place == 0 || joint == LINE)
        return 0;
    if (ends_early(flowing, before, line))
        return BREAK_BLANKS;
    unsigned blanks = tip_pdf_is_below(before, line) ? blanks_between(flowing, before, line) : 1;
    bool is_large = tip_pdf_is_heading_type(&flowing->habits, line);
    return blanks < 1 ? 1 : blanks >= BREAK_BLANKS && is_large ? BREAK_BLANKS - 1 : blanks;
}

/* ---- making lines ---- */

/* A row's cells, whose lines are put together. */
static void append_row(const struct flowing *flowing, struct tip_string *text, const char *row)
{
    size_t cell = text->length;
    for (; *row != '\0'; row++) {
        if (*row != TIP_PDF_CELL_LINE || text->length == cell) {
            tip_string_append_char(text, *row);
            cell = *row == '\t' ? text->length : cell;
            continue;
        }
        struct tip_pdf_joint joint =
            tip_pdf_join(&flowing->vocabulary, text->data + cell, text->length - cell, row + 1);
        text->length -= joint.cut;
        text->data[text->length] = '\0';
        if (joint.has_blank)
            tip_string_append_char(text, ' ');
    }
}

/* Form feeds for the pages that begin between two lines (page_turns.h). */
static void append_turns(const struct flowing *flowing, struct tip_string *text, size_t place)
{
    const struct tip_pdf_line *line = line_at(flowing, place);
    const struct tip_pdf_page *pages = flowing->pdf->pages;
    for (int page = pages[line[-1].page].number; page < pages[line->page].number; page++)
        tip_string_append_char(text, '\f');
}

/* A page turns behind a blank: at a word that it parts, behind that word. */
static void append_line(const struct flowing *flowing, struct tip_string *text, size_t place,
                        size_t first)
{
    const struct tip_pdf_line *line = line_at(flowing, place);
    const char *rest = line->text;
    if (place > first) {
        struct tip_pdf_joint joint =
            tip_pdf_join(&flowing->vocabulary, text->data, text->length, line->text);
        text->length -= joint.cut;
        text->data[text->length] = '\0';
        if (joint.has_blank) {
            tip_string_append_char(text, ' ');
        } else {
            size_t word = strcspn(rest, " ");
            word += rest[word] == ' ';
            tip_string_append(text, rest, word);
            rest += word;
        }
        append_turns(flowing, text, place);
    }
    if (line->is_row)
        append_row(flowing, text, rest);
    else
        tip_string_append_text(text, rest);
}

static bool has_amount(const char *text)
{
    const char *dollar = strchr(text, '$');
    return dollar != NULL && isdigit((unsigned char)dollar[1]);
}

static bool is_type_of_heading(const struct flowing *flowing, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++)
        if (!tip_pdf_is_heading_type(&flowing->habits, line_at(flowing, i)))
            return false;
    return true;
}

/* A heading is short, has no end as a sentence has, no amount, and letters. */
static bool is_heading(const struct flowing *flowing, size_t first, size_t end, const char *text)
{
    size_t skip, length = strlen(text);
    if (!is_type_of_heading(flowing, first, end))
        return false;
    if (end - first > HEADING_LINES || length > HEADING_BYTES || length == 0 ||
        strchr(".,;", text[length - 1]) != NULL || strncasecmp(text, "by: ", 4) == 0 ||
        has_amount(text) || tip_list_marker(text, length, &skip) != TIP_MARKER_NONE)
        return false;
    if (strncmp(text, "\xE2\x80\x9C", 3) == 0 && length > 80)
        return false; /* a quotation that is set large */
    for (size_t i = 0; i < length; i++)
        if (isalpha((unsigned char)text[i]) || (text[i] & 0x80) != 0)
            return true;
    return false;
}

/* Takes out every `mark`. */
static void drop(struct tip_string *text, const char *mark)
{
    size_t size = strlen(mark);
    char *to = text->data;
    for (const char *from = text->data; from != NULL && *from != '\0';) {
        if (strncmp(from, mark, size) == 0)
            from += size;
        else
            *to++ = *from++;
    }
    if (to != NULL) {
        *to = '\0';
        text->length = (size_t)(to - text->data);
    }
}

/* Items whose bullets are drawn and no text: set in as a whole up to the right margin, behind a
 * colon or another item. */
static bool is_unmarked_item(const struct flowing *flowing, size_t first, size_t end)
{
    const struct tip_lines *lines = &flowing->flow->lines;
    const struct tip_line *before = lines->count == 0 ? NULL : &lines->items[lines->count - 1];
    const struct tip_pdf_line *line = line_at(flowing, first);
    int em = line->size, indent = indent_of(line);
    if (before == NULL || indent < em || indent > em * 5 || before->length == 0 ||
        (before->role != TIP_ROLE_ITEM && before->text[before->length - 1] != ':'))
        return false;
    unsigned depth = (unsigned)(indent / 100);
    bool goes_on = before->role == TIP_ROLE_ITEM && before->indent == depth;
    if (!goes_on && (before->role == TIP_ROLE_ITEM || before->indent >= depth))
        return false; /* no deeper than what introduces it: all of the page is set in */
    for (size_t i = first + 1; i < end; i++) {
        const struct tip_pdf_line *next = line_at(flowing, i);
        bool is_beyond = !tip_pdf_is_below(next - 1, next);
        if (!is_beyond && abs(next->left - next[-1].left) > em / 4)
            return false;
        if (is_beyond && abs(indent_of(next) - indent) > em / 2)
            return false;
    }
    return line->margin_right - line->right < em * 2 || end == first + 1;
}

/* Adds the lines [first, end) as one. */
static bool add_paragraph(struct flowing *flowing, size_t first, size_t end, enum joint joint)
{
    struct tip_pdf_flow *flow = flowing->flow;
    const struct tip_pdf_line *line = line_at(flowing, first);
    struct tip_string text = {0};
    for (size_t i = first; i < end; i++)
        append_line(flowing, &text, i, first);
    drop(&text, "\xC2\xAD"); /* soft hyphens show where a word might be parted */
    if (is_type_of_heading(flowing, first, end))
        drop(&text, "\f");
    char *shown = tip_string_release(&text);
    if (shown == NULL || !keep_text(flow, shown))
        return false;
    size_t length = strlen(shown);
    while (!line->is_row && length > 0 && shown[length - 1] == ' ')
        length--;
    struct tip_line *added = &flow->lines.items[flow->lines.count];
    *added = (struct tip_line){.text = shown,
                               .length = length,
                               .number = first + 1,
                               .page = (unsigned)line->page,
                               .blanks = blanks_before(flowing, first, joint)};
    int indent = indent_of(line) / 100;
    added->indent = indent > 0 ? (unsigned)indent : 0;
    if (line->is_row)
        added->role = TIP_ROLE_ROW;
    else if (is_unmarked_item(flowing, first, end))
        added->role = TIP_ROLE_ITEM;
    else if (joint == PARAGRAPH && is_heading(flowing, first, end, shown)) {
        added->role = TIP_ROLE_HEADING;
        added->level = tip_pdf_heading_level(&flowing->habits, line);
    }
    flow->lines.count++;
    return true;
}

static bool flow_lines(struct flowing *flowing)
{
    size_t count = flowing->layout->count;
    enum joint joint = PARAGRAPH;
    for (size_t first = 0, end; first < count; first = end) {
        enum joint next = SAME;
        size_t bytes = 0;
        for (end = first + 1; end < count; end++) {
            bytes += strlen(line_at(flowing, end - 1)->text);
            next = bytes > PARAGRAPH_BYTES ? PARAGRAPH : joint_at(flowing, end, end == first + 1);
            if (next != SAME)
                break;
        }
        if (!add_paragraph(flowing, first, end, joint))
            return false;
        joint = next;
    }
    return true;
}

/* Levels of headings are told by a table of contents best, as for a plain text; else by the
 * outline; else by type. */
static tip_status settle_levels(struct tip_pdf_flow *flow, const struct tip_pdf *pdf,
                                struct tip_error *error)
{
    struct tip_contents contents = {0};
    tip_status status = tip_contents_read(&contents, &flow->lines, error);
    if (status == TIP_OK && !tip_pdf_outline_apply(flow, pdf))
        status = tip_error_memory(error, "putting the lines of a PDF together");
    for (size_t i = 0; contents.count >= ENTRIES_LEAST && i < flow->lines.count; i++)
        flow->lines.items[i].level = 0;
    tip_contents_free(&contents);
    return status;
}

tip_status tip_pdf_flow_make(struct tip_pdf_flow *flow, const struct tip_pdf_layout *layout,
                             const struct tip_pdf *pdf, struct tip_error *error)
{
    struct flowing flowing = {.flow = flow, .layout = layout, .pdf = pdf};
    flow->lines.items = calloc(layout->count + 1, sizeof *flow->lines.items);
    flow->lines.pages_flow = true;
    flow->lines.pages = pdf->page_count == 0 ? 0 : (unsigned)pdf->page_count - 1;
    bool is_done = flow->lines.items != NULL && mark_pages(flow, pdf) && find_bottoms(&flowing) &&
                   tip_pdf_habits_find(&flowing.habits, layout) &&
                   tip_pdf_vocabulary_make(&flowing.vocabulary, layout) && flow_lines(&flowing);
    tip_pdf_vocabulary_free(&flowing.vocabulary);
    free(flowing.bottoms);
    if (!is_done)
        return tip_error_memory(error, "putting the lines of a PDF together");
    return settle_levels(flow, pdf, error);
}

void tip_pdf_flow_free(struct tip_pdf_flow *flow)
{
    for (size_t i = 0; i < flow->text_count; i++)
        free(flow->texts[i]);
    free(flow->texts);
    free(flow->marks);
    tip_lines_free(&flow->lines);
    *flow = (struct tip_pdf_flow){0};
}
