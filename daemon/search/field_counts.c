#include "search/field_counts.h"

#include <stdlib.h>
#include <string.h>

struct counting {
    struct tip_field_counts *counts;
    struct tip_searcher *searcher;
    const char *language;
    const struct tip_rank_term *terms;
    size_t count;
    struct tip_error *error;
};

static void count_token(struct counting *counting, enum tip_field field,
                        const struct tip_token *token)
{
    size_t length;
    const char *stem = tip_analyser_stem(counting->searcher->analyser, counting->language,
                                         token->word, token->word_length, &length);
    for (size_t i = 0; i < counting->count; i++) {
        if (counting->terms[i].length == length &&
            memcmp(counting->terms[i].text, stem, length) == 0) {
            counting->counts->of_term[i][field]++;
        }
    }
}

/* Compounds are terms, but make nothing longer. */
static tip_status count_text(struct counting *counting, enum tip_field field, const char *text)
{
    struct tip_tokens *tokens = &counting->searcher->tokens;
    if (text == NULL) {
        return TIP_OK;
    }
    tip_status status =
        tip_analyse(counting->searcher->analyser, text, strlen(text), tokens, counting->error);
    for (size_t i = 0; status == TIP_OK && i < tokens->count; i++) {
        count_token(counting, field, &tokens->items[i]);
    }
    counting->counts->length[field] += status == TIP_OK ? tokens->positions : 0;
    return status;
}

tip_status tip_field_counts_read(struct tip_field_counts *counts, struct tip_searcher *searcher,
                                 const struct tip_view *view, const struct tip_rank_term *terms,
                                 size_t count, struct tip_error *error)
{
    const char *language = view->report.language;
    struct counting counting = {.counts = counts,
                                .searcher = searcher,
                                .language = language != NULL ? language : "en",
                                .terms = terms,
                                .count = count,
                                .error = error};
    *counts = (struct tip_field_counts){.of_term = calloc(count + 1, sizeof *counts->of_term)};
    if (counts->of_term == NULL) {
        return tip_error_memory(error, "counting words");
    }
    tip_status status = count_text(&counting, TIP_FIELD_BODY, view->text);
    if (status == TIP_OK) {
        status = count_text(&counting, TIP_FIELD_BODY, view->row.by);
    }
    for (size_t i = 0; i < view->depth && status == TIP_OK; i++) {
        status = count_text(&counting, TIP_FIELD_SECTION, view->headings[i]);
    }
    return status == TIP_OK ? count_text(&counting, TIP_FIELD_TITLE, view->report.title) : status;
}

void tip_field_counts_free(struct tip_field_counts *counts)
{
    free(counts->of_term);
    *counts = (struct tip_field_counts){0};
}

double tip_field_counts_share(const struct tip_field_counts *counts, size_t term,
                              enum tip_field field)
{
    const struct tip_field_weight *weight = &tip_field_weights[field];
    double normal = 1 - weight->b + weight->b * counts->length[field] / weight->pivot;
    return weight->weight * counts->of_term[term][field] / normal;
}
