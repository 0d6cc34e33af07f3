/* A report taken out of the index again: every part gives back what it had of it. Words stay in the
 * dictionary with the occurrences that are left, as their numbers may not move. */
#include <stdlib.h>
#include <string.h>

#include "index/builder_parts.h"

/* A removal under way. */
struct removing {
    struct tip_builder *builder;
    struct tip_index *live; /* on the live generation's postings; NULL until it is needed */
};

/* How long a text that was cloned is; nothing but its record knows. */
static tip_status cloned_text_bytes(struct removing *removing, uint32_t number, uint64_t *bytes,
                                    struct tip_error *error)
{
    const struct tip_generation *previous = removing->builder->previous;
    char *text = NULL;
    size_t length = 0;
    tip_status status = TIP_OK;
    if (removing->live == NULL)
        status = tip_index_open(&removing->live, previous->postings_path, error);
    if (status == TIP_OK)
        status = tip_generation_text(previous, removing->live, number, &text, &length, error);
    free(text);
    *bytes = length;
    return status;
}

static tip_status take_back_words(struct tip_builder *builder, uint32_t number,
                                  struct tip_error *error)
{
    struct tip_token_list *list = &builder->list;
    tip_status status = tip_tokens_builder_get(builder->tokens, number, list, error);
    if (status != TIP_OK)
        return status;
    for (size_t i = 0; i < list->count[TIP_STREAM_BODY]; i++)
        if (list->words[i] != TIP_NO_WORD)
            tip_words_builder_count(builder->words, list->words[i], -1);
    tip_token_list_clear(list);
    status = tip_tokens_builder_put(builder->tokens, number, list, error);
    return status == TIP_OK ? tip_signatures_builder_put(builder->signatures, number, list,
                                                         builder->words, error)
                            : status;
}

static tip_status remove_passage(struct removing *removing, uint32_t number,
                                 struct tip_error *error)
{
    struct tip_builder *builder = removing->builder;
    const struct tip_passage_entry *entry = &builder->table.passages[number];
    uint64_t text_bytes = entry->text_bytes;
    tip_status status = TIP_OK;
    if (!entry->is_new)
        status = cloned_text_bytes(removing, number, &text_bytes, error);
    if (status == TIP_OK)
        status = take_back_words(builder, number, error);
    if (status == TIP_OK)
        status = tip_index_remove(builder->store.writer, number, error);
    if (status != TIP_OK)
        return status;
    tip_columns_builder_remove(builder->columns, number);
    builder->manifest.passages--;
    builder->manifest.changes++;
    builder->manifest.words -= entry->words;
    builder->manifest.text_bytes -= text_bytes;
    return TIP_OK;
}

static tip_status remove_passages(struct removing *removing, uint32_t report,
                                  struct tip_error *error)
{
    struct tip_passage_table *table = &removing->builder->table;
    uint32_t number = table->reports[report].first;
    tip_status status = TIP_OK;
    while (number != 0 && status == TIP_OK) {
        status = remove_passage(removing, number, error);
        number = table->passages[number].next;
    }
    if (status == TIP_OK)
        tip_passage_table_remove_report(table, report);
    return status;
}

/* ---- the ledger ---- */

/* What is taken out of an index. */
struct share {
    uint32_t passages;
    uint64_t words;
};

static uint64_t less(uint64_t figure, uint64_t share)
{
    return figure > share ? figure - share : 0;
}

static bool drop_line(struct tip_builder *builder, const char *id, bool is_collection)
{
    size_t place = tip_builder_find_line(builder, id, is_collection);
    if (place == builder->manifest.source_count)
        return false;
    tip_builder_drop_line(builder, place);
    return true;
}

/* A record that is gone leaves the line of its collection, which has none while it is added. */
static void take_from_line(struct tip_builder *builder, const char *collection,
                           const struct share *share)
{
    struct tip_manifest *manifest = &builder->manifest;
    size_t place = tip_builder_find_line(builder, collection, true);
    if (place == manifest->source_count)
        return;
    struct tip_source *line = &manifest->sources[place];
    line->reports -= line->reports > 0;
    line->passages = (uint32_t)less(line->passages, share->passages);
    line->words_in = less(line->words_in, share->words);
    line->words_indexed = less(line->words_indexed, share->words);
}

/* ---- reports and collections ---- */

/* Passages that still wait for the dictionary are stored first, so that all are removed alike. */
static tip_status begin_removing(struct removing *removing, struct tip_builder *builder,
                                 struct tip_error *error)
{
    *removing = (struct removing){.builder = builder};
    tip_status status = tip_builder_is_open(builder, error);
    return status == TIP_OK ? tip_record_store_settle(&builder->store, error) : status;
}

static bool has_passages(const struct tip_builder *builder, uint32_t report)
{
    return report != 0 && builder->table.reports[report].first != 0;
}

static tip_status remove_report(struct removing *removing, uint32_t report, struct share *share,
                                struct tip_error *error)
{
    const struct tip_manifest *manifest = &removing->builder->manifest;
    uint32_t passages = manifest->passages;
    uint64_t words = manifest->words;
    tip_status status = remove_passages(removing, report, error);
    *share =
        (struct share){.passages = passages - manifest->passages, .words = words - manifest->words};
    if (status != TIP_OK)
        removing->builder->is_closed = true;
    return status;
}

tip_status tip_builder_remove(struct tip_builder *builder, const char *report_id,
                              struct tip_error *error)
{
    const struct tip_passage_table *table = &builder->table;
    struct removing removing;
    struct share share = {0};
    tip_status status = begin_removing(&removing, builder, error);
    if (status != TIP_OK)
        return status;
    uint32_t report = tip_passage_table_report(table, report_id);
    bool is_there = has_passages(builder, report);
    if (is_there)
        status = remove_report(&removing, report, &share, error);
    tip_index_close(removing.live);
    if (status != TIP_OK)
        return status;
    if (is_there && table->reports[report].collection != TIP_NO_TEXT) {
        uint32_t collection = table->reports[report].collection;
        take_from_line(builder, tip_text_pool_get(&table->collections, collection, NULL), &share);
    } else if (!drop_line(builder, report_id, false) && !is_there) {
        return tip_error_set(error, TIP_NOT_FOUND, "there is no report %s in the index", report_id);
    }
    return TIP_OK;
}

tip_status tip_builder_remove_collection(struct tip_builder *builder, const char *collection,
                                         struct tip_error *error)
{
    const struct tip_passage_table *table = &builder->table;
    struct removing removing;
    tip_status status = begin_removing(&removing, builder, error);
    uint32_t number = tip_text_pool_find(&table->collections, collection, strlen(collection));
    bool is_there = false;
    for (uint32_t i = 1; i <= table->report_count && status == TIP_OK; i++) {
        struct share share;
        if (number == TIP_NO_TEXT || table->reports[i].collection != number ||
            !has_passages(builder, i))
            continue;
        is_there = true;
        status = remove_report(&removing, i, &share, error);
    }
    tip_index_close(removing.live);
    if (status == TIP_OK && !drop_line(builder, collection, true) && !is_there)
        status = tip_error_set(error, TIP_NOT_FOUND, "there is no collection %s in the index",
                               collection);
    return status;
}

tip_status tip_builder_purge(struct tip_builder *builder, const char *report_id,
                             struct tip_error *error)
{
    uint32_t number;
    tip_status status = tip_builder_is_open(builder, error);
    if (status == TIP_OK)
        status = tip_text_pool_add(&builder->purged, report_id, strlen(report_id), &number, error);
    return status;
}
