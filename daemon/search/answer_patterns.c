/* PATTERNS: what the knowledge's patterns find in the index. */
#include <stdlib.h>

#include "search/answer.h"
#include "search/patterns.h"

/* Passages of kind contents are no more counted than pattern: finds them. */
tip_status tip_answer_patterns(struct tip_searcher *searcher, struct tip_reply *reply,
                               struct tip_error *error)
{
    const struct tip_knowledge *knowledge = searcher->knowledge;
    size_t count = knowledge == NULL ? 0 : tip_pattern_count(knowledge);
    reply->kind = TIP_REPLY_PATTERNS;
    reply->patterns = calloc(count + 1, sizeof *reply->patterns);
    if (reply->patterns == NULL) {
        return tip_error_memory(error, "listing patterns");
    }
    for (size_t i = 0; i < count; i++) {
        const struct tip_bitmap *passages;
        bool is_cut;
        tip_status status = tip_pattern_passages(searcher, i, &passages, &is_cut, error);
        if (status != TIP_OK) {
            return status;
        }
        reply->is_partial |= is_cut;
        reply->patterns[reply->pattern_count++] = (struct tip_pattern_count){
            .pattern = tip_pattern_at(knowledge, i),
            .count = tip_bitmap_count_common(passages, &searcher->ordinary)};
    }
    return TIP_OK;
}
