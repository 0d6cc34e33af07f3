/* Texts with numbers: one run of bytes, an array of places in it, and a hash table of numbers. */
#include "index/text_pool.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

struct tip_pooled_text {
    size_t offset;
    uint32_t length;
    uint32_t hash;
};

enum { FIRST_CAPACITY = 64 };

void tip_text_pool_free(struct tip_text_pool *pool)
{
    tip_string_free(&pool->bytes);
    free(pool->texts);
    free(pool->slots);
    memset(pool, 0, sizeof *pool);
}

/* FNV-1a (Fowler, Noll, Vo) from a secret start, its halves folded together. */
static uint32_t hash_of(const struct tip_text_pool *pool, const void *bytes, size_t length)
{
    const unsigned char *byte = bytes;
    uint64_t hash = 0xcbf29ce484222325u ^ pool->seed;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ byte[i]) * 0x100000001b3u;
    return (uint32_t)(hash ^ (hash >> 32));
}

/* The slot that holds the text, or the empty one where it belongs. */
static size_t slot_of(const struct tip_text_pool *pool, const void *bytes, size_t length,
                      uint32_t hash)
{
    size_t mask = pool->slot_count - 1;
    size_t slot = hash & mask;
    for (; pool->slots[slot] != 0; slot = (slot + 1) & mask) {
        const struct tip_pooled_text *text = &pool->texts[pool->slots[slot] - 1];
        if (text->hash != hash || text->length != length)
            continue;
        if (length == 0 || memcmp(pool->bytes.data + text->offset, bytes, length) == 0)
            break;
    }
    return slot;
}

uint32_t tip_text_pool_find(const struct tip_text_pool *pool, const void *bytes, size_t length)
{
    if (pool->count == 0)
        return TIP_NO_TEXT;
    uint32_t held = pool->slots[slot_of(pool, bytes, length, hash_of(pool, bytes, length))];
    return held == 0 ? TIP_NO_TEXT : held - 1;
}

static void fill_slots(struct tip_text_pool *pool)
{
    size_t mask = pool->slot_count - 1;
    for (uint32_t number = 0; number < pool->count; number++) {
        size_t slot = pool->texts[number].hash & mask;
        while (pool->slots[slot] != 0)
            slot = (slot + 1) & mask;
        pool->slots[slot] = number + 1;
    }
}

/* Doubles the arrays; the table is never more than half full. */
static bool grow(struct tip_text_pool *pool)
{
    uint32_t capacity = pool->capacity == 0 ? FIRST_CAPACITY : pool->capacity * 2;
    struct tip_pooled_text *texts = reallocarray(pool->texts, capacity, sizeof *texts);
    if (texts == NULL)
        return false;
    pool->texts = texts;

    uint32_t *slots = calloc((size_t)capacity * 2, sizeof *slots);
    if (slots == NULL)
        return false;
    free(pool->slots);
    pool->slots = slots;
    pool->slot_count = (size_t)capacity * 2;
    pool->capacity = capacity;
    fill_slots(pool);
    return true;
}

/* Makes sure that one more text has its places. */
static tip_status make_room(struct tip_text_pool *pool, size_t length, struct tip_error *error)
{
    if (length >= UINT32_MAX || pool->count > UINT32_MAX / 4)
        return tip_error_set(error, TIP_LIMIT,
                             "the index holds too many or too long texts: split it in two");
    /* Any seed is a valid one: without randomness only the defence against made-up texts goes. */
    if (pool->capacity == 0 && getrandom(&pool->seed, sizeof pool->seed, GRND_NONBLOCK) < 0)
        pool->seed = 0;
    if (pool->count == pool->capacity && !grow(pool))
        return tip_error_memory(error, "numbering the texts of the index");
    if (!tip_string_reserve(&pool->bytes, length + 1))
        return tip_error_memory(error, "keeping the texts of the index");
    return TIP_OK;
}

tip_status tip_text_pool_add(struct tip_text_pool *pool, const void *bytes, size_t length,
                             uint32_t *number, struct tip_error *error)
{
    *number = tip_text_pool_find(pool, bytes, length);
    if (*number != TIP_NO_TEXT)
        return TIP_OK;
    tip_status status = make_room(pool, length, error);
    if (status != TIP_OK)
        return status;

    uint32_t hash = hash_of(pool, bytes, length);
    size_t slot = slot_of(pool, bytes, length, hash);
    pool->texts[pool->count] = (struct tip_pooled_text){pool->bytes.length, (uint32_t)length, hash};
    tip_string_append(&pool->bytes, bytes, length);
    tip_string_append_char(&pool->bytes, '\0');
    *number = pool->count++;
    pool->slots[slot] = pool->count;
    return TIP_OK;
}

const char *tip_text_pool_get(const struct tip_text_pool *pool, uint32_t number, size_t *length)
{
    if (length != NULL)
        *length = pool->texts[number].length;
    return pool->bytes.data + pool->texts[number].offset;
}
