/* What can be suggested to somebody who types, the file `suggestions`: words, phrases and section
 * titles of the corpus as people write them. The layout is at the top of suggestions.c.
 *
 * A suggestion has a *key*, its folded words with a blank between each two, and *starts*, the words
 * of the key that what is typed may begin at. Starts are ordered by the bytes from there on, so
 * those that begin with a prefix stand side by side. */
#ifndef TIP_SUGGESTIONS_H
#define TIP_SUGGESTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "index/columns.h"
#include "index/index.h"
#include "index/tokens.h"
#include "index/words.h"

/* The numbers stand in the file: append, never reorder. */
enum tip_suggestion_kind {
    TIP_SUGGESTION_WORD,
    TIP_SUGGESTION_PHRASE,
    TIP_SUGGESTION_SECTION,
    TIP_SUGGESTION_COUNTRY, /* these two are of the knowledge and in no file */
    TIP_SUGGESTION_PATTERN,
    TIP_SUGGESTION_KIND_COUNT
};

const char *tip_suggestion_kind_name(enum tip_suggestion_kind kind); /* "word" */

enum { TIP_SUGGESTION_KEY_LIMIT = 240 }; /* bytes of a key or a text; what is longer is left out */

/* Texts are not NUL-terminated and belong to whoever made the struct. */
struct tip_suggestion {
    enum tip_suggestion_kind kind;
    const char *key;
    size_t key_length;
    const char *text; /* what is shown */
    size_t text_length;
    uint32_t passages; /* in about how many it is: for the order alone */
    uint32_t family;   /* forms of one word or phrase share it; 0: it has no other forms */
    uint32_t found;    /* passages that a search for it finds, where the index alone tells; or 0 */
};

/* Where countries are counted: each code of two capital letters has a place. False for others. */
enum { TIP_COUNTRY_PLACES = 26 * 26 };
bool tip_country_place(uint32_t *place, const char *code);

/* ---- making ---- */

struct tip_suggestions_builder;

tip_status tip_suggestions_builder_create(struct tip_suggestions_builder **out,
                                          struct tip_error *error) TIP_MUST_CHECK;
void tip_suggestions_builder_free(struct tip_suggestions_builder *builder); /* NULL is allowed */

/* Adds a suggestion (texts are copied); one whose key is empty or too long is left out. */
tip_status tip_suggestions_builder_add(struct tip_suggestions_builder *builder,
                                       const struct tip_suggestion *suggestion,
                                       struct tip_error *error) TIP_MUST_CHECK;

/* How many passages name each country, by tip_country_place; once, before writing. None otherwise.
 */
void tip_suggestions_builder_set_countries(struct tip_suggestions_builder *builder,
                                           const uint32_t *counts);

/* Writes the file. */
tip_status tip_suggestions_builder_write(struct tip_suggestions_builder *builder, const char *path,
                                         struct tip_error *error) TIP_MUST_CHECK;

struct tip_suggestions;

/* The same in memory, which takes over what was added; the builder can only be freed then. */
tip_status tip_suggestions_builder_take(struct tip_suggestions **out,
                                        struct tip_suggestions_builder *builder,
                                        struct tip_error *error) TIP_MUST_CHECK;

/* None, for a generation that was made before there were any. */
tip_status tip_suggestions_create_empty(struct tip_suggestions **out,
                                        struct tip_error *error) TIP_MUST_CHECK;

/* Makes the file in the folder of a generation whose other files are written, from these alone: so
 * it is the same however they came about. The same text in several reports counts once; stories and
 * tables of contents are not read. */
tip_status tip_suggestions_make(const char *folder, struct tip_error *error) TIP_MUST_CHECK;

/* What suggestions are made from; all of one generation. */
struct tip_suggestion_sources {
    const struct tip_words *words;
    const struct tip_token_file *tokens;
    const struct tip_columns *columns;
    struct tip_index *index;
    const char *dictionary; /* of the records */
    size_t dictionary_length;
};

/* The same in memory. */
tip_status tip_suggestions_make_in_memory(struct tip_suggestions **out,
                                          const struct tip_suggestion_sources *sources,
                                          struct tip_error *error) TIP_MUST_CHECK;
/* The memory that such suggestions take. */
size_t tip_suggestions_bytes(const struct tip_suggestions *suggestions);

/* ---- reading: mapped, may be shared between threads ---- */

/* TIP_FORMAT, TIP_CORRUPT: the structure is checked, so that no later call reads outside. */
tip_status tip_suggestions_open(struct tip_suggestions **out, const char *path,
                                struct tip_error *error) TIP_MUST_CHECK;
void tip_suggestions_close(struct tip_suggestions *suggestions); /* NULL is allowed */

uint32_t tip_suggestions_count(const struct tip_suggestions *suggestions);
/* `place` below the count. */
void tip_suggestions_get(const struct tip_suggestions *suggestions, uint32_t place,
                         struct tip_suggestion *suggestion);

/* How many passages a search for a country finds. */
uint32_t tip_suggestions_country(const struct tip_suggestions *suggestions, const char *code);

/* A word of a key that may be begun at. */
struct tip_start {
    uint32_t suggestion; /* its place */
    uint16_t offset;     /* bytes of the key before it */
    uint16_t weight;     /* the better a suggestion, the higher */
};

uint32_t tip_suggestions_start_count(const struct tip_suggestions *suggestions);
void tip_suggestions_start(const struct tip_suggestions *suggestions, uint32_t place,
                           struct tip_start *start);
/* The bytes of the key from a start on. */
const char *tip_suggestions_start_text(const struct tip_suggestions *suggestions, uint32_t place,
                                       size_t *length);

/* The starts [*first, *end) among [from, to) whose text begins with `prefix`. */
void tip_suggestions_range(const struct tip_suggestions *suggestions, uint32_t from, uint32_t to,
                           const char *prefix, size_t length, uint32_t *first, uint32_t *end);

#endif
