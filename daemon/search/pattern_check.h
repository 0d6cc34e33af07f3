/* Proves the queries of patterns, which the knowledge keeps as text. */
#ifndef TIP_PATTERN_CHECK_H
#define TIP_PATTERN_CHECK_H

#include "knowledge/knowledge.h"

/* Reads each query as a search would. `tell` gets each fault with `file` and its place: a query
 * that cannot be read, one that names a pattern, and a word without a + beside words that have one,
 * which would find nothing. TIP_INVALID names the first; TIP_NO_MEMORY. */
tip_status tip_patterns_check(const struct tip_knowledge *knowledge, const char *file,
                              tip_knowledge_tell *tell, void *context,
                              struct tip_error *error) TIP_MUST_CHECK;

#endif
