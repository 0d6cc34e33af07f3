/* The inverted index: terms -> passages with a weighted frequency, and the stored records.
 *
 * A C view of a Xapian database ("postings" on disk). Numbers name passages: 1 to UINT32_MAX - 1,
 * chosen by the caller. Terms are finished stems; nothing here knows what they mean. Nothing here
 * throws: every function turns exceptions into the statuses
 *
 *   TIP_NOT_FOUND   no database at the path; no such passage
 *   TIP_FORMAT      another version of Xapian's format
 *   TIP_OPENING     it is there, but is not a database
 *   TIP_CORRUPT     Xapian found its file damaged
 *   TIP_LOCKED      another process writes to it
 *   TIP_NO_SPACE    the disk is full
 *   TIP_DATABASE    any other trouble with the database
 *   TIP_INVALID     an argument Xapian refuses
 *   TIP_UNSUPPORTED what Xapian says it cannot do
 *   TIP_NO_MEMORY   std::bad_alloc
 *   TIP_INTERNAL    another std::exception
 *   TIP_UNKNOWN     anything else that was thrown
 *
 * A handle belongs to one thread at a time. No callback of the caller runs inside Xapian. */
#ifndef TIP_INDEX_H
#define TIP_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bitmap.h"
#include "base/status.h"

