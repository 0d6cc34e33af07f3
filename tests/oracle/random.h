/* A fixed sequence of random numbers (splitmix64), so that a failure comes again by its seed. */
#ifndef TIP_ORACLE_RANDOM_H
#define TIP_ORACLE_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct oracle_random {
    uint64_t state;
};

static inline uint64_t oracle_random_next(struct oracle_random *random)
{
    uint64_t mixed = random->state += 0x9e3779b97f4a7c15u;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebu;
    return mixed ^ mixed >> 31;
}

/* 0 to below - 1. */
static inline size_t oracle_random_below(struct oracle_random *random, size_t below)
{
    return (size_t)(oracle_random_next(random) % below);
}

static inline bool oracle_random_chance(struct oracle_random *random, unsigned percent)
{
    return oracle_random_below(random, 100) < percent;
}

#endif
