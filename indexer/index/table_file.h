/* The frame that the files `words`, `tokens`, `columns`, `moved` and `suggestions` share: a head
 * and numbered sections.
 *
 *    8 bytes  magic, such as "tipwords"
 *    4 bytes  version of the layout
 *    4 bytes  how many sections
 *   16 bytes  for each section: offset from the file's start, length in bytes
 *             the sections in order, each at a multiple of 8, gaps filled with zeros
 *
 * Numbers are little-endian and of fixed width, so a section is an array that is read where it is
 * mapped. Files are proved by SHA-256 before they are opened; what is checked here is the second
 * line: that no read of a section leaves the file. */
#ifndef TIP_TABLE_FILE_H
#define TIP_TABLE_FILE_H

#include <endian.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/file.h"
#include "base/status.h"
#include "base/string_builder.h"

enum { TIP_TABLE_SECTION_LIMIT = 24, TIP_TABLE_MAGIC_SIZE = 8 };

/* What a kind of file looks like. */
struct tip_table_format {
    char magic[TIP_TABLE_MAGIC_SIZE + 1];
    uint32_t version;
    uint32_t section_count;
    unsigned char widths[TIP_TABLE_SECTION_LIMIT]; /* bytes of an element of each section */
};

/* A section: an array of `count` elements. */
struct tip_section {
    const unsigned char *bytes;
    size_t count;
};

/* Mapped, or in memory. */
struct tip_table {
    struct tip_mapped_file file;
    struct tip_string *owned; /* in memory: what the sections point to; else NULL */
    struct tip_section sections[TIP_TABLE_SECTION_LIMIT];
};

/* Maps a file and finds its sections. TIP_FORMAT for another version, TIP_CORRUPT for what is no
 * such file. After a failure nothing is to be closed. */
tip_status tip_table_open(struct tip_table *table, const char *path,
                          const struct tip_table_format *format,
                          struct tip_error *error) TIP_MUST_CHECK;
void tip_table_close(struct tip_table *table);

/* The same in memory: takes over the bytes of `sections`, which are empty then. TIP_NO_MEMORY also
 * when one of them has failed to grow; then nothing is to be closed and the sections stay. */
tip_status tip_table_take(struct tip_table *table, const struct tip_table_format *format,
                          struct tip_string *sections, struct tip_error *error) TIP_MUST_CHECK;

/* The bytes that a table in memory holds. */
size_t tip_table_bytes(const struct tip_table *table, const struct tip_table_format *format);

/* Writes a file of format->section_count sections; TIP_NO_MEMORY also when one of them has failed
 * to grow. */
tip_status tip_table_write(const char *path, const struct tip_table_format *format,
                           const struct tip_string *sections,
                           struct tip_error *error) TIP_MUST_CHECK;

/* TIP_CORRUPT with the file's name, what is wrong and what to do. */
tip_status tip_table_damaged(struct tip_error *error, const char *path, const char *what);

/* Element `index` of a section of 4-byte or 8-byte numbers. */
static inline uint32_t tip_section_u32(const struct tip_section *section, size_t index)
{
    uint32_t value;
    memcpy(&value, section->bytes + index * sizeof value, sizeof value);
    return le32toh(value);
}

static inline uint64_t tip_section_u64(const struct tip_section *section, size_t index)
{
    uint64_t value;
    memcpy(&value, section->bytes + index * sizeof value, sizeof value);
    return le64toh(value);
}

static inline void tip_string_append_u32(struct tip_string *string, uint32_t value)
{
    value = htole32(value);
    tip_string_append(string, &value, sizeof value);
}

static inline void tip_string_append_u64(struct tip_string *string, uint64_t value)
{
    value = htole64(value);
    tip_string_append(string, &value, sizeof value);
}

#endif
