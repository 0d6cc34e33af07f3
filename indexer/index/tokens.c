/* Each passage's words in order.
 *
 * The file is a tip_table ("tiptoken", table_file.h) of two sections:
 *
 *   offsets   8 bytes each: where the words of passage N begin in `streams` is element N - 1; one
 *             more element says where those of the last end
 *   streams   for each passage that has words, varints: how many words its body has, the numbers
 *             of those, then the words of its section headings, parted by 0
 *
 * Word numbers are given in the order words are met, so the frequent ones are small and a varint
 * of one or two bytes. */
#include "index/tokens.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "index/table_file.h"

enum { OFFSETS, STREAMS, SECTION_COUNT };

static const struct tip_table_format format = {"tiptoken", 1, SECTION_COUNT, {8, 1}};

/* Where a passage's words stand in the builder's bytes. */
struct span {
    size_t offset;
    size_t length;
};

/* A passage that is set anew leaves its old bytes behind; writing leaves them out. */
struct tip_tokens_builder {
    struct tip_string bytes;
    struct span *spans; /* passage N at N - 1 */
    size_t count;
    size_t capacity;
};

struct tip_token_file {
    struct tip_table table;
};

/* ---- lists ---- */

void tip_token_list_free(struct tip_token_list *list)
{
    free(list->words);
    memset(list, 0, sizeof *list);
}

void tip_token_list_clear(struct tip_token_list *list)
{
    memset(list->count, 0, sizeof list->count);
}

static tip_status reserve_words(struct tip_token_list *list, size_t more, struct tip_error *error)
{
    size_t used = list->count[TIP_STREAM_BODY] + list->count[TIP_STREAM_SECTION];
    if (more <= list->capacity - used)
        return TIP_OK;
    size_t capacity = (used + more) * 2;
    uint32_t *words = reallocarray(list->words, capacity, sizeof *words);
    if (words == NULL)
        return tip_error_memory(error, "listing the words of a passage");
    list->words = words;
    list->capacity = capacity;
    return TIP_OK;
}

tip_status tip_token_list_append(struct tip_token_list *list, enum tip_stream stream, uint32_t word,
                                 struct tip_error *error)
{
    tip_status status = reserve_words(list, 1, error);
    if (status != TIP_OK)
        return status;
    uint32_t *behind_body = list->words + list->count[TIP_STREAM_BODY];
    size_t section = list->count[TIP_STREAM_SECTION];
    if (stream == TIP_STREAM_BODY) {
        memmove(behind_body + 1, behind_body, section * sizeof *behind_body);
        *behind_body = word;
    } else {
        behind_body[section] = word;
    }
    list->count[stream]++;
    return TIP_OK;
}

/* ---- the builder ---- */

tip_status tip_tokens_builder_create(struct tip_tokens_builder **out, struct tip_error *error)
{
    struct tip_tokens_builder *builder = calloc(1, sizeof *builder);
    if (builder == NULL)
        return tip_error_memory(error, "creating the lists of words");
    *out = builder;
    return TIP_OK;
}

void tip_tokens_builder_free(struct tip_tokens_builder *builder)
{
    if (builder == NULL)
        return;
    tip_string_free(&builder->bytes);
    free(builder->spans);
    free(builder);
}

/* Makes spans up to passage `number`; those between are empty. */
static tip_status reach(struct tip_tokens_builder *builder, uint32_t number,
                        struct tip_error *error)
{
    if (number <= builder->count)
        return TIP_OK;
    if (number > builder->capacity) {
        size_t capacity = builder->capacity * 2 > number ? builder->capacity * 2 : number;
        struct span *spans = reallocarray(builder->spans, capacity, sizeof *spans);
        if (spans == NULL)
            return tip_error_memory(error, "growing the lists of words");
        builder->spans = spans;
        builder->capacity = capacity;
    }
    memset(builder->spans + builder->count, 0, (number - builder->count) * sizeof(struct span));
    builder->count = number;
    return TIP_OK;
}

