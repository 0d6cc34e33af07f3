/* Whether a passage is what a filter asks for, by the facts of the dump. */
#ifndef TIP_ORACLE_FILTERS_H
#define TIP_ORACLE_FILTERS_H

#include "oracle/fitting.h"

extern const char *const oracle_field_names[ORACLE_FIELD_COUNT];

/* `leaf` holds the words of a filter by section. */
bool oracle_filter_matches(const struct oracle_passage *passage, const struct oracle_node *node,
                           const struct oracle_leaf *leaf);

/* Whether the dump's text `key` of the passage is `value`. */
bool oracle_passage_is(const struct oracle_passage *passage, const char *key, const char *value);

/* Whether the passage is tagged with a country. */
bool oracle_passage_names(const struct oracle_passage *passage, const char *code);

#endif
