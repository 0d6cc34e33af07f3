/* tipindex check --sources. */
#ifndef TIP_CHECK_SOURCES_H
#define TIP_CHECK_SOURCES_H

#include "command/options.h"

/* Compares the sources with the ledger and prints what is not as indexed; returns one of TIP_EXIT_.
 */
int tip_check_sources(const struct tip_options *options);

#endif
