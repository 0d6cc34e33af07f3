/* Each of a pattern's queries is a search of its own, whose matches are added to the pattern's set
 * only when it came to its end. */
#include "search/patterns.h"

#include <stdlib.h>
#include <string.h>

#include "search/which.h"

struct entry {
    struct tip_bitmap passages; /* what the first `done` queries found; empty before */
    size_t done;
    uint64_t asked; /* when, by the cache's count */
};

struct tip_pattern_cache {
    struct entry *entries; /* by place in the knowledge */
    size_t count;
    size_t bytes;
    uint64_t asked;
    struct tip_bitmap cut; /* a pattern's set with what a query found that was cut short */
};

/* ---- the cache ---- */

static size_t bytes_of(const struct tip_bitmap *bitmap)
{
    return ((size_t)bitmap->size + 63) / 64 * sizeof *bitmap->words;
}

static tip_status open_cache(struct tip_searcher *searcher, struct tip_error *error)
{
    if (searcher->patterns != NULL) {
        return TIP_OK;
    }
    size_t count = tip_pattern_count(searcher->knowledge);
    struct tip_pattern_cache *cache = calloc(1, sizeof *cache);
    struct entry *entries = calloc(count + 1, sizeof *entries);
    if (cache == NULL || entries == NULL) {
        free(cache);
        free(entries);
        return tip_error_memory(error, "looking for a pattern");
    }
    cache->entries = entries;
    cache->count = count;
    searcher->patterns = cache;
    return TIP_OK;
}

void tip_pattern_cache_free(struct tip_pattern_cache *cache)
{
    if (cache == NULL) {
        return;
    }
    for (size_t i = 0; i < cache->count; i++) {
        tip_bitmap_free(&cache->entries[i].passages);
    }
    tip_bitmap_free(&cache->cut);
    free(cache->entries);
    free(cache);
}

static struct entry *longest_unasked(struct tip_pattern_cache *cache, const struct entry *but)
{
    struct entry *found = NULL;
    for (size_t i = 0; i < cache->count; i++) {
        struct entry *entry = &cache->entries[i];
        if (entry != but && entry->passages.size > 0 &&
            (found == NULL || entry->asked < found->asked)) {
            found = entry;
        }
    }
    return found;
}

static void make_room(struct tip_pattern_cache *cache, const struct entry *but)
{
    struct entry *old;
    while (cache->bytes > TIP_PATTERN_CACHE_BYTES && (old = longest_unasked(cache, but)) != NULL) {
        cache->bytes -= bytes_of(&old->passages);
        tip_bitmap_free(&old->passages);
        *old = (struct entry){0};
    }
}

/* The pattern's entry, with a set that may be empty. */
static tip_status open_entry(struct tip_searcher *searcher, size_t place, struct entry **out,
                             struct tip_error *error)
{
    tip_status status = open_cache(searcher, error);
    if (status != TIP_OK) {
        return status;
    }
    struct tip_pattern_cache *cache = searcher->patterns;
    struct entry *entry = &cache->entries[place];
    entry->asked = ++cache->asked;
    if (entry->passages.size == 0) {
        status = tip_bitmap_init(&entry->passages, searcher->live.size, error);
        cache->bytes += bytes_of(&entry->passages);
        make_room(cache, entry);
    }
    *out = entry;
    return status;
}

/* ---- a pattern's queries ---- */

/* `found`: the passages of one query. */
static tip_status run_query(struct tip_searcher *searcher, const char *text,
                            struct tip_bitmap *found, bool *is_cut, struct tip_error *error)
{
    struct tip_query query;
    struct tip_plan plan = {0};
    size_t at;
    tip_status status = tip_query_parse(&query, searcher->analyser, &searcher->tokens,
                                        searcher->knowledge, text, strlen(text), &at, error);
    if (status == TIP_OK && tip_query_has_field(&query, TIP_FILTER_PATTERN)) {
        status = tip_error_set(error, TIP_INVALID, "a pattern's query cannot name a pattern");
    }
    if (status == TIP_OK) {
        status = tip_plan_make(&plan, searcher, &query, error);
    }
    if (status == TIP_OK) {
        status = tip_which(searcher, &plan, &searcher->live, found, is_cut, error);
    }
    tip_plan_free(&plan);
    tip_query_free(&query);
    return status;
}

