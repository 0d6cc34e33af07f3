/* The dictionary of an index, the file `words`: every folded word with its number, its stem and
 * how often it stands. The layout on disk is at the top of words.c. */
#ifndef TIP_WORDS_H
#define TIP_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/file.h"
#include "base/status.h"

/* Numbers count from 1; 0 is no word. A word has one number per language it was indexed in, as
 * its stem depends on the language; stems have numbers of their own. */
enum { TIP_NO_WORD = 0 };

struct tip_word {
    const char *text; /* not NUL-terminated */
    size_t length;
    uint32_t number;
    uint32_t stem;        /* the number of its stem */
    uint32_t language;    /* an index into tip_words_language */
    uint32_t occurrences; /* in bodies of passages that live */
};

/* ---- the builder: words in memory while an index is made ---- */

struct tip_words_builder;

tip_status tip_words_builder_create(struct tip_words_builder **out,
                                    struct tip_error *error) TIP_MUST_CHECK;
void tip_words_builder_free(struct tip_words_builder *builder);

/* The number of a word in a language (ISO 639-1), or TIP_NO_WORD when it was not yet added. */
uint32_t tip_words_builder_find(const struct tip_words_builder *builder, const char *language,
                                const char *word, size_t length);

/* Adds a word that is not yet there, with its stem; *number is the next free one. */
tip_status tip_words_builder_add(struct tip_words_builder *builder, const char *language,
                                 const char *word, size_t length, const char *stem,
                                 size_t stem_length, uint32_t *number,
                                 struct tip_error *error) TIP_MUST_CHECK;

/* A word added before, as it was added; valid until the next add. */
const char *tip_words_builder_text(const struct tip_words_builder *builder, uint32_t word,
                                   size_t *length);
/* The stem of a word added before; valid until the next add. */
const char *tip_words_builder_stem(const struct tip_words_builder *builder, uint32_t word,
                                   size_t *length);
uint32_t tip_words_builder_stem_number(const struct tip_words_builder *builder, uint32_t word);
uint32_t tip_words_builder_stem_count(const struct tip_words_builder *builder);

/* Adds `by` (may be negative) to the occurrences of a word. */
void tip_words_builder_count(struct tip_words_builder *builder, uint32_t word, int by);

/* The bytes of the file. */
tip_status tip_words_builder_write(const struct tip_words_builder *builder, const char *path,
                                   struct tip_error *error) TIP_MUST_CHECK;

/* ---- the reader: the file mapped; may be shared between threads ---- */

struct tip_words;

/* TIP_FORMAT, TIP_CORRUPT (the structure is checked, so that no later call reads outside). */
tip_status tip_words_open(struct tip_words **out, const char *path,
                          struct tip_error *error) TIP_MUST_CHECK;
void tip_words_close(struct tip_words *words);

/* The dictionary of a part of the passages: `occurrences`, from malloc(3) and taken over in any
 * case, says how often each word stands there, word 1 first. Numbers are those of `whole`, which
 * must outlive it. */
tip_status tip_words_restrict(struct tip_words **out, const struct tip_words *whole,
                              uint32_t *occurrences, struct tip_error *error) TIP_MUST_CHECK;

/* A builder that continues where the file ends: numbers stay. */
tip_status tip_words_builder_load(struct tip_words_builder **out, const struct tip_words *words,
                                  struct tip_error *error) TIP_MUST_CHECK;

uint32_t tip_words_count(const struct tip_words *words); /* numbers are 1 to this */
uint32_t tip_words_stem_count(const struct tip_words *words);
/* Languages that have words in bodies, in the order of their codes. */
uint32_t tip_words_language_count(const struct tip_words *words);
/* "en"; of a number below the count, or of a word's `language`. */
const char *tip_words_language(const struct tip_words *words, uint32_t language);

/* False when there is no such word in that language. */
bool tip_words_find(const struct tip_words *words, uint32_t language, const char *text,
                    size_t length, struct tip_word *word);
/* `number` from 1 to the count. */
void tip_words_get(const struct tip_words *words, uint32_t number, struct tip_word *word);
/* Only its stem's number: for loops over the words of many passages. */
uint32_t tip_words_stem_of(const struct tip_words *words, uint32_t number);
/* The number of a stem, or 0 when there is none with this text. */
uint32_t tip_words_find_stem(const struct tip_words *words, const char *text, size_t length);
/* The text of a stem, not NUL-terminated; `stem` from 1 to the count. */
const char *tip_words_stem(const struct tip_words *words, uint32_t stem, size_t *length);

/* Words in the order of their bytes: the place of the first one >= `prefix` in a sorted list of
 * all, and the word at a place (0 to count - 1). For prefixes and wildcards. */
uint32_t tip_words_lower_bound(const struct tip_words *words, const char *prefix, size_t length);
void tip_words_at(const struct tip_words *words, uint32_t place, struct tip_word *word);

#endif
