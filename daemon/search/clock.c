/* The time that a request has. */
#include <time.h>

#include "search/searcher.h"

int64_t tip_clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

bool tip_searcher_is_late(const struct tip_searcher *searcher)
{
    return searcher->deadline_ns != 0 && tip_clock_ns() >= searcher->deadline_ns;
}
