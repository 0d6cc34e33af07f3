/* What the oracle knows of words that stand for others; the product is given the same as files. */
#ifndef TIP_ORACLE_KNOWLEDGE_H
#define TIP_ORACLE_KNOWLEDGE_H

#include "oracle/collection.h"
#include "oracle/tree.h"

enum { ORACLE_GROUP_MEMBERS = 4 };

/* Each text is a file of a folder of knowledge. */
extern const char oracle_synonyms_tsv[];
extern const char oracle_countries_tsv[];

/* The group that a folded word is of by its English stem, of which it is member `*own`; a shorter
 * group ends in NULL. NULL: it is of none. */
const char *const *oracle_synonyms_of(struct oracle_collection *collection, const char *word,
                                      size_t *own);

/* The code of the country that a folded word names; NULL: none. */
const char *oracle_country_of(const char *word);

/* Whether words that follow each other in the query are a member of several words, of which the
 * oracle knows nothing. */
bool oracle_names_a_run(struct oracle_collection *collection, const struct oracle_tree *tree);

#endif
