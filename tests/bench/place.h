/* A folder of a run's own, with what lies in it. */
#ifndef BENCH_PLACE_H
#define BENCH_PLACE_H

#include "base/status.h"

struct bench_place {
    char *folder;
    char *index;  /* path of an index; not made yet */
    char *socket; /* path of a daemon's socket */
};

/* Makes the folder below $TMPDIR, or /tmp. To be removed also after a failure. */
tip_status bench_place_make(struct bench_place *place, struct tip_error *error) TIP_MUST_CHECK;

/* Removes the folder and all in it; one that could not be removed is told on standard error. */
void bench_place_remove(struct bench_place *place);

#endif
