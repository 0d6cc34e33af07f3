/* A tree as the text of a query, in one of the many ways to type it. */
#ifndef TIP_ORACLE_WRITE_H
#define TIP_ORACLE_WRITE_H

#include "base/string_builder.h"
#include "oracle/collection.h"
#include "oracle/random.h"
#include "oracle/tree.h"

/* Spaces, parentheses that change nothing, case, accents, curly quotes and non-breaking spaces are
 * random; `random` NULL: as plainly as can be. */
void oracle_write(struct tip_string *out, const struct oracle_tree *tree,
                  struct oracle_random *random);

#endif
