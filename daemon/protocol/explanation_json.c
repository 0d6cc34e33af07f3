/* What EXPLAIN's reply has beside SEARCH's. */
#include "protocol/reply_json.h"

static void write_number_member(struct tip_json *json, const char *key, double number)
{
    tip_json_key(json, key);
    tip_json_number(json, number);
}

static void write_if_there(struct tip_json *json, const char *key, const char *text)
{
    if (text != NULL)
        tip_json_member_text(json, key, text);
}

/* ---- the tree ---- */

static void write_stems(struct tip_json *json, const struct tip_explained_word *word)
{
    tip_json_key(json, "stems");
    tip_json_array(json);
    for (size_t i = 0; i < word->stem_count; i++) {
        tip_json_object(json);
        tip_json_member_text(json, "stem", word->stems[i].text);
        tip_json_member_integer(json, "passages", word->stems[i].passages);
        write_number_member(json, "idf", word->stems[i].idf);
        tip_json_end_object(json);
    }
    tip_json_end_array(json);
}

static void write_fits(struct tip_json *json, const struct tip_explained_word *word)
{
    tip_json_key(json, "stands_for");
    tip_json_array(json);
    for (size_t i = 0; i < word->fit_count; i++)
        tip_json_text(json, word->fits[i]);
    tip_json_end_array(json);
    tip_json_member_integer(json, "count", (long long)word->fit_total);
    tip_json_member_boolean(json, "cut", word->is_cut);
}

static void write_words(struct tip_json *json, const struct tip_explained_node *node)
{
    if (node->word_count == 0)
        return;
    tip_json_key(json, "words");
    tip_json_array(json);
    for (size_t i = 0; i < node->word_count; i++) {
        const struct tip_explained_word *word = &node->words[i];

        tip_json_object(json);
        tip_json_member_text(json, "word", word->text);
        tip_json_member_text(json, "by", word->match);
        if (word->is_compound)
            tip_json_member_boolean(json, "compound", true);
        if (word->fits != NULL)
            write_fits(json, word);
        else
            write_stems(json, word);
        tip_json_end_object(json);
    }
    tip_json_end_array(json);
}

static void write_also(struct tip_json *json, const struct tip_explained_node *node)
{
    if (node->also_count == 0)
        return;
    tip_json_key(json, "also");
    tip_json_array(json);
    for (size_t i = 0; i < node->also_count; i++) {
        tip_json_object(json);
        tip_json_member_text(json, "kind", node->also[i].kind);
        tip_json_member_text(json, "text", node->also[i].text);
        write_number_member(json, "idf", node->also[i].weight);
        tip_json_end_object(json);
    }
    tip_json_end_array(json);
}

static void write_facts(struct tip_json *json, const struct tip_explained_node *node)
{
    tip_json_member_text(json, "kind", node->kind);
    write_if_there(json, "role", node->role);
    write_if_there(json, "text", node->text);
    if (node->weight != 1)
        write_number_member(json, "weight", node->weight);
    if (node->distance != 0)
        tip_json_member_integer(json, "distance", node->distance);
    if (node->is_counted)
        tip_json_member_integer(json, "passages", node->passages);
    if (node->idf > 0)
        write_number_member(json, "idf", node->idf);
    write_words(json, node);
    write_also(json, node);
}

/* Writes the node at `place` and its parts; returns the place behind them. */
static size_t write_node(struct tip_json *json, const struct tip_explanation *explanation,
                         size_t place)
{
    size_t depth = explanation->nodes[place].depth, next = place + 1;

    tip_json_object(json);
    write_facts(json, &explanation->nodes[place]);
    if (next < explanation->node_count && explanation->nodes[next].depth > depth) {
        tip_json_key(json, "parts");
        tip_json_array(json);
        while (next < explanation->node_count && explanation->nodes[next].depth > depth)
            next = write_node(json, explanation, next);
        tip_json_end_array(json);
    }
    tip_json_end_object(json);
    return next;
}

void tip_explained_tree_write(struct tip_json *json, const struct tip_explanation *explanation)
{
    tip_json_key(json, "tree");
    if (explanation->node_count > 0)
        write_node(json, explanation, 0);
    else
        tip_json_null(json);
}

/* ---- hits ---- */

static void write_part(struct tip_json *json, const struct tip_explained_part *part)
{
    tip_json_object(json);
    tip_json_member_text(json, "kind", part->kind);
    write_if_there(json, "text", part->text);
    write_if_there(json, "stem", part->stem);
    write_if_there(json, "field", part->field);
    if (part->count > 0)
        tip_json_member_integer(json, "count", part->count);
    write_number_member(json, "score", part->score);
    tip_json_end_object(json);
}

static void write_lacks(struct tip_json *json, const struct tip_explained_hit *hit)
{
    tip_json_key(json, "lacks");
    tip_json_array(json);
    for (size_t i = 0; i < hit->lack_count; i++) {
        tip_json_object(json);
        tip_json_member_text(json, "why", hit->lacks[i].why);
        write_if_there(json, "text", hit->lacks[i].text);
        tip_json_end_object(json);
    }
    tip_json_end_array(json);
}

void tip_explained_hit_write(struct tip_json *json, const struct tip_explained_hit *hit)
{
    tip_json_member_boolean(json, "matches", hit->is_match);
    tip_json_key(json, "parts");
    tip_json_array(json);
    for (size_t i = 0; i < hit->part_count; i++)
        write_part(json, &hit->parts[i]);
    tip_json_end_array(json);
    if (!hit->is_match)
        write_lacks(json, hit);
}
