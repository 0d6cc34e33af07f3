/* Whole files: mapping, reading, writing so that nothing half-written stays, cloning. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/string_builder.h"

enum { READ_SIZE = 64 * 1024, COPY_AT_ONCE = 1 << 30 };

tip_status tip_file_open(int *out, size_t *size, const char *path, struct tip_error *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return tip_error_errno(error, "%s: cannot open", path);
    struct stat info;
    tip_status status = TIP_OK;
    if (fstat(fd, &info) != 0)
        status = tip_error_errno(error, "%s: cannot read its size", path);
    else if (S_ISDIR(info.st_mode))
        status = tip_error_set(error, TIP_INVALID, "%s: is a folder, not a file", path);
    else if (!S_ISREG(info.st_mode))
        status = tip_error_set(error, TIP_INVALID, "%s: is not a regular file", path);
    if (status != TIP_OK) {
        close(fd);
        return status;
    }
    *out = fd;
    *size = (size_t)info.st_size;
    return TIP_OK;
}

tip_status tip_file_map(struct tip_mapped_file *out, const char *path, struct tip_error *error)
{
    int fd = -1;
    size_t size = 0;
    tip_status status = tip_file_open(&fd, &size, path, error);
    if (status != TIP_OK)
        return status;
    void *data = NULL;
    if (size > 0)
        data = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
    if (data == MAP_FAILED)
        status = tip_error_errno(error, "%s: cannot map %zu bytes", path, size);
    else
        *out = (struct tip_mapped_file){.data = data, .size = size};
    close(fd);
    return status;
}

void tip_file_unmap(struct tip_mapped_file *file)
{
    if (file->data != NULL)
        munmap((void *)(uintptr_t)file->data, file->size);
    *file = (struct tip_mapped_file){0};
}

/* Reads `fd` to its end into `content`, at most `limit` bytes. */
static tip_status read_all(struct tip_string *content, int fd, const char *path, size_t limit,
                           struct tip_error *error)
{
    for (;;) {
        if (!tip_string_reserve(content, READ_SIZE))
            return tip_error_memory(error, "reading a file");
        ssize_t got = read(fd, content->data + content->length, READ_SIZE);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return tip_error_errno(error, "%s: cannot read", path);
        if (got == 0)
            return TIP_OK;
        content->length += (size_t)got;
        content->data[content->length] = '\0';
        if (content->length > limit)
            return tip_error_set(
                error, TIP_LIMIT,
                "%s: larger than the limit of %zu bytes: split it into several files", path, limit);
    }
}

/* Reads a named file, whose size is looked at before its content. */
static tip_status read_path(struct tip_string *content, const char *path, size_t limit,
                            struct tip_error *error)
{
    int fd = -1;
    size_t size = 0;
    tip_status status = tip_file_open(&fd, &size, path, error);
    if (status != TIP_OK)
        return status;
    if (size > limit)
        status = tip_error_set(
            error, TIP_LIMIT, "%s: larger than the limit of %zu bytes: split it into several files",
            path, limit);
    else if (!tip_string_reserve(content, size + READ_SIZE))
        status = tip_error_memory(error, "reading a file");
    else
        status = read_all(content, fd, path, limit, error);
    close(fd);
    return status;
}

tip_status tip_file_read(char **out, size_t *size, const char *path, size_t limit,
                         struct tip_error *error)
{
    struct tip_string content = {0};
    tip_status status = strcmp(path, "-") == 0
                            ? read_all(&content, STDIN_FILENO, "standard input", limit, error)
                            : read_path(&content, path, limit, error);
    if (status != TIP_OK) {
        tip_string_free(&content);
        return status;
    }
    size_t length = content.length;
    *out = tip_string_release(&content);
    if (*out == NULL)
        return tip_error_memory(error, "reading a file");
    *size = length;
    return TIP_OK;
}

void tip_file_occupy_standard_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) == -1 && open("/dev/null", O_RDONLY) == -1) {
            return;
        }
    }
}

bool tip_file_write_all(int fd, const void *content, size_t size)
{
    const char *bytes = content;
    while (size > 0) {
        ssize_t wrote = write(fd, bytes, size);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0)
            return false;
        bytes += wrote;
        size -= (size_t)wrote;
    }
    return true;
}

