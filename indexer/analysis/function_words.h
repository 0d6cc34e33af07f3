/* The words of English that only hold a sentence together: articles, pronouns, prepositions,
 * conjunctions, auxiliary verbs and the adverbs that go with them. */
#ifndef TIP_ANALYSIS_FUNCTION_WORDS_H
#define TIP_ANALYSIS_FUNCTION_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a folded word is one. Words of other languages are none. */
bool tip_word_is_function(const char *word, size_t length);

#endif
