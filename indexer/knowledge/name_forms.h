/* Names as they stand in texts: their words, which of them begin with a capital, and what may stand
 * between them. */
#ifndef TIP_KNOWLEDGE_NAME_FORMS_H
#define TIP_KNOWLEDGE_NAME_FORMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/analysis.h"
#include "knowledge/key_table.h"
#include "knowledge/name_keys.h"
#include "knowledge/strings.h"

enum tip_form_kind {
    TIP_FORM_NAME,         /* the country's */
    TIP_FORM_PEOPLE,       /* its people, language or adjective */
    TIP_FORM_ABBREVIATION, /* all in capitals */
    TIP_FORM_NOT,          /* a longer name that holds one of the country's and is no mention */
    TIP_FORM_STATE,        /* a part of the country: "Lebanon, Pennsylvania" is a town in it */
    TIP_FORM_PLACE         /* another place within the country: no mention, but a hint */
};

enum { TIP_FORM_WORDS = 16 };

struct tip_name_form {
    uint32_t country; /* a place */
    uint32_t next;    /* a further form of the same words, or UINT32_MAX */
    enum tip_form_kind kind;
    bool is_unsure;   /* the surroundings decide */
    bool is_plural;   /* made by putting an ending behind it */
    bool is_capitals; /* of two letters or more */
    bool has_stops;   /* an abbreviation written "U.S." */
    uint8_t words;
    uint32_t capitals; /* bit i: word i begins with one */
    uint32_t signs;    /* bit i: behind word i a comma, bracket, full stop or slash may stand */
};

struct tip_name_forms {
    struct tip_name_form *items;
    size_t count;
    struct tip_key_table keys;        /* folded words, joined by blanks -> first form */
    struct tip_key_table first_words; /* -> how many words the longest form with it has */
};

/* Adds `form`, whose country, kind and is_unsure are given, as `name` is written; `ending` is put
 * behind its last word ("" or "s"). *is_good is false when the name has no word or too many. False
 * without memory. */
bool tip_name_forms_add(struct tip_name_forms *forms, struct tip_name_keys *keys,
                        struct tip_strings *strings, const char *name, const char *ending,
                        struct tip_name_form form, bool *is_good);

void tip_name_forms_free(struct tip_name_forms *forms);

/* The words of a text: tokens that are no compounds. */
struct tip_text_words {
    const char *text;
    const struct tip_token *tokens;
    const uint32_t *items; /* numbers of tokens */
    size_t count;
    bool is_typed; /* a query: capitals do not matter */
};

/* The longest form that stands at word `at`, written as it should be; UINT32_MAX when there is
 * none. `key` is room to work in. */
uint32_t tip_name_forms_find(const struct tip_name_forms *forms, const struct tip_text_words *words,
                             size_t at, struct tip_string *key);

/* The same for a further form of the words that `form` has at `at`. */
uint32_t tip_name_forms_next(const struct tip_name_forms *forms, const struct tip_text_words *words,
                             size_t at, uint32_t form);

const struct tip_token *tip_text_word(const struct tip_text_words *words, size_t at);

/* Whether the word begins with a capital; whether all its letters are. */
bool tip_text_word_is_capitalised(const struct tip_text_words *words, size_t at);
bool tip_text_word_is_capitals(const struct tip_text_words *words, size_t at);

#endif
