/* The values of one facet while they are listed. */
#ifndef TIP_FACET_LIST_H
#define TIP_FACET_LIST_H

#include "search/reply.h"

struct tip_facet_builder {
    struct tip_facet_list *list; /* the reply's */
    size_t capacity;
};

/* A value with its count; nothing for a count of 0 and for no value (NULL or ""). `label` NULL: the
 * value. Text is copied. */
tip_status tip_facet_add(struct tip_facet_builder *builder, const char *value, const char *label,
                         uint32_t count, struct tip_error *error) TIP_MUST_CHECK;

/* The most frequent first, equal ones by value. */
void tip_facet_sort(struct tip_facet_list *list);

#endif
