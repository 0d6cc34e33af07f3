/* Running heads and feet are told by repetition: the rows at the edges of all pages are collected,
 * and what stands at one height of several pages, numbers apart, is none of the text. */
#include "reader/pdf_edges.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum {
    EDGE_ROWS = 4,     /* no more lines of a page's head or foot are looked at */
    EDGE_SHARE = 5,    /* heads stand in the upper fifth of a page, feet in the lower */
    KEY_BYTES = 160,   /* of a row, for comparing */
    SAME_HEIGHT = 600, /* six points: what is set anew on each page may stand a little off */
};

/* A row at the edge of a page. */
struct edge {
    size_t page;
    bool is_top;
    unsigned place; /* from the edge on, 0 is the outermost */
    int height;     /* its middle, from the top */
    int count;      /* the number in it less the page's; NO_COUNT: it has none */
    bool has_letters;
    bool is_label; /* it is the page's label */
    size_t alike;  /* how many have its key and stand at its height, where that makes it one */
    char key[KEY_BYTES];
};

enum { NO_COUNT = -1000000000 };

struct edges {
    const struct tip_pdf *pdf;
    struct edge *items;
    size_t count, capacity;
};

/* ---- collecting ---- */

/* The value of a Roman number of up to 399; 0 for what is none. */
static int roman_value(const char *text, size_t length)
{
    static const char digits[] = "ivxlc";
    static const int values[] = {1, 5, 10, 50, 100};
    int sum = 0, before = 0;
    if (length >= 16)
        return 0;
    for (size_t i = 0; i < length; i++) {
        const char *digit = strchr(digits, tolower((unsigned char)text[i]));
        if (digit == NULL || *digit == '\0')
            return 0;
        int value = values[digit - digits];
        sum += value > before && before > 0 ? value - 2 * before : value;
        before = value;
    }
    return sum;
}

static void append(struct edge *edge, size_t *length, const char *text, size_t more)
{
    if (*length + more >= KEY_BYTES)
        more = KEY_BYTES - 1 - *length;
    memcpy(edge->key + *length, text, more);
    *length += more;
}

/* A word with its numbers as "#". */
static void add_word(struct edge *edge, size_t *length, const char *text, size_t size, int page)
{
    bool in_number = false;
    int value = 0;
    int roman = roman_value(text, size);
    if (roman > 0) {
        append(edge, length, "#", 1);
        edge->count = roman - page;
        return;
    }
    for (size_t i = 0; i <= size; i++) {
        char byte = i < size ? text[i] : ' ';
        if (isdigit((unsigned char)byte)) {
            value = value < 1000000 ? value * 10 + (byte - '0') : value;
            in_number = true;
            continue;
        }
        if (in_number) {
            append(edge, length, "#", 1);
            edge->count = value - page;
            in_number = false;
            value = 0;
        }
        if (i == size)
            break;
        edge->has_letters |= isalpha((unsigned char)byte) != 0 || (byte & 0x80) != 0;
        char small = (char)tolower((unsigned char)byte);
        append(edge, length, &small, 1);
    }
}

static bool is_label(const struct tip_pdf *pdf, const struct tip_pdf_page *page,
                     const struct tip_pdf_row *row)
{
    const struct tip_pdf_word *word = row->words[0].word;
    return row->count == 1 && page->label != NULL && strlen(page->label) == word->length &&
           strncasecmp(page->label, tip_pdf_text(pdf, word), word->length) == 0;
}

static bool add_edge(struct edges *edges, size_t page, const struct tip_pdf_row *row, bool is_top,
                     unsigned place)
{
    if (edges->count == edges->capacity) {
        size_t capacity = edges->capacity == 0 ? 256 : edges->capacity * 2;
        struct edge *items = realloc(edges->items, capacity * sizeof *items);
        if (items == NULL)
            return false;
        edges->items = items;
        edges->capacity = capacity;
    }
    struct edge *edge = &edges->items[edges->count++];
    const struct tip_pdf_page *from = &edges->pdf->pages[page];
    size_t length = 0;
    *edge = (struct edge){.page = page,
                          .is_top = is_top,
                          .place = place,
                          .count = NO_COUNT,
                          .height = row->top / 2 + row->bottom / 2};
    for (size_t i = 0; i < row->count; i++) {
        const struct tip_pdf_word *word = row->words[i].word;
        if (i > 0)
            append(edge, &length, " ", 1);
        add_word(edge, &length, tip_pdf_text(edges->pdf, word), word->length, from->number);
    }
    edge->is_label = is_label(edges->pdf, from, row);
    return true;
}

