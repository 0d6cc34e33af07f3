/* Which countries passages name: the codes that filters, facets and maps go by. */
#ifndef TIP_TAGGING_H
#define TIP_TAGGING_H

#include "base/status.h"
#include "passage/passage.h"

struct tip_tagger;

/* Reads the knowledge files where they are when nobody says. Files at fault are TIP_INVALID; when
 * there are none, a warning on standard error says that no passage will have countries. */
tip_status tip_tagger_create(struct tip_tagger **out, struct tip_error *error) TIP_MUST_CHECK;
void tip_tagger_free(struct tip_tagger *tagger);

/* What its tags depend on, 64 hex digits: passages tagged by another one may have other tags. */
const char *tip_tagger_digest(const struct tip_tagger *tagger);

/* Sets the countries of each passage: those that its text or the one who is quoted names, those of
 * a heading above it that consists of countries ("NIGERIA—MALI", "Burma (Tier 3)") or ends with one
 * behind a comma ("MECH DARA, CAMBODIA"), and `given`: codes or names joined by line feeds, or
 * NULL. *unknown is set to the first of those that is no country, for free(3), or to NULL.
 * TIP_NO_MEMORY.
 */
tip_status tip_tagger_tag(struct tip_tagger *tagger, struct tip_passages *passages,
                          const char *given, char **unknown,
                          struct tip_error *error) TIP_MUST_CHECK;

#endif
