/* How examples of the manual are compared with what a server says. */
#ifndef TIP_TEST_EXAMPLE_MATCH_H
#define TIP_TEST_EXAMPLE_MATCH_H

#include <stdbool.h>

/* Whether `text` is `pattern`, whose pieces between … must come in order; the first begins it, the
 * last ends it. */
bool example_matches(const char *pattern, const char *text);

#endif
