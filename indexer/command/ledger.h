/* The ledger as people and programs read it: what became of each source. */
#ifndef TIP_LEDGER_H
#define TIP_LEDGER_H

#include <stdbool.h>

#include "base/json_writer.h"
#include "index/manifest.h"

/* What a ledger adds up to. */
struct tip_ledger_totals {
    uint64_t read, skipped, failed; /* sources */
    uint64_t incomplete;            /* of those read: some page or word of them is missing */
    uint64_t pages, pages_without_text;
    uint64_t words_in, words_indexed, passages, reports;
    uint64_t records_bad; /* of collections */
    uint64_t bytes;       /* of those read */
};

struct tip_ledger_totals tip_ledger_add_up(const struct tip_manifest *manifest);

/* Whether a source that was read is in the index with every page, record and word. */
bool tip_ledger_is_complete(const struct tip_source *source);

/* Writes a source as an object: file, state, reason, report, collection, reader,
 * reader_version, sha256, size, mtime (UTC, RFC 3339), pages, pages_without_text, words_in,
 * words_indexed, passages, reports, records_bad, records_empty. What is not known is null; pages
 * are, where the format has none. */
void tip_ledger_write(struct tip_json *json, const struct tip_source *source);

/* Writes a report that was removed on purpose: report, file, is_record, on. */
void tip_ledger_write_removed(struct tip_json *json, const struct tip_removed *removed);

/* Writes the totals as an object of the members of struct tip_ledger_totals. */
void tip_ledger_write_totals(struct tip_json *json, const struct tip_ledger_totals *totals);

/* Prints a table to standard output: sources that are whole, then skipped ones and
 * records removed on purpose, then those of which
 * something is missing, then the totals; the first two not where `is_quiet`. On a terminal no line
 * is wider than it. */
void tip_ledger_print(const struct tip_manifest *manifest, bool is_quiet);

#endif
