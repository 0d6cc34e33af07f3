/* What a command line names -> the list of files to read.
 *
 * Paths are kept as they were given, but for "./", doubled and trailing slashes: a ledger compares
 * them as text, so "reports/", "./reports" and "reports" must give the same names. */
#include "command/source.h"

#include <dirent.h>
#include <errno.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/file.h"

static const char *const endings[] = {".txt", ".text", ".md", ".markdown"};

enum { ENDING_COUNT = sizeof endings / sizeof endings[0] };

struct walk {
    struct tip_source_list *list;
    struct stat index; /* the index's folder, so as not to walk into it; st_ino 0: not there */
    struct tip_error *error;
};

static tip_status walk_folder(struct walk *walk, const char *folder);

static char *normalise(const char *path)
{
    char *out = malloc(strlen(path) + 2);
    if (!out) {
        return NULL;
    }
    size_t length = 0;
    if (path[0] == '/') {
        out[length++] = '/';
    }
    while (*path != '\0') {
        size_t part = strcspn(path, "/");
        if (part > 0 && !(part == 1 && path[0] == '.')) {
            if (length > 0 && out[length - 1] != '/') {
                out[length++] = '/';
            }
            memcpy(out + length, path, part);
            length += part;
        }
        path += part + (path[part] == '/');
    }
    if (length == 0) {
        out[length++] = '.';
    }
    out[length] = '\0';
    return out;
}

static char *path_below(const char *folder, const char *name)
{
    return strcmp(folder, ".") == 0 ? strdup(name) : tip_path_join(folder, name);
}

static bool is_below(const char *path, const char *root)
{
    size_t length = strlen(root);
    if (strcmp(root, ".") == 0) {
        return path[0] != '/' && path[0] != '-' && strncmp(path, "../", 3) != 0;
    }
    if (strncmp(path, root, length) != 0) {
        return false;
    }
    return path[length] == '\0' || path[length] == '/' || root[length - 1] == '/';
}

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
static tip_status append(struct tip_source_list *list, const char *path,
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

static tip_status append_failed(struct tip_source_list *list, const char *path, const char *reason,
                                bool is_missing, struct tip_error *error)
{
    const struct tip_source_file file = {.failed = (char *)reason, .is_missing = is_missing};
    return append(list, path, &file, error);
}

tip_status tip_sources_add(struct tip_source_list *list, const char *path, struct tip_error *error)
{
    struct stat info;
    struct tip_source_file file = {0};
    if (stat(path, &info) == 0 && S_ISREG(info.st_mode)) {
        file.size = (uint64_t)info.st_size;
    }
    return append(list, path, &file, error);
}

static const char *reason_to_skip(const char *name)
{
    if (strcasecmp(name, "README.md") == 0) {
        return "a README describes its folder and is no report";
    }
    const char *ending = strrchr(name, '.');
    for (size_t i = 0; ending && i < ENDING_COUNT; i++) {
        if (strcasecmp(ending, endings[i]) == 0) {
            return NULL;
        }
    }
    return "not .txt, .text, .md or .markdown";
}

static bool is_index_folder(const struct walk *walk, const struct stat *info)
{
    return info->st_ino == walk->index.st_ino && info->st_dev == walk->index.st_dev;
}

static tip_status walk_entry(struct walk *walk, const char *path, const char *name)
{
    struct stat info;
    struct tip_source_file file = {.skipped = reason_to_skip(name)};
    bool is_there = lstat(path, &info) == 0;
    bool is_link = is_there && S_ISLNK(info.st_mode);
    if (is_link) {
        is_there = stat(path, &info) == 0;
    }
    if (is_there && S_ISDIR(info.st_mode)) {
        if (!is_link) {
            return is_index_folder(walk, &info) ? TIP_OK : walk_folder(walk, path);
        }
        file.skipped = "a link to a folder: name it itself to have it read";
    }
    file.size = is_there && S_ISREG(info.st_mode) ? (uint64_t)info.st_size : 0;
    return append(walk->list, path, &file, walk->error);
}

static tip_status walk_name(struct walk *walk, const char *folder, const char *name)
{
    char *path = path_below(folder, name);
    if (!path) {
        return tip_error_memory(walk->error, "listing the sources");
    }
    tip_status status = walk_entry(walk, path, name);
    free(path);
    return status;
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static tip_status walk_folder(struct walk *walk, const char *folder)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, is_visible, by_bytes);
    if (count < 0) {
        return append_failed(walk->list, folder, strerror(errno), false, walk->error);
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
    tip_status status = walk_folder(walk, folder);
    for (size_t i = 0; i < walk->list->count; i++) {
        const struct tip_source_file *file = walk->list->files[i];
        if (status != TIP_OK || (!file->skipped && is_below(file->path, folder))) {
            return status;
        }
    }
    return append_failed(walk->list, folder,
                         "the folder holds no .txt, .text, .md or .markdown file", true,
                         walk->error);
}

static tip_status collect_root(struct walk *walk, const char *root)
{
    struct stat info;
    if (strcmp(root, "-") == 0) {
        return tip_sources_add(walk->list, root, walk->error);
    }
    if (stat(root, &info) != 0) {
        bool is_missing = errno == ENOENT || errno == ENOTDIR;
        return append_failed(walk->list, root, strerror(errno), is_missing, walk->error);
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
    if (stat(index_path, &walk.index) != 0) {
        walk.index = (struct stat){0};
    }
    for (size_t i = 0; i < count; i++) {
        char *root = normalise(names[i]);
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
        if (is_below(path, list->roots[i])) {
            return true;
        }
    }
    return false;
}
