/* What ranking is made of, part by part: each can be left out, to measure what it brings. */
#ifndef TIP_PARTS_H
#define TIP_PARTS_H

#include <stdbool.h>

#include "base/status.h"

/* The order is that in which they are told of. */
enum tip_part {
    TIP_PART_SYNONYMS,
    TIP_PART_COUNTRIES,
    TIP_PART_WEAK_WORDS,
    TIP_PART_NEARNESS,
    TIP_PART_CONTEXT,
    TIP_PART_ANSWERS,
    TIP_PART_RUNS,
    TIP_PART_FEEDBACK,
    TIP_PART_COUNT
};

/* Parts as bits: 1 << part. */
typedef unsigned tip_part_set;

static inline bool tip_part_set_has(tip_part_set set, enum tip_part part)
{
    return (set >> part & 1u) != 0;
}

/* "nearness", and what it does, as one line. */
const char *tip_part_name(enum tip_part part);
const char *tip_part_help(enum tip_part part);

/* Reads names that are parted by commas. TIP_INVALID names one that is none, and lists all. */
tip_status tip_parts_read(tip_part_set *set, const char *list,
                          struct tip_error *error) TIP_MUST_CHECK;

#endif
