/* Words with wildcards: `*` stands for any letters, none too, `?` for one letter. */
#ifndef TIP_WORD_PATTERN_H
#define TIP_WORD_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/analysis.h"
#include "base/string_builder.h"

/* A pattern made ready to be compared with many words. Every byte but `*` and `?` stands for
 * itself, so it has to be folded as words are; a letter is a code point. */
struct tip_word_pattern {
    const char *text; /* borrowed */
    size_t length;
    size_t prefix; /* bytes before the first wildcard: what every word that fits begins with */
    size_t suffix; /* bytes behind the last one */
    size_t least;  /* bytes of the shortest word that fits */
};

struct tip_word_pattern tip_word_pattern_of(const char *text, size_t length);

bool tip_word_pattern_fits(const struct tip_word_pattern *pattern, const char *word, size_t length);

/* Appends a pattern as it was typed to `folded`, its letters folded as the analyser folds words,
 * signs that are no part of a word left out, several `*` in a row as one. The caller looks at
 * folded->failed. */
void tip_word_pattern_fold(struct tip_analyser *analyser, const char *typed, size_t length,
                           struct tip_string *folded);

#endif
