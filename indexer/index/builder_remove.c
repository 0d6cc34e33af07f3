/* A report taken out of the index again: every part gives back what it had of it. Words stay in the
 * dictionary with the occurrences that are left, as their numbers may not move. */
#include <stdlib.h>
#include <string.h>

#include "index/builder_parts.h"

/* The report that is being removed. */
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
    return tip_tokens_builder_put(builder->tokens, number, list, error);
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
    builder->manifest.words -= entry->words;
    builder->manifest.text_bytes -= text_bytes;
    return TIP_OK;
}

/* Passages that still wait for the dictionary are stored first, so that all are removed alike. */
static tip_status remove_passages(struct tip_builder *builder, uint32_t report,
                                  struct tip_error *error)
{
    struct removing removing = {.builder = builder};
    tip_status status = tip_record_store_settle(&builder->store, error);
    uint32_t number = builder->table.reports[report].first;
    while (number != 0 && status == TIP_OK) {
        status = remove_passage(&removing, number, error);
        number = builder->table.passages[number].next;
    }
    tip_index_close(removing.live);
    if (status == TIP_OK)
        tip_passage_table_remove_report(&builder->table, report);
    return status;
}

/* True when the ledger had a line of the report. */
static bool remove_line(struct tip_builder *builder, const char *report_id)
{
    const struct tip_manifest *manifest = &builder->manifest;
    for (size_t i = 0; i < manifest->source_count; i++) {
        const char *report = manifest->sources[i].report;
        if (report == NULL || strcmp(report, report_id) != 0)
            continue;
        tip_manifest_remove_source(&builder->manifest, i);
        if (i < builder->cloned_sources)
            builder->cloned_sources--;
        return true;
    }
    return false;
}

tip_status tip_builder_remove(struct tip_builder *builder, const char *report_id,
                              struct tip_error *error)
{
    tip_status status = tip_builder_is_open(builder, error);
    if (status != TIP_OK)
        return status;
    uint32_t report = tip_passage_table_report(&builder->table, report_id);
    bool has_passages = report != 0 && builder->table.reports[report].first != 0;
    if (has_passages)
        status = remove_passages(builder, report, error);
    if (status != TIP_OK) {
        builder->is_closed = true;
        return status;
    }
    if (!remove_line(builder, report_id) && !has_passages)
        return tip_error_set(error, TIP_NOT_FOUND, "there is no report %s in the index", report_id);
    return TIP_OK;
}
