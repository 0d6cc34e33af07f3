/* Where passages go that are read and not indexed: to standard output, and the ids of their
 * reports are remembered, so that reports get the ids that an index of the same sources gives them.
 */
#ifndef TIP_PRINTOUT_H
#define TIP_PRINTOUT_H

#include <stdbool.h>

#include "base/report.h"
#include "base/status.h"
#include "passage/passage.h"

struct tip_printout;

tip_status tip_printout_create(struct tip_printout **out, struct tip_error *error) TIP_MUST_CHECK;
void tip_printout_free(struct tip_printout *printout);

/* Prints the passages of a report, a line each, and takes its id. A failure to write is told of; a
 * reader that went away is none. */
tip_status tip_printout_report(struct tip_printout *printout, const struct tip_report *report,
                               const struct tip_passages *passages,
                               struct tip_error *error) TIP_MUST_CHECK;

/* Takes the id of a report or a collection for a file. TIP_NO_MEMORY. */
tip_status tip_printout_take(struct tip_printout *printout, const char *id, const char *file,
                             struct tip_error *error) TIP_MUST_CHECK;

/* The file that an id was last taken for; NULL when nobody has it. */
const char *tip_printout_file(const struct tip_printout *printout, const char *id);

/* Whether whoever read the lines went away; false for no printout (NULL). */
bool tip_printout_is_unread(const struct tip_printout *printout);

#endif
