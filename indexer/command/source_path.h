/* The one name by which the ledger knows a source, however a command line names it. */
#ifndef TIP_SOURCE_PATH_H
#define TIP_SOURCE_PATH_H

#include <stdbool.h>

/* The absolute path of what a command line names, for free(3); NULL when there is no memory. Links
 * are resolved in a folder and in the folder of a file; a link to a file keeps its own name. What
 * is not there is named below the nearest folder that is. "-" stays. */
char *tip_source_path(const char *name);

/* Whether an absolute path is `root` or lies below it. */
bool tip_source_path_is_below(const char *path, const char *root);

#endif
