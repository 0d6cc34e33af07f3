/* Lines of a stream -> records. jsonl_record.c tells what is in one. */
#include "reader/jsonl.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/string_builder.h"
#include "base/utf8.h"
#include "reader/gzip.h"
#include "reader/jsonl_record.h"

enum { CHUNK = 1 << 16 };

struct tip_records {
    char *name;
    struct tip_input *input;
    const struct tip_reader_options *options;
    char *chunk; /* of the stream: CHUNK bytes, [at, end) not yet taken */
    size_t at, end;
    struct tip_string line; /* the one that is read, as far as it is not too long */
    size_t number;          /* of it, from 1 */
    bool is_too_long;
    bool has_ended;
    bool is_cut;
};

/* ---- knowing it ---- */

bool tip_records_know_name(const char *name)
{
    static const char *const endings[] = {".jsonl", ".ndjson"};
    size_t length = tip_gzip_name_length(name);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t size = strlen(endings[i]);
        if (length > size && strncasecmp(name + length - size, endings[i], size) == 0)
            return true;
    }
    return false;
}

static size_t mark_length(const char *bytes, size_t length)
{
    return length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

/* A line that is an object with a text. */
static bool is_record(const char *line, size_t length)
{
    json_t *object = json_loadb(line, length, 0, NULL);
    bool has_text = json_is_string(json_object_get(object, "text"));
    json_decref(object);
    return has_text;
}

/* Of a line that goes on behind `head` only its beginning can be looked at. */
bool tip_records_know(const char *name, const char *head, size_t length)
{
    if (tip_records_know_name(name))
        return true;
    size_t mark = mark_length(head, length);
    head += mark;
    length -= mark;
    while (length > 0 && strchr(" \t\r\n", *head) != NULL) {
        head++;
        length--;
    }
    if (length == 0 || *head != '{')
        return false;
    const char *end = memchr(head, '\n', length);
    if (end == NULL && length > TIP_RECORD_SNIFFED / 2)
        return memmem(head, length, "\"text\"", 6) != NULL;
    return is_record(head, end == NULL ? length : (size_t)(end - head));
}

/* ---- the stream ---- */

tip_status tip_records_open(struct tip_records **out, const char *name, struct tip_input *input,
                            const struct tip_reader_options *options, struct tip_error *error)
{
    struct tip_records *records = calloc(1, sizeof *records);
    if (records != NULL) {
        *records = (struct tip_records){
            .name = strdup(name), .input = input, .options = options, .chunk = malloc(CHUNK)};
    }
    if (records == NULL || records->name == NULL || records->chunk == NULL) {
        tip_records_close(records);
        return tip_error_memory(error, "reading JSON Lines");
    }
    *out = records;
    return TIP_OK;
}

void tip_records_close(struct tip_records *records)
{
    if (records == NULL)
        return;
    tip_string_free(&records->line);
    free(records->name);
    free(records->chunk);
    free(records);
}

size_t tip_records_line(const struct tip_records *records)
{
    return records->number;
}

bool tip_records_are_cut(const struct tip_records *records)
{
    return records->is_cut;
}

/* Behind this a record is told from the next line's, so its number counts. */
static tip_status fill_chunk(struct tip_records *records, struct tip_error *error)
{
    struct tip_error own;
    records->at = records->end = 0;
    tip_status status = tip_input_read(records->input, records->chunk, CHUNK, &records->end, &own);
    records->has_ended = records->end == 0;
    if (status == TIP_OK || status == TIP_NO_MEMORY)
        return status == TIP_OK ? TIP_OK : tip_error_memory(error, "reading JSON Lines");
    records->is_cut = true;
    return tip_error_set(error, TIP_INVALID, "%s:%zu: nothing more can be read: %.300s",
                         records->name, records->number, own.message);
}

static void take_bytes(struct tip_records *records, const char *bytes, size_t length)
{
    if (records->line.length + length > TIP_RECORD_BYTES)
        records->is_too_long = true;
    else if (!records->is_too_long)
        tip_string_append(&records->line, bytes, length);
}

/* The next line without its end; *is_end when there is none. */
static tip_status read_line(struct tip_records *records, bool *is_end, struct tip_error *error)
{
    tip_string_clear(&records->line);
    records->is_too_long = false;
    records->number++;
    *is_end = false;
    for (bool has_any = false;;) {
        if (records->at == records->end && !records->has_ended) {
            tip_status status = fill_chunk(records, error);
            if (status != TIP_OK)
                return status;
        }
        if (records->at == records->end) {
            *is_end = !has_any;
            return TIP_OK;
        }
        const char *bytes = records->chunk + records->at;
        size_t left = records->end - records->at;
        const char *feed = memchr(bytes, '\n', left);
        size_t length = feed == NULL ? left : (size_t)(feed - bytes);
        take_bytes(records, bytes, length);
        records->at += length + (feed != NULL);
        has_any = true;
        if (feed != NULL)
            return TIP_OK;
    }
}

/* ---- records ---- */

static tip_status refuse(const struct tip_records *records, const char *reason,
                         struct tip_error *error)
{
    return tip_error_set(error, TIP_INVALID, "%s:%zu: %.400s", records->name, records->number,
                         reason);
}

static tip_status look_at_line(const struct tip_records *records, const char *line, size_t length,
                               struct tip_error *error)
{
    char reason[96];
    if (records->line.failed)
        return tip_error_memory(error, "reading JSON Lines");
    if (records->is_too_long) {
        snprintf(reason, sizeof reason, "longer than the %d bytes that a record may have",
                 TIP_RECORD_BYTES);
        return refuse(records, reason, error);
    }
    size_t valid = tip_utf8_invalid_at(line, length);
    if (valid == length)
        return TIP_OK;
    snprintf(reason, sizeof reason, "not UTF-8 at its byte %zu", valid + 1);
    return refuse(records, reason, error);
}

static tip_status parse(const struct tip_records *records, const char *line, size_t length,
                        struct tip_document *document, struct tip_error *error)
{
    json_error_t place;
    char reason[JSON_ERROR_TEXT_LENGTH + 64];
    struct tip_error own;
    json_t *object = json_loadb(line, length, JSON_REJECT_DUPLICATES, &place);
    if (object == NULL && json_error_code(&place) == json_error_out_of_memory)
        return tip_error_memory(error, "reading JSON Lines");
    if (object == NULL) {
        snprintf(reason, sizeof reason, "not JSON: %s (column %d)", place.text, place.column);
        return refuse(records, reason, error);
    }
    const struct tip_record_place where = {records->name, records->number, records->options};
    tip_status status = tip_record_read(document, object, &where, &own);
    json_decref(object);
    if (status == TIP_INVALID)
        return refuse(records, own.message, error);
    if (status != TIP_OK)
        return tip_error_set(error, status, "%s", own.message);
    return TIP_OK;
}

static bool is_blank(const char *line, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (strchr(" \t\r", line[i]) == NULL || line[i] == '\0')
            return false;
    return true;
}

tip_status tip_records_next(struct tip_records *records, struct tip_document *document,
                            bool *is_end, struct tip_error *error)
{
    *document = (struct tip_document){.reader = "jsonl", .reader_version = TIP_RECORDS_VERSION};
    *is_end = false;
    for (;;) {
        tip_status status = read_line(records, is_end, error);
        if (status != TIP_OK || *is_end)
            return status;
        const char *line = records->line.length == 0 ? "" : records->line.data;
        size_t length = records->line.length;
        size_t mark = records->number == 1 ? mark_length(line, length) : 0;
        if (!records->is_too_long && is_blank(line + mark, length - mark))
            continue;
        status = look_at_line(records, line + mark, length - mark, error);
        return status == TIP_OK ? parse(records, line + mark, length - mark, document, error)
                                : status;
    }
}
