/* What a builder remembers of every passage and report while it works: enough to refuse an id twice
 * and to take a report out again. About 40 bytes a passage. */
#ifndef TIP_PASSAGE_TABLE_H
#define TIP_PASSAGE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "index/text_pool.h"

/* A passage that lives; `number` is its place in the table. */
struct tip_passage_entry {
    uint64_t id;
    uint32_t words;
    uint32_t text_bytes; /* known for those that are new in this build */
    uint32_t report;     /* a place in `reports` */
    uint32_t next;       /* the report's next passage; 0: it was the last */
    bool is_new;         /* added in this build, not cloned */
};

struct tip_report_entry {
    char *id;
    uint32_t first;      /* its latest passage; 0: none */
    uint32_t collection; /* a number of `collections`; TIP_NO_TEXT for a source of its own */
};

/* Zero-initialised is empty and valid. Both hash tables hold places (0: free) and probe linearly.
 */
struct tip_passage_table {
    struct tip_passage_entry *passages; /* by number; 0 is not used */
    size_t passage_capacity;
    uint32_t *by_id;
    size_t id_slots;
    size_t id_used;                   /* taken-out ones included, until the table grows */
    struct tip_report_entry *reports; /* from place 1 */
    size_t report_count;
    size_t report_capacity;
    uint32_t *by_report;
    size_t report_slots;
    struct tip_text_pool collections; /* ids */
};

void tip_passage_table_free(struct tip_passage_table *table);

/* The place of a report (from 1), 0 when it was never added. */
uint32_t tip_passage_table_report(const struct tip_passage_table *table, const char *report_id);

/* The same, added when it is not there, as one of a collection (NULL: of none). TIP_NO_MEMORY. */
tip_status tip_passage_table_add_report(struct tip_passage_table *table, const char *report_id,
                                        const char *collection, uint32_t *report,
                                        struct tip_error *error) TIP_MUST_CHECK;

/* The number of the passage with an id, 0 when there is none. */
uint32_t tip_passage_table_find(const struct tip_passage_table *table, uint64_t id);

/* Adds a passage under a number that is free and an id that is not there. `entry->next` is set
 * here. TIP_NO_MEMORY. */
tip_status tip_passage_table_add(struct tip_passage_table *table, uint32_t number,
                                 const struct tip_passage_entry *entry,
                                 struct tip_error *error) TIP_MUST_CHECK;

/* Takes out all passages of a report. */
void tip_passage_table_remove_report(struct tip_passage_table *table, uint32_t report);

#endif
