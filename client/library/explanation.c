/* What EXPLAIN says of a query and of hits as structs. The hits themselves are those of a result,
 * which is read of the same reply.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "library/error.h"
#include "library/members.h"

enum { DEPTH_MAX = 256 /* more than the server nests: a reply that is deeper is none of it */ };

/* What the caller gets a pointer to, with what it consists of behind it. */
struct stored_explanation {
    struct tipsearch_explanation explanation; /* first, so that one pointer is both */
    struct tipsearch_result *result;
    struct tipsearch_store store;
};

static void read_words(struct tipsearch_reader *reader, const json_t *object,
                       struct tipsearch_node *node)
{
    const json_t *array = tipsearch_read_array(reader, object, "words");
    size_t count = json_array_size(array);
    struct tipsearch_node_word *words = tipsearch_reader_array(reader, count, sizeof *words);

    for (size_t i = 0; words && i < count; i++) {
        const json_t *word = json_array_get(array, i);
        const json_t *stems = tipsearch_read_array(reader, word, "stems");
        const json_t *stem = json_array_get(stems, 0);

        words[i].word = tipsearch_read_needed_text(reader, word, "word");
        words[i].by = tipsearch_read_text(reader, word, "by");
        words[i].stem = stem ? tipsearch_read_text(reader, stem, "stem") : NULL;
        words[i].passages = stem ? tipsearch_read_integer(reader, stem, "passages") : 0;
        words[i].idf = stem ? tipsearch_read_number(reader, stem, "idf") : 0;
        words[i].stands_for =
            tipsearch_read_texts(reader, word, "stands_for", &words[i].stands_for_count);
        words[i].count = tipsearch_read_integer(reader, word, "count");
        words[i].is_cut = tipsearch_read_boolean(reader, word, "cut");
        words[i].is_compound = tipsearch_read_boolean(reader, word, "compound");
    }
    node->words = words;
    node->word_count = words ? count : 0;
}

static void read_also(struct tipsearch_reader *reader, const json_t *object,
                      struct tipsearch_node *node)
{
    const json_t *array = tipsearch_read_array(reader, object, "also");
    size_t count = json_array_size(array);
    struct tipsearch_addition *also = tipsearch_reader_array(reader, count, sizeof *also);

    for (size_t i = 0; also && i < count; i++) {
        const json_t *addition = json_array_get(array, i);

        also[i].kind = tipsearch_read_needed_text(reader, addition, "kind");
        also[i].text = tipsearch_read_needed_text(reader, addition, "text");
        also[i].idf = tipsearch_read_number(reader, addition, "idf");
    }
    node->also = also;
    node->also_count = also ? count : 0;
}

static size_t count_nodes(const json_t *node, int depth)
{
    const json_t *parts = json_object_get(node, "parts");
    size_t count = 1;

    for (size_t i = 0; depth < DEPTH_MAX && i < json_array_size(parts); i++)
        count += count_nodes(json_array_get(parts, i), depth + 1);
    return count;
}

/* Reads a node and those below it from nodes[place] on; returns the place behind them. */
static size_t read_node(struct tipsearch_reader *reader, const json_t *object, int depth,
                        struct tipsearch_node *nodes, size_t place)
{
    const json_t *parts = tipsearch_read_array(reader, object, "parts");
    struct tipsearch_node *node = &nodes[place++];

    if (depth >= DEPTH_MAX)
        tipsearch_reader_fail(reader, "tree", "less deep");
    node->depth = (size_t)depth;
    node->kind = tipsearch_read_needed_text(reader, object, "kind");
    node->role = tipsearch_read_text(reader, object, "role");
    node->text = tipsearch_read_text(reader, object, "text");
    node->weight =
        json_object_get(object, "weight") ? tipsearch_read_number(reader, object, "weight") : 1;
    node->distance = (long)tipsearch_read_integer(reader, object, "distance");
    node->passages = json_object_get(object, "passages")
                         ? tipsearch_read_integer(reader, object, "passages")
                         : -1;
    node->idf = tipsearch_read_number(reader, object, "idf");
    read_words(reader, object, node);
    read_also(reader, object, node);
    for (size_t i = 0; reader->code == TIPSEARCH_OK && i < json_array_size(parts); i++)
        place = read_node(reader, json_array_get(parts, i), depth + 1, nodes, place);
    return place;
}

