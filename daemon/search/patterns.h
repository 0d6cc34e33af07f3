/* The knowledge's patterns as sets of passages: a pattern's queries are run once for a generation
 * and a state of the knowledge, and what they found is kept. */
#ifndef TIP_SEARCH_PATTERNS_H
#define TIP_SEARCH_PATTERNS_H

#include "base/bitmap.h"
#include "search/query.h"
#include "search/searcher.h"

/* Bytes of sets that a searcher keeps: with a million passages, 268 patterns. What was asked for
 * the longest time ago makes room. */
enum { TIP_PATTERN_CACHE_BYTES = 32 << 20 };

struct tip_pattern_cache;

/* The passages, of all kinds, that a pattern of the searcher's knowledge finds; valid until the
 * next call. When the time ends before that is known, *is_cut becomes true and *passages holds only
 * passages that are known to match: what was found out is kept, so that asking again comes
 * further. With `only_known` none of its queries is run: for those who have met the end of the time
 * already. A pattern's queries are read as they stand, without synonyms. */
tip_status tip_pattern_passages(struct tip_searcher *searcher, size_t place, bool only_known,
                                const struct tip_bitmap **passages, bool *is_cut,
                                struct tip_error *error) TIP_MUST_CHECK;

/* Takes out of `bitmap` what the query's pattern: filters refuse. When the time ends, *is_cut
 * becomes true and only passages stay that are known to pass. */
tip_status tip_patterns_apply(struct tip_searcher *searcher, const struct tip_query *query,
                              size_t owner, struct tip_bitmap *bitmap, bool *is_cut,
                              struct tip_error *error) TIP_MUST_CHECK;

/* Forgets all sets: those of another generation or knowledge mean nothing. NULL is allowed. */
void tip_pattern_cache_free(struct tip_pattern_cache *cache);

#endif
