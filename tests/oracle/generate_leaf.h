/* Random words, phrases and filters. */
#ifndef TIP_ORACLE_GENERATE_LEAF_H
#define TIP_ORACLE_GENERATE_LEAF_H

#include "oracle/collection.h"
#include "oracle/generate.h"
#include "oracle/random.h"
#include "oracle/tree.h"

struct oracle_generator {
    struct oracle_tree *tree;
    struct oracle_collection *collection;
    struct oracle_random *random;
    unsigned features;
    const struct oracle_stretch *aim; /* words are taken from here, from about this place on; */
    size_t aim_place;                 /* NULL: from anywhere */
};

/* From now on words stand near each other somewhere, until relaxed. */
void oracle_generator_aim(struct oracle_generator *generator);
void oracle_generator_relax(struct oracle_generator *generator);

/* Adds a word, =word, wildcard, fuzzy word or phrase. */
void oracle_generate_primary(struct oracle_generator *generator, uint16_t parent);
void oracle_generate_filter(struct oracle_generator *generator, uint16_t parent);

#endif
