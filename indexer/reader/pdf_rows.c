/* Rows: words that share at least half of the lower one's height. An initial that is several lines
 * high belongs to the first of them. */
#include "reader/pdf_rows.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { OPEN_ROWS = 4, INITIAL_BYTES = 4 };

/* ---- directions ---- */

static enum tip_pdf_way way_of(const struct tip_pdf_word *word)
{
    if ((word->flags & TIP_PDF_UPWARD) != 0)
        return TIP_PDF_UP;
    return (word->flags & TIP_PDF_DOWNWARD) != 0 ? TIP_PDF_DOWN : TIP_PDF_ACROSS;
}

enum tip_pdf_way tip_pdf_main_way(const struct tip_pdf *pdf, const struct tip_pdf_page *page)
{
    size_t counts[TIP_PDF_WAYS] = {0};
    for (size_t i = 0; i < page->word_count; i++) {
        const struct tip_pdf_word *word = &pdf->words[page->first_word + i];
        counts[way_of(word)] += word->length > 1;
    }
    enum tip_pdf_way most = TIP_PDF_ACROSS;
    for (enum tip_pdf_way way = TIP_PDF_UP; way < TIP_PDF_WAYS; way++)
        if (counts[way] > counts[most])
            most = way;
    return most;
}

static struct tip_pdf_placed place(const struct tip_pdf_word *word, const struct tip_pdf_page *page,
                                   enum tip_pdf_way way)
{
    struct tip_pdf_placed placed = {.word = word};
    switch (way) {
    case TIP_PDF_UP:
        placed.left = page->height - word->bottom;
        placed.right = page->height - word->top;
        placed.top = word->left;
        placed.bottom = word->right;
        break;
    case TIP_PDF_DOWN:
        placed.left = word->top;
        placed.right = word->bottom;
        placed.top = page->width - word->right;
        placed.bottom = page->width - word->left;
        break;
    case TIP_PDF_ACROSS:
    case TIP_PDF_WAYS:
        placed.left = word->left;
        placed.right = word->right;
        placed.top = word->top;
        placed.bottom = word->bottom;
        break;
    }
    return placed;
}

/* ---- order ---- */

static int compare(int a, int b)
{
    return (a > b) - (a < b);
}

static int by_top(const void *a, const void *b)
{
    const struct tip_pdf_placed *one = a, *other = b;
    int order = compare(one->top, other->top);
    return order != 0 ? order : compare(one->left, other->left);
}

static int by_row(const void *a, const void *b)
{
    const struct tip_pdf_placed *one = a, *other = b;
    if (one->row != other->row)
        return one->row < other->row ? -1 : 1;
    int order = compare(one->left, other->left);
    return order != 0 ? order : compare(one->top, other->top);
}

static int rows_by_middle(const void *a, const void *b)
{
    const struct tip_pdf_row *one = a, *other = b;
    return compare(one->top / 2 + one->bottom / 2, other->top / 2 + other->bottom / 2);
}

static int by_value(const void *a, const void *b)
{
    return compare(*(const int *)a, *(const int *)b);
}

static bool measure_height(struct tip_pdf_sheet *sheet)
{
    int *heights = calloc(sheet->count + 1, sizeof *heights);
    if (heights == NULL)
        return false;
    for (size_t i = 0; i < sheet->count; i++)
        heights[i] = sheet->words[i].bottom - sheet->words[i].top;
    qsort(heights, sheet->count, sizeof *heights, by_value);
    sheet->height = heights[sheet->count / 2] > 0 ? heights[sheet->count / 2] : 1;
    free(heights);
    return true;
}

/* ---- rows ---- */

/* How much of its height a word has in common with a row; 0 when that is less than half. */
static int common_height(const struct tip_pdf_row *row, const struct tip_pdf_placed *word)
{
    int top = row->top > word->top ? row->top : word->top;
    int bottom = row->bottom < word->bottom ? row->bottom : word->bottom;
    int row_height = row->bottom - row->top, height = word->bottom - word->top;
    int lower = height < row_height ? height : row_height, common = bottom - top;
    return common > 0 && common * 2 > lower ? common : 0;
}

static bool is_tall(const struct tip_pdf_sheet *sheet, const struct tip_pdf_placed *word)
{
    return (word->bottom - word->top) / 9 > sheet->height / 5; /* 1.8 times */
}

/* The row of the last few that a word shares most with; a new one when there is none. */
static size_t find_row(const struct tip_pdf_sheet *sheet, const struct tip_pdf_placed *word,
                       size_t first_row)
{
    size_t best = sheet->row_count;
    int most = 0;
    for (size_t r = sheet->row_count; r > first_row && sheet->row_count - r < OPEN_ROWS; r--) {
        int common = common_height(&sheet->rows[r - 1], word);
        if (common > most) {
            most = common;
            best = r - 1;
        }
    }
    return best;
}

