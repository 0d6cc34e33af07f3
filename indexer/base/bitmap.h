/* A set of passage numbers: bit n is passage n. Bit 0 is never set, as passages count from 1. */
#ifndef TIP_BASE_BITMAP_H
#define TIP_BASE_BITMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

#ifdef __cplusplus
extern "C" {
#endif

struct tip_bitmap {
    uint64_t *words;
    uint32_t size; /* bits; numbers from 0 to size - 1 */
};

/* An empty set that can hold numbers below `size`. Freed by tip_bitmap_free, also when it failed.*/
tip_status tip_bitmap_init(struct tip_bitmap *bitmap, uint32_t size,
                           struct tip_error *error) TIP_MUST_CHECK;
void tip_bitmap_free(struct tip_bitmap *bitmap);

static inline void tip_bitmap_set(struct tip_bitmap *bitmap, uint32_t number)
{
    bitmap->words[number >> 6] |= (uint64_t)1 << (number & 63);
}

static inline void tip_bitmap_unset(struct tip_bitmap *bitmap, uint32_t number)
{
    bitmap->words[number >> 6] &= ~((uint64_t)1 << (number & 63));
}

static inline bool tip_bitmap_has(const struct tip_bitmap *bitmap, uint32_t number)
{
    return number < bitmap->size && ((bitmap->words[number >> 6] >> (number & 63)) & 1) != 0;
}

/* In place: `bitmap` becomes its union, intersection, or difference with `other` (same size). */
void tip_bitmap_or(struct tip_bitmap *bitmap, const struct tip_bitmap *other);
void tip_bitmap_and(struct tip_bitmap *bitmap, const struct tip_bitmap *other);
void tip_bitmap_and_not(struct tip_bitmap *bitmap, const struct tip_bitmap *other);

void tip_bitmap_copy(struct tip_bitmap *bitmap, const struct tip_bitmap *other); /* same size */
void tip_bitmap_clear(struct tip_bitmap *bitmap);
uint32_t tip_bitmap_count(const struct tip_bitmap *bitmap);
/* How many are in both (same size). */
uint32_t tip_bitmap_count_common(const struct tip_bitmap *bitmap, const struct tip_bitmap *other);

/* The first member >= `from`; `size` when there is none. */
uint32_t tip_bitmap_next(const struct tip_bitmap *bitmap, uint32_t from);

#ifdef __cplusplus
}
#endif

#endif
