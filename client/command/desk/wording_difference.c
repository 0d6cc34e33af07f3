/* Where a quotation differs from the words that it comes from.
 *
 * An alignment by the fewest words that are only in one of them, where what stands before and
 * behind in the text costs nothing, and neither does what a gap of the quotation leaves out.
 *
 * SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "command/desk/wording.h"

enum { CELLS_MAX = 16 << 20 /* bytes of the table: 4,000 words beside 4,000 */ };

/* What a word costs that only one of them has: words of the quotation that the text lacks are the
 * dearer ones, so that a word that was put for another one is told as that. */
enum { TEXT_COST = 2, QUOTE_COST = 3 };

enum { CONTEXT = 6 /* words that are shown before and behind a change */ };

enum step { BOTH, ONLY_TEXT, ONLY_QUOTE };

struct alignment {
    const struct wording *text;
    const struct wording *quote;
    uint8_t *steps;  /* a row of text->count + 1 for each word of the quotation, and one before */
    uint32_t *costs; /* of the row at work */
    size_t end;      /* words of the text up to which the quotation reaches */
};

static uint8_t *step_at(const struct alignment *alignment, size_t row, size_t column)
{
    return &alignment->steps[row * (alignment->text->count + 1) + column];
}

static bool is_same(const struct alignment *alignment, size_t row, size_t column)
{
    const struct word *quoted = &alignment->quote->words[row];
    const struct word *word = &alignment->text->words[column];

    return quoted->length == word->length &&
           memcmp(alignment->quote->norm + quoted->at, alignment->text->norm + word->at,
                  word->length) == 0;
}

/* A row from the one before. */
static void fill_row(struct alignment *alignment, size_t row)
{
    bool is_gap = alignment->quote->words[row - 1].is_gap;
    uint32_t *costs = alignment->costs, diagonal = costs[0];

    costs[0] += is_gap ? 0 : QUOTE_COST;
    *step_at(alignment, row, 0) = ONLY_QUOTE;
    for (size_t column = 1; column <= alignment->text->count; column++) {
        uint32_t above = costs[column] + (is_gap ? 0 : QUOTE_COST);
        uint32_t left = costs[column - 1] + (is_gap ? 0 : TEXT_COST);
        uint32_t best = above;
        uint8_t step = ONLY_QUOTE;

        if (left < best) {
            best = left;
            step = ONLY_TEXT;
        }
        if (!is_gap && diagonal <= best && is_same(alignment, row - 1, column - 1)) {
            best = diagonal;
            step = BOTH;
        }
        diagonal = costs[column];
        costs[column] = best;
        *step_at(alignment, row, column) = step;
    }
}

static bool align(struct alignment *alignment)
{
    size_t width = alignment->text->count + 1, rows = alignment->quote->count;

    if (width > CELLS_MAX / (rows + 1))
        return false;
    alignment->steps = calloc(rows + 1, width);
    alignment->costs = calloc(width, sizeof *alignment->costs);
    if (!alignment->steps || !alignment->costs)
        return false;
    for (size_t row = 1; row <= rows; row++)
        fill_row(alignment, row);
    for (size_t column = 0; column < width; column++)
        if (alignment->costs[column] < alignment->costs[alignment->end])
            alignment->end = column;
    return true;
}

/* ---- writing ---- */

struct piece {
    uint8_t step;
    size_t word; /* of the text or, for ONLY_QUOTE, of the quotation */
};

/* The steps in their order; how many. */
static size_t walk_back(const struct alignment *alignment, struct piece *pieces)
{
    size_t row = alignment->quote->count, column = alignment->end, count = 0;

    while (row > 0) {
        uint8_t step = *step_at(alignment, row, column);

        if (step == ONLY_TEXT)
            pieces[count++] = (struct piece){step, column - 1};
        else
            pieces[count++] = (struct piece){step, step == BOTH ? column - 1 : row - 1};
        row -= step != ONLY_TEXT;
        column -= step != ONLY_QUOTE;
    }
    for (size_t i = 0; i < count / 2; i++) {
        struct piece other = pieces[i];

        pieces[i] = pieces[count - 1 - i];
        pieces[count - 1 - i] = other;
    }
    return count;
}

/* What stands behind the alignment in the text costs nothing, so where the quotation ends in other
 * words than the text, those of the text are not in it: as many of them are added. */
