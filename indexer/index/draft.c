/* A generation under construction, and how it takes the live one's place.
 *
 * The order is what makes it safe to be killed, or to lose power, at any instant: everything of the
 * draft reaches the disk before its folder has its final name, the name before CURRENT says it, and
 * CURRENT is replaced by rename(2). Until then the old generation answers, from then on the new
 * one; what is left over the next writer removes (generation_lock.c). */
#include <errno.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "index/generation.h"
#include "index/generation_name.h"

/* ---- making one ---- */

/* Above the live generation and above all that are there: one that was never published may still be
 * held by a reader. */
static tip_status choose_number(struct tip_draft *draft, struct tip_error *error)
{
    uint32_t *numbers = NULL;
    size_t count = 0;
    tip_status status = tip_generation_list(&numbers, &count, draft->index_path, error);
    if (status != TIP_OK)
        return status;
    uint32_t highest = count > 0 ? numbers[0] : 0;
    free(numbers);
    if (highest == UINT32_MAX)
        return tip_error_set(error, TIP_LIMIT,
                             "%s: there is no number for a further generation: build the index in "
                             "another folder",
                             draft->index_path);
    draft->number = highest + 1;
    return TIP_OK;
}

/* A damaged or lost CURRENT is no obstacle: a new index is what repairs it. */
static tip_status find_previous(struct tip_draft *draft, struct tip_error *error)
{
    tip_status status = tip_generation_current(&draft->previous, draft->index_path, error);
    return status == TIP_NOT_FOUND || status == TIP_CORRUPT ? TIP_OK : status;
}

static tip_status make_folder(struct tip_draft *draft, struct tip_error *error)
{
    char name[TIP_GENERATION_NAME_SIZE];
    tip_generation_name(name, draft->number);
    if (asprintf(&draft->folder, "%s/%s.building", draft->index_path, name) < 0) {
        draft->folder = NULL;
        return tip_error_memory(error, "beginning a generation");
    }
    tip_status status = tip_folder_remove(draft->folder, error);
    return status == TIP_OK ? tip_folder_make(draft->folder, error) : status;
}

tip_status tip_draft_create(struct tip_draft *draft, const char *index_path,
                            struct tip_error *error)
{
    *draft = (struct tip_draft){.index_path = strdup(index_path)};
    if (draft->index_path == NULL)
        return tip_error_memory(error, "beginning a generation");
    tip_status status = find_previous(draft, error);
    if (status == TIP_OK)
        status = choose_number(draft, error);
    if (status == TIP_OK)
        status = make_folder(draft, error);
    if (status != TIP_OK)
        tip_draft_free(draft);
    return status;
}

void tip_draft_free(struct tip_draft *draft)
{
    if (draft->folder != NULL) {
        tip_status removed = tip_folder_remove(draft->folder, NULL);
        (void)removed; /* what cannot be removed now is removed by the next writer */
    }
    free(draft->folder);
    free(draft->index_path);
    *draft = (struct tip_draft){0};
}

/* ---- publishing it ---- */

/* Files when they are met, folders once all in them is on the disk. */
static tip_status sync_tree(const char *folder, struct tip_error *error)
{
    char *roots[] = {(char *)folder, NULL}; /* fts_open(3) does not write to it */
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR | FTS_NOSTAT, NULL);
    if (walk == NULL)
        return tip_error_errno(error, "%s: cannot be listed", folder);
    tip_status status = TIP_OK;
    const FTSENT *entry;
    while (status == TIP_OK && (errno = 0, entry = fts_read(walk)) != NULL) {
        if (entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR) {
            errno = entry->fts_errno;
            status = tip_error_errno(error, "%s: cannot be listed", entry->fts_path);
        } else if (entry->fts_info != FTS_D) {
            status = tip_file_sync(entry->fts_path, error);
        }
    }
    if (status == TIP_OK && errno != 0)
        status = tip_error_errno(error, "%s: cannot be listed", folder);
    fts_close(walk);
    return status;
}

/* Opens it as a reader would, which proves every file. */
static tip_status prove(const struct tip_draft *draft, struct tip_error *error)
{
    struct tip_generation *generation;
    tip_status status = tip_generation_open(&generation, draft->index_path, draft->number, error);
    if (status == TIP_OK)
        tip_generation_close(generation);
    return status;
}

static tip_status name_current(const struct tip_draft *draft, struct tip_error *error)
{
    char line[TIP_GENERATION_NAME_SIZE + 1];
    tip_generation_name(line, draft->number);
    strcat(line, "\n");
    char *path = tip_path_join(draft->index_path, "CURRENT");
    if (path == NULL)
        return tip_error_memory(error, "publishing a generation");
    tip_status status = tip_file_replace(path, line, strlen(line), error);
    free(path);
    return status;
}

/* Renames the draft to its final name. From here `folder` is what has to go if it fails. */
static tip_status settle(struct tip_draft *draft, struct tip_error *error)
{
    char *folder = tip_generation_folder(draft->index_path, draft->number);
    if (folder == NULL)
        return tip_error_memory(error, "publishing a generation");
    if (rename(draft->folder, folder) != 0) {
        free(folder);
        return tip_error_errno(error, "%s: cannot be renamed", draft->folder);
    }
    free(draft->folder);
    draft->folder = folder;
    return tip_file_sync(draft->index_path, error);
}

static bool has_current(const struct tip_draft *draft)
{
    char *path = tip_path_join(draft->index_path, "CURRENT");
    bool is_missing = path != NULL && access(path, F_OK) != 0 && errno == ENOENT;
    free(path);
    return !is_missing;
}

/* Whether CURRENT names the draft; also when nobody can tell. */
static bool may_be_live(const struct tip_draft *draft)
{
    uint32_t live = 0;
    if (!has_current(draft))
        return false;
    tip_status status = tip_generation_current(&live, draft->index_path, NULL);
    return status == TIP_OK ? live == draft->number : status != TIP_NOT_FOUND;
}

/* Keeps the new generation and one before it: the one that was live or, when that is not known, the
 * newest. A generation that cannot be removed now is removed by a later build. */
static void remove_old(const struct tip_draft *draft)
{
    uint32_t *numbers = NULL;
    size_t count = 0;
    uint32_t kept = draft->previous;
    if (tip_generation_list(&numbers, &count, draft->index_path, NULL) != TIP_OK)
        return;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 && numbers[i] != draft->number)
            kept = numbers[i];
        if (numbers[i] == draft->number || numbers[i] == kept)
            continue;
        if (tip_generation_remove(draft->index_path, numbers[i], NULL) != TIP_OK)
            break;
    }
    free(numbers);
}

tip_status tip_draft_publish(struct tip_draft *draft, struct tip_error *error)
{
    tip_status status = sync_tree(draft->folder, error);
    if (status == TIP_OK)
        status = settle(draft, error);
    if (status == TIP_OK)
        status = prove(draft, error);
    if (status == TIP_OK)
        status = name_current(draft, error);
    if (status != TIP_OK && !may_be_live(draft))
        return status;
    free(draft->folder);
    draft->folder = NULL;
    if (status == TIP_OK)
        remove_old(draft);
    return status;
}
