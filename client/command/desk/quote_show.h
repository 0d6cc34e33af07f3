/* A quotation that was checked, as people and programs read it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_QUOTE_SHOW_H
#define TIPSEARCH_DESK_QUOTE_SHOW_H

#include <stdbool.h>
#include <stdio.h>

#include "command/desk/row.h"
#include "tipsearch.h"

/* Where it stands and what was found of it. */
struct checked {
    long long line;                              /* of the memo; 0: there is none */
    const char *text;                            /* as it was quoted */
    const struct tipsearch_quotation *quotation; /* NULL: `error` says why */
    const struct tipsearch_error *error;
};

struct quote_writer {
    FILE *out;          /* borrowed */
    enum row_form form; /* ROW_NONE: for people */
    bool has_color;
    bool is_terminal; /* what it would obey is replaced */
    int width;
};

/* "exact" and so on. Static. */
const char *verdict_name(enum tipsearch_verdict verdict);

/* What stands before the first one: the names of csv's columns. */
void quote_begin(const struct quote_writer *writer, bool has_bom);

/* False when memory is short. */
bool quote_write(const struct quote_writer *writer, const struct checked *checked);

/* What became of a piece: 0 the same, 1 gone, 2 new. */
unsigned quote_piece_is(const struct tipsearch_diff_piece *piece);

/* A diff in one text: what is gone as [-gone-], what is new as {+new+}. For free(3); NULL when
 * memory is short. */
char *quote_diff_text(const struct tipsearch_quotation *quotation);

/* One of the forms each. */
void quote_write_text(const struct quote_writer *writer, const struct checked *checked);
bool quote_write_json(const struct quote_writer *writer, const struct checked *checked);

#endif