static bool collect_page(struct edges *edges, size_t number)
{
    const struct tip_pdf_page *page = &edges->pdf->pages[number];
    enum tip_pdf_way way = tip_pdf_main_way(edges->pdf, page);
    struct tip_pdf_sheet sheet;
    bool is_done = tip_pdf_sheet_make(&sheet, edges->pdf, page, way, way);
    int height = way == TIP_PDF_ACROSS ? page->height : page->width;
    for (unsigned i = 0; is_done && i < EDGE_ROWS && i < sheet.row_count; i++) {
        const struct tip_pdf_row *upper = &sheet.rows[i];
        const struct tip_pdf_row *lower = &sheet.rows[sheet.row_count - 1 - i];
        if (upper->top < height / EDGE_SHARE)
            is_done = add_edge(edges, number, upper, true, i);
        if (is_done && lower->bottom > height - height / EDGE_SHARE)
            is_done = add_edge(edges, number, lower, false, i);
    }
    tip_pdf_sheet_free(&sheet);
    return is_done;
}

/* ---- comparing ---- */

static int by_key(const void *a, const void *b)
{
    const struct edge *one = a, *other = b;
    if (one->is_top != other->is_top)
        return one->is_top ? -1 : 1;
    int order = strcmp(one->key, other->key);
    if (order == 0)
        order = (one->height > other->height) - (one->height < other->height);
    return order != 0 ? order : (one->page > other->page) - (one->page < other->page);
}

static int by_place(const void *a, const void *b)
{
    const struct edge *one = a, *other = b;
    if (one->page != other->page)
        return one->page < other->page ? -1 : 1;
    if (one->is_top != other->is_top)
        return one->is_top ? -1 : 1;
    return (one->place > other->place) - (one->place < other->place);
}

/* Figures without letters are page numbers only where they count the pages: where enough of the
 * rows around have the same distance to their page's number. */
static bool counts_pages(const struct edge *edges, size_t count, size_t place, size_t repeats)
{
    enum { AROUND = 50 };
    const struct edge *edge = &edges[place];
    size_t same = 0, end = count - place < AROUND ? count : place + AROUND;
    for (size_t i = place < AROUND ? 0 : place - AROUND; i < end; i++)
        same += edge->is_label ? edges[i].is_label : edges[i].count == edge->count;
    return (edge->is_label || edge->count != NO_COUNT) && same >= repeats;
}

/* Marks those of [0, count), which have one key and stand at one height. Two pages that begin alike
 * may be two copies of one form: there only what counts them is no text. */
static void mark_alike(struct edge *edges, size_t count, size_t repeats)
{
    for (size_t i = 0; count >= repeats && i < count; i++)
        if ((edges[i].has_letters && repeats > 2) || counts_pages(edges, count, i, repeats))
            edges[i].alike = count;
}

/* The more pages, the more of them begin alike by chance: chapters, forms, tables. */
static size_t repeats_of(size_t pages)
{
    return pages < 3 ? 2 : pages <= 20 ? 3 : pages <= 60 ? 4 : 5;
}

static void mark_running(struct edges *edges)
{
    size_t repeats = repeats_of(edges->pdf->page_count);
    qsort(edges->items, edges->count, sizeof *edges->items, by_key);
    for (size_t first = 0, end; first < edges->count; first = end) {
        const struct edge *edge = &edges->items[first];
        for (end = first + 1; end < edges->count; end++) {
            const struct edge *other = &edges->items[end];
            if (other->is_top != edge->is_top || strcmp(other->key, edge->key) != 0 ||
                other->height - other[-1].height > SAME_HEIGHT)
                break;
        }
        mark_alike(&edges->items[first], end - first, repeats);
    }
}

/* Counts a row as a running one when those further out are. The lines of a head go together: what
 * stands below one only here and there is a heading that pages have in common. */
static void peel(struct tip_pdf_edges *edges, const struct edge *edge, const struct edge *outer)
{
    unsigned char *rows = edge->is_top ? &edges[edge->page].top : &edges[edge->page].bottom;
    bool goes_along = edge->place == 0 || (outer != NULL && edge->alike * 2 >= outer->alike);
    if (edge->alike > 0 && *rows == edge->place && goes_along)
        (*rows)++;
}

bool tip_pdf_edges_find(struct tip_pdf_edges *edges, const struct tip_pdf *pdf)
{
    struct edges all = {.pdf = pdf};
    bool is_done = true;
    for (size_t i = 0; i < pdf->page_count && is_done; i++)
        is_done = collect_page(&all, i);
    if (is_done && pdf->page_count > 1 && all.count > 0) {
        mark_running(&all);
        qsort(all.items, all.count, sizeof *all.items, by_place);
    }
    for (size_t i = 0; i < all.count && is_done; i++)
        peel(edges, &all.items[i], i == 0 ? NULL : &all.items[i - 1]);
    free(all.items);
    return is_done;
}
