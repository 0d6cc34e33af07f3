/* A source's way into the draft: bytes, documents, passages.
 *
 * A changed source is read and cut before its old report is taken out: when it has become
 * unreadable, what was indexed of it stays, and the ledger says so. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/failure.h"
#include "command/ingest_parts.h"
#include "command/kept_out.h"
#include "command/terminal.h"
#include "command/untouched.h"

enum { PASSAGE_LIMIT = 1 << 20 /* bytes */ };

/* ---- reading ---- */

void ingest_warn(void *context, const char *file, size_t line, const char *message)
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

void ingest_warn_of_record(void *context, const char *file, size_t line, const char *message)
{
    struct ingest *ingest = context;
    if (ingest->warned < INGEST_TOLD) {
        ingest_warn(ingest->indexing, file, line, message);
    } else if (ingest->warned == INGEST_TOLD) {
        ingest_warn(ingest->indexing, file, 0, "further warnings of this kind are not shown");
    }
    ingest->warned++;
}

/* Every failure here is the source's own. */
static tip_status open_input(struct ingest *ingest, struct tip_error *error)
{
    tip_status status = tip_input_open(&ingest->input, ingest->file->path,
                                       ingest->indexing->options->index_path, error);
    if (status == TIP_OK && ingest->file->size == 0) {
        ingest->indexing->progress.total_bytes += tip_input_size(ingest->input);
    }
    return status == TIP_OK ? tip_input_digest(ingest->input, ingest->sha256, error) : status;
}

/* Whether what the ledger has of the source would be read from it in the same way again: not by a
 * program of a newer format. Once it could not be read, there is a line that says so, which only
 * reading it replaces. */
static bool is_read_alike(const struct ingest *ingest)
{
    const struct tip_source *known = ingest->known;
    return known && !ingest->is_restored && !tip_indexing_is_of_older_format(ingest->indexing) &&
           strcmp(known->file, ingest->file->path) == 0 && known->options &&
           strcmp(known->options, ingest->facts_line) == 0 && known->reader &&
           known->reader_version == tip_reader_version(known->reader) && known->tagged_by &&
           strcmp(known->tagged_by, tip_tagger_digest(ingest->indexing->tagger)) == 0 &&
           !tip_indexing_known(ingest->indexing, ingest->file->path, TIP_SOURCE_FAILED);
}

/* Then it is not even opened. */
static bool is_untouched(const struct ingest *ingest)
{
    return !ingest->indexing->options->reads_all && is_read_alike(ingest) &&
           tip_source_is_untouched(ingest->known, ingest->file);
}

static bool is_unchanged(const struct ingest *ingest)
{
    const struct tip_source *known = ingest->known;
    return is_read_alike(ingest) && known->size == tip_input_size(ingest->input) &&
           strcmp(known->sha256, ingest->sha256) == 0;
}

/* A passage holds 300 words at most: one that is this long is of a word that nobody wrote. */
static tip_status refuse_endless_words(const struct ingest_piece *piece, struct tip_error *error)
{
    char place[32] = ""; /* a record's is told by who reads it */
    for (size_t i = 0; i < piece->passages.count; i++) {
        const struct tip_passage *passage = &piece->passages.items[i];
        size_t length = strlen(passage->text);
        if (piece->record == 0) {
            snprintf(place, sizeof place, "line %zu: ", passage->line);
        }
        if (length > PASSAGE_LIMIT) {
            return tip_error_set(error, TIP_LIMIT,
                                 "%sa passage of %zu bytes, the limit is %d: is it text?", place,
                                 length, PASSAGE_LIMIT);
        }
    }
    return TIP_OK;
}

static tip_status read_document(struct ingest *ingest, struct tip_document *document,
                                struct tip_error *error)
{
    struct tip_indexing *indexing = ingest->indexing;
    const struct tip_reader_options options = {.warn = ingest_warn, .warn_context = indexing};
    char *bytes = NULL;
    size_t size = 0;
    tip_status status = tip_input_whole(ingest->input, &bytes, &size, TIP_SOURCE_LIMIT, error);
    if (status == TIP_OK) {
        status = tip_read_bytes(document, tip_indexing_name(ingest->file->path), bytes, size,
                                &options, error);
    }
    free(bytes);
    return status;
}

static tip_status describe(const struct ingest *ingest, struct ingest_piece *piece,
                           struct tip_error *error)
{
    const struct tip_origin origin = {
        .builder = ingest->indexing->builder,
        .printout = ingest->indexing->printout,
        .file = ingest->file,
        .known = ingest->known,
        .facts = &ingest->facts,
        .sha256 = ingest->sha256,
    };
    return piece->record > 0 ? tip_describe_record(&piece->description, &origin, &piece->document,
                                                   ingest->line.collection, piece->record, error)
                             : tip_describe(&piece->description, &origin, &piece->document, error);
}

