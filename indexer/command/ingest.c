/* A source's way into the draft: bytes, facts, document, passages.
 *
 * A changed source is read and cut before its old report is taken out: when it has become
 * unreadable, what was indexed of it stays, and the ledger says so. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/file.h"
#include "base/utf8.h"
#include "command/failure.h"
#include "command/indexing.h"

enum {
    PASSAGE_LIMIT = 1 << 20 /* bytes */
};

/* A source on its way. */
struct ingest {
    struct tip_indexing *indexing;
    const struct tip_source_file *file;
    const struct tip_source *known; /* its line in the ledger of the live generation, or NULL */
    struct tip_facts facts;
    char *facts_line;
    char *bytes;
    size_t size;
    char sha256[TIP_DIGEST_HEX_SIZE];
    struct tip_document document;
    struct tip_passages passages;
    char *id;    /* the report's */
    char *title; /* the report's, when it comes from the file's name */
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
        return tip_builder_clone(&indexing->builder, &indexing->draft, indexing->previous, error);
    }
    return tip_builder_create(&indexing->builder, &indexing->draft, indexing->previous, error);
}

/* The ledger as it stands: the draft's, or before the first change of an update the live one's. */
static const struct tip_manifest *ledger(const struct tip_indexing *indexing)
{
    if (indexing->builder) {
        return tip_builder_manifest(indexing->builder);
    }
    return indexing->is_update && indexing->previous ? &indexing->previous->manifest : NULL;
}

static const struct tip_source *ledger_report(const struct tip_indexing *indexing, const char *id)
{
    const struct tip_manifest *manifest = ledger(indexing);
    for (size_t i = 0; manifest && i < manifest->source_count; i++) {
        const struct tip_source *source = &manifest->sources[i];
        if (source->report && strcmp(source->report, id) == 0) {
            return source;
        }
    }
    return NULL;
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
                             struct tip_error *error)
{
    tip_progress_clear(&indexing->progress);
    fprintf(stderr, "tipindex: %s: %s\n", tip_indexing_name(path), reason);
    indexing->tally.failed++;
    return note(indexing, path, reason, TIP_SOURCE_FAILED, error);
}

tip_status tip_indexing_skip(struct tip_indexing *indexing, const struct tip_source_file *file,
                             struct tip_error *error)
{
    return note(indexing, file->path, file->skipped, TIP_SOURCE_SKIPPED, error);
}

tip_status tip_indexing_remove(struct tip_indexing *indexing, const struct tip_source *known,
                               struct tip_error *error)
{
    tip_progress_clear(&indexing->progress);
    if (!indexing->options->is_quiet) {
        fprintf(stderr, "tipindex: %s: no longer there: its report '%s' is removed\n", known->file,
                known->report);
    }
    indexing->tally.removed++;
    tip_status status = need_builder(indexing, error);
    return status == TIP_OK ? tip_builder_remove(indexing->builder, known->report, error) : status;
}

/* ---- the report's facts ---- */

/* An id that another source has gets a suffix, so that reports/2023/asia.md and
 * reports/2024/asia.md are two reports. */
static char *free_id(const struct tip_indexing *indexing, char *slug)
{
    char *id = slug;
    for (unsigned suffix = 2; id && ledger_report(indexing, id); suffix++) {
        if (id != slug) {
            free(id);
        }
        if (asprintf(&id, "%s-%u", slug, suffix) < 0) {
            id = NULL;
        }
    }
    if (id != slug) {
        free(slug);
    }
    return id;
}

static char *choose_id(const struct ingest *ingest)
{
    if (ingest->facts.id) {
        return strdup(ingest->facts.id);
    }
    if (ingest->known) {
        return strdup(ingest->known->report);
    }
    bool is_stdin = strcmp(ingest->file->path, "-") == 0;
    return free_id(ingest->indexing,
                   is_stdin ? strdup("stdin") : tip_report_slug(ingest->file->path));
}

static char *stem(const char *path)
{
    if (strcmp(path, "-") == 0) {
        return strdup("Standard input");
    }
    const char *name = strrchr(path, '/');
    name = name ? name + 1 : path;
    const char *dot = strrchr(name, '.');
    return strndup(name, dot && dot > name ? (size_t)(dot - name) : strlen(name));
}

static tip_status describe(struct ingest *ingest, struct tip_report *report,
                           struct tip_error *error)
{
    const struct tip_facts *facts = &ingest->facts;
    ingest->id = choose_id(ingest);
    ingest->title = stem(ingest->file->path);
    if (!ingest->id || !ingest->title) {
        return tip_error_memory(error, "naming a report");
    }
    const char *found = ingest->document.title ? ingest->document.title : ingest->title;
    *report = (struct tip_report){
        .id = ingest->id,
        .title = facts->title ? facts->title : found,
        .publisher = facts->publisher,
        .date = facts->date,
        .year = tip_facts_year(facts),
        .language = facts->language ? facts->language : ingest->document.language,
        .file = ingest->file->path,
        .sha256 = ingest->sha256,
    };
    if (!report->language) {
        report->language = "en";
    }
    return TIP_OK;
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
        fprintf(stderr, "%s:%zu: %s\n", file, line, message);
    } else {
        fprintf(stderr, "%s: %s\n", file, message);
    }
}

/* Every failure here is the source's own. A name that is not UTF-8 could not stand in the ledger
 * nor in a reply as it is, so the file would not be found again by it. */
