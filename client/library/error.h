/* How the library's own files report errors.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_ERROR_H
#define TIPSEARCH_ERROR_H

#include "tipsearch.h"

/* Fills `error` (if not NULL) and returns `code`. A message that is too long is cut between
 * characters. */
enum tipsearch_code tipsearch_error_set(struct tipsearch_error *error, enum tipsearch_code code,
                                        const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* NO_MEMORY, with what was being done. */
enum tipsearch_code tipsearch_error_memory(struct tipsearch_error *error, const char *doing);

/* The code that the protocol calls `name`; OTHER when this library does not know it. */
enum tipsearch_code tipsearch_code_of_server(const char *name);

#endif
