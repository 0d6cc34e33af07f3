/* The reading order of a page.
 *
 * Words that stand on one height are a row. Where several rows in a row leave the same strip free
 * and words begin in one line to the right of it, the strip parts two columns or a table's cells;
 * what is above, left, right and below is looked at in the same way. */
#include "reader/pdf_layout.h"

#include <stdlib.h>
#include <string.h>

static const char doing[] = "ordering the words of a PDF";

/* A word on its page. `text` and so on are of `word`; the box is in the direction of reading. */
struct placed {
    const struct tip_pdf_word *word;
    int left, top, right, bottom;
};

/* Words of one height, from left to right: [first, end) of page.words. */
struct row {
    size_t first, end;
    int left, top, right, bottom;
};

struct page {
    const struct tip_pdf *pdf;
    size_t number; /* index into pdf.pages */
    struct placed *words;
    size_t count;
    struct row *rows;
    size_t row_count;
    struct tip_pdf_layout *layout;
};

static int compare_top(const void *a, const void *b)
{
    const struct placed *one = a, *other = b;
    if (one->top != other->top)
        return one->top < other->top ? -1 : 1;
    return one->left < other->left ? -1 : one->left > other->left;
}

static int compare_left(const void *a, const void *b)
{
    const struct placed *one = a, *other = b;
    return one->left < other->left ? -1 : one->left > other->left;
}

enum direction { ACROSS, UPWARD, DOWNWARD, DIRECTIONS };

static enum direction direction_of(const struct tip_pdf_word *word)
{
    if ((word->flags & TIP_PDF_UPWARD) != 0)
        return UPWARD;
    return (word->flags & TIP_PDF_DOWNWARD) != 0 ? DOWNWARD : ACROSS;
}

/* The direction in which most of a page is written; words of one letter have none. */
static enum direction main_direction(const struct tip_pdf *pdf, const struct tip_pdf_page *page)
{
    size_t counts[DIRECTIONS] = {0};
    for (size_t i = 0; i < page->word_count; i++) {
        const struct tip_pdf_word *word = &pdf->words[page->first_word + i];
        counts[direction_of(word)] += word->length > 1;
    }
    enum direction most = ACROSS;
    for (enum direction way = UPWARD; way < DIRECTIONS; way++)
        if (counts[way] > counts[most])
            most = way;
    return most;
}

/* The box of a word when the page is turned so that its text goes across. */
static struct placed place(const struct tip_pdf_word *word, const struct tip_pdf_page *page,
                           enum direction way)
{
    if (way == UPWARD)
        return (struct placed){word, page->height - word->bottom, word->left,
                               page->height - word->top, word->right};
    if (way == DOWNWARD)
        return (struct placed){word, word->top, page->width - word->right, word->bottom,
                               page->width - word->left};
    return (struct placed){word, word->left, word->top, word->right, word->bottom};
}

/* The page's words that go `way`; those of one letter go the page's way, `most`. */
static void place_words(struct page *page, enum direction way, enum direction most)
{
    const struct tip_pdf_page *from = &page->pdf->pages[page->number];
    page->count = page->row_count = 0;
    for (size_t i = 0; i < from->word_count; i++) {
        const struct tip_pdf_word *word = &page->pdf->words[from->first_word + i];
        enum direction own = word->length > 1 ? direction_of(word) : most;
        if (own == way)
            page->words[page->count++] = place(word, from, way);
    }
    qsort(page->words, page->count, sizeof *page->words, compare_top);
}

/* Half of the lower one's height in common. */
static bool is_of_row(const struct row *row, const struct placed *word)
{
    int top = row->top > word->top ? row->top : word->top;
    int bottom = row->bottom < word->bottom ? row->bottom : word->bottom;
    int row_height = row->bottom - row->top, height = word->bottom - word->top;
    return (bottom - top) * 2 > (height < row_height ? height : row_height);
}

static void find_rows(struct page *page)
{
    for (size_t i = 0; i < page->count; i++) {
        struct placed *word = &page->words[i];
        struct row *row = page->row_count == 0 ? NULL : &page->rows[page->row_count - 1];
        if (row == NULL || !is_of_row(row, word)) {
            row = &page->rows[page->row_count++];
            *row = (struct row){i, i, word->left, word->top, word->right, word->bottom};
        }
        row->end = i + 1;
        if (word->right > row->right)
            row->right = word->right;
        if (word->left < row->left)
            row->left = word->left;
    }
    for (size_t r = 0; r < page->row_count; r++) {
        struct row *row = &page->rows[r];
        qsort(page->words + row->first, row->end - row->first, sizeof *page->words, compare_left);
    }
}

static bool reserve_line(struct tip_pdf_layout *layout)
{
    if (layout->count < layout->capacity)
        return true;
    size_t capacity = layout->capacity == 0 ? 256 : layout->capacity * 2;
    struct tip_pdf_line *lines = realloc(layout->lines, capacity * sizeof *lines);
    if (lines == NULL)
        return false;
    layout->lines = lines;
    layout->capacity = capacity;
    return true;
}

static bool add_line(struct page *page, const struct row *row)
{
    struct tip_string text = {0};
    if (!reserve_line(page->layout))
        return false;
    for (size_t i = row->first; i < row->end; i++) {
        const struct tip_pdf_word *word = page->words[i].word;
        if (text.length > 0)
            tip_string_append_char(&text, ' ');
        tip_string_append(&text, tip_pdf_text(page->pdf, word), word->length);
    }
    char *shown = tip_string_release(&text);
    if (shown == NULL)
        return false;
    const struct placed *first = &page->words[row->first];
    page->layout->lines[page->layout->count++] =
        (struct tip_pdf_line){.page = page->number,
                              .left = row->left,
                              .top = row->top,
                              .right = row->right,
                              .bottom = row->bottom,
                              .size = first->word->size,
                              .text = shown,
                              .first_width = first->right - first->left};
    return true;
}

/* What goes another way than most of the page (a note in the margin) comes behind it. */
static bool lay_out_page(struct page *page)
{
    const struct tip_pdf_page *from = &page->pdf->pages[page->number];
    page->words = calloc(from->word_count + 1, sizeof *page->words);
    page->rows = calloc(from->word_count + 1, sizeof *page->rows);
    bool is_done = page->words != NULL && page->rows != NULL;
    enum direction most = main_direction(page->pdf, from);
    for (unsigned i = 0; i < DIRECTIONS && is_done; i++) {
        place_words(page, (most + i) % DIRECTIONS, most);
        find_rows(page);
        for (size_t r = 0; is_done && r < page->row_count; r++)
            is_done = add_line(page, &page->rows[r]);
    }
    free(page->words);
    free(page->rows);
    return is_done;
}

tip_status tip_pdf_lay_out(struct tip_pdf_layout *layout, const struct tip_pdf *pdf,
                           struct tip_error *error)
{
    for (size_t i = 0; i < pdf->page_count; i++) {
        struct page page = {.pdf = pdf, .number = i, .layout = layout};
        if (!lay_out_page(&page))
            return tip_error_memory(error, doing);
    }
    return TIP_OK;
}

void tip_pdf_layout_free(struct tip_pdf_layout *layout)
{
    for (size_t i = 0; i < layout->count; i++)
        free(layout->lines[i].text);
    free(layout->lines);
    *layout = (struct tip_pdf_layout){0};
}
