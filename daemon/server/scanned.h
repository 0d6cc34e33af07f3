/* What a worker scans beside what is in service: generations, and knowledge, that were replaced
 * while scans went through them. Each has a searcher of its own, so that a page of an old one costs
 * nothing of what is kept for the one in service. */
#ifndef TIP_SCANNED_H
#define TIP_SCANNED_H

#include "protocol/limits.h"
#include "search/search.h"
#include "server/served.h"

/* Who answers a request. */
struct tip_answerer {
    struct tip_lease *lease; /* NULL: nobody */
    struct tip_searcher *searcher;
};

/* A worker's; zero-initialised but for the first two it is empty. */
struct tip_scanned {
    struct tip_served *served;
    tip_part_set without;
    struct tip_answerer items[TIP_LIMIT_SCANNED_KEPT];
};

/* Who goes on with the scan of `request`: `service` if it is of what that has; it answers any other
 * request, too, and says so when nobody has what the cursor names. The searcher of another one has
 * the scope of its last request: it is to be limited for each. */
struct tip_answerer tip_scanned_choose(struct tip_scanned *scanned,
                                       const struct tip_request *request,
                                       struct tip_answerer service);

/* Returns what is not kept for scans any longer. */
void tip_scanned_tidy(struct tip_scanned *scanned);
void tip_scanned_free(struct tip_scanned *scanned); /* all of it */

#endif
