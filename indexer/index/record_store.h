/* Passages on their way into the postings: terms by number become text, text becomes a record.
 *
 * Records are deflated with a preset dictionary taken from the corpus itself, so the first passages
 * wait until there is enough text to choose it from. */
#ifndef TIP_RECORD_STORE_H
#define TIP_RECORD_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "base/string_builder.h"
#include "index/field_words.h"
#include "index/index.h"
#include "index/words.h"

enum {
    TIP_WAITING_PASSAGES = 512, /* the dictionary is chosen from so many at most, */
    TIP_WAITING_BYTES = 1 << 20 /* or from so much text */
};

/* Zero-initialised but for `writer` (owned from then on) and `words` (borrowed), it is ready. */
struct tip_record_store {
    struct tip_index_writer *writer;
    const struct tip_words_builder *words;
    bool has_dictionary; /* it is chosen; it may be empty */
    char *dictionary;
    size_t dictionary_length;
    struct tip_waiting_passage *waiting;
    size_t waiting_count;
    size_t waiting_bytes;
    struct tip_string record;     /* kept for its memory */
    struct tip_index_term *terms; /* likewise */
    size_t term_capacity;
};

void tip_record_store_free(struct tip_record_store *store);

/* Goes on with a dictionary that records already there were packed with (copied). TIP_NO_MEMORY. */
tip_status tip_record_store_continue(struct tip_record_store *store, const char *dictionary,
                                     size_t length, struct tip_error *error) TIP_MUST_CHECK;

/* Stores a passage, now or once the dictionary is chosen. Everything is copied. Statuses as of
 * tip_index_put and tip_record_pack. */
tip_status tip_record_store_put(struct tip_record_store *store, uint32_t number, const char *text,
                                const struct tip_weighted_term *terms, size_t term_count,
                                struct tip_error *error) TIP_MUST_CHECK;

/* Chooses the dictionary from what there is and stores all that waits. */
tip_status tip_record_store_settle(struct tip_record_store *store,
                                   struct tip_error *error) TIP_MUST_CHECK;

#endif
