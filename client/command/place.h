/* Which index is meant when no server is named, and the socket of its server.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_PLACE_H
#define TIPSEARCH_PLACE_H

#include <stdbool.h>

#include "tipsearch.h"

struct place {
    char *index;   /* absolute path; owned */
    char *address; /* "unix:…"; owned */
};

/* The index `given` (NULL: $TIPSEARCH_INDEX, else the default one) and its socket, in a folder that
 * only this user can enter. The place is to be freed in any case. */
enum tipsearch_code place_find(struct place *place, const char *given,
                               struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

void place_free(struct place *place);

/* Whether something was ever built there. */
bool place_has_index(const struct place *place);

#endif
