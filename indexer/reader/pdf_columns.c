/* Columns and tables.
 *
 * Words that begin a column begin at one place in many rows, with a free strip to their left. Each
 * such place is tried: the longest run of rows that leaves the strip free, with text on both sides
 * of it, is a cut. Whether it parts columns or a table follows from what stands on its sides: lines
 * of running text, or cells. */
#include "reader/pdf_columns.h"

#include <stdlib.h>
#include <string.h>

#include "reader/list_marker.h"

enum {
    ROWS_LEAST = 3,      /* on each side, where the document has no gutter there */
    ROWS_SURE = 12,      /* … of which there is no doubt */
    CANDIDATES = 24,     /* places tried; the most frequent ones */
    STARTS_MOST = 20000, /* words that begin behind a gap, of a page */
    NEAR = 150,          /* 1.5 points: words that begin so near begin at one place */
    NEAR_GUTTER = 400    /* from page to page */
};

/* A place where several rows have a word behind a gap. */
struct candidate {
    int at;
    size_t rows;
};

/* One side of a strip. */
struct side {
    size_t rows, words, full, gaps; /* rows: all, those that fill it, those with a wide gap */
    int left, right;
};

/* ---- places ---- */

static int by_value(const void *a, const void *b)
{
    int one = *(const int *)a, other = *(const int *)b;
    return (one > other) - (one < other);
}

/* Three quarters of the height of the row in the middle: the gutter that CSS gives by default is
 * one em wide, a blank of justified text seldom over half. */
int tip_pdf_gutter_width(const struct tip_pdf_row *rows, size_t count)
{
    const struct tip_pdf_row *row = &rows[count / 2];
    int height = row->words[0].bottom - row->words[0].top;
    return height < 200 ? 150 : height / 4 * 3;
}

/* Where words begin that have a gap, or nothing, to their left. */
static size_t collect_starts(int *starts, const struct tip_pdf_row *rows, size_t count, int width,
                             long long *work)
{
    size_t found = 0;
    for (size_t r = 0; r < count; r++) {
        *work -= (long long)rows[r].count;
        for (size_t i = 0; i < rows[r].count && found < STARTS_MOST; i++) {
            const struct tip_pdf_placed *word = &rows[r].words[i];
            if (i == 0 || word->left - word[-1].right >= width)
                starts[found++] = word->left;
        }
    }
    qsort(starts, found, sizeof *starts, by_value);
    return found;
}

/* Keeps the most frequent places, as many as fit. */
static void keep_candidate(struct candidate *kept, size_t *count, struct candidate candidate)
{
    size_t least = 0;
    if (*count < CANDIDATES) {
        kept[(*count)++] = candidate;
        return;
    }
    for (size_t i = 1; i < CANDIDATES; i++)
        if (kept[i].rows < kept[least].rows)
            least = i;
    if (kept[least].rows < candidate.rows)
        kept[least] = candidate;
}

static size_t find_candidates(struct candidate *kept, const int *starts, size_t count, size_t least)
{
    size_t found = 0;
    for (size_t first = 0, end; first < count; first = end) {
        for (end = first + 1; end < count && starts[end] - starts[end - 1] <= NEAR / 3 &&
                              starts[end] - starts[first] <= NEAR;)
            end++;
        if (end - first >= least)
            keep_candidate(kept, &found, (struct candidate){starts[first], end - first});
    }
    return found;
}

/* ---- runs of rows ---- */

