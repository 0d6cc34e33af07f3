/* Nearly every word of a dictionary is refused by its length or by its letters; the rest are
 * compared in the band of the table of distances that few edits can reach. */
#include "search/word_edits.h"

#include <string.h>

#include "base/utf8.h"

enum { UTF8_LIMIT = 4 }; /* bytes of a letter at most */

/* The letters of a word, at most TIP_WORD_LIMIT, and the set of them. */
static size_t decode(const char *word, size_t length, uint32_t *letters, uint64_t *kinds)
{
    const char *end = word + length;
    size_t count = 0;
    *kinds = 0;
    while (word < end && count < TIP_WORD_LIMIT) {
        letters[count] =
            (unsigned char)*word < 0x80 ? (unsigned char)*word++ : tip_utf8_next(&word, end);
        *kinds |= (uint64_t)1 << (letters[count++] & 63);
    }
    return count;
}

void tip_word_edits_init(struct tip_word_edits *wanted, const char *word, size_t length,
                         unsigned edits)
{
    *wanted = (struct tip_word_edits){.bytes = length, .edits = edits};
    wanted->count = decode(word, length, wanted->letters, &wanted->kinds);
}

static bool differ_by_more(size_t a, size_t b, size_t limit)
{
    return a > b ? a - b > limit : b - a > limit;
}

/* An edit adds one letter at most to a word, and takes one at most from it. */
static bool have_other_letters(const struct tip_word_edits *wanted, uint64_t kinds)
{
    return __builtin_popcountll(wanted->kinds & ~kinds) > (int)wanted->edits ||
           __builtin_popcountll(kinds & ~wanted->kinds) > (int)wanted->edits;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Row i of the table: what it costs to make the first j wanted letters of the first i of the word.
 * Outside the band, columns i - edits to i + edits, it costs too much. */
struct rows {
    unsigned char costs[3][TIP_WORD_LIMIT + TIP_WORD_EDITS_LIMIT + 2];
};

static unsigned char *row(struct rows *rows, size_t i)
{
    return rows->costs[i % 3];
}

static unsigned cost_at(struct rows *rows, const struct tip_word_edits *wanted,
                        const uint32_t *letters, size_t i, size_t j)
{
    bool is_same = letters[i - 1] == wanted->letters[j - 1];
    unsigned cost = row(rows, i - 1)[j - 1] + (is_same ? 0u : 1u);
    cost = least(cost, row(rows, i - 1)[j] + 1u);
    cost = least(cost, row(rows, i)[j - 1] + 1u);
    if (i > 1 && j > 1 && letters[i - 1] == wanted->letters[j - 2] &&
        letters[i - 2] == wanted->letters[j - 1]) {
        cost = least(cost, row(rows, i - 2)[j - 2] + 1u);
    }
    return least(cost, TIP_WORD_EDITS_LIMIT + 1);
}

/* Fills row i and gives its least cost. */
static unsigned fill_row(struct rows *rows, const struct tip_word_edits *wanted,
                         const uint32_t *letters, size_t i)
{
    size_t first = i > wanted->edits ? i - wanted->edits : 0;
    size_t last = i + wanted->edits < wanted->count ? i + wanted->edits : wanted->count;
    unsigned lowest = TIP_WORD_EDITS_LIMIT + 1;
    memset(row(rows, i), TIP_WORD_EDITS_LIMIT + 1, sizeof rows->costs[0]);
    for (size_t j = first; j <= last; j++) {
        unsigned cost = j == 0   ? (unsigned)i
                        : i == 0 ? (unsigned)j
                                 : cost_at(rows, wanted, letters, i, j);
        row(rows, i)[j] = (unsigned char)cost;
        lowest = least(lowest, cost);
    }
    return lowest;
}

static bool is_near(const struct tip_word_edits *wanted, const uint32_t *letters, size_t count)
{
    struct rows rows;
    unsigned before = fill_row(&rows, wanted, letters, 0);
    for (size_t i = 1; i <= count; i++) {
        unsigned lowest = fill_row(&rows, wanted, letters, i);
        if (lowest > wanted->edits && before > wanted->edits) {
            return false; /* a swap reaches back two rows, so one row is not enough */
        }
        before = lowest;
    }
    return row(&rows, count)[wanted->count] <= wanted->edits;
}

bool tip_word_edits_fit(const struct tip_word_edits *wanted, const char *word, size_t length)
{
    uint32_t letters[TIP_WORD_LIMIT];
    uint64_t kinds;
    if (length > TIP_WORD_LIMIT ||
        differ_by_more(length, wanted->bytes, (size_t)wanted->edits * UTF8_LIMIT)) {
        return false;
    }
    size_t count = decode(word, length, letters, &kinds);
    return !differ_by_more(count, wanted->count, wanted->edits) &&
           !have_other_letters(wanted, kinds) && is_near(wanted, letters, count);
}
