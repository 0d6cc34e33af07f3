/* Which words of a text are the query's. */
#ifndef TIP_MARKS_H
#define TIP_MARKS_H

#include "search/marker.h"
#include "search/snippet.h"

struct tip_marks {
    struct tip_mark *items; /* every word of the text, in order */
    size_t count;
    bool has_any; /* whether one of them is a term */
};

/* Marks the words of `text` (in `language`, or NULL: in none) that are what the query looks for:
 * plain words by their stems, also those that a compound holds together which has one; words of
 * phrases, of NEAR and of synonyms of several words where they stand together; those that fit
 * wildcards; the names of its countries. Nothing of what is excluded. `known`: the words' numbers
 * when they are known, else NULL. The caller frees the marks, also after a failure. */
tip_status tip_marks_make(struct tip_marks *marks, struct tip_marker *marker, const char *language,
                          const char *text, size_t length, const struct tip_word_stream *known,
                          struct tip_error *error) TIP_MUST_CHECK;
void tip_marks_free(struct tip_marks *marks);

/* Makes the snippet of a hit, which is passage `number`, and says in which field the query's words
 * stand. */
tip_status tip_marks_show(struct tip_hit *hit, struct tip_marker *marker, uint32_t number,
                          struct tip_error *error) TIP_MUST_CHECK;

#endif
