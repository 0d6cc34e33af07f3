/* From an address to a connected socket, by a deadline.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_SOCKET_H
#define TIPSEARCH_SOCKET_H

#include <stdbool.h>

#include "tipsearch.h"

/* A moment of CLOCK_MONOTONIC in milliseconds. */
long long tipsearch_now_ms(void);

/* Waits until `fd` has one of `events` (poll(2)) or the deadline passes: false then, with errno
 * ETIMEDOUT. */
bool tipsearch_socket_await(int fd, short events, long long deadline_ms);

/* A connected, non-blocking socket in *out, which the caller closes. */
enum tipsearch_code tipsearch_socket_open(int *out, const char *address, unsigned timeout_ms,
                                          struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

#endif
