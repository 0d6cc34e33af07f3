/* What a builder is made of: shared by the files that begin it, fill it and finish it. */
#ifndef TIP_BUILDER_PARTS_H
#define TIP_BUILDER_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "index/builder.h"
#include "index/columns.h"
#include "index/field_words.h"
#include "index/manifest.h"
#include "index/passage_table.h"
#include "index/record_store.h"
#include "index/signatures.h"
#include "index/text_pool.h"
#include "index/tokens.h"
#include "index/words.h"

struct tip_builder {
    char *folder; /* the draft's */
    uint32_t generation;
    const struct tip_generation *previous; /* borrowed; NULL when there is none */
    struct tip_manifest manifest;          /* its counts go along with every passage */
    size_t cloned_sources;                 /* the first so many lines of the ledger */
    struct tip_words_builder *words;
    struct tip_tokens_builder *tokens;
    struct tip_columns_builder *columns;
    struct tip_signatures_builder *signatures;
    struct tip_record_store store;
    struct tip_passage_table table;
    struct tip_word_source source;
    struct tip_field_words fields[TIP_FIELD_COUNT];
    struct tip_weighing weighing;
    struct tip_token_list list;
    struct tip_text_pool purged; /* ids of reports of which no id is to be kept */
    tip_builder_watch *watch;    /* NULL when nobody listens */
    void *watch_context;
    bool is_closed; /* finished, or failed half-way: nothing more can be done with it */
};

/* TIP_INTERNAL when it is closed. */
tip_status tip_builder_is_open(const struct tip_builder *builder,
                               struct tip_error *error) TIP_MUST_CHECK;

/* The place of the line of a report's or (where `is_collection`) a collection's source;
 * source_count when there is none. */
size_t tip_builder_find_line(const struct tip_builder *builder, const char *id, bool is_collection);

/* Copies the lines, the counts and the roots of the live generation's ledger. */
tip_status tip_builder_clone_ledger(struct tip_builder *builder,
                                    struct tip_error *error) TIP_MUST_CHECK;

/* Copies what the live generation knows of reports that were removed; nothing when there is none.
 */
tip_status tip_builder_inherit_removed(struct tip_builder *builder,
                                       struct tip_error *error) TIP_MUST_CHECK;

/* Takes the line at `place` out of the ledger. */
void tip_builder_drop_line(struct tip_builder *builder, size_t place);

#endif
