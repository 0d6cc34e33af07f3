/* Counts of what matched, by report, country and so on. */
#ifndef TIP_FACETS_H
#define TIP_FACETS_H

#include "base/bitmap.h"
#include "search/reply.h"
#include "search/searcher.h"

/* Of the facets report and section, which may have very many values, the most frequent ones: the
 * reply says how many are left out. The others are whole, being bounded by nature. */
enum { TIP_FACET_VALUES = 100 };

/* Fills reply->facets for each bit of `asked` from all of `matches`. What has no value of a facet
 * (no year, no heading) is not counted. */
tip_status tip_facets_count(struct tip_reply *reply, struct tip_searcher *searcher,
                            const struct tip_bitmap *matches, unsigned asked,
                            struct tip_error *error) TIP_MUST_CHECK;

#endif