static void join_row(struct tip_pdf_sheet *sheet, struct tip_pdf_placed *word, size_t number)
{
    struct tip_pdf_row *row = &sheet->rows[number];
    if (number == sheet->row_count) {
        *row = (struct tip_pdf_row){.top = word->top, .bottom = word->bottom};
        sheet->row_count++;
    }
    word->row = number;
    row->count++;
}

/* Lines are found first; what is taller than they are makes rows of its own. */
static void find_rows(struct tip_pdf_sheet *sheet)
{
    for (int tall = 0; tall < 2; tall++) {
        size_t first_row = sheet->row_count;
        for (size_t i = 0; i < sheet->count; i++) {
            struct tip_pdf_placed *word = &sheet->words[i];
            if (is_tall(sheet, word) == (tall == 1))
                join_row(sheet, word, find_row(sheet, word, first_row));
        }
    }
}

/* An initial: one tall letter, with a line of the text directly to its right. */
static void place_initials(struct tip_pdf_sheet *sheet)
{
    for (size_t i = 0; i < sheet->count; i++) {
        struct tip_pdf_placed *word = &sheet->words[i];
        if (!is_tall(sheet, word) || word->word->length > INITIAL_BYTES ||
            sheet->rows[word->row].count != 1)
            continue;
        for (size_t k = 0; k < sheet->count; k++) {
            struct tip_pdf_placed *other = &sheet->words[k];
            if (is_tall(sheet, other) || other->left < word->right - sheet->height / 4 ||
                other->left > word->right + sheet->height || other->bottom <= word->top ||
                other->top >= word->bottom)
                continue;
            sheet->rows[word->row].count = 0;
            sheet->rows[other->row].count++;
            word->row = other->row;
            word->top = other->top;
            word->bottom = other->bottom;
            break; /* words come from top to bottom: this is the first line */
        }
    }
}

void tip_pdf_row_measure(struct tip_pdf_row *row)
{
    row->left = row->top = INT_MAX;
    row->right = row->bottom = INT_MIN;
    for (size_t i = 0; i < row->count; i++) {
        const struct tip_pdf_placed *word = &row->words[i];
        row->left = word->left < row->left ? word->left : row->left;
        row->top = word->top < row->top ? word->top : row->top;
        row->right = word->right > row->right ? word->right : row->right;
        row->bottom = word->bottom > row->bottom ? word->bottom : row->bottom;
    }
}

/* Gives rows their words, drops empty ones and puts them in order. */
static void settle_rows(struct tip_pdf_sheet *sheet)
{
    size_t kept = 0, at = 0;
    qsort(sheet->words, sheet->count, sizeof *sheet->words, by_row);
    for (size_t r = 0; r < sheet->row_count; r++) {
        struct tip_pdf_row row = sheet->rows[r];
        row.words = sheet->words + at;
        at += row.count;
        if (row.count == 0)
            continue;
        tip_pdf_row_measure(&row);
        sheet->rows[kept++] = row;
    }
    sheet->row_count = kept;
    qsort(sheet->rows, sheet->row_count, sizeof *sheet->rows, rows_by_middle);
}

bool tip_pdf_sheet_make(struct tip_pdf_sheet *sheet, const struct tip_pdf *pdf,
                        const struct tip_pdf_page *page, enum tip_pdf_way way,
                        enum tip_pdf_way most)
{
    *sheet = (struct tip_pdf_sheet){.words = calloc(page->word_count + 1, sizeof *sheet->words),
                                    .rows = calloc(page->word_count + 1, sizeof *sheet->rows)};
    if (sheet->words == NULL || sheet->rows == NULL)
        return false;
    for (size_t i = 0; i < page->word_count; i++) {
        const struct tip_pdf_word *word = &pdf->words[page->first_word + i];
        if ((word->length > 1 ? way_of(word) : most) == way)
            sheet->words[sheet->count++] = place(word, page, way);
    }
    if (!measure_height(sheet))
        return false;
    qsort(sheet->words, sheet->count, sizeof *sheet->words, by_top);
    find_rows(sheet);
    if (sheet->count < 5000) /* no page of a report has more; a hostile one costs no time */
        place_initials(sheet);
    settle_rows(sheet);
    return true;
}

void tip_pdf_sheet_free(struct tip_pdf_sheet *sheet)
{
    free(sheet->words);
    free(sheet->rows);
    *sheet = (struct tip_pdf_sheet){0};
}
