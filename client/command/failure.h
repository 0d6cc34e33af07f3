/* Errors that arise in the command itself, in the form that the library's have.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_FAILURE_H
#define TIPSEARCH_FAILURE_H

#include "tipsearch.h"

/* Fills `error` and returns `code`. */
enum tipsearch_code failure_set(struct tipsearch_error *error, enum tipsearch_code code,
                                const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
