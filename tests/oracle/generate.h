/* Random queries over the words and facts of a collection. */
#ifndef TIP_ORACLE_GENERATE_H
#define TIP_ORACLE_GENERATE_H

#include "oracle/collection.h"
#include "oracle/random.h"
#include "oracle/tree.h"

/* What a query may hold. */
enum oracle_feature {
    ORACLE_SIGNS = 1 << 0, /* + - NOT */
    ORACLE_PHRASES = 1 << 1,
    ORACLE_FILTERS = 1 << 2,
    ORACLE_OPERATORS = 1 << 3, /* AND OR, and their binding */
    ORACLE_GROUPS = 1 << 4,
    ORACLE_WEIGHTS = 1 << 5,
    ORACLE_EXACT_WORDS = 1 << 6,
    ORACLE_WILDCARDS = 1 << 7,
    ORACLE_FUZZY_WORDS = 1 << 8,
    ORACLE_SLOPPY = 1 << 9,
    ORACLE_NEARNESS = 1 << 10,
    ORACLE_EVERYTHING = 1 << 11, /* * */
    ORACLE_ALL_FEATURES = (1 << 12) - 1
};

/* Makes a tree of those features whose leaves can be written as text. */
void oracle_generate(struct oracle_tree *tree, struct oracle_collection *collection,
                     struct oracle_random *random, unsigned features);

#endif
