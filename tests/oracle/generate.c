/* The shape of a random query: operators, groups, items. */
#include "oracle/generate.h"

#include <string.h>

#include "oracle/generate_leaf.h"

enum { DEEPEST = 3 };

/* How many, mostly few: from 1 to `most`. */
static size_t some(struct oracle_random *random, size_t most)
{
    size_t count = 1;
    while (count < most && oracle_random_chance(random, 55)) {
        count++;
    }
    return count;
}

static void generate_or(struct oracle_generator *generator, uint16_t parent, unsigned depth);

static bool has(const struct oracle_generator *generator, unsigned feature)
{
    return (generator->features & feature) != 0;
}

static bool may(struct oracle_generator *generator, unsigned feature, unsigned percent)
{
    return has(generator, feature) && oracle_random_chance(generator->random, percent);
}

static void generate_weight(struct oracle_generator *generator, struct oracle_node *node)
{
    static const double weights[] = {0.1, 0.5, 1, 2, 2.5, 100};
    if (may(generator, ORACLE_WEIGHTS, 8)) {
        node->weight =
            weights[oracle_random_below(generator->random, sizeof weights / sizeof *weights)];
    }
}

/* ---- NEAR ---- */

/* Alternatives in parentheses: words side by side, or joined by OR. */
static void generate_alternatives(struct oracle_generator *generator, uint16_t near)
{
    struct oracle_tree *tree = generator->tree;
    uint16_t group = oracle_tree_add(tree, near, ORACLE_GROUP);
    uint16_t any = group == 0 ? 0 : oracle_tree_add(tree, group, ORACLE_OR);
    bool by_or = oracle_random_chance(generator->random, 50);
    size_t count = some(generator->random, 3);
    uint16_t sequence = 0;
    for (size_t i = 0; any != 0 && i < count; i++) {
        if (sequence == 0 || by_or) {
            uint16_t all = oracle_tree_add(tree, any, ORACLE_AND);
            sequence = all == 0 ? 0 : oracle_tree_add(tree, all, ORACLE_SEQUENCE);
        }
        if (sequence != 0) {
            oracle_generate_primary(generator, sequence);
        }
    }
}

/* Mostly of words that do stand near each other. */
static void generate_near(struct oracle_generator *generator, uint16_t parent)
{
    struct oracle_random *random = generator->random;
    uint16_t near = oracle_tree_add(generator->tree, parent, ORACLE_NEAR);
    size_t count = oracle_random_chance(random, 80) ? 2 : 3;
    oracle_generator_aim(generator);
    for (size_t i = 0; near != 0 && i < count; i++) {
        uint16_t part = (uint16_t)generator->tree->count;
        if (may(generator, ORACLE_GROUPS, 15)) {
            generate_alternatives(generator, near);
        } else {
            oracle_generate_primary(generator, near);
        }
        if (part < generator->tree->count) {
            generate_weight(generator, &generator->tree->nodes[part]);
        }
        if (part < generator->tree->count && oracle_random_chance(random, 70)) {
            generator->tree->nodes[part].distance =
                1 + (int)oracle_random_below(random, oracle_random_chance(random, 90) ? 8 : 100);
        }
    }
    oracle_generator_relax(generator);
}

/* ---- items ---- */

static void generate_operand(struct oracle_generator *generator, uint16_t sequence, unsigned depth)
{
    if (depth < DEEPEST && may(generator, ORACLE_GROUPS, 14)) {
        uint16_t group = oracle_tree_add(generator->tree, sequence, ORACLE_GROUP);
        if (group != 0) {
            generate_or(generator, group, depth + 1);
        }
    } else if (may(generator, ORACLE_NEARNESS, 15)) {
        generate_near(generator, sequence);
    } else if (may(generator, ORACLE_FILTERS, 14)) {
        oracle_generate_filter(generator, sequence);
    } else if (may(generator, ORACLE_EVERYTHING, 2)) {
        oracle_tree_add(generator->tree, sequence, ORACLE_ALL);
    } else {
        oracle_generate_primary(generator, sequence);
    }
}

static void generate_item(struct oracle_generator *generator, uint16_t sequence, unsigned depth)
{
    struct oracle_random *random = generator->random;
    uint16_t item = (uint16_t)generator->tree->count;
    generate_operand(generator, sequence, depth);
    if (item == generator->tree->count) {
        return;
    }
    struct oracle_node *node = &generator->tree->nodes[item];
    if (may(generator, ORACLE_SIGNS, 30)) {
        node->sign = (enum oracle_sign)(1 + oracle_random_below(random, 3));
    }
    if (node->kind != ORACLE_NEAR) {
        generate_weight(generator, node);
    }
}

/* ---- operators ---- */

static void generate_and(struct oracle_generator *generator, uint16_t parent, unsigned depth)
{
    struct oracle_tree *tree = generator->tree;
    uint16_t all = oracle_tree_add(tree, parent, ORACLE_AND);
    size_t count = may(generator, ORACLE_OPERATORS, 40) ? 1 + some(generator->random, 2) : 1;
    for (size_t i = 0; all != 0 && i < count; i++) {
        uint16_t sequence = oracle_tree_add(tree, all, ORACLE_SEQUENCE);
        size_t items = some(generator->random, 4);
        for (size_t k = 0; sequence != 0 && k < items; k++) {
            generate_item(generator, sequence, depth);
        }
    }
}

static void generate_or(struct oracle_generator *generator, uint16_t parent, unsigned depth)
{
    uint16_t any = oracle_tree_add(generator->tree, parent, ORACLE_OR);
    size_t count = may(generator, ORACLE_OPERATORS, 30) ? 1 + some(generator->random, 2) : 1;
    for (size_t i = 0; any != 0 && i < count; i++) {
        generate_and(generator, any, depth);
    }
}

/* A tree that ran out of nodes has branches without leaves. */
static bool is_whole(const struct oracle_tree *tree)
{
    for (size_t i = 1; i < tree->count; i++) {
        if (tree->nodes[i].kind <= ORACLE_NEAR && tree->nodes[i].first == 0) {
            return false;
        }
    }
    return tree->count < ORACLE_NODES;
}

void oracle_generate(struct oracle_tree *tree, struct oracle_collection *collection,
                     struct oracle_random *random, unsigned features)
{
    struct oracle_generator generator = {
        .tree = tree, .collection = collection, .random = random, .features = features};
    do {
        oracle_tree_clear(tree);
        oracle_generator_relax(&generator);
        generate_or(&generator, 0, 0);
    } while (!is_whole(tree));
}
