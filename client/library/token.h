/* Tokens: secrets that say who asks. They are never part of a message, and memory that held one is
 * wiped.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_TOKEN_H
#define TIPSEARCH_TOKEN_H

#include <stdbool.h>

#include "tipsearch.h"

/* 1 to 1,024 bytes without control characters. */
bool tipsearch_token_is_valid(const char *token, size_t length);

/* The request that presents `token` or, when that is NULL, the first line of `file`, which is read
 * now: a line with its LF in *out, for tipsearch_token_free.
 *
 * INVALID: the file cannot be read or holds no token. NO_MEMORY. */
enum tipsearch_code tipsearch_token_line(char **out, const char *token, const char *file,
                                         struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* Wipes a text and frees it. NULL is allowed. */
void tipsearch_token_free(char *text);

#endif
