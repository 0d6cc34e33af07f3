/* The reading order of a page: what is above a cut, left of it, right of it, below it; each of them
 * in the same way. */
#include "reader/pdf_layout.h"

#include <stdlib.h>
#include <string.h>

#include "reader/pdf_columns.h"
#include "reader/pdf_edges.h"

enum {
    DEPTH = 12,        /* of cuts in cuts */
    COLUMN_ROWS = 8,   /* lines side by side that make a page count as one with columns */
    GUTTER_SHARE = 5,  /* a gutter of the document is that of a fifth of its pages with any */
    GUTTER_NEAR = 400, /* from page to page */
    NEAR_END = 200,
    WORK_A_WORD = 400, /* what finding columns may cost on one page, in words looked at */
    WORK_LEAST = 200000
};

#define WORK_OF_ALL 3000000000LL /* … and in a document: some ten seconds */

struct order {
    struct tip_pdf_layout *layout;
    const struct tip_pdf *pdf;
    struct tip_pdf_gutters known;
    long long work, work_left;
    size_t page;
    int left, right; /* of the text of most pages */
};

/* ---- ordering ---- */

static bool order_rows(struct order *order, struct tip_pdf_row *rows, size_t count, int left,
                       int right, int depth);

/* The part of each row that is left, or right, of the cut. Rows without any are left out. */
static size_t split_rows(struct tip_pdf_row *part, const struct tip_pdf_row *rows,
                         const struct tip_pdf_cut *cut, bool is_left)
{
    size_t kept = 0;
    for (size_t r = cut->first; r < cut->end; r++) {
        size_t left = tip_pdf_words_left_of(&rows[r], cut->at);
        struct tip_pdf_row row = rows[r];
        row.words += is_left ? 0 : left;
        row.count = is_left ? left : row.count - left;
        if (row.count == 0)
            continue;
        tip_pdf_row_measure(&row);
        part[kept++] = row;
    }
    return kept;
}

static int right_of(const struct tip_pdf_row *rows, size_t count)
{
    int right = 0;
    for (size_t r = 0; r < count; r++)
        right = r == 0 || rows[r].right > right ? rows[r].right : right;
    return right;
}

/* Where lines end that stand in the left column of a page that has no more text. */
static int column_end(const struct tip_pdf_gutters *known, const struct tip_pdf_row *rows,
                      size_t count, int right)
{
    int own = right_of(rows, count);
    for (size_t i = 0; i < known->count; i++)
        if (rows[0].left < known->ends[i] && own <= known->ends[i] + NEAR_END &&
            right > known->at[i])
            return known->ends[i] > own ? known->ends[i] : own;
    return right;
}

static bool order_columns(struct order *order, const struct tip_pdf_row *rows,
                          const struct tip_pdf_cut *cut, int left, int right, int depth)
{
    struct tip_pdf_row *part = calloc(cut->end - cut->first + 1, sizeof *part);
    if (part == NULL)
        return false;
    size_t count = split_rows(part, rows, cut, true);
    bool is_done = order_rows(order, part, count, left, right_of(part, count), depth + 1);
    count = split_rows(part, rows, cut, false);
    is_done = is_done && order_rows(order, part, count, cut->at, right, depth + 1);
    free(part);
    return is_done;
}

static bool order_rows(struct order *order, struct tip_pdf_row *rows, size_t count, int left,
                       int right, int depth)
{
    bool is_done = true;
    while (count > 0 && is_done) {
        struct tip_pdf_part part = {order->layout, order->pdf, order->page, left, right};
        struct tip_pdf_cut cut = {0};
        if (depth < DEPTH)
            cut = tip_pdf_find_cut(rows, count, &order->known, &order->work);
        if (cut.division == TIP_PDF_UNDIVIDED) {
            part.right = column_end(&order->known, rows, count, right);
            return tip_pdf_add_lines(&part, rows, count);
        }
        is_done = order_rows(order, rows, cut.first, left, right, depth + 1);
        if (is_done && cut.division == TIP_PDF_COLUMNS)
            is_done = order_columns(order, rows, &cut, left, right, depth);
        else if (is_done)
            is_done = tip_pdf_add_table(&part, rows + cut.first, cut.end - cut.first);
        rows += cut.end;
        count -= cut.end;
    }
    return is_done;
}

