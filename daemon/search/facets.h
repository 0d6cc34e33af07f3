/* Counts of what matched, by report, country and so on. */
#ifndef TIP_FACETS_H
#define TIP_FACETS_H

#include "base/bitmap.h"
#include "search/reply.h"
#include "search/searcher.h"

/* Of the facets report and section, which may have very many values, the most frequent ones: the
 * reply says how many are left out. The others are whole, being bounded by nature. */
enum {
    TIP_FACET_VALUES = 100,
    TIP_FACET_VALUES_WHOLE = 2000 /* of a facet that is listed whole, which people look through */
};

/* Fills reply->facets for each bit of `asked`, of which those of `whole` are listed whole, from all
 * of `matches`. What has no value of a facet
 * (no year, no heading) is not counted. */
tip_status tip_facets_count(struct tip_reply *reply, struct tip_searcher *searcher,
                            const struct tip_bitmap *matches, unsigned asked, unsigned whole,
                            struct tip_error *error) TIP_MUST_CHECK;

#endif
