/* Ctrl-C, so that a long run ends with whole rows and a clean terminal.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_INTERRUPT_H
#define TIPSEARCH_INTERRUPT_H

#include <stdbool.h>

/* From now on SIGINT and SIGTERM (where they are not ignored) are noted, and end poll(2); what is
 * being written is written. A second one ends the process where it stands. */
void interrupt_catch(void);

/* Whether one came. */
bool interrupt_came(void);

/* Ends the process by the signal that came, so that who started it sees that; returns when none
 * did. */
void interrupt_end(void);

#endif
