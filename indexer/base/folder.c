/* Folders and paths. Removal works through descriptors (openat), so that a link put in the way
 * while it runs is removed itself and never followed. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

/* Folders deeper than this in an index are not ours; it bounds the recursion. */
enum { DEPTH_LIMIT = 64 };

static tip_status remove_content(int fd, const char *path, int depth, struct tip_error *error);

/* Removes one entry of the folder `parent`; `path` is the outermost folder, for messages. */
static tip_status remove_entry(int parent, const char *name, const char *path, int depth,
                               struct tip_error *error)
{
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) {
        if (unlinkat(parent, name, 0) == 0 || errno == ENOENT)
            return TIP_OK;
        return tip_error_errno(error, "%s: cannot remove %s", path, name);
    }
    tip_status status = remove_content(fd, path, depth + 1, error);
    if (status == TIP_OK && unlinkat(parent, name, AT_REMOVEDIR) != 0 && errno != ENOENT)
        status = tip_error_errno(error, "%s: cannot remove %s", path, name);
    return status;
}

/* Empties the folder `fd` and closes it. */
static tip_status remove_content(int fd, const char *path, int depth, struct tip_error *error)
{
    DIR *folder = depth < DEPTH_LIMIT ? fdopendir(fd) : NULL;
    if (folder == NULL) {
        tip_status status = depth < DEPTH_LIMIT
                                ? tip_error_errno(error, "%s: cannot read the folder", path)
                                : tip_error_set(error, TIP_LIMIT,
                                                "%s: more than %d folders deep: remove it by hand",
                                                path, DEPTH_LIMIT);
        close(fd);
        return status;
    }
    tip_status status = TIP_OK;
    struct dirent *entry;
    while (status == TIP_OK && (entry = readdir(folder)) != NULL) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            status = remove_entry(dirfd(folder), entry->d_name, path, depth, error);
    }
    closedir(folder);
    return status;
}

tip_status tip_folder_remove(const char *path, struct tip_error *error)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return TIP_OK;
    if (fd < 0)
        return tip_error_errno(error, "%s: cannot open the folder", path);
    tip_status status = remove_content(fd, path, 0, error);
    if (status == TIP_OK && rmdir(path) != 0 && errno != ENOENT)
        status = tip_error_errno(error, "%s: cannot remove the folder", path);
    return status;
}

static tip_status make_one(const char *path, struct tip_error *error)
{
    if (mkdir(path, 0777) == 0)
        return TIP_OK;
    int failure = errno;
    struct stat info;
    if (stat(path, &info) == 0) {
        if (S_ISDIR(info.st_mode))
            return TIP_OK;
        return tip_error_set(error, TIP_INVALID, "%s: exists and is not a folder", path);
    }
    errno = failure;
    return tip_error_errno(error, "%s: cannot make the folder", path);
}

tip_status tip_folder_make(const char *path, struct tip_error *error)
{
    if (path[0] == '\0')
        return tip_error_set(error, TIP_INVALID, "the name of the folder is empty");
    char *prefix = strdup(path);
    if (prefix == NULL)
        return tip_error_memory(error, "making a folder");
    tip_status status = TIP_OK;
    for (char *slash = strchr(prefix + 1, '/'); slash != NULL && status == TIP_OK;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        status = make_one(prefix, error);
        *slash = '/';
    }
    if (status == TIP_OK)
        status = make_one(path, error);
    free(prefix);
    return status;
}

char *tip_path_join(const char *folder, const char *name)
{
    size_t length = strlen(folder);
    size_t name_length = strlen(name);
    bool needs_slash = length > 0 && folder[length - 1] != '/';
    char *path = malloc(length + needs_slash + name_length + 1);
    if (path == NULL)
        return NULL;
    memcpy(path, folder, length);
    if (needs_slash)
        path[length] = '/';
    memcpy(path + length + needs_slash, name, name_length + 1);
    return path;
}
