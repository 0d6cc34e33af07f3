/* Time as deadlines are kept.
 *
 * SPDX-License-Identifier: MIT */
#include "library/clock.h"

#include <time.h>

long long tipsearch_now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
