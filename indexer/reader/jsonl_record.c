/* A record's keys. */
#include "reader/jsonl_record.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uloc.h>

#include "base/utf8.h"
#include "reader/document.h"
#include "reader/jsonl.h"

/* A record that is being read. */
struct record {
    struct tip_document *document;
    const json_t *object;
    const struct tip_record_place *place;
    struct tip_error *error;
};

static const char *const known_keys[] = {"id",        "title", "text",     "url",     "date",
                                         "year",      "page",  "language", "section", "publisher",
                                         "countries", "tags",  "meta"};

/* NULL for a key that is not there or is null. */
static const json_t *value_of(const struct record *record, const char *key)
{
    const json_t *value = json_object_get(record->object, key);
    return json_is_null(value) ? NULL : value;
}

static tip_status refuse_type(const struct record *record, const char *key, const char *wanted)
{
    return tip_error_set(record->error, TIP_INVALID, "%s: is no %s", key, wanted);
}

static tip_status no_memory(const struct record *record)
{
    return tip_error_memory(record->error, "reading a record");
}

/* ---- texts ---- */

static bool is_control(uint32_t character)
{
    return character < 0x20 || (character >= 0x7f && character < 0xa0);
}

/* A text on one line, for free(3): control characters and white space around it go. */
static char *one_line(const char *text, size_t length)
{
    struct tip_string line = {0};
    for (const char *cursor = text, *end = text + length; cursor < end;) {
        char bytes[4];
        uint32_t character = tip_utf8_next(&cursor, end);
        if (!is_control(character) && character != ' ')
            tip_string_append(&line, bytes, tip_utf8_encode(character, bytes));
        else if (line.length > 0 && line.data[line.length - 1] != ' ')
            tip_string_append_char(&line, ' ');
    }
    if (line.length > 0 && line.data[line.length - 1] == ' ')
        line.data[--line.length] = '\0';
    char *made = tip_string_release(&line);
    tip_string_free(&line);
    return made;
}

/* A string on one line; NULL for one that is blank. */
static tip_status take_value(const struct record *record, const char *key, const json_t *value,
                             size_t limit, char **out)
{
    if (!json_is_string(value))
        return refuse_type(record, key, "string");
    size_t length = json_string_length(value);
    char *line = one_line(json_string_value(value), length);
    if (line == NULL)
        return no_memory(record);
    length = strlen(line);
    if (length > limit) {
        free(line);
        return tip_error_set(record->error, TIP_INVALID, "%s: %zu bytes, the limit is %zu", key,
                             length, limit);
    }
    if (length == 0) {
        free(line);
        line = NULL;
    }
    *out = line;
    return TIP_OK;
}

static tip_status take_fact(const struct record *record, const char *key, size_t limit, char **out)
{
    const json_t *value = value_of(record, key);
    return value == NULL ? TIP_OK : take_value(record, key, value, limit, out);
}

/* The same for a key whose value may be an integer. */
static tip_status take_label(const struct record *record, const char *key, size_t limit, char **out)
{
    const json_t *value = value_of(record, key);
    if (!json_is_integer(value))
        return take_fact(record, key, limit, out);
    if (asprintf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value)) < 0) {
        *out = NULL;
        return no_memory(record);
    }
    return TIP_OK;
}

/* ---- lists ---- */

/* A string, or an array of strings, as lines; NULL when nothing is in it. */
static tip_status take_list(const struct record *record, const char *key, size_t items, char **out)
{
    struct tip_string list = {0};
    const json_t *value = value_of(record, key);
    bool is_array = json_is_array(value);
    size_t count = is_array ? json_array_size(value) : value != NULL;
    tip_status status = TIP_OK;
    if (count > items)
        return tip_error_set(record->error, TIP_INVALID, "%s: %zu of them, the limit is %zu", key,
                             count, items);
    for (size_t i = 0; i < count && status == TIP_OK; i++) {
        char *item = NULL;
        const json_t *element = is_array ? json_array_get(value, i) : value;
        status = take_value(record, key, element, TIP_RECORD_FACT_BYTES, &item);
        if (item != NULL && list.length > 0)
            tip_string_append_char(&list, '\n');
        if (item != NULL)
            tip_string_append_text(&list, item);
        free(item);
    }
    if (status == TIP_OK && list.failed)
        status = no_memory(record);
    if (status == TIP_OK && list.length > 0)
        *out = tip_string_release(&list);
    tip_string_free(&list);
    return status;
}

