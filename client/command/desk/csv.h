/* Cells of CSV (RFC 4180) that a spreadsheet takes for what they are.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_CSV_H
#define TIPSEARCH_DESK_CSV_H

#include <stdio.h>

/* Writes a text as a cell, in quotes where it holds a comma, a quote or an end of a line. One that
 * a spreadsheet would take for a formula, as it begins with = + - @ (also in their full-width
 * forms), a tab or an end of a line, blanks before it or not, gets an apostrophe in front (OWASP,
 * "CSV Injection"). */
void csv_put(FILE *out, const char *text);

/* The end of a row: CR and LF, as the RFC has it. */
void csv_end_row(FILE *out);

/* What a spreadsheet knows UTF-8 by. */
void csv_put_bom(FILE *out);

#endif
