/* Ids that resemble one that is not there. */
#ifndef TIP_NEAR_H
#define TIP_NEAR_H

#include "base/string_builder.h"

enum { TIP_NEAR_COUNT = 5 };

/* The nearest ids to a wrong one, as they come by. */
struct tip_near {
    const char *wanted;
    const char *ids[TIP_NEAR_COUNT]; /* borrowed; the nearest first */
    unsigned distances[TIP_NEAR_COUNT];
    size_t count;
};

/* Takes an id into account; ASCII case does not matter. */
void tip_near_consider(struct tip_near *near, const char *id);

/* Appends "'a', 'b' and 'c'". */
void tip_near_write(const struct tip_near *near, struct tip_string *out);

#endif
