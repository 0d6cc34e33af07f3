/* The builder's ledger: a line a source, noted once all its reports are added. */
#include <string.h>

#include "index/builder_parts.h"

const struct tip_manifest *tip_builder_manifest(const struct tip_builder *builder)
{
    return &builder->manifest;
}

size_t tip_builder_find_line(const struct tip_builder *builder, const char *id, bool is_collection)
{
    const struct tip_manifest *manifest = &builder->manifest;
    size_t place = 0;
    for (; place < manifest->source_count; place++) {
        const struct tip_source *source = &manifest->sources[place];
        const char *its_id = is_collection ? source->collection : source->report;
        if (its_id != NULL && strcmp(its_id, id) == 0)
            break;
    }
    return place;
}

bool tip_builder_has_collection(const struct tip_builder *builder, const char *collection)
{
    const struct tip_text_pool *ever = &builder->table.collections; /* spares most the search */
    return tip_text_pool_find(ever, collection, strlen(collection)) != TIP_NO_TEXT &&
           tip_builder_find_line(builder, collection, true) < builder->manifest.source_count;
}

bool tip_builder_is_of_collection(const struct tip_builder *builder, const char *report_id,
                                  const char *collection)
{
    const struct tip_passage_table *table = &builder->table;
    uint32_t report = tip_passage_table_report(table, report_id);
    return collection != NULL && report != 0 &&
           table->reports[report].collection ==
               tip_text_pool_find(&table->collections, collection, strlen(collection)) &&
           table->reports[report].collection != TIP_NO_TEXT;
}

tip_status tip_builder_clone_ledger(struct tip_builder *builder, struct tip_error *error)
{
    const struct tip_manifest *live = &builder->previous->manifest;
    tip_status status = TIP_OK;
    for (size_t i = 0; i < live->source_count && status == TIP_OK; i++)
        status = tip_manifest_add_source(&builder->manifest, &live->sources[i], error);
    builder->manifest.passages = live->passages;
    builder->manifest.words = live->words;
    builder->manifest.text_bytes = live->text_bytes;
    builder->manifest.changes = live->changes;
    builder->manifest.passage_words = live->passage_words;
    builder->cloned_sources = live->source_count;
    if (status == TIP_OK)
        status = tip_builder_set_roots(builder, live->roots, live->root_count, error);
    return status;
}

tip_status tip_builder_inherit_removed(struct tip_builder *builder, struct tip_error *error)
{
    const struct tip_manifest *live = builder->previous ? &builder->previous->manifest : NULL;
    tip_status status = TIP_OK;
    for (size_t i = 0; live != NULL && i < live->removed_count && status == TIP_OK; i++)
        status = tip_manifest_add_removed(&builder->manifest, &live->removed[i], error);
    return status;
}

tip_status tip_builder_note_removed(struct tip_builder *builder, const struct tip_removed *removed,
                                    struct tip_error *error)
{
    return tip_manifest_add_removed(&builder->manifest, removed, error);
}

void tip_builder_drop_removed(struct tip_builder *builder, const char *file)
{
    tip_manifest_drop_removed(&builder->manifest, file);
}

tip_status tip_builder_set_roots(struct tip_builder *builder, char *const *roots, size_t count,
                                 struct tip_error *error)
{
    return tip_manifest_set_roots(&builder->manifest, roots, count, error);
}

void tip_builder_drop_line(struct tip_builder *builder, size_t place)
{
    tip_manifest_remove_source(&builder->manifest, place);
    if (place < builder->cloned_sources)
        builder->cloned_sources--;
}

/* What an earlier build could not read and this one was given again has its old line replaced. */
static void drop_old_line(struct tip_builder *builder, const char *file)
{
    const struct tip_manifest *manifest = &builder->manifest;
    for (size_t i = 0; i < builder->cloned_sources; i++) {
        const struct tip_source *source = &manifest->sources[i];
        if (source->state == TIP_SOURCE_READ || source->file == NULL ||
            strcmp(source->file, file) != 0)
            continue;
        tip_builder_drop_line(builder, i);
        return;
    }
}

tip_status tip_builder_note(struct tip_builder *builder, const struct tip_source *source,
                            struct tip_error *error)
{
    tip_status status = tip_builder_is_open(builder, error);
    if (status != TIP_OK)
        return status;
    drop_old_line(builder, source->file);
    return tip_manifest_add_source(&builder->manifest, source, error);
}

void tip_builder_note_time(struct tip_builder *builder, size_t place, int64_t mtime_ns,
                           int64_t seen_ns)
{
    struct tip_source *line = &builder->manifest.sources[place];
    line->mtime_ns = mtime_ns;
    line->seen_ns = seen_ns;
}

tip_status tip_builder_forget(struct tip_builder *builder, const char *file,
                              struct tip_error *error)
{
    tip_status status = tip_builder_is_open(builder, error);
    if (status == TIP_OK)
        drop_old_line(builder, file);
    return status;
}
