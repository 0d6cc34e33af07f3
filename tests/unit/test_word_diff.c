/* The word diff: its pieces give both texts back, and no diff has fewer words that differ. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/string_builder.h"
#include "search/sequence_diff.h"
#include "search/word_diff.h"

/* [-gone-] and {+new+}. Checks on the way that the pieces are the two texts. */
static char *show(const char *before, const char *after)
{
    struct tip_word_diff diff;
    struct tip_error error;
    struct tip_string out = {0}, old = {0}, new = {0};
    cr_assert_eq(tip_word_diff_make(&diff, before, strlen(before), after, strlen(after), &error),
                 TIP_OK);
    for (size_t i = 0; i < diff.count; i++) {
        const struct tip_diff_piece *piece = &diff.items[i];
        static const char *const forms[] = {"%.*s", "[-%.*s-]", "{+%.*s+}"};
        cr_expect_gt(piece->length, 0);
        cr_expect(i == 0 || piece[-1].is != piece->is);
        cr_expect(i == 0 || piece[-1].is != TIP_DIFF_NEW || piece->is != TIP_DIFF_GONE);
        tip_string_printf(&out, forms[piece->is], (int)piece->length, piece->text);
        if (piece->is != TIP_DIFF_NEW)
            tip_string_append(&old, piece->text, piece->length);
        if (piece->is != TIP_DIFF_GONE)
            tip_string_append(&new, piece->text, piece->length);
    }
    cr_expect_str_eq(old.data == NULL ? "" : old.data, before);
    cr_expect_str_eq(new.data == NULL ? "" : new.data, after);
    tip_string_free(&old);
    tip_string_free(&new);
    tip_word_diff_free(&diff);
    return tip_string_release(&out);
}

static const struct {
    const char *before, *after, *shown;
} cases[] = {
    {"", "", ""},
    {"", "new", "{+new+}"},
    {"old", "", "[-old-]"},
    {"old", "new", "[-old-]{+new+}"},
    {"one and the same", "one and the same", "one and the same"},
    {"the quick fox", "the fox", "the [-quick -]fox"},
    {"the fox", "the quick fox", "the {+quick +}fox"},
    {"the quick fox", "the slow fox", "the [-quick-]{+slow+} fox"},
    {"a red, round ball", "a blue flat ball", "a [-red, round-]{+blue flat+} ball"},
    {"fees, fines and debts", "fees fines and debts", "fees[-,-] fines and debts"},
    {"He said so.", "He said so!", "He said so[-.-]{+!+}"},
    {"at work", "at  work", "at {+ +}work"},
    /* What belongs to a word. */
    {"paid $1,500 each", "paid $15,000 each", "paid [-$1,500-]{+$15,000+} each"},
    {"of 12 cases", "of 12% cases", "of [-12-]{+12%+} cases"},
    {"a T-visa holder", "a U-visa holder", "a [-T-visa-]{+U-visa+} holder"},
    {"the victims' home", "the victim's home", "the [-victims'-]{+victim's+} home"},
    {"“fees” rose", "\"fees\" rose", "[-“-]{+\"+}fees[-”-]{+\"+} rose"},
    {"went—home", "went–home", "went[-—-]{+–+}home"},
    {"caf\xc3\xa9 owner", "caf\xc3\xaa owner", "[-caf\xc3\xa9-]{+caf\xc3\xaa+} owner"},
    /* Without blanks each letter is a word, with the marks on it. */
    {"\xe4\xba\xba\xe5\x8f\xa3", "\xe4\xba\xba\xe5\x8a\x9b",
     "\xe4\xba\xba[-\xe5\x8f\xa3-]{+\xe5\x8a\x9b+}"},
    {"\xe1\x9e\x80\xe1\x9e\xb6\xe1\x9e\x9a", "\xe1\x9e\x80\xe1\x9e\xb7\xe1\x9e\x9a",
     "[-\xe1\x9e\x80\xe1\x9e\xb6-]{+\xe1\x9e\x80\xe1\x9e\xb7+}\xe1\x9e\x9a"},
    /* Bytes that are no UTF-8 part words and come back as they are. */
    {"one\xff two", "one\xfe two", "one[-\xff-]{+\xfe+} two"},
};

Test(word_diff, shows_what_is_gone_and_what_is_new, .timeout = 50)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *shown = show(cases[i].before, cases[i].after);
        cr_expect_str_eq(shown, cases[i].shown, "%s -> %s: %s", cases[i].before, cases[i].after,
                         shown);
        free(shown);
    }
}

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 16;
}

/* A text of up to 24 of five words, each but the last with one of the signs behind it. */
static void random_text(char text[256], uint32_t *state)
{
    static const char *const words[] = {"a", "b", "caf\xc3\xa9", "d-d", "$5"};
    static const char *const signs[] = {" ", " ", ", ", "\n", "\xc2\xa0", " \xe2\x80\x9c"};
    uint32_t count = next_random(state) % 25;
    *text = '\0';
    for (uint32_t i = 0; i < count; i++) {
        strcat(text, words[next_random(state) % 5]);
        if (i + 1 < count || next_random(state) % 2 == 0)
            strcat(text, signs[next_random(state) % 6]);
    }
}

