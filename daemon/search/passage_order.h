/* The order of passages that nobody's presence or absence changes: by their reports' numbers, and
 * within each as they stand there. A passage's number is no such order once an index was updated: a
 * number that is free, whatever was there before, goes to the next passage. So equal scores, and
 * whatever looks at the first passages only, go by this. */
#ifndef TIP_PASSAGE_ORDER_H
#define TIP_PASSAGE_ORDER_H

#include "base/bitmap.h"
#include "index/columns.h"

/* Makes *order: by number, the passage's place; for free(3). NULL where numbers go up with places,
 * as after a build: then `order` is NULL below, too. */
tip_status tip_passage_order_make(uint32_t **order, const struct tip_columns *columns,
                                  struct tip_error *error) TIP_MUST_CHECK;

/* What a passage is compared by. */
static inline uint32_t tip_passage_place(const uint32_t *order, uint32_t number)
{
    return order == NULL ? number : order[number];
}

/* Puts the first `limit` passages of a bitmap into `numbers`, in their order; returns how many. */
size_t tip_passage_order_first(uint32_t *numbers, size_t limit, const struct tip_bitmap *passages,
                               const uint32_t *order);

#endif
