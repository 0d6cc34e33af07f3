/* Reports that were removed on purpose, on their way in again: kept out until they are restored. */
#ifndef TIP_KEPT_OUT_H
#define TIP_KEPT_OUT_H

#include "command/indexing.h"

enum { TIP_KEPT_OUT_REASON_SIZE = 512 };

/* Why a file is skipped, for the ledger and for messages. */
void tip_kept_out_reason(char out[TIP_KEPT_OUT_REASON_SIZE], const struct tip_removed *removed);

/* What keeps a whole file out; NULL when nothing does, or --restore lets it in. */
const struct tip_removed *tip_kept_out_file(const struct tip_indexing *indexing, const char *path);

/* The same for a record by the id of its report; for what standard input gives, too. */
bool tip_kept_out_record(const struct tip_indexing *indexing, const char *path,
                         const char *report_id);

/* The same for a new file by its bytes: one whose report was removed, under another name now. */
const struct tip_removed *tip_kept_out_bytes(const struct tip_indexing *indexing,
                                             const char *sha256);

/* Notes and counts a file that is kept out, and tells of it when it was named itself. One that has
 * another name than `removed` says is noted under it as well. */
tip_status tip_kept_out_note(struct tip_indexing *indexing, const struct tip_source_file *file,
                             const struct tip_removed *removed,
                             struct tip_error *error) TIP_MUST_CHECK;

/* With --restore, lets a file in again with all that was removed of it; *is_restored tells whether
 * there was anything. */
tip_status tip_kept_out_restore(struct tip_indexing *indexing, const struct tip_source_file *file,
                                bool *is_restored, struct tip_error *error) TIP_MUST_CHECK;

/* What was removed of a file that was moved stays so under its new path. */
tip_status tip_kept_out_move(struct tip_indexing *indexing, const char *from, const char *to,
                             struct tip_error *error) TIP_MUST_CHECK;

#endif
