/* Why nothing was found, where a filter asks for what the index does not have at all. */
#ifndef TIP_HINT_H
#define TIP_HINT_H

#include "base/string_builder.h"
#include "search/query.h"
#include "search/searcher.h"

/* Appends a sentence about the first filter of `query` by report, country or language that no
 * passage of the index could match, behind a blank when there is text already; nothing when there
 * is none such. */
tip_status tip_hint_write(struct tip_string *out, struct tip_searcher *searcher,
                          const struct tip_query *query, struct tip_error *error) TIP_MUST_CHECK;

#endif
