/* Wildcards and fuzzy words: which words of a dictionary fit, and which of them are taken. */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "harness/harness.h"
#include "search/expand.h"
#include "search/word_edits.h"
#include "search/word_pattern.h"

static char *folder, *path;
static struct tip_error error;
static struct tip_words_builder *builder;
static struct tip_words *words;
static struct tip_bitmap in_headings; /* words that stand there */

enum { WORDS = 1 << 16 /* room for */, NOWHERE = -1 };

static void make_folder(void)
{
    folder = tip_test_folder();
    path = tip_test_path(folder, "words");
    cr_assert_eq(tip_words_builder_create(&builder, &error), TIP_OK);
    cr_assert_eq(tip_bitmap_init(&in_headings, WORDS, &error), TIP_OK);
}

static void remove_folder(void)
{
    tip_words_builder_free(builder);
    tip_words_close(words);
    tip_bitmap_free(&in_headings);
    free(path);
    tip_test_folder_remove(folder);
}

TestSuite(expand, .init = make_folder, .fini = remove_folder);

#define OK(call) cr_assert_eq((call), TIP_OK, "%s", error.message)

/* A word of no occurrences is one of headings; NOWHERE: the dictionary has it and no passage. */
static void add(const char *language, const char *word, int occurrences)
{
    uint32_t number;
    size_t length = strlen(word);
    OK(tip_words_builder_add(builder, language, word, length, word, length, &number, &error));
    tip_words_builder_count(builder, number, occurrences == NOWHERE ? 0 : occurrences);
    if (occurrences == 0) {
        tip_bitmap_set(&in_headings, number);
    }
}

/* What fits, as "a b c", "+" behind it when there is more; `edits` below 0: a pattern. */
static const char *expanded(const char *text, int edits)
{
    static char line[4096];
    if (words == NULL) {
        OK(tip_words_builder_write(builder, path, &error));
        OK(tip_words_open(&words, path, &error));
    }
    struct tip_generation generation = {.words = words};
    struct tip_searcher searcher = {.generation = &generation, .heading_words = in_headings};
    struct tip_expanded found;
    size_t length = strlen(text);
    OK(edits < 0 ? tip_expand_pattern(&found, &searcher, text, length, &error)
                 : tip_expand_fuzzy(&found, &searcher, text, length, (unsigned)edits, &error));
    size_t at = 0;
    line[0] = '\0';
    for (size_t i = 0; i < found.number_count; i++) {
        struct tip_word word;
        tip_words_get(words, found.numbers[i], &word);
        at += (size_t)snprintf(line + at, sizeof line - at, "%s%.*s", i == 0 ? "" : " ",
                               (int)word.length, word.text);
        cr_assert_lt(at, sizeof line);
    }
    snprintf(line + at, sizeof line - at, "%s", found.is_cut ? " +" : "");
    cr_expect_not(found.is_late);
    tip_expanded_free(&found);
    return line;
}

struct row {
    const char *text;
    int edits; /* -1: a pattern */
    const char *fits;
};

static void expect_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *found = expanded(rows[i].text, rows[i].edits);
        cr_expect_str_eq(found, rows[i].fits, "[%s] %d: [%s], not [%s]", rows[i].text,
                         rows[i].edits, found, rows[i].fits);
    }
}

