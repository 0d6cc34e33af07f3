/* The service manager that started us, when there is one (systemd): it is told by datagrams to
 * $NOTIFY_SOCKET how far we are, and that we are alive, as sd_notify(3) describes them. Without
 * $NOTIFY_SOCKET nothing happens. */
#ifndef TIP_SUPERVISOR_H
#define TIP_SUPERVISOR_H

#include <stdbool.h>
#include <stdint.h>

#include <event2/event.h>

#include "base/status.h"
#include "server/log.h"
#include "server/pool.h"
#include "server/served.h"

struct tip_supervisor {
    const struct tip_log *log;
    int fd;               /* connected; -1: nobody listens */
    uint64_t watchdog_us; /* WATCHDOG_USEC; 0: none is wanted of us */
    bool has_failed;      /* said in the log once */

    /* since tip_supervisor_ready */
    struct event *tick;
    struct tip_pool *pool;
    struct tip_served *served;
    int64_t work_limit_ns;
    uint32_t generation; /* that the status names */
    bool is_stuck;       /* a worker is */
};

/* Reads NOTIFY_SOCKET, a path or (with @) an abstract name, WATCHDOG_USEC and WATCHDOG_PID, and
 * connects; so that later nothing needs to be looked up. One that cannot be reached is a warning in
 * the log: serving goes on. `log` outlives it. */
void tip_supervisor_init(struct tip_supervisor *supervisor, const struct tip_log *log);
void tip_supervisor_free(struct tip_supervisor *supervisor); /* zeroed and freed ones are allowed */

/* Everything is ready. From now on a timer of the loop says, in every half of the watchdog's time,
 * that the loop and the workers live: not while one of them has been at one piece of work for
 * longer than a query's time limit and half a minute; and it tells of the generation in service. */
tip_status tip_supervisor_ready(struct tip_supervisor *supervisor, struct event_base *base,
                                struct tip_pool *pool, struct tip_served *served,
                                unsigned query_timeout_ms, struct tip_error *error) TIP_MUST_CHECK;

/* Around what SIGHUP does. */
void tip_supervisor_reloading(struct tip_supervisor *supervisor);
void tip_supervisor_reloaded(struct tip_supervisor *supervisor);

/* The end has begun. */
void tip_supervisor_stopping(struct tip_supervisor *supervisor);

#endif
