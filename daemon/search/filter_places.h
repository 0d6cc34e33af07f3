/* The values of country:, region:, tier: and pattern:, as filter_text.c wants to read and write
 * them. */
#ifndef TIP_FILTER_PLACES_H
#define TIP_FILTER_PLACES_H

#include "search/query_parts.h"

tip_status tip_filter_read_country(struct tip_query_reader *reader, const char *text, size_t length,
                                   struct tip_filter *filter) TIP_MUST_CHECK;
tip_status tip_filter_read_region(struct tip_query_reader *reader, const char *text, size_t length,
                                  struct tip_filter *filter) TIP_MUST_CHECK;
tip_status tip_filter_read_tier(struct tip_query_reader *reader, const char *text, size_t length,
                                struct tip_filter *filter) TIP_MUST_CHECK;
tip_status tip_filter_read_pattern(struct tip_query_reader *reader, const char *text, size_t length,
                                   struct tip_filter *filter) TIP_MUST_CHECK;

/* Countries, regions and tiers all have a code. */
void tip_filter_write_code(struct tip_string *out, const struct tip_query *query,
                           const struct tip_filter *filter);

#endif
