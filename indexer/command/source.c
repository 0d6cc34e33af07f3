/* What a command line names -> the list of files to read.
 *
 * Every path is absolute and resolved (source_path.c), since a ledger compares them as text: a
 * folder must have one name, whether it is named "reports", "./reports/" or "." inside it, and "."
 * inside another folder is another one. */
#include "command/source.h"

#include <dirent.h>
#include <errno.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>

#include "base/file.h"
#include "base/string_builder.h"
#include "base/utf8.h"
#include "command/report_ini.h"
#include "command/source_path.h"
#include "reader/reader.h"

enum { NS_IN_S = 1000000000 };

struct walk {
    struct tip_source_list *list;
    struct stat index; /* the index's folder, so as not to walk into it; st_ino 0: not there */
    struct tip_error *error;
};

static tip_status walk_folder(struct walk *walk, const char *folder);

static int by_file_path(const void *a, const void *b)
{
    const struct tip_source_file *file = a;
    const struct tip_source_file *other = b;
    return strcmp(file->path, other->path);
}

static void leave_to_list(void *file)
{
    (void)file; /* the list frees it */
}

struct tip_source_file *tip_sources_find(const struct tip_source_list *list, const char *path)
{
    const struct tip_source_file key = {.path = (char *)path};
    void *node = tfind(&key, (void *const *)&list->by_path, by_file_path);
    return node ? *(struct tip_source_file **)node : NULL;
}

static bool has_room(struct tip_source_list *list)
{
    if (list->count < list->capacity) {
        return true;
    }
    size_t capacity = list->capacity ? 2 * list->capacity : 64;
    struct tip_source_file **files = realloc(list->files, capacity * sizeof(*files));
    if (!files) {
        return false;
    }
    list->files = files;
    list->capacity = capacity;
    return true;
}

static void file_free(struct tip_source_file *file)
{
    if (file) {
        free(file->path);
        free(file->failed);
        free(file);
    }
}

/* Adds a copy of `file`. One met twice (named itself and in its folder) is in the list once, to
 * be skipped only if it is both times. */
static tip_status append_named(struct tip_source_list *list, const char *path,
                               const struct tip_source_file *file, struct tip_error *error)
{
    struct tip_source_file *known = tip_sources_find(list, path);
    if (known) {
        known->skipped = file->skipped ? known->skipped : NULL;
        return TIP_OK;
    }
    struct tip_source_file *copy = calloc(1, sizeof *copy);
    if (copy) {
        *copy = *file;
        copy->path = strdup(path);
        copy->failed = file->failed ? strdup(file->failed) : NULL;
    }
    if (!copy || !copy->path || (file->failed && !copy->failed) || !has_room(list) ||
        !tsearch(copy, &list->by_path, by_file_path)) {
        file_free(copy);
        return tip_error_memory(error, "listing the sources");
    }
    list->files[list->count++] = copy;
    return TIP_OK;
}

/* `path` with U+FFFD for each malformed byte, for free(3). */
static char *path_in_utf8(const char *path)
{
    struct tip_string text = {0};
    for (const char *end = path + strlen(path); path < end;) {
        char bytes[4];
        tip_string_append(&text, bytes, tip_utf8_encode(tip_utf8_next(&path, end), bytes));
    }
    return tip_string_release(&text);
}

/* A name that is not UTF-8 could not stand in the ledger nor in a reply as it is, so the file would
 * not be found again by it: it is not read, and is in the list as the ledger names it. */
static tip_status append(struct tip_source_list *list, const char *path,
                         const struct tip_source_file *file, struct tip_error *error)
{
    if (tip_utf8_invalid_at(path, strlen(path)) == strlen(path)) {
        return append_named(list, path, file, error);
    }
    char *shown = path_in_utf8(path);
    if (!shown) {
        return tip_error_memory(error, "listing the sources");
    }
    struct tip_source_file unreadable = *file;
    if (!file->skipped) {
        unreadable.failed = (char *)"the file's name is not UTF-8: rename it";
    }
    tip_status status = append_named(list, shown, &unreadable, error);
    free(shown);
    return status;
}

static tip_status append_failed(struct tip_source_list *list, const char *path, const char *reason,
                                struct tip_error *error)
{
    const struct tip_source_file file = {.failed = (char *)reason};
    return append(list, path, &file, error);
}

/* The time by the clock that gives files theirs, which the kernel moves on a few milliseconds at a
 * time. */
static int64_t file_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME_COARSE, &now);
    return (int64_t)now.tv_sec * NS_IN_S + now.tv_nsec;
}

/* What is to be known of a regular file; `seen_ns` is from before `info`. */
static void describe(struct tip_source_file *file, const struct stat *info, int64_t seen_ns)
{
    if (S_ISREG(info->st_mode)) {
        file->size = (uint64_t)info->st_size;
        file->mtime_ns = (int64_t)info->st_mtim.tv_sec * NS_IN_S + info->st_mtim.tv_nsec;
        file->seen_ns = seen_ns;
    }
}

tip_status tip_sources_add(struct tip_source_list *list, const char *path, struct tip_error *error)
{
    struct stat info;
    struct tip_source_file file = {0};
    int64_t seen_ns = file_clock();
    if (stat(path, &info) == 0) {
        describe(&file, &info, seen_ns);
    }
    return append(list, path, &file, error);
}

static const char *reason_to_skip(const char *name)
{
    if (strcasecmp(name, "README.md") == 0) {
        return "a README describes its folder and is no report";
    }
    if (strcmp(name, TIP_REPORT_INI_NAME) == 0) {
        return "it says what the reports beside it are";
    }
    return tip_reader_knows_name(name) ? NULL
                                       : "its ending is none of those that are read in a folder "
                                         "(tipindex build --help lists them)";
}

