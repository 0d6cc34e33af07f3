/* Words are gone through by number, as their texts lie in the file then; a pattern that begins with
 * letters goes through its part of the sorted list. Of what fits, texts are counted over their
 * languages and the most frequent are kept. */
#include "search/expand.h"

#include <stdlib.h>
#include <string.h>

#include "search/word_edits.h"
#include "search/word_pattern.h"

enum { CLOCK_INTERVAL = 4096 }; /* the clock is read once for so many words: some 100 us */

/* A word that fits. Those of one text are a chain; the first one has the sum. It is kept small, and
 * texts are compared by their hashes first, since `*a*` fits half of a dictionary. */
struct fit {
    uint64_t occurrences;
    uint32_t number;
    uint32_t next; /* its place plus one, 0 for none */
    uint32_t hash;
    bool is_first;
};

struct expansion {
    struct tip_searcher *searcher;
    const struct tip_words *words;
    const struct tip_bitmap *in_headings;   /* words that headings have */
    const struct tip_word_pattern *pattern; /* one of these two */
    const struct tip_word_edits *edits;
    struct fit *fits;
    size_t count, capacity;
    uint32_t *slots; /* texts that were seen: places plus one; NULL with one language */
    size_t slot_mask;
    bool is_late;
};

/* ---- what fits ---- */

static uint32_t hash_of(const struct tip_word *word)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < word->length; i++) {
        hash = (hash ^ (unsigned char)word->text[i]) * 16777619u;
    }
    return hash;
}

static bool is_same_text(const struct expansion *expansion, const struct fit *a,
                         const struct fit *b)
{
    struct tip_word one, other;
    if (a->hash != b->hash) {
        return false;
    }
    tip_words_get(expansion->words, a->number, &one);
    tip_words_get(expansion->words, b->number, &other);
    return one.length == other.length && memcmp(one.text, other.text, one.length) == 0;
}

/* The slot of a text: where it is, or where it belongs. */
static uint32_t *slot_of(const struct expansion *expansion, const struct fit *fit)
{
    size_t slot = fit->hash & expansion->slot_mask;
    while (expansion->slots[slot] != 0 &&
           !is_same_text(expansion, &expansion->fits[expansion->slots[slot] - 1], fit)) {
        slot = (slot + 1) & expansion->slot_mask;
    }
    return &expansion->slots[slot];
}

/* At most half of the slots are taken. */
static bool grow(struct expansion *expansion)
{
    size_t capacity = expansion->capacity == 0 ? 256 : expansion->capacity * 4;
    struct fit *fits = reallocarray(expansion->fits, capacity, sizeof *fits);
    if (fits == NULL) {
        return false;
    }
    expansion->fits = fits;
    expansion->capacity = capacity;
    if (tip_words_language_count(expansion->words) == 1) {
        return true;
    }
    free(expansion->slots);
    expansion->slots = calloc(capacity * 2, sizeof *expansion->slots);
    expansion->slot_mask = capacity * 2 - 1;
    for (uint32_t i = 0; expansion->slots != NULL && i < expansion->count; i++) {
        if (fits[i].is_first) {
            *slot_of(expansion, &fits[i]) = i + 1;
        }
    }
    return expansion->slots != NULL;
}

/* Adds a word that fits: a text of its own, or one more of a text's chain. */
static bool add(struct expansion *expansion, const struct tip_word *word)
{
    if (expansion->count == expansion->capacity && !grow(expansion)) {
        return false;
    }
    struct fit *fit = &expansion->fits[expansion->count];
    *fit = (struct fit){.occurrences = word->occurrences, .number = word->number, .is_first = true};
    if (expansion->slots == NULL) {
        expansion->count++;
        return true;
    }
    fit->hash = hash_of(word);
    uint32_t *slot = slot_of(expansion, fit);
    expansion->count++;
    if (*slot == 0) {
        *slot = (uint32_t)expansion->count;
        return true;
    }
    struct fit *first = &expansion->fits[*slot - 1];
    fit->is_first = false;
    fit->next = first->next;
    first->next = (uint32_t)expansion->count;
    first->occurrences += word->occurrences;
    return true;
}

/* Words that nothing is left of, or that stand in titles alone, where patterns do not look, are no
 * words. */
static bool stands_somewhere(const struct expansion *expansion, const struct tip_word *word)
{
    return word->occurrences > 0 || tip_bitmap_has(expansion->in_headings, word->number);
}

static bool fits(const struct expansion *expansion, const struct tip_word *word)
{
    return expansion->pattern != NULL
               ? tip_word_pattern_fits(expansion->pattern, word->text, word->length)
               : tip_word_edits_fit(expansion->edits, word->text, word->length);
}

