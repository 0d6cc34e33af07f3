/* manifest.json of a generation: what it is made of, and the ledger of its sources. */
#ifndef TIP_MANIFEST_H
#define TIP_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/status.h"

/* The format that is written, and the oldest that is read. */
enum {
    TIP_FORMAT_VERSION = 4,
    TIP_FORMAT_OLDEST = 2,
    TIP_FORMAT_WITH_SUGGESTIONS = 3,
    TIP_FORMAT_WITH_SIGNATURES = 4
};

enum tip_source_state { TIP_SOURCE_READ, TIP_SOURCE_SKIPPED, TIP_SOURCE_FAILED };

/* One source, as it was met. Strings are the manifest's own. */
struct tip_source {
    char *file;       /* its absolute path; "-" is standard input */
    char *report;     /* the report's id; NULL when it was not read, and for a collection */
    char *collection; /* the id of the collection of reports that it is, one a record; else NULL */
    enum tip_source_state state;
    char *reason;            /* why it was skipped or failed, or some records of it; NULL */
    char *reader;            /* "text"; NULL when it was not read */
    uint32_t reader_version; /* of that reader: another one, read again */
    char sha256[TIP_DIGEST_HEX_SIZE]; /* "" when it could not be read */
    uint64_t size;
    int64_t mtime_ns; /* of the file when it was read, since 1970; 0: not known */
    int64_t seen_ns;  /* the time just before it was read, by the same clock; 0: likewise */
    uint32_t pages;   /* 0: its format has none */
    uint32_t pages_without_text;
    char *tagged_by; /* what its passages' countries depend on: another one, read again; or NULL */
    char *options;   /* the facts given on the command line, in one line: other ones, read again */
    uint64_t words_in;
    uint64_t words_indexed;
    uint32_t passages;
    uint32_t reports;       /* that it gave: 1, or as many as its records */
    uint32_t records_bad;   /* records that could not be read: `reason` has the first ones */
    uint32_t records_empty; /* records without text, which is no failure */
};

/* A report that was removed on purpose: what it came from is not read again until it is restored.
 * Strings are the manifest's own. */
struct tip_removed {
    char *file;                       /* its source's, as in the ledger */
    char *report;                     /* its id, or that of a whole collection */
    bool is_record;                   /* of a file that holds others, or of standard input */
    char *on;                         /* the day, "2023-06-15" (UTC) */
    char sha256[TIP_DIGEST_HEX_SIZE]; /* of its file, so that a moved one is known; "" of a record,
                                         and when it was purged */
};

/* A file of the generation, path relative to its folder. */
struct tip_manifest_file {
    char *path;
    uint64_t size;
    char sha256[TIP_DIGEST_HEX_SIZE];
};

struct tip_manifest {
    int format;
    uint32_t generation;
    char *made_by; /* "tipindex 0.1.0, Xapian 1.4.22" */
    char *made_at; /* UTC, RFC 3339 */
    uint32_t passages;
    uint32_t reports;
    uint64_t words;         /* in all passages */
    uint64_t text_bytes;    /* of all passages */
    uint32_t changes;       /* passages added and removed since the postings were compacted */
    uint32_t passage_words; /* the length that new sources are cut to (passage/passage.h) */
    char **roots;           /* the files and folders that were named, by absolute path */
    size_t root_count;
    struct tip_source *sources;
    size_t source_count;
    struct tip_removed *removed; /* in the order of files, then records */
    size_t removed_count;
    struct tip_manifest_file *files;
    size_t file_count;
};

void tip_manifest_free(struct tip_manifest *manifest);

tip_status tip_manifest_add_source(struct tip_manifest *manifest, const struct tip_source *source,
                                   struct tip_error *error) TIP_MUST_CHECK; /* copies */

/* Copies `count` paths in place of the roots that are there, which may be among them. */
tip_status tip_manifest_set_roots(struct tip_manifest *manifest, char *const *roots, size_t count,
                                  struct tip_error *error) TIP_MUST_CHECK;

/* Notes (copies) what was removed, in place of what was noted of the same file or record. */
tip_status tip_manifest_add_removed(struct tip_manifest *manifest,
                                    const struct tip_removed *removed,
                                    struct tip_error *error) TIP_MUST_CHECK;

/* What is noted of a file as a whole (`record` is NULL) or of a record in it, by its report's id;
 * NULL when nothing is. */
const struct tip_removed *tip_manifest_find_removed(const struct tip_manifest *manifest,
                                                    const char *file, const char *record);

/* Whether anything is noted of a file, and taking it out. */
bool tip_manifest_has_removed(const struct tip_manifest *manifest, const char *file);
void tip_manifest_drop_removed(struct tip_manifest *manifest, const char *file);

void tip_removed_free(struct tip_removed *removed); /* its texts */

/* Takes out the source at `place` (below source_count); the later ones move up. */
void tip_manifest_remove_source(struct tip_manifest *manifest, size_t place);

/* Size and SHA-256 of every file below `folder` but manifest.json into `manifest->files`, in the
 * order of their names, instead of what was there. */
tip_status tip_manifest_measure(struct tip_manifest *manifest, const char *folder,
                                struct tip_error *error) TIP_MUST_CHECK;

/* Measures every file below `folder` but manifest.json into `manifest->files`, then writes
 * manifest.json there, of the format that `manifest` says its files have. Its last member is the
 * SHA-256 of all bytes before that value, so that the manifest proves itself. */
tip_status tip_manifest_write(struct tip_manifest *manifest, const char *folder,
                              struct tip_error *error) TIP_MUST_CHECK;

/* Reads and proves manifest.json itself. TIP_CORRUPT, TIP_FORMAT (the message says which version
 * and what to do), TIP_NOT_FOUND. The caller frees the manifest, also after a failure. */
tip_status tip_manifest_read(struct tip_manifest *manifest, const char *folder,
                             struct tip_error *error) TIP_MUST_CHECK;

/* Size and SHA-256 of every file named; a file too many or too few is damage as well. TIP_CORRUPT
 * with the file's name. */
tip_status tip_manifest_verify(const struct tip_manifest *manifest, const char *folder,
                               struct tip_error *error) TIP_MUST_CHECK;

/* What a source that was read is known by: the id of its report or of its collection. */
const char *tip_source_id(const struct tip_source *source);

/* "read", "skipped", "failed". */
const char *tip_source_state_name(enum tip_source_state state);

#endif