Test(word_diff, pieces_of_random_texts_give_them_back, .timeout = 50)
{
    uint32_t state = 7;
    for (int i = 0; i < 3000; i++) {
        char before[256], after[256];
        random_text(before, &state);
        random_text(after, &state);
        free(show(before, after));
    }
}

/* By the table of all prefixes. */
static uint32_t longest_common(const uint32_t *a, uint32_t n, const uint32_t *b, uint32_t m)
{
    uint32_t *rows = calloc((size_t)(n + 1) * (m + 1), sizeof *rows);
    for (uint32_t i = 1; i <= n; i++)
        for (uint32_t j = 1; j <= m; j++) {
            uint32_t up = rows[(i - 1) * (m + 1) + j], left = rows[i * (m + 1) + j - 1];
            rows[i * (m + 1) + j] = a[i - 1] == b[j - 1] ? rows[(i - 1) * (m + 1) + j - 1] + 1
                                    : up > left          ? up
                                                         : left;
        }
    uint32_t longest = rows[n * (m + 1) + m];
    free(rows);
    return longest;
}

/* How many are paired; pairs must rise and be of equal items. */
static uint32_t count_pairs(const uint32_t *a, uint32_t n, const uint32_t *b, uint32_t m,
                            bool *is_minimal)
{
    uint32_t *pairs = calloc(n + 1, sizeof *pairs), count = 0, next = 0;
    struct tip_error error;
    cr_assert_eq(tip_sequence_diff(pairs, is_minimal, (struct tip_sequence){a, n},
                                   (struct tip_sequence){b, m}, &error),
                 TIP_OK);
    for (uint32_t i = 0; i < n; i++) {
        if (pairs[i] == TIP_DIFF_NONE)
            continue;
        cr_assert(pairs[i] >= next && pairs[i] < m && a[i] == b[pairs[i]]);
        next = pairs[i] + 1;
        count++;
    }
    free(pairs);
    return count;
}

static void fill(uint32_t *items, uint32_t count, uint32_t kinds, uint32_t *state)
{
    for (uint32_t i = 0; i < count; i++)
        items[i] = next_random(state) % kinds;
}

Test(word_diff, no_diff_has_fewer_words_that_differ, .timeout = 50)
{
    uint32_t state = 11, a[60], b[60];
    for (int i = 0; i < 5000; i++) {
        uint32_t n = next_random(&state) % 60, m = next_random(&state) % 60;
        uint32_t kinds = 1 + next_random(&state) % 12;
        bool is_minimal;
        fill(a, n, kinds, &state);
        fill(b, m, kinds, &state);
        cr_assert_eq(count_pairs(a, n, b, m, &is_minimal), longest_common(a, n, b, m),
                     "%u and %u items of %u kinds, round %d", n, m, kinds, i);
        cr_assert(is_minimal);
    }
}

/* Beyond TIP_DIFF_EDITS the result is good and not the best, and says so. */
Test(word_diff, long_texts_are_compared_in_bounded_time, .timeout = 50)
{
    enum { LONG = 30000 };
    uint32_t *a = calloc(LONG, sizeof *a), *b = calloc(LONG, sizeof *b), state = 3;
    bool is_minimal;
    clock_t began = clock();
    fill(a, LONG, 1000, &state);
    fill(b, LONG, 1000, &state);
    cr_expect_gt(count_pairs(a, LONG, b, LONG, &is_minimal), 500);
    cr_expect_not(is_minimal);
    memcpy(b, a, LONG * sizeof *a);
    for (uint32_t i = 0; i < LONG; i += 100)
        b[i] = 5000 + i;
    cr_expect_eq(count_pairs(a, LONG, b, LONG, &is_minimal), LONG - LONG / 100);
    cr_expect(is_minimal);
    for (uint32_t i = 0; i < LONG; i++)
        a[i] = i % 2, b[i] = 2;
    cr_expect_eq(count_pairs(a, LONG, b, LONG, &is_minimal), 0);
    cr_expect_lt((double)(clock() - began) / CLOCKS_PER_SEC, 20);
    free(a);
    free(b);
}

Test(word_diff, counts_words, .timeout = 50)
{
    static const char before[] = "one two three four", after[] = "one 2 three four five";
    struct tip_word_diff diff;
    struct tip_error error;
    cr_assert_eq(tip_word_diff_make(&diff, before, strlen(before), after, strlen(after), &error),
                 TIP_OK);
    cr_expect_eq(diff.same_words, 3);
    cr_expect_eq(diff.gone_words, 1);
    cr_expect_eq(diff.new_words, 2);
    tip_word_diff_free(&diff);
}
