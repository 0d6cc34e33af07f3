/* Everything is looked for by comparing texts of words, however slowly. */
#include "integration/marks_query.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned seed = 5;

unsigned marks_random(unsigned below)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % below;
}

/* ---- a text in words ---- */

void marks_text_make(struct marks_text *text, const struct marks_ground *ground, const char *bytes,
                     const char *language)
{
    struct tip_error error;
    *text = (struct marks_text){.language = language == NULL ? "en" : language};
    cr_assert_eq(tip_analyse(ground->analyser, bytes, strlen(bytes), &text->tokens, &error), TIP_OK,
                 "%s", error.message);
    text->words = calloc(text->tokens.count + 1, sizeof *text->words);
    cr_assert_not_null(text->words);
    for (size_t i = 0; i < text->tokens.count; i++) {
        if (!text->tokens.items[i].is_compound) {
            text->words[text->count++] = i;
        }
    }
}

void marks_text_free(struct marks_text *text)
{
    tip_tokens_free(&text->tokens);
    free(text->words);
}

static const char *word_at(const struct marks_text *text, size_t place)
{
    return text->tokens.items[text->words[place]].word;
}

/* Whether a word of the text has the stem that a wanted word has in one of the index's languages.
 */
static bool has_stem_of(const struct marks_ground *ground, const struct marks_text *text,
                        const char *word, const char *wanted)
{
    const struct tip_words *dictionary = ground->dictionary;
    char own[TIP_WORD_LIMIT + 1];
    size_t length, wanted_length;
    const char *stem =
        tip_analyser_stem(ground->analyser, text->language, word, strlen(word), &length);
    bool is_same = false;
    memcpy(own, stem, length);
    for (uint32_t l = 0; l < tip_words_language_count(dictionary); l++) {
        stem = tip_analyser_stem(ground->analyser, tip_words_language(dictionary, l), wanted,
                                 strlen(wanted), &wanted_length);
        is_same = is_same || (length == wanted_length && memcmp(own, stem, length) == 0);
    }
    return is_same;
}

/* ---- queries ---- */

static bool is_plain(const char *word, size_t letters)
{
    for (const char *at = word; *at != '\0'; at++) {
        if (!isalpha((unsigned char)*at)) {
            return false;
        }
    }
    return strlen(word) >= letters;
}

/* Takes words of the text from a place on, `step` apart; false when one of them does not serve. */
static bool take_words(struct marks_leaf *leaf, const struct marks_text *text, size_t place,
                       size_t count, size_t step, size_t letters)
{
    for (leaf->count = 0; leaf->count < count; leaf->count++, place += step) {
        if (place >= text->count || !is_plain(word_at(text, place), letters)) {
            return false;
        }
        strcpy(leaf->words[leaf->count], word_at(text, place));
    }
    return true;
}

static bool make_leaf(struct marks_leaf *leaf, const struct marks_text *text)
{
    size_t place = marks_random((unsigned)text->count);
    leaf->kind = (enum marks_kind)marks_random(MARKS_KINDS);
    switch (leaf->kind) {
    case MARKS_WORD:
    case MARKS_LITERAL:
        return take_words(leaf, text, place, 1, 1, 1);
    case MARKS_PREFIX:
    case MARKS_LETTER:
    case MARKS_FUZZY:
        return take_words(leaf, text, place, 1, 1, 6);
    case MARKS_PHRASE:
        return take_words(leaf, text, place, 2 + marks_random(2), 1, 1);
    case MARKS_GAPS:
        return take_words(leaf, text, place, 2, 2, 1);
    case MARKS_NEAR:
    case MARKS_KINDS:
        break;
    }
    return take_words(leaf, text, place, 2, 3, 3);
}

static void write_leaf(char *out, struct marks_leaf *leaf)
{
    char *word = leaf->words[0];
    switch (leaf->kind) {
    case MARKS_WORD:
        sprintf(out, "%s", word);
        break;
    case MARKS_LITERAL:
        sprintf(out, "=%s", word);
        break;
    case MARKS_PREFIX:
        sprintf(out, "%.5s*", word);
        break;
    case MARKS_LETTER:
        word[2] = '?';
        sprintf(out, "%s", word);
        break;
    case MARKS_FUZZY:
        sprintf(out, "%s~1", word);
        break;
    case MARKS_PHRASE:
        sprintf(out, "\"%s %s%s%s\"", word, leaf->words[1], leaf->count > 2 ? " " : "",
                leaf->count > 2 ? leaf->words[2] : "");
        break;
    case MARKS_GAPS:
        sprintf(out, "\"%s %s\"~2", word, leaf->words[1]);
        break;
    case MARKS_NEAR:
    case MARKS_KINDS:
        sprintf(out, "%s NEAR/4 %s", word, leaf->words[1]);
        break;
    }
}

