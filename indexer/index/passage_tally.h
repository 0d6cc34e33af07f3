/* In how many passages things stand, counted as a search counts: the same text in several reports
 * once, tables of contents not at all. */
#ifndef TIP_PASSAGE_TALLY_H
#define TIP_PASSAGE_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/columns.h"

/* A passage whose things are counted. Passages of one group come one behind the other, in the order
 * of their group. */
struct tip_tallied {
    uint32_t number;
    uint32_t report;
    uint32_t group;   /* those with the same text share one; 0: no other report has its text */
    bool is_contents; /* a table of contents, which no search finds unless it asks for them */
};

/* Zero-initialised is empty. Things are numbered from 0. */
struct tip_passage_tally {
    uint32_t *counts;
    uint32_t *last;   /* by thing: the passage where it was met last */
    uint32_t *group;  /* and the group, */
    uint32_t *report; /* with the report whose passage is the one that is shown */
};

/* For `size` things. TIP_NO_MEMORY. */
tip_status tip_passage_tally_init(struct tip_passage_tally *tally, size_t size,
                                  struct tip_error *error) TIP_MUST_CHECK;
void tip_passage_tally_free(struct tip_passage_tally *tally);

/* That a passage has a thing; told more than once, it counts once. Nothing for contents. */
void tip_passage_tally_add(struct tip_passage_tally *tally, uint32_t thing,
                           const struct tip_tallied *passage);

/* Calls `visit` with each passage, in that order, until one fails. */
typedef tip_status tip_tally_visit(void *context, const struct tip_tallied *passage);
tip_status tip_tally_passages(const struct tip_columns *columns, tip_tally_visit *visit,
                              void *context) TIP_MUST_CHECK;

#endif
