/* manifest.json, read by jansson; manifest_json.c describes it and writes it. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "index/manifest.h"

enum { HEX_LENGTH = TIP_DIGEST_HEX_SIZE - 1 };

static const char tail[] = "\"}\n";

/* A ledger line has about 400 bytes: room for two million sources. */
#define MANIFEST_LIMIT ((size_t)1 << 30)

/* Where reading stands: what an error names. */
struct reading {
    const char *path;
    struct tip_error *error;
};

static tip_status damaged(const struct reading *reading, const char *what)
{
    return tip_error_set(reading->error, TIP_CORRUPT,
                         "%s: damaged: %s: restore it from a backup, or build the index anew",
                         reading->path, what);
}

/* The file against the hash at its end. */
static tip_status prove(const struct reading *reading, const char *bytes, size_t size)
{
    char hex[TIP_DIGEST_HEX_SIZE];
    size_t tail_length = strlen(tail);
    if (size < HEX_LENGTH + tail_length)
        return damaged(reading, "it is cut short");
    size_t head = size - tail_length - HEX_LENGTH;
    if (memcmp(bytes + head + HEX_LENGTH, tail, tail_length) != 0)
        return damaged(reading, "it does not end in its SHA-256");
    tip_status status = tip_digest_bytes(hex, bytes, head, reading->error);
    if (status != TIP_OK)
        return status;
    if (memcmp(bytes + head, hex, HEX_LENGTH) != 0)
        return damaged(reading, "its SHA-256 is not the one it ends in");
    return TIP_OK;
}

static tip_status bad_member(const struct reading *reading, const char *key)
{
    char what[64];
    snprintf(what, sizeof what, "the member %s is missing or wrong", key);
    return damaged(reading, what);
}

/* A text that may be null, copied. */
static tip_status take_text(const struct reading *reading, const json_t *object, const char *key,
                            char **out)
{
    const json_t *value = json_object_get(object, key);
    if (json_is_null(value))
        return TIP_OK;
    if (!json_is_string(value))
        return bad_member(reading, key);
    *out = strdup(json_string_value(value));
    return *out == NULL ? tip_error_memory(reading->error, "reading the manifest") : TIP_OK;
}

static tip_status take_hash(const struct reading *reading, const json_t *object,
                            char out[TIP_DIGEST_HEX_SIZE])
{
    const json_t *value = json_object_get(object, "sha256");
    if (!json_is_string(value) || json_string_length(value) > HEX_LENGTH)
        return bad_member(reading, "sha256");
    memcpy(out, json_string_value(value), json_string_length(value) + 1);
    return TIP_OK;
}

static tip_status take_number(const struct reading *reading, const json_t *object, const char *key,
                              uint64_t limit, uint64_t *out)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_integer(value) || json_integer_value(value) < 0 ||
        (uint64_t)json_integer_value(value) > limit)
        return bad_member(reading, key);
    *out = (uint64_t)json_integer_value(value);
    return TIP_OK;
}

static tip_status take_number32(const struct reading *reading, const json_t *object,
                                const char *key, uint32_t *out)
{
    uint64_t value = 0;
    tip_status status = take_number(reading, object, key, UINT32_MAX, &value);
    if (status == TIP_OK)
        *out = (uint32_t)value;
    return status;
}

/* A file may be from before 1970. */
static tip_status take_time(const struct reading *reading, const json_t *object, const char *key,
                            int64_t *out)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_integer(value))
        return bad_member(reading, key);
    *out = json_integer_value(value);
    return TIP_OK;
}

static tip_status take_state(const struct reading *reading, const json_t *object,
                             enum tip_source_state *out)
{
    static const enum tip_source_state states[] = {TIP_SOURCE_READ, TIP_SOURCE_SKIPPED,
                                                   TIP_SOURCE_FAILED};
    const char *name = json_string_value(json_object_get(object, "state"));
    for (size_t i = 0; name != NULL && i < sizeof states / sizeof *states; i++) {
        if (strcmp(name, tip_source_state_name(states[i])) == 0) {
            *out = states[i];
            return TIP_OK;
        }
    }
    return bad_member(reading, "state");
}

/* What a line of the ledger leaves out is as it was: none. */
static bool has(const json_t *object, const char *key)
{
    return json_object_get(object, key) != NULL;
}

static tip_status take_texts(const struct reading *reading, const json_t *object,
                             struct tip_source *source)
{
    const struct {
        const char *key;
        char **text;
    } texts[] = {
        {"report", &source->report},   {"collection", &source->collection},
        {"reason", &source->reason},   {"reader", &source->reader},
        {"options", &source->options}, {"tagged_by", &source->tagged_by},
    };
    tip_status status = TIP_OK;
    for (size_t i = 0; i < sizeof texts / sizeof *texts && status == TIP_OK; i++)
        if (has(object, texts[i].key))
            status = take_text(reading, object, texts[i].key, texts[i].text);
    return status;
}

