/* An index of a collection and a daemon that answers from it, both of the evaluation's own. */
#ifndef TIP_RELEVANCE_SERVICE_H
#define TIP_RELEVANCE_SERVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/status.h"

/* Options for a program, as they would be typed; borrowed. */
struct program_options {
    const char **items;
    size_t count, capacity;
};

/* Adds an option; false without memory. */
bool program_options_add(struct program_options *options, const char *option) TIP_MUST_CHECK;

struct service {
    char *folder;  /* temporary, removed at the end */
    char *index;   /* path of the index */
    char *address; /* "unix:PATH" of the daemon */
    char *dump;    /* path of what tipindex dump writes */
    char *log;     /* path of what the daemon writes to standard error */
    pid_t daemon;  /* 0: none runs */
};

/* Builds an index of `source` with further options of tipindex build. To be removed also after a
 * failure. TIP_INVALID when tipindex fails; what it said is on standard error. */
tip_status service_index(struct service *service, const char *source,
                         const struct program_options *options,
                         struct tip_error *error) TIP_MUST_CHECK;

/* Writes the passages to service->dump. */
tip_status service_dump(const struct service *service, struct tip_error *error) TIP_MUST_CHECK;

/* Starts a daemon with further options of tipsearchd, and waits until it answers. */
tip_status service_start(struct service *service, const struct program_options *options,
                         struct tip_error *error) TIP_MUST_CHECK;

/* Copies what the daemon said to standard error, after a failure. */
void service_tell(const struct service *service);

/* The names of the parts of the ranking that tipsearchd can leave out (--without), each on a line
 * with what it does; for free(3). */
tip_status service_list_parts(char **list, const struct service *service,
                              struct tip_error *error) TIP_MUST_CHECK;

/* Ends the daemon; when none runs it does nothing. */
void service_stop(struct service *service);

/* Ends the daemon and removes the folder. */
void service_remove(struct service *service);

#endif
