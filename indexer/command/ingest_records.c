/* A source of records: one report after the other, each let go before the next is read.
 *
 * What was indexed of the source before is taken out when its first record is added: a source of
 * which nothing can be read leaves the index as it was. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/string_builder.h"
#include "command/failure.h"
#include "command/figure.h"
#include "command/ingest_parts.h"
#include "command/terminal.h"
#include "reader/jsonl.h"

enum { NOTED = 3 /* bad records that the ledger has the reasons of */ };

/* The records of a source. */
struct taking {
    struct ingest *ingest;
    struct tip_records *records;
    struct tip_string reasons; /* of the first bad ones: "line 4: …; line 9: …" */
};

/* The bytes that are read stand at the stream's beginning again. */
tip_status ingest_is_records(struct ingest *ingest, bool *is_records, struct tip_error *error)
{
    size_t length = 0, got = 0;
    char *head = malloc(TIP_RECORD_SNIFFED);
    if (!head) {
        return tip_error_memory(error, "reading a source");
    }
    tip_status status = TIP_OK;
    do {
        status =
            tip_input_read(ingest->input, head + length, TIP_RECORD_SNIFFED - length, &got, NULL);
        length += got;
    } while (status == TIP_OK && got > 0 && length < TIP_RECORD_SNIFFED);
    /* What is wrong with a stream is told by who reads all of it. */
    *is_records = tip_records_know(ingest->file->path, head, length);
    free(head);
    return tip_input_rewind(ingest->input, error);
}

/* ---- bad records ---- */

/* The reason alone of "FILE:LINE: reason". */
static const char *bare_reason(const struct taking *taking, const struct tip_error *error)
{
    char *name = NULL;
    const char *path = tip_indexing_name(taking->ingest->file->path);
    const char *reason = tip_failure_reason(error, path);
    if (asprintf(&name, "%s:%zu", path, tip_records_line(taking->records)) >= 0) {
        reason = tip_failure_reason(error, name);
        free(name);
    }
    return reason;
}

static void note_bad(struct taking *taking, const struct tip_error *error)
{
    struct tip_indexing *indexing = taking->ingest->indexing;
    struct tip_source *line = &taking->ingest->line;
    const char *name = tip_indexing_name(taking->ingest->file->path);
    size_t number = tip_records_line(taking->records);
    const char *reason = bare_reason(taking, error);
    line->records_bad++;
    if (line->records_bad <= NOTED) {
        tip_string_printf(&taking->reasons, "%sline %zu: %s",
                          taking->reasons.length > 0 ? "; " : "", number, reason);
    }
    if (line->records_bad <= INGEST_TOLD) {
        tip_progress_clear(&indexing->progress);
        tip_terminal_line(stderr, "%s:%zu: %s: left out", name, number, reason);
    }
}

/* "3 records were left out: line 4: …", for the ledger and, where some were not told of, for the
 * reader of the terminal. */
static tip_status sum_up(struct taking *taking, struct tip_error *error)
{
    struct ingest *ingest = taking->ingest;
    uint32_t bad = ingest->line.records_bad;
    char figure[TIP_FIGURE_SIZE];
    if (ingest->replaced > INGEST_TOLD) {
        tip_progress_clear(&ingest->indexing->progress);
        tip_terminal_line(stderr, "tipindex: warning: %s: %s records replaced others of their ids",
                          tip_indexing_name(ingest->file->path),
                          tip_figure(figure, ingest->replaced));
    }
    if (ingest->kept_out > 0 && !ingest->indexing->options->is_quiet) {
        tip_progress_clear(&ingest->indexing->progress);
        tip_terminal_line(stderr,
                          "tipindex: %s: %s record%s left out, removed on purpose (--restore "
                          "brings back)",
                          tip_indexing_name(ingest->file->path),
                          tip_figure(figure, ingest->kept_out),
                          ingest->kept_out == 1 ? " is" : "s are");
    }
    if (bad == 0) {
        return TIP_OK;
    }
    const char *reasons = taking->reasons.data ? taking->reasons.data : "";
    if (asprintf(&ingest->reason, "%s record%s left out: %s%s", tip_figure(figure, bad),
                 bad == 1 ? " was" : "s were", reasons, bad > NOTED ? "; …" : "") < 0) {
        ingest->reason = NULL;
        return tip_error_memory(error, "noting a source");
    }
    ingest->line.reason = ingest->reason;
    if (bad > INGEST_TOLD) {
        tip_progress_clear(&ingest->indexing->progress);
        tip_terminal_line(stderr, "tipindex: %s: %s records were left out",
                          tip_indexing_name(ingest->file->path), tip_figure(figure, bad));
    }
    return TIP_OK;
}

