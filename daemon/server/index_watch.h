/* Notices a new CURRENT and puts its generation in service. */
#ifndef TIP_INDEX_WATCH_H
#define TIP_INDEX_WATCH_H

#include <event2/event.h>

#include "base/status.h"
#include "server/log.h"
#include "server/pool.h"
#include "server/served.h"

struct tip_index_watch;

/* Begins to watch `index_path`; all pointers must outlive the watch. It starts no thread before the
 * loop runs or it is told to look. */
tip_status tip_index_watch_create(struct tip_index_watch **out, struct event_base *base,
                                  const char *index_path, struct tip_served *served,
                                  struct tip_pool *pool, const struct tip_log *log,
                                  struct tip_error *error) TIP_MUST_CHECK;

/* From now on another folder that takes the index's place cannot be read: then `on_replaced` is
 * called, from the loop. */
void tip_index_watch_confine(struct tip_index_watch *watch, void (*on_replaced)(void *context),
                             void *context);

/* Waits for an opening under way. NULL is allowed. */
void tip_index_watch_free(struct tip_index_watch *watch);

/* Looks now, and tries a generation that was refused once more. */
void tip_index_watch_look(struct tip_index_watch *watch);

#endif