/* Looks at words [from, to): by their places in the sorted list, or by their numbers. */
static tip_status look(struct expansion *expansion, uint32_t from, uint32_t to, bool by_place,
                       struct tip_error *error)
{
    for (uint32_t at = from; at < to && !expansion->is_late; at++) {
        struct tip_word word;
        if (by_place) {
            tip_words_at(expansion->words, at, &word);
        } else {
            tip_words_get(expansion->words, at, &word);
        }
        if (fits(expansion, &word) && stands_somewhere(expansion, &word) &&
            !add(expansion, &word)) {
            return tip_error_memory(error, "looking for words that fit");
        }
        expansion->is_late = at % CLOCK_INTERVAL == 0 && tip_searcher_is_late(expansion->searcher);
    }
    return TIP_OK;
}

/* ---- the most frequent ---- */

static bool comes_before(const struct tip_words *words, const struct fit *a, const struct fit *b)
{
    struct tip_word one, other;
    if (a->occurrences != b->occurrences) {
        return a->occurrences > b->occurrences;
    }
    tip_words_get(words, a->number, &one);
    tip_words_get(words, b->number, &other);
    int order = memcmp(one.text, other.text, one.length < other.length ? one.length : other.length);
    return order != 0 ? order < 0 : one.length < other.length;
}

/* Puts a text in its place among the best, the last of which falls out when they are too many. */
static void insert(const struct tip_words *words, const struct fit **best, size_t *count,
                   const struct fit *fit)
{
    size_t place = *count;
    if (place == TIP_EXPAND_LIMIT) {
        if (!comes_before(words, fit, best[place - 1])) {
            return;
        }
        place--;
    } else {
        ++*count;
    }
    for (; place > 0 && comes_before(words, fit, best[place - 1]); place--) {
        best[place] = best[place - 1];
    }
    best[place] = fit;
}

static tip_status take_best(struct tip_expanded *expanded, const struct expansion *expansion,
                            struct tip_error *error)
{
    const struct fit *best[TIP_EXPAND_LIMIT];
    size_t texts = 0;
    for (size_t i = 0; i < expansion->count; i++) {
        if (expansion->fits[i].is_first) {
            texts++;
            insert(expansion->words, best, &expanded->word_count, &expansion->fits[i]);
        }
    }
    expanded->is_cut = texts > expanded->word_count;
    expanded->numbers =
        calloc(expanded->word_count * tip_words_language_count(expansion->words) + 1,
               sizeof *expanded->numbers);
    if (expanded->numbers == NULL) {
        return tip_error_memory(error, "looking for words that fit");
    }
    for (size_t i = 0; i < expanded->word_count; i++) {
        for (const struct fit *fit = best[i]; fit != NULL;
             fit = fit->next == 0 ? NULL : &expansion->fits[fit->next - 1]) {
            expanded->numbers[expanded->number_count++] = fit->number;
        }
    }
    return TIP_OK;
}

static tip_status expand(struct tip_expanded *expanded, struct expansion *expansion, uint32_t from,
                         uint32_t to, bool by_place, struct tip_error *error)
{
    *expanded = (struct tip_expanded){0};
    tip_status status =
        tip_searcher_heading_words(expansion->searcher, &expansion->in_headings, error);
    if (status == TIP_OK) {
        status = look(expansion, from, to, by_place, error);
    }
    if (status == TIP_OK) {
        status = take_best(expanded, expansion, error);
    }
    expanded->is_late = expansion->is_late;
    free(expansion->fits);
    free(expansion->slots);
    return status;
}

tip_status tip_expand_pattern(struct tip_expanded *expanded, struct tip_searcher *searcher,
                              const char *text, size_t length, struct tip_error *error)
{
    const struct tip_words *words = searcher->generation->words;
    struct tip_word_pattern pattern = tip_word_pattern_of(text, length);
    struct expansion expansion = {.searcher = searcher, .words = words, .pattern = &pattern};
    *expanded = (struct tip_expanded){0};
    if (pattern.prefix > TIP_WORD_LIMIT) {
        return TIP_OK; /* no word is so long */
    }
    if (pattern.prefix == 0) {
        return expand(expanded, &expansion, 1, tip_words_count(words) + 1, false, error);
    }
    char behind[TIP_WORD_LIMIT + 1]; /* all that begin with the prefix, as no UTF-8 holds FF */
    memcpy(behind, text, pattern.prefix);
    behind[pattern.prefix] = '\xFF';
    return expand(expanded, &expansion, tip_words_lower_bound(words, text, pattern.prefix),
                  tip_words_lower_bound(words, behind, pattern.prefix + 1), true, error);
}

tip_status tip_expand_fuzzy(struct tip_expanded *expanded, struct tip_searcher *searcher,
                            const char *word, size_t length, unsigned edits,
                            struct tip_error *error)
{
    const struct tip_words *words = searcher->generation->words;
    struct tip_word_edits wanted;
    tip_word_edits_init(&wanted, word, length, edits);
    struct expansion expansion = {.searcher = searcher, .words = words, .edits = &wanted};
    return expand(expanded, &expansion, 1, tip_words_count(words) + 1, false, error);
}

void tip_expanded_free(struct tip_expanded *expanded)
{
    free(expanded->numbers);
    *expanded = (struct tip_expanded){0};
}
