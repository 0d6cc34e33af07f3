/* Counted runs of words: an array in the order they were met, and a hash table into it. */
#include "index/gram_table.h"

#include <stdlib.h>

enum { FIRST_SLOTS = 1024 };

void tip_gram_table_free(struct tip_gram_table *table)
{
    free(table->grams);
    free(table->slots);
    *table = (struct tip_gram_table){0};
}

/* The finalizer of MurmurHash3. */
static size_t hash(uint64_t pair)
{
    pair ^= pair >> 33;
    pair *= UINT64_C(0xff51afd7ed558ccd);
    pair ^= pair >> 33;
    pair *= UINT64_C(0xc4ceb9fe1a85ec53);
    return (size_t)(pair ^ pair >> 33);
}

/* The slot that holds the pair, or the empty one where it belongs. */
static size_t find_slot(const struct tip_gram_table *table, uint64_t pair)
{
    size_t slot = hash(pair) & (table->slot_count - 1);
    while (table->slots[slot].number != 0 && table->slots[slot].pair != pair)
        slot = (slot + 1) & (table->slot_count - 1);
    return slot;
}

uint32_t tip_gram_table_find(const struct tip_gram_table *table, uint64_t pair)
{
    return table->slot_count == 0 ? 0 : table->slots[find_slot(table, pair)].number;
}

static tip_status grow(struct tip_gram_table *table, struct tip_error *error)
{
    size_t slots = table->slot_count == 0 ? FIRST_SLOTS : 2 * table->slot_count;
    struct tip_gram *grams = reallocarray(table->grams, slots / 2, sizeof *grams);
    if (grams != NULL)
        table->grams = grams;
    struct tip_gram_slot *fresh = grams == NULL ? NULL : calloc(slots, sizeof *fresh);
    if (fresh == NULL)
        return tip_error_memory(error, "looking for phrases");
    free(table->slots);
    table->slots = fresh;
    table->slot_count = slots;
    table->capacity = (uint32_t)(slots / 2);
    for (uint32_t i = 0; i < table->count; i++)
        table->slots[find_slot(table, grams[i].pair)] =
            (struct tip_gram_slot){grams[i].pair, i + 1};
    return TIP_OK;
}

tip_status tip_gram_table_count(struct tip_gram_table *table, uint64_t pair, uint32_t at,
                                uint32_t passage, uint32_t *number, struct tip_error *error)
{
    tip_status status = table->count == table->capacity ? grow(table, error) : TIP_OK;
    if (status != TIP_OK)
        return status;
    size_t slot = find_slot(table, pair);
    if (table->slots[slot].number == 0) {
        table->grams[table->count] = (struct tip_gram){.pair = pair, .first = at};
        table->slots[slot] = (struct tip_gram_slot){pair, ++table->count};
    }
    *number = table->slots[slot].number;
    struct tip_gram *gram = &table->grams[*number - 1];
    gram->occurrences++;
    gram->passages += gram->last != passage;
    gram->last = passage;
    return TIP_OK;
}
