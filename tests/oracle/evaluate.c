/* One recursive function over the tree for each passage: no index, no sets, no order of work. */
#include "oracle/evaluate.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "oracle/filters.h"
#include "oracle/knowledge.h"
#include "oracle/spans.h"

/* Where in the tree a node is looked at. */
enum context {
    AT_TOP = 0,
    OF_TEXT = 1, /* a sign somewhere above excludes: the report's title does not count */
    NEGATED = 2  /* an odd number of signs do: nothing stands for a word but itself */
};

struct evaluation {
    struct oracle_collection *collection;
    struct oracle_tree simple; /* what was asked, simplified */
    const struct oracle_tree *tree;
    struct oracle_leaf leaves[ORACLE_NODES];
    struct oracle_leaf also[ORACLE_NODES][ORACLE_GROUP_MEMBERS]; /* synonyms of each word */
    struct oracle_spans spans[ORACLE_NEAR_PARTS]; /* scratch: of the parts of a NEAR */
};

static bool matches(struct evaluation *evaluation, uint16_t node,
                    const struct oracle_passage *passage, unsigned context);

static const struct oracle_node *node_at(const struct evaluation *evaluation, uint16_t node)
{
    return &evaluation->tree->nodes[node];
}

/* ---- words ---- */

static bool text_has(const struct oracle_stretch *stretch, const unsigned char *fits)
{
    for (size_t i = 0; i < stretch->token_count; i++) {
        if (fits[stretch->tokens[i].word]) {
            return true;
        }
    }
    return false;
}

/* A word anywhere, compounds included; the report's title excludes nothing. */
static bool has_word(const struct oracle_passage *passage, const unsigned char *fits,
                     unsigned context)
{
    for (size_t s = 0; s < passage->stretch_count; s++) {
        if (text_has(&passage->stretches[s], fits)) {
            return true;
        }
    }
    return (context & OF_TEXT) == 0 && text_has(&passage->title, fits);
}

static bool has_any(const struct oracle_passage *passage, const struct oracle_fitting *list,
                    size_t count, unsigned context)
{
    for (size_t i = 0; i < count; i++) {
        if (has_word(passage, list[i].stem, context)) {
            return true;
        }
    }
    return false;
}

static bool stands(struct evaluation *evaluation, uint16_t node,
                   const struct oracle_passage *passage)
{
    evaluation->spans[0].count = 0;
    oracle_spans_find(&evaluation->spans[0], passage, node_at(evaluation, node),
                      &evaluation->leaves[node]);
    return evaluation->spans[0].count > 0;
}

/* What stands for a word: a synonym, several words of one only side by side, or a country's tag. */
static bool also_matches(struct evaluation *evaluation, uint16_t node,
                         const struct oracle_passage *passage, unsigned context)
{
    static const struct oracle_node by_stems = {.kind = ORACLE_PHRASE, .number = 0};
    for (size_t i = 0; i < ORACLE_GROUP_MEMBERS; i++) {
        const struct oracle_leaf *leaf = &evaluation->also[node][i];
        evaluation->spans[0].count = 0;
        if (leaf->part_count > 1) {
            oracle_spans_find(&evaluation->spans[0], passage, &by_stems, leaf);
        }
        if (evaluation->spans[0].count > 0 ||
            (leaf->part_count == 1 && has_any(passage, leaf->parts, 1, context))) {
            return true;
        }
    }
    const char *country = evaluation->leaves[node].country;
    return country != NULL && oracle_passage_names(passage, country);
}

/* `is_tight`: the parts of a hyphenated word stand side by side. */
static bool word_matches(struct evaluation *evaluation, uint16_t node,
                         const struct oracle_passage *passage, bool is_tight, unsigned context)
{
    const struct oracle_leaf *leaf = &evaluation->leaves[node];
    bool by_parts = is_tight && leaf->part_count > 1
                        ? stands(evaluation, node, passage)
                        : has_any(passage, leaf->parts, leaf->part_count, context);
    return by_parts || has_any(passage, leaf->compounds, leaf->compound_count, context) ||
           ((context & NEGATED) == 0 && also_matches(evaluation, node, passage, context));
}

/* ---- NEAR ---- */

/* Adds the places of a leaf, or of all leaves of a group. */
static void find_part(struct evaluation *evaluation, uint16_t node,
                      const struct oracle_passage *passage, struct oracle_spans *spans)
{
    const struct oracle_node *part = node_at(evaluation, node);
    if (part->first == 0) {
        oracle_spans_find(spans, passage, part, &evaluation->leaves[node]);
    }
    for (uint16_t child = part->first; child != 0; child = node_at(evaluation, child)->next) {
        find_part(evaluation, child, passage, spans);
    }
}

static bool is_near(const struct oracle_span *one, const struct oracle_span *two, size_t distance)
{
    if (one->stretch != two->stretch) {
        return false;
    }
    if (one->end <= two->start) {
        return two->start - one->end + 1 <= distance;
    }
    return two->end <= one->start && one->start - two->end + 1 <= distance;
}

