/* Makes a query that shows a fault as small as it still shows it. */
#ifndef TIP_ORACLE_SHRINK_H
#define TIP_ORACLE_SHRINK_H

#include "oracle/tree.h"

typedef bool oracle_fails(void *context, const struct oracle_tree *tree);

/* `tree` fails, and so does what it becomes. */
void oracle_shrink(struct oracle_tree *tree, oracle_fails *fails, void *context);

#endif
