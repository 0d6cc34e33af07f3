/* Which generation a searcher answers from: the whole, or what a scope sees of it. What is kept for
 * each (its places, its words to correct to and so on) is put aside while another is in use, so
 * that scopes that take turns cost no more than one. */
#include <stdlib.h>
#include <string.h>

#include "search/passage_order.h"
#include "search/patterns.h"
#include "search/scan_matches.h"
#include "search/searcher.h"

/* ---- what is kept ---- */

static void kept_free(struct tip_kept *kept)
{
    tip_index_close(kept->index);
    tip_bitmap_free(&kept->live);
    tip_bitmap_free(&kept->ordinary);
    tip_bitmap_free(&kept->heading_words);
    free(kept->order);
    tip_places_free(kept->places);
    tip_section_tree_free(kept->tree);
    tip_lexicon_free(kept->lexicon);
    tip_pattern_cache_free(kept->patterns);
    tip_suggest_cache_free(kept->suggest);
    tip_restricted_release(kept->restricted);
    free(kept->key);
    *kept = (struct tip_kept){0};
}

static void fill_bitmaps(struct tip_kept *kept)
{
    const struct tip_columns *columns = kept->generation->columns;
    for (uint32_t n = 1; n < tip_columns_size(columns); n++) {
        if (!tip_columns_has(columns, n)) {
            continue;
        }
        tip_bitmap_set(&kept->live, n);
        if (tip_columns_kind_of(columns, n) != TIP_KIND_CONTENTS) {
            tip_bitmap_set(&kept->ordinary, n);
        }
    }
}

/* Of kept->generation, whose handle on the postings is open. */
static tip_status make_bitmaps(struct tip_kept *kept, struct tip_error *error)
{
    uint32_t size = tip_columns_size(kept->generation->columns);
    tip_status status = tip_bitmap_init(&kept->live, size, error);
    if (status == TIP_OK) {
        status = tip_bitmap_init(&kept->ordinary, size, error);
    }
    if (status != TIP_OK) {
        return status;
    }
    fill_bitmaps(kept);
    return tip_passage_order_make(&kept->order, kept->generation->columns, error);
}

static tip_status open_whole(struct tip_kept *kept, const struct tip_generation *generation,
                             struct tip_error *error)
{
    *kept = (struct tip_kept){.generation = generation};
    tip_status status = tip_index_open(&kept->index, generation->postings_path, error);
    return status == TIP_OK ? make_bitmaps(kept, error) : status;
}

static tip_status open_restricted(struct tip_kept *kept, struct tip_restricted_set *set,
                                  const struct tip_index *whole, const struct tip_scope *scope,
                                  struct tip_error *error)
{
    *kept = (struct tip_kept){.key = strdup(tip_scope_key(scope))};
    tip_status status = kept->key == NULL
                            ? tip_error_memory(error, "restricting a search")
                            : tip_restricted_acquire(&kept->restricted, set, scope, error);
    if (status == TIP_OK) {
        kept->generation = tip_restricted_generation(kept->restricted);
        status = tip_index_restrict(&kept->index, whole, &kept->generation->visible, error);
    }
    return status == TIP_OK ? make_bitmaps(kept, error) : status;
}

/* ---- in use and aside ---- */

static void put_aside(struct tip_searcher *searcher)
{
    struct tip_kept *kept = &searcher->kept[searcher->current];
    kept->generation = searcher->generation;
    kept->restricted = searcher->restricted;
    kept->index = searcher->index;
    kept->live = searcher->live;
    kept->ordinary = searcher->ordinary;
    kept->heading_words = searcher->heading_words;
    kept->order = searcher->order;
    kept->places = searcher->places;
    kept->tree = searcher->tree;
    kept->lexicon = searcher->lexicon;
    kept->patterns = searcher->patterns;
    kept->suggest = searcher->suggest;
    kept->warmed = searcher->warmed;
}

static void take_up(struct tip_searcher *searcher, size_t place)
{
    struct tip_kept *kept = &searcher->kept[place];
    searcher->generation = kept->generation;
    searcher->restricted = kept->restricted;
    searcher->index = kept->index;
    searcher->live = kept->live;
    searcher->ordinary = kept->ordinary;
    searcher->heading_words = kept->heading_words;
    searcher->order = kept->order;
    searcher->places = kept->places;
    searcher->tree = kept->tree;
    searcher->lexicon = kept->lexicon;
    searcher->patterns = kept->patterns;
    searcher->suggest = kept->suggest;
    searcher->warmed = kept->warmed;
    searcher->current = place;
    kept->used = ++searcher->uses;
}

