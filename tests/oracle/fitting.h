/* Which words of a collection fit a word of a query. */
#ifndef TIP_ORACLE_FITTING_H
#define TIP_ORACLE_FITTING_H

#include "oracle/collection.h"
#include "oracle/tree.h"

enum { ORACLE_LEAF_WORDS = 8, ORACLE_EXPANSION_LIMIT = 200 };

/* A byte for each word of the collection. */
struct oracle_fitting {
    unsigned char *folded; /* it is that word; for a wildcard or fuzzy word: it fits */
    unsigned char *stem;   /* it has its stem */
};

/* A leaf's words: parts side by side, and compounds that stand for all of them. */
struct oracle_leaf {
    struct oracle_fitting parts[ORACLE_LEAF_WORDS];
    size_t part_count;
    struct oracle_fitting compounds[ORACLE_LEAF_WORDS];
    size_t compound_count;
    const char *country; /* that a word names; NULL: none */
    size_t expansions;   /* how many different texts fit a wildcard or fuzzy word */
};

/* Reads the text of a WORD, EXACT, WILDCARD, FUZZY or PHRASE, or a filter's by section. */
void oracle_leaf_read(struct oracle_leaf *leaf, struct oracle_collection *collection,
                      const struct oracle_node *node);
void oracle_leaf_free(struct oracle_leaf *leaf);

/* Whether `pattern` (* any letters, ? one) fits the whole word; both are folded. */
bool oracle_wildcard_fits(const char *pattern, const char *word);

/* Edits between two words in code points: insert, delete, replace, swap of neighbours. */
unsigned oracle_edits(const char *one, const char *two);

/* How many edits a fuzzy word allows where it does not say so. */
int oracle_edits_allowed(const char *word);

#endif
