/* GET and SIMILAR: both begin at a passage's id. */
#include <stdlib.h>
#include <string.h>

#include "search/answer.h"
#include "search/hits.h"
#include "search/similar.h"
#include "search/view.h"

enum { ID_DIGITS = 16 };

/* 16 hex digits, of either case. */
static bool parse_id(const char *text, uint64_t *id)
{
    if (strlen(text) != ID_DIGITS || strspn(text, "0123456789abcdefABCDEF") != ID_DIGITS) {
        return false;
    }
    *id = strtoull(text, NULL, 16);
    return true;
}

/* What an id stood for that no passage has any more, as far as the asker may see it: what was in
 * another report is not known. */
static bool find_entry(const struct tip_searcher *searcher, uint64_t id,
                       struct tip_moved_entry *entry)
{
    const struct tip_generation *generation = searcher->generation;
    if (!tip_moved_find(generation->moved, id, entry) ||
        !tip_scope_has(searcher->scope, entry->report)) {
        return false;
    }
    size_t kept = 0;
    for (size_t i = 0; i < entry->count; i++) {
        if (tip_columns_find_id(generation->columns, entry->successors[i].id) != 0) {
            entry->successors[kept++] = entry->successors[i];
        }
    }
    entry->count = kept;
    return true;
}

/* The passage that holds most of what an id stood for that no passage has any more; 0 when the
 * reply is an error now. */
static uint32_t find_moved(const struct tip_searcher *searcher, uint64_t id, const char *text,
                           struct tip_reply *reply)
{
    struct tip_moved_entry entry;
    if (!find_entry(searcher, id, &entry)) {
        tip_reply_fail(reply, TIP_CODE_UNKNOWN_ID, "there is no passage %.16s in the index", text);
        return 0;
    }
    if (entry.count == 0) {
        tip_reply_fail(reply, TIP_CODE_GONE,
                       "the passage %.16s was in the index until generation %u, and its text is no "
                       "longer there",
                       text, entry.last);
        return 0;
    }
    reply->moved = entry;
    return tip_columns_find_id(searcher->generation->columns, entry.successors[0].id);
}

uint32_t tip_answer_find_passage(const struct tip_searcher *searcher, const char *text,
                                 struct tip_reply *reply)
{
    uint64_t id;
    if (text == NULL || !parse_id(text, &id)) {
        tip_reply_fail(reply, TIP_CODE_BAD_REQUEST,
                       "an id is 16 hex digits, as hits show it, such as 9f3a5c0012de77ab");
        return 0;
    }
    uint32_t number = tip_columns_find_id(searcher->generation->columns, id);
    return number != 0 ? number : find_moved(searcher, id, text, reply);
}

/* ---- GET ---- */

/* Makes the views of the passages at ordinals [from, to) of a report; gaps are left out. */
static tip_status make_neighbours(struct tip_view **views, size_t *count,
                                  struct tip_searcher *searcher, uint32_t report, uint32_t from,
                                  uint32_t to, struct tip_error *error)
{
    *views = calloc((size_t)(to - from) + 1, sizeof **views);
    if (*views == NULL) {
        return tip_error_memory(error, "showing a passage");
    }
    tip_status status = TIP_OK;
    for (uint32_t ordinal = from; ordinal < to && status == TIP_OK; ordinal++) {
        uint32_t number = tip_columns_find_ordinal(searcher->generation->columns, report, ordinal);
        if (number != 0) {
            status = tip_view_make(&(*views)[(*count)++], searcher, number, true, error);
        }
    }
    return status;
}

tip_status tip_answer_get(struct tip_searcher *searcher, const struct tip_request *request,
                          struct tip_reply *reply, struct tip_error *error)
{
    uint32_t number = tip_answer_find_passage(searcher, request->id, reply);
    if (number == 0) {
        return TIP_OK;
    }
    reply->kind = TIP_REPLY_PASSAGE;
    tip_status status = tip_view_make(&reply->passage, searcher, number, true, error);
    if (status != TIP_OK) {
        return status;
    }
    const struct tip_row *row = &reply->passage.row;
    uint32_t here = row->ordinal, context = request->context;
    uint32_t first = here > context ? here - context : 0;
    uint32_t last = here < UINT32_MAX - context - 1 ? here + context : here;
    status = make_neighbours(&reply->before, &reply->before_count, searcher, row->report, first,
                             here, error);
    if (status == TIP_OK) {
        status = make_neighbours(&reply->after, &reply->after_count, searcher, row->report,
                                 here + 1, last + 1, error);
    }
    return status;
}

/* ---- SIMILAR ---- */

/* Most often the text is written in another language than the reports. */
static tip_status hint_languages(const struct tip_searcher *searcher, struct tip_reply *reply,
                                 struct tip_error *error)
{
    const struct tip_words *words = searcher->generation->words;
    struct tip_string text = {0};
    tip_string_append_text(&text, "No passage has a telling word of this text");
    for (uint32_t l = 0; l < tip_words_language_count(words); l++) {
        tip_string_printf(&text, "%s%s", l == 0 ? "; the reports are written in: " : ", ",
                          tip_words_language(words, l));
    }
    reply->hint = tip_string_release(&text);
    return reply->hint == NULL ? tip_error_memory(error, "looking for similar passages") : TIP_OK;
}

static tip_status show_similar(struct tip_searcher *searcher, const struct tip_request *request,
                               const struct tip_similar *similar, uint32_t except,
                               struct tip_reply *reply, struct tip_error *error)
{
    struct tip_bitmap matches = {0};
    struct tip_page_hits hits = {0};
    uint32_t hidden;
    tip_status status = tip_bitmap_init(&matches, searcher->live.size, error);
    if (status == TIP_OK) {
        status = tip_similar_rank(searcher, similar, except, request->limit, &matches, &hidden,
                                  &hits, error);
    }
    if (status == TIP_OK) {
        reply->kind = TIP_REPLY_HITS;
        reply->total = reply->total_distinct = tip_bitmap_count(&matches);
        reply->total_all = reply->total + hidden;
        /* a cut reply never says it is exact */
        reply->total_is = hits.is_cut ? TIP_TOTAL_AT_LEAST : TIP_TOTAL_EXACT;
        reply->is_partial = hits.is_cut;
        status = tip_hits_make(reply, searcher, NULL, &hits, 1, request->with_text, error);
    }
    free(hits.items);
    tip_bitmap_free(&matches);
    return status;
}

tip_status tip_answer_similar(struct tip_searcher *searcher, const struct tip_request *request,
                              struct tip_reply *reply, struct tip_error *error)
{
    if ((request->id == NULL) == (request->like == NULL)) {
        tip_reply_fail(reply, TIP_CODE_BAD_REQUEST,
                       "SIMILAR takes either a passage's id or a text to be like");
        return TIP_OK;
    }
    uint32_t number = 0;
    if (request->id != NULL) {
        number = tip_answer_find_passage(searcher, request->id, reply);
        if (number == 0) {
            return TIP_OK;
        }
    }
    struct tip_similar similar;
    tip_status status = number != 0 ? tip_similar_to_passage(&similar, searcher, number, error)
                                    : tip_similar_to_text(&similar, searcher, request->like, error);
    if (status == TIP_OK) {
        status = show_similar(searcher, request, &similar, number, reply, error);
    }
    if (status == TIP_OK && request->like != NULL && reply->total == 0) {
        status = hint_languages(searcher, reply, error);
    }
    tip_similar_free(&similar);
    return status;
}
