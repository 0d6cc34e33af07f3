/* Which word of a quotation is which of the source's: a table of all pairs, whose cell (i, j) has
 * what it costs to make the first i words of the quotation of the source's words before j. Where
 * the quotation begins and ends in the source costs nothing. */
#include <stdlib.h>
#include <string.h>

#include "search/quote/quote_align.h"
#include "search/sequence_diff.h"

enum {
    COST_CHANGE = 16,  /* of a word that is dropped; a little more is … */
    COST_ADD = 18,     /* … one that is added, */
    COST_REPLACE = 19, /* … and one that is replaced, so that of equal ways the one with the most
                          words that are the same is taken */
    COST_FREE = 1,     /* of what may be passed over: it had better be there */
    COST_NONE = 0
};

/* How a cell was reached. */
enum move { FROM_START, PAIRED, REPLACED, ADDED, DROPPED, JOINED };

struct table {
    const struct tip_quote_pattern *pattern;
    const struct tip_quote_words *source;
    const uint32_t *numbers;
    uint32_t width;       /* words of the source, and one */
    unsigned char *moves; /* width a row */
    uint32_t *costs;      /* of all rows back to the first part of a word that a line broke */
    uint32_t rows;        /* that `costs` has room for, in turn */
};

static uint32_t *row(const struct table *table, uint32_t i)
{
    return table->costs + (size_t)(i % table->rows) * table->width;
}

static uint32_t cost_to_add(const struct tip_quote_word *word)
{
    return (word->flags & (TIP_WORD_IN_BRACKETS | TIP_WORD_OPTIONAL)) != 0 ? COST_FREE : COST_ADD;
}

/* What it costs to drop any word of the source behind the first i words of the quotation. */
static uint32_t cost_to_drop(const struct tip_quote_pattern *pattern, uint32_t i)
{
    const struct tip_quote_word *items = pattern->words->items;
    bool is_in_place = (items[i - 1].flags & TIP_WORD_IN_PLACE) != 0 ||
                       (i < pattern->count && (items[i].flags & TIP_WORD_IN_PLACE) != 0);
    if ((items[i - 1].flags & TIP_WORD_LEFT_OUT) != 0) {
        return COST_NONE;
    }
    return is_in_place ? COST_FREE : COST_CHANGE;
}

static void fill_row(const struct table *table, uint32_t i)
{
    const struct tip_quote_pattern *pattern = table->pattern;
    const uint32_t *above = row(table, i - 1);
    uint32_t *costs = row(table, i), add = cost_to_add(&pattern->words->items[i - 1]);
    uint32_t drop = i == pattern->count ? UINT32_MAX : cost_to_drop(pattern, i);
    uint32_t joined_from = pattern->joined_from[i - 1], joined = pattern->joined[i - 1];
    const uint32_t *start = joined_from == TIP_QUOTE_NO_WORD ? NULL : row(table, joined_from);
    unsigned char *moves = table->moves + (size_t)i * table->width;
    costs[0] = above[0] + add;
    moves[0] = ADDED;
    for (uint32_t j = 1; j < table->width; j++) {
        uint32_t number = table->numbers[j - 1];
        bool fits = tip_quote_pattern_fits(pattern, i - 1, number);
        uint32_t best = above[j - 1] + (fits ? COST_NONE : COST_REPLACE);
        unsigned char move = fits ? PAIRED : REPLACED;
        if (start != NULL && number == joined && number != 0 && start[j - 1] < best) {
            best = start[j - 1];
            move = JOINED;
        }
        if (drop != UINT32_MAX) {
            bool is_free = (table->source->items[j - 1].flags &
                            (TIP_WORD_IS_HEADING | TIP_WORD_OPTIONAL)) != 0;
            uint32_t cost = costs[j - 1] + (is_free && drop > COST_FREE ? COST_FREE : drop);
            if (cost < best) {
                best = cost;
                move = DROPPED;
            }
        }
        if (above[j] + add < best) {
            best = above[j] + add;
            move = ADDED;
        }
        costs[j] = best;
        moves[j] = move;
    }
}

static void trace(const struct table *table, uint32_t *pairs)
{
    uint32_t i = table->pattern->count, j = 0;
    const uint32_t *last = row(table, i);
    for (uint32_t k = 1; k < table->width; k++) {
        j = last[k] < last[j] ? k : j;
    }
    while (i > 0) {
        unsigned char move = table->moves[(size_t)i * table->width + j];
        uint32_t first = move == JOINED ? table->pattern->joined_from[i - 1] : i - 1;
        if (move == PAIRED || move == JOINED) {
            pairs[i - 1] = j - 1;
            pairs[first] = j - 1;
        }
        i = move == DROPPED ? i : first;
        j = move == ADDED ? j : j - 1;
    }
}

static uint32_t rows_needed(const struct tip_quote_pattern *pattern)
{
    uint32_t rows = 2;
    for (uint32_t i = 0; i < pattern->count; i++) {
        uint32_t from = pattern->joined_from[i];
        if (from != TIP_QUOTE_NO_WORD && i + 2 - from > rows) {
            rows = i + 2 - from;
        }
    }
    return rows;
}

static tip_status pair_by_table(uint32_t *pairs, struct table *table, struct tip_error *error)
{
    size_t count = table->pattern->count;
    table->rows = rows_needed(table->pattern);
    table->moves = malloc((count + 1) * table->width);
    table->costs = calloc((size_t)table->rows * table->width, sizeof *table->costs);
    if (table->moves == NULL || table->costs == NULL) {
        free(table->moves);
        free(table->costs);
        return tip_error_memory(error, "comparing a quotation");
    }
    memset(table->moves, FROM_START, table->width);
    for (uint32_t i = 1; i <= count; i++) {
        fill_row(table, i);
    }
    trace(table, pairs);
    free(table->moves);
    free(table->costs);
    return TIP_OK;
}

/* Long ones: the longest common sequence, blind to brackets and ellipses. What is left over at both
 * ends of the source is not of it. */
static tip_status pair_by_diff(uint32_t *pairs, const struct table *table, struct tip_error *error)
{
    const struct tip_quote_pattern *pattern = table->pattern;
    uint32_t count = table->width - 1;
    bool is_minimal;
    uint32_t *numbers = malloc(((size_t)pattern->count + count + 1) * sizeof *numbers);
    if (numbers == NULL) {
        return tip_error_memory(error, "comparing a quotation");
    }
    for (uint32_t i = 0; i < pattern->count; i++) {
        numbers[i] = pattern->readings[i][0];
    }
    memcpy(numbers + pattern->count, table->numbers, count * sizeof *numbers);
    tip_status status =
        tip_sequence_diff(pairs, &is_minimal, (struct tip_sequence){numbers, pattern->count},
                          (struct tip_sequence){numbers + pattern->count, count}, error);
    free(numbers);
    return status;
}

tip_status tip_quote_pair(uint32_t *pairs, const struct tip_quote_pattern *pattern,
                          const struct tip_quote_words *source, const uint32_t *numbers,
                          struct tip_error *error)
{
    struct table table = {
        .pattern = pattern, .source = source, .numbers = numbers, .width = source->count + 1};
    for (uint32_t i = 0; i < pattern->count; i++) {
        pairs[i] = TIP_QUOTE_NO_WORD;
    }
    if ((uint64_t)table.width * (pattern->count + 1) > TIP_QUOTE_CELLS) {
        return pair_by_diff(pairs, &table, error);
    }
    return pair_by_table(pairs, &table, error);
}
