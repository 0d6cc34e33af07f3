/* What a query matches, by going through every passage: the meaning of the query language, written
 * a second time as plainly as it can be. */
#ifndef TIP_ORACLE_EVALUATE_H
#define TIP_ORACLE_EVALUATE_H

#include "oracle/collection.h"
#include "oracle/tree.h"

struct oracle_answer {
    unsigned char *matches; /* a byte for each passage of the collection; for free(3) */
    size_t total;
    bool
        is_cut; /* a wildcard or fuzzy word has so many words that the product may leave out some */
};

void oracle_evaluate(struct oracle_answer *answer, struct oracle_collection *collection,
                     const struct oracle_tree *tree);

#endif
