/* The threads that answer: a bounded queue of turns in, a list of finished ones out. */
#ifndef TIP_POOL_H
#define TIP_POOL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "server/turn.h"
#include "server/worker.h"

struct tip_pool;

/* Makes `workers` workers, each with a searcher on the generation in service. No thread runs yet,
 * so a process may still fork. */
tip_status tip_pool_create(struct tip_pool **out, const struct tip_worker_options *options,
                           unsigned workers, struct tip_error *error) TIP_MUST_CHECK;

tip_status tip_pool_start(struct tip_pool *pool, struct tip_error *error) TIP_MUST_CHECK;

/* Waits for the turns that run, drops those that wait, and frees all. NULL is allowed. */
void tip_pool_free(struct tip_pool *pool);

/* Whether as many turns wait as may: TIP_LIMIT_QUEUE of them, or as many as will take a quarter of
 * a query's time, by what requests took of late. So a house that is full answers what it has let in
 * within a query's time, however heavy the queries are. */
bool tip_pool_is_full(struct tip_pool *pool);

/* So many requests took so long; the threads tell it of each turn. */
void tip_pool_learn(struct tip_pool *pool, unsigned requests, int64_t took_ns);

/* Puts a turn at the queue's end, full or not: a connection has one turn at most, so the queue is
 * bounded all the same. */
void tip_pool_submit(struct tip_pool *pool, struct tip_turn *turn);

/* Readable when turns have finished. */
int tip_pool_fd(const struct tip_pool *pool);

/* The finished turns, linked by `next`, in the order in which they ended; the caller's. */
struct tip_turn *tip_pool_take_finished(struct tip_pool *pool);

/* How many turns wait, how many threads answer one just now, and how many there are. */
void tip_pool_describe(struct tip_pool *pool, unsigned *waiting, unsigned *busy, unsigned *workers);

/* Whether no thread has been at one piece of work for longer than `limit_ns`. */
bool tip_pool_is_alive(struct tip_pool *pool, int64_t limit_ns);

/* Tells idle workers that another generation is in service. */
void tip_pool_refresh(struct tip_pool *pool);

#endif
