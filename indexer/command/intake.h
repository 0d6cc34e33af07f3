/* The frame of the commands that take sources in: what is refused before they begin, and the exit
 * status when they end. */
#ifndef TIP_INTAKE_H
#define TIP_INTAKE_H

#include "command/indexing.h"

/* Does a command's work on an indexing that it begins. */
typedef tip_status tip_intake_work(struct tip_indexing *indexing, const struct tip_options *options,
                                   struct tip_error *error);

/* Checks the arguments of the command `name`, does the work, ends the indexing, prints what
 * failed, and returns the exit status. */
int tip_intake(const struct tip_options *options, const char *name, tip_intake_work *work);

#endif
