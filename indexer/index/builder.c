/* A builder's life: how it begins, from nothing or from a clone, and how it finishes.
 *
 * A clone copies the live generation's postings as files (reflinks where the file system can) and
 * loads the rest into memory: what is live is never written to. What happens in between is in
 * builder_add.c and builder_remove.c. */
#include "index/builder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "index/builder_parts.h"
#include "index/moved_trace.h"
#include "index/suggestions.h"

enum { COMPACT_SHARE = 8 };

tip_status tip_builder_is_open(const struct tip_builder *builder, struct tip_error *error)
{
    if (!builder->is_closed)
        return TIP_OK;
    return tip_error_set(error, TIP_INTERNAL,
                         "%s: this build has finished or failed: begin another one",
                         builder->folder);
}

void tip_builder_free(struct tip_builder *builder)
{
    if (builder == NULL)
        return;
    tip_record_store_free(&builder->store);
    tip_words_builder_free(builder->words);
    tip_tokens_builder_free(builder->tokens);
    tip_columns_builder_free(builder->columns);
    tip_signatures_builder_free(builder->signatures);
    tip_passage_table_free(&builder->table);
    tip_analyser_free(builder->source.analyser);
    tip_tokens_free(&builder->source.tokens);
    for (int i = 0; i < TIP_FIELD_COUNT; i++)
        tip_field_words_free(&builder->fields[i]);
    tip_weighing_free(&builder->weighing);
    tip_token_list_free(&builder->list);
    tip_text_pool_free(&builder->purged);
    tip_manifest_free(&builder->manifest);
    free(builder->folder);
    free(builder);
}

void tip_builder_set_passage_words(struct tip_builder *builder, uint32_t words)
{
    builder->manifest.passage_words = words;
}

/* ---- beginning ---- */

static tip_status builder_new(struct tip_builder **out, const struct tip_draft *draft,
                              const struct tip_generation *previous, struct tip_error *error)
{
    struct tip_builder *builder = calloc(1, sizeof *builder);
    if (builder == NULL)
        return tip_error_memory(error, "beginning a build");
    builder->folder = strdup(draft->folder);
    builder->generation = draft->number;
    builder->previous = previous;
    builder->manifest.passage_words = TIP_PASSAGE_WORDS_HIGH;
    tip_status status = builder->folder == NULL
                            ? tip_error_memory(error, "beginning a build")
                            : tip_analyser_create(&builder->source.analyser, error);
    if (status != TIP_OK) {
        tip_builder_free(builder);
        return status;
    }
    *out = builder;
    return TIP_OK;
}

static tip_status create_parts(struct tip_builder *builder, struct tip_error *error)
{
    char *postings = tip_path_join(builder->folder, "postings");
    if (postings == NULL)
        return tip_error_memory(error, "beginning a build");
    tip_status status = tip_index_create(&builder->store.writer, postings, error);
    free(postings);
    if (status == TIP_OK)
        status = tip_words_builder_create(&builder->words, error);
    if (status == TIP_OK)
        status = tip_tokens_builder_create(&builder->tokens, error);
    if (status == TIP_OK)
        status = tip_columns_builder_create(&builder->columns, error);
    if (status == TIP_OK)
        status = tip_signatures_builder_create(&builder->signatures, error);
    return status;
}

/* Hands over a builder whose parts are there, or frees what is. */
static tip_status begun(struct tip_builder **out, struct tip_builder *builder, tip_status status)
{
    if (status != TIP_OK) {
        tip_builder_free(builder);
        return status;
    }
    builder->source.words = builder->words;
    builder->store.words = builder->words;
    *out = builder;
    return TIP_OK;
}

tip_status tip_builder_create(struct tip_builder **out, const struct tip_draft *draft,
                              const struct tip_generation *previous, struct tip_error *error)
{
    struct tip_builder *builder = NULL;
    tip_status status = builder_new(&builder, draft, previous, error);
    if (status != TIP_OK)
        return status;
    status = create_parts(builder, error);
    if (status == TIP_OK)
        status = tip_builder_inherit_removed(builder, error);
    return begun(out, builder, status);
}

/* ---- beginning from a clone ---- */

static tip_status clone_file(const struct tip_builder *builder, const char *path,
                             struct tip_error *error)
{
    char *from = tip_path_join(builder->previous->folder, path);
    char *to = tip_path_join(builder->folder, path);
    tip_status status = from == NULL || to == NULL
                            ? tip_error_memory(error, "cloning the live generation")
                            : tip_file_clone(from, to, error);
    free(from);
    free(to);
    return status;
}