size_t tip_pdf_words_left_of(const struct tip_pdf_row *row, int at)
{
    size_t low = 0, high = row->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (row->words[middle].left < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Whether no word of the row reaches into the strip left of `at`. Words are in order of their left
 * sides, and boxes hardly overlap: the last one before it tells. */
static bool is_free(const struct tip_pdf_row *row, int at, int width)
{
    size_t left = tip_pdf_words_left_of(row, at);
    return left == 0 || row->words[left - 1].right <= at - width;
}

static bool has_right(const struct tip_pdf_row *row, int at)
{
    return tip_pdf_words_left_of(row, at) < row->count;
}

static bool has_left(const struct tip_pdf_row *row, int at)
{
    return tip_pdf_words_left_of(row, at) > 0;
}

/* A list's markers ("•", "12.") have text to their right, but are no column. */
static bool is_marker_alone(const struct tip_pdf_row *row, int at, int em)
{
    size_t left = tip_pdf_words_left_of(row, at);
    return left == 1 && row->words[0].right - row->words[0].left < em * 2;
}

/* The run [first, end) without the rows at its ends that stand on one side only, where the other
 * side has none beside them. Rows of both sides alternate: the strip parts what stands side by
 * side, not what stands above and below. */
static size_t rows_beside(const struct tip_pdf_row *rows, size_t first, size_t end, int at)
{
    size_t lefts = 0, rights = 0, left_first = end, left_last = first, right_first = end,
           right_last = first;
    for (size_t r = first; r < end; r++) {
        if (has_left(&rows[r], at)) {
            left_first = left_first == end ? r : left_first;
            left_last = r;
        }
        if (has_right(&rows[r], at)) {
            right_first = right_first == end ? r : right_first;
            right_last = r;
        }
    }
    size_t from = left_first > right_first ? left_first : right_first;
    size_t to = left_last < right_last ? left_last : right_last;
    for (size_t r = from; r <= to && r < end; r++) {
        lefts += has_left(&rows[r], at);
        rights += has_right(&rows[r], at);
    }
    return lefts < rights ? lefts : rights;
}

/* Whether the right side begins at `at` as often as a column with indents and lists does. A strip
 * that is free beside many rows is no accident, whatever begins there. */
static bool is_straight(const struct tip_pdf_row *rows, size_t first, size_t end, int at)
{
    if (end - first >= ROWS_SURE)
        return true;
    size_t rights = 0, straight = 0;
    for (size_t r = first; r < end; r++) {
        size_t left = tip_pdf_words_left_of(&rows[r], at);
        rights += left < rows[r].count;
        straight += left < rows[r].count && rows[r].words[left].left <= at + NEAR;
    }
    return straight * 5 >= rights * 2;
}

static bool are_markers(const struct tip_pdf_row *rows, size_t first, size_t end, int at, int em)
{
    size_t lefts = 0, markers = 0;
    for (size_t r = first; r < end; r++) {
        lefts += has_left(&rows[r], at);
        markers += is_marker_alone(&rows[r], at, em);
    }
    return markers == lefts;
}

/* ---- columns or a table ---- */

static bool has_gap(const struct tip_pdf_row *row, size_t first, size_t end, int width)
{
    for (size_t i = first + 1; i < end; i++)
        if (row->words[i].left - row->words[i - 1].right >= width)
            return true;
    return false;
}

static struct side measure(const struct tip_pdf_row *rows, const struct tip_pdf_cut *cut,
                           bool is_left)
{
    int width = tip_pdf_gutter_width(rows + cut->first, cut->end - cut->first);
    struct side side = {.left = 1 << 30, .right = -(1 << 30)};
    for (int pass = 0; pass < 2; pass++)
        for (size_t r = cut->first; r < cut->end; r++) {
            size_t left = tip_pdf_words_left_of(&rows[r], cut->at);
            size_t first = is_left ? 0 : left, end = is_left ? left : rows[r].count;
            if (first == end)
                continue;
            int from = rows[r].words[first].left, to = rows[r].words[end - 1].right;
            if (pass == 0) {
                side.rows++;
                side.gaps += has_gap(&rows[r], first, end, width);
                side.words += end - first;
                side.left = from < side.left ? from : side.left;
                side.right = to > side.right ? to : side.right;
            } else {
                side.full += (long long)(to - from) * 10 >= (long long)(side.right - side.left) * 7;
            }
        }
    return side;
}

/* Lines of running text fill their column and have several words, and no gaps between them. */
static bool is_text(const struct side *side)
{
    return side->gaps * 2 < side->rows && side->words >= side->rows * 3 &&
           side->full * 2 >= side->rows;
}

static size_t shared_rows(const struct tip_pdf_row *rows, const struct tip_pdf_cut *cut)
{
    size_t shared = 0;
    for (size_t r = cut->first; r < cut->end; r++)
        shared += has_left(&rows[r], cut->at) && has_right(&rows[r], cut->at);
    return shared;
}

static enum tip_pdf_division divide(const struct tip_pdf_row *rows, const struct tip_pdf_cut *cut)
{
    struct side left = measure(rows, cut, true), right = measure(rows, cut, false);
    size_t fewer = left.rows < right.rows ? left.rows : right.rows;
    if (is_text(&left) && is_text(&right))
        return TIP_PDF_COLUMNS;
    /* Cells stand at the height of their row; columns of a list may do so, too, but beside a column
     * of text they are none of a table's unless they have gaps. */
    bool is_level = shared_rows(rows, cut) * 4 >= fewer * 3;
    bool is_list = (is_text(&left) && right.rows * 10 >= left.rows * 9) ||
                   (is_text(&right) && left.rows * 10 >= right.rows * 9);
    return is_level && !is_list ? TIP_PDF_TABLE : TIP_PDF_COLUMNS;
}

static bool is_known(const struct tip_pdf_gutters *known, int at)
{
    for (size_t i = 0; i < known->count; i++)
        if (abs(known->at[i] - at) <= NEAR_GUTTER)
            return true;
    return false;
}

/* The longest run at one place; rows_beside is 0 when there is none. */
static struct tip_pdf_cut longest_run(const struct tip_pdf_row *rows, size_t count, int at,
                                      int width, size_t least)
{
    struct tip_pdf_cut best = {.at = at};
    for (size_t first = 0; first < count;) {
        size_t end = first;
        while (end < count && is_free(&rows[end], at, width))
            end++;
        size_t beside = end - first >= least ? rows_beside(rows, first, end, at) : 0;
        if (beside >= least && beside > best.rows_beside && is_straight(rows, first, end, at) &&
            !are_markers(rows, first, end, at, width / 3 * 4))
            best =
                (struct tip_pdf_cut){.first = first, .end = end, .at = at, .rows_beside = beside};
        first = end > first ? end : first + 1;
    }
    return best;
}

struct tip_pdf_cut tip_pdf_find_cut(const struct tip_pdf_row *rows, size_t count,
                                    const struct tip_pdf_gutters *known, long long *work)
{
    struct tip_pdf_cut best = {0};
    struct candidate candidates[CANDIDATES + TIP_PDF_GUTTERS];
    int *starts = count < 1 || *work <= 0 ? NULL : calloc(STARTS_MOST, sizeof *starts);
    if (starts == NULL)
        return best;
    int width = tip_pdf_gutter_width(rows, count);
    size_t found = collect_starts(starts, rows, count, width, work);
    found = find_candidates(candidates, starts, found, 2);
    for (size_t i = 0; i < known->count; i++)
        candidates[found++] = (struct candidate){known->at[i], 0};
    free(starts);
    for (size_t i = 0; i < found; i++) {
        bool is_gutter = is_known(known, candidates[i].at);
        *work -= (long long)count * 16;
        struct tip_pdf_cut cut =
            longest_run(rows, count, candidates[i].at, width, is_gutter ? 1 : ROWS_LEAST);
        if (cut.rows_beside == 0)
            continue;
        cut.division = is_gutter ? TIP_PDF_COLUMNS : divide(rows, &cut);
        /* The columns of the page first: a table may stand in one of them. */
        bool is_better = is_gutter && !is_known(known, best.at);
        bool is_worse = best.rows_beside > 0 && is_known(known, best.at) && !is_gutter;
        if (is_better || (!is_worse && cut.rows_beside > best.rows_beside))
            best = cut;
    }
    return best;
}
