/* Reading a collection, a line a record. */
#include "bench/collection.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

static char *copy_member(const json_t *object, const char *key)
{
    const char *value = json_string_value(json_object_get(object, key));
    return strdup(value == NULL ? "" : value);
}

static bool make_room(struct bench_records *records)
{
    if (records->count < records->capacity) {
        return true;
    }
    size_t capacity = records->capacity == 0 ? 256 : records->capacity * 2;
    struct bench_record *items = reallocarray(records->items, capacity, sizeof *items);
    if (items == NULL) {
        return false;
    }
    records->items = items;
    records->capacity = capacity;
    return true;
}

static tip_status add(struct bench_records *records, const json_t *object, struct tip_error *error)
{
    if (!make_room(records)) {
        return tip_error_memory(error, "reading a collection");
    }
    struct bench_record *record = &records->items[records->count++];
    *record = (struct bench_record){.id = copy_member(object, "_id"),
                                    .title = copy_member(object, "title"),
                                    .text = copy_member(object, "text")};
    if (record->id == NULL || record->title == NULL || record->text == NULL) {
        return tip_error_memory(error, "reading a collection");
    }
    return TIP_OK;
}

static bool is_record(const json_t *object)
{
    return json_string_length(json_object_get(object, "_id")) > 0 &&
           json_is_string(json_object_get(object, "text"));
}

static tip_status read_line(struct bench_records *records, const char *line, size_t length,
                            const char *path, struct tip_error *error)
{
    json_error_t trouble;
    json_t *object = json_loadb(line, length, 0, &trouble);
    tip_status status;
    if (object == NULL) {
        status = tip_error_set(error, TIP_INVALID, "%s: line %zu: not JSON: %s", path,
                               records->count + 1, trouble.text);
    } else if (!is_record(object)) {
        status = tip_error_set(error, TIP_INVALID, "%s: line %zu: lacks the strings _id and text",
                               path, records->count + 1);
    } else {
        status = add(records, object, error);
    }
    json_decref(object);
    return status;
}

static tip_status read_lines(struct bench_records *records, FILE *file, const char *path,
                             struct tip_error *error)
{
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    tip_status status = TIP_OK;
    while (status == TIP_OK && (length = getline(&line, &capacity, file)) > 0) {
        status = read_line(records, line, (size_t)length, path, error);
    }
    free(line);
    if (status == TIP_OK && records->count == 0) {
        status = tip_error_set(error, TIP_INVALID, "%s: holds no record", path);
    }
    return status;
}

static tip_status read_records(struct bench_records *records, const char *folder, const char *name,
                               struct tip_error *error)
{
    char *path = tip_path_join(folder, name);
    if (path == NULL) {
        return tip_error_memory(error, "reading a collection");
    }
    tip_status status;
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        status = tip_error_errno(
            error, "%s: no collection can be read there; name its folder by --collection", path);
    } else {
        status = read_lines(records, file, path, error);
        fclose(file);
    }
    free(path);
    return status;
}

tip_status bench_collection_read(struct bench_collection *collection, const char *folder,
                                 struct tip_error *error)
{
    *collection = (struct bench_collection){0};
    tip_status status = read_records(&collection->corpus, folder, "corpus.jsonl", error);
    return status == TIP_OK ? read_records(&collection->queries, folder, "queries.jsonl", error)
                            : status;
}

static void free_records(struct bench_records *records)
{
    for (size_t i = 0; i < records->count; i++) {
        free(records->items[i].id);
        free(records->items[i].title);
        free(records->items[i].text);
    }
    free(records->items);
    *records = (struct bench_records){0};
}

void bench_collection_free(struct bench_collection *collection)
{
    free_records(&collection->corpus);
    free_records(&collection->queries);
}
