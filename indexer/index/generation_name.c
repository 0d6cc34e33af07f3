/* The names of generations in the folder of an index, and what stands there under them. */
#include "index/generation_name.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.h"

enum { LOOK_MS = 50 }; /* between two looks for readers that have let go */

void tip_generation_name(char name[TIP_GENERATION_NAME_SIZE], uint32_t number)
{
    snprintf(name, TIP_GENERATION_NAME_SIZE, "generation-%06u", number);
}

bool tip_generation_name_parse(uint32_t *number, const char *name)
{
    static const char prefix[] = "generation-";
    char again[TIP_GENERATION_NAME_SIZE];
    if (strncmp(name, prefix, strlen(prefix)) != 0)
        return false;
    errno = 0;
    unsigned long long value = strtoull(name + strlen(prefix), NULL, 10);
    if (errno != 0 || value == 0 || value > UINT32_MAX)
        return false;
    tip_generation_name(again, (uint32_t)value);
    if (strcmp(again, name) != 0)
        return false;
    *number = (uint32_t)value;
    return true;
}

char *tip_generation_folder(const char *index_path, uint32_t number)
{
    char name[TIP_GENERATION_NAME_SIZE];
    tip_generation_name(name, number);
    return tip_path_join(index_path, name);
}

/* ---- listing ---- */

static int newest_first(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? 1 : a > b ? -1 : 0;
}

static tip_status collect(DIR *folder, uint32_t **numbers, size_t *count, struct tip_error *error)
{
    size_t capacity = 0;
    const struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        uint32_t number;
        if (!tip_generation_name_parse(&number, entry->d_name))
            continue;
        if (*count == capacity) {
            capacity = capacity == 0 ? 8 : 2 * capacity;
            uint32_t *grown = reallocarray(*numbers, capacity, sizeof *grown);
            if (grown == NULL)
                return tip_error_memory(error, "listing the generations");
            *numbers = grown;
        }
        (*numbers)[(*count)++] = number;
    }
    return TIP_OK;
}

tip_status tip_generation_list(uint32_t **numbers, size_t *count, const char *index_path,
                               struct tip_error *error)
{
    uint32_t *found = NULL;
    size_t found_count = 0;
    DIR *folder = opendir(index_path);
    if (folder == NULL)
        return tip_error_errno(error, "%s: cannot be listed", index_path);
    tip_status status = collect(folder, &found, &found_count, error);
    closedir(folder);
    if (status != TIP_OK) {
        free(found);
        return status;
    }
    if (found_count > 1)
        qsort(found, found_count, sizeof *found, newest_first);
    *numbers = found;
    *count = found_count;
    return TIP_OK;
}

/* ---- removing ---- */

/* Renames, so that it is gone at once for whoever opens it next, then removes. */
static tip_status remove_folder(const char *folder, struct tip_error *error)
{
    char *removed = NULL;
    if (asprintf(&removed, "%s.removed", folder) < 0)
        return tip_error_memory(error, "removing an old generation");
    tip_status status = tip_folder_remove(removed, error);
    if (status == TIP_OK && rename(folder, removed) != 0)
        status = tip_error_errno(error, "%s: cannot be removed", folder);
    if (status == TIP_OK)
        status = tip_folder_remove(removed, error);
    free(removed);
    return status;
}

tip_status tip_generation_remove(const char *index_path, uint32_t number, struct tip_error *error)
{
    tip_status status = TIP_OK;
    int fd = -1;
    char *folder = tip_generation_folder(index_path, number);
    char *manifest = folder == NULL ? NULL : tip_path_join(folder, "manifest.json");
    if (manifest == NULL) {
        status = tip_error_memory(error, "removing an old generation");
        goto out;
    }
    fd = open(manifest, O_RDONLY | O_CLOEXEC);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0)
        goto out; /* a reader has it */
    status = remove_folder(folder, error);
out:
    if (fd >= 0)
        close(fd);
    free(manifest);
    free(folder);
    return status;
}

/* One look: *held is one that could not be removed. */
static tip_status remove_others(const char *index_path, uint32_t kept, uint32_t *held,
                                struct tip_error *error)
{
    uint32_t *numbers = NULL;
    size_t count = 0;
    tip_status status = tip_generation_list(&numbers, &count, index_path, error);
    for (size_t i = 0; i < count && status == TIP_OK; i++)
        if (numbers[i] != kept)
            status = tip_generation_remove(index_path, numbers[i], error);
    free(numbers);
    if (status == TIP_OK)
        status = tip_generation_list(&numbers, &count, index_path, error);
    *held = 0;
    if (status != TIP_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        if (numbers[i] != kept)
            *held = numbers[i];
    free(numbers);
    return TIP_OK;
}

tip_status tip_generation_remove_others(const char *index_path, uint32_t kept, int wait_ms,
                                        uint32_t *held, struct tip_error *error)
{
    tip_status status = remove_others(index_path, kept, held, error);
    for (int waited = 0; status == TIP_OK && *held != 0 && waited < wait_ms; waited += LOOK_MS) {
        poll(NULL, 0, LOOK_MS);
        status = remove_others(index_path, kept, held, error);
    }
    return status;
}
