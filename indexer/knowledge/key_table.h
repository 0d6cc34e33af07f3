/* A table from texts to numbers: codes, names and ids are looked up in it. */
#ifndef TIP_KNOWLEDGE_KEY_TABLE_H
#define TIP_KNOWLEDGE_KEY_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zero-initialised is empty and valid. */
struct tip_key_table {
    struct tip_key_slot *slots;
    size_t capacity; /* a power of two */
    size_t count;
};

/* Adds a key, whose bytes must outlive the table. A key that is there keeps its value. False
 * without memory. */
bool tip_key_table_add(struct tip_key_table *table, const char *key, size_t length, uint32_t value);

/* Where a key's value is, which may be changed; NULL when the key is not there. */
uint32_t *tip_key_table_find(const struct tip_key_table *table, const char *key, size_t length);

/* Goes through the keys, in no order: *at is 0 at first. False behind the last one. */
bool tip_key_table_next(const struct tip_key_table *table, size_t *at, const char **key,
                        size_t *length, uint32_t *value);

void tip_key_table_free(struct tip_key_table *table);

#endif
