/* A walk with a deadline; the interval of 64 moves was measured to end a match within 1 ms. */
#include "index/bitmap_walk.h"

#include <time.h>

enum { MOVES_PER_LOOK = 64 };

static bool is_late(int64_t deadline_ns)
{
    if (deadline_ns == 0)
        return false;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec >= deadline_ns;
}

void tip_bitmap_walk_to(struct tip_bitmap_walk *walk, uint32_t number)
{
    if (walk->moves++ % MOVES_PER_LOOK == 0 && is_late(walk->deadline_ns))
        walk->is_cut = true;
    if (walk->is_cut || number >= walk->bitmap->size)
        walk->position = walk->bitmap->size;
    else
        walk->position = tip_bitmap_next(walk->bitmap, number);
}