static void add_replaced(const struct alignment *alignment, struct piece *pieces, size_t *count)
{
    size_t other = 0, left = alignment->text->count - alignment->end;

    while (other < *count && pieces[*count - 1 - other].step == ONLY_QUOTE)
        other++;
    if (other == *count || other == 0)
        return;
    left = left < other ? left : other;
    memmove(&pieces[*count - other + left], &pieces[*count - other], other * sizeof *pieces);
    for (size_t i = 0; i < left; i++)
        pieces[*count - other + i] = (struct piece){ONLY_TEXT, alignment->end + i};
    *count += left;
}

/* The words that a gap leaves out are passed over. */
static void drop_left_out(const struct alignment *alignment, struct piece *pieces, size_t *count)
{
    size_t kept = 0;
    bool is_open = false;

    for (size_t i = 0; i < *count; i++) {
        bool is_gap =
            pieces[i].step == ONLY_QUOTE && alignment->quote->words[pieces[i].word].is_gap;

        if (is_gap)
            is_open = true;
        else if (pieces[i].step == BOTH)
            is_open = false;
        if (pieces[i].step != ONLY_TEXT || !is_open)
            pieces[kept++] = pieces[i];
    }
    *count = kept;
}

static void put_piece(FILE *out, const struct alignment *alignment, const struct piece *piece,
                      const struct wording_marks *marks)
{
    const struct wording *from = piece->step == ONLY_QUOTE ? alignment->quote : alignment->text;
    const struct word *word = &from->words[piece->word];

    marks->put(out, from->text + word->start, word->end - word->start);
}

/* As a piece is marked; a gap stands for itself. */
static uint8_t mark_of(const struct alignment *alignment, const struct piece *piece)
{
    bool is_gap = piece->step == ONLY_QUOTE && alignment->quote->words[piece->word].is_gap;

    return is_gap ? BOTH : piece->step;
}

/* Of what stands between two words that both have, the earlier text's is told first. */
static void order_runs(struct piece *pieces, size_t count, uint8_t first)
{
    for (size_t i = 0; i < count; i++) {
        struct piece piece = pieces[i];
        size_t to = i;

        if (piece.step != first)
            continue;
        while (to > 0 && pieces[to - 1].step != first && pieces[to - 1].step != BOTH)
            to--;
        memmove(&pieces[to + 1], &pieces[to], (i - to) * sizeof *pieces);
        pieces[to] = piece;
    }
}

/* Whether a piece differs or stands near one that does. */
static bool is_near_change(const struct alignment *alignment, const struct piece *pieces,
                           size_t count, size_t which)
{
    size_t first = which > CONTEXT ? which - CONTEXT : 0;
    size_t last = which + CONTEXT < count ? which + CONTEXT : count - 1;

    for (size_t i = first; i <= last; i++)
        if (mark_of(alignment, &pieces[i]) != BOTH)
            return true;
    return false;
}

/* What is the same in both is left out but for the words beside a change. */
static void put_pieces(FILE *out, const struct alignment *alignment, const struct piece *pieces,
                       size_t count, const struct wording_marks *marks)
{
    const char *const begins[] = {"", marks->gone, marks->added};
    const char *const ends[] = {"", marks->gone_end, marks->added_end};
    bool is_left_out = false;

    for (size_t i = 0; i < count; i++) {
        uint8_t mark = mark_of(alignment, &pieces[i]);

        if (!is_near_change(alignment, pieces, count, i)) {
            if (!is_left_out)
                fputs(i > 0 ? " …" : "…", out);
            is_left_out = true;
            continue;
        }
        is_left_out = false;
        if (i > 0)
            fputc(' ', out);
        if (i == 0 || mark_of(alignment, &pieces[i - 1]) != mark)
            fputs(begins[mark], out);
        put_piece(out, alignment, &pieces[i], marks);
        if (i + 1 == count || mark_of(alignment, &pieces[i + 1]) != mark)
            fputs(ends[mark], out);
    }
}

bool wording_put_difference(FILE *out, const struct wording *text, const struct wording *quote,
                            const struct wording_marks *marks)
{
    struct alignment alignment = {.text = text, .quote = quote};
    struct piece *pieces = NULL;
    bool is_put = align(&alignment);
    size_t count;

    if (is_put)
        pieces = calloc(text->count + quote->count + 1, sizeof *pieces);
    is_put = pieces != NULL;
    if (is_put) {
        count = walk_back(&alignment, pieces);
        add_replaced(&alignment, pieces, &count);
        drop_left_out(&alignment, pieces, &count);
        order_runs(pieces, count, marks->is_quote_earlier ? ONLY_QUOTE : ONLY_TEXT);
        put_pieces(out, &alignment, pieces, count, marks);
    }
    free(pieces);
    free(alignment.steps);
    free(alignment.costs);
    return is_put;
}
