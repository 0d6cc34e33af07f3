/* Who asks: a token's name, what it may see and how often it may ask.
 *
 * A connection of the line protocol has one asker, an HTTP request has one, and a turn carries one
 * to the worker. Where no asker is known (NULL) everything may be seen: whether somebody without
 * one may ask at all is decided before (server/access.h). */
#ifndef TIP_ASKER_H
#define TIP_ASKER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/status.h"
#include "search/scope.h"

/* Counted by who refers to it; any thread may hold and release. Its name, rate and scope never
 * change: a token whose line in the file has changed gets another asker. */
struct tip_asker;

/* What a line of the tokens' file says. */
struct tip_asker_facts {
    const char *name;               /* copied */
    char hash[TIP_DIGEST_HEX_SIZE]; /* SHA-256 of the token, in lower-case hex */
    unsigned rate;                  /* requests a second, at least 1 */
    struct tip_scope *scope;        /* taken over on success; NULL: everything */
    unsigned edition;               /* of the tokens, as server/access.c counts them */
};

/* A new asker with one reference, the caller's; NULL when there is no memory. */
struct tip_asker *tip_asker_create(const struct tip_asker_facts *facts);

/* Another reference to it; NULL gives NULL. */
struct tip_asker *tip_asker_hold(struct tip_asker *asker);
void tip_asker_release(struct tip_asker *asker); /* NULL is allowed */

/* As in the facts; valid while a reference is held. */
const char *tip_asker_name(const struct tip_asker *asker);
unsigned tip_asker_rate(const struct tip_asker *asker);
unsigned tip_asker_edition(const struct tip_asker *asker);

/* What may be seen; NULL (everything) for NULL. */
const struct tip_scope *tip_asker_scope(const struct tip_asker *asker);

/* Whether its token's hash is this one; takes the same time whether it is or not. */
bool tip_asker_has_hash(const struct tip_asker *asker, const char hash[TIP_DIGEST_HEX_SIZE]);

/* Whether both have the same token. */
bool tip_asker_is_same(const struct tip_asker *asker, const struct tip_asker *other);

/* ---- the rate; on the loop's thread only ---- */

/* Takes one request from what the token may ask now, counted over all who use it: after a pause, as
 * many at once as it may ask in a second, then one each 1/rate s. False when that is used up:
 * *retry_after_ms is in how many ms there is one again, at least 1. `now_ns`: CLOCK_MONOTONIC. */
bool tip_asker_take(struct tip_asker *asker, int64_t now_ns, long *retry_after_ms);

/* Goes on counting where another asker of the same token has stopped. */
void tip_asker_continue(struct tip_asker *asker, const struct tip_asker *before);

#endif
