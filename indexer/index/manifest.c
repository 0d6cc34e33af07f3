/* The manifest in memory, and the files of a generation against it.
 *
 * A generation is its manifest and the files the manifest names, no more and no fewer: Xapian's
 * files carry no checksums, and a flipped bit in one can give wrong text or crash a reader, so all
 * of them are compared here before anything else opens them. How the manifest is written and read
 * is in manifest_json.c. */
#include "index/manifest.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

/* The regular files below a folder but its manifest, as paths relative to it. */
struct file_list {
    char **paths;
    size_t count;
    size_t capacity;
};

const char *tip_source_state_name(enum tip_source_state state)
{
    switch (state) {
    case TIP_SOURCE_READ:
        return "read";
    case TIP_SOURCE_SKIPPED:
        return "skipped";
    case TIP_SOURCE_FAILED:
        return "failed";
    }
    return "failed";
}

const char *tip_source_id(const struct tip_source *source)
{
    return source->report != NULL ? source->report : source->collection;
}

/* ---- life ---- */

static void source_free(struct tip_source *source)
{
    free(source->file);
    free(source->report);
    free(source->collection);
    free(source->reason);
    free(source->reader);
    free(source->tagged_by);
    free(source->options);
}

static void files_free(struct tip_manifest *manifest)
{
    for (size_t i = 0; i < manifest->file_count; i++)
        free(manifest->files[i].path);
    free(manifest->files);
    manifest->files = NULL;
    manifest->file_count = 0;
}

static void roots_free(char **roots, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(roots[i]);
    free(roots);
}

void tip_manifest_free(struct tip_manifest *manifest)
{
    roots_free(manifest->roots, manifest->root_count);
    for (size_t i = 0; i < manifest->removed_count; i++)
        tip_removed_free(&manifest->removed[i]);
    free(manifest->removed);
    for (size_t i = 0; i < manifest->source_count; i++)
        source_free(&manifest->sources[i]);
    free(manifest->sources);
    files_free(manifest);
    free(manifest->made_by);
    free(manifest->made_at);
    memset(manifest, 0, sizeof *manifest);
}

/* Copies `from`, where NULL stays NULL; false when there is no memory. */
static bool copy_text(char **to, const char *from)
{
    *to = from == NULL ? NULL : strdup(from);
    return from == NULL || *to != NULL;
}

tip_status tip_manifest_set_roots(struct tip_manifest *manifest, char *const *roots, size_t count,
                                  struct tip_error *error)
{
    char **copies = calloc(count + 1, sizeof *copies);
    size_t copied = 0;
    while (copies != NULL && copied < count && copy_text(&copies[copied], roots[copied]))
        copied++;
    if (copies == NULL || copied < count) {
        roots_free(copies, copied);
        return tip_error_memory(error, "noting what was named");
    }
    roots_free(manifest->roots, manifest->root_count);
    manifest->roots = copies;
    manifest->root_count = count;
    return TIP_OK;
}

/* The array grows at powers of two; its capacity follows from its count. */
static bool sources_reserve(struct tip_manifest *manifest)
{
    size_t count = manifest->source_count;
    if (count != 0 && (count & (count - 1)) != 0)
        return true;
    size_t capacity = count == 0 ? 1 : 2 * count;
    struct tip_source *grown = reallocarray(manifest->sources, capacity, sizeof *grown);
    if (grown == NULL)
        return false;
    manifest->sources = grown;
    return true;
}

tip_status tip_manifest_add_source(struct tip_manifest *manifest, const struct tip_source *source,
                                   struct tip_error *error)
{
    if (!sources_reserve(manifest))
        return tip_error_memory(error, "adding a source to the ledger");
    struct tip_source copy = *source;
    bool copied = copy_text(&copy.file, source->file);
    copied &= copy_text(&copy.report, source->report);
    copied &= copy_text(&copy.collection, source->collection);
    copied &= copy_text(&copy.reason, source->reason);
    copied &= copy_text(&copy.reader, source->reader);
    copied &= copy_text(&copy.tagged_by, source->tagged_by);
    copied &= copy_text(&copy.options, source->options);
    if (!copied) {
        source_free(&copy);
        return tip_error_memory(error, "adding a source to the ledger");
    }
    manifest->sources[manifest->source_count++] = copy;
    return TIP_OK;
}

void tip_manifest_remove_source(struct tip_manifest *manifest, size_t place)
{
    source_free(&manifest->sources[place]);
    memmove(&manifest->sources[place], &manifest->sources[place + 1],
            (manifest->source_count - place - 1) * sizeof *manifest->sources);
    manifest->source_count--;
}

/* ---- the files below a folder ---- */

static void file_list_free(struct file_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->paths[i]);
    free(list->paths);
}

static tip_status file_list_add(struct file_list *list, const char *path, struct tip_error *error)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity == 0 ? 16 : 2 * list->capacity;
        char **grown = reallocarray(list->paths, capacity, sizeof *grown);
        if (grown == NULL)
            return tip_error_memory(error, "listing the files of a generation");
        list->paths = grown;
        list->capacity = capacity;
    }
    list->paths[list->count] = strdup(path);
    if (list->paths[list->count] == NULL)
        return tip_error_memory(error, "listing the files of a generation");
    list->count++;
    return TIP_OK;
}

static int by_name(const FTSENT **left, const FTSENT **right)
{
    return strcmp((*left)->fts_name, (*right)->fts_name);
}

