/* The columns have the order; here it is turned round. */
#include "search/passage_order.h"

#include <stdlib.h>

static bool goes_up(const struct tip_columns *columns)
{
    uint32_t last = 0;
    for (uint32_t place = 0; place < tip_columns_passages(columns); place++) {
        uint32_t number = tip_columns_at(columns, place);
        if (number < last) {
            return false;
        }
        last = number;
    }
    return true;
}

tip_status tip_passage_order_make(uint32_t **order, const struct tip_columns *columns,
                                  struct tip_error *error)
{
    *order = NULL;
    if (goes_up(columns)) {
        return TIP_OK;
    }
    uint32_t *places = calloc((size_t)tip_columns_size(columns) + 1, sizeof *places);
    if (places == NULL) {
        return tip_error_memory(error, "ordering passages");
    }
    for (uint32_t place = 0; place < tip_columns_passages(columns); place++) {
        places[tip_columns_at(columns, place)] = place;
    }
    *order = places;
    return TIP_OK;
}

size_t tip_passage_order_first(uint32_t *numbers, size_t limit, const struct tip_bitmap *passages,
                               const uint32_t *order)
{
    size_t count = 0;
    for (uint32_t n = tip_bitmap_next(passages, 1);
         n < passages->size && (count < limit || order != NULL);
         n = tip_bitmap_next(passages, n + 1)) {
        size_t at = count < limit ? count++ : limit;
        for (; at > 0 && tip_passage_place(order, numbers[at - 1]) > tip_passage_place(order, n);
             at--) {
            if (at < limit) {
                numbers[at] = numbers[at - 1];
            }
        }
        if (at < limit) {
            numbers[at] = n;
        }
    }
    return count;
}