/* ---- single keys ---- */

/* Test collections call it "_id". */
static const char *id_key(const struct record *record)
{
    return value_of(record, "id") == NULL ? "_id" : "id";
}

/* "2023-04-01T10:00:00Z": a memo cites the day. */
static void cut_time(char *date)
{
    static const char shape[] = "dddd-dd-dd";
    size_t at = 0;
    while (date != NULL && shape[at] != '\0' &&
           (shape[at] == 'd' ? isdigit((unsigned char)date[at]) != 0 : date[at] == shape[at]))
        at++;
    if (date != NULL && shape[at] == '\0' && (date[at] == 'T' || date[at] == ' '))
        date[at] = '\0';
}

static tip_status take_year(const struct record *record)
{
    char *digits = NULL;
    tip_status status = take_label(record, "year", TIP_RECORD_FACT_BYTES, &digits);
    if (digits == NULL)
        return status;
    size_t length = strlen(digits);
    int year = length <= 4 && strspn(digits, "0123456789") == length ? atoi(digits) : 0;
    if (year == 0)
        status = tip_error_set(record->error, TIP_INVALID, "year: '%.20s' is no year", digits);
    record->document->year = year;
    free(digits);
    return status;
}

/* "en-GB", "EN" and "eng" are "en". */
static tip_status take_language(const struct record *record)
{
    char *given = NULL;
    char code[ULOC_LANG_CAPACITY];
    UErrorCode failure = U_ZERO_ERROR;
    tip_status status = take_fact(record, "language", TIP_RECORD_FACT_BYTES, &given);
    if (given == NULL)
        return status;
    size_t length = strcspn(given, "-_");
    bool is_code = length == 2 || length == 3;
    for (size_t i = 0; i < length && is_code; i++)
        is_code = isalpha((unsigned char)given[i]) != 0;
    if (!is_code) {
        status = tip_error_set(record->error, TIP_INVALID,
                               "language: '%.40s' is no code such as en or es", given);
        free(given);
        return status;
    }
    given[length] = '\0';
    uloc_getLanguage(given, code, sizeof code, &failure);
    free(given);
    record->document->language = strdup(U_SUCCESS(failure) ? code : "");
    return record->document->language == NULL ? no_memory(record) : TIP_OK;
}

static tip_status take_facts(const struct record *record)
{
    struct tip_document *document = record->document;
    tip_status status = take_label(record, id_key(record), TIP_RECORD_ID_BYTES, &document->id);
    if (status == TIP_OK)
        status = take_fact(record, "title", TIP_RECORD_FACT_BYTES, &document->title);
    if (status == TIP_OK)
        status = take_fact(record, "publisher", TIP_RECORD_FACT_BYTES, &document->publisher);
    if (status == TIP_OK)
        status = take_label(record, "date", TIP_RECORD_FACT_BYTES, &document->date);
    cut_time(document->date);
    if (status == TIP_OK)
        status = take_fact(record, "url", TIP_RECORD_URL_BYTES, &document->url);
    if (status == TIP_OK)
        status = take_year(record);
    if (status == TIP_OK)
        status = take_language(record);
    if (status == TIP_OK)
        status = take_list(record, "tags", TIP_RECORD_ITEMS, &document->tags);
    if (status == TIP_OK)
        status = take_list(record, "countries", TIP_RECORD_COUNTRIES, &document->countries);
    return status;
}

/* ---- meta ---- */

static bool is_known(const struct record *record, const char *key)
{
    for (size_t i = 0; i < sizeof known_keys / sizeof *known_keys; i++)
        if (strcmp(key, known_keys[i]) == 0)
            return true;
    return strcmp(key, id_key(record)) == 0;
}

/* The members of "meta", if that is an object, and every key that is not known; null ones say
 * nothing. */
static json_t *gather_meta(const struct record *record)
{
    const char *key;
    json_t *value, *meta = json_object();
    json_t *own = json_object_get(record->object, "meta");
    bool failed = meta == NULL || (json_is_object(own) && json_object_update(meta, own) != 0);
    json_object_foreach((json_t *)record->object, key, value)
    {
        bool is_kept = strcmp(key, "meta") == 0 ? !json_is_object(value) : !is_known(record, key);
        if (!failed && is_kept && !json_is_null(value))
            failed = json_object_set(meta, key, value) != 0;
    }
    if (!failed)
        return meta;
    json_decref(meta);
    return NULL;
}

