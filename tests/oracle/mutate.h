/* Queries as nobody would type them: valid ones with slips in them, and noise. Always UTF-8. */
#ifndef TIP_ORACLE_MUTATE_H
#define TIP_ORACLE_MUTATE_H

#include "base/string_builder.h"
#include "oracle/random.h"

/* Changes `query` in some places: characters go, come, move, pieces are doubled, the end is cut. */
void oracle_mutate(struct tip_string *query, struct oracle_random *random);

/* Makes `query` of the language's own signs and some words, in any order. */
void oracle_noise(struct tip_string *query, struct oracle_random *random);

#endif
