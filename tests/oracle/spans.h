/* Where a leaf stands in a passage. */
#ifndef TIP_ORACLE_SPANS_H
#define TIP_ORACLE_SPANS_H

#include "oracle/fitting.h"

enum { ORACLE_SPANS = 4096 };

/* The words [start, end) of a stretch. */
struct oracle_span {
    size_t stretch, start, end;
};

struct oracle_spans {
    struct oracle_span items[ORACLE_SPANS];
    size_t count;
};

/* Adds every place of the leaf: a word by its stem, a hyphenated one's parts side by side or its
 * compound, a phrase as it was typed or with gaps. */
void oracle_spans_find(struct oracle_spans *spans, const struct oracle_passage *passage,
                       const struct oracle_node *node, const struct oracle_leaf *leaf);

#endif
