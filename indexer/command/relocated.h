/* Files that were moved or renamed: gone from one path and there with the same bytes at another. */
#ifndef TIP_RELOCATED_H
#define TIP_RELOCATED_H

#include <stdbool.h>

#include "command/indexing.h"

/* A source of the live ledger whose file is gone. */
struct tip_vanished {
    const struct tip_source *line;
    bool is_moved; /* its bytes are in a new file, whose `moved_from` is this line */
};

/* Looks among the sources that the live ledger does not know for the bytes of those that vanished,
 * and pairs them; the order of `vanished` changes. Only files of a size that vanished are read, and
 * what cannot be read is no pair. */
void tip_relocated_pair(struct tip_indexing *indexing, struct tip_vanished *vanished, size_t count);

#endif
