/* Ids of earlier generations, collected and written; moved.c describes the file. */
#include <stdlib.h>
#include <string.h>

#include "index/moved.h"
#include "index/moved_file.h"
#include "index/text_pool.h"

/* An entry whose successors stand in the builder's common array. */
struct stored_entry {
    uint64_t id;
    uint32_t last;
    uint32_t report; /* in the pool */
    size_t first;
    size_t count;
};

struct tip_moved_builder {
    struct stored_entry *entries;
    size_t count, capacity;
    struct tip_successor *successors;
    size_t successor_count, successor_capacity;
    struct tip_text_pool reports;
};

tip_status tip_moved_builder_create(struct tip_moved_builder **out, struct tip_error *error)
{
    *out = calloc(1, sizeof **out);
    return *out == NULL ? tip_error_memory(error, "noting ids of earlier generations") : TIP_OK;
}

void tip_moved_builder_free(struct tip_moved_builder *builder)
{
    if (builder == NULL)
        return;
    free(builder->entries);
    free(builder->successors);
    tip_text_pool_free(&builder->reports);
    free(builder);
}

static bool reserve(struct tip_moved_builder *builder, size_t successors)
{
    if (builder->count == builder->capacity) {
        size_t capacity = builder->capacity == 0 ? 64 : 2 * builder->capacity;
        struct stored_entry *grown = reallocarray(builder->entries, capacity, sizeof *grown);
        if (grown == NULL)
            return false;
        builder->entries = grown;
        builder->capacity = capacity;
    }
    if (builder->successor_count + successors > builder->successor_capacity) {
        size_t capacity = 2 * builder->successor_capacity + TIP_MOVED_SUCCESSORS;
        struct tip_successor *grown = reallocarray(builder->successors, capacity, sizeof *grown);
        if (grown == NULL)
            return false;
        builder->successors = grown;
        builder->successor_capacity = capacity;
    }
    return true;
}

tip_status tip_moved_builder_add(struct tip_moved_builder *builder,
                                 const struct tip_moved_entry *entry, struct tip_error *error)
{
    struct stored_entry stored = {.id = entry->id,
                                  .last = entry->last,
                                  .first = builder->successor_count,
                                  .count = entry->count};
    if (!reserve(builder, entry->count))
        return tip_error_memory(error, "noting ids of earlier generations");
    tip_status status = tip_text_pool_add(&builder->reports, entry->report, strlen(entry->report),
                                          &stored.report, error);
    if (status != TIP_OK)
        return status;
    for (size_t i = 0; i < entry->count; i++)
        builder->successors[builder->successor_count++] = entry->successors[i];
    builder->entries[builder->count++] = stored;
    return TIP_OK;
}

static int by_id(const void *left, const void *right)
{
    const struct stored_entry *a = left, *b = right;
    return (a->id > b->id) - (a->id < b->id);
}

/* The pool keeps a NUL behind each text, so its bytes are the section as it stands. */
static void append_entry(const struct tip_moved_builder *builder, const struct stored_entry *entry,
                         struct tip_string *out)
{
    const char *report = tip_text_pool_get(&builder->reports, entry->report, NULL);
    tip_string_append_u64(&out[TIP_MOVED_IDS], entry->id);
    tip_string_append_u32(&out[TIP_MOVED_LAST], entry->last);
    tip_string_append_u32(&out[TIP_MOVED_REPORTS],
                          (uint32_t)(report - builder->reports.bytes.data));
    tip_string_append_u32(&out[TIP_MOVED_STARTS],
                          (uint32_t)(out[TIP_MOVED_SHARES].length / sizeof(uint32_t)));
    for (size_t i = 0; i < entry->count; i++) {
        const struct tip_successor *successor = &builder->successors[entry->first + i];
        tip_string_append_u64(&out[TIP_MOVED_SUCCESSOR_IDS], successor->id);
        tip_string_append_u32(&out[TIP_MOVED_SHARES], successor->share);
        tip_string_append_u32(&out[TIP_MOVED_FROM], successor->from);
        tip_string_append_u32(&out[TIP_MOVED_UNTIL], successor->until);
    }
}

tip_status tip_moved_builder_write(struct tip_moved_builder *builder, const char *path,
                                   struct tip_error *error)
{
    struct tip_string out[TIP_MOVED_SECTION_COUNT] = {0};
    if (builder->count > 0)
        qsort(builder->entries, builder->count, sizeof *builder->entries, by_id);
    for (size_t i = 0; i < builder->count; i++)
        append_entry(builder, &builder->entries[i], out);
    tip_string_append_u32(&out[TIP_MOVED_STARTS], (uint32_t)builder->successor_count);
    if (builder->reports.bytes.length > 0)
        tip_string_append(&out[TIP_MOVED_TEXT], builder->reports.bytes.data,
                          builder->reports.bytes.length);
    tip_status status = tip_table_write(path, &tip_moved_format, out, error);
    for (int i = 0; i < TIP_MOVED_SECTION_COUNT; i++)
        tip_string_free(&out[i]);
    return status;
}