static tip_status take_meta(const struct record *record)
{
    struct tip_string text = {0};
    const struct tip_record_place *place = record->place;
    json_t *meta = gather_meta(record);
    if (meta == NULL)
        return no_memory(record);
    bool is_written = json_object_size(meta) > 0 && tip_record_write(&text, meta);
    if (json_object_size(meta) > 0 && (!is_written || text.length > TIP_RECORD_META_BYTES))
        tip_reader_tell(place->options, place->name, place->line,
                        "the further keys are left out: more than %d bytes, or nested deeper than "
                        "%d",
                        TIP_RECORD_META_BYTES, TIP_RECORD_META_DEPTH);
    else if (is_written)
        record->document->meta = tip_string_release(&text);
    json_decref(meta);
    tip_string_free(&text);
    return is_written && text.failed ? no_memory(record) : TIP_OK;
}

/* ---- the text ---- */

/* For free(3): LF lines, tabs and form feeds stay, other control characters part words as blanks
 * do.
 */
static char *clean_text(const char *text, size_t length)
{
    struct tip_string clean = {0};
    for (const char *cursor = text, *end = text + length; cursor < end;) {
        char bytes[4];
        uint32_t character = tip_utf8_next(&cursor, end);
        if (character == '\r') {
            if (cursor == end || *cursor != '\n')
                tip_string_append_char(&clean, '\n');
        } else if (is_control(character) && character != '\n' && character != '\t' &&
                   character != '\f') {
            tip_string_append_char(&clean, ' ');
        } else {
            tip_string_append(&clean, bytes, tip_utf8_encode(character, bytes));
        }
    }
    char *made = tip_string_release(&clean);
    tip_string_free(&clean);
    return made;
}

/* The headings over the text; *depth of them. */
static tip_status add_section(const struct record *record, size_t *depth)
{
    char *headings = NULL;
    tip_status status = take_list(record, "section", TIP_RECORD_HEADINGS, &headings);
    *depth = 0;
    for (char *at = headings; at != NULL && *at != '\0';) {
        size_t length = strcspn(at, "\n");
        struct tip_block *block =
            tip_document_add(record->document, TIP_BLOCK_HEADING, at, length, record->place->line);
        if (block == NULL) {
            status = no_memory(record);
            break;
        }
        block->level = (int)++*depth;
        at += length + (at[length] == '\n');
    }
    free(headings);
    return status;
}

/* The page of a record is that of all its text. */
static tip_status set_page(const struct record *record)
{
    char *page = NULL;
    tip_status status = take_label(record, "page", TIP_RECORD_FACT_BYTES, &page);
    for (size_t i = 0; page != NULL && i < record->document->count; i++) {
        struct tip_block *block = &record->document->blocks[i];
        free(block->page);
        block->page = strdup(page);
        block->page_is = TIP_PAGE_EXACT;
        block->page_number = 0;
        if (block->page == NULL)
            status = no_memory(record);
    }
    free(page);
    return status;
}

static tip_status add_blocks(const struct record *record, const char *text, size_t length)
{
    size_t depth = 0;
    tip_status status = add_section(record, &depth);
    if (status == TIP_OK)
        status = tip_record_add_text(record->document, text, length, depth, record->place->line,
                                     record->error);
    return status == TIP_OK ? set_page(record) : status;
}

static tip_status take_text(const struct record *record)
{
    const json_t *value = json_object_get(record->object, "text");
    if (value == NULL)
        return tip_error_set(record->error, TIP_INVALID, "there is no text: the key is missing");
    if (json_is_null(value))
        return TIP_OK;
    if (!json_is_string(value))
        return refuse_type(record, "text", "string");
    char *text = clean_text(json_string_value(value), json_string_length(value));
    if (text == NULL)
        return no_memory(record);
    size_t length = strlen(text);
    tip_status status =
        tip_text_words(text, length) == 0 ? TIP_OK : add_blocks(record, text, length);
    free(text);
    return status;
}

tip_status tip_record_read(struct tip_document *document, const json_t *object,
                           const struct tip_record_place *place, struct tip_error *error)
{
    const struct record record = {document, object, place, error};
    if (!json_is_object(object))
        return tip_error_set(error, TIP_INVALID, "not a JSON object");
    tip_status status = take_facts(&record);
    if (status == TIP_OK)
        status = take_text(&record);
    return status == TIP_OK && document->count > 0 ? take_meta(&record) : status;
}
