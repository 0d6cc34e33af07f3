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
    bool is_named; /* somebody said which index: -i or $TIPSEARCH_INDEX */
};

/* The index `given` (NULL: $TIPSEARCH_INDEX, else the default one) and its socket, in a folder that
 * only this user can enter. The place is to be freed in any case. */
enum tipsearch_code place_find(struct place *place, const char *given,
                               struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

void place_free(struct place *place);

/* Whether something was ever built there. */
bool place_has_index(const struct place *place);

/* Makes the address that of the machine's server, which a user without an index of his own asks.
 * False, and nothing changes, when an index is named or is there, or the machine has no server. */
bool place_use_machine(struct place *place);

#endif
