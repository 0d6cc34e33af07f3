/* A query whose words the index lacks, with the words in their place that were most likely meant.
 * All else stays as it was typed, so it can be read again. */
#ifndef TIP_CORRECT_TEXT_H
#define TIP_CORRECT_TEXT_H

#include "search/query.h"
#include "search/reply.h"
#include "search/searcher.h"

/* Which words may be corrected. Never: excluded ones, those of filters, and names of countries and
 * words with synonyms, which find something whatever the index holds. */
enum tip_correctable {
    TIP_CORRECT_PLAIN, /* words that stand by themselves and may be missing */
    TIP_CORRECT_ALL    /* those that must be there, too: in quotes, behind a +, under AND */
};

/* Whether a query has words that may be corrected and that no passage has, by their stem. */
tip_status tip_query_lacks_words(struct tip_searcher *searcher, const struct tip_query *query,
                                 enum tip_correctable correctable, bool *lacks,
                                 struct tip_error *error) TIP_MUST_CHECK;

/* `query` is `text` as it was read, its synonyms and countries added. *corrected is the text to
 * read instead, for free(3), or NULL when there is nothing to correct; what was put for what is
 * appended to reply->corrections. A word that some passage has, by its stem, is not touched. */
tip_status tip_correct_text(struct tip_searcher *searcher, const struct tip_query *query,
                            const char *text, enum tip_correctable correctable, char **corrected,
                            struct tip_reply *reply, struct tip_error *error) TIP_MUST_CHECK;

#endif