static void append_words(struct tip_string *bytes, const struct tip_token_list *list)
{
    size_t count = list->count[TIP_STREAM_BODY] + list->count[TIP_STREAM_SECTION];
    if (count == 0)
        return;
    tip_string_append_varint(bytes, list->count[TIP_STREAM_BODY]);
    for (size_t i = 0; i < count; i++)
        tip_string_append_varint(bytes, list->words[i]);
}

tip_status tip_tokens_builder_put(struct tip_tokens_builder *builder, uint32_t number,
                                  const struct tip_token_list *list, struct tip_error *error)
{
    if (number == 0 || number == UINT32_MAX)
        return tip_error_set(error, TIP_INVALID, "%u is no number of a passage", number);
    tip_status status = reach(builder, number, error);
    if (status != TIP_OK)
        return status;
    size_t offset = builder->bytes.length;
    append_words(&builder->bytes, list);
    if (builder->bytes.failed)
        return tip_error_memory(error, "keeping the words of a passage");
    builder->spans[number - 1] = (struct span){offset, builder->bytes.length - offset};
    return TIP_OK;
}

/* Whether the bytes are the file's streams as they are: each passage's behind the one before. */
static bool is_in_order(const struct tip_tokens_builder *builder)
{
    size_t end = 0;
    for (size_t i = 0; i < builder->count; i++) {
        const struct span *span = &builder->spans[i];
        if (span->length > 0 && span->offset != end)
            return false;
        end += span->length;
    }
    return end == builder->bytes.length;
}

tip_status tip_tokens_builder_write(const struct tip_tokens_builder *builder, const char *path,
                                    struct tip_error *error)
{
    struct tip_string sections[SECTION_COUNT] = {0};
    bool in_order = is_in_order(builder); /* most of the memory of a build is not copied then */
    size_t end = 0;
    for (size_t i = 0; i < builder->count; i++) {
        const struct span *span = &builder->spans[i];
        tip_string_append_u64(&sections[OFFSETS], end);
        end += span->length;
        if (span->length > 0 && !in_order)
            tip_string_append(&sections[STREAMS], builder->bytes.data + span->offset, span->length);
    }
    tip_string_append_u64(&sections[OFFSETS], end);
    struct tip_string copied = sections[STREAMS];
    if (in_order)
        sections[STREAMS] = builder->bytes;
    tip_status status = tip_table_write(path, &format, sections, error);
    tip_string_free(&sections[OFFSETS]);
    tip_string_free(&copied);
    return status;
}

/* ---- the reader ---- */

/* Whether the offsets go up, from the start of the streams to their end. */
static bool offsets_are_sound(const struct tip_table *table)
{
    const struct tip_section *offsets = &table->sections[OFFSETS];
    if (offsets->count == 0 || offsets->count > UINT32_MAX || tip_section_u64(offsets, 0) != 0)
        return false;
    for (size_t i = 1; i < offsets->count; i++) {
        if (tip_section_u64(offsets, i - 1) > tip_section_u64(offsets, i))
            return false;
    }
    return tip_section_u64(offsets, offsets->count - 1) == table->sections[STREAMS].count;
}

tip_status tip_token_file_open(struct tip_token_file **out, const char *path,
                               struct tip_error *error)
{
    struct tip_token_file *file = calloc(1, sizeof *file);
    if (file == NULL)
        return tip_error_memory(error, "opening the lists of words");
    tip_status status = tip_table_open(&file->table, path, &format, error);
    if (status == TIP_OK && !offsets_are_sound(&file->table))
        status = tip_table_damaged(error, path, "its offsets are out of order");
    if (status != TIP_OK) {
        tip_token_file_close(file);
        return status;
    }
    *out = file;
    return TIP_OK;
}

void tip_token_file_close(struct tip_token_file *file)
{
    if (file == NULL)
        return;
    tip_table_close(&file->table);
    free(file);
}

uint32_t tip_token_file_count(const struct tip_token_file *file)
{
    return (uint32_t)(file->table.sections[OFFSETS].count - 1);
}

