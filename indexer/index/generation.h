/* Generations of an index on disk: which one lives, how a new one takes its place, and the lock.
 *
 *   INDEX/CURRENT             the name of the live generation; replaced by rename(2)
 *   INDEX/generation-000007/  a complete one; never changes
 *   INDEX/generation-000008.building/   one under construction; remains of a killed build
 *   INDEX/generation-000005.removed/    an old one that is being removed
 *   INDEX/lock                flock(2), the writer's pid inside
 *
 * Readers hold a shared flock on manifest.json of the generation they read; only an unlocked one is
 * removed. */
#ifndef TIP_GENERATION_H
#define TIP_GENERATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bitmap.h"
#include "base/status.h"
#include "index/columns.h"
#include "index/index.h"
#include "index/manifest.h"
#include "index/moved.h"
#include "index/signatures.h"
#include "index/suggestions.h"
#include "index/tokens.h"
#include "index/words.h"

enum { TIP_GENERATION_NAME_SIZE = 32 };

/* ---- reading ---- */

/* A generation that was verified and opened: files mapped, manifest read, flock held. May be shared
 * between threads; each thread opens its own tip_index on `postings_path`. */
struct tip_generation {
    uint32_t number;
    char *folder;
    char *postings_path;
    struct tip_manifest manifest;
    struct tip_words *words;
    struct tip_token_file *tokens;
    struct tip_columns *columns;
    struct tip_moved *moved;
    struct tip_signatures *signatures; /* NULL in an older format */
    struct tip_suggestions *suggestions;
    char *dictionary; /* the records' preset dictionary */
    size_t dictionary_length;
    int lock_fd;
    uint64_t bytes_on_disk;
    const struct tip_generation *whole; /* of a restricted one; else NULL */
    struct tip_bitmap visible;          /* of a restricted one: its passages */
};

/* The number CURRENT names. TIP_NOT_FOUND when there is no index at all (the message says how to
 * build one), TIP_CORRUPT when CURRENT is no name of a generation that is there, or is itself
 * missing beside a whole generation. */
tip_status tip_generation_current(uint32_t *number, const char *index_path,
                                  struct tip_error *error) TIP_MUST_CHECK;

/* Opens generation `number`: manifest proved, size and SHA-256 of every file compared before
 * anything else opens them. TIP_CORRUPT names the file. */
tip_status tip_generation_open(struct tip_generation **out, const char *index_path, uint32_t number,
                               struct tip_error *error) TIP_MUST_CHECK;

/* Opens the live generation; when it is damaged, the newest older one that is good, and then
 * `warning` (of TIP_ERROR_MESSAGE_SIZE bytes, "" otherwise) says what was wrong and which file. */
tip_status tip_generation_open_current(struct tip_generation **out, const char *index_path,
                                       char *warning, struct tip_error *error) TIP_MUST_CHECK;
void tip_generation_close(struct tip_generation *generation); /* NULL is allowed */

/* A generation in memory as if `whole`, which must outlive it, had only the reports that
 * `is_visible` tells, by number. Passages, words and stems keep their numbers; columns, dictionary
 * and counts are of these reports alone; postings are to be read through tip_index_restrict with
 * its `visible`. Its `suggestions` are NULL until tip_generation_suggest; its `moved` is that of
 * the whole. Takes some 0.1 s for 10,000 passages. */
tip_status tip_generation_restrict(struct tip_generation **out, const struct tip_generation *whole,
                                   const bool *is_visible, struct tip_error *error) TIP_MUST_CHECK;
/* Makes the suggestions of a restricted generation, once, through a handle on the whole's postings.
 */
tip_status tip_generation_suggest(struct tip_generation *restricted, const struct tip_index *whole,
                                  struct tip_error *error) TIP_MUST_CHECK;
/* The memory that a restricted generation takes. */
size_t tip_generation_bytes(const struct tip_generation *restricted);

/* A passage's text, for free(3), through a handle on this generation's postings. */
tip_status tip_generation_text(const struct tip_generation *generation, struct tip_index *index,
                               uint32_t number, char **text, size_t *length,
                               struct tip_error *error) TIP_MUST_CHECK;

/* Everything tip_generation_open proves, then (where the files may be written) Xapian's own check
 * in a child process, then every stored text against its CRC and the counts of the parts against
 * each other. */
tip_status tip_generation_check(const char *index_path, uint32_t number,
                                struct tip_error *error) TIP_MUST_CHECK;

/* ---- writing ---- */

/* The right to write: the lock, held. */
struct tip_index_lock {
    int fd;
};

/* Makes the folder if need be and takes the lock. TIP_LOCKED at once when another process has it;
 * the message names its pid. Then removes what killed builds left: *.building, *.removed,
 * CURRENT.new, and generations newer than CURRENT; when nobody knows what CURRENT named, all whole
 * generations stay. */
tip_status tip_index_lock_take(struct tip_index_lock *lock, const char *index_path,
                               struct tip_error *error) TIP_MUST_CHECK;
void tip_index_lock_release(struct tip_index_lock *lock);

/* A generation under construction. `folder` is INDEX/generation-NNNNNN.building. */
struct tip_draft {
    char *index_path;
    char *folder;
    uint32_t number;
    uint32_t previous; /* the live one, 0 when there is none */
};

/* Makes an empty draft one above the live generation. */
tip_status tip_draft_create(struct tip_draft *draft, const char *index_path,
                            struct tip_error *error) TIP_MUST_CHECK;

/* Fills an empty draft with what an older generation holds (its files linked, or copied where that
 * cannot be) and a manifest of the draft's number, which `older->manifest` has from then on. The
 * ids of `live`, which it takes the place of, lead to what it has; NULL when that cannot be read.
 */
tip_status tip_draft_restore(const struct tip_draft *draft, struct tip_generation *older,
                             const struct tip_generation *live,
                             struct tip_error *error) TIP_MUST_CHECK;

/* Syncs all files and folders, renames the draft into its place, verifies it as a reader would,
 * renames CURRENT, then removes generations older than the previous one that no reader holds. */
tip_status tip_draft_publish(struct tip_draft *draft, struct tip_error *error) TIP_MUST_CHECK;

/* Removes a draft that was not published and frees the struct's memory. */
void tip_draft_free(struct tip_draft *draft);

#endif
