/* What belongs to the process and knows nothing of searching: its signals, its limits, its way into
 * the background. */
#ifndef TIP_PROCESS_H
#define TIP_PROCESS_H

#include <event2/event.h>

#include "base/status.h"

/* What signals call; from the loop, so they may do anything. */
struct tip_process_signals {
    void (*on_stop)(void *context);   /* SIGTERM, SIGINT */
    void (*on_reload)(void *context); /* SIGHUP */
    void *context;
    struct event *terminate, *interrupt, *hang_up;
};

/* Ignores SIGPIPE and raises the soft limit of open files towards the hard one. */
void tip_process_prepare(void);

/* How many files the process may have open at once. */
unsigned tip_process_file_limit(void);

tip_status tip_process_watch_signals(struct tip_process_signals *signals, struct event_base *base,
                                     struct tip_error *error) TIP_MUST_CHECK;
void tip_process_forget_signals(struct tip_process_signals *signals);

/* Goes on in the background, without a terminal; the process that called ends with status 0. Before
 * any thread is started. The folder stays: relative paths were given in it. */
tip_status tip_process_to_background(struct tip_error *error) TIP_MUST_CHECK;

#endif
