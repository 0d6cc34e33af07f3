/* Runs of words that were met, counted: each is a pair of numbers, the runs without its last and
 * without its first word. */
#ifndef TIP_GRAM_TABLE_H
#define TIP_GRAM_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct tip_gram {
    uint64_t pair;
    uint32_t first;    /* the item of the wording where it was first met */
    uint32_t passages; /* in so many */
    uint32_t occurrences;
    uint32_t last;   /* the passage where it was met last, counted from 1 */
    uint32_t begins; /* passages of the most frequent phrase that begins with it, and is longer */
    uint32_t ends;   /* and of the one that ends with it */
};

/* The pair stands here, too: most look-ups end here and spare the way into the grams. */
struct tip_gram_slot {
    uint64_t pair;
    uint32_t number; /* 0: empty */
};

/* Zero-initialised is empty and valid. Numbers count from 1. */
struct tip_gram_table {
    struct tip_gram *grams;
    uint32_t count;
    uint32_t capacity;
    struct tip_gram_slot *slots; /* open addressing */
    size_t slot_count;
};

void tip_gram_table_free(struct tip_gram_table *table);

/* Counts one more of `pair` at item `at` of passage `passage`; passages come in order. *number is
 * the pair's. */
tip_status tip_gram_table_count(struct tip_gram_table *table, uint64_t pair, uint32_t at,
                                uint32_t passage, uint32_t *number,
                                struct tip_error *error) TIP_MUST_CHECK;

/* The number of a pair; 0 when it was never counted. */
uint32_t tip_gram_table_find(const struct tip_gram_table *table, uint64_t pair);

#endif
