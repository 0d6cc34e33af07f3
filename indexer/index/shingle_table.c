/* Shingles as in likeness.c, in a hash table that is at most half full. */
#include "index/shingle_table.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "index/likeness.h"

enum { LEAST_SIZE = 64 };

/* The factor of Fibonacci hashing: 2^64 divided by the golden ratio. */
#define FACTOR UINT64_C(0x9e3779b97f4a7c15)

void tip_shingle_table_free(struct tip_shingle_table *table)
{
    free(table->items);
    free(table->met);
    *table = (struct tip_shingle_table){0};
}

static tip_status clear(struct tip_shingle_table *table, size_t count, struct tip_error *error)
{
    size_t size = LEAST_SIZE;
    while (size < count * 2)
        size *= 2;
    if (size > table->capacity) {
        tip_shingle_table_free(table);
        table->items = calloc(size, sizeof *table->items);
        table->met = calloc(size, sizeof *table->met);
        if (table->items == NULL || table->met == NULL)
            return tip_error_memory(error, "comparing passages");
        table->capacity = size;
    }
    table->size = size;
    memset(table->items, 0, table->size * sizeof *table->items);
    memset(table->met, 0, table->size * sizeof *table->met);
    table->count = 0;
    table->comparison = 0;
    return TIP_OK;
}

/* The place of a shingle, or the free one where it belongs. */
static size_t place_of(const struct tip_shingle_table *table, uint64_t shingle)
{
    size_t place = (size_t)(shingle * FACTOR >> 32) & (table->size - 1);
    while (table->items[place] != 0 && table->items[place] != shingle)
        place = (place + 1) & (table->size - 1);
    return place;
}

tip_status tip_shingle_table_fill(struct tip_shingle_table *table,
                                  const struct tip_token_list *list, struct tip_error *error)
{
    size_t words = tip_text_word_count(list);
    tip_status status = clear(table, words, error);
    for (size_t i = 1; i < words && status == TIP_OK; i++) {
        uint64_t shingle = (uint64_t)list->words[i - 1] << 32 | list->words[i];
        size_t place = place_of(table, shingle);
        table->count += table->items[place] == 0;
        table->items[place] = shingle;
    }
    return status;
}

size_t tip_shingle_table_common(struct tip_shingle_table *table, const struct tip_token_list *list)
{
    size_t common = 0, words = tip_text_word_count(list);
    table->comparison++;
    for (size_t i = 1; i < words; i++) {
        size_t place = place_of(table, (uint64_t)list->words[i - 1] << 32 | list->words[i]);
        bool is_new = table->items[place] != 0 && table->met[place] != table->comparison;
        common += is_new;
        if (is_new)
            table->met[place] = table->comparison;
    }
    return common;
}
