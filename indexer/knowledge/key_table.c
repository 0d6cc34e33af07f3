/* Open addressing with linear steps, at most half full. */
#include "knowledge/key_table.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 64 };

struct tip_key_slot {
    const char *key; /* NULL: the slot is free */
    size_t length;
    uint32_t value;
};

/* FNV-1a, 64 bits (Fowler, Noll, Vo; RFC 9923). */
static uint64_t hash_of(const char *key, size_t length)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)key[i]) * 0x100000001b3u;
    return hash;
}

/* The slot of the key, or the free one where it would stand. */
static struct tip_key_slot *slot_of(struct tip_key_slot *slots, size_t capacity, const char *key,
                                    size_t length)
{
    size_t at = hash_of(key, length) & (capacity - 1);
    while (slots[at].key != NULL &&
           (slots[at].length != length || memcmp(slots[at].key, key, length) != 0))
        at = (at + 1) & (capacity - 1);
    return &slots[at];
}

static bool grow(struct tip_key_table *table)
{
    size_t capacity = table->capacity > 0 ? table->capacity * 2 : FIRST_CAPACITY;
    struct tip_key_slot *slots = calloc(capacity, sizeof *slots);
    if (slots == NULL)
        return false;
    for (size_t i = 0; i < table->capacity; i++) {
        const struct tip_key_slot *old = &table->slots[i];
        if (old->key != NULL)
            *slot_of(slots, capacity, old->key, old->length) = *old;
    }
    free(table->slots);
    table->slots = slots;
    table->capacity = capacity;
    return true;
}

bool tip_key_table_add(struct tip_key_table *table, const char *key, size_t length, uint32_t value)
{
    if (table->count * 2 >= table->capacity && !grow(table))
        return false;
    struct tip_key_slot *slot = slot_of(table->slots, table->capacity, key, length);
    if (slot->key == NULL) {
        *slot = (struct tip_key_slot){.key = key, .length = length, .value = value};
        table->count++;
    }
    return true;
}

uint32_t *tip_key_table_find(const struct tip_key_table *table, const char *key, size_t length)
{
    if (table->capacity == 0)
        return NULL;
    struct tip_key_slot *slot = slot_of(table->slots, table->capacity, key, length);
    return slot->key != NULL ? &slot->value : NULL;
}

void tip_key_table_free(struct tip_key_table *table)
{
    free(table->slots);
    *table = (struct tip_key_table){0};
}

bool tip_key_table_next(const struct tip_key_table *table, size_t *at, const char **key,
                        size_t *length, uint32_t *value)
{
    while (*at < table->capacity) {
        const struct tip_key_slot *slot = &table->slots[(*at)++];
        if (slot->key == NULL)
            continue;
        *key = slot->key;
        *length = slot->length;
        *value = slot->value;
        return true;
    }
    return false;
}
