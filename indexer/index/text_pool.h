/* Byte strings that are numbered from 0 in the order they arrive; equal ones share a number.
 *
 * What the builders of `words` and `columns` keep their texts in. */
#ifndef TIP_TEXT_POOL_H
#define TIP_TEXT_POOL_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "base/string_builder.h"

#define TIP_NO_TEXT UINT32_MAX

/* Zero-initialised is empty and valid. */
struct tip_text_pool {
    struct tip_string bytes; /* all texts, each with a NUL behind it */
    struct tip_pooled_text *texts;
    uint32_t count;
    uint32_t capacity;
    uint32_t *slots; /* a hash table with open addressing: number + 1, or 0 */
    size_t slot_count;
    uint64_t seed; /* of the hash: sources cannot be written so that all their words collide */
};

void tip_text_pool_free(struct tip_text_pool *pool);

/* The number of a text; TIP_NO_TEXT when it is not there. */
uint32_t tip_text_pool_find(const struct tip_text_pool *pool, const void *bytes, size_t length);

/* The number of a text, which is added when it is not there. TIP_NO_MEMORY, and TIP_LIMIT for a
 * text or a pool that 32 bits cannot count. */
tip_status tip_text_pool_add(struct tip_text_pool *pool, const void *bytes, size_t length,
                             uint32_t *number, struct tip_error *error) TIP_MUST_CHECK;

/* Text `number`, NUL-terminated; valid until the next add. `length` may be NULL. */
const char *tip_text_pool_get(const struct tip_text_pool *pool, uint32_t number, size_t *length);

#endif
