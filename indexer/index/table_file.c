/* The frame of our mapped files; the layout is in table_file.h. */
#include "index/table_file.h"

#include <stdbool.h>
#include <stdlib.h>

enum { HEAD_SIZE = 16, ENTRY_SIZE = 16, ALIGNMENT = 8 };

tip_status tip_table_damaged(struct tip_error *error, const char *path, const char *what)
{
    return tip_error_set(error, TIP_CORRUPT,
                         "%s: the file is damaged (%s): build the index again or restore a backup",
                         path, what);
}

static size_t directory_end(const struct tip_table_format *format)
{
    return HEAD_SIZE + (size_t)format->section_count * ENTRY_SIZE;
}

static tip_status check_head(const struct tip_mapped_file *file, const char *path,
                             const struct tip_table_format *format, struct tip_error *error)
{
    if (file->size < HEAD_SIZE || memcmp(file->data, format->magic, TIP_TABLE_MAGIC_SIZE) != 0)
        return tip_table_damaged(error, path, "its head is not that of such a file");

    const struct tip_section head = {file->data, HEAD_SIZE / 4};
    uint32_t version = tip_section_u32(&head, 2);
    if (version != format->version)
        return tip_error_set(error, TIP_FORMAT,
                             "%s: layout version %u, this program reads version %u: build the "
                             "index again",
                             path, version, format->version);
    if (tip_section_u32(&head, 3) != format->section_count || file->size < directory_end(format))
        return tip_table_damaged(error, path, "its list of sections is wrong");
    return TIP_OK;
}

/* Whether section `index` lies in the file and holds whole elements; then it is set. */
static bool find_section(struct tip_table *table, const struct tip_table_format *format,
                         uint32_t index)
{
    const struct tip_section entry = {table->file.data + HEAD_SIZE + (size_t)index * ENTRY_SIZE, 2};
    uint64_t offset = tip_section_u64(&entry, 0);
    uint64_t length = tip_section_u64(&entry, 1);
    if (offset % ALIGNMENT != 0 || offset < directory_end(format) || offset > table->file.size)
        return false;
    if (length > table->file.size - offset || length % format->widths[index] != 0)
        return false;
    table->sections[index].bytes = table->file.data + offset;
    table->sections[index].count = (size_t)length / format->widths[index];
    return true;
}

static tip_status find_sections(struct tip_table *table, const char *path,
                                const struct tip_table_format *format, struct tip_error *error)
{
    tip_status status = check_head(&table->file, path, format, error);
    if (status != TIP_OK)
        return status;
    for (uint32_t i = 0; i < format->section_count; i++) {
        if (!find_section(table, format, i))
            return tip_table_damaged(error, path, "a section lies outside the file");
    }
    return TIP_OK;
}

tip_status tip_table_open(struct tip_table *table, const char *path,
                          const struct tip_table_format *format, struct tip_error *error)
{
    memset(table, 0, sizeof *table);
    tip_status status = tip_file_map(&table->file, path, error);
    if (status != TIP_OK)
        return status;
    status = find_sections(table, path, format, error);
    if (status != TIP_OK)
        tip_table_close(table);
    return status;
}

tip_status tip_table_take(struct tip_table *table, const struct tip_table_format *format,
                          struct tip_string *sections, struct tip_error *error)
{
    struct tip_string *owned = calloc(TIP_TABLE_SECTION_LIMIT, sizeof *owned);
    bool failed = owned == NULL;
    for (uint32_t i = 0; i < format->section_count; i++)
        failed = failed || sections[i].failed;
    if (failed) {
        free(owned);
        return tip_error_memory(error, "keeping a part of the index");
    }
    *table = (struct tip_table){.owned = owned};
    for (uint32_t i = 0; i < format->section_count; i++) {
        owned[i] = sections[i];
        sections[i] = (struct tip_string){0};
        table->sections[i].bytes = (const unsigned char *)owned[i].data;
        table->sections[i].count = owned[i].length / format->widths[i];
    }
    return TIP_OK;
}

size_t tip_table_bytes(const struct tip_table *table, const struct tip_table_format *format)
{
    size_t bytes = 0;
    for (uint32_t i = 0; table->owned != NULL && i < format->section_count; i++)
        bytes += table->owned[i].capacity;
    return bytes;
}

void tip_table_close(struct tip_table *table)
{
    tip_file_unmap(&table->file);
    for (int i = 0; table->owned != NULL && i < TIP_TABLE_SECTION_LIMIT; i++)
        tip_string_free(&table->owned[i]);
    free(table->owned);
    memset(table, 0, sizeof *table);
}

/* The next multiple of ALIGNMENT. */
static size_t aligned(size_t offset)
{
    return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static void append_head(struct tip_string *out, const struct tip_table_format *format,
                        const struct tip_string *sections)
{
    tip_string_append(out, format->magic, TIP_TABLE_MAGIC_SIZE);
    tip_string_append_u32(out, format->version);
    tip_string_append_u32(out, format->section_count);
    size_t offset = directory_end(format);
    for (uint32_t i = 0; i < format->section_count; i++) {
        offset = aligned(offset);
        tip_string_append_u64(out, offset);
        tip_string_append_u64(out, sections[i].length);
        offset += sections[i].length;
    }
}

tip_status tip_table_write(const char *path, const struct tip_table_format *format,
                           const struct tip_string *sections, struct tip_error *error)
{
    static const char zeros[ALIGNMENT];
    struct tip_file_part parts[1 + 2 * TIP_TABLE_SECTION_LIMIT];
    struct tip_string head = {0};
    size_t count = 0;
    append_head(&head, format, sections);
    bool failed = head.failed;
    size_t offset = head.length;
    parts[count++] = (struct tip_file_part){head.data, head.length};
    for (uint32_t i = 0; i < format->section_count; i++) {
        parts[count++] = (struct tip_file_part){zeros, aligned(offset) - offset};
        parts[count++] = (struct tip_file_part){sections[i].data, sections[i].length};
        offset = aligned(offset) + sections[i].length;
        failed = failed || sections[i].failed;
    }
    tip_status status = failed ? tip_error_memory(error, "writing a file of the index")
                               : tip_file_write_parts(path, parts, count, error);
    tip_string_free(&head);
    return status;
}