/* Removes what was half written; never a device that was named as the target. */
static void remove_partial(const char *path)
{
    struct stat info;
    if (lstat(path, &info) == 0 && S_ISREG(info.st_mode))
        unlink(path);
}

/* A full disk may show at write, at fsync or only at close: all three count. */
tip_status tip_file_write_parts(const char *path, const struct tip_file_part *parts, size_t count,
                                struct tip_error *error)
{
    size_t size = 0;
    bool is_written = true;
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return tip_error_errno(error, "%s: cannot create", path);
    for (size_t i = 0; i < count && is_written; i++) {
        is_written = tip_file_write_all(fd, parts[i].bytes, parts[i].size);
        size += parts[i].size;
    }
    is_written = is_written && fsync(fd) == 0;
    int failure = errno;
    if (close(fd) != 0 && is_written) {
        is_written = false;
        failure = errno;
    }
    if (is_written)
        return TIP_OK;
    remove_partial(path);
    errno = failure;
    return tip_error_errno(error, "%s: cannot write %zu bytes", path, size);
}

tip_status tip_file_write(const char *path, const void *bytes, size_t size, struct tip_error *error)
{
    return tip_file_write_parts(path, &(struct tip_file_part){bytes, size}, 1, error);
}

/* fsync of the folder that holds `path`, without which a rename may be lost in a crash. */
static tip_status sync_parent(const char *path, struct tip_error *error)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL)
        return tip_file_sync(".", error);
    char *folder = strndup(path, slash == path ? 1 : (size_t)(slash - path));
    if (folder == NULL)
        return tip_error_memory(error, "syncing a folder");
    tip_status status = tip_file_sync(folder, error);
    free(folder);
    return status;
}

tip_status tip_file_replace(const char *path, const void *bytes, size_t size,
                            struct tip_error *error)
{
    struct tip_string beside = {0};
    tip_string_append_text(&beside, path);
    tip_string_append_text(&beside, ".new");
    char *aside = tip_string_release(&beside);
    if (aside == NULL)
        return tip_error_memory(error, "naming a file");
    tip_status status = tip_file_write(aside, bytes, size, error);
    if (status == TIP_OK && rename(aside, path) != 0) {
        status = tip_error_errno(error, "%s: cannot rename it from %s", path, aside);
        unlink(aside);
    }
    if (status == TIP_OK)
        status = sync_parent(path, error);
    free(aside);
    return status;
}

tip_status tip_file_sync(const char *path, struct tip_error *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return tip_error_errno(error, "%s: cannot open", path);
    tip_status status = TIP_OK;
    if (fsync(fd) != 0)
        status = tip_error_errno(error, "%s: cannot sync to disk", path);
    close(fd);
    return status;
}

/* Copies what is left to copy from both descriptors' offsets by read and write. */
static bool copy_by_blocks(int from, int to)
{
    char block[READ_SIZE];
    for (;;) {
        ssize_t got = read(from, block, sizeof(block));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0;
        if (!tip_file_write_all(to, block, (size_t)got))
            return false;
    }
}

static bool copy_content(int from, int to)
{
    if (ioctl(to, FICLONE, from) == 0)
        return true;
    for (;;) {
        ssize_t copied = copy_file_range(from, NULL, to, NULL, COPY_AT_ONCE, 0);
        if (copied < 0 && (errno == ENOSPC || errno == EDQUOT || errno == EIO))
            return false;
        if (copied <= 0)
            return copy_by_blocks(from, to); /* not supported here, or at the end already */
    }
}

tip_status tip_file_clone(const char *from, const char *to, struct tip_error *error)
{
    int source = -1;
    size_t size = 0;
    tip_status status = tip_file_open(&source, &size, from, error);
    if (status != TIP_OK)
        return status;
    int target = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (target < 0) {
        status = tip_error_errno(error, "%s: cannot create", to);
        goto out;
    }
    if (!copy_content(source, target))
        status = tip_error_errno(error, "%s: cannot copy it to %s", from, to);
    if (close(target) != 0 && status == TIP_OK)
        status = tip_error_errno(error, "%s: cannot write", to);
    if (status != TIP_OK)
        remove_partial(to);
out:
    close(source);
    return status;
}