/* Whether places for the parts from `part` (number `place`) on can be found beside those chosen. */
static bool chain_stands(struct evaluation *evaluation, uint16_t part, size_t place,
                         const struct oracle_span **chosen)
{
    if (part == 0) {
        return true;
    }
    const struct oracle_node *node = node_at(evaluation, part);
    size_t distance = node->distance == ORACLE_NOT_WRITTEN ? 10 : (size_t)node->distance;
    for (size_t i = 0; i < evaluation->spans[place].count; i++) {
        chosen[place] = &evaluation->spans[place].items[i];
        bool fits = place == 0 || is_near(chosen[place - 1], chosen[place], distance);
        if (fits && chain_stands(evaluation, node->next, place + 1, chosen)) {
            return true;
        }
    }
    return false;
}

static bool near_matches(struct evaluation *evaluation, uint16_t node,
                         const struct oracle_passage *passage)
{
    const struct oracle_span *chosen[ORACLE_NEAR_PARTS];
    uint16_t first = node_at(evaluation, node)->first;
    size_t place = 0;
    for (uint16_t part = first; part != 0; part = node_at(evaluation, part)->next) {
        cr_assert_lt(place, ORACLE_NEAR_PARTS);
        evaluation->spans[place].count = 0;
        find_part(evaluation, part, passage, &evaluation->spans[place++]);
    }
    return chain_stands(evaluation, first, 0, chosen);
}

/* ---- sequences ---- */

/* Several positive filters of one field are alternatives; a group of filters stands for itself. */
static bool filters_hold(struct evaluation *evaluation, uint16_t sequence,
                         const struct oracle_passage *passage, unsigned context)
{
    bool is_asked[ORACLE_FIELD_COUNT] = {0}, holds[ORACLE_FIELD_COUNT] = {0};
    for (uint16_t item = node_at(evaluation, sequence)->first; item != 0;
         item = node_at(evaluation, item)->next) {
        const struct oracle_node *node = node_at(evaluation, item);
        if (!oracle_tree_is_filter(evaluation->tree, item) || oracle_node_is_excluded(node)) {
            continue;
        }
        bool fits = matches(evaluation, item, passage, context);
        if (node->kind != ORACLE_FILTER && !fits) {
            return false;
        }
        is_asked[node->field] |= node->kind == ORACLE_FILTER;
        holds[node->field] |= node->kind == ORACLE_FILTER && fits;
    }
    return memcmp(is_asked, holds, sizeof holds) == 0;
}

static bool item_matches(struct evaluation *evaluation, uint16_t item,
                         const struct oracle_passage *passage, bool is_tight, unsigned context)
{
    const struct oracle_node *node = node_at(evaluation, item);
    if (node->kind == ORACLE_WORD) {
        return word_matches(evaluation, item, passage, is_tight || node->sign != ORACLE_PLAIN,
                            context);
    }
    return matches(evaluation, item, passage, context);
}

/* What the items that are no filters say. */
struct tally {
    bool has_excluded, has_plus, lacks_plus, has_plain, finds_plain;
};

static bool sequence_matches(struct evaluation *evaluation, uint16_t sequence,
                             const struct oracle_passage *passage, bool is_tight, unsigned context)
{
    struct tally tally = {0};
    for (uint16_t item = node_at(evaluation, sequence)->first; item != 0;
         item = node_at(evaluation, item)->next) {
        const struct oracle_node *node = node_at(evaluation, item);
        bool excludes = oracle_node_is_excluded(node);
        if (!excludes && oracle_tree_is_filter(evaluation->tree, item)) {
            continue;
        }
        bool fits = item_matches(evaluation, item, passage, is_tight,
                                 excludes ? (context | OF_TEXT) ^ NEGATED : context);
        tally.has_excluded |= excludes && fits;
        tally.has_plus |= node->sign == ORACLE_PLUS;
        tally.lacks_plus |= node->sign == ORACLE_PLUS && !fits;
        tally.has_plain |= node->sign == ORACLE_PLAIN;
        tally.finds_plain |= node->sign == ORACLE_PLAIN && fits;
    }
    bool is_found = tally.has_plus ? !tally.lacks_plus : !tally.has_plain || tally.finds_plain;
    return is_found && !tally.has_excluded && filters_hold(evaluation, sequence, passage, context);
}

static bool and_matches(struct evaluation *evaluation, uint16_t node,
                        const struct oracle_passage *passage, unsigned context)
{
    for (uint16_t child = node_at(evaluation, node)->first; child != 0;
         child = node_at(evaluation, child)->next) {
        bool is_tight = oracle_tree_is_whole_operand(evaluation->tree, node, child);
        if (!sequence_matches(evaluation, child, passage, is_tight, context)) {
            return false;
        }
    }
    return true;
}