/* Nothing is thrown through this header, and C++ is told so. */
#ifdef __cplusplus
#define TIP_NOEXCEPT noexcept
extern "C" {
#else
#define TIP_NOEXCEPT
#endif

enum {
    TIP_TERM_LIMIT = 245,      /* bytes of a term: Xapian's own; a NUL inside counts twice */
    TIP_WEIGHT_SCALE = 16,     /* a stored frequency is tf' times this, rounded */
    TIP_DICTIONARY_SIZE = 8192 /* bytes of the preset dictionary of stored records */
};

/* ---- writing ---- */

struct tip_index_writer;

/* One passage as it is stored. Terms are distinct; their order does not matter. */
struct tip_index_term {
    const char *text;
    size_t length;
    uint32_t frequency; /* tf' * TIP_WEIGHT_SCALE, at least 1 */
};

/* Creates an empty database in the folder `path`, which must not exist. */
tip_status tip_index_create(struct tip_index_writer **out, const char *path,
                            struct tip_error *error) TIP_NOEXCEPT TIP_MUST_CHECK;

/* Opens the database in `path` for changing it. */
tip_status tip_index_open_writer(struct tip_index_writer **out, const char *path,
                                 struct tip_error *error) TIP_NOEXCEPT TIP_MUST_CHECK;

/* Stores passage `number` (replacing what had it) with its terms and its record, as the bytes are.
 * Everything is checked before Xapian sees it, as its throwing add would discard all that was not
 * committed: TIP_INVALID names a term that is empty, too long, repeated or of no frequency, or a
 * number out of range, and costs no neighbour. When the database itself fails (no memory, a full
 * disk), what was not committed is gone: then this and every later call fails, and the writer can
 * only be closed. The same holds for the other functions that write. */
tip_status tip_index_put(struct tip_index_writer *writer, uint32_t number,
                         const struct tip_index_term *terms, size_t term_count, const void *record,
                         size_t record_length, struct tip_error *error) TIP_NOEXCEPT TIP_MUST_CHECK;

/* TIP_NOT_FOUND when there is no such passage. */
tip_status tip_index_remove(struct tip_index_writer *writer, uint32_t number,
                            struct tip_error *error) TIP_NOEXCEPT TIP_MUST_CHECK;

/* Small named values beside the passages (the preset dictionary). `key` has 1 to 200 bytes. */
tip_status tip_index_set_value(struct tip_index_writer *writer, const char *key, const void *bytes,
                               size_t length, struct tip_error *error) TIP_NOEXCEPT TIP_MUST_CHECK;

/* Writes everything to the disk; before it nothing of a writer can be read. */
tip_status tip_index_commit(struct tip_index_writer *writer,
                            struct tip_error *error) TIP_NOEXCEPT TIP_MUST_CHECK;

/* Discards what was not committed. NULL is allowed. */
void tip_index_close_writer(struct tip_index_writer *writer) TIP_NOEXCEPT;

/* Copies the database in `from` to a new folder `to` in one pass, without the room that growth
 * left; numbers stay. */
tip_status tip_index_compact(const char *from, const char *to,
                             struct tip_error *error) TIP_NOEXCEPT TIP_MUST_CHECK;

/* ---- reading ---- */

struct tip_index;

tip_status tip_index_open(struct tip_index **out, const char *path,
                          struct tip_error *error) TIP_NOEXCEPT TIP_MUST_CHECK;
void tip_index_close(struct tip_index *index) TIP_NOEXCEPT; /* NULL is allowed */

/* A further handle on an open database, for the same thread, that has only the passages of
 * `visible`, which must outlive it: frequencies and postings are of these. What it ranks among must
 * be a part of them. */
tip_status tip_index_restrict(struct tip_index **out, const struct tip_index *whole,
                              const struct tip_bitmap *visible,
                              struct tip_error *error) TIP_NOEXCEPT TIP_MUST_CHECK;

/* How many passages there are, and the highest number in use (0: none). */
tip_status tip_index_size(struct tip_index *index, uint32_t *passages, uint32_t *last_number,
                          struct tip_error *error) TIP_NOEXCEPT TIP_MUST_CHECK;

/* In how many passages a term stands; 0 for one that is nowhere. */
tip_status tip_index_frequency(struct tip_index *index, const char *term, size_t length,
                               uint32_t *passages,
                               struct tip_error *error) TIP_NOEXCEPT TIP_MUST_CHECK;

/* Adds the passages of a term to `bitmap` (numbers at or above its size are left out). */
tip_status tip_index_postings(struct tip_index *index, const char *term, size_t length,
                              struct tip_bitmap *bitmap,
                              struct tip_error *error) TIP_NOEXCEPT TIP_MUST_CHECK;

/* A passage's record: bytes for free(3), NUL-terminated behind `*length`. */
tip_status tip_index_record(struct tip_index *index, uint32_t number, char **record, size_t *length,
                            struct tip_error *error) TIP_NOEXCEPT TIP_MUST_CHECK;

/* A named value, likewise; TIP_NOT_FOUND when it was never set. */
tip_status tip_index_value(struct tip_index *index, const char *key, char **bytes, size_t *length,
                           struct tip_error *error) TIP_NOEXCEPT TIP_MUST_CHECK;

/* One term of a ranking: adds idf * f / (f + k1 * TIP_WEIGHT_SCALE) to each passage that has it,
 * f being the stored frequency. What is added is rounded to a multiple of 2^-36, so that equal sums
 * are equal whatever they are sums of. */
struct tip_rank_term {
    const char *text;
    size_t length;
    double idf; /* > 0; the caller computes it from its own scope */
};

/* Passages that something is known of which no term tells, such as a phrase: each gains `weight`.
 */
struct tip_rank_set {
    const struct tip_bitmap *passages;
    double weight; /* > 0 */
};

struct tip_rank_request {
    const struct tip_rank_term *terms;
    size_t term_count;
    const struct tip_bitmap *among; /* only these passages are ranked */
    double k1;
    uint32_t limit;      /* the best so many */
    int64_t deadline_ns; /* CLOCK_MONOTONIC; 0: none. Looked at every 64th passage */
    const struct tip_rank_set *sets;
    size_t set_count;
    const uint32_t
        *order; /* by number: what equal scores go by, the lower first; NULL: the number */
};

struct tip_rank_hit {
    uint32_t number;
    double score;
};

struct tip_rank_result {
    struct tip_rank_hit *hits; /* for free(3); best first, equal scores in the order asked for */
    size_t count;
    bool is_cut; /* the deadline ended it: hits are the best of what was seen */
};

/* Ranks. On success the caller frees result->hits. */
tip_status tip_index_rank(struct tip_index *index, const struct tip_rank_request *request,
                          struct tip_rank_result *result,
                          struct tip_error *error) TIP_NOEXCEPT TIP_MUST_CHECK;

/* Looks through all tables for damage (Xapian's own check, which can crash on a damaged file: run
 * it in a child process). TIP_CORRUPT when it finds any. */
tip_status tip_index_check(const char *path, struct tip_error *error) TIP_NOEXCEPT TIP_MUST_CHECK;

/* "1.4.22". */
const char *tip_index_xapian_version(void) TIP_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
