/* A text in which countries are looked for: what of their names stands in it, before it is decided
 * which of that is a mention. */
#ifndef TIP_KNOWLEDGE_MENTION_TEXT_H
#define TIP_KNOWLEDGE_MENTION_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "knowledge/parts.h"

/* Words at which forms stand: as many as the longest that does. */
struct tip_match {
    uint32_t form; /* the first that is written so; others may follow it */
    uint32_t at;   /* word */
    uint32_t words;
    bool is_dropped; /* it names no country here */
};

struct tip_mention_text {
    const struct tip_knowledge *knowledge;
    struct tip_text_words words;
    uint32_t *numbers;   /* of the words' tokens */
    uint32_t *sentences; /* of each word: which sentence it is in */
    struct tip_match *matches;
    size_t match_count;
};

/* Lists words, sentences and matches. False without memory; freed by tip_mention_text_free in any
 * case. */
bool tip_mention_text_make(struct tip_mention_text *out, const struct tip_knowledge *knowledge,
                           const char *text, const struct tip_tokens *tokens);
void tip_mention_text_free(struct tip_mention_text *text);

/* ---- questions that the rules share ---- */

/* The matches that may say what match `number` is, [*first, *end): all that a passage has in
 * general, but not all of a text without end. */
void tip_match_neighbours(const struct tip_mention_text *text, size_t number, size_t *first,
                          size_t *end);

/* A form of the match of one of `kinds` (bits), and of `country` unless that is TIP_NO_PLACE; NULL
 * when there is none. */
const struct tip_name_form *tip_match_form(const struct tip_mention_text *text,
                                           const struct tip_match *match, unsigned kinds,
                                           uint32_t country);
enum {
    TIP_KINDS_COUNTRY = 1 << TIP_FORM_NAME | 1 << TIP_FORM_PEOPLE | 1 << TIP_FORM_ABBREVIATION,
    TIP_KINDS_PLACE = 1 << TIP_FORM_STATE | 1 << TIP_FORM_PLACE,
};

/* Whether exactly `sign` stands between word `at` and the next one. False at the end. */
bool tip_gap_is(const struct tip_mention_text *text, size_t at, const char *sign);

/* Whether the folded word at `at` is one of a list that ends with NULL. */
bool tip_word_is(const struct tip_mention_text *text, size_t at, const char *const *list);

/* Whether a match begins at the word. */
bool tip_word_is_match(const struct tip_mention_text *text, size_t at);

/* What persons.tsv says of the word: bits. */
uint32_t tip_word_person(const struct tip_mention_text *text, size_t at);

/* ---- the rules: why a match is no mention of a country ---- */

/* Part of a person's name: mention_people.c. */
bool tip_match_is_person(const struct tip_mention_text *text, size_t number);
/* A place in another country: mention_places.c. */
bool tip_match_is_elsewhere(const struct tip_mention_text *text, size_t number);
/* A language: mention_language.c. */
bool tip_match_is_language(const struct tip_mention_text *text, size_t number);
/* Which country a match names, where names are shared or unsure: mention_claims.c. */
bool tip_match_country(const struct tip_mention_text *text, size_t number, uint32_t *country);

#endif