static bool any_matches(struct evaluation *evaluation, uint16_t node,
                        const struct oracle_passage *passage, unsigned context)
{
    for (uint16_t child = node_at(evaluation, node)->first; child != 0;
         child = node_at(evaluation, child)->next) {
        if (matches(evaluation, child, passage, context)) {
            return true;
        }
    }
    return false;
}

static bool matches(struct evaluation *evaluation, uint16_t node,
                    const struct oracle_passage *passage, unsigned context)
{
    switch (node_at(evaluation, node)->kind) {
    case ORACLE_OR:
    case ORACLE_GROUP:
        return any_matches(evaluation, node, passage, context);
    case ORACLE_AND:
        return and_matches(evaluation, node, passage, context);
    case ORACLE_SEQUENCE:
        return sequence_matches(evaluation, node, passage, false, context);
    case ORACLE_NEAR:
        return near_matches(evaluation, node, passage);
    case ORACLE_WORD:
        return word_matches(evaluation, node, passage, false, context);
    case ORACLE_EXACT:
    case ORACLE_WILDCARD:
    case ORACLE_FUZZY:
    case ORACLE_PHRASE:
        return stands(evaluation, node, passage);
    case ORACLE_FILTER:
        return oracle_filter_matches(passage, node_at(evaluation, node), &evaluation->leaves[node]);
    case ORACLE_ALL:
        break;
    }
    return true;
}

/* ---- the whole ---- */

/* Passages of kind contents are found only where a filter asks for them. */
static bool asks_for_contents(const struct oracle_tree *tree)
{
    for (size_t i = 1; i < tree->count; i++) {
        const struct oracle_node *node = &tree->nodes[i];
        if (node->kind == ORACLE_FILTER && node->field == ORACLE_KIND &&
            !oracle_node_is_excluded(node) && strstr(node->text, "contents") != NULL) {
            return true;
        }
    }
    return false;
}

static void read_also(struct evaluation *evaluation, uint16_t place, const char *word)
{
    struct oracle_collection *collection = evaluation->collection;
    size_t own;
    const char *const *group = oracle_synonyms_of(collection, word, &own);
    for (size_t i = 0; group != NULL && i < ORACLE_GROUP_MEMBERS && group[i] != NULL; i++) {
        struct oracle_node member = {.kind = ORACLE_WORD};
        snprintf(member.text, sizeof member.text, "%s", group[i]);
        if (i != own) {
            oracle_leaf_read(&evaluation->also[place][i], collection, &member);
        }
    }
    evaluation->leaves[place].country = oracle_country_of(word);
}

static void read_leaves(struct evaluation *evaluation, struct oracle_answer *answer)
{
    for (size_t i = 1; i < evaluation->tree->count; i++) {
        const struct oracle_node *node = &evaluation->tree->nodes[i];
        bool is_text = node->kind >= ORACLE_WORD && node->kind <= ORACLE_PHRASE;
        if (is_text || (node->kind == ORACLE_FILTER && node->field == ORACLE_SECTION)) {
            oracle_leaf_read(&evaluation->leaves[i], evaluation->collection, node);
            answer->is_cut |= evaluation->leaves[i].expansions > ORACLE_EXPANSION_LIMIT;
        }
        if (node->kind == ORACLE_WORD && evaluation->collection->with_knowledge) {
            char word[TIP_WORD_LIMIT + 1];
            if (oracle_collection_is_one_word(evaluation->collection, node->text, word)) {
                read_also(evaluation, (uint16_t)i, word);
            }
        }
    }
}

void oracle_evaluate(struct oracle_answer *answer, struct oracle_collection *collection,
                     const struct oracle_tree *tree)
{
    struct evaluation *evaluation = calloc(1, sizeof *evaluation);
    cr_assert_not_null(evaluation);
    evaluation->collection = collection;
    evaluation->simple = *tree;
    oracle_tree_simplify(&evaluation->simple);
    evaluation->tree = &evaluation->simple;
    *answer = (struct oracle_answer){.matches = calloc(collection->passage_count + 1, 1)};
    cr_assert_not_null(answer->matches);
    read_leaves(evaluation, answer);
    bool with_contents = asks_for_contents(tree);
    for (size_t i = 0; i < collection->passage_count; i++) {
        const struct oracle_passage *passage = &collection->passages[i];
        bool is_shown = with_contents || !oracle_passage_is(passage, "kind", "contents");
        answer->matches[i] = is_shown && matches(evaluation, 1, passage, AT_TOP);
        answer->total += answer->matches[i];
    }
    for (size_t i = 1; i < tree->count; i++) {
        oracle_leaf_free(&evaluation->leaves[i]);
        for (size_t k = 0; k < ORACLE_GROUP_MEMBERS; k++) {
            oracle_leaf_free(&evaluation->also[i][k]);
        }
    }
    free(evaluation);
}
