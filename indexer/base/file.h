/* Files: whole ones read, mapped ones, and ones written so that a crash leaves the old or the new.
 */
#ifndef TIP_BASE_FILE_H
#define TIP_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* A read-only mapping of a whole file. An empty file has data NULL and size 0. */
struct tip_mapped_file {
    const unsigned char *data;
    size_t size;
};

tip_status tip_file_map(struct tip_mapped_file *out, const char *path,
                        struct tip_error *error) TIP_MUST_CHECK;
void tip_file_unmap(struct tip_mapped_file *file);

/* Opens a regular file for reading; the caller closes *fd. A FIFO is not waited for, but refused
 * like every other kind (TIP_INVALID). */
tip_status tip_file_open(int *fd, size_t *size, const char *path,
                         struct tip_error *error) TIP_MUST_CHECK;

/* Opens /dev/null for each standard stream that came closed: the next file opened would get its
 * number, and a message would then be written into it. Such a stream reads as empty and refuses
 * what is written. To be called before anything is opened. */
void tip_file_occupy_standard_streams(void);

/* write(2) until all is written; false with errno when it cannot be. */
bool tip_file_write_all(int fd, const void *bytes, size_t size) TIP_MUST_CHECK;

/* Reads `path` ("-" is standard input) whole into memory for free(3), NUL-terminated behind its
 * `*size` bytes. TIP_LIMIT above `limit` bytes, TIP_INVALID for a folder or a device. */
tip_status tip_file_read(char **out, size_t *size, const char *path, size_t limit,
                         struct tip_error *error) TIP_MUST_CHECK;

/* A run of bytes, borrowed. */
struct tip_file_part {
    const void *bytes;
    size_t size;
};

/* Writes a new file of `count` parts, one behind the other, fsyncs and closes it. A file that could
 * not be written whole is removed. */
tip_status tip_file_write_parts(const char *path, const struct tip_file_part *parts, size_t count,
                                struct tip_error *error) TIP_MUST_CHECK;

/* The same for one part. */
tip_status tip_file_write(const char *path, const void *bytes, size_t size,
                          struct tip_error *error) TIP_MUST_CHECK;

/* As tip_file_write to a neighbour `PATH.new`, then rename(2) and fsync of the folder. */
tip_status tip_file_replace(const char *path, const void *bytes, size_t size,
                            struct tip_error *error) TIP_MUST_CHECK;

/* fsync(2) of a folder or a file by name. */
tip_status tip_file_sync(const char *path, struct tip_error *error) TIP_MUST_CHECK;

/* Copies a file: a reflink where the file system can (FICLONE), else copy_file_range(2), else
 * read and write. */
tip_status tip_file_clone(const char *from, const char *to, struct tip_error *error) TIP_MUST_CHECK;

/* Removes a folder and all in it; a folder that is not there is no error. Never follows links. */
tip_status tip_folder_remove(const char *path, struct tip_error *error) TIP_MUST_CHECK;

/* Makes a folder and those above it (mode 0777 less the umask); one that exists is no error. */
tip_status tip_folder_make(const char *path, struct tip_error *error) TIP_MUST_CHECK;

/* `folder`/`name` for free(3); NULL when there is no memory. */
char *tip_path_join(const char *folder, const char *name);

#endif
