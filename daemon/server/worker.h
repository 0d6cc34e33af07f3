/* Answers turns: a searcher, and a hold on the generation and the knowledge that it uses. */
#ifndef TIP_WORKER_H
#define TIP_WORKER_H

#include "base/status.h"
#include "search/ranking/parts.h"
#include "server/log.h"
#include "server/served.h"
#include "server/turn.h"

/* What all workers share; it outlives them. */
struct tip_worker_options {
    struct tip_served *served;
    const struct tip_log *log;
    unsigned query_timeout_ms; /* for a request while it runs */
    unsigned queue_timeout_ms; /* for its wait in the queue */
    int64_t started_ns;        /* CLOCK_REALTIME: tells this process's ETags from those of others */
    bool log_queries;
    tip_part_set without; /* parts of the ranking that are left out */
};

/* Belongs to one thread at a time. */
struct tip_worker;

tip_status tip_worker_create(struct tip_worker **out, const struct tip_worker_options *options,
                             struct tip_error *error) TIP_MUST_CHECK;
void tip_worker_free(struct tip_worker *worker); /* NULL is allowed */

/* Moves to the generation and the knowledge in service, so that older ones can close. */
tip_status tip_worker_adopt(struct tip_worker *worker, struct tip_error *error) TIP_MUST_CHECK;

/* Makes a part of what later requests would wait for; false when all is made. */
bool tip_worker_warm(struct tip_worker *worker);

/* Answers the turn's items in order, on one generation: at least one, until all are done, enough
 * bytes of replies have gathered or enough time has passed; the rest stays in the turn. So slow
 * queries of one connection take turns with those of others. */
void tip_worker_run(struct tip_worker *worker, struct tip_turn *turn);

/* Answers what needs no index: refused lines, PING, VERSION, HELP, QUIT. False for others. */
bool tip_item_answer(const struct tip_item *item, struct tip_string *replies);

/* Answers an item by an error. */
void tip_item_refuse(const struct tip_item *item, struct tip_string *replies,
                     const struct tip_reply_error *error);

#endif
