/* Where each run of words stands in a text. */
#include "index/run_table.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

void tip_run_table_free(struct tip_run_table *table)
{
    free(table->heads);
    *table = (struct tip_run_table){0};
}

/* At least half of the heads stay free. */
static size_t heads_for(size_t words)
{
    size_t heads = 16;
    while (heads < 2 * words)
        heads *= 2;
    return heads;
}

tip_status tip_run_table_begin(struct tip_run_table *table, size_t size, const uint32_t *words,
                               size_t count, struct tip_error *error)
{
    size_t heads = heads_for(count);
    if (heads > table->head_capacity) {
        uint32_t *grown = malloc(heads * sizeof *grown);
        if (grown == NULL)
            return tip_error_memory(error, "comparing texts");
        free(table->heads);
        table->heads = grown;
        table->head_capacity = heads;
    }
    if (table->seed == 0 &&
        getrandom(&table->seed, sizeof table->seed, 0) != (ssize_t)sizeof table->seed)
        table->seed = 1; /* any seed gives right results */
    table->size = size;
    table->words = words;
    table->head_count = heads;
    memset(table->heads, 0, heads * sizeof *table->heads);
    return TIP_OK;
}

static size_t slot_of(const struct tip_run_table *table, const uint32_t *run)
{
    uint64_t hash = table->seed;
    for (size_t i = 0; i < table->size; i++) {
        hash = (hash ^ run[i]) * 0x9e3779b97f4a7c15u; /* 2^64 by the golden ratio: Knuth, 6.4 */
        hash ^= hash >> 32;
    }
    return (size_t)hash & (table->head_count - 1);
}

uint32_t *tip_run_table_head(const struct tip_run_table *table, const uint32_t *run)
{
    size_t slot = slot_of(table, run);
    while (table->heads[slot] != 0 &&
           memcmp(table->words + table->heads[slot] - 1, run, table->size * sizeof *run) != 0)
        slot = (slot + 1) & (table->head_count - 1);
    return &table->heads[slot];
}
