/* What stands in a column of a row.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_CELL_H
#define TIPSEARCH_DESK_CELL_H

#include "command/desk/row.h"

enum cell_is { CELL_EMPTY, CELL_NUMBER, CELL_TEXT, CELL_TEXTS, CELL_TWINS, CELL_ERROR };

/* All is borrowed from the row. */
struct cell {
    enum cell_is is;
    long long number;
    const char *text;
    const char *const *texts;
    size_t count;
    const struct tipsearch_twin *twins; /* `count` of them */
    const char *between;                /* what parts `texts` where they are one text */
    const struct tipsearch_error *error;
};

struct cell cell_of(const struct row *row, enum row_column column);

/* "line" and so on. Static. */
const char *row_column_name(enum row_column column);

#endif
