/* A row as one line of JSON.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_ROW_JSON_H
#define TIPSEARCH_DESK_ROW_JSON_H

#include <jansson.h>

#include "command/desk/row.h"

/* Writes a value on one line: what readers of lines may cut at is escaped, and no other line's end
 * than the last one is written; for a terminal also what it would obey. False when there is not
 * enough memory. */
bool row_json_put(FILE *out, const json_t *value, bool is_terminal);

/* Writes the row's `columns` (a set) as an object: numbers, texts and arrays of texts, null where
 * there is nothing; `error` is {"code","message"}, with "at" where a place is known. False as
 * above. */
bool row_json_write(FILE *out, const struct row *row, unsigned columns, bool is_terminal);

#endif