static tip_status read_bytes(struct ingest *ingest, struct tip_error *error)
{
    const char *path = ingest->file->path;
    if (tip_utf8_invalid_at(path, strlen(path)) != strlen(path)) {
        return tip_error_set(error, TIP_INVALID, "the file's name is not UTF-8: rename it");
    }
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
static tip_status refuse_endless_words(const struct ingest *ingest, struct tip_error *error)
{
    for (size_t i = 0; i < ingest->passages.count; i++) {
        const struct tip_passage *passage = &ingest->passages.items[i];
        size_t length = strlen(passage->text);
        if (length > PASSAGE_LIMIT) {
            return tip_error_set(error, TIP_LIMIT,
                                 "line %zu: a passage of %zu bytes, the limit is %d: is it text?",
                                 passage->line, length, PASSAGE_LIMIT);
        }
    }
    return TIP_OK;
}

static tip_status cut(struct ingest *ingest, struct tip_report *report, struct tip_error *error)
{
    struct tip_indexing *indexing = ingest->indexing;
    const struct tip_reader_options options = {.warn = warn, .warn_context = indexing};
    tip_status status = tip_read_bytes(&ingest->document, tip_indexing_name(ingest->file->path),
                                       ingest->bytes, ingest->size, &options, error);
    free(ingest->bytes); /* a source may be large: its bytes and its passages need not coexist */
    ingest->bytes = NULL;
    if (status == TIP_OK) {
        status = describe(ingest, report, error);
    }
    if (status == TIP_OK) {
        status = tip_passages_make(&ingest->passages, &ingest->document, report, error);
    }
    if (status == TIP_OK && ingest->passages.count == 0) {
        status = tip_error_set(error, TIP_INVALID, "%s: holds no words", ingest->file->path);
    }
    return status == TIP_OK ? refuse_endless_words(ingest, error) : status;
}

/* ---- adding ---- */

/* Takes out what the source replaces: its own earlier state, and a report that has its id. */
static tip_status replace(struct ingest *ingest, struct tip_error *error)
{
    struct tip_indexing *indexing = ingest->indexing;
    if (ingest->known) {
        tip_status status = tip_builder_remove(indexing->builder, ingest->known->report, error);
        if (status != TIP_OK) {
            return status;
        }
    }
    const struct tip_source *other = ledger_report(indexing, ingest->id);
    if (!other) {
        return TIP_OK;
    }
    tip_progress_clear(&indexing->progress);
    fprintf(stderr, "tipindex: warning: %s replaces the report '%s', which came from %s\n",
            tip_indexing_name(ingest->file->path), ingest->id, tip_indexing_name(other->file));
    return tip_builder_remove(indexing->builder, ingest->id, error);
}

static tip_status add(struct ingest *ingest, const struct tip_report *report,
                      struct tip_error *error)
{
    struct tip_indexing *indexing = ingest->indexing;
    struct tip_source source = {
        .file = ingest->file->path,
        .report = ingest->id,
        .state = TIP_SOURCE_READ,
        .reader = (char *)ingest->document.reader,
        .size = ingest->size,
        .options = ingest->facts_line,
        .words_in = ingest->document.words,
    };
    memcpy(source.sha256, ingest->sha256, sizeof source.sha256);
    tip_status status = need_builder(indexing, error);
    if (status == TIP_OK) {
        status = replace(ingest, error);
    }
    if (status == TIP_OK) {
        status = tip_builder_add(indexing->builder, report, &ingest->passages, &source, error);
    }
    if (status == TIP_INVALID) {
        return tip_indexing_fail(indexing, source.file, tip_failure_reason(error, source.file),
                                 error);
    }
    if (status == TIP_OK) {
        indexing->tally.bytes_in += ingest->size;
        indexing->progress.passages += ingest->passages.count;
        *(ingest->known ? &indexing->tally.changed : &indexing->tally.added) += 1;
    }
    return status;
}

/* *is_fatal tells whether a failure is more than the source's own. */
static tip_status take_in(struct ingest *ingest, bool *is_fatal, struct tip_error *error)
{
    *is_fatal = false;
    const char *remembered = ingest->known ? ingest->known->options : NULL;
    tip_facts_merge(&ingest->facts, &ingest->indexing->options->facts, remembered);
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
    struct tip_report report;
    status = cut(ingest, &report, error);
    if (status == TIP_OK) {
        *is_fatal = true;
        status = add(ingest, &report, error);
    }
    return status;
}

static void ingest_free(struct ingest *ingest)
{
    tip_passages_free(&ingest->passages);
    tip_document_free(&ingest->document);
    tip_facts_free(&ingest->facts);
    free(ingest->facts_line);
    free(ingest->bytes);
    free(ingest->id);
    free(ingest->title);
}

tip_status tip_indexing_read(struct tip_indexing *indexing, const struct tip_source_file *file,
                             const struct tip_source *known, struct tip_error *error)
{
    struct ingest ingest = {.indexing = indexing, .file = file, .known = known};
    bool is_fatal;
    tip_progress_show(&indexing->progress, "reading");
    tip_status status = take_in(&ingest, &is_fatal, error);
    if (status != TIP_OK && !is_fatal) {
        char reason[TIP_ERROR_MESSAGE_SIZE + 64];
        snprintf(reason, sizeof reason, "%s%s",
                 tip_failure_reason(error, tip_indexing_name(file->path)),
                 known ? " (what was indexed of it before stays)" : "");
        status = tip_indexing_fail(indexing, file->path, reason, error);
    }
    ingest_free(&ingest);
    indexing->progress.done_bytes += file->size;
    return status;
}
