/* A walk through the members of a bitmap that ends, for good, when a deadline has passed. */
#ifndef TIP_BITMAP_WALK_H
#define TIP_BITMAP_WALK_H

#include "base/bitmap.h"

#ifdef __cplusplus
extern "C" {
#endif

struct tip_bitmap_walk {
    const struct tip_bitmap *bitmap;
    int64_t deadline_ns; /* CLOCK_MONOTONIC; 0: none */
    uint32_t position;   /* the member it stands on; at or above the bitmap's size: the end */
    uint32_t moves;
    bool is_cut; /* the deadline ended it */
};

/* Moves to the first member >= `number`, which is above `position`. Looks at the clock at the first
 * and then every 64th move: a look costs as much as several moves. */
void tip_bitmap_walk_to(struct tip_bitmap_walk *walk, uint32_t number);

#ifdef __cplusplus
}
#endif

#endif
