/* Small indexes for tests of what reads and writes them: a few sentences instead of documents. All
 * functions assert that what they do succeeds. */
#ifndef TIP_TEST_SMALL_INDEX_H
#define TIP_TEST_SMALL_INDEX_H

#include <stdbool.h>

#include "index/builder.h"
#include "index/generation.h"

/* A build under way. */
struct small_build {
    struct tip_index_lock lock;
    struct tip_draft draft;
    struct tip_generation *previous; /* NULL when there is none */
    struct tip_builder *builder;
};

/* A new folder below the temporary one, in static storage. */
const char *small_folder(void);

/* Locks, opens the live generation if there is one, and begins: a clone of it or from nothing. */
void small_build_begin(struct small_build *build, const char *index_path, bool is_clone);

/* Adds a report of the file "ID.txt" whose passages are `texts` (NULL-terminated), all under the
 * headings "Topics" and `heading`. */
tip_status small_build_add(struct small_build *build, const char *report_id, const char *heading,
                           const char *const *texts, struct tip_error *error);

/* small_build_add that must succeed, with the texts in the call. */
#define SMALL_ADD(build, report_id, heading, ...)                                                  \
    small_build_must_add(build, report_id, heading, (const char *const[]){__VA_ARGS__, NULL})
void small_build_must_add(struct small_build *build, const char *report_id, const char *heading,
                          const char *const *texts);

/* A record of a collection, whose line of the ledger small_build_note writes. */
void small_build_record(struct small_build *build, const char *collection, const char *report_id,
                        const char *text);
void small_build_note(struct small_build *build, const char *collection, uint32_t records);

void small_build_publish(struct small_build *build); /* finishes, publishes and frees */
void small_build_give_up(struct small_build *build); /* frees */

/* One report "first" of two passages, and for each further generation one more report. */
void small_index_make(const char *index_path, int generations);

struct tip_generation *small_index_open(const char *index_path);

#endif