/* ---- pages ---- */

static long long page_work(const struct order *order, const struct tip_pdf_page *page)
{
    long long work = (long long)page->word_count * WORK_A_WORD + WORK_LEAST;
    return work < order->work_left ? work : order->work_left;
}

/* Without running heads and feet. */
static void peel(struct tip_pdf_sheet *sheet, const struct tip_pdf_edges *edges)
{
    size_t top = edges->top < sheet->row_count ? edges->top : sheet->row_count;
    size_t rest = sheet->row_count - top;
    size_t bottom = edges->bottom < rest ? edges->bottom : rest;
    memmove(sheet->rows, sheet->rows + top, (rest - bottom) * sizeof *sheet->rows);
    sheet->row_count = rest - bottom;
}

/* What goes another way than most of the page (a note in the margin) comes behind it. */
static bool order_page(struct order *order, const struct tip_pdf_edges *edges)
{
    const struct tip_pdf_page *page = &order->pdf->pages[order->page];
    enum tip_pdf_way most = tip_pdf_main_way(order->pdf, page);
    bool is_done = true;
    order->work = page_work(order, page);
    order->work_left -= order->work;
    for (unsigned i = 0; i < TIP_PDF_WAYS && is_done; i++) {
        struct tip_pdf_sheet sheet;
        is_done = tip_pdf_sheet_make(&sheet, order->pdf, page, (most + i) % TIP_PDF_WAYS, most);
        if (is_done && i == 0)
            peel(&sheet, edges);
        int left = i == 0 ? order->left : 0, right = i == 0 ? order->right : 0;
        for (size_t r = 0; is_done && r < sheet.row_count; r++) {
            left = r == 0 || sheet.rows[r].left < left ? sheet.rows[r].left : left;
            right = sheet.rows[r].right > right ? sheet.rows[r].right : right;
        }
        is_done = is_done && order_rows(order, sheet.rows, sheet.row_count, left, right, 0);
        tip_pdf_sheet_free(&sheet);
    }
    order->work_left += order->work > 0 ? order->work : 0;
    return is_done;
}

/* ---- what the pages have in common ---- */

struct gutter {
    int at, end; /* as in tip_pdf_gutters */
};

struct habits {
    struct gutter *gutters; /* of pages with columns */
    int *rights;            /* where the text of a page ends to the right */
    size_t gutter_count, right_count;
};

static int by_value(const void *a, const void *b)
{
    int one = *(const int *)a, other = *(const int *)b;
    return (one > other) - (one < other);
}

static int by_at(const void *a, const void *b)
{
    const struct gutter *one = a, *other = b;
    if (one->at != other->at)
        return one->at < other->at ? -1 : 1;
    return (one->end > other->end) - (one->end < other->end);
}

/* Where the text to the left of a cut ends. */
static int end_before(const struct tip_pdf_row *rows, const struct tip_pdf_cut *cut)
{
    int end = 0;
    for (size_t r = cut->first; r < cut->end; r++) {
        size_t left = tip_pdf_words_left_of(&rows[r], cut->at);
        if (left > 0 && rows[r].words[left - 1].right > end)
            end = rows[r].words[left - 1].right;
    }
    return end;
}

