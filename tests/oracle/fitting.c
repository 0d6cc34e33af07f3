/* Every word of the collection is held against the word of the query. */
#include "oracle/fitting.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

enum { LETTERS = TIP_WORD_LIMIT + 1 };

/* ---- words ---- */

static void begin_fitting(struct oracle_fitting *fitting,
                          const struct oracle_collection *collection)
{
    fitting->folded = calloc(collection->word_count + 1, 1);
    fitting->stem = calloc(collection->word_count + 1, 1);
    cr_assert(fitting->folded != NULL && fitting->stem != NULL);
}

/* Sanitizers make calls of the library dear: most words differ in their first letter. */
static bool is_same(const char *word, const char *other, size_t length)
{
    return word[0] == other[0] && strlen(word) == length && memcmp(word, other, length) == 0;
}

/* A word of a query has a stem in each language of the collection. */
static void fit_word(struct oracle_fitting *fitting, struct oracle_collection *collection,
                     const char *word)
{
    size_t length = strlen(word);
    begin_fitting(fitting, collection);
    for (size_t i = 0; i < collection->word_count; i++) {
        fitting->folded[i] = is_same(collection->words[i].text, word, length);
    }
    for (size_t language = 0; language < collection->language_count; language++) {
        const char *stem = oracle_collection_stem(collection, language, word, &length);
        for (size_t i = 0; i < collection->word_count; i++) {
            fitting->stem[i] |= is_same(collection->words[i].stem, stem, length);
        }
    }
}

static void fit_text(struct oracle_leaf *leaf, struct oracle_collection *collection,
                     const char *text)
{
    struct tip_tokens *tokens = &collection->tokens;
    struct tip_error error;
    cr_assert_eq(tip_analyse(collection->analyser, text, strlen(text), tokens, &error), TIP_OK);
    for (size_t i = 0; i < tokens->count; i++) {
        bool is_compound = tokens->items[i].is_compound;
        size_t *count = is_compound ? &leaf->compound_count : &leaf->part_count;
        struct oracle_fitting *list = is_compound ? leaf->compounds : leaf->parts;
        cr_assert_lt(*count, ORACLE_LEAF_WORDS, "too many words: %s", text);
        fit_word(&list[(*count)++], collection, tokens->items[i].word);
    }
}

/* ---- wildcards ---- */

bool oracle_wildcard_fits(const char *pattern, const char *word)
{
    if (*pattern == '\0') {
        return *word == '\0';
    }
    if (*pattern == '*') {
        return oracle_wildcard_fits(pattern + 1, word) ||
               (*word != '\0' && oracle_wildcard_fits(pattern, word + 1));
    }
    if (*word == '\0' || (*pattern != '?' && *pattern != *word)) {
        return false;
    }
    const char *next = word;
    tip_utf8_next(&next, word + strlen(word));
    return oracle_wildcard_fits(pattern + 1, *pattern == '?' ? next : word + 1);
}

/* ---- edits ---- */

static size_t letters_of(const char *word, uint32_t letters[LETTERS])
{
    const char *end = word + strlen(word);
    size_t count = 0;
    while (word < end && count < LETTERS) {
        letters[count++] = tip_utf8_next(&word, end);
    }
    return count;
}

static unsigned least(unsigned one, unsigned two)
{
    return one < two ? one : two;
}

unsigned oracle_edits(const char *one, const char *two)
{
    static unsigned cost[LETTERS + 1][LETTERS + 1];
    uint32_t a[LETTERS], b[LETTERS];
    size_t rows = letters_of(one, a), columns = letters_of(two, b);
    for (size_t i = 0; i <= rows; i++) {
        for (size_t j = 0; j <= columns; j++) {
            if (i == 0 || j == 0) {
                cost[i][j] = (unsigned)(i + j);
                continue;
            }
            unsigned replaced = cost[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            cost[i][j] = least(replaced, least(cost[i - 1][j], cost[i][j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                cost[i][j] = least(cost[i][j], cost[i - 2][j - 2] + 1);
            }
        }
    }
    return cost[rows][columns];
}

int oracle_edits_allowed(const char *word)
{
    size_t letters = tip_utf8_count(word, strlen(word));
    return letters <= 2 ? 0 : letters <= 5 ? 1 : 2;
}

/* ---- leaves ---- */

static size_t length_difference(const char *one, const char *two)
{
    size_t a = strlen(one), b = strlen(two);
    return a > b ? a - b : b - a;
}

static bool fits(const struct oracle_node *node, const char *word)
{
    if (node->kind == ORACLE_WILDCARD) {
        return oracle_wildcard_fits(node->text, word);
    }
    unsigned allowed =
        (unsigned)(node->number == ORACLE_NOT_WRITTEN ? oracle_edits_allowed(node->text)
                                                      : node->number);
    bool is_ascii = tip_utf8_count(word, strlen(word)) == strlen(word);
    return !(is_ascii && length_difference(node->text, word) > allowed) &&
           oracle_edits(node->text, word) <= allowed;
}

static void fit_expansions(struct oracle_leaf *leaf, struct oracle_collection *collection,
                           const struct oracle_node *node)
{
    struct oracle_fitting *part = &leaf->parts[leaf->part_count++];
    begin_fitting(part, collection);
    for (size_t i = 0; i < collection->word_count; i++) {
        if (fits(node, collection->words[i].text)) {
            part->folded[i] = part->stem[i] = 1;
            leaf->expansions++;
        }
    }
}

void oracle_leaf_read(struct oracle_leaf *leaf, struct oracle_collection *collection,
                      const struct oracle_node *node)
{
    *leaf = (struct oracle_leaf){0};
    if (node->kind == ORACLE_WILDCARD || node->kind == ORACLE_FUZZY) {
        fit_expansions(leaf, collection, node);
    } else {
        fit_text(leaf, collection, node->text);
    }
}

static void free_fittings(struct oracle_fitting *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(list[i].folded);
        free(list[i].stem);
    }
}

void oracle_leaf_free(struct oracle_leaf *leaf)
{
    free_fittings(leaf->parts, leaf->part_count);
    free_fittings(leaf->compounds, leaf->compound_count);
}
