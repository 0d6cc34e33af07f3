/* An older generation made the newest again.
 *
 * Its files are linked into the draft, since files of a generation never change: no second copy, no
 * time. Only the table of old ids is made anew: it must know those of the generation left behind.
 * It gets a number of its own: numbers only go up, so a running daemon moves over by itself, no
 * client sees one go back, and no later writer takes the generation left behind for one that was
 * never published. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "index/generation.h"
#include "index/moved_trace.h"

/* A file system without hard links, or with too many on this file, gets a copy. */
static tip_status link_or_copy(const char *from, const char *to, struct tip_error *error)
{
    return link(from, to) == 0 ? TIP_OK : tip_file_clone(from, to, error);
}

/* Makes the folder that `path` lies in. */
static tip_status make_folder_of(const char *path, struct tip_error *error)
{
    char *folder = strdup(path);
    if (folder == NULL)
        return tip_error_memory(error, "restoring a generation");
    *strrchr(folder, '/') = '\0';
    tip_status status = tip_folder_make(folder, error);
    free(folder);
    return status;
}

static tip_status restore_file(const struct tip_draft *draft, const struct tip_generation *older,
                               const char *path, struct tip_error *error)
{
    char *from = tip_path_join(older->folder, path);
    char *to = tip_path_join(draft->folder, path);
    tip_status status = from == NULL || to == NULL
                            ? tip_error_memory(error, "restoring a generation")
                            : make_folder_of(to, error);
    if (status == TIP_OK)
        status = link_or_copy(from, to, error);
    free(from);
    free(to);
    return status;
}

tip_status tip_draft_restore(const struct tip_draft *draft, struct tip_generation *older,
                             const struct tip_generation *live, struct tip_error *error)
{
    static const struct tip_text_pool none;
    struct tip_manifest *manifest = &older->manifest;
    tip_status status = TIP_OK;
    for (size_t i = 0; i < manifest->file_count && status == TIP_OK; i++)
        if (live == NULL || strcmp(manifest->files[i].path, "moved") != 0)
            status = restore_file(draft, older, manifest->files[i].path, error);
    if (status == TIP_OK && live != NULL)
        status = tip_moved_trace(draft->folder, live, &none, error);
    manifest->generation = draft->number;
    return status == TIP_OK ? tip_manifest_write(manifest, draft->folder, error) : status;
}
