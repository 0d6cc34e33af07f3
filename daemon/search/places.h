/* What countries passages name, in numbers of one generation and one state of the knowledge: for
 * counting countries, regions and tiers without reading a passage. */
#ifndef TIP_PLACES_H
#define TIP_PLACES_H

#include "base/bitmap.h"
#include "index/columns.h"
#include "knowledge/knowledge.h"

enum { TIP_PLACES_REGIONS = 32 }; /* regions beyond are not counted */

struct tip_places;

/* `knowledge` may be NULL: then there are no regions and tiers. Both outlive *out, which the caller
 * frees. It belongs to one thread. */
tip_status tip_places_make(struct tip_places **out, const struct tip_columns *columns,
                           const struct tip_knowledge *knowledge,
                           struct tip_error *error) TIP_MUST_CHECK;
void tip_places_free(struct tip_places *places); /* NULL is allowed */

/* The countries that some passage names, numbered from 0. */
uint32_t tip_places_country_count(const struct tip_places *places);
const char *tip_places_code(const struct tip_places *places, uint32_t country);

/* The countries of a set of the columns: so many numbers. */
const uint32_t *tip_places_of_set(const struct tip_places *places, uint32_t set, size_t *count);

/* Adds the passages that name the country with this code to `bitmap`. */
void tip_places_add_passages(const struct tip_places *places, const char *code,
                             struct tip_bitmap *bitmap);

/* The regions of a set's countries, as bits by their place in the knowledge. */
uint32_t tip_places_regions(const struct tip_places *places, uint32_t set);

/* The tiers of a set's countries in the year of a report, as bits 1 << enum tip_tier. */
unsigned tip_places_tiers(struct tip_places *places, uint32_t set, uint32_t report);

#endif