static bool is_index_folder(const struct walk *walk, const struct stat *info)
{
    return info->st_ino == walk->index.st_ino && info->st_dev == walk->index.st_dev;
}

/* What a walk met and is no folder to go into. `info` tells of what a link leads to. */
static tip_status append_met(struct walk *walk, const char *path, const char *name,
                             const struct stat *info, int64_t seen_ns, bool is_link)
{
    struct tip_source_file file = {.skipped = reason_to_skip(name)};
    if (is_link && S_ISDIR(info->st_mode)) {
        file.skipped = "a link to a folder: name it itself to have it read";
    }
    if (name[0] == '.') {
        file.skipped = "hidden";
    }
    describe(&file, info, seen_ns);
    return append(walk->list, path, &file, walk->error);
}

/* What vanished since its folder was listed is passed over. */
static tip_status walk_entry(struct walk *walk, const char *path, const char *name)
{
    struct stat info;
    int64_t seen_ns = file_clock();
    if (lstat(path, &info) != 0) {
        return errno == ENOENT ? TIP_OK
                               : append_failed(walk->list, path, strerror(errno), walk->error);
    }
    bool is_link = S_ISLNK(info.st_mode);
    if (is_link && stat(path, &info) != 0 && errno != ENOENT && name[0] != '.') {
        return append_failed(walk->list, path, strerror(errno), walk->error);
    }
    if (!is_link && S_ISDIR(info.st_mode) && is_index_folder(walk, &info)) {
        return TIP_OK;
    }
    if (!is_link && S_ISDIR(info.st_mode) && name[0] != '.') {
        return walk_folder(walk, path);
    }
    return append_met(walk, path, name, &info, seen_ns, is_link);
}

static tip_status walk_name(struct walk *walk, const char *folder, const char *name)
{
    char *path = tip_path_join(folder, name);
    if (!path) {
        return tip_error_memory(walk->error, "listing the sources");
    }
    tip_status status = walk_entry(walk, path, name);
    free(path);
    return status;
}

static int is_entry(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static tip_status walk_folder(struct walk *walk, const char *folder)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, is_entry, by_bytes);
    if (count < 0) {
        return append_failed(walk->list, folder, strerror(errno), walk->error);
    }
    tip_status status = TIP_OK;
    for (int i = 0; i < count; i++) {
        if (status == TIP_OK) {
            status = walk_name(walk, folder, entries[i]->d_name);
        }
        free(entries[i]);
    }
    free(entries);
    return status;
}

/* A folder named itself that holds nothing to read is a mistake to be told of. */
static tip_status walk_root(struct walk *walk, const char *folder)
{
    static const struct tip_source_file empty = {
        .failed = (char *)"the folder holds no file with an ending that is read (tipindex build "
                          "--help lists them)",
        .is_empty = true,
    };
    tip_status status = walk_folder(walk, folder);
    for (size_t i = 0; i < walk->list->count; i++) {
        const struct tip_source_file *file = walk->list->files[i];
        if (status != TIP_OK || (!file->skipped && tip_source_path_is_below(file->path, folder))) {
            return status;
        }
    }
    return append(walk->list, folder, &empty, walk->error);
}

static tip_status collect_root(struct walk *walk, const char *root)
{
    struct stat info;
    if (strcmp(root, "-") == 0) {
        return tip_sources_add(walk->list, root, walk->error);
    }
    if (stat(root, &info) != 0) {
        const struct tip_source_file missing = {.failed = strerror(errno), .is_missing = true};
        return append(walk->list, root, &missing, walk->error);
    }
    if (S_ISDIR(info.st_mode)) {
        return walk_root(walk, root);
    }
    return tip_sources_add(walk->list, root, walk->error);
}

tip_status tip_sources_collect(struct tip_source_list *list, char *const *names, size_t count,
                               const char *index_path, struct tip_error *error)
{
    *list = (struct tip_source_list){.roots = calloc(count + 1, sizeof(char *))};
    if (!list->roots) {
        return tip_error_memory(error, "listing the sources");
    }
    struct walk walk = {.list = list, .error = error};
    if (!index_path || stat(index_path, &walk.index) != 0) {
        walk.index = (struct stat){0};
    }
    for (size_t i = 0; i < count; i++) {
        char *root = tip_source_path(names[i]);
        if (!root) {
            return tip_error_memory(error, "listing the sources");
        }
        list->roots[list->root_count++] = root;
        tip_status status = collect_root(&walk, root);
        if (status != TIP_OK) {
            return status;
        }
    }
    return TIP_OK;
}

void tip_sources_free(struct tip_source_list *list)
{
    tdestroy(list->by_path, leave_to_list);
    for (size_t i = 0; i < list->count; i++) {
        file_free(list->files[i]);
    }
    for (size_t i = 0; i < list->root_count; i++) {
        free(list->roots[i]);
    }
    free(list->files);
    free(list->roots);
    *list = (struct tip_source_list){0};
}

bool tip_sources_concern(const struct tip_source_list *list, const char *path)
{
    for (size_t i = 0; i < list->root_count; i++) {
        if (tip_source_path_is_below(path, list->roots[i])) {
            return true;
        }
    }
    return false;
}

bool tip_sources_miss(const struct tip_source_list *list, const char *path)
{
    for (size_t i = 0; i < list->root_count; i++) {
        if (!tip_source_path_is_below(path, list->roots[i])) {
            continue;
        }
        const struct tip_source_file *root = tip_sources_find(list, list->roots[i]);
        if (root && root->is_missing) {
            return true;
        }
    }
    return false;
}