static tip_status clone_postings(struct tip_builder *builder, struct tip_error *error)
{
    static const char inside[] = "postings/";
    const struct tip_manifest *live = &builder->previous->manifest;
    char *postings = tip_path_join(builder->folder, "postings");
    if (postings == NULL)
        return tip_error_memory(error, "cloning the live generation");
    tip_status status = tip_folder_make(postings, error);
    for (size_t i = 0; i < live->file_count && status == TIP_OK; i++)
        if (strncmp(live->files[i].path, inside, strlen(inside)) == 0)
            status = clone_file(builder, live->files[i].path, error);
    if (status == TIP_OK)
        status = tip_index_open_writer(&builder->store.writer, postings, error);
    free(postings);
    return status;
}

static tip_status clone_passage(struct tip_builder *builder, uint32_t number,
                                struct tip_error *error)
{
    struct tip_row row;
    struct tip_report report;
    tip_columns_get(builder->previous->columns, number, &row);
    tip_columns_report(builder->previous->columns, row.report, &report);
    struct tip_passage_entry entry = {.id = row.id, .words = row.words};
    tip_status status = tip_passage_table_add_report(&builder->table, report.id, report.collection,
                                                     &entry.report, error);
    return status == TIP_OK ? tip_passage_table_add(&builder->table, number, &entry, error)
                            : status;
}

static tip_status clone_table(struct tip_builder *builder, struct tip_error *error)
{
    const struct tip_columns *columns = builder->previous->columns;
    tip_status status = TIP_OK;
    for (uint32_t number = 1; number < tip_columns_size(columns) && status == TIP_OK; number++)
        if (tip_columns_has(columns, number))
            status = clone_passage(builder, number, error);
    return status;
}

/* An index that never had a passage has no dictionary yet: it is chosen like a new one's. */
static tip_status clone_dictionary(struct tip_builder *builder, struct tip_error *error)
{
    const struct tip_generation *live = builder->previous;
    if (live->manifest.passages == 0 && live->dictionary_length == 0)
        return TIP_OK;
    return tip_record_store_continue(&builder->store, live->dictionary, live->dictionary_length,
                                     error);
}

/* An index of an older format has no signatures: they are made of its words. */
static tip_status make_signatures(struct tip_builder *builder, struct tip_error *error)
{
    const struct tip_columns *columns = builder->previous->columns;
    tip_status status = tip_signatures_builder_create(&builder->signatures, error);
    for (uint32_t number = 1; number < tip_columns_size(columns) && status == TIP_OK; number++) {
        status = tip_tokens_builder_get(builder->tokens, number, &builder->list, error);
        if (status == TIP_OK)
            status = tip_signatures_builder_put(builder->signatures, number, &builder->list,
                                                builder->words, error);
    }
    return status;
}

static tip_status clone_signatures(struct tip_builder *builder, struct tip_error *error)
{
    const struct tip_signatures *live = builder->previous->signatures;
    return live == NULL ? make_signatures(builder, error)
                        : tip_signatures_builder_load(&builder->signatures, live, error);
}

static tip_status clone_parts(struct tip_builder *builder, struct tip_error *error)
{
    const struct tip_generation *live = builder->previous;
    tip_status status = clone_postings(builder, error);
    if (status == TIP_OK)
        status = tip_words_builder_load(&builder->words, live->words, error);
    if (status == TIP_OK)
        status = tip_tokens_builder_load(&builder->tokens, live->tokens, error);
    if (status == TIP_OK)
        status = tip_columns_builder_load(&builder->columns, live->columns, error);
    if (status == TIP_OK)
        status = clone_signatures(builder, error);
    if (status == TIP_OK)
        status = clone_dictionary(builder, error);
    if (status == TIP_OK)
        status = tip_builder_clone_ledger(builder, error);
    if (status == TIP_OK)
        status = clone_table(builder, error);
    if (status == TIP_OK)
        status = tip_builder_inherit_removed(builder, error);
    return status;
}

tip_status tip_builder_clone(struct tip_builder **out, const struct tip_draft *draft,
                             const struct tip_generation *previous, struct tip_error *error)
{
    struct tip_builder *builder = NULL;
    tip_status status = builder_new(&builder, draft, previous, error);
    if (status != TIP_OK)
        return status;
    return begun(out, builder, clone_parts(builder, error));
}

/* ---- finishing ---- */

static tip_status commit(struct tip_builder *builder, struct tip_error *error)
{
    tip_status status = tip_record_store_settle(&builder->store, error);
    if (status == TIP_OK)
        status = tip_index_commit(builder->store.writer, error);
    tip_index_close_writer(builder->store.writer);
    builder->store.writer = NULL;
    return status;
}

/* Compacting writes all postings anew, which takes most of the time of a small update. What it
 * saves are blocks that are half full where something was changed: at most an eighth of the
 * passages'. */
