/* Wildcards and fuzzy words -> the words of the dictionary that fit. */
#ifndef TIP_EXPAND_H
#define TIP_EXPAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "search/searcher.h"

/* More words than this are not searched for: the most frequent are. */
enum { TIP_EXPAND_LIMIT = 200 };

/* Zero-initialised is empty and valid. */
struct tip_expanded {
    uint32_t *numbers; /* of the words, the most frequent first, those of equal count by their
                          bytes; one text in several languages counts once, its numbers stand side
                          by side */
    size_t number_count;
    size_t word_count; /* different texts, at most TIP_EXPAND_LIMIT */
    bool is_cut;       /* there are more */
    bool is_late;      /* the request's time ended before all words were looked at */
};

/* The words that fit a pattern of `*` and `?`, which is folded (word_pattern.h). */
tip_status tip_expand_pattern(struct tip_expanded *expanded, struct tip_searcher *searcher,
                              const char *pattern, size_t length,
                              struct tip_error *error) TIP_MUST_CHECK;

/* The words that are at most `edits` edits (word_edits.h; 2 at most) from a folded word of at most
 * TIP_WORD_LIMIT bytes; no edits: the word itself. */
tip_status tip_expand_fuzzy(struct tip_expanded *expanded, struct tip_searcher *searcher,
                            const char *word, size_t length, unsigned edits,
                            struct tip_error *error) TIP_MUST_CHECK;

/* The caller frees it, also after a failure. */
void tip_expanded_free(struct tip_expanded *expanded);

#endif
