/* Passages -> a generation: analyses, weighs (BM25F) and writes all parts of the index. */
#ifndef TIP_BUILDER_H
#define TIP_BUILDER_H

#include "base/report.h"
#include "base/status.h"
#include "index/generation.h"
#include "passage/passage.h"

/* The fields' constants: tf' = sum over fields of weight * tf / (1 - b + b * length / pivot),
 * BM25F (Robertson, Zaragoza, Taylor, CIKM 2004) with lengths in words. The pivots are constants
 * of the format, so a passage's score does not move when another report is added; the figures come
 * from simulations over nine judged collections, split into passages. */
struct tip_field_weight {
    double weight, b, pivot;
};
enum tip_field { TIP_FIELD_BODY, TIP_FIELD_SECTION, TIP_FIELD_TITLE, TIP_FIELD_COUNT };
extern const struct tip_field_weight tip_field_weights[TIP_FIELD_COUNT];

struct tip_builder;

/* Begins an index in the draft's folder: from nothing. `previous` (or NULL) is the live generation,
 * from which ids that stay take their `since`. It must outlive the builder. */
tip_status tip_builder_create(struct tip_builder **out, const struct tip_draft *draft,
                              const struct tip_generation *previous,
                              struct tip_error *error) TIP_MUST_CHECK;

/* The same, from a clone of `previous`, whose passages and ledger stay until they are removed. */
tip_status tip_builder_clone(struct tip_builder **out, const struct tip_draft *draft,
                             const struct tip_generation *previous,
                             struct tip_error *error) TIP_MUST_CHECK;
void tip_builder_free(struct tip_builder *builder); /* what was not finished is given up */

/* Told, every few hundred passages, how many of the `count` passages of a source are added. */
typedef void tip_builder_watch(void *context, size_t added, size_t count);

/* Whom to tell; NULL for nobody, as at first. */
void tip_builder_set_watch(struct tip_builder *builder, tip_builder_watch *watch, void *context);

/* Notes the length that passages are cut to from now on; without it the one of the generation that
 * was cloned, or the default. */
void tip_builder_set_passage_words(struct tip_builder *builder, uint32_t words);

/* Notes what the index is kept of (copied), instead of what was noted before. A clone begins with
 * what its live generation has. */
tip_status tip_builder_set_roots(struct tip_builder *builder, char *const *roots, size_t count,
                                 struct tip_error *error) TIP_MUST_CHECK;

/* Adds the passages of one report. `*words_indexed` (on success) is how many of the source's words
 * they hold. Its source's line of the ledger is noted once all its reports are added. A passage
 * that cannot be stored (its text is not UTF-8) is TIP_INVALID and nothing of this report is added;
 * neighbours stay. */
tip_status tip_builder_add_report(struct tip_builder *builder, const struct tip_report *report,
                                  const struct tip_passages *passages, uint64_t *words_indexed,
                                  struct tip_error *error) TIP_MUST_CHECK;

/* The same for a source of one report, with its line of the ledger, in which report, reports,
 * passages and words_indexed are filled in here. */
tip_status tip_builder_add(struct tip_builder *builder, const struct tip_report *report,
                           const struct tip_passages *passages, const struct tip_source *source,
                           struct tip_error *error) TIP_MUST_CHECK;

/* A line of the ledger. That of a skipped or failed source which an earlier build wrote for the
 * file goes. */
tip_status tip_builder_note(struct tip_builder *builder, const struct tip_source *source,
                            struct tip_error *error) TIP_MUST_CHECK;

/* Notes in line `place` of the ledger that its file had another time by now, and the same bytes. */
void tip_builder_note_time(struct tip_builder *builder, size_t place, int64_t mtime_ns,
                           int64_t seen_ns);

/* Drops the line of a skipped or failed source that an earlier build wrote for a file, if any. */
tip_status tip_builder_forget(struct tip_builder *builder, const char *file,
                              struct tip_error *error) TIP_MUST_CHECK;

/* Whether the index has passages of a report. */
bool tip_builder_has_report(const struct tip_builder *builder, const char *report_id);

/* Whether a line of the ledger is that of a collection. */
bool tip_builder_has_collection(const struct tip_builder *builder, const char *collection);

/* Whether a report of the index belongs to a collection; NULL is none. */
bool tip_builder_is_of_collection(const struct tip_builder *builder, const char *report_id,
                                  const char *collection);

/* The file that a report of the index came from; valid until the next call that adds. NULL when
 * there is no such report. */
const char *tip_builder_report_file(const struct tip_builder *builder, const char *report_id);

/* Removes a report's passages, and the ledger's line of its source or, from the line of its
 * collection, its share. TIP_NOT_FOUND. */
tip_status tip_builder_remove(struct tip_builder *builder, const char *report_id,
                              struct tip_error *error) TIP_MUST_CHECK;

/* Removes all reports of a collection and the ledger's line of its source. TIP_NOT_FOUND. */
tip_status tip_builder_remove_collection(struct tip_builder *builder, const char *collection,
                                         struct tip_error *error) TIP_MUST_CHECK;

/* Notes that a report was removed on purpose; what was noted before, in earlier generations as
 * well, stays until it is dropped: all that is noted of a file. */
tip_status tip_builder_note_removed(struct tip_builder *builder, const struct tip_removed *removed,
                                    struct tip_error *error) TIP_MUST_CHECK;
void tip_builder_drop_removed(struct tip_builder *builder, const char *file);

/* Adds all passages of the previous generation to a builder that was created, not cloned, with its
 * ledger: no part then holds anything of what was removed from that generation before. */
tip_status tip_builder_rewrite(struct tip_builder *builder, struct tip_error *error) TIP_MUST_CHECK;

/* Leaves no trace of a report's ids: those it had in earlier generations and, once it is removed,
 * those it has now do not stay in the table of old ids (index/moved.h). The report need not be
 * there any more. TIP_NO_MEMORY. */
tip_status tip_builder_purge(struct tip_builder *builder, const char *report_id,
                             struct tip_error *error) TIP_MUST_CHECK;

/* The ledger so far. */
const struct tip_manifest *tip_builder_manifest(const struct tip_builder *builder);

/* Writes everything but does not publish: tip_draft_publish does. */
tip_status tip_builder_finish(struct tip_builder *builder, struct tip_error *error) TIP_MUST_CHECK;

#endif
