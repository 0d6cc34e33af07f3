/* How a document is set: its text's type, the distance of lines, what parts its paragraphs. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "reader/paragraph.h"
#include "reader/pdf_flow.h"

enum {
    SIZE_STEP = 25,       /* sizes are compared by quarters of a point */
    PITCH_STEP = 20,      /* distances by fifths */
    LARGER_PERCENT = 112, /* of the text's size: a heading's */
    HEADING_BYTES = 200,
    GAP_PERCENT = 118 /* of the distance of lines: a gap */
};

/* How often a value occurs. */
struct tally {
    long value;
    size_t weight;
};

static int by_value(const void *a, const void *b)
{
    const struct tally *one = a, *other = b;
    return (one->value > other->value) - (one->value < other->value);
}

/* The value with most weight; sorts `items`. */
static long most_frequent(struct tally *items, size_t count, long none)
{
    long best = none;
    size_t most = 0;
    qsort(items, count, sizeof *items, by_value);
    for (size_t first = 0, end; first < count; first = end) {
        size_t weight = 0;
        for (end = first; end < count && items[end].value == items[first].value; end++)
            weight += items[end].weight;
        if (weight > most) {
            most = weight;
            best = items[first].value;
        }
    }
    return best;
}

bool tip_pdf_is_below(const struct tip_pdf_line *before, const struct tip_pdf_line *line)
{
    return before->page == line->page && line->top > before->top && line->left < before->right &&
           line->right > before->left;
}

int tip_pdf_pitch(const struct tip_pdf_line *before, const struct tip_pdf_line *line)
{
    int heads = line->top - before->top, feet = line->bottom - before->bottom;
    return heads < feet ? heads : feet;
}

bool tip_pdf_has_room(const struct tip_pdf_line *before, const struct tip_pdf_line *line)
{
    int blank = before->size / 2; /* a blank and a little more */
    return before->margin_right - before->right > line->first_width + blank;
}

static int rounded_size(const struct tip_pdf_line *line)
{
    return (line->size + SIZE_STEP / 2) / SIZE_STEP * SIZE_STEP;
}

static void find_type(struct tip_pdf_habits *habits, const struct tip_pdf_layout *layout,
                      struct tally *tally)
{
    for (size_t i = 0; i < layout->count; i++) {
        const struct tip_pdf_line *line = &layout->lines[i];
        tally[i] = (struct tally){(long)rounded_size(line) * 2 + line->is_bold, strlen(line->text)};
    }
    long type = most_frequent(tally, layout->count, 2000);
    habits->size = (int)(type / 2);
    habits->is_bold = type % 2 != 0;
}

static bool is_body(const struct tip_pdf_habits *habits, const struct tip_pdf_line *line)
{
    return abs(line->size - habits->size) <= SIZE_STEP * 2 && !line->is_row;
}

static void find_pitch(struct tip_pdf_habits *habits, const struct tip_pdf_layout *layout,
                       struct tally *tally)
{
    size_t count = 0;
    for (size_t i = 1; i < layout->count; i++) {
        const struct tip_pdf_line *line = &layout->lines[i];
        if (!is_body(habits, line) || !is_body(habits, line - 1) ||
            !tip_pdf_is_below(line - 1, line) || tip_pdf_has_room(line - 1, line))
            continue;
        int pitch = tip_pdf_pitch(line - 1, line);
        tally[count++] = (struct tally){(pitch + PITCH_STEP / 2) / PITCH_STEP * PITCH_STEP, 1};
    }
    habits->pitch = (int)most_frequent(tally, count, habits->size * 12 / 10);
    if (habits->pitch < 1)
        habits->pitch = 1;
}

/* Where lines end early behind a full stop, a gap follows or none. */
static void find_gaps(struct tip_pdf_habits *habits, const struct tip_pdf_layout *layout)
{
    size_t gaps = 0, ends = 0;
    for (size_t i = 1; i < layout->count; i++) {
        const struct tip_pdf_line *line = &layout->lines[i];
        if (!is_body(habits, line) || !is_body(habits, line - 1) ||
            !tip_pdf_is_below(line - 1, line) || !tip_pdf_has_room(line - 1, line) ||
            !tip_paragraph_is_ended(line[-1].text))
            continue;
        ends++;
        gaps += tip_pdf_pitch(line - 1, line) * 100LL > habits->pitch * (long long)GAP_PERCENT;
    }
    habits->has_gaps = gaps * 2 > ends;
}

static void find_bottom(struct tip_pdf_habits *habits, const struct tip_pdf_layout *layout,
                        struct tally *tally)
{
    size_t pages = 0;
    for (size_t i = 0; i < layout->count; i++) {
        const struct tip_pdf_line *line = &layout->lines[i];
        if (i == 0 || line->page != line[-1].page)
            tally[pages++] = (struct tally){line->bottom, 1};
        else if (line->bottom > tally[pages - 1].value)
            tally[pages - 1].value = line->bottom;
    }
    qsort(tally, pages, sizeof *tally, by_value);
    habits->bottom = pages == 0 ? 0 : (int)tally[pages - 1 - pages / 10].value;
}

bool tip_pdf_is_heading_type(const struct tip_pdf_habits *habits, const struct tip_pdf_line *line)
{
    bool is_larger = line->size * 100LL > habits->size * (long long)LARGER_PERCENT;
    bool is_smaller = line->size * 100LL < habits->size * 95LL;
    return !line->is_row && (is_larger || (line->is_bold && !habits->is_bold && !is_smaller));
}

static int by_rank(const void *a, const void *b)
{
    const struct tip_pdf_type *one = a, *other = b;
    if (one->size != other->size)
        return one->size > other->size ? -1 : 1;
    return (int)other->is_bold - (int)one->is_bold;
}

/* Types in which short lines are set several times; a title's, that stands once, is the first. */
static bool find_heading_types(struct tip_pdf_habits *habits, const struct tip_pdf_layout *layout)
{
    struct tip_pdf_type *types = calloc(layout->count + 1, sizeof *types);
    size_t count = 0;
    if (types == NULL)
        return false;
    for (size_t i = 0; i < layout->count; i++) {
        const struct tip_pdf_line *line = &layout->lines[i];
        if (tip_pdf_is_heading_type(habits, line) && strlen(line->text) < HEADING_BYTES)
            types[count++] = (struct tip_pdf_type){rounded_size(line), line->is_bold};
    }
    qsort(types, count, sizeof *types, by_rank);
    for (size_t first = 0, end; first < count; first = end) {
        for (end = first + 1; end < count && by_rank(&types[first], &types[end]) == 0;)
            end++;
        if (habits->type_count < TIP_PDF_HEADING_TYPES)
            habits->types[habits->type_count++] = types[first];
    }
    free(types);
    return true;
}

int tip_pdf_heading_level(const struct tip_pdf_habits *habits, const struct tip_pdf_line *line)
{
    const struct tip_pdf_type type = {rounded_size(line), line->is_bold};
    size_t level = 1;
    if (habits->type_count < 2)
        return 0;
    while (level < habits->type_count && by_rank(&habits->types[level - 1], &type) < 0)
        level++;
    return (int)level;
}

bool tip_pdf_habits_find(struct tip_pdf_habits *habits, const struct tip_pdf_layout *layout)
{
    struct tally *tally = calloc(layout->count + 1, sizeof *tally);
    *habits = (struct tip_pdf_habits){0};
    if (tally == NULL)
        return false;
    find_type(habits, layout, tally);
    find_pitch(habits, layout, tally);
    find_gaps(habits, layout);
    find_bottom(habits, layout, tally);
    free(tally);
    return find_heading_types(habits, layout);
}
