/* What an alignment shows to have changed: hunks, put together to entries by passage. */
#ifndef TIP_CHANGES_H
#define TIP_CHANGES_H

#include "search/compare/alignment.h"
#include "search/comparison.h"

/* A run of statements that is one edit. */
struct tip_hunk {
    enum tip_change_is is;
    uint32_t before_first, before_count; /* none of what is new */
    uint32_t after_first, after_count;   /* none of what is gone */
    uint64_t place; /* hunks in the order of the later year, gone ones where they were */
    uint32_t entry; /* which, before they are sorted */
    uint32_t before_passage, after_passage; /* plus 1: where it is, or the neighbours of what is
                                               gone or new; 0: no passage */
};

struct tip_changes {
    struct tip_hunk *hunks; /* owned; by entry, and in each by place */
    size_t hunk_count, hunk_capacity;
    struct tip_change_entry {
        enum tip_change_is is; /* of all its hunks; changed where they differ */
        size_t first, count;
    } * entries; /* owned; by kind, and of one kind by place */
    size_t entry_count;
    uint32_t entry_counts[TIP_CHANGE_COUNT];
    uint32_t edits; /* hunks of what is new, gone and changed */
    uint32_t unchanged_statements,
        unchanged_passages; /* that the request finds, of the later year */
};

/* The caller frees `changes`, also after a failure. TIP_NO_MEMORY. */
tip_status tip_changes_find(struct tip_changes *changes, const struct tip_alignment *alignment,
                            struct tip_error *error) TIP_MUST_CHECK;
void tip_changes_free(struct tip_changes *changes);

#endif