/* A query from a passage, and sometimes without a word of another place. */
bool marks_query_make(struct marks_query *query, const struct marks_text *text)
{
    size_t leaves = 1 + marks_random(MARKS_LEAVES);
    query->text[0] = '\0';
    for (query->count = 0; query->count < leaves; query->count++) {
        if (!make_leaf(&query->leaves[query->count], text)) {
            return false;
        }
        strcat(query->text, query->count == 0 ? "" : " ");
        write_leaf(query->text + strlen(query->text), &query->leaves[query->count]);
    }
    struct marks_leaf excluded;
    if (marks_random(4) == 0 &&
        take_words(&excluded, text, marks_random((unsigned)text->count), 1, 1, 1)) {
        sprintf(query->text + strlen(query->text), " -%s", excluded.words[0]);
    }
    return true;
}

/* ---- what a leaf matches, by its definition ---- */

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* At most one edit, for words of ASCII letters; others differ by more. */
static bool is_near_word(const char *a, const char *b)
{
    unsigned table[TIP_WORD_LIMIT + 1][TIP_WORD_LIMIT + 1];
    size_t n = strlen(a), m = strlen(b);
    for (size_t i = 0; i <= n; i++) {
        for (size_t j = 0; j <= m; j++) {
            if (i == 0 || j == 0) {
                table[i][j] = (unsigned)(i + j);
                continue;
            }
            unsigned cost = table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u);
            cost = least(cost, least(table[i - 1][j], table[i][j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                cost = least(cost, table[i - 2][j - 2] + 1);
            }
            table[i][j] = cost;
        }
    }
    return table[n][m] <= 1;
}

static bool fits_letter(const char *pattern, const char *word)
{
    for (; *pattern != '\0' && *word != '\0'; pattern++, word++) {
        if (*pattern != '?' && *pattern != *word) {
            return false;
        }
    }
    return *pattern == *word;
}

static bool is_one_word(const struct marks_ground *ground, const struct marks_leaf *leaf,
                        const struct marks_text *text, const char *word)
{
    const char *wanted = leaf->words[0];
    switch (leaf->kind) {
    case MARKS_WORD:
        return has_stem_of(ground, text, word, wanted);
    case MARKS_LITERAL:
        return strcmp(wanted, word) == 0;
    case MARKS_PREFIX:
        return strncmp(wanted, word, 5) == 0;
    case MARKS_LETTER:
        return fits_letter(wanted, word);
    case MARKS_FUZZY:
        return is_near_word(wanted, word);
    case MARKS_PHRASE:
    case MARKS_GAPS:
    case MARKS_NEAR:
    case MARKS_KINDS:
        break;
    }
    return false;
}

/* The words that a compound with the wanted stem holds together. */
static void expect_compounds(const struct marks_ground *ground, const struct marks_leaf *leaf,
                             const struct marks_text *text, bool *expected)
{
    for (size_t i = 0; i < text->tokens.count; i++) {
        const struct tip_token *token = &text->tokens.items[i];
        for (size_t p = 0; token->is_compound && p < text->count; p++) {
            const struct tip_token *part = &text->tokens.items[text->words[p]];
            if (part->start >= token->start && part->end <= token->end &&
                has_stem_of(ground, text, token->word, leaf->words[0])) {
                expected[p] = true;
            }
        }
    }
}

static void expect_phrase(const struct marks_leaf *leaf, const struct marks_text *text,
                          bool *expected)
{
    for (size_t p = 0; p + leaf->count <= text->count; p++) {
        bool stands = true;
        for (size_t w = 0; w < leaf->count; w++) {
            stands = stands && strcmp(leaf->words[w], word_at(text, p + w)) == 0;
        }
        for (size_t w = 0; stands && w < leaf->count; w++) {
            expected[p + w] = true;
        }
    }
}

/* Two words by their stems; `both` orders, at most `apart` places. */
static void expect_pair(const struct marks_ground *ground, const struct marks_leaf *leaf,
                        const struct marks_text *text, size_t apart, bool both, bool *expected)
{
    for (size_t a = 0; a < text->count; a++) {
        if (!has_stem_of(ground, text, word_at(text, a), leaf->words[0])) {
            continue;
        }
        for (size_t b = both && a > apart ? a - apart
                        : both            ? 0
                                          : a + 1;
             b <= a + apart && b < text->count; b++) {
            if (a != b && has_stem_of(ground, text, word_at(text, b), leaf->words[1])) {
                expected[a] = expected[b] = true;
            }
        }
    }
}

static void expect_leaf(const struct marks_ground *ground, const struct marks_leaf *leaf,
                        const struct marks_text *text, bool *expected)
{
    if (leaf->kind == MARKS_PHRASE) {
        expect_phrase(leaf, text, expected);
    } else if (leaf->kind == MARKS_GAPS) {
        expect_pair(ground, leaf, text, 3, false, expected);
    } else if (leaf->kind == MARKS_NEAR) {
        expect_pair(ground, leaf, text, 4, true, expected);
    } else {
        for (size_t p = 0; p < text->count; p++) {
            expected[p] = expected[p] || is_one_word(ground, leaf, text, word_at(text, p));
        }
        if (leaf->kind == MARKS_WORD) {
            expect_compounds(ground, leaf, text, expected);
        }
    }
}

void marks_query_expect(const struct marks_query *query, const struct marks_ground *ground,
                        const struct marks_text *text, bool *expected)
{
    for (size_t i = 0; i < query->count; i++) {
        expect_leaf(ground, &query->leaves[i], text, expected);
    }
}
