/* What build and update share: beginning, publishing and ending. */
#include "command/indexing.h"

#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "command/figure.h"
#include "command/roots.h"
#include "command/terminal.h"

/* A damaged index is what a build repairs: it goes on without the old one, whose only use would
 * have been to know since when ids exist. */
static tip_status open_previous(struct tip_indexing *indexing, struct tip_error *error)
{
    const char *index_path = indexing->options->index_path;
    char warning[TIP_ERROR_MESSAGE_SIZE] = "";
    tip_status status =
        tip_generation_open_current(&indexing->previous, index_path, warning, error);
    if (status == TIP_NOT_FOUND) {
        return TIP_OK;
    }
    if (indexing->is_update && status == TIP_OK && warning[0] != '\0') {
        return tip_error_set(error, TIP_CORRUPT,
                             "%.300s: an update would lose what only that one held: run tipindex "
                             "build with all sources",
                             warning);
    }
    if (indexing->is_update || status == TIP_OK) {
        return status;
    }
    tip_terminal_line(stderr, "tipindex: warning: %s: the new index replaces it", error->message);
    return TIP_OK;
}

static int by_file_and_state(const void *a, const void *b)
{
    const struct tip_source *source = a;
    const struct tip_source *other = b;
    int order = strcmp(source->file, other->file);
    return order != 0 ? order : (int)source->state - (int)other->state;
}

static void leave_to_manifest(void *source)
{
    (void)source; /* the generation frees it */
}

const struct tip_source *tip_indexing_known(const struct tip_indexing *indexing, const char *path,
                                            enum tip_source_state state)
{
    const struct tip_source key = {.file = (char *)path, .state = state};
    void *node = tfind(&key, (void *const *)&indexing->ledger, by_file_and_state);
    return node ? *(const struct tip_source **)node : NULL;
}

static tip_status arrange_ledger(struct tip_indexing *indexing, struct tip_error *error)
{
    if (!indexing->is_update || !indexing->previous) {
        return TIP_OK;
    }
    const struct tip_manifest *manifest = &indexing->previous->manifest;
    for (size_t i = 0; i < manifest->source_count; i++) {
        if (!tsearch(&manifest->sources[i], &indexing->ledger, by_file_and_state)) {
            return tip_error_memory(error, "reading the ledger");
        }
    }
    return TIP_OK;
}

/* One id or title cannot be that of several reports. */
static tip_status collect_sources(struct tip_indexing *indexing, char *const *names, size_t count,
                                  struct tip_error *error)
{
    const struct tip_options *options = indexing->options;
    tip_status status =
        tip_sources_collect(&indexing->sources, names, count, options->index_path, error);
    if (status != TIP_OK) {
        return status;
    }
    size_t readable = 0;
    for (size_t i = 0; i < indexing->sources.count; i++) {
        const struct tip_source_file *file = indexing->sources.files[i];
        readable += file->skipped ? 0 : 1;
        indexing->progress.total_files += file->skipped ? 0 : 1;
        indexing->progress.total_bytes += file->skipped ? 0 : file->size;
    }
    indexing->progress.total_files = readable;
    if (readable > 1 && (options->facts.id || options->facts.title)) {
        return tip_error_set(error, TIP_INVALID,
                             "--%s is of one report, and %zu sources are named: name them one by "
                             "one%s",
                             options->facts.id ? "id" : "title", readable,
                             indexing->printout ? "" : ", with tipindex update");
    }
    return TIP_OK;
}

/* Where nothing is named, what the index is kept of. */
static tip_status collect_roots(struct tip_indexing *indexing, struct tip_error *error)
{
    const struct tip_manifest *manifest = indexing->previous ? &indexing->previous->manifest : NULL;
    if (!manifest || manifest->root_count == 0) {
        return tip_error_set(error, TIP_INVALID,
                             "%s: the index remembers no files or folders: name what is to be "
                             "looked at",
                             indexing->options->index_path);
    }
    return collect_sources(indexing, manifest->roots, manifest->root_count, error);
}

tip_status tip_indexing_begin(struct tip_indexing *indexing, const struct tip_options *options,
                              bool is_update, struct tip_error *error)
{
    *indexing =
        (struct tip_indexing){.options = options, .is_update = is_update, .lock = {.fd = -1}};
    tip_progress_begin(&indexing->progress, options->is_quiet);
    size_t names = (size_t)options->argument_count;
    uint32_t live; /* without an index, no folder for one is made when nothing is named */
    tip_status status = names > 0 ? collect_sources(indexing, options->arguments, names, error)
                                  : tip_generation_current(&live, options->index_path, error);
    if (status == TIP_OK) {
        status = tip_index_lock_take(&indexing->lock, options->index_path, error);
    }
    if (status == TIP_OK) {
        status = tip_erasure_finish(&indexing->erasure, options->index_path, error);
    }
    if (status == TIP_OK) {
        status = open_previous(indexing, error);
    }
    if (status == TIP_OK && names == 0) {
        status = collect_roots(indexing, error);
    }
    if (status == TIP_OK) {
        status = tip_tagger_create(&indexing->tagger, error);
    }
    return status == TIP_OK ? arrange_ledger(indexing, error) : status;
}

tip_status tip_indexing_begin_printing(struct tip_indexing *indexing,
                                       const struct tip_options *options, struct tip_error *error)
{
    *indexing = (struct tip_indexing){.options = options, .lock = {.fd = -1}};
    tip_progress_begin(&indexing->progress, options->is_quiet);
    tip_status status = tip_printout_create(&indexing->printout, error);
    if (status == TIP_OK) {
        status =
            collect_sources(indexing, options->arguments, (size_t)options->argument_count, error);
    }
    return status == TIP_OK ? tip_tagger_create(&indexing->tagger, error) : status;
}

