/* The two indexes of a pair served by real daemons: the whole one to a token that may see the
 * visible reports, the other one to a token that may see everything. */
#ifndef TIP_TEST_SCOPE_DAEMONS_H
#define TIP_TEST_SCOPE_DAEMONS_H

#include "http_fixture.h"
#include "scope_pair.h"

struct scope_daemons {
    struct server_fixture servers[SCOPE_SIDES]; /* their daemons alone */
    int fds[SCOPE_SIDES];                       /* of the line protocol, with the token told */
};

/* Starts both with the knowledge in the folder `knowledge`. */
void scope_daemons_start(struct scope_daemons *daemons, struct scope_pair *pair,
                         const char *knowledge);
void scope_daemons_stop(struct scope_daemons *daemons);

/* The reply of a side, normalised, for free(3): by a line, or by HTTP (status, type and body). */
char *scope_daemons_ask_line(struct scope_daemons *daemons, int side, const json_t *request);
char *scope_daemons_ask_http(struct scope_daemons *daemons, int side, const json_t *request);
/* The page that a browser is shown (status and body). */
char *scope_daemons_ask_page(struct scope_daemons *daemons, int side, const json_t *request);

#endif
