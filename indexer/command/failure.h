/* How tipindex says that something failed: one line on standard error. */
#ifndef TIP_FAILURE_H
#define TIP_FAILURE_H

#include "base/status.h"

/* Prints "tipindex: MESSAGE", and what it means when the disk is full, and returns TIP_EXIT_ERROR.
 */
int tip_failure_print(const struct tip_error *error);

/* The message without the name it may begin with: the reason, for a line that has the name. */
const char *tip_failure_reason(const struct tip_error *error, const char *name);

#endif
