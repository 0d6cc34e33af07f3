/* The right to write to an index: one process at a time.
 *
 * The lock is flock(2) on INDEX/lock, which the kernel lets go when its holder dies, however it
 * dies; the file itself stays. The pid inside only serves the message to whoever comes second. With
 * the lock held, nothing that looks unfinished can belong to a living writer, so it is removed. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.h"
#include "index/generation.h"
#include "index/generation_name.h"

static tip_status refused(int fd, const char *index_path, struct tip_error *error)
{
    char pid[16];
    ssize_t length = pread(fd, pid, sizeof pid - 1, 0);
    pid[length > 0 ? length : 0] = '\0';
    long number = strtol(pid, NULL, 10);
    if (number <= 0)
        return tip_error_set(error, TIP_LOCKED,
                             "another tipindex is writing to %s: wait for it to end", index_path);
    return tip_error_set(error, TIP_LOCKED,
                         "another tipindex (pid %ld) is writing to %s: wait for it to end", number,
                         index_path);
}

static tip_status write_pid(int fd, const char *path, struct tip_error *error)
{
    char pid[16];
    int length = snprintf(pid, sizeof pid, "%ld\n", (long)getpid());
    if (ftruncate(fd, 0) != 0 || pwrite(fd, pid, (size_t)length, 0) != length)
        return tip_error_errno(error, "%s: cannot be written", path);
    return TIP_OK;
}

static tip_status take(int fd, const char *index_path, const char *path, struct tip_error *error)
{
    if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        return write_pid(fd, path, error);
    if (errno == EWOULDBLOCK)
        return refused(fd, index_path, error);
    return tip_error_errno(error, "%s: cannot be locked", path);
}

static tip_status open_and_take(int *fd, const char *index_path, struct tip_error *error)
{
    char *path = tip_path_join(index_path, "lock");
    if (path == NULL)
        return tip_error_memory(error, "locking the index");
    tip_status status;
    int opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (opened < 0)
        status = tip_error_errno(error, "%s: cannot be written, so the index cannot be", path);
    else
        status = take(opened, index_path, path, error);
    free(path);
    if (status == TIP_OK)
        *fd = opened;
    else if (opened >= 0)
        close(opened);
    return status;
}

/* ---- what killed builds left ---- */

/* generation-NNNNNN.building and generation-NNNNNN.removed */
static bool is_unfinished(const char *name)
{
    char stem[TIP_GENERATION_NAME_SIZE];
    uint32_t number;
    const char *dot = strchr(name, '.');
    if (dot == NULL || (size_t)(dot - name) >= sizeof stem)
        return false;
    if (strcmp(dot, ".building") != 0 && strcmp(dot, ".removed") != 0)
        return false;
    memcpy(stem, name, (size_t)(dot - name));
    stem[dot - name] = '\0';
    return tip_generation_name_parse(&number, stem);
}

/* What tip_file_replace leaves when it is killed. */
static bool is_half_written(const char *name)
{
    return strcmp(name, "CURRENT.new") == 0 || strcmp(name, "erasing.new") == 0;
}

static tip_status remove_entry(const char *index_path, const char *name, struct tip_error *error)
{
    tip_status status = TIP_OK;
    char *path = tip_path_join(index_path, name);
    if (path == NULL)
        return tip_error_memory(error, "removing what an earlier build left");
    if (is_unfinished(name))
        status = tip_folder_remove(path, error);
    else if (is_half_written(name) && unlink(path) != 0 && errno != ENOENT)
        status = tip_error_errno(error, "%s: cannot be removed", path);
    free(path);
    return status;
}

static tip_status remove_unfinished(const char *index_path, struct tip_error *error)
{
    DIR *folder = opendir(index_path);
    if (folder == NULL)
        return tip_error_errno(error, "%s: cannot be listed", index_path);
    tip_status status = TIP_OK;
    const struct dirent *entry;
    while (status == TIP_OK && (entry = readdir(folder)) != NULL)
        status = remove_entry(index_path, entry->d_name, error);
    closedir(folder);
    return status;
}

/* A generation above the live one was never published. When CURRENT is damaged or lost nobody knows
 * which one lived, and all of them stay; so does the first of all, whole but killed before CURRENT
 * was made, until a build replaces it. */
static tip_status remove_unpublished(const char *index_path, struct tip_error *error)
{
    uint32_t live = 0;
    uint32_t *numbers = NULL;
    size_t count = 0;
    tip_status status = tip_generation_current(&live, index_path, error);
    if (status == TIP_CORRUPT)
        return TIP_OK;
    if (status != TIP_OK && status != TIP_NOT_FOUND)
        return status;
    status = tip_generation_list(&numbers, &count, index_path, error);
    for (size_t i = 0; status == TIP_OK && i < count && numbers[i] > live; i++)
        status = tip_generation_remove(index_path, numbers[i], error);
    free(numbers);
    return status;
}

tip_status tip_index_lock_take(struct tip_index_lock *lock, const char *index_path,
                               struct tip_error *error)
{
    lock->fd = -1;
    tip_status status = tip_folder_make(index_path, error);
    if (status == TIP_OK)
        status = open_and_take(&lock->fd, index_path, error);
    if (status == TIP_OK)
        status = remove_unfinished(index_path, error);
    if (status == TIP_OK)
        status = remove_unpublished(index_path, error);
    if (status != TIP_OK)
        tip_index_lock_release(lock);
    return status;
}

void tip_index_lock_release(struct tip_index_lock *lock)
{
    if (lock->fd >= 0)
        close(lock->fd);
    lock->fd = -1;
}
