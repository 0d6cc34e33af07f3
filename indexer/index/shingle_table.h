/* The shingles of one text, to be looked up: what many other texts are compared with it by, without
 * their own sets. */
#ifndef TIP_SHINGLE_TABLE_H
#define TIP_SHINGLE_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "index/tokens.h"

/* Reused from text to text; zero-initialised is empty and valid. */
struct tip_shingle_table {
    uint64_t *items; /* a hash table with open addressing; 0 is a free place, as no word has that
                        number */
    uint32_t *met;   /* by place: the comparison that met it last */
    size_t size;     /* a power of two */
    size_t capacity;
    size_t count;
    uint32_t comparison;
};

void tip_shingle_table_free(struct tip_shingle_table *table);

/* Puts in those of a passage's text in the place of what is there. */
tip_status tip_shingle_table_fill(struct tip_shingle_table *table,
                                  const struct tip_token_list *list,
                                  struct tip_error *error) TIP_MUST_CHECK;

/* How many of them another passage's text has, too: each counts once. */
size_t tip_shingle_table_common(struct tip_shingle_table *table, const struct tip_token_list *list);

#endif
