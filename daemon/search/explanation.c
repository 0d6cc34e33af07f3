#include "search/explanation.h"

#include <stdlib.h>

static void free_word(struct tip_explained_word *word)
{
    for (size_t i = 0; i < word->stem_count; i++) {
        free(word->stems[i].text);
    }
    for (size_t i = 0; i < word->fit_count; i++) {
        free(word->fits[i]);
    }
    free(word->stems);
    free(word->fits);
    free(word->text);
}

static void free_node(struct tip_explained_node *node)
{
    for (size_t i = 0; i < node->word_count; i++) {
        free_word(&node->words[i]);
    }
    for (size_t i = 0; i < node->also_count; i++) {
        free(node->also[i].text);
    }
    free(node->words);
    free(node->also);
    free(node->text);
}

static void free_hit(struct tip_explained_hit *hit)
{
    for (size_t i = 0; i < hit->part_count; i++) {
        free(hit->parts[i].text);
        free(hit->parts[i].stem);
    }
    for (size_t i = 0; i < hit->lack_count; i++) {
        free(hit->lacks[i].text);
    }
    free(hit->parts);
    free(hit->lacks);
}

void tip_explanation_free(struct tip_explanation *explanation)
{
    if (explanation == NULL) {
        return;
    }
    for (size_t i = 0; i < explanation->node_count; i++) {
        free_node(&explanation->nodes[i]);
    }
    for (size_t i = 0; i < explanation->hit_count; i++) {
        free_hit(&explanation->hits[i]);
    }
    free(explanation->nodes);
    free(explanation->hits);
    free(explanation);
}
