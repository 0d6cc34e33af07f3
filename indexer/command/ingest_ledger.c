/* The draft and its ledger, as sources are met: what is skipped, fails, or is gone. */
#include <stdio.h>
#include <string.h>

#include "command/ingest_parts.h"
#include "command/terminal.h"

tip_status tip_indexing_need_builder(struct tip_indexing *indexing, struct tip_error *error)
{
    if (indexing->builder || indexing->printout) {
        return TIP_OK;
    }
    tip_status status = tip_draft_create(&indexing->draft, indexing->options->index_path, error);
    if (status != TIP_OK) {
        return status;
    }
    if (indexing->is_update && indexing->previous) {
        status = tip_builder_clone(&indexing->builder, &indexing->draft, indexing->previous, error);
    } else {
        status =
            tip_builder_create(&indexing->builder, &indexing->draft, indexing->previous, error);
    }
    if (status == TIP_OK && indexing->options->facts.passage_words != 0) {
        tip_builder_set_passage_words(indexing->builder,
                                      (uint32_t)indexing->options->facts.passage_words);
    }
    return status;
}

static tip_status note(struct tip_indexing *indexing, const char *path, const char *reason,
                       enum tip_source_state state, struct tip_error *error)
{
    const struct tip_source source = {
        .file = (char *)path, .reason = (char *)reason, .state = state};
    const struct tip_source *noted = tip_indexing_known(indexing, path, state);
    if (noted && noted->reason && strcmp(noted->reason, reason) == 0) {
        return TIP_OK; /* an update need not say it again */
    }
    if (indexing->printout) {
        return TIP_OK; /* there is no ledger */
    }
    tip_status status = tip_indexing_need_builder(indexing, error);
    return status == TIP_OK ? tip_builder_note(indexing->builder, &source, error) : status;
}

tip_status tip_indexing_fail(struct tip_indexing *indexing, const char *path, const char *reason,
                             bool is_kept, struct tip_error *error)
{
    char noted[TIP_ERROR_MESSAGE_SIZE + 64];
    snprintf(noted, sizeof noted, "%s%s", reason,
             is_kept ? " (what was indexed of it before stays)" : "");
    tip_progress_clear(&indexing->progress);
    tip_terminal_line(stderr, "tipindex: %s: %s", tip_indexing_name(path), noted);
    indexing->tally.failed++;
    indexing->tally.kept += is_kept;
    return note(indexing, path, noted, TIP_SOURCE_FAILED, error);
}

tip_status tip_indexing_skip(struct tip_indexing *indexing, const struct tip_source_file *file,
                             struct tip_error *error)
{
    indexing->tally.skipped++;
    if (indexing->printout && !indexing->options->is_quiet) {
        tip_progress_clear(&indexing->progress);
        tip_terminal_line(stderr, "tipindex: %s: skipped: %s", file->path, file->skipped);
    }
    return note(indexing, file->path, file->skipped, TIP_SOURCE_SKIPPED, error);
}

tip_status ingest_take_out(struct tip_indexing *indexing, const struct tip_source *known,
                           struct tip_error *error)
{
    return known->collection
               ? tip_builder_remove_collection(indexing->builder, known->collection, error)
               : tip_builder_remove(indexing->builder, known->report, error);
}

tip_status tip_indexing_remove(struct tip_indexing *indexing, const struct tip_source *known,
                               struct tip_error *error)
{
    tip_progress_clear(&indexing->progress);
    if (!indexing->options->is_quiet) {
        tip_terminal_line(stderr, "tipindex: %s: no longer there: its %s '%s' is removed",
                          known->file, known->collection ? "collection" : "report",
                          tip_source_id(known));
    }
    indexing->tally.removed++;
    tip_status status = tip_indexing_need_builder(indexing, error);
    return status == TIP_OK ? ingest_take_out(indexing, known, error) : status;
}

tip_status tip_indexing_forget(struct tip_indexing *indexing, const struct tip_source *known,
                               struct tip_error *error)
{
    tip_status status = tip_indexing_need_builder(indexing, error);
    return status == TIP_OK ? tip_builder_forget(indexing->builder, known->file, error) : status;
}
