/* A source's way into the draft: bytes, documents, passages.
 *
 * A changed source is read and cut before its old report is taken out: when it has become
 * unreadable, what was indexed of it stays, and the ledger says so. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/file.h"
#include "command/describe.h"
#include "command/failure.h"
#include "command/indexing.h"
#include "command/terminal.h"

enum { PASSAGE_LIMIT = 1 << 20 /* bytes */ };

/* A source on its way: one document or, of a collection, one after the other. */
struct ingest {
    struct tip_indexing *indexing;
    const struct tip_source_file *file;
    const struct tip_source *known; /* its line in the ledger of the live generation, or NULL */
    struct tip_facts facts;
    char *facts_line;
    char *bytes;
    size_t size;
    char sha256[TIP_DIGEST_HEX_SIZE];
    struct tip_source line; /* the ledger's, which grows with every report; texts are borrowed */
    char *id;               /* in it */
    bool has_replaced;      /* what was indexed of it before is taken out */
    bool is_fatal;          /* what failed is more than this source */
};

/* A document of the source. */
struct piece {
    struct tip_document document;
    struct tip_description description;
    struct tip_passages passages;
};

/* ---- the draft and its ledger ---- */

static tip_status need_builder(struct tip_indexing *indexing, struct tip_error *error)
{
    if (indexing->builder) {
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
    tip_status status = need_builder(indexing, error);
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
    return note(indexing, file->path, file->skipped, TIP_SOURCE_SKIPPED, error);
}

/* Takes out all that came from a source. */
static tip_status take_out(struct tip_indexing *indexing, const struct tip_source *known,
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
    tip_status status = need_builder(indexing, error);
    return status == TIP_OK ? take_out(indexing, known, error) : status;
}

tip_status tip_indexing_forget(struct tip_indexing *indexing, const struct tip_source *known,
                               struct tip_error *error)
{
    tip_status status = need_builder(indexing, error);
    return status == TIP_OK ? tip_builder_forget(indexing->builder, known->file, error) : status;
}

/* ---- reading ---- */

static void warn(void *context, const char *file, size_t line, const char *message)
{
    struct tip_indexing *indexing = context;
    if (indexing->options->is_quiet) {
        return;
    }
    tip_progress_clear(&indexing->progress);
    if (line > 0) {
        tip_terminal_line(stderr, "%s:%zu: %s", file, line, message);
    } else {
        tip_terminal_line(stderr, "%s: %s", file, message);
    }
}

/* Every failure here is the source's own. */
static tip_status read_bytes(struct ingest *ingest, struct tip_error *error)
{
    const char *path = ingest->file->path;
    tip_status status = tip_file_read(&ingest->bytes, &ingest->size, path, TIP_SOURCE_LIMIT, error);
    return status == TIP_OK ? tip_digest_bytes(ingest->sha256, ingest->bytes, ingest->size, error)
                            : status;
}

/* Once it could not be read, the ledger has a line that says so, which only reading it replaces. */
static bool is_unchanged(const struct ingest *ingest)
{
    const struct tip_source *known = ingest->known;
    return known && known->size == ingest->size && strcmp(known->sha256, ingest->sha256) == 0 &&
           known->options && strcmp(known->options, ingest->facts_line) == 0 &&
           !tip_indexing_known(ingest->indexing, ingest->file->path, TIP_SOURCE_FAILED);
}

/* A passage holds 300 words at most: one that is this long is of a word that nobody wrote. */
static tip_status refuse_endless_words(const struct tip_passages *passages, struct tip_error *error)
{
    for (size_t i = 0; i < passages->count; i++) {
        const struct tip_passage *passage = &passages->items[i];
        size_t length = strlen(passage->text);
        if (length > PASSAGE_LIMIT) {
            return tip_error_set(error, TIP_LIMIT,
                                 "line %zu: a passage of %zu bytes, the limit is %d: is it text?",
                                 passage->line, length, PASSAGE_LIMIT);
        }
    }
    return TIP_OK;
}

static tip_status read_document(struct ingest *ingest, struct tip_document *document,
                                struct tip_error *error)
{
    struct tip_indexing *indexing = ingest->indexing;
    const struct tip_reader_options options = {.warn = warn, .warn_context = indexing};
    tip_status status = tip_read_bytes(document, tip_indexing_name(ingest->file->path),
                                       ingest->bytes, ingest->size, &options, error);
    free(ingest->bytes); /* a source may be large: its bytes and its passages need not coexist */
    ingest->bytes = NULL;
    return status;
}

/* Names a document's report and cuts it into passages. */
static tip_status cut(struct ingest *ingest, struct piece *piece, struct tip_error *error)
{
    const struct tip_origin origin = {
        .builder = ingest->indexing->builder,
        .file = ingest->file,
        .known = ingest->known,
        .facts = &ingest->facts,
        .sha256 = ingest->sha256,
    };
    const struct tip_passage_options lengths = {.words = (unsigned)ingest->facts.passage_words};
    tip_status status = tip_describe(&piece->description, &origin, &piece->document, error);
    if (status == TIP_OK) {
        status = tip_passages_make(&piece->passages, &piece->document, &piece->description.report,
                                   &lengths, error);
    }
    if (status == TIP_OK && piece->passages.count == 0) {
        status = tip_error_set(error, TIP_INVALID, "%s: holds no words", ingest->file->path);
    }
    return status == TIP_OK ? refuse_endless_words(&piece->passages, error) : status;
}

/* ---- adding ---- */

/* Takes out what was indexed of the source before; once. */
static tip_status replace_own(struct ingest *ingest, struct tip_error *error)
{
    if (!ingest->known || ingest->has_replaced) {
        return TIP_OK;
    }
    ingest->has_replaced = true;
    return take_out(ingest->indexing, ingest->known, error);
}

/* Takes out a report of another source that has the same id. */
static tip_status replace_other(struct ingest *ingest, const char *id, struct tip_error *error)
{
    struct tip_indexing *indexing = ingest->indexing;
    if (!tip_builder_has_report(indexing->builder, id)) {
        return TIP_OK;
    }
    const char *file = tip_builder_report_file(indexing->builder, id);
    tip_progress_clear(&indexing->progress);
    tip_terminal_line(stderr, "tipindex: warning: %s replaces the report '%s', which came from %s",
                      tip_indexing_name(ingest->file->path), id,
                      file ? tip_indexing_name(file) : "elsewhere");
    return tip_builder_remove(indexing->builder, id, error);
}

/* Where a large source takes its time. */
static void show_added(void *context, size_t added, size_t count)
{
    const struct ingest *ingest = context;
    struct tip_progress *progress = &ingest->indexing->progress;
    double share = (double)added / (double)count;
    progress->part_bytes = (uint64_t)(share * (double)ingest->file->size);
    progress->part_passages = added;
    tip_progress_show(progress, "indexing");
}

static tip_status add_report(struct ingest *ingest, struct piece *piece, struct tip_error *error)
{
    struct tip_indexing *indexing = ingest->indexing;
    struct tip_source *line = &ingest->line;
    uint64_t words_indexed = 0;
    tip_builder_set_watch(indexing->builder, show_added, ingest);
    tip_status status = tip_builder_add_report(indexing->builder, &piece->description.report,
                                               &piece->passages, &words_indexed, error);
    tip_builder_set_watch(indexing->builder, NULL, NULL);
    indexing->progress.part_bytes = 0;
    indexing->progress.part_passages = 0;
    if (status == TIP_OK) {
        line->reports++;
        line->passages += (uint32_t)piece->passages.count;
        line->words_in += piece->document.words;
        line->words_indexed += words_indexed;
        indexing->progress.passages += piece->passages.count;
    }
    return status;
}

/* Replaces what the piece takes the place of, and adds it. */
static tip_status add(struct ingest *ingest, struct piece *piece, struct tip_error *error)
{
    tip_status status = replace_own(ingest, error);
    if (status == TIP_OK) {
        status = replace_other(ingest, piece->description.report.id, error);
    }
    if (status == TIP_OK) {
        status = add_report(ingest, piece, error);
    }
    ingest->is_fatal = status != TIP_OK && status != TIP_INVALID;
    return status;
}

/* A document's whole way: from here on there is a draft. */
static tip_status take_document(struct ingest *ingest, struct piece *piece, struct tip_error *error)
{
    tip_status status = need_builder(ingest->indexing, error);
    if (status != TIP_OK) {
        ingest->is_fatal = true;
        return status;
    }
    status = cut(ingest, piece, error);
    return status == TIP_OK ? add(ingest, piece, error) : status;
}

static void piece_free(struct piece *piece)
{
    tip_passages_free(&piece->passages);
    tip_description_free(&piece->description);
    tip_document_free(&piece->document);
}

/* A source that is one document. */
static tip_status take_whole(struct ingest *ingest, struct tip_error *error)
{
    struct piece piece = {0};
    tip_status status = read_document(ingest, &piece.document, error);
    if (status == TIP_OK) {
        status = take_document(ingest, &piece, error);
    }
    if (status == TIP_OK) {
        ingest->id = strdup(piece.description.report.id);
        ingest->line.report = ingest->id;
        ingest->line.reader = (char *)piece.document.reader; /* static */
        ingest->line.reader_version = piece.document.reader_version;
        status = ingest->id ? TIP_OK : tip_error_memory(error, "noting a source");
    }
    piece_free(&piece);
    return status;
}

/* ---- the source ---- */

static tip_status finish(struct ingest *ingest, struct tip_error *error)
{
    struct tip_indexing *indexing = ingest->indexing;
    struct tip_source *line = &ingest->line;
    line->file = ingest->file->path;
    line->state = TIP_SOURCE_READ;
    line->size = ingest->size;
    line->mtime_ns = ingest->file->mtime_ns;
    line->seen_ns = ingest->file->seen_ns;
    line->options = ingest->facts_line;
    memcpy(line->sha256, ingest->sha256, sizeof line->sha256);
    ingest->is_fatal = true;
    indexing->tally.bytes_in += ingest->size;
    *(ingest->known ? &indexing->tally.changed : &indexing->tally.added) += 1;
    return tip_builder_note(indexing->builder, line, error);
}

/* A source that is new to an index is cut as the index's others are. */
static void choose_length(struct ingest *ingest)
{
    const struct tip_indexing *indexing = ingest->indexing;
    if (!ingest->known && ingest->facts.passage_words == 0 && indexing->is_update &&
        indexing->previous) {
        ingest->facts.passage_words = (int)indexing->previous->manifest.passage_words;
    }
}

static tip_status take_in(struct ingest *ingest, struct tip_error *error)
{
    const char *remembered = ingest->known ? ingest->known->options : NULL;
    tip_facts_merge(&ingest->facts, &ingest->indexing->options->facts, remembered);
    choose_length(ingest);
    ingest->facts_line = tip_facts_line(&ingest->facts);
    if (!ingest->facts_line) {
        return tip_error_memory(error, "noting a source");
    }
    tip_status status = read_bytes(ingest, error);
    if (status != TIP_OK) {
        return status;
    }
    if (is_unchanged(ingest)) {
        ingest->indexing->tally.unchanged++;
        return TIP_OK;
    }
    status = take_whole(ingest, error);
    return status == TIP_OK ? finish(ingest, error) : status;
}

static void ingest_free(struct ingest *ingest)
{
    tip_facts_free(&ingest->facts);
    free(ingest->facts_line);
    free(ingest->bytes);
    free(ingest->id);
}

tip_status tip_indexing_read(struct tip_indexing *indexing, const struct tip_source_file *file,
                             const struct tip_source *known, struct tip_error *error)
{
    struct ingest ingest = {.indexing = indexing, .file = file, .known = known};
    tip_progress_show(&indexing->progress, "reading");
    tip_status status = take_in(&ingest, error);
    if (status != TIP_OK && !ingest.is_fatal) {
        struct tip_error own = *error;
        status = tip_indexing_fail(indexing, file->path,
                                   tip_failure_reason(&own, tip_indexing_name(file->path)),
                                   known != NULL && !ingest.has_replaced, error);
    }
    ingest_free(&ingest);
    indexing->progress.done_bytes += file->size;
    return status;
}
