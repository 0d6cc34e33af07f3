/* Sets as words of 64 bits. Bits at and above `size` in the last word stay zero. */
#include "base/bitmap.h"

#include <stdlib.h>
#include <string.h>

static size_t word_count(const struct tip_bitmap *bitmap)
{
    return ((size_t)bitmap->size + 63) / 64;
}

tip_status tip_bitmap_init(struct tip_bitmap *bitmap, uint32_t size, struct tip_error *error)
{
    *bitmap = (struct tip_bitmap){.size = size};
    size_t words = word_count(bitmap);
    bitmap->words = calloc(words != 0 ? words : 1, sizeof(*bitmap->words));
    if (bitmap->words == NULL) {
        bitmap->size = 0;
        return tip_error_memory(error, "making a set of passages");
    }
    return TIP_OK;
}

void tip_bitmap_free(struct tip_bitmap *bitmap)
{
    free(bitmap->words);
    *bitmap = (struct tip_bitmap){0};
}

void tip_bitmap_or(struct tip_bitmap *bitmap, const struct tip_bitmap *other)
{
    size_t words = word_count(bitmap);
    for (size_t i = 0; i < words; i++)
        bitmap->words[i] |= other->words[i];
}

void tip_bitmap_and(struct tip_bitmap *bitmap, const struct tip_bitmap *other)
{
    size_t words = word_count(bitmap);
    for (size_t i = 0; i < words; i++)
        bitmap->words[i] &= other->words[i];
}

void tip_bitmap_and_not(struct tip_bitmap *bitmap, const struct tip_bitmap *other)
{
    size_t words = word_count(bitmap);
    for (size_t i = 0; i < words; i++)
        bitmap->words[i] &= ~other->words[i];
}

void tip_bitmap_copy(struct tip_bitmap *bitmap, const struct tip_bitmap *other)
{
    if (bitmap->size != 0)
        memcpy(bitmap->words, other->words, word_count(bitmap) * sizeof(*bitmap->words));
}

void tip_bitmap_clear(struct tip_bitmap *bitmap)
{
    if (bitmap->size != 0)
        memset(bitmap->words, 0, word_count(bitmap) * sizeof(*bitmap->words));
}

uint32_t tip_bitmap_count(const struct tip_bitmap *bitmap)
{
    size_t words = word_count(bitmap);
    uint32_t count = 0;
    for (size_t i = 0; i < words; i++)
        count += (uint32_t)__builtin_popcountll(bitmap->words[i]);
    return count;
}

uint32_t tip_bitmap_count_common(const struct tip_bitmap *bitmap, const struct tip_bitmap *other)
{
    size_t words = word_count(bitmap);
    uint32_t count = 0;
    for (size_t i = 0; i < words; i++)
        count += (uint32_t)__builtin_popcountll(bitmap->words[i] & other->words[i]);
    return count;
}

uint32_t tip_bitmap_next(const struct tip_bitmap *bitmap, uint32_t from)
{
    if (from >= bitmap->size)
        return bitmap->size;
    size_t words = word_count(bitmap);
    size_t i = from >> 6;
    uint64_t word = bitmap->words[i] & (UINT64_MAX << (from & 63));
    while (word == 0) {
        if (++i == words)
            return bitmap->size;
        word = bitmap->words[i];
    }
    return (uint32_t)(i * 64) + (uint32_t)__builtin_ctzll(word);
}
