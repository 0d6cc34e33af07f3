/* The roots of an index.
 *
 * A list of files that grows with every update named file by file would be walked for nothing when
 * their folder is a root as well; so a root stands for all that a walk of it meets. */
#include "command/roots.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "command/source_path.h"

/* Whether walking `root` meets `path`: hidden folders are not walked. */
static bool is_met_from(const char *path, const char *root)
{
    return tip_source_path_is_below(path, root) &&
           (strcmp(path, root) == 0 || !strstr(path + strlen(root) - 1, "/."));
}

static bool can_be_root(const struct tip_source_list *sources, const char *path)
{
    const struct tip_source_file *file = tip_sources_find(sources, path);
    return strcmp(path, "-") != 0 && tip_utf8_invalid_at(path, strlen(path)) == strlen(path) &&
           !(file && file->is_missing);
}

static bool is_met(char *const *roots, size_t count, const char *path)
{
    for (size_t i = 0; i < count; i++) {
        if (is_met_from(path, roots[i])) {
            return true;
        }
    }
    return false;
}

bool tip_roots_are_new(const struct tip_source_list *sources, const struct tip_manifest *known)
{
    for (size_t i = 0; i < sources->root_count; i++) {
        const char *root = sources->roots[i];
        if (can_be_root(sources, root) &&
            !(known && is_met(known->roots, known->root_count, root))) {
            return true;
        }
    }
    return false;
}

/* Adds a root in place of those that are met from it. */
static void add(char **roots, size_t *count, char *root)
{
    size_t kept = 0;
    if (is_met(roots, *count, root)) {
        return;
    }
    for (size_t i = 0; i < *count; i++) {
        if (!is_met_from(roots[i], root)) {
            roots[kept++] = roots[i];
        }
    }
    roots[kept] = root;
    *count = kept + 1;
}

tip_status tip_roots_merge(char ***out, size_t *count, const struct tip_source_list *sources,
                           const struct tip_manifest *known, struct tip_error *error)
{
    size_t known_count = known ? known->root_count : 0;
    char **roots = calloc(known_count + sources->root_count + 1, sizeof *roots);
    if (!roots) {
        return tip_error_memory(error, "noting what was named");
    }
    *count = 0;
    for (size_t i = 0; i < known_count; i++) {
        roots[(*count)++] = known->roots[i];
    }
    for (size_t i = 0; i < sources->root_count; i++) {
        if (can_be_root(sources, sources->roots[i])) {
            add(roots, count, sources->roots[i]);
        }
    }
    *out = roots;
    return TIP_OK;
}
