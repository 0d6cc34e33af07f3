/* What a command line names -> the list of files to read.
 *
 * A folder is walked in the order of its names' bytes, so that the same folder gives the same
 * index; files whose ending names a format that is read (or that and .gz) are sources. Hidden files
 * and folders, README.md (it describes and is no report), other endings and links to folders are in
 * the list as skipped, with the reason; what cannot be looked at is in it as failed. A file named
 * itself is a source whatever it is called. What is reached twice is in the list once. */
#ifndef TIP_SOURCE_H
#define TIP_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "index/manifest.h"

/* A file that the command line named, itself or by its folder. */
struct tip_source_file {
    char *path;          /* owned; absolute; UTF-8; "-" is standard input */
    uint64_t size;       /* 0 when not known */
    int64_t mtime_ns;    /* since 1970; 0 when not known */
    int64_t seen_ns;     /* the time just before it was looked at, by the same clock */
    const char *skipped; /* why it is not to be read; static; NULL when it is */
    char *failed;        /* why it cannot be read, as far as seen; owned; NULL */
    bool is_same;        /* it was read, and its bytes are those that are indexed */
    const struct tip_source *moved_from; /* what has its bytes in the ledger; NULL */
    bool is_missing;                     /* named on the command line, but it cannot be looked at */
    bool is_empty; /* a folder named on the command line that holds nothing to read */
};

struct tip_source_list {
    struct tip_source_file **files; /* owned, each by itself: their addresses stay */
    size_t count;
    size_t capacity;
    void *by_path; /* the same files as a tree of tsearch(3) */
    char **roots;  /* what the command line named, as paths; owned */
    size_t root_count;
};

/* Collects what `names` say. `index_path` is passed over where it lies in a folder; NULL is none. A
 * name that cannot be read is in the list with the reason; only TIP_NO_MEMORY fails. The caller
 * frees the list, also after a failure. */
tip_status tip_sources_collect(struct tip_source_list *list, char *const *names, size_t count,
                               const char *index_path, struct tip_error *error) TIP_MUST_CHECK;
void tip_sources_free(struct tip_source_list *list);

/* Adds a file that is to be read. TIP_NO_MEMORY. */
tip_status tip_sources_add(struct tip_source_list *list, const char *path,
                           struct tip_error *error) TIP_MUST_CHECK;

/* The entry with this path, or NULL. */
struct tip_source_file *tip_sources_find(const struct tip_source_list *list, const char *path);

/* Whether the command line named `path` or a folder above it. */
bool tip_sources_concern(const struct tip_source_list *list, const char *path);

/* Whether that is a file or folder that cannot be looked at: nobody knows what became of `path`. */
bool tip_sources_miss(const struct tip_source_list *list, const char *path);

#endif
