/* A table of queries by the values of a facet: how many passages of each value a query finds.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_COUNTS_H
#define TIPSEARCH_DESK_COUNTS_H

#include <stdbool.h>
#include <stdio.h>

#include "command/desk/row.h"
#include "tipsearch.h"

/* The facets that can be counted by; NULL behind the last. Static. */
extern const char *const COUNTS_FACETS[];

struct counts {
    const char *facet;      /* borrowed */
    struct counted *values; /* owned: by value, without order … */
    size_t value_count, room;
    size_t *by_value; /* … their places in the order of their values; owned */
    FILE *rows;       /* what the queries found, until all values are known */
    long long row_count;
};

/* False, with errno, when there is no room for it. To be ended in any case. */
bool counts_begin(struct counts *counts, const char *facet);
void counts_end(struct counts *counts);

/* Adds a query (line and text are the row's) with what it found, of which the facet was asked for.
 * False, with errno, when memory or the temporary folder is full. */
bool counts_add(struct counts *counts, const struct row *row,
                const struct tipsearch_result *result);

/* What is said of values that the server left out: how many, and the facet. */
#define COUNTS_LEFT_OUT                                                                            \
    "%lld more values of %s are left out, the most frequent ones are counted: make the query "     \
    "narrower"

/* How many values of the facet a result lacks. */
long long counts_left_out(const struct counts *counts, const struct tipsearch_result *result);

/* Writes the table: line, query, read_as, total, and a column for each value that any query found,
 * years ascending, sections by their paths, all others by their labels. In jsonl it is a member
 * `counts` by value. False, with errno, as above. */
bool counts_write(struct counts *counts, FILE *out, enum row_form form, bool has_bom);

#endif
