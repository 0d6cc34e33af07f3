/* Filters as text: reading their values and writing them back. */
#ifndef TIP_FILTER_TEXT_H
#define TIP_FILTER_TEXT_H

#include "search/query_parts.h"

/* Reads the value of a filter and adds what it asks for to the query: one filter, or one for each
 * item of a list with commas, where the value is none itself and the field takes lists.
 * TIP_INVALID: *place is where in `text` the value that is none begins. */
tip_status tip_filter_read(struct tip_query_reader *reader, enum tip_filter_field field,
                           const char *text, size_t length, const char **place) TIP_MUST_CHECK;

/* Appends "year:2021..2023", without a sign. Reading it gives the same filter. */
void tip_filter_write(struct tip_string *out, const struct tip_query *query,
                      const struct tip_filter *filter);

#endif