tip_status tip_indexing_read_all(struct tip_indexing *indexing, struct tip_error *error)
{
    tip_status status = TIP_OK;
    for (size_t i = 0; status == TIP_OK && i < indexing->sources.count; i++) {
        const struct tip_source_file *file = indexing->sources.files[i];
        if (tip_printout_is_unread(indexing->printout)) {
            break;
        }
        if (file->failed) {
            status = tip_indexing_fail(indexing, file->path, file->failed, false, error);
        } else if (file->skipped) {
            status = tip_indexing_skip(indexing, file, error);
        } else {
            status = tip_indexing_read(indexing, file, NULL, error);
        }
    }
    return status;
}

void tip_indexing_end(struct tip_indexing *indexing)
{
    tip_progress_clear(&indexing->progress);
    tip_builder_free(indexing->builder);
    tip_printout_free(indexing->printout);
    tip_tagger_free(indexing->tagger);
    tip_report_inis_free(&indexing->inis);
    tip_draft_free(&indexing->draft);
    tdestroy(indexing->ledger, leave_to_manifest);
    tip_generation_close(indexing->previous);
    tip_sources_free(&indexing->sources);
    tip_erasure_free(&indexing->erasure);
    tip_index_lock_release(&indexing->lock);
}

bool tip_indexing_is_of_older_format(const struct tip_indexing *indexing)
{
    return indexing->previous && indexing->previous->manifest.format < TIP_FORMAT_VERSION;
}

const char *tip_indexing_name(const char *path)
{
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

static void print_what_was_done(const struct tip_indexing *indexing)
{
    const struct tip_tally *tally = &indexing->tally;
    if (!indexing->is_update) {
        printf("%u source%s, ", tally->added, tip_figure_plural(tally->added));
        return;
    }
    printf("%u added, %u changed, %u removed, %u unchanged; ", tally->added, tally->changed,
           tally->removed, tally->unchanged);
}

/* Where sources have many reports: else there are as many as sources. */
static void print_reports(const struct tip_manifest *manifest)
{
    char figure[TIP_FIGURE_SIZE];
    bool has_collections = false;
    for (size_t i = 0; i < manifest->source_count && !has_collections; i++) {
        has_collections = manifest->sources[i].collection != NULL;
    }
    if (has_collections) {
        printf("%s report%s, ", tip_figure(figure, manifest->reports),
               tip_figure_plural(manifest->reports));
    }
}

static uint64_t size_on_disk(const struct tip_manifest *manifest, uint64_t manifest_size)
{
    uint64_t size = manifest_size;
    for (size_t i = 0; i < manifest->file_count; i++) {
        size += manifest->files[i].size;
    }
    return size;
}

static void print_summary(const struct tip_indexing *indexing, uint64_t manifest_size)
{
    const struct tip_manifest *manifest = tip_builder_manifest(indexing->builder);
    char passages[TIP_FIGURE_SIZE], words[TIP_FIGURE_SIZE], in[TIP_FIGURE_SIZE],
        disk[TIP_FIGURE_SIZE];
    printf("generation %u: ", (unsigned)indexing->draft.number);
    print_what_was_done(indexing);
    print_reports(manifest);
    printf("%s passage%s, %s words; %s bytes in, %s bytes on disk, %.2f s\n",
           tip_figure(passages, manifest->passages), tip_figure_plural(manifest->passages),
           tip_figure(words, manifest->words), tip_figure(in, indexing->tally.bytes_in),
           tip_figure(disk, size_on_disk(manifest, manifest_size)),
           tip_progress_seconds(&indexing->progress));
}

static uint64_t size_of_manifest(const struct tip_draft *draft)
{
    struct stat info = {0};
    char *path = tip_path_join(draft->folder, "manifest.json");
    uint64_t size = path && stat(path, &info) == 0 ? (uint64_t)info.st_size : 0;
    free(path);
    return size;
}

static tip_status note_roots(struct tip_indexing *indexing, struct tip_error *error)
{
    char **roots = NULL;
    size_t count = 0;
    tip_status status = tip_roots_merge(
        &roots, &count, &indexing->sources,
        indexing->is_update ? tip_builder_manifest(indexing->builder) : NULL, error);
    if (status == TIP_OK) {
        status = tip_builder_set_roots(indexing->builder, roots, count, error);
    }
    free(roots);
    return status;
}

/* Files that were opened for their new times alone: the next update need not open them. When
 * nothing else changed nothing is published: the generation before would be lost for it. */
static void note_times(struct tip_indexing *indexing)
{
    const struct tip_manifest *manifest = tip_builder_manifest(indexing->builder);
    for (size_t i = 0; i < manifest->source_count; i++) {
        const struct tip_source *line = &manifest->sources[i];
        const struct tip_source_file *file = tip_sources_find(&indexing->sources, line->file);
        if (line->state == TIP_SOURCE_READ && file && file->is_same) {
            tip_builder_note_time(indexing->builder, i, file->mtime_ns, file->seen_ns);
        }
    }
}

tip_status tip_indexing_publish(struct tip_indexing *indexing, struct tip_error *error)
{
    tip_progress_show(&indexing->progress, "writing");
    note_times(indexing);
    tip_status status = note_roots(indexing, error);
    if (status == TIP_OK) {
        status = tip_builder_finish(indexing->builder, error);
    }
    if (status != TIP_OK) {
        return status;
    }
    uint64_t manifest_size = size_of_manifest(&indexing->draft);
    status = tip_draft_publish(&indexing->draft, error);
    tip_progress_clear(&indexing->progress);
    if (status == TIP_OK && !indexing->options->is_quiet) {
        print_summary(indexing, manifest_size);
    }
    return status;
}
