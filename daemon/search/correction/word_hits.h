/* What a search for a word finds. */
#ifndef TIP_WORD_HITS_H
#define TIP_WORD_HITS_H

#include "search/searcher.h"

/* The number of a folded word that stands in some passage's text; TIP_NO_WORD for another one. */
uint32_t tip_word_find_live(const struct tip_words *words, const char *text, size_t length);

/* Whether some passage has a word of the same stem, in any language of the index. `word` is folded.
 */
tip_status tip_word_is_known(struct tip_searcher *searcher, const char *word, size_t length,
                             bool *is_known, struct tip_error *error) TIP_MUST_CHECK;

/* Whether a search for a word of the dictionary finds a passage that is no table of contents. */
tip_status tip_word_has_hits(struct tip_searcher *searcher, uint32_t number, bool *has,
                             struct tip_error *error) TIP_MUST_CHECK;

enum { TIP_NEIGHBOUR_PASSAGES = 500 }; /* looked at for two words side by side */

/* Whether two words of the dictionary, or others of their stems, stand side by side in the text of
 * a passage, among the first TIP_NEIGHBOUR_PASSAGES that have both. */
tip_status tip_words_are_neighbours(struct tip_searcher *searcher, uint32_t first, uint32_t second,
                                    bool *are, struct tip_error *error) TIP_MUST_CHECK;

#endif
