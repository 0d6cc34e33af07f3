/* What --version prints. */
#ifndef TIP_VERSIONS_H
#define TIP_VERSIONS_H

#include <stdio.h>

/* The program's version on the first line, then a library a line: the version that runs, and the
 * one that the program was compiled with where that is another. */
void tip_versions_print(FILE *out);

#endif
