/* The values of one facet. */
#include "search/facet_list.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static int most_first(const void *left, const void *right)
{
    const struct tip_facet_count *a = left, *b = right;
    return a->count != b->count ? (a->count < b->count) - (a->count > b->count)
                                : strcmp(a->value, b->value);
}

/* Whether a value comes behind all that are kept: the first `limit` are sorted since the list was
 * cut to them. */
static bool is_too_rare(const struct tip_facet_builder *builder, const char *value, uint32_t count)
{
    const struct tip_facet_count item = {.value = (char *)value, .count = count};
    return builder->was_cut && most_first(&item, &builder->list->items[builder->limit - 1]) > 0;
}

tip_status tip_facet_add(struct tip_facet_builder *builder, const char *value, const char *label,
                         uint32_t count, struct tip_error *error)
{
    if (count == 0 || value == NULL || value[0] == '\0') {
        return TIP_OK;
    }
    struct tip_facet_list *list = builder->list;
    if (is_too_rare(builder, value, count)) {
        return TIP_OK;
    }
    if (builder->limit > 0 && list->count == 2 * builder->limit) {
        tip_facet_sort(list, builder->limit);
        builder->was_cut = true;
    }
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

void tip_facet_sort(struct tip_facet_list *list, size_t limit)
{
    if (list->count > 0) {
        qsort(list->items, list->count, sizeof *list->items, most_first);
    }
    while (list->count > limit) {
        list->count--;
        free(list->items[list->count].value);
        free(list->items[list->count].label);
    }
}