static bool is_worth_compacting(const struct tip_builder *builder)
{
    const struct tip_manifest *manifest = &builder->manifest;
    return (uint64_t)manifest->changes * COMPACT_SHARE >= manifest->passages;
}

/* Replaces the postings by a compacted copy: smaller, and in the order in which they are read. */
static tip_status compact(struct tip_builder *builder, struct tip_error *error)
{
    tip_status status = TIP_OK;
    if (!is_worth_compacting(builder))
        return TIP_OK;
    builder->manifest.changes = 0;
    char *postings = tip_path_join(builder->folder, "postings");
    char *compacted = tip_path_join(builder->folder, "postings.compacted");
    if (postings == NULL || compacted == NULL)
        status = tip_error_memory(error, "compacting the postings");
    if (status == TIP_OK)
        status = tip_index_compact(postings, compacted, error);
    if (status == TIP_OK)
        status = tip_folder_remove(postings, error);
    if (status == TIP_OK && rename(compacted, postings) != 0)
        status = tip_error_errno(error, "%s: cannot be renamed", compacted);
    free(postings);
    free(compacted);
    return status;
}

static bool signature_of(const void *context, uint32_t number, struct tip_minhash *out)
{
    const struct tip_builder *builder = context;
    return tip_signatures_builder_get(builder->signatures, number, out);
}

static tip_status words_of(const void *context, uint32_t number, struct tip_token_list *list,
                           struct tip_error *error)
{
    const struct tip_builder *builder = context;
    return tip_tokens_builder_get(builder->tokens, number, list, error);
}

static tip_status write_parts(const struct tip_builder *builder, struct tip_error *error)
{
    tip_status status = TIP_OK;
    char *words = tip_path_join(builder->folder, "words");
    char *tokens = tip_path_join(builder->folder, "tokens");
    char *signatures = tip_path_join(builder->folder, "signatures");
    char *columns = tip_path_join(builder->folder, "columns");
    const struct tip_twin_source source = {signature_of, words_of, builder};
    if (words == NULL || tokens == NULL || signatures == NULL || columns == NULL)
        status = tip_error_memory(error, "writing the index");
    if (status == TIP_OK)
        status = tip_words_builder_write(builder->words, words, error);
    if (status == TIP_OK)
        status = tip_tokens_builder_write(builder->tokens, tokens, error);
    if (status == TIP_OK)
        status = tip_signatures_builder_write(builder->signatures, signatures, error);
    if (status == TIP_OK)
        status = tip_columns_builder_write(builder->columns, &source, columns, error);
    free(words);
    free(tokens);
    free(signatures);
    free(columns);
    return status;
}

static uint32_t count_reports(const struct tip_passage_table *table)
{
    uint32_t count = 0;
    for (size_t i = 1; i <= table->report_count; i++)
        count += table->reports[i].first != 0;
    return count;
}

static tip_status write_manifest(struct tip_builder *builder, struct tip_error *error)
{
    char now[sizeof "2023-06-15T00:00:00Z"];
    struct tm calendar;
    time_t seconds = time(NULL);
    struct tip_manifest *manifest = &builder->manifest;
    if (gmtime_r(&seconds, &calendar) == NULL ||
        strftime(now, sizeof now, "%Y-%m-%dT%H:%M:%SZ", &calendar) == 0)
        return tip_error_set(error, TIP_INTERNAL,
                             "the time of day is out of range: set the system's clock");
    manifest->generation = builder->generation;
    manifest->reports = count_reports(&builder->table);
    manifest->made_at = strdup(now);
    if (asprintf(&manifest->made_by, "tipindex %s, Xapian %s", TIP_VERSION,
                 tip_index_xapian_version()) < 0)
        manifest->made_by = NULL;
    if (manifest->made_at == NULL || manifest->made_by == NULL)
        return tip_error_memory(error, "writing the manifest");
    manifest->format = TIP_FORMAT_VERSION;
    return tip_manifest_write(manifest, builder->folder, error);
}

tip_status tip_builder_finish(struct tip_builder *builder, struct tip_error *error)
{
    tip_status status = tip_builder_is_open(builder, error);
    if (status != TIP_OK)
        return status;
    builder->is_closed = true;
    status = commit(builder, error);
    if (status == TIP_OK)
        status = compact(builder, error);
    if (status == TIP_OK)
        status = write_parts(builder, error);
    if (status == TIP_OK)
        status = tip_moved_trace(builder->folder, builder->previous, &builder->purged, error);
    if (status == TIP_OK)
        status = tip_suggestions_make(builder->folder, error);
    if (status == TIP_OK)
        status = write_manifest(builder, error);
    return status;
}