static bool look_at_page(struct order *order, struct habits *habits,
                         const struct tip_pdf_edges *edges)
{
    const struct tip_pdf_page *page = &order->pdf->pages[order->page];
    enum tip_pdf_way most = tip_pdf_main_way(order->pdf, page);
    struct tip_pdf_sheet sheet;
    bool is_done = tip_pdf_sheet_make(&sheet, order->pdf, page, most, most);
    if (is_done)
        peel(&sheet, edges);
    long long work = page_work(order, page), before = work;
    if (is_done && sheet.row_count > 0) {
        static const struct tip_pdf_gutters none = {.count = 0};
        struct tip_pdf_cut cut = tip_pdf_find_cut(sheet.rows, sheet.row_count, &none, &work);
        if (cut.division == TIP_PDF_COLUMNS && cut.rows_beside >= COLUMN_ROWS)
            habits->gutters[habits->gutter_count++] =
                (struct gutter){cut.at, end_before(sheet.rows, &cut)};
        habits->rights[habits->right_count++] = right_of(sheet.rows, sheet.row_count);
    }
    order->work_left -= before - work;
    tip_pdf_sheet_free(&sheet);
    return is_done;
}

static void add_gutter(struct tip_pdf_gutters *known, const struct gutter *gutter)
{
    if (known->count == TIP_PDF_GUTTERS)
        return;
    known->at[known->count] = gutter->at;
    known->ends[known->count++] = gutter->end;
}

/* Gutters that many pages have, and where the text of the page in the middle ends. */
static void conclude(struct order *order, struct habits *habits)
{
    size_t least = habits->gutter_count / GUTTER_SHARE;
    qsort(habits->gutters, habits->gutter_count, sizeof *habits->gutters, by_at);
    qsort(habits->rights, habits->right_count, sizeof *habits->rights, by_value);
    for (size_t first = 0, end; first < habits->gutter_count; first = end) {
        for (end = first + 1; end < habits->gutter_count &&
                              habits->gutters[end].at - habits->gutters[first].at <= GUTTER_NEAR;)
            end++;
        if (end - first >= 2 && end - first >= least)
            add_gutter(&order->known, &habits->gutters[first + (end - first) / 2]);
    }
    if (habits->right_count > 0)
        order->right = habits->rights[habits->right_count / 2];
}

static bool look_at_pages(struct order *order, const struct tip_pdf_edges *edges)
{
    size_t pages = order->pdf->page_count;
    struct habits habits = {.gutters = calloc(pages + 1, sizeof *habits.gutters),
                            .rights = calloc(pages + 1, sizeof *habits.rights)};
    bool is_done = habits.gutters != NULL && habits.rights != NULL;
    for (order->page = 0; order->page < pages && is_done; order->page++)
        is_done = look_at_page(order, &habits, &edges[order->page]);
    if (is_done)
        conclude(order, &habits);
    free(habits.gutters);
    free(habits.rights);
    return is_done;
}

static bool order_pages(struct order *order, const struct tip_pdf_edges *edges)
{
    bool is_done = look_at_pages(order, edges);
    for (order->page = 0; order->page < order->pdf->page_count && is_done; order->page++)
        is_done = order_page(order, &edges[order->page]);
    return is_done;
}

/* Where nothing but running heads is left, they are the text: slides, forms, certificates. */
tip_status tip_pdf_lay_out(struct tip_pdf_layout *layout, const struct tip_pdf *pdf,
                           struct tip_error *error)
{
    struct order order = {.layout = layout, .pdf = pdf, .work_left = WORK_OF_ALL};
    struct tip_pdf_edges *edges = calloc(pdf->page_count + 1, sizeof *edges);
    bool is_done = edges != NULL && tip_pdf_edges_find(edges, pdf) && order_pages(&order, edges);
    if (is_done && layout->count == 0) {
        memset(edges, 0, pdf->page_count * sizeof *edges);
        is_done = order_pages(&order, edges);
    }
    free(edges);
    return is_done ? TIP_OK : tip_error_memory(error, "ordering the words of a PDF");
}

void tip_pdf_layout_free(struct tip_pdf_layout *layout)
{
    for (size_t i = 0; i < layout->count; i++)
        free(layout->lines[i].text);
    free(layout->lines);
    *layout = (struct tip_pdf_layout){0};
}
