/* How often terms stand in the fields of a passage, counted as the index counted them. */
#ifndef TIP_FIELD_COUNTS_H
#define TIP_FIELD_COUNTS_H

#include "index/builder.h"
#include "search/reply.h"
#include "search/searcher.h"

struct tip_field_counts {
    uint32_t length[TIP_FIELD_COUNT];     /* in words */
    uint32_t (*of_term)[TIP_FIELD_COUNT]; /* by term */
};

/* Counts `count` stems in a passage, whose view has its text. Freed by tip_field_counts_free, also
 * after a failure. */
tip_status tip_field_counts_read(struct tip_field_counts *counts, struct tip_searcher *searcher,
                                 const struct tip_view *view, const struct tip_rank_term *terms,
                                 size_t count, struct tip_error *error) TIP_MUST_CHECK;
void tip_field_counts_free(struct tip_field_counts *counts);

/* The weighted frequency that a term has by a field, as part of that of the passage. */
double tip_field_counts_share(const struct tip_field_counts *counts, size_t term,
                              enum tip_field field);

#endif