/* ---- records ---- */

/* By the first record that is added: a draft is begun only for a source that is to be in it. */
static tip_status choose_collection(struct ingest *ingest, struct tip_error *error)
{
    if (ingest->id) {
        return TIP_OK;
    }
    tip_status status = tip_indexing_need_builder(ingest->indexing, error);
    if (status != TIP_OK) {
        ingest->is_fatal = true;
        return status;
    }
    const struct tip_origin origin = {.builder = ingest->indexing->builder,
                                      .printout = ingest->indexing->printout,
                                      .file = ingest->file,
                                      .known = ingest->known,
                                      .facts = &ingest->facts};
    ingest->id = tip_collection_id(&origin);
    ingest->line.collection = ingest->id;
    return ingest->id ? TIP_OK : tip_error_memory(error, "naming a collection");
}

/* One record; what is wrong with it alone is noted. */
static tip_status take_record(struct taking *taking, bool *is_end, struct tip_error *error)
{
    struct ingest *ingest = taking->ingest;
    struct ingest_piece piece = {0};
    struct tip_error own;
    tip_status status = tip_records_next(taking->records, &piece.document, is_end, &own);
    piece.record = tip_records_line(taking->records);
    if (status == TIP_OK && !*is_end && piece.document.count == 0) {
        ingest->line.records_empty++;
    } else if (status == TIP_OK && !*is_end) {
        status = choose_collection(ingest, &own);
        if (status == TIP_OK) {
            status = ingest_document(ingest, &piece, &own);
        }
    }
    ingest_piece_free(&piece);
    if (status == TIP_INVALID || status == TIP_LIMIT) {
        note_bad(taking, &own);
        return TIP_OK;
    }
    if (status != TIP_OK) {
        *error = own;
    }
    return status;
}

static void show(const struct taking *taking)
{
    struct tip_progress *progress = &taking->ingest->indexing->progress;
    progress->part_bytes = tip_input_taken(taking->ingest->input);
    progress->records = taking->ingest->line.reports;
    tip_progress_show(progress, "indexing");
}

static tip_status take_all(struct taking *taking, struct tip_error *error)
{
    struct ingest *ingest = taking->ingest;
    bool is_end = false;
    tip_status status = TIP_OK;
    while (status == TIP_OK && !is_end && !tip_printout_is_unread(ingest->indexing->printout)) {
        status = take_record(taking, &is_end, error);
        show(taking);
    }
    ingest->is_fatal = ingest->is_fatal || status != TIP_OK;
    if (status == TIP_OK) {
        status = sum_up(taking, error);
    }
    if (status == TIP_OK && ingest->line.reports == 0 && ingest->kept_out == 0) {
        return tip_error_set(error, TIP_INVALID, "no record with a text is in it%s%.400s",
                             ingest->reason ? ": " : "", ingest->reason ? ingest->reason : "");
    }
    if (status == TIP_OK && tip_records_are_cut(taking->records)) {
        ingest->sha256[0] = '\0'; /* so that an update reads it again */
    }
    return status;
}

tip_status ingest_records(struct ingest *ingest, struct tip_error *error)
{
    struct taking taking = {.ingest = ingest};
    const struct tip_reader_options options = {.warn = ingest_warn_of_record,
                                               .warn_context = ingest};
    ingest->line.reader = (char *)"jsonl"; /* copied, never written to */
    ingest->line.reader_version = TIP_RECORDS_VERSION;
    tip_status status = tip_records_open(&taking.records, tip_indexing_name(ingest->file->path),
                                         ingest->input, &options, error);
    if (status == TIP_OK) {
        status = take_all(&taking, error);
    }
    tip_records_close(taking.records);
    tip_string_free(&taking.reasons);
    return status;
}
