/* A passage's stems come from its word numbers. What is alike is ranked by stems and sets. */
#include "search/similar.h"

#include <stdlib.h>
#include <string.h>

#include "search/similar_stems.h"
#include "search/twins.h"

/* The constant of saturation for a note: that a passage shares several of its words tells more than
 * that one of them stands in it again and again. */
static const double NOTE_K1 = 0.5;
/* What running text has before lists and tables, which name much and tell little. */
static const double PROSE_WEIGHT = 4;

/* ---- the example is a passage ---- */

static tip_status gather_passage(struct tip_met_stems *stems, struct tip_searcher *searcher,
                                 uint32_t number, struct tip_error *error)
{
    const struct tip_words *words = searcher->generation->words;
    struct tip_token_list *list = &searcher->words;
    tip_status status = tip_token_file_get(searcher->generation->tokens, number, list, error);
    for (size_t i = 0; status == TIP_OK && i < list->count[TIP_STREAM_BODY]; i++) {
        if (list->words[i] == TIP_NO_WORD) {
            continue;
        }
        struct tip_word word;
        struct tip_met_stem stem = {.share = 1};
        tip_words_get(words, list->words[i], &word);
        if (tip_stems_tells(word.text, word.length)) {
            stem.text = tip_words_stem(words, word.stem, &stem.length);
            status = tip_stems_meet(stems, &stem, error);
        }
    }
    return status;
}

/* A stem of this passage alone leads nowhere. */
tip_status tip_similar_to_passage(struct tip_similar *similar, struct tip_searcher *searcher,
                                  uint32_t number, struct tip_error *error)
{
    static const struct tip_stem_rule rule = {.least = 2};
    struct tip_met_stems stems = {0};
    *similar = (struct tip_similar){0};
    tip_status status = gather_passage(&stems, searcher, number, error);
    if (status == TIP_OK) {
        status = tip_stems_choose(similar, &stems, searcher, &rule, error);
    }
    tip_stems_free(&stems);
    return status;
}

void tip_similar_free(struct tip_similar *similar)
{
    for (size_t i = 0; i < similar->count; i++) {
        free((char *)similar->terms[i].text);
    }
    free(similar->terms);
    for (size_t i = 0; i < similar->set_count; i++) {
        tip_bitmap_free(&similar->sets[i].passages);
    }
    *similar = (struct tip_similar){0};
}

/* ---- the passages ---- */

static void add_sets(struct tip_bitmap *matches, const struct tip_similar *similar, size_t from,
                     size_t to)
{
    for (size_t i = from; i < to; i++) {
        tip_bitmap_or(matches, &similar->sets[i].passages);
    }
}

/* That a passage is about the same country makes nothing alike by itself, but is all there is of a
 * note that tells nothing else. */
static tip_status find_matches(struct tip_searcher *searcher, const struct tip_similar *similar,
                               struct tip_bitmap *matches, struct tip_error *error)
{
    for (size_t i = 0; i < similar->count; i++) {
        tip_status status = tip_index_postings(searcher->index, similar->terms[i].text,
                                               similar->terms[i].length, matches, error);
        if (status != TIP_OK) {
            return status;
        }
    }
    add_sets(matches, similar, similar->country_count, similar->set_count);
    if (similar->count == 0 && similar->set_count == similar->country_count) {
        add_sets(matches, similar, 0, similar->country_count);
    }
    tip_bitmap_and(matches, &searcher->ordinary);
    return TIP_OK;
}

static tip_status find_prose(struct tip_bitmap *prose, const struct tip_searcher *searcher,
                             const struct tip_bitmap *matches, struct tip_error *error)
{
    const struct tip_columns *columns = searcher->generation->columns;
    tip_status status = tip_bitmap_init(prose, matches->size, error);
    if (status != TIP_OK) {
        return status;
    }
    for (uint32_t number = tip_bitmap_next(matches, 0); number < matches->size;
         number = tip_bitmap_next(matches, number + 1)) {
        enum tip_kind kind = tip_columns_kind_of(columns, number);
        if (kind != TIP_KIND_LIST && kind != TIP_KIND_TABLE) {
            tip_bitmap_set(prose, number);
        }
    }
    return TIP_OK;
}

static tip_status rank(struct tip_searcher *searcher, const struct tip_similar *similar,
                       const struct tip_bitmap *prose, size_t limit,
                       const struct tip_bitmap *matches, struct tip_page_hits *hits,
                       struct tip_error *error)
{
    struct tip_rank_set sets[TIP_SIMILAR_SETS + 1];
    size_t count = 0;
    for (size_t i = 0; i < similar->set_count; i++) {
        sets[count++] = (struct tip_rank_set){.passages = &similar->sets[i].passages,
                                              .weight = similar->sets[i].weight};
    }
    if (similar->is_note) {
        sets[count++] = (struct tip_rank_set){.passages = prose, .weight = PROSE_WEIGHT};
    }
    struct tip_rank_request request = {.terms = similar->terms,
                                       .term_count = similar->count,
                                       .among = matches,
                                       .sets = sets,
                                       .set_count = count,
                                       .k1 = similar->is_note ? NOTE_K1 : tip_rank_k1,
                                       .limit = (uint32_t)limit,
                                       .deadline_ns = searcher->deadline_ns,
                                       .order = searcher->order};
    struct tip_rank_result result;
    tip_status status = tip_index_rank(searcher->index, &request, &result, error);
    if (status == TIP_OK) {
        *hits = (struct tip_page_hits){.items = result.hits,
                                       .count = result.count,
                                       .is_cut = result.is_cut || similar->is_cut};
    }
    return status;
}

tip_status tip_similar_rank(struct tip_searcher *searcher, const struct tip_similar *similar,
                            uint32_t except, size_t limit, struct tip_bitmap *matches,
                            uint32_t *hidden, struct tip_page_hits *hits, struct tip_error *error)
{
    *hits = (struct tip_page_hits){0};
    *hidden = 0;
    tip_status status = find_matches(searcher, similar, matches, error);
    if (status != TIP_OK) {
        return status;
    }
    if (except != 0) {
        tip_twins_exclude(searcher, except, matches);
    }
    status = tip_twins_hide(searcher, matches, hidden, error);
    if (status != TIP_OK || similar->count + similar->set_count == 0 || limit == 0) {
        return status;
    }
    struct tip_bitmap prose = {0};
    status = find_prose(&prose, searcher, matches, error);
    if (status == TIP_OK) {
        status = rank(searcher, similar, &prose, limit, matches, hits, error);
    }
    tip_bitmap_free(&prose);
    return status;
}
