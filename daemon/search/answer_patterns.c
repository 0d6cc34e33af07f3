/* PATTERNS: what the knowledge's patterns find in the index. */
#include <stdlib.h>

#include "search/answer.h"
#include "search/patterns.h"
#include "search/twins.h"

/* How many hits a search for the pattern has: without contents, and the same text once. `shown` is
 * scratch. */
static tip_status count_shown(struct tip_searcher *searcher, const struct tip_bitmap *passages,
                              struct tip_bitmap *shown, uint32_t *count, struct tip_error *error)
{
    uint32_t hidden;
    tip_bitmap_copy(shown, passages);
    tip_bitmap_and(shown, &searcher->ordinary);
    tip_status status = tip_twins_hide(searcher, shown, &hidden, error);
    *count = tip_bitmap_count(shown);
    return status;
}

static tip_status count_patterns(struct tip_searcher *searcher, struct tip_reply *reply,
                                 size_t count, struct tip_error *error)
{
    struct tip_bitmap shown = {0};
    tip_status status = tip_bitmap_init(&shown, searcher->ordinary.size, error);
    for (size_t i = 0; i < count && status == TIP_OK; i++) {
        const struct tip_bitmap *passages;
        struct tip_pattern_count counted = {.pattern = tip_pattern_at(searcher->knowledge, i)};
        bool is_cut;
        status = tip_pattern_passages(searcher, i, reply->is_partial, &passages, &is_cut, error);
        if (status == TIP_OK) {
            status = count_shown(searcher, passages, &shown, &counted.count, error);
            reply->is_partial |= is_cut;
            reply->patterns[reply->pattern_count++] = counted;
        }
    }
    tip_bitmap_free(&shown);
    return status;
}

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
    return count_patterns(searcher, reply, count, error);
}