static void read_tree(struct tipsearch_reader *reader, struct tipsearch_explanation *explanation)
{
    const json_t *tree = tipsearch_read_object(reader, reader->store->root, "tree");
    size_t count = tree ? count_nodes(tree, 0) : 0;
    struct tipsearch_node *nodes = tipsearch_reader_array(reader, count, sizeof *nodes);

    if (!tree)
        tipsearch_reader_fail(reader, "tree", "there");
    if (!nodes)
        return;
    read_node(reader, tree, 0, nodes, 0);
    explanation->nodes = nodes;
    explanation->node_count = count;
}

static void read_parts(struct tipsearch_reader *reader, const json_t *object,
                       struct tipsearch_explained *hit)
{
    const json_t *array = tipsearch_read_array(reader, object, "parts");
    size_t count = json_array_size(array);
    struct tipsearch_score_part *parts = tipsearch_reader_array(reader, count, sizeof *parts);

    for (size_t i = 0; parts && i < count; i++) {
        const json_t *part = json_array_get(array, i);

        parts[i].kind = tipsearch_read_needed_text(reader, part, "kind");
        parts[i].text = tipsearch_read_text(reader, part, "text");
        parts[i].stem = tipsearch_read_text(reader, part, "stem");
        parts[i].field = tipsearch_read_text(reader, part, "field");
        parts[i].count = tipsearch_read_integer(reader, part, "count");
        parts[i].score = tipsearch_read_number(reader, part, "score");
    }
    hit->parts = parts;
    hit->part_count = parts ? count : 0;
}

static void read_lacks(struct tipsearch_reader *reader, const json_t *object,
                       struct tipsearch_explained *hit)
{
    const json_t *array = tipsearch_read_array(reader, object, "lacks");
    size_t count = json_array_size(array);
    struct tipsearch_lack *lacks = tipsearch_reader_array(reader, count, sizeof *lacks);

    for (size_t i = 0; lacks && i < count; i++) {
        lacks[i].why = tipsearch_read_needed_text(reader, json_array_get(array, i), "why");
        lacks[i].text = tipsearch_read_text(reader, json_array_get(array, i), "text");
    }
    hit->lacks = lacks;
    hit->lack_count = lacks ? count : 0;
}

static void read_hits(struct tipsearch_reader *reader, struct tipsearch_explanation *explanation)
{
    const json_t *array = tipsearch_read_array(reader, reader->store->root, "hits");
    size_t count = json_array_size(array);
    struct tipsearch_explained *hits = tipsearch_reader_array(reader, count, sizeof *hits);

    for (size_t i = 0; hits && i < count; i++) {
        const json_t *object = json_array_get(array, i);

        hits[i].is_match = tipsearch_read_boolean(reader, object, "matches");
        read_parts(reader, object, &hits[i]);
        read_lacks(reader, object, &hits[i]);
    }
    explanation->hits = hits;
}

enum tipsearch_code tipsearch_explanation_parse(struct tipsearch_explanation **out,
                                                const char *reply, size_t length,
                                                struct tipsearch_error *error)
{
    struct stored_explanation *stored = calloc(1, sizeof *stored);
    struct tipsearch_reader reader;
    enum tipsearch_code code;

    if (!stored)
        return tipsearch_error_memory(error, "an explanation");
    code = tipsearch_result_parse(&stored->result, reply, length, error);
    if (code != TIPSEARCH_OK) {
        free(stored);
        return code;
    }
    stored->explanation.result = stored->result;
    tipsearch_reader_begin(&reader, &stored->store, reply, length, error);
    if (reader.code == TIPSEARCH_OK)
        read_tree(&reader, &stored->explanation);
    if (reader.code == TIPSEARCH_OK)
        read_hits(&reader, &stored->explanation);
    if (reader.code == TIPSEARCH_OK)
        *out = &stored->explanation;
    else
        tipsearch_explanation_free(&stored->explanation);
    return reader.code;
}

void tipsearch_explanation_free(struct tipsearch_explanation *explanation)
{
    struct stored_explanation *stored = (struct stored_explanation *)explanation;

    if (!stored)
        return;
    tipsearch_result_free(stored->result);
    tipsearch_store_free(&stored->store);
    free(stored);
}