Test(expand, words_that_fit_come_by_frequency_then_by_text)
{
    static const struct {
        const char *word;
        int occurrences;
    } dictionary[] = {{"woman", 3},       {"women", 9},         {"womean", 1}, {"traffic", 4},
                      {"trafficking", 8}, {"traffick", 4},      {"labor", 7},  {"forcedlabor", 0},
                      {"lab", 2},         {"réseau", 1},        {"reseau", 5}, {"ខ្មែរ", 1},
                      {"womin", NOWHERE}, {"lablabor", NOWHERE}};
    for (size_t i = 0; i < sizeof dictionary / sizeof *dictionary; i++) {
        add("en", dictionary[i].word, dictionary[i].occurrences);
    }
    static const struct row rows[] = {
        {"wom?n", -1, "women woman"},
        {"wom*n", -1, "women woman womean"},
        {"traffic*", -1, "trafficking traffic traffick"},
        {"traffic?", -1, "traffick"},
        {"*labor", -1, "labor forcedlabor"},
        {"*ab*", -1, "labor lab forcedlabor"},
        {"la*bor", -1, "labor"},
        {"lab?r", -1, "labor"},
        {"l*b*b*r", -1, ""},
        {"r?seau", -1, "reseau réseau"},
        {"r??seau", -1, ""}, /* a letter, not a byte */
        {"ខ?មែរ", -1, "ខ្មែរ"},
        {"*ខ្មែរ*", -1, "ខ្មែរ"},
        {"labor", -1, "labor"},
        {"zzz*", -1, ""},
        {"labor?", -1, ""},
        {"", -1, ""},
        {"woman", 0, "woman"},
        {"woman", 1, "women woman womean"},
        {"labro", 1, "labor"}, /* two neighbours swapped */
        {"lbaro", 2, "labor"},
        {"lobar", 1, ""},
        {"lobar", 2, "labor"},
        {"xabor", 1, "labor"}, /* the first letter may be wrong */
        {"rxseau", 1, "reseau réseau"},
        {"ខ្មែ", 1, "ខ្មែរ"},
        {"ab", 1, "lab"},
        {"q", 1, ""},
    };
    expect_rows(rows, sizeof rows / sizeof *rows);
}

Test(expand, a_text_in_several_languages_counts_once)
{
    add("en", "pension", 3);
    add("en", "pensive", 5);
    add("fr", "pension", 4);
    add("de", "pension", 0);
    cr_expect_str_eq(expanded("pensi*", -1), "pension pension pension pensive");
    cr_expect_str_eq(expanded("*sion", -1), "pension pension pension");
    cr_expect_str_eq(expanded("pansion", 1), "pension pension pension");
}

Test(expand, more_than_the_limit_says_so_and_keeps_the_most_frequent)
{
    for (int i = 0; i < 1000; i++) {
        char word[16];
        snprintf(word, sizeof word, "w%03d", i);
        add(i % 2 == 0 ? "en" : "fr", word, i % 500);
        if (i % 5 == 0) {
            add("de", word, 10000);
        }
    }
    expanded("w", -1);
    struct tip_generation generation = {.words = words};
    struct tip_searcher searcher = {.generation = &generation, .heading_words = in_headings};
    struct tip_expanded found;
    OK(tip_expand_pattern(&found, &searcher, "*w*", 3, &error));
    cr_expect(found.is_cut);
    cr_assert_eq(found.word_count, TIP_EXPAND_LIMIT);
    cr_expect_eq(found.number_count, 2 * TIP_EXPAND_LIMIT);
    struct tip_word first;
    tip_words_get(words, found.numbers[0], &first);
    cr_expect_eq(strncmp(first.text, "w495", first.length), 0); /* w995 has as many */
    tip_expanded_free(&found);
    cr_expect_str_eq(expanded("w00?", -1), "w005 w005 w000 w000 w009 w008 w007 w006 w004 w003 w002 "
                                           "w001");
}

Test(expand, the_end_of_the_time_ends_the_search)
{
    for (int i = 0; i < 20000; i++) {
        char word[16];
        snprintf(word, sizeof word, "w%d", i);
        add("en", word, 1);
    }
    expanded("w1", -1);
    struct tip_generation generation = {.words = words};
    struct tip_searcher searcher = {
        .generation = &generation, .heading_words = in_headings, .deadline_ns = 1};
    struct tip_expanded found;
    OK(tip_expand_pattern(&found, &searcher, "*7*", 3, &error));
    cr_expect(found.is_late);
    cr_expect_lt(found.word_count, TIP_EXPAND_LIMIT + 1);
    tip_expanded_free(&found);
}

/* ---- against plain definitions ---- */

static unsigned seed = 7;

static unsigned next_random(void)
{
    seed = seed * 1103515245u + 12345u;
    return seed >> 16;
}

/* Letters of one, two and three bytes, and wildcards when asked for. */
static size_t random_text(char *out, unsigned letters, bool with_wildcards)
{
    static const char *const alphabet[] = {"a", "b", "c", "é", "ខ", "*", "?"};
    out[0] = '\0';
    for (unsigned i = 0; i < letters; i++) {
        strcat(out, alphabet[next_random() % (with_wildcards ? 7 : 5)]);
    }
    return strlen(out);
}

