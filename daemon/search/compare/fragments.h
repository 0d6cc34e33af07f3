/* Parts of sentences that only stand apart from where they stood. */
#ifndef TIP_FRAGMENTS_H
#define TIP_FRAGMENTS_H

#include "search/compare/changes.h"

/* A box or a picture in the midst of a sentence can be read before its end in one edition and
 * behind it in the other, so that the end seems to be gone in one place and new in another. Takes
 * such hunks out: what one lacks at its beginning or end is what the other has more there, or is.
 * TIP_NO_MEMORY. */
tip_status tip_fragments_join(struct tip_changes *changes, const struct tip_alignment *alignment,
                              struct tip_error *error) TIP_MUST_CHECK;

#endif