static tip_status take_counts(const struct reading *reading, const json_t *object,
                              struct tip_source *source)
{
    const struct {
        const char *key;
        uint32_t *number;
    } numbers[] = {
        {"reader_version", &source->reader_version},
        {"pages", &source->pages},
        {"pages_without_text", &source->pages_without_text},
        {"passages", &source->passages},
        {"reports", &source->reports},
        {"records_bad", &source->records_bad},
        {"records_empty", &source->records_empty},
    };
    tip_status status = TIP_OK;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers && status == TIP_OK; i++)
        if (has(object, numbers[i].key))
            status = take_number32(reading, object, numbers[i].key, numbers[i].number);
    return status;
}

static tip_status take_sizes(const struct reading *reading, const json_t *object,
                             struct tip_source *source)
{
    const struct {
        const char *key;
        uint64_t *number;
    } numbers[] = {
        {"size", &source->size},
        {"words_in", &source->words_in},
        {"words_indexed", &source->words_indexed},
    };
    tip_status status = TIP_OK;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers && status == TIP_OK; i++)
        if (has(object, numbers[i].key))
            status = take_number(reading, object, numbers[i].key, INT64_MAX, numbers[i].number);
    if (status == TIP_OK && has(object, "mtime_ns"))
        status = take_time(reading, object, "mtime_ns", &source->mtime_ns);
    if (status == TIP_OK && has(object, "seen_ns"))
        status = take_time(reading, object, "seen_ns", &source->seen_ns);
    return status;
}

static tip_status take_source(const struct reading *reading, const json_t *object,
                              struct tip_source *source)
{
    tip_status status = take_text(reading, object, "file", &source->file);
    if (status == TIP_OK)
        status = take_state(reading, object, &source->state);
    if (status == TIP_OK && has(object, "sha256"))
        status = take_hash(reading, object, source->sha256);
    if (status == TIP_OK)
        status = take_texts(reading, object, source);
    if (status == TIP_OK)
        status = take_counts(reading, object, source);
    return status == TIP_OK ? take_sizes(reading, object, source) : status;
}

static tip_status take_file(const struct reading *reading, const json_t *object,
                            struct tip_manifest_file *file)
{
    tip_status status = take_text(reading, object, "path", &file->path);
    if (status == TIP_OK && file->path == NULL)
        return bad_member(reading, "path");
    if (status == TIP_OK)
        status = take_number(reading, object, "size", INT64_MAX, &file->size);
    if (status == TIP_OK)
        status = take_hash(reading, object, file->sha256);
    return status;
}

static tip_status take_roots(const struct reading *reading, const json_t *root,
                             struct tip_manifest *manifest)
{
    const json_t *array = json_object_get(root, "roots");
    if (!json_is_array(array))
        return bad_member(reading, "roots");
    size_t count = json_array_size(array);
    const char **roots = calloc(count + 1, sizeof *roots);
    if (roots == NULL)
        return tip_error_memory(reading->error, "reading the manifest");
    tip_status status = TIP_OK;
    for (size_t i = 0; i < count && status == TIP_OK; i++) {
        roots[i] = json_string_value(json_array_get(array, i));
        status = roots[i] == NULL ? bad_member(reading, "roots") : TIP_OK;
    }
    if (status == TIP_OK)
        status = tip_manifest_set_roots(manifest, (char *const *)roots, count, reading->error);
    free(roots);
    return status;
}

/* Each element is counted before it is filled: what a failure leaves half made is freed with the
 * rest. */
static tip_status take_sources(const struct reading *reading, const json_t *root,
                               struct tip_manifest *manifest)
{
    static const struct tip_source empty;
    const json_t *array = json_object_get(root, "sources");
    if (!json_is_array(array))
        return bad_member(reading, "sources");
    tip_status status = TIP_OK;
    for (size_t i = 0; i < json_array_size(array) && status == TIP_OK; i++) {
        status = tip_manifest_add_source(manifest, &empty, reading->error);
        if (status == TIP_OK)
            status = take_source(reading, json_array_get(array, i), &manifest->sources[i]);
    }
    return status;
}

static tip_status take_removed_one(const struct reading *reading, const json_t *object,
                                   struct tip_manifest *manifest)
{
    struct tip_removed removed = {.is_record = json_is_true(json_object_get(object, "is_record"))};
    tip_status status = take_text(reading, object, "file", &removed.file);
    if (status == TIP_OK)
        status = take_text(reading, object, "report", &removed.report);
    if (status == TIP_OK)
        status = take_text(reading, object, "on", &removed.on);
    if (status == TIP_OK)
        status = take_hash(reading, object, removed.sha256);
    if (status == TIP_OK && (!removed.file || !removed.report || !removed.on))
        status = bad_member(reading, "removed");
    if (status == TIP_OK)
        status = tip_manifest_add_removed(manifest, &removed, reading->error);
    tip_removed_free(&removed);
    return status;
}