static bool fits_plainly(const char *pattern, const char *word)
{
    if (*pattern == '\0') {
        return *word == '\0';
    }
    const char *next = word;
    if (*word != '\0') {
        tip_utf8_next(&next, word + strlen(word));
    }
    if (*pattern == '*') {
        return fits_plainly(pattern + 1, word) || (*word != '\0' && fits_plainly(pattern, next));
    }
    if (*pattern == '?') {
        return *word != '\0' && fits_plainly(pattern + 1, next);
    }
    return *pattern == *word && fits_plainly(pattern + 1, word + 1);
}

Test(word_pattern, agrees_with_the_plain_definition)
{
    unsigned fitting = 0;
    for (int i = 0; i < 200000; i++) {
        char pattern[64], word[64];
        size_t pattern_length = random_text(pattern, next_random() % 7, true);
        size_t length = random_text(word, next_random() % 8, false);
        struct tip_word_pattern made = tip_word_pattern_of(pattern, pattern_length);
        bool is_fit = tip_word_pattern_fits(&made, word, length);
        cr_assert_eq(is_fit, fits_plainly(pattern, word), "[%s] and [%s]", pattern, word);
        fitting += is_fit;
    }
    cr_expect_gt(fitting, 5000u);
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static unsigned plain_distance(const char *a, const char *b)
{
    uint32_t x[16], y[16];
    unsigned n = 0, m = 0, table[17][17];
    for (const char *at = a, *end = a + strlen(a); at < end;) {
        x[n++] = tip_utf8_next(&at, end);
    }
    for (const char *at = b, *end = b + strlen(b); at < end;) {
        y[m++] = tip_utf8_next(&at, end);
    }
    for (unsigned i = 0; i <= n; i++) {
        for (unsigned j = 0; j <= m; j++) {
            if (i == 0 || j == 0) {
                table[i][j] = i + j;
                continue;
            }
            unsigned cost = table[i - 1][j - 1] + (x[i - 1] == y[j - 1] ? 0u : 1u);
            cost = least(cost, least(table[i - 1][j], table[i][j - 1]) + 1);
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1]) {
                cost = least(cost, table[i - 2][j - 2] + 1);
            }
            table[i][j] = cost;
        }
    }
    return table[n][m];
}

Test(word_edits, agrees_with_the_whole_table)
{
    unsigned near = 0;
    for (int i = 0; i < 200000; i++) {
        char wanted[64], word[64];
        size_t wanted_length = random_text(wanted, 1 + next_random() % 8, false);
        size_t length = random_text(word, 1 + next_random() % 8, false);
        unsigned edits = next_random() % (TIP_WORD_EDITS_LIMIT + 1);
        struct tip_word_edits made;
        tip_word_edits_init(&made, wanted, wanted_length, edits);
        bool is_near = tip_word_edits_fit(&made, word, length);
        cr_assert_eq(is_near, plain_distance(wanted, word) <= edits, "[%s] and [%s], %u", wanted,
                     word, edits);
        near += is_near;
    }
    cr_expect_gt(near, 2000u);
}

Test(word_pattern, is_folded_as_words_are)
{
    static const struct {
        const char *typed, *folded;
    } rows[] = {
        {"TRÁFF*", "traff*"},   {"Türk*", "turk*"},      {"wom?N", "wom?n"},  {"**a**", "*a*"},
        {"*?*?", "*?*?"},       {"non-pun*", "nonpun*"}, {"don't*", "dont*"}, {"don’t*", "dont*"},
        {"COVID1?", "covid1?"}, {"Straße*", "strasse*"}, {"ខ្មែ*", "ខ្មែ*"},    {"*", "*"},
    };
    struct tip_analyser *analyser;
    OK(tip_analyser_create(&analyser, &error));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tip_string folded = {0};
        tip_word_pattern_fold(analyser, rows[i].typed, strlen(rows[i].typed), &folded);
        cr_expect_not(folded.failed);
        cr_expect_str_eq(folded.data, rows[i].folded, "[%s] is [%s]", rows[i].typed, folded.data);
        tip_string_free(&folded);
    }
    tip_analyser_free(analyser);
}
