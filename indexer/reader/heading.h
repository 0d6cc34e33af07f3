/* What the shape of a line says: a heading, a country, a place for a story. */
#ifndef TIP_READER_HEADING_H
#define TIP_READER_HEADING_H

#include <stdbool.h>
#include <stddef.h>

/* A short line without a full stop whose letters are all capitals: "METHODOLOGY". */
bool tip_heading_is_capitals(const char *text, size_t length);

/* A short line without a full stop in title case: "A Guide to the Tiers". */
bool tip_heading_is_title(const char *text, size_t length);

/* "INDIA", "Côte d'Ivoire": the English name of a country, in any case, as ICU's region data has
 * it. */
bool tip_heading_is_country(const char *text, size_t length);

/* "NIGERIA—MALI" or, in capitals, one country's name: what may stand above a story. */
bool tip_heading_is_route(const char *text, size_t length);

#endif
