/* Where each run of some words in a row stands in a text: a hash table that is probed linearly. */
#ifndef TIP_RUN_TABLE_H
#define TIP_RUN_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* Zero-initialised is empty and valid. Its memory is kept from text to text. */
struct tip_run_table {
    size_t size;           /* words of a run */
    const uint32_t *words; /* the text; borrowed */
    uint32_t *heads;       /* places in it, counted from 1; 0: free */
    size_t head_count;     /* a power of two */
    size_t head_capacity;
    uint64_t seed; /* of the hash: sources cannot be written so that all runs collide */
};

void tip_run_table_free(struct tip_run_table *table);

/* Begins anew with an empty table for a text of `count` words, which must stay where it is.
 * TIP_NO_MEMORY. */
tip_status tip_run_table_begin(struct tip_run_table *table, size_t size, const uint32_t *words,
                               size_t count, struct tip_error *error) TIP_MUST_CHECK;

/* The head for a run of `size` words: what was noted last of its places, counted from 1; 0 when
 * nothing was. The caller may set it to a place where this run stands. */
uint32_t *tip_run_table_head(const struct tip_run_table *table, const uint32_t *run);

#endif
