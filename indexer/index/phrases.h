/* The real phrases of a corpus: runs of two to five words (of names and titles, up to seven) that
 * stand together more often than chance would have them, and begin and end with words that mean
 * something. */
#ifndef TIP_PHRASES_H
#define TIP_PHRASES_H

#include "index/wording.h"
#include "index/words.h"

enum {
    TIP_PHRASE_WORDS = 7,         /* at most */
    TIP_PHRASE_PASSAGES = 2,      /* that a phrase must be in, and */
    TIP_PHRASE_PASSAGES_MANY = 3, /* in a corpus of more than these words, which repeats more */
    TIP_PHRASE_MANY_WORDS = 1 << 19
};

struct tip_phrase {
    const int32_t *forms; /* points into the wording: its commonest way of being written */
    uint32_t length;      /* in words */
    uint32_t passages;
};

struct tip_phrases {
    struct tip_phrase *items; /* in the order of where they first stand; shorter ones first */
    size_t count;
};

/* Finds them. *phrases is to be freed in any case; the wording must outlive it. */
tip_status tip_phrases_find(struct tip_phrases *phrases, const struct tip_wording *wording,
                            const struct tip_words *words, struct tip_error *error) TIP_MUST_CHECK;
void tip_phrases_free(struct tip_phrases *phrases);

#endif
