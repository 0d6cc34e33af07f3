/* Whether a file is as it was when it was read, without opening it. */
#ifndef TIP_UNTOUCHED_H
#define TIP_UNTOUCHED_H

#include <stdbool.h>

#include "command/source.h"
#include "index/manifest.h"

/* True when size and time of the file are those of its line in the ledger, and the file had come to
 * rest when it was read: one that was written at about that time may have been written once more
 * without its time showing it. */
bool tip_source_is_untouched(const struct tip_source *known, const struct tip_source_file *file);

#endif