/* One entry of the walk: a file is listed, a folder passed, anything else is damage. */
static tip_status list_entry(struct file_list *list, const FTSENT *entry, size_t folder_length,
                             struct tip_error *error)
{
    switch (entry->fts_info) {
    case FTS_D:
    case FTS_DP:
        return TIP_OK;
    case FTS_F: {
        const char *path = entry->fts_path + folder_length + 1;
        return strcmp(path, "manifest.json") == 0 ? TIP_OK : file_list_add(list, path, error);
    }
    case FTS_DNR:
    case FTS_ERR:
    case FTS_NS:
        errno = entry->fts_errno;
        return tip_error_errno(error, "%s: cannot be listed", entry->fts_path);
    default:
        return tip_error_set(error, TIP_CORRUPT,
                             "%s: neither a file nor a folder, it does not belong there",
                             entry->fts_path);
    }
}

/* Lists in the order of names, so that the same files give the same manifest. */
static tip_status file_list_read(struct file_list *list, const char *folder,
                                 struct tip_error *error)
{
    char *roots[] = {(char *)folder, NULL}; /* fts_open(3) does not write to it */
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
    if (walk == NULL)
        return tip_error_errno(error, "%s: cannot be listed", folder);
    tip_status status = TIP_OK;
    FTSENT *entry;
    errno = 0;
    while (status == TIP_OK && (entry = fts_read(walk)) != NULL) {
        status = list_entry(list, entry, strlen(folder), error);
        errno = 0;
    }
    if (status == TIP_OK && errno != 0)
        status = tip_error_errno(error, "%s: cannot be listed", folder);
    fts_close(walk);
    return status;
}

static bool file_list_has(const struct file_list *list, const char *path)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->paths[i], path) == 0)
            return true;
    return false;
}

/* ---- measuring and verifying ---- */

static tip_status measure(char hex[TIP_DIGEST_HEX_SIZE], uint64_t *size, const char *folder,
                          const char *path, struct tip_error *error)
{
    char *full = tip_path_join(folder, path);
    if (full == NULL)
        return tip_error_memory(error, "measuring a file of a generation");
    unsigned long long measured = 0;
    tip_status status = tip_digest_file(hex, &measured, full, error);
    *size = measured;
    free(full);
    return status;
}

tip_status tip_manifest_measure(struct tip_manifest *manifest, const char *folder,
                                struct tip_error *error)
{
    struct file_list list = {0};
    files_free(manifest);
    tip_status status = file_list_read(&list, folder, error);
    if (status != TIP_OK || list.count == 0)
        goto out;
    manifest->files = calloc(list.count, sizeof *manifest->files);
    if (manifest->files == NULL) {
        status = tip_error_memory(error, "measuring the files of a generation");
        goto out;
    }
    for (size_t i = 0; i < list.count && status == TIP_OK; i++) {
        struct tip_manifest_file *file = &manifest->files[i];
        status = measure(file->sha256, &file->size, folder, list.paths[i], error);
        if (status != TIP_OK)
            break;
        file->path = list.paths[i];
        list.paths[i] = NULL;
        manifest->file_count++;
    }
out:
    file_list_free(&list);
    return status;
}

static tip_status verify_file(const struct tip_manifest_file *file, const char *folder,
                              struct tip_error *error)
{
    char hex[TIP_DIGEST_HEX_SIZE];
    uint64_t size = 0;
    tip_status status = measure(hex, &size, folder, file->path, error);
    if (status != TIP_OK)
        return status;
    if (size != file->size)
        return tip_error_set(error, TIP_CORRUPT,
                             "%s/%s: damaged: it has %llu bytes and must have %llu: restore it "
                             "from a backup, or build the index anew",
                             folder, file->path, (unsigned long long)size,
                             (unsigned long long)file->size);
    if (strcmp(hex, file->sha256) != 0)
        return tip_error_set(error, TIP_CORRUPT,
                             "%s/%s: damaged: its SHA-256 is not the manifest's: restore it from a "
                             "backup, or build the index anew",
                             folder, file->path);
    return TIP_OK;
}

static bool names_file(const struct tip_manifest *manifest, const char *path)
{
    for (size_t i = 0; i < manifest->file_count; i++)
        if (strcmp(manifest->files[i].path, path) == 0)
            return true;
    return false;
}

/* Missing files are found in the listing, so a path in a manifest never leads out of the folder. */
static tip_status verify_names(const struct tip_manifest *manifest, const struct file_list *list,
                               const char *folder, struct tip_error *error)
{
    for (size_t i = 0; i < manifest->file_count; i++)
        if (!file_list_has(list, manifest->files[i].path))
            return tip_error_set(error, TIP_CORRUPT,
                                 "%s/%s: missing: restore it from a backup, or build the index "
                                 "anew",
                                 folder, manifest->files[i].path);
    for (size_t i = 0; i < list->count; i++)
        if (!names_file(manifest, list->paths[i]))
            return tip_error_set(error, TIP_CORRUPT,
                                 "%s/%s: not a file of this index: move it away", folder,
                                 list->paths[i]);
    return TIP_OK;
}

tip_status tip_manifest_verify(const struct tip_manifest *manifest, const char *folder,
                               struct tip_error *error)
{
    struct file_list list = {0};
    tip_status status = file_list_read(&list, folder, error);
    if (status == TIP_OK)
        status = verify_names(manifest, &list, folder, error);
    for (size_t i = 0; i < manifest->file_count && status == TIP_OK; i++)
        status = verify_file(&manifest->files[i], folder, error);
    file_list_free(&list);
    return status;
}
