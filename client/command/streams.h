/* The standard streams of a process that came without some of them.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_STREAMS_H
#define TIPSEARCH_STREAMS_H

#include <stdbool.h>

/* Opens what takes the place of standard streams that are closed, so that no file or socket opened
 * later gets their numbers, and with it what is printed. Such a stream refuses to be read or
 * written. To be called before anything is opened. False, with errno: that cannot be had. */
bool streams_hold(void);

#endif