static tip_status take_removed(const struct reading *reading, const json_t *root,
                               struct tip_manifest *manifest)
{
    const json_t *array = json_object_get(root, "removed");
    if (!json_is_array(array))
        return bad_member(reading, "removed");
    tip_status status = TIP_OK;
    for (size_t i = 0; i < json_array_size(array) && status == TIP_OK; i++)
        status = take_removed_one(reading, json_array_get(array, i), manifest);
    return status;
}

static tip_status take_files(const struct reading *reading, const json_t *root,
                             struct tip_manifest *manifest)
{
    const json_t *array = json_object_get(root, "files");
    if (json_array_size(array) == 0)
        return bad_member(reading, "files");
    manifest->files = calloc(json_array_size(array), sizeof *manifest->files);
    if (manifest->files == NULL)
        return tip_error_memory(reading->error, "reading the manifest");
    tip_status status = TIP_OK;
    for (size_t i = 0; i < json_array_size(array) && status == TIP_OK; i++) {
        manifest->file_count++;
        status = take_file(reading, json_array_get(array, i), &manifest->files[i]);
    }
    return status;
}

static tip_status take_format(const struct reading *reading, const json_t *root,
                              struct tip_manifest *manifest)
{
    uint64_t format = 0;
    tip_status status = take_number(reading, root, "format", INT32_MAX, &format);
    if (status != TIP_OK)
        return status;
    if (format < TIP_FORMAT_OLDEST || format > TIP_FORMAT_VERSION)
        return tip_error_set(reading->error, TIP_FORMAT,
                             "%s: the index has format %d and this program reads formats %d to %d: "
                             "build the index anew (tipindex build), or use the program that made "
                             "it",
                             reading->path, (int)format, TIP_FORMAT_OLDEST, TIP_FORMAT_VERSION);
    manifest->format = (int)format;
    return TIP_OK;
}

static tip_status decode(const struct reading *reading, const json_t *root,
                         struct tip_manifest *manifest)
{
    tip_status status = take_format(reading, root, manifest);
    if (status == TIP_OK)
        status = take_number32(reading, root, "generation", &manifest->generation);
    if (status == TIP_OK)
        status = take_text(reading, root, "made_by", &manifest->made_by);
    if (status == TIP_OK)
        status = take_text(reading, root, "made_at", &manifest->made_at);
    if (status == TIP_OK)
        status = take_number32(reading, root, "passages", &manifest->passages);
    if (status == TIP_OK)
        status = take_number32(reading, root, "reports", &manifest->reports);
    if (status == TIP_OK)
        status = take_number(reading, root, "words", INT64_MAX, &manifest->words);
    if (status == TIP_OK)
        status = take_number(reading, root, "text_bytes", INT64_MAX, &manifest->text_bytes);
    if (status == TIP_OK)
        status = take_number32(reading, root, "changes", &manifest->changes);
    if (status == TIP_OK)
        status = take_number32(reading, root, "passage_words", &manifest->passage_words);
    if (status == TIP_OK)
        status = take_roots(reading, root, manifest);
    if (status == TIP_OK)
        status = take_sources(reading, root, manifest);
    if (status == TIP_OK)
        status = take_removed(reading, root, manifest);
    if (status == TIP_OK)
        status = take_files(reading, root, manifest);
    return status;
}

static tip_status parse(const struct reading *reading, const char *bytes, size_t size,
                        struct tip_manifest *manifest)
{
    json_error_t place;
    json_t *root = json_loadb(bytes, size, JSON_REJECT_DUPLICATES, &place);
    if (root == NULL)
        return damaged(reading, place.text);
    tip_status status = decode(reading, root, manifest);
    json_decref(root);
    return status;
}

tip_status tip_manifest_read(struct tip_manifest *manifest, const char *folder,
                             struct tip_error *error)
{
    memset(manifest, 0, sizeof *manifest);
    char *path = tip_path_join(folder, "manifest.json");
    if (path == NULL)
        return tip_error_memory(error, "reading the manifest");
    struct reading reading = {path, error};
    char *bytes = NULL;
    size_t size = 0;
    tip_status status = tip_file_read(&bytes, &size, path, MANIFEST_LIMIT, error);
    if (status == TIP_OK)
        status = prove(&reading, bytes, size);
    if (status == TIP_OK)
        status = parse(&reading, bytes, size, manifest);
    free(bytes);
    free(path);
    return status;
}
