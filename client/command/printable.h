/* Text from elsewhere, made fit for a terminal.
 *
 * A report, or a server that only claims to be one, may hold characters that a terminal obeys:
 * escape sequences, C1 controls, overrides of the writing direction. None may pass.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_PRINTABLE_H
#define TIPSEARCH_PRINTABLE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* The next character of *cursor as it may be shown, 0 at the end. White space is ' ' or '\n'; a
 * control character and malformed UTF-8 are U+FFFD; invisible marks that reorder or hide text are
 * passed over. */
uint32_t printable_next(const char **cursor);

/* Columns that it takes: 0, 1 or 2. */
int printable_width(uint32_t character);

/* Writes it as UTF-8. */
void printable_put(FILE *out, uint32_t character);

/* Writes a text on one line. */
void printable_print(FILE *out, const char *text);

/* Writes a text with its lines. */
void printable_print_lines(FILE *out, const char *text);

/* Writes a JSON text with such characters as \u escapes: the same value, safe to look at. */
void printable_print_json(FILE *out, const char *json);

#endif
