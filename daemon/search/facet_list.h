/* The values of one facet while they are listed. */
#ifndef TIP_FACET_LIST_H
#define TIP_FACET_LIST_H

#include "search/reply.h"

struct tip_facet_builder {
    struct tip_facet_list *list; /* the reply's */
    size_t capacity;
    size_t limit; /* values that are kept, the most frequent ones; 0: all. Twice as many are held at
                     most, however many are added */
    bool was_cut; /* to the first `limit`, which are sorted since */
};

/* A value with its count; nothing for a count of 0 and for no value (NULL or ""). `label` NULL: the
 * value. Text is copied. */
tip_status tip_facet_add(struct tip_facet_builder *builder, const char *value, const char *label,
                         uint32_t count, struct tip_error *error) TIP_MUST_CHECK;

/* The most frequent first, equal ones by value, and no more than `limit` of them. */
void tip_facet_sort(struct tip_facet_list *list, size_t limit);

#endif
