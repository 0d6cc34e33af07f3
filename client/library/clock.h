/* Time as deadlines are kept.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_CLOCK_H
#define TIPSEARCH_CLOCK_H

/* A moment of CLOCK_MONOTONIC in milliseconds. */
long long tipsearch_now_ms(void);

#endif