static bool read_word(const unsigned char **cursor, const unsigned char *end, uint32_t *word)
{
    unsigned long long value;
    if (!tip_varint_read(cursor, end, &value) || value > UINT32_MAX)
        return false;
    *word = (uint32_t)value;
    return true;
}

/* Reads the words between `cursor` and `end` into a list with room for them; false when they are
 * damaged. */
static bool read_words(const unsigned char *cursor, const unsigned char *end,
                       struct tip_token_list *list)
{
    uint32_t body;
    if (!read_word(&cursor, end, &body))
        return false;
    size_t count = 0;
    while (cursor < end) {
        if (!read_word(&cursor, end, &list->words[count]))
            return false;
        count++;
    }
    if (body > count)
        return false;
    list->count[TIP_STREAM_BODY] = body;
    list->count[TIP_STREAM_SECTION] = count - body;
    return true;
}

static tip_status read_passage(struct tip_token_list *list, const unsigned char *start,
                               const unsigned char *end, uint32_t number, struct tip_error *error)
{
    if (start == end)
        return TIP_OK;
    /* No word takes less than a byte. */
    tip_status status = reserve_words(list, (size_t)(end - start), error);
    if (status != TIP_OK)
        return status;
    if (!read_words(start, end, list))
        return tip_error_set(error, TIP_CORRUPT,
                             "the words of passage %u are damaged: build the index again or "
                             "restore a backup",
                             number);
    return TIP_OK;
}

tip_status tip_token_file_get(const struct tip_token_file *file, uint32_t number,
                              struct tip_token_list *list, struct tip_error *error)
{
    tip_token_list_clear(list);
    if (number == 0 || number > tip_token_file_count(file))
        return TIP_OK;
    const struct tip_section *offsets = &file->table.sections[OFFSETS];
    const unsigned char *streams = file->table.sections[STREAMS].bytes;
    const unsigned char *start = streams + tip_section_u64(offsets, number - 1);
    const unsigned char *end = streams + tip_section_u64(offsets, number);
    return read_passage(list, start, end, number, error);
}

tip_status tip_tokens_builder_get(const struct tip_tokens_builder *builder, uint32_t number,
                                  struct tip_token_list *list, struct tip_error *error)
{
    tip_token_list_clear(list);
    if (number == 0 || number > builder->count || builder->spans[number - 1].length == 0)
        return TIP_OK;
    const struct span *span = &builder->spans[number - 1];
    const unsigned char *start = (const unsigned char *)builder->bytes.data + span->offset;
    return read_passage(list, start, start + span->length, number, error);
}

/* ---- a builder that continues a file ---- */

static tip_status load(struct tip_tokens_builder *builder, const struct tip_token_file *file,
                       struct tip_error *error)
{
    const struct tip_section *streams = &file->table.sections[STREAMS];
    const struct tip_section *offsets = &file->table.sections[OFFSETS];
    uint32_t count = tip_token_file_count(file);
    tip_status status = reach(builder, count, error);
    if (status != TIP_OK)
        return status;
    for (uint32_t i = 0; i < count; i++) {
        size_t offset = (size_t)tip_section_u64(offsets, i);
        size_t next = (size_t)tip_section_u64(offsets, i + 1);
        builder->spans[i] = (struct span){offset, next - offset};
    }
    tip_string_append(&builder->bytes, streams->bytes, streams->count);
    return builder->bytes.failed ? tip_error_memory(error, "loading the lists of words") : TIP_OK;
}

tip_status tip_tokens_builder_load(struct tip_tokens_builder **out,
                                   const struct tip_token_file *file, struct tip_error *error)
{
    struct tip_tokens_builder *builder = NULL;
    tip_status status = tip_tokens_builder_create(&builder, error);
    if (status != TIP_OK)
        return status;
    status = load(builder, file, error);
    if (status != TIP_OK) {
        tip_tokens_builder_free(builder);
        return status;
    }
    *out = builder;
    return TIP_OK;
}
