/* The part of a passage that a hit shows, with the words found marked. */
#ifndef TIP_SNIPPET_H
#define TIP_SNIPPET_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "search/reply.h"

enum {
    TIP_SNIPPET_WORDS = 40,
    TIP_SNIPPET_BYTES = 400 /* without the marks of what was cut: 40 words of a report have 270 */
};

enum { TIP_NO_TERM = UINT32_MAX };

/* A word of the text: [start, end) in bytes, and which of the query's terms it is. */
struct tip_mark {
    uint32_t start, end;
    uint32_t term; /* TIP_NO_TERM for a word that is none */
    double weight; /* of the term: the same for each word of it */
};

/* Cuts the best window out of `text` (valid UTF-8): no other of so many words and bytes holds more
 * weight of distinct terms. Of equal ones it is one with the most marked words in a row, then one
 * that begins with a sentence, then one with the most marked words, then the first. Without terms
 * it is the text's beginning. `marks` are all words of the text in order. The pieces are the text
 * as it is, with "… " before and " …" behind, each a piece of its own, where something was cut. The
 * caller frees each piece's text and the array. */
tip_status tip_snippet_make(struct tip_snippet_piece **pieces, size_t *piece_count,
                            const char *text, size_t length, const struct tip_mark *marks,
                            size_t mark_count, struct tip_error *error) TIP_MUST_CHECK;

#endif
