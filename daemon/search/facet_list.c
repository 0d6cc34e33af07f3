/* The values of one facet. */
#include "search/facet_list.h"

#include <stdlib.h>
#include <string.h>

static int most_first(const void *left, const void *right)
{
    const struct tip_facet_count *a = left, *b = right;
    return a->count != b->count ? (a->count < b->count) - (a->count > b->count)
                                : strcmp(a->value, b->value);
}

tip_status tip_facet_add(struct tip_facet_builder *builder, const char *value, const char *label,
                         uint32_t count, struct tip_error *error)
{
    if (count == 0 || value == NULL || value[0] == '\0') {
        return TIP_OK;
    }
    struct tip_facet_list *list = builder->list;
    if (list->count == builder->capacity) {
        size_t wanted = builder->capacity == 0 ? 16 : builder->capacity * 2;
        struct tip_facet_count *moved = reallocarray(list->items, wanted, sizeof *moved);
        if (moved == NULL) {
            return tip_error_memory(error, "counting facets");
        }
        list->items = moved;
        builder->capacity = wanted;
    }
    struct tip_facet_count item = {
        .value = strdup(value), .label = strdup(label == NULL ? value : label), .count = count};
    list->items[list->count++] = item;
    return item.value == NULL || item.label == NULL ? tip_error_memory(error, "counting facets")
                                                    : TIP_OK;
}

void tip_facet_sort(struct tip_facet_list *list)
{
    if (list->count > 0) {
        qsort(list->items, list->count, sizeof *list->items, most_first);
    }
}
