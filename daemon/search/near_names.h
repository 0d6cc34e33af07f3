/* The names nearest to one that nobody has, for messages. */
#ifndef TIP_NEAR_NAMES_H
#define TIP_NEAR_NAMES_H

#include <stddef.h>

#include "base/string_builder.h"

enum { TIP_NEAR_NAMES = 4 };

struct tip_near_names {
    const char *wanted; /* what was typed; the caller's, as the names are */
    size_t length;
    const char *names[TIP_NEAR_NAMES]; /* the nearest first */
    unsigned distances[TIP_NEAR_NAMES];
    size_t count;
};

/* How many letters part a name from what was typed, case ignored: those to put in, to take out, to
 * change or to swap. 1 for a name that holds it as a word of its own. UINT_MAX: too many to be a
 * slip, more than a third of its letters. */
unsigned tip_near_names_distance(const struct tip_near_names *near, const char *name);

/* Keeps a name if it is among the nearest so far; one of two names that are the same.
 * `name` may be NULL when `distance` is UINT_MAX. */
void tip_near_names_offer(struct tip_near_names *near, const char *name, unsigned distance);

/* Appends `did you mean "A", "B"?`; nothing when no name is near. */
void tip_near_names_write(const struct tip_near_names *near, struct tip_string *out);

#endif