/* Gives passages their countries; one that a record names and nobody knows is told of. */
static tip_status tag(struct ingest *ingest, struct ingest_piece *piece, struct tip_error *error)
{
    char *unknown = NULL;
    tip_status status = tip_tagger_tag(ingest->indexing->tagger, &piece->passages,
                                       piece->document.countries, &unknown, error);
    if (unknown) {
        char message[TIP_ERROR_MESSAGE_SIZE];
        snprintf(message, sizeof message, "'%.80s' is no country that countries.tsv knows",
                 unknown);
        ingest_warn_of_record(ingest, tip_indexing_name(ingest->file->path), piece->record,
                              message);
    }
    free(unknown);
    return status;
}

/* Names a document's report and cuts it into passages. */
static tip_status cut(struct ingest *ingest, struct ingest_piece *piece, struct tip_error *error)
{
    const struct tip_passage_options lengths = {.words = (unsigned)ingest->facts.passage_words};
    tip_status status = describe(ingest, piece, error);
    if (status == TIP_OK) {
        status = tip_passages_make(&piece->passages, &piece->document, &piece->description.report,
                                   &lengths, error);
    }
    if (status == TIP_OK && piece->passages.count == 0) {
        status = tip_error_set(error, TIP_INVALID, "%s: holds no words", ingest->file->path);
    }
    if (status == TIP_OK) {
        status = refuse_endless_words(piece, error);
    }
    return status == TIP_OK ? tag(ingest, piece, error) : status;
}

/* ---- adding ---- */

static void tell_of_move(const struct ingest *ingest)
{
    struct tip_indexing *indexing = ingest->indexing;
    if (ingest->file->moved_from && !indexing->options->is_quiet) {
        tip_progress_clear(&indexing->progress);
        tip_terminal_line(stderr, "tipindex: %s: it was %s, whose %s '%s' it stays",
                          ingest->file->path, ingest->known->file,
                          ingest->known->collection ? "collection" : "report",
                          tip_source_id(ingest->known));
    }
}

/* Takes out what was indexed of the source before; once. */
static tip_status replace_own(struct ingest *ingest, struct tip_error *error)
{
    if (!ingest->known || ingest->has_replaced) {
        return TIP_OK;
    }
    ingest->has_replaced = true;
    tell_of_move(ingest);
    tip_status status = ingest_take_out(ingest->indexing, ingest->known, error);
    return status == TIP_OK && ingest->file->moved_from
               ? tip_kept_out_move(ingest->indexing, ingest->known->file, ingest->file->path, error)
               : status;
}

/* A record that a later one replaces is no longer in the source's line. */
static void take_back(struct tip_source *line, uint32_t passages, uint64_t words)
{
    line->reports--;
    line->passages -= passages;
    line->words_in -= words < line->words_in ? words : line->words_in;
    line->words_indexed -= words < line->words_indexed ? words : line->words_indexed;
}

/* Tells which report goes, for the first ones. */
static void warn_of_replacing(struct ingest *ingest, size_t record, const char *id,
                              const char *other)
{
    struct tip_indexing *indexing = ingest->indexing;
    const char *name = tip_indexing_name(ingest->file->path);
    if (++ingest->replaced > INGEST_TOLD) {
        return;
    }
    bool is_repeated = record > 0 && other && strcmp(other, ingest->file->path) == 0;
    tip_progress_clear(&indexing->progress);
    if (is_repeated) {
        tip_terminal_line(stderr,
                          "%s:%zu: warning: the id '%s' was given before: this later "
                          "record takes its place",
                          name, record, id);
    } else {
        tip_terminal_line(stderr,
                          "tipindex: warning: %s replaces the report '%s', which came from %s",
                          name, id, other ? tip_indexing_name(other) : "elsewhere");
    }
}

/* Takes out a report that has the same id: of another source, or an earlier record of this one. */
static tip_status replace_other(struct ingest *ingest, const struct ingest_piece *piece,
                                struct tip_error *error)
{
    struct tip_builder *builder = ingest->indexing->builder;
    const char *id = piece->description.report.id;
    uint32_t passages = tip_builder_manifest(builder)->passages;
    uint64_t words = tip_builder_manifest(builder)->words;
    if (!tip_builder_has_report(builder, id)) {
        return TIP_OK;
    }
    warn_of_replacing(ingest, piece->record, id, tip_builder_report_file(builder, id));
    bool is_own = tip_builder_is_of_collection(builder, id, ingest->line.collection);
    tip_status status = tip_builder_remove(builder, id, error);
    if (status == TIP_OK && is_own) {
        take_back(&ingest->line, passages - tip_builder_manifest(builder)->passages,
                  words - tip_builder_manifest(builder)->words);
    }
    return status;
}

