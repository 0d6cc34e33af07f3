/* Plain BM25 over whole documents: what a ranking of passages must not fall behind. */
#ifndef TIP_RELEVANCE_BASELINE_H
#define TIP_RELEVANCE_BASELINE_H

#include <stddef.h>

#include "base/status.h"

struct judged_queries;
struct run;

/* Ranks the documents of a file of JSON Lines (`_id` or `id`, `title`, `text`; tables of contents
 * of a dump are left out) for each query, in their order, the best `depth` of those that hold a
 * word of it; equal scores in the order of the file.
 *
 * BM25 as Lucene has it, with k1 1.2 and b 0.75; a title's words count three times; words are those
 * of indexer/analysis without compounds, as English Snowball stems, without Lucene's 33 stop words.
 */
tip_status baseline_rank(struct run *run, const struct judged_queries *queries, const char *path,
                         size_t depth, struct tip_error *error) TIP_MUST_CHECK;

#endif