/* Runs the queries that were not yet run, as far as the time goes; `found` is scratch. */
static tip_status run_queries(struct tip_searcher *searcher, const struct tip_pattern *pattern,
                              struct entry *entry, struct tip_bitmap *found, bool *is_cut,
                              struct tip_error *error)
{
    tip_status status = TIP_OK;
    while (entry->done < pattern->query_count && status == TIP_OK) {
        status = run_query(searcher, pattern->queries[entry->done].text, found, is_cut, error);
        if (status != TIP_OK || *is_cut) {
            return status;
        }
        tip_bitmap_or(&entry->passages, found);
        entry->done++;
        *is_cut = entry->done < pattern->query_count && tip_searcher_is_late(searcher);
        if (*is_cut) {
            tip_bitmap_clear(found);
            return TIP_OK;
        }
    }
    return status;
}

tip_status tip_pattern_passages(struct tip_searcher *searcher, size_t place, bool only_known,
                                const struct tip_bitmap **passages, bool *is_cut,
                                struct tip_error *error)
{
    const struct tip_pattern *pattern = tip_pattern_at(searcher->knowledge, place);
    struct entry *entry;
    *is_cut = false;
    tip_status status = open_entry(searcher, place, &entry, error);
    if (status != TIP_OK) {
        return status;
    }
    *passages = &entry->passages;
    *is_cut = only_known && entry->done < pattern->query_count;
    if (only_known || entry->done == pattern->query_count) {
        return TIP_OK;
    }
    struct tip_bitmap *found = &searcher->patterns->cut;
    if (found->size == 0) {
        status = tip_bitmap_init(found, searcher->live.size, error);
    }
    if (status == TIP_OK) {
        status = run_queries(searcher, pattern, entry, found, is_cut, error);
    }
    if (status == TIP_OK && *is_cut) {
        tip_bitmap_or(found, &entry->passages);
        *passages = found;
    }
    return status;
}

/* ---- filters ---- */

static tip_status gather(struct tip_searcher *searcher, const struct tip_query *query, size_t owner,
                         bool is_excluded, struct tip_bitmap *out, size_t *count, bool *is_cut,
                         struct tip_error *error)
{
    tip_status status = TIP_OK;
    *count = 0;
    for (size_t i = 0; i < query->filter_count && status == TIP_OK; i++) {
        const struct tip_filter *filter = &query->filters[i];
        if (filter->field != TIP_FILTER_PATTERN || filter->owner != owner ||
            filter->is_excluded != is_excluded) {
            continue;
        }
        const struct tip_bitmap *passages;
        bool one_is_cut;
        status =
            tip_pattern_passages(searcher, filter->pattern, *is_cut, &passages, &one_is_cut, error);
        if (status == TIP_OK) {
            tip_bitmap_or(out, passages);
            *is_cut |= one_is_cut;
            ++*count;
        }
    }
    return status;
}

tip_status tip_patterns_apply(struct tip_searcher *searcher, const struct tip_query *query,
                              size_t owner, struct tip_bitmap *bitmap, bool *is_cut,
                              struct tip_error *error)
{
    struct tip_bitmap set = {0};
    size_t count = 0;
    bool excluded_is_cut = false;
    tip_status status = tip_bitmap_init(&set, bitmap->size, error);
    if (status == TIP_OK) {
        status = gather(searcher, query, owner, false, &set, &count, is_cut, error);
    }
    if (status == TIP_OK && count > 0) {
        tip_bitmap_and(bitmap, &set);
        tip_bitmap_clear(&set);
    }
    if (status == TIP_OK) {
        status = gather(searcher, query, owner, true, &set, &count, &excluded_is_cut, error);
    }
    if (status == TIP_OK && excluded_is_cut) {
        tip_bitmap_clear(bitmap);
        *is_cut = true;
    } else if (status == TIP_OK) {
        tip_bitmap_and_not(bitmap, &set);
    }
    tip_bitmap_free(&set);
    return status;
}
