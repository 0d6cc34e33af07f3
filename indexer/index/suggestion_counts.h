/* How many passages a search for a suggestion finds, as far as the index alone decides that. */
#ifndef TIP_SUGGESTION_COUNTS_H
#define TIP_SUGGESTION_COUNTS_H

#include "analysis/analysis.h"
#include "index/columns.h"
#include "index/index.h"
#include "index/phrases.h"
#include "index/tokens.h"
#include "index/words.h"

/* What is counted in; all open, all of one generation. */
struct tip_counted_files {
    const struct tip_words *words;
    const struct tip_token_file *tokens;
    const struct tip_columns *columns;
    struct tip_index *index;
    struct tip_analyser *analyser;
};

/* Zero-initialised is empty. */
struct tip_suggestion_counts {
    uint32_t *stems;   /* by number of the stem: passages with the word in any form, in their text,
                          headings or report's title; 0: more is indexed than words tell */
    uint32_t *phrases; /* by place: passages with the words side by side in text or a heading */
    uint32_t *countries; /* by tip_country_place: passages that name it */
};

/* Counts. *counts is to be freed in any case. */
tip_status tip_suggestion_counts_make(struct tip_suggestion_counts *counts,
                                      const struct tip_counted_files *files,
                                      const struct tip_wording *wording,
                                      const struct tip_phrases *phrases,
                                      struct tip_error *error) TIP_MUST_CHECK;
void tip_suggestion_counts_free(struct tip_suggestion_counts *counts);

#endif
