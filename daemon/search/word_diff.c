/* Both texts are cut into words, equal words get equal numbers, and sequence_diff.c pairs those.
 * What stands between two words that were paired is compared as it is written. */
#include "search/word_diff.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>

#include "base/utf8.h"
#include "search/letters.h"
#include "search/sequence_diff.h"

struct word {
    const char *text;
    uint32_t length;
    uint32_t number; /* the same for equal words */
};

/* A text and its words in order. */
struct side {
    const char *text, *end;
    struct word *words;
    uint32_t count;
    uint32_t *numbers;
};

const char *tip_diff_is_name(enum tip_diff_is is)
{
    static const char *const names[] = {"same", "gone", "new"};
    return names[is];
}

static bool is_of_word(uint32_t character)
{
    if (character < 0x80) {
        return (character >= '0' && character <= '9') ||
               ((character | 0x20) >= 'a' && (character | 0x20) <= 'z') ||
               (character != 0 && strchr("$%+<=>^|~", (int)character) != NULL);
    }
    int8_t type = u_charType((UChar32)character);
    return character != 0xFFFD && (U_MASK(type) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK |
                                                   U_GC_S_MASK | U_GC_CF_MASK)) != 0;
}

/* What joins the characters at its sides: "T-visa", "1,500", "women’s", "and/or", "U.S". */
static bool is_joint(uint32_t character)
{
    return (character != 0 && character < 0x80 && strchr("-'.,/@&:_", (int)character) != NULL) ||
           character == 0x2019 || character == 0x2010 || character == 0x2011;
}

/* The end of the word that begins at `from` with a character of words. */
static const char *word_end(const char *from, const char *end)
{
    const char *cursor = from;
    bool is_single = tip_letter_is_unspaced(tip_utf8_next(&cursor, end));
    for (const char *next = cursor; cursor < end; next = cursor) {
        uint32_t character = tip_utf8_next(&next, end);
        if (is_joint(character) && next < end && !is_single) {
            character = tip_utf8_next(&next, end);
        }
        bool goes_on = is_single ? tip_letter_is_mark(character)
                                 : is_of_word(character) && !tip_letter_is_unspaced(character);
        if (!goes_on) {
            break;
        }
        cursor = next;
    }
    return cursor;
}

/* Fills side->words, or only counts them while there is no room for them. */
static void cut(struct side *side)
{
    side->count = 0;
    for (const char *cursor = side->text; cursor < side->end;) {
        const char *from = cursor;
        if (!is_of_word(tip_utf8_next(&cursor, side->end))) {
            continue;
        }
        cursor = word_end(from, side->end);
        if (side->words != NULL) {
            side->words[side->count] = (struct word){from, (uint32_t)(cursor - from), 0};
        }
        side->count++;
    }
}

