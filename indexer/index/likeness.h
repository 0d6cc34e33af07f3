/* When two passages are nearly the same: by their words, kinds and countries alone, never by what
 * else an index holds. README.md has the measurements. */
#ifndef TIP_LIKENESS_H
#define TIP_LIKENESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/kind.h"
#include "base/status.h"
#include "index/tokens.h"

enum {
    /* The least overlap of passages that are alike, 11/20, chosen on labelled pairs. */
    TIP_ALIKE_PARTS = 11,
    TIP_ALIKE_WHOLE = 20,
    /* A shorter text has too few words to tell an edit from another statement: it is alike to the
     * same words only. */
    TIP_ALIKE_WORDS = 12
};

/* The pairs of words that stand side by side in a text, each once, rising; reused from text to
 * text. Zero-initialised is empty and valid. */
struct tip_shingles {
    uint64_t *items;
    size_t count;
    size_t capacity;
};

void tip_shingles_free(struct tip_shingles *shingles);

/* How many of a passage's words are its text; who is quoted comes behind it and is not counted. */
size_t tip_text_word_count(const struct tip_token_list *list);

/* Those of a passage's text; its words have numbers of one dictionary. */
tip_status tip_shingles_make(struct tip_shingles *shingles, const struct tip_token_list *list,
                             struct tip_error *error) TIP_MUST_CHECK;

/* How many two sets have in common. */
size_t tip_shingles_common(const struct tip_shingles *a, const struct tip_shingles *b);

/* What both sets have as a part of what either has, 0 to 1; 0 of two empty ones. */
double tip_shingles_overlap(const struct tip_shingles *a, const struct tip_shingles *b);

/* Whether sets of `a` and `b` elements with so many in common overlap enough. */
bool tip_overlap_is_enough(size_t a, size_t b, size_t common);

/* Tables and their rows are told apart by figures, contents and captions are short by nature: of
 * these only the same text is one. */
bool tip_kind_can_be_alike(enum tip_kind kind);

/* Which countries a passage tells of; the empty set is of one that names none. */
struct tip_country_set {
    uint64_t bits[(26 * 26 + 63) / 64]; /* one for each two letters */
};

/* Reads codes of two capital letters, joined by blanks ("KH PH"). */
void tip_country_set_read(struct tip_country_set *set, const char *codes);

/* Whether two sets have a country in common, or one is empty. Where they have none, the passages
 * tell of two countries in the same words. Where they have one, what else they name may have
 * changed from year to year, as the countries that people come from. */
bool tip_country_sets_meet(const struct tip_country_set *a, const struct tip_country_set *b);

/* Leaves in a set what another one that meets it has, too; an empty set changes nothing, and
 * becomes the other. So what meets the outcome meets both. */
void tip_country_set_narrow(struct tip_country_set *set, const struct tip_country_set *by);

/* Whether the sets of two passages' codes meet. */
bool tip_countries_can_be_alike(const char *a, const char *b);

#endif
