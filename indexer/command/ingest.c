/* A source's way into the draft: bytes, facts, document, passages.
 *
 * A changed source is read and cut before its old report is taken out: when it has become
 * unreadable, what was indexed of it stays, and the ledger says so. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/file.h"
#include "base/string_builder.h"
#include "base/utf8.h"
#include "command/failure.h"
#include "command/indexing.h"
#include "command/terminal.h"
#include "reader/gzip.h"

enum {
    PASSAGE_LIMIT = 1 << 20, /* bytes */
    TITLE_LIMIT = 300        /* bytes of a title that nobody gave: it stands in every citation */
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
    char *title; /* the report's, when it comes from the source or its name */
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

static bool has_report(const struct tip_indexing *indexing, const char *id)
{
    return indexing->builder ? tip_builder_has_report(indexing->builder, id)
                             : ledger_report(indexing, id) != NULL;
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

tip_status tip_indexing_remove(struct tip_indexing *indexing, const struct tip_source *known,
                               struct tip_error *error)
{
    tip_progress_clear(&indexing->progress);
    if (!indexing->options->is_quiet) {
        tip_terminal_line(stderr, "tipindex: %s: no longer there: its report '%s' is removed",
                          known->file, known->report);
    }
    indexing->tally.removed++;
    tip_status status = need_builder(indexing, error);
    return status == TIP_OK ? tip_builder_remove(indexing->builder, known->report, error) : status;
}

tip_status tip_indexing_forget(struct tip_indexing *indexing, const struct tip_source *known,
                               struct tip_error *error)
{
    tip_status status = need_builder(indexing, error);
    return status == TIP_OK ? tip_builder_forget(indexing->builder, known->file, error) : status;
}

/* ---- the report's facts ---- */

/* The slug with a suffix; for free(3). */
static char *suffixed(const char *slug, unsigned suffix)
{
    char *id;
    return asprintf(&id, "%s-%u", slug, suffix) < 0 ? NULL : id;
}

static bool is_taken(const struct tip_indexing *indexing, const char *slug, unsigned suffix)
{
    char *id = suffixed(slug, suffix);
    bool taken = id && has_report(indexing, id);
    free(id);
    return taken;
}

/* An id that another source has gets a suffix, so that reports/2023/asia.md and
 * reports/2024/asia.md are two reports. It is found by doubling and halving, as an archive may hold
 * thousands of index.md. */
static char *free_id(const struct tip_indexing *indexing, char *slug)
{
    if (!slug || !has_report(indexing, slug)) {
        return slug;
    }
    unsigned taken = 1, unused = 2;
    while (is_taken(indexing, slug, unused)) {
        taken = unused;
        unused *= 2;
    }
    while (unused - taken > 1) {
        unsigned middle = taken + (unused - taken) / 2;
        *(is_taken(indexing, slug, middle) ? &taken : &unused) = middle;
    }
    char *id = suffixed(slug, unused);
    free(slug);
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
    size_t length = tip_gzip_name_length(name);
    const char *dot = memrchr(name, '.', length);
    return strndup(name, dot && dot > name ? (size_t)(dot - name) : length);
}

/* The title of a report that nobody gave one, for free(3). */
static char *find_title(const struct ingest *ingest)
{
    static const char more[] = "…";
    const char *own = ingest->document.title;
    size_t length = own ? strlen(own) : 0;
    if (!own) {
        return stem(ingest->file->path);
    }
    if (length <= TITLE_LIMIT) {
        return strdup(own);
    }
    struct tip_string title = {0};
    tip_string_append(&title, own, tip_utf8_cut(own, length, TITLE_LIMIT - strlen(more)));
    tip_string_append_text(&title, more);
    return tip_string_release(&title);
}

static tip_status describe(struct ingest *ingest, struct tip_report *report,
                           struct tip_error *error)
{
    const struct tip_facts *facts = &ingest->facts;
    const struct tip_document *document = &ingest->document;
    ingest->id = choose_id(ingest);
    ingest->title = find_title(ingest);
    if (!ingest->id || !ingest->title) {
        return tip_error_memory(error, "naming a report");
    }
    *report = (struct tip_report){
        .id = ingest->id,
        .title = facts->title ? facts->title : ingest->title,
        .publisher = facts->publisher ? facts->publisher : document->publisher,
        .date = facts->date ? facts->date : document->date,
        .year = tip_facts_year(facts),
        .language = facts->language ? facts->language : document->language,
        .file = ingest->file->path,
        .sha256 = ingest->sha256,
        .url = document->url,
        .tags = document->tags,
        .meta = document->meta,
    };
    if (report->year == 0) {
        report->year = document->year;
    }
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
    const struct tip_source *other =
        has_report(indexing, ingest->id) ? ledger_report(indexing, ingest->id) : NULL;
    if (!other) {
        return TIP_OK;
    }
    tip_progress_clear(&indexing->progress);
    tip_terminal_line(stderr, "tipindex: warning: %s replaces the report '%s', which came from %s",
                      tip_indexing_name(ingest->file->path), ingest->id,
                      tip_indexing_name(other->file));
    return tip_builder_remove(indexing->builder, ingest->id, error);
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

static tip_status add_passages(struct ingest *ingest, const struct tip_report *report,
                               const struct tip_source *source, struct tip_error *error)
{
    struct tip_builder *builder = ingest->indexing->builder;
    tip_builder_set_watch(builder, show_added, ingest);
    tip_status status = tip_builder_add(builder, report, &ingest->passages, source, error);
    tip_builder_set_watch(builder, NULL, NULL);
    ingest->indexing->progress.part_bytes = 0;
    ingest->indexing->progress.part_passages = 0;
    return status;
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
        status = add_passages(ingest, report, &source, error);
    }
    if (status == TIP_INVALID) {
        return tip_indexing_fail(indexing, source.file, tip_failure_reason(error, source.file),
                                 false, error);
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
        struct tip_error own = *error;
        status = tip_indexing_fail(indexing, file->path,
                                   tip_failure_reason(&own, tip_indexing_name(file->path)),
                                   known != NULL, error);
    }
    ingest_free(&ingest);
    indexing->progress.done_bytes += file->size;
    return status;
}
