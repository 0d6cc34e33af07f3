/* Passages written one after the other, any number of them, in each form that --all and --watch
 * have: as rows (csv, jsonl, md), as citations (bibtex, ris, csl), and for people to read.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_SHEET_H
#define TIPSEARCH_SHEET_H

#include <stdbool.h>
#include <stdio.h>

#include "command/cite.h"
#include "command/desk/row.h"
#include "command/options.h"
#include "command/show.h"

struct sheet {
    FILE *out; /* borrowed */
    enum { SHEET_PEOPLE, SHEET_ROWS, SHEET_CITATIONS } kind;
    struct row_writer rows;
    struct cite_writer citations;
    struct show_style style; /* for people */
};

/* Whether it has a form of that name. */
bool sheet_knows(const char *format);

/* Begins a sheet on `out` in the form of --format, else for people; `columns` are those of rows, a
 * set as row_begin takes it. */
void sheet_begin(struct sheet *sheet, FILE *out, const struct options *options, unsigned columns);

/* Writes a passage, with its text, and what the row says besides; as a citation it has the row's
 * name as keyword. For people the text stands alone: the caller says what was asked. False, with
 * errno, when the output did not take it or memory is short. */
bool sheet_put(struct sheet *sheet, const struct row *row);

/* Writes what stands behind the last passage. False as above. */
bool sheet_end(struct sheet *sheet);

#endif
