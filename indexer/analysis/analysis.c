/* The analyser: chunks are segmented into atoms (segment.c), atoms made into words (word.c), words
 * folded (fold.c) and kept (tokens.c). */
#include "analysis/analysis.h"

#include <stdlib.h>

#include "analysis/fold.h"
#include "analysis/segment.h"
#include "analysis/stem.h"
#include "analysis/tokens.h"
#include "analysis/word.h"

struct tip_analyser {
    struct tip_segmenter segmenter;
    struct tip_fold fold;
    struct tip_stemmers stemmers;
};

tip_status tip_analyser_create(struct tip_analyser **out, struct tip_error *error)
{
    struct tip_analyser *analyser = calloc(1, sizeof(*analyser));
    if (analyser == NULL)
        return tip_error_memory(error, "making an analyser");
    tip_status status = tip_segmenter_open(&analyser->segmenter, error);
    if (status == TIP_OK)
        status = tip_fold_init(&analyser->fold, error);
    if (status != TIP_OK) {
        tip_analyser_free(analyser);
        return status;
    }
    *out = analyser;
    return TIP_OK;
}

void tip_analyser_free(struct tip_analyser *analyser)
{
    if (analyser == NULL)
        return;
    tip_segmenter_close(&analyser->segmenter);
    tip_stemmers_close(&analyser->stemmers);
    free(analyser);
}

tip_status tip_analyse(struct tip_analyser *analyser, const char *text, size_t length,
                       struct tip_tokens *tokens, struct tip_error *error)
{
    tip_tokens_reset(tokens);
    if (length > UINT32_MAX)
        return tip_error_set(error, TIP_LIMIT,
                             "a text of %zu bytes is above the limit of 4 GiB: split it", length);
    for (size_t at = 0; at < length;) {
        at = tip_segment_next(&analyser->segmenter, text, length, at);
        struct tip_chunk chunk = {
            .text = text,
            .length = length,
            .atoms = analyser->segmenter.atoms,
            .count = analyser->segmenter.atom_count,
        };
        if (!tip_words_of_chunk(&analyser->fold, &chunk, tokens))
            return tip_error_memory(error, "analysing a text");
    }
    return TIP_OK;
}

const char *tip_analyser_stem(struct tip_analyser *analyser, const char *language, const char *word,
                              size_t word_length, size_t *stem_length)
{
    return tip_stem(&analyser->stemmers, language, word, word_length, stem_length);
}

size_t tip_analyser_fold(struct tip_analyser *analyser, const char *bytes, size_t length,
                         char out[TIP_WORD_LIMIT])
{
    bool is_cut = false;
    return tip_fold_bytes(&analyser->fold, bytes, length, out, &is_cut);
}
