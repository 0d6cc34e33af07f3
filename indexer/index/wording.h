/* How the passages of a generation are worded: their words one behind the other as they are
 * written, with the places where punctuation parts them. What phrases are found in. */
#ifndef TIP_WORDING_H
#define TIP_WORDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/analysis.h"
#include "index/columns.h"
#include "index/text_pool.h"
#include "index/tokens.h"

/* Items that are no word: what a phrase does not reach across. */
enum { TIP_BREAK_INSIDE = -1, TIP_BREAK_SENTENCE = -2, TIP_BREAK_PASSAGE = -3 };

/* Zero-initialised is empty and valid. */
struct tip_wording {
    int32_t *items; /* numbers of forms, or breaks; each passage begins with its break */
    size_t count;
    size_t capacity;
    struct tip_text_pool forms; /* a word's number (4 bytes), then one way in which it is written:
                                   "U.S.", "anti-" before a joined word, "victims’" */
};

void tip_wording_free(struct tip_wording *wording);

/* The word of a form. */
uint32_t tip_wording_word(const struct tip_wording *wording, int32_t form);
/* How it is written, not NUL-terminated. */
const char *tip_wording_text(const struct tip_wording *wording, int32_t form, size_t *length);

/* Whether the form at an item stands in a line of capitals, as headings and columns of tables are
 * set, so that its own tell nothing: it has some letters, all of them capitals, and so has a
 * neighbour, or it is longer than abbreviations are. */
bool tip_wording_is_shouted(const struct tip_wording *wording, size_t item);

/* Adds a passage: its text, analysed, and the numbers of its words. */
tip_status tip_wording_add(struct tip_wording *wording, const char *text, size_t length,
                           const struct tip_tokens *tokens, const struct tip_token_list *words,
                           struct tip_error *error) TIP_MUST_CHECK;

#endif
