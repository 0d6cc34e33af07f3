/* Reports that were removed on purpose.
 *
 * A file that stays in its folder would come back with the next update, by a timer at night,
 * unseen. So what was removed stays out of builds and updates, even when its file is named itself:
 * only
 * --restore lets it in. */
#include "command/kept_out.h"

#include <stdio.h>
#include <string.h>

#include "command/terminal.h"

static const struct tip_manifest *memory(const struct tip_indexing *indexing)
{
    return indexing->previous ? &indexing->previous->manifest : NULL;
}

void tip_kept_out_reason(char out[TIP_KEPT_OUT_REASON_SIZE], const struct tip_removed *removed)
{
    snprintf(out, TIP_KEPT_OUT_REASON_SIZE,
             "its report '%.300s' was removed on %.20s: update --restore FILE brings it back",
             removed->report, removed->on);
}

const struct tip_removed *tip_kept_out_file(const struct tip_indexing *indexing, const char *path)
{
    const struct tip_manifest *manifest = memory(indexing);
    return manifest && !indexing->options->restores
               ? tip_manifest_find_removed(manifest, path, NULL)
               : NULL;
}

bool tip_kept_out_record(const struct tip_indexing *indexing, const char *path,
                         const char *report_id)
{
    const struct tip_manifest *manifest = memory(indexing);
    return manifest && !indexing->options->restores &&
           tip_manifest_find_removed(manifest, path, report_id);
}

const struct tip_removed *tip_kept_out_bytes(const struct tip_indexing *indexing,
                                             const char *sha256)
{
    const struct tip_manifest *manifest = memory(indexing);
    bool is_open = !manifest || indexing->options->restores || sha256[0] == '\0';
    for (size_t i = 0; !is_open && i < manifest->removed_count; i++) {
        if (strcmp(manifest->removed[i].sha256, sha256) == 0) {
            return &manifest->removed[i];
        }
    }
    return NULL;
}

static bool is_named_itself(const struct tip_indexing *indexing, const char *path)
{
    for (size_t i = 0; i < indexing->sources.root_count; i++) {
        if (strcmp(indexing->sources.roots[i], path) == 0) {
            return true;
        }
    }
    return false;
}

tip_status tip_kept_out_note(struct tip_indexing *indexing, const struct tip_source_file *file,
                             const struct tip_removed *removed, struct tip_error *error)
{
    char reason[TIP_KEPT_OUT_REASON_SIZE];
    struct tip_source_file skipped = *file;
    struct tip_removed moved = *removed;
    tip_kept_out_reason(reason, removed);
    if (!indexing->options->is_quiet && is_named_itself(indexing, file->path)) {
        tip_progress_clear(&indexing->progress);
        tip_terminal_line(stderr, "tipindex: %s: skipped: %s", tip_indexing_name(file->path),
                          reason);
    }
    skipped.skipped = reason;
    indexing->tally.kept_out++;
    tip_status status = tip_indexing_skip(indexing, &skipped, error);
    if (status != TIP_OK || strcmp(removed->file, file->path) == 0) {
        return status;
    }
    moved.file = file->path;
    return tip_builder_note_removed(indexing->builder, &moved, error);
}

tip_status tip_kept_out_restore(struct tip_indexing *indexing, const struct tip_source_file *file,
                                bool *is_restored, struct tip_error *error)
{
    const struct tip_manifest *manifest = memory(indexing);
    *is_restored =
        indexing->options->restores && manifest && tip_manifest_has_removed(manifest, file->path);
    if (!*is_restored) {
        return TIP_OK;
    }
    tip_status status = tip_indexing_need_builder(indexing, error);
    if (status == TIP_OK) {
        tip_builder_drop_removed(indexing->builder, file->path);
    }
    return status;
}

tip_status tip_kept_out_move(struct tip_indexing *indexing, const char *from, const char *to,
                             struct tip_error *error)
{
    const struct tip_manifest *manifest = memory(indexing);
    tip_status status = TIP_OK;
    for (size_t i = 0; manifest && status == TIP_OK && i < manifest->removed_count; i++) {
        struct tip_removed removed = manifest->removed[i];
        if (strcmp(removed.file, from) == 0) {
            removed.file = (char *)to; /* copied */
            status = tip_builder_note_removed(indexing->builder, &removed, error);
        }
    }
    if (status == TIP_OK) {
        tip_builder_drop_removed(indexing->builder, from);
    }
    return status;
}