void tip_searcher_leave(struct tip_searcher *searcher)
{
    put_aside(searcher);
    for (size_t i = 0; i <= TIP_SEARCHER_SCOPES; i++) {
        kept_free(&searcher->kept[i]);
    }
    take_up(searcher, 0);
    tip_scan_matches_free(searcher->scans);
    searcher->scans = NULL;
    tip_restricted_set_free(searcher->own);
    searcher->own = searcher->shared = NULL;
    searcher->scope = NULL;
}

static const struct tip_generation *whole_of(const struct tip_searcher *searcher)
{
    bool is_whole = searcher->generation == NULL || searcher->generation->whole == NULL;
    return is_whole ? searcher->generation : searcher->generation->whole;
}

/* The new generation is opened before the old one is left: a failure leaves that in service. */
tip_status tip_searcher_use(struct tip_searcher *searcher, const struct tip_generation *generation,
                            struct tip_error *error)
{
    if (whole_of(searcher) == generation) {
        return TIP_OK;
    }
    struct tip_kept next;
    tip_status status = open_whole(&next, generation, error);
    if (status != TIP_OK) {
        kept_free(&next);
        return status;
    }
    tip_searcher_leave(searcher);
    searcher->kept[0] = next;
    take_up(searcher, 0);
    return TIP_OK;
}

void tip_searcher_share(struct tip_searcher *searcher, struct tip_restricted_set *set)
{
    searcher->shared = set;
}

/* ---- scopes ---- */

static tip_status find_set(struct tip_searcher *searcher, struct tip_restricted_set **set,
                           struct tip_error *error)
{
    tip_status status = TIP_OK;
    if (searcher->shared == NULL && searcher->own == NULL) {
        status = tip_restricted_set_create(&searcher->own, whole_of(searcher), error);
    }
    *set = searcher->shared != NULL ? searcher->shared : searcher->own;
    return status;
}

/* Where a scope's things are, or else belong: in an empty place or that of the one unused longest,
 * which is emptied. */
static size_t find_place(struct tip_searcher *searcher, const char *key)
{
    size_t oldest = 1;
    for (size_t i = 1; i <= TIP_SEARCHER_SCOPES; i++) {
        if (searcher->kept[i].key != NULL && strcmp(searcher->kept[i].key, key) == 0) {
            return i;
        }
        if (searcher->kept[i].used < searcher->kept[oldest].used) {
            oldest = i;
        }
    }
    return oldest;
}

tip_status tip_searcher_limit(struct tip_searcher *searcher, const struct tip_scope *scope,
                              struct tip_error *error)
{
    struct tip_restricted_set *set = NULL;
    size_t place = scope == NULL ? 0 : find_place(searcher, tip_scope_key(scope));
    if (searcher->generation == NULL) {
        return TIP_OK; /* requests will be told so */
    }
    put_aside(searcher);
    struct tip_kept *kept = &searcher->kept[place];
    if (scope != NULL && (kept->key == NULL || strcmp(kept->key, tip_scope_key(scope)) != 0)) {
        struct tip_kept next = {0};
        tip_status status = find_set(searcher, &set, error);
        if (status == TIP_OK) {
            status = open_restricted(&next, set, searcher->kept[0].index, scope, error);
        }
        if (status != TIP_OK) {
            kept_free(&next);
            return status;
        }
        kept_free(kept);
        *kept = next;
    }
    take_up(searcher, place);
    searcher->scope = scope;
    return TIP_OK;
}

const struct tip_scope *tip_searcher_scope(const struct tip_searcher *searcher)
{
    return searcher->scope;
}

void tip_searcher_forget_knowledge(struct tip_searcher *searcher)
{
    put_aside(searcher);
    for (size_t i = 0; i <= TIP_SEARCHER_SCOPES; i++) {
        struct tip_kept *kept = &searcher->kept[i];
        tip_places_free(kept->places);
        kept->places = NULL;
        tip_pattern_cache_free(kept->patterns);
        kept->patterns = NULL;
        tip_suggest_cache_free(kept->suggest);
        kept->suggest = NULL;
        kept->warmed = 0;
    }
    take_up(searcher, searcher->current);
}