static int compare_words(const void *left, const void *right)
{
    const struct word *a = *(struct word *const *)left, *b = *(struct word *const *)right;
    int order = memcmp(a->text, b->text, a->length < b->length ? a->length : b->length);
    return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

/* Sorted and not hashed: no text can be made that it takes long over. */
static bool number_words(struct side sides[2])
{
    size_t count = 0;
    struct word **sorted = malloc((sides[0].count + sides[1].count + 1) * sizeof(struct word *));
    if (sorted == NULL) {
        return false;
    }
    for (size_t s = 0; s < 2; s++) {
        for (uint32_t i = 0; i < sides[s].count; i++) {
            sorted[count++] = &sides[s].words[i];
        }
    }
    qsort(sorted, count, sizeof(struct word *), compare_words);
    for (size_t i = 1; i < count; i++) {
        sorted[i]->number =
            sorted[i - 1]->number + (compare_words(&sorted[i - 1], &sorted[i]) != 0);
    }
    free(sorted);
    for (size_t s = 0; s < 2; s++) {
        for (uint32_t i = 0; i < sides[s].count; i++) {
            sides[s].numbers[i] = sides[s].words[i].number;
        }
    }
    return true;
}

static bool side_open(struct side *side, const char *text, size_t length)
{
    side->text = text;
    side->end = text + length;
    cut(side);
    side->words = calloc(side->count + 1, sizeof *side->words);
    side->numbers = calloc(side->count + 1, sizeof *side->numbers);
    if (side->words == NULL || side->numbers == NULL) {
        return false;
    }
    cut(side);
    return true;
}

static void side_close(struct side *side)
{
    free(side->words);
    free(side->numbers);
}

/* Pieces of one kind that follow each other are one. There is room: see make_pieces. */
static void add(struct tip_word_diff *diff, enum tip_diff_is is, const char *from, const char *to)
{
    struct tip_diff_piece *last = diff->count > 0 ? &diff->items[diff->count - 1] : NULL;
    if (from == to) {
        return;
    }
    if (last != NULL && last->is == is) {
        last->length += (size_t)(to - from);
        return;
    }
    diff->items[diff->count++] = (struct tip_diff_piece){is, from, (size_t)(to - from)};
}

/* What stands between two pairs of words: [from, to), and within it the first and the last word. */
struct gap {
    const char *from, *to;
    const char *first_word, *last_end; /* `to` and `from` when there is none */
};

static struct gap gap_between(const struct side *side, uint32_t first, uint32_t past)
{
    struct gap gap = {side->text, side->end, NULL, NULL};
    if (first > 0) {
        gap.from = side->words[first - 1].text + side->words[first - 1].length;
    }
    if (past < side->count) {
        gap.to = side->words[past].text;
    }
    gap.first_word = first < past ? side->words[first].text : gap.to;
    gap.last_end =
        first < past ? side->words[past - 1].text + side->words[past - 1].length : gap.from;
    return gap;
}

static bool is_inside_character(const char *at, const char *end)
{
    return at < end && ((unsigned char)*at & 0xC0) == 0x80;
}

/* What both gaps begin and end with, up to their words, is the same. */
static void add_gap(struct tip_word_diff *diff, const struct gap *before, const struct gap *after)
{
    const char *a = before->from, *b = after->from, *a_end = before->to, *b_end = after->to;
    while (a < before->first_word && b < after->first_word && *a == *b) {
        a++;
        b++;
    }
    while (a > before->from && (is_inside_character(a, a_end) || is_inside_character(b, b_end))) {
        a--;
        b--;
    }
    while (a_end > a && b_end > b && a_end > before->last_end && b_end > after->last_end &&
           a_end[-1] == b_end[-1]) {
        a_end--;
        b_end--;
    }
    while (is_inside_character(a_end, before->to)) {
        a_end++;
        b_end++;
    }
    add(diff, TIP_DIFF_SAME, before->from, a);
    add(diff, TIP_DIFF_GONE, a, a_end);
    add(diff, TIP_DIFF_NEW, b, b_end);
    add(diff, TIP_DIFF_SAME, a_end, before->to);
}

/* A gap has four pieces at most, and there is one more of them than of words that are the same. */
static bool make_pieces(struct tip_word_diff *diff, const struct side *before,
                        const struct side *after, const uint32_t *pairs)
{
    uint32_t i = 0, j = 0;
    for (uint32_t k = 0; k < before->count; k++) {
        diff->same_words += pairs[k] != TIP_DIFF_NONE;
    }
    diff->gone_words = before->count - diff->same_words;
    diff->new_words = after->count - diff->same_words;
    diff->items = calloc(5 * diff->same_words + 4, sizeof *diff->items);
    if (diff->items == NULL) {
        return false;
    }
    for (uint32_t k = 0; k <= before->count; k++) {
        bool is_end = k == before->count;
        if (!is_end && pairs[k] == TIP_DIFF_NONE) {
            continue;
        }
        struct gap gone = gap_between(before, i, k);
        struct gap added = gap_between(after, j, is_end ? after->count : pairs[k]);
        add_gap(diff, &gone, &added);
        if (!is_end) {
            const struct word *word = &before->words[k];
            add(diff, TIP_DIFF_SAME, word->text, word->text + word->length);
            i = k + 1;
            j = pairs[k] + 1;
        }
    }
    return true;
}

static tip_status compare_sides(struct tip_word_diff *diff, struct side sides[2],
                                struct tip_error *error)
{
    uint32_t *pairs = malloc((sides[0].count + 1) * sizeof *pairs);
    if (pairs == NULL || !number_words(sides)) {
        free(pairs);
        return tip_error_memory(error, "comparing two texts");
    }
    struct tip_sequence before = {sides[0].numbers, sides[0].count};
    struct tip_sequence after = {sides[1].numbers, sides[1].count};
    tip_status status = tip_sequence_diff(pairs, &diff->is_minimal, before, after, error);
    if (status == TIP_OK && !make_pieces(diff, &sides[0], &sides[1], pairs)) {
        status = tip_error_memory(error, "comparing two texts");
    }
    free(pairs);
    return status;
}

tip_status tip_word_diff_make(struct tip_word_diff *diff, const char *before, size_t before_length,
                              const char *after, size_t after_length, struct tip_error *error)
{
    struct side sides[2] = {0};
    tip_status status;
    *diff = (struct tip_word_diff){0};
    if (before_length > INT32_MAX || after_length > INT32_MAX) {
        return tip_error_set(error, TIP_LIMIT,
                             "comparing two texts: one has more than 2 GiB; compare parts");
    }
    if (side_open(&sides[0], before, before_length) && side_open(&sides[1], after, after_length)) {
        status = compare_sides(diff, sides, error);
    } else {
        status = tip_error_memory(error, "comparing two texts");
    }
    side_close(&sides[0]);
    side_close(&sides[1]);
    return status;
}

void tip_word_diff_free(struct tip_word_diff *diff)
{
    free(diff->items);
    *diff = (struct tip_word_diff){0};
}
