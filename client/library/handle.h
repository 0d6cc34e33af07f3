/* What the blocking calls need to know of the handle below them.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_HANDLE_H
#define TIPSEARCH_HANDLE_H

#include "tipsearch.h"

/* Waits until the connection that tipsearch_handle_open began is there, or why it is not. */
enum tipsearch_code tipsearch_handle_await(struct tipsearch_handle *handle,
                                           struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* Waits in poll(2) for what the handle awaits, and processes it. */
void tipsearch_handle_wait(struct tipsearch_handle *handle);

#endif