/* Where a large source takes its time. */
static void show_added(void *context, size_t added, size_t count)
{
    const struct ingest *ingest = context;
    struct tip_progress *progress = &ingest->indexing->progress;
    double share = (double)added / (double)count;
    if (!ingest->line.collection) { /* records have their places in the source */
        progress->part_bytes = (uint64_t)(share * (double)ingest->file->size);
    }
    progress->part_passages = added;
    tip_progress_show(progress, "indexing");
}

static tip_status add_report(struct ingest *ingest, struct ingest_piece *piece,
                             struct tip_error *error)
{
    struct tip_indexing *indexing = ingest->indexing;
    struct tip_source *line = &ingest->line;
    uint64_t words_indexed = 0;
    tip_builder_set_watch(indexing->builder, show_added, ingest);
    tip_status status = tip_builder_add_report(indexing->builder, &piece->description.report,
                                               &piece->passages, &words_indexed, error);
    tip_builder_set_watch(indexing->builder, NULL, NULL);
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

/* Of a report that was printed before, it can only be said that this one would take its place. */
static tip_status print_report(struct ingest *ingest, const struct ingest_piece *piece,
                               struct tip_error *error)
{
    struct tip_printout *printout = ingest->indexing->printout;
    const struct tip_report *report = &piece->description.report;
    const char *other = tip_printout_file(printout, report->id);
    if (other) {
        warn_of_replacing(ingest, piece->record, report->id, other);
    }
    ingest->line.reports++;
    tip_progress_clear(&ingest->indexing->progress);
    return tip_printout_report(printout, report, &piece->passages, error);
}

/* Replaces what the piece takes the place of, and adds it. */
static tip_status add(struct ingest *ingest, struct ingest_piece *piece, struct tip_error *error)
{
    bool is_printed = ingest->indexing->printout != NULL;
    tip_status status =
        is_printed ? print_report(ingest, piece, error) : replace_own(ingest, error);
    if (status == TIP_OK && !is_printed) {
        status = replace_other(ingest, piece, error);
    }
    if (status == TIP_OK && !is_printed) {
        status = add_report(ingest, piece, error);
    }
    ingest->is_fatal = status != TIP_OK && status != TIP_INVALID;
    return status;
}

/* A record that was removed on purpose, or what standard input gave once. */
static bool is_kept_out(const struct ingest *ingest, const struct ingest_piece *piece)
{
    return (piece->record > 0 || strcmp(ingest->file->path, "-") == 0) &&
           tip_kept_out_record(ingest->indexing, ingest->file->path, piece->description.report.id);
}

/* From here on there is a draft. */
tip_status ingest_document(struct ingest *ingest, struct ingest_piece *piece,
                           struct tip_error *error)
{
    tip_status status = tip_indexing_need_builder(ingest->indexing, error);
    if (status != TIP_OK) {
        ingest->is_fatal = true;
        return status;
    }
    status = cut(ingest, piece, error);
    if (status == TIP_OK && is_kept_out(ingest, piece)) {
        ingest->kept_out++;
        if (piece->record == 0) {
            return tip_error_set(error, TIP_INVALID,
                                 "its report '%s' was removed on purpose: --restore lets it in",
                                 piece->description.report.id);
        }
        status = replace_own(ingest, error);
        ingest->is_fatal = status != TIP_OK;
        return status;
    }
    return status == TIP_OK ? add(ingest, piece, error) : status;
}

void ingest_piece_free(struct ingest_piece *piece)
{
    tip_passages_free(&piece->passages);
    tip_description_free(&piece->description);
    tip_document_free(&piece->document);
}

/* A source that is one document. */
static tip_status take_whole(struct ingest *ingest, struct tip_error *error)
{
    struct ingest_piece piece = {0};
    tip_status status = read_document(ingest, &piece.document, error);
    if (status == TIP_OK) {
        status = ingest_document(ingest, &piece, error);
    }
    if (status == TIP_OK) {
        ingest->id = strdup(piece.description.report.id);
        ingest->line.report = ingest->id;
        ingest->line.reader = (char *)piece.document.reader; /* static */
        ingest->line.reader_version = piece.document.reader_version;
        ingest->line.pages = (uint32_t)piece.document.pages;
        ingest->line.pages_without_text = (uint32_t)piece.document.pages_without_text;
        status = ingest->id ? TIP_OK : tip_error_memory(error, "noting a source");
    }
    ingest_piece_free(&piece);
    return status;
}

/* ---- the source ---- */

static tip_status finish(struct ingest *ingest, struct tip_error *error)
{
    struct tip_indexing *indexing = ingest->indexing;
    struct tip_source *line = &ingest->line;
    line->file = ingest->file->path;
    line->state = TIP_SOURCE_READ;
    line->size = tip_input_size(ingest->input);
    line->mtime_ns = ingest->file->mtime_ns;
    line->seen_ns = ingest->file->seen_ns;
    if (ingest->sha256[0] == '\0') { /* it was cut: an update reads it again */
        line->mtime_ns = 0;
    }
    line->options = ingest->facts_line;
    line->tagged_by = (char *)tip_tagger_digest(indexing->tagger);
    memcpy(line->sha256, ingest->sha256, sizeof line->sha256);
    ingest->is_fatal = true;
    indexing->tally.bytes_in += line->size;
    indexing->tally.records_bad += line->records_bad;
    *(ingest->known ? &indexing->tally.changed : &indexing->tally.added) += 1;
    return indexing->printout
               ? tip_printout_take(indexing->printout, tip_source_id(line), line->file, error)
               : tip_builder_note(indexing->builder, line, error);
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

/* An unchanged source is as it was, with the records of it that could not be read. */
static void leave(const struct ingest *ingest)
{
    struct tip_indexing *indexing = ingest->indexing;
    indexing->tally.unchanged++;
    indexing->tally.records_bad += ingest->known->records_bad;
    if (ingest->known->records_bad > 0) {
        tip_progress_clear(&indexing->progress);
        tip_terminal_line(stderr, "tipindex: %s: unchanged: %s",
                          tip_indexing_name(ingest->file->path), ingest->known->reason);
    }
}

/* What is neither unchanged nor kept out. */
static tip_status take_content(struct ingest *ingest, struct tip_error *error)
{
    bool is_records = false;
    tip_status status = ingest_is_records(ingest, &is_records, error);
    if (status == TIP_OK) {
        status = is_records ? ingest_records(ingest, error) : take_whole(ingest, error);
    }
    return status == TIP_OK ? finish(ingest, error) : status;
}

static tip_status take_in(struct ingest *ingest, struct tip_error *error)
{
    const char *remembered = ingest->known ? ingest->known->options : NULL;
    tip_facts_merge(&ingest->facts, &ingest->indexing->options->facts, remembered);
    choose_length(ingest);
    bool is_said = false;
    tip_status status =
        tip_report_ini_find(&ingest->indexing->inis, &ingest->folder_facts, &is_said,
                            &ingest->indexing->sources, ingest->file->path, error);
    if (status != TIP_OK) {
        return status;
    }
    ingest->facts.folder = is_said ? &ingest->folder_facts : NULL;
    ingest->facts_line = tip_facts_line(&ingest->facts);
    if (!ingest->facts_line) {
        return tip_error_memory(error, "noting a source");
    }
    if (is_untouched(ingest)) {
        leave(ingest);
        return TIP_OK;
    }
    status = open_input(ingest, error);
    if (status != TIP_OK) {
        return status;
    }
    if (is_unchanged(ingest)) {
        tip_sources_find(&ingest->indexing->sources, ingest->file->path)->is_same = true;
        leave(ingest);
        return TIP_OK;
    }
    const struct tip_removed *removed =
        ingest->known ? NULL : tip_kept_out_bytes(ingest->indexing, ingest->sha256);
    if (removed) {
        ingest->is_fatal = true;
        return tip_kept_out_note(ingest->indexing, ingest->file, removed, error);
    }
    return take_content(ingest, error);
}

static void ingest_free(struct ingest *ingest)
{
    tip_facts_free(&ingest->facts);
    free(ingest->facts_line);
    tip_input_close(ingest->input);
    free(ingest->id);
    free(ingest->reason);
}

/* The size of standard input is known once it is read. */
static uint64_t size_of(const struct ingest *ingest)
{
    return ingest->file->size == 0 && ingest->input ? tip_input_size(ingest->input)
                                                    : ingest->file->size;
}

tip_status tip_indexing_read(struct tip_indexing *indexing, const struct tip_source_file *file,
                             const struct tip_source *known, struct tip_error *error)
{
    struct ingest ingest = {.indexing = indexing, .file = file, .known = known};
    const struct tip_removed *removed = tip_kept_out_file(indexing, file->path);
    tip_progress_show(&indexing->progress, "reading");
    if (removed) {
        return tip_kept_out_note(indexing, file, removed, error);
    }
    tip_status status = tip_kept_out_restore(indexing, file, &ingest.is_restored, error);
    if (status != TIP_OK) {
        return status;
    }
    status = take_in(&ingest, error);
    if (status != TIP_OK && !ingest.is_fatal) {
        struct tip_error own = *error;
        status = tip_indexing_fail(indexing, file->path,
                                   tip_failure_reason(&own, tip_indexing_name(file->path)),
                                   known != NULL && !ingest.has_replaced, error);
    }
    indexing->progress.part_bytes = 0;
    indexing->progress.records = 0;
    indexing->progress.done_files++;
    indexing->progress.done_bytes += size_of(&ingest);
    ingest_free(&ingest);
    return status;
}
