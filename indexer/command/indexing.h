/* What build and update share: the lock, the draft, and a source's way into it.
 *
 * The draft is begun by the first change, so that an update that finds none copies nothing. */
#ifndef TIP_INDEXING_H
#define TIP_INDEXING_H

#include <stdbool.h>
#include <stdint.h>

#include "command/options.h"
#include "command/printout.h"
#include "command/progress.h"
#include "command/report_ini.h"
#include "command/source.h"
#include "command/tagging.h"
#include "index/builder.h"
#include "index/erasure.h"
#include "index/generation.h"

struct tip_tally {
    uint32_t added;   /* sources that were not in the index */
    uint32_t changed; /* sources read again */
    uint32_t removed; /* sources that are gone */
    uint32_t unchanged;
    uint32_t failed;
    uint32_t kept; /* of the failed ones: what was indexed of them before stays */
    uint32_t skipped;
    uint32_t kept_out;    /* of the skipped ones: removed on purpose */
    uint64_t records_bad; /* of sources that were read otherwise, or are unchanged */
    uint64_t bytes_in;    /* of the sources added and changed */
};

struct tip_indexing {
    const struct tip_options *options;
    bool is_update; /* on a clone of the live generation; else from nothing */
    struct tip_source_list sources;
    struct tip_index_lock lock;
    struct tip_erasure erasure;      /* what a purge left to be done, and could not be done */
    struct tip_generation *previous; /* the live one; NULL when there is none */
    void *ledger; /* an update's: the live ledger's lines, a tree of tsearch(3) by file and state */
    struct tip_draft draft;
    struct tip_builder *builder;   /* NULL until the first change */
    struct tip_printout *printout; /* owned; where there is one, passages are printed, and there is
                                      no lock, no draft and no builder */
    struct tip_tagger *tagger;
    struct tip_report_inis inis; /* what folders say of their sources */
    struct tip_progress progress;
    struct tip_tally tally;
};

/* Lists the sources (those named or, where none is, what the index is kept of), takes the lock and
 * opens the live generation. An update refuses a damaged one, a build replaces it. The caller ends
 * the indexing, also after a failure. */
tip_status tip_indexing_begin(struct tip_indexing *indexing, const struct tip_options *options,
                              bool is_update, struct tip_error *error) TIP_MUST_CHECK;

/* The same for sources whose passages are only printed: no index is looked at. */
tip_status tip_indexing_begin_printing(struct tip_indexing *indexing,
                                       const struct tip_options *options,
                                       struct tip_error *error) TIP_MUST_CHECK;

/* Reads all that the command line named, one source after the other. */
tip_status tip_indexing_read_all(struct tip_indexing *indexing,
                                 struct tip_error *error) TIP_MUST_CHECK;

/* The line of the live ledger for a file in a state; NULL when there is none, and in a build. */
const struct tip_source *tip_indexing_known(const struct tip_indexing *indexing, const char *path,
                                            enum tip_source_state state);

/* Begins the draft when nothing was added or removed yet. */
tip_status tip_indexing_need_builder(struct tip_indexing *indexing,
                                     struct tip_error *error) TIP_MUST_CHECK;

/* Reads a source into the draft; one that is in the ledger as `known` (or NULL) with the same
 * bytes and facts is left as it is. A source that cannot be read is told of, noted in the ledger
 * and counted, and is no failure of this function: what it returns is fatal. */
tip_status tip_indexing_read(struct tip_indexing *indexing, const struct tip_source_file *file,
                             const struct tip_source *known,
                             struct tip_error *error) TIP_MUST_CHECK;

/* Tells of a source that cannot be read, and of that what was indexed of it before stays where
 * `is_kept`, and notes and counts it. */
tip_status tip_indexing_fail(struct tip_indexing *indexing, const char *path, const char *reason,
                             bool is_kept, struct tip_error *error) TIP_MUST_CHECK;

/* Notes in the ledger that a source is skipped. */
tip_status tip_indexing_skip(struct tip_indexing *indexing, const struct tip_source_file *file,
                             struct tip_error *error) TIP_MUST_CHECK;

/* Takes the report of a source that is gone out of the draft. */
tip_status tip_indexing_remove(struct tip_indexing *indexing, const struct tip_source *known,
                               struct tip_error *error) TIP_MUST_CHECK;

/* Takes the line of a file that was not read, and is gone, out of the ledger. */
tip_status tip_indexing_forget(struct tip_indexing *indexing, const struct tip_source *known,
                               struct tip_error *error) TIP_MUST_CHECK;

/* Finishes and publishes the draft, and prints the summary. */
tip_status tip_indexing_publish(struct tip_indexing *indexing,
                                struct tip_error *error) TIP_MUST_CHECK;

/* Gives up what was not published, and releases everything. */
void tip_indexing_end(struct tip_indexing *indexing);

/* Whether the live generation has an older format than the one that is written. */
bool tip_indexing_is_of_older_format(const struct tip_indexing *indexing);

/* "standard input" for "-", else the path: for messages. */
const char *tip_indexing_name(const char *path);

#endif
