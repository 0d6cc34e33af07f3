/* The one name by which the ledger knows a source.
 *
 * The file part of a path is not resolved: a link to a file is a source of its own, which may point
 * to another file tomorrow. */
#include "command/source_path.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"

/* Without "." parts, doubled and trailing slashes; "." when nothing is left. */
static char *tidy(const char *path)
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

static bool is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* The real path of the folder that is the first `length` bytes of `path` ("" is the current one);
 * NULL when it is not there, as none is whose path is longer than the system takes. */
static char *real_folder(const char *path, size_t length)
{
    if (length >= PATH_MAX) {
        return NULL;
    }
    char *folder = length == 0 ? strdup(".") : strndup(path, length);
    char *real = folder ? realpath(folder, NULL) : NULL;
    free(folder);
    return real;
}

/* Where the last part of the first `length` bytes begins. */
static size_t last_part(const char *path, size_t length)
{
    while (length > 0 && path[length - 1] != '/') {
        length--;
    }
    return length;
}

/* A tidy path below the real path of the nearest folder above that is there; as it is when not even
 * the current folder is. */
static char *resolve_above(const char *path)
{
    size_t part = last_part(path, strlen(path));
    for (;;) {
        char *real = real_folder(path, part);
        if (real) {
            char *resolved = tip_path_join(real, path + part);
            free(real);
            return resolved;
        }
        if (part == 0) {
            return strdup(path);
        }
        part = last_part(path, part - 1);
    }
}

char *tip_source_path(const char *name)
{
    if (strcmp(name, "-") == 0) {
        return strdup(name);
    }
    char *path = tidy(name);
    if (!path) {
        return NULL;
    }
    char *resolved = is_folder(path) ? realpath(path, NULL) : NULL;
    if (!resolved) {
        resolved = resolve_above(path);
    }
    free(path);
    return resolved;
}

bool tip_source_path_is_below(const char *path, const char *root)
{
    size_t length = strlen(root);
    if (strncmp(path, root, length) != 0) {
        return false;
    }
    return path[length] == '\0' || path[length] == '/' || root[length - 1] == '/';
}
