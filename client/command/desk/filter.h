/* Another program as a filter: bytes in, bytes out.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_FILTER_H
#define TIPSEARCH_DESK_FILTER_H

#include <stddef.h>

#include "tipsearch.h"

/* Runs arguments[0], found on PATH, with `input` on its standard input; what it writes to standard
 * output is *out, for free(3), with a NUL behind it. Its standard error is ours. Its environment
 * names a proxy that is not there, so that nothing it may want to load is asked for in the network.
 * *status: its exit status, 127 when there is no such program, 128 and the signal it died of.
 * INVALID when it could not be run. */
enum tipsearch_code filter_run(const char *const *arguments, const char *input, size_t length,
                               char **out, size_t *out_length, int *status,
                               struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* The same with an open file on its standard input, read from where it stands; what it writes to
 * standard error goes nowhere. */
enum tipsearch_code filter_run_on(const char *const *arguments, int input, char **out,
                                  size_t *out_length, int *status,
                                  struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

#endif
