/* manifest.json, written; manifest_read.c reads it.
 *
 * One JSON object, each source on a line of its own:
 *
 *   {"format":1,"generation":7,"made_by":"…","made_at":"…","passages":n,"reports":n,"words":n,
 *    "text_bytes":n,"changes":0,"passage_words":220,"roots":["/…",…],
 *    "sources":[{…},…],"removed":[{…},…],"files":[{"path":"words","size":n,"sha256":"…"},…],
 *    "sha256":"<64 hex digits>"}
 *
 * What is not known of a source, or is none, is left out: of a hundred thousand sources, what is
 * not there takes neither room nor time.
 *
 * "sha256" is always last and hashes all bytes before its first hex digit, so the file proves
 * itself without a second one: no byte of it can change unseen. A file name that is not UTF-8 has
 * its bad bytes replaced by U+FFFD, as no line of the ledger may be lost for a name. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json_writer.h"
#include "index/manifest.h"

static void write_text(struct tip_json *json, const char *key, const char *text)
{
    if (text != NULL)
        tip_json_member_text(json, key, text);
}

static void write_number(struct tip_json *json, const char *key, int64_t number)
{
    if (number != 0)
        tip_json_member_integer(json, key, number);
}

static void write_source(struct tip_json *json, const struct tip_source *source)
{
    tip_json_object(json);
    tip_json_member_text(json, "file", source->file);
    tip_json_member_text(json, "state", tip_source_state_name(source->state));
    write_text(json, "report", source->report);
    write_text(json, "collection", source->collection);
    write_text(json, "reason", source->reason);
    write_text(json, "reader", source->reader);
    write_number(json, "reader_version", source->reader_version);
    write_text(json, "sha256", source->sha256[0] != '\0' ? source->sha256 : NULL);
    write_number(json, "size", (int64_t)source->size);
    write_number(json, "mtime_ns", source->mtime_ns);
    write_number(json, "seen_ns", source->seen_ns);
    write_number(json, "pages", source->pages);
    write_number(json, "pages_without_text", source->pages_without_text);
    write_text(json, "tagged_by", source->tagged_by);
    write_text(json, "options", source->options);
    write_number(json, "words_in", (int64_t)source->words_in);
    write_number(json, "words_indexed", (int64_t)source->words_indexed);
    write_number(json, "passages", source->passages);
    write_number(json, "reports", source->reports);
    write_number(json, "records_bad", source->records_bad);
    write_number(json, "records_empty", source->records_empty);
    tip_json_end_object(json);
    tip_string_append_char(json->out, '\n');
}

static void write_removed(struct tip_json *json, const struct tip_removed *removed)
{
    tip_json_object(json);
    tip_json_member_text(json, "file", removed->file);
    tip_json_member_text(json, "report", removed->report);
    tip_json_member_boolean(json, "is_record", removed->is_record);
    tip_json_member_text(json, "on", removed->on);
    tip_json_member_text(json, "sha256", removed->sha256);
    tip_json_end_object(json);
}

static void write_file(struct tip_json *json, const struct tip_manifest_file *file)
{
    tip_json_object(json);
    tip_json_member_text(json, "path", file->path);
    tip_json_member_integer(json, "size", (long long)file->size);
    tip_json_member_text(json, "sha256", file->sha256);
    tip_json_end_object(json);
}

static void write_members(struct tip_json *json, const struct tip_manifest *manifest)
{
    tip_json_member_integer(json, "format", manifest->format);
    tip_json_member_integer(json, "generation", manifest->generation);
    tip_json_member_text(json, "made_by", manifest->made_by);
    tip_json_member_text(json, "made_at", manifest->made_at);
    tip_json_member_integer(json, "passages", manifest->passages);
    tip_json_member_integer(json, "reports", manifest->reports);
    tip_json_member_integer(json, "words", (long long)manifest->words);
    tip_json_member_integer(json, "text_bytes", (long long)manifest->text_bytes);
    tip_json_member_integer(json, "changes", manifest->changes);
    tip_json_member_integer(json, "passage_words", manifest->passage_words);
    tip_json_key(json, "roots");
    tip_json_array(json);
    for (size_t i = 0; i < manifest->root_count; i++)
        tip_json_text(json, manifest->roots[i]);
    tip_json_end_array(json);
    tip_json_key(json, "sources");
    tip_json_array(json);
    for (size_t i = 0; i < manifest->source_count; i++)
        write_source(json, &manifest->sources[i]);
    tip_json_end_array(json);
    tip_json_key(json, "removed");
    tip_json_array(json);
    for (size_t i = 0; i < manifest->removed_count; i++)
        write_removed(json, &manifest->removed[i]);
    tip_json_end_array(json);
    tip_json_key(json, "files");
    tip_json_array(json);
    for (size_t i = 0; i < manifest->file_count; i++)
        write_file(json, &manifest->files[i]);
    tip_json_end_array(json);
}

/* The hash of what is written so far and the quote that will open the hash itself. */
static tip_status hash_head(char hex[TIP_DIGEST_HEX_SIZE], const struct tip_string *head,
                            struct tip_error *error)
{
    unsigned char hash[TIP_DIGEST_SIZE];
    struct tip_digest *digest = tip_digest_begin();
    if (digest == NULL)
        return tip_error_memory(error, "hashing the manifest");
    tip_status status = tip_digest_add(digest, head->data, head->length, error);
    if (status == TIP_OK)
        status = tip_digest_add(digest, "\"", 1, error);
    if (status == TIP_OK)
        status = tip_digest_end(digest, hash, error);
    if (status == TIP_OK)
        tip_digest_to_hex(hex, hash);
    tip_digest_free(digest);
    return status;
}

static tip_status encode(struct tip_string *out, const struct tip_manifest *manifest,
                         struct tip_error *error)
{
    char hex[TIP_DIGEST_HEX_SIZE];
    struct tip_json json;
    tip_json_begin(&json, out);
    tip_json_object(&json);
    write_members(&json, manifest);
    tip_json_key(&json, "sha256");
    if (out->failed)
        return tip_error_memory(error, "writing the manifest");
    tip_status status = hash_head(hex, out, error);
    if (status != TIP_OK)
        return status;
    tip_json_text(&json, hex);
    tip_json_end_object(&json);
    tip_string_append_char(out, '\n');
    return out->failed ? tip_error_memory(error, "writing the manifest") : TIP_OK;
}

tip_status tip_manifest_write(struct tip_manifest *manifest, const char *folder,
                              struct tip_error *error)
{
    struct tip_string text = {0};
    tip_status status = tip_manifest_measure(manifest, folder, error);
    char *path = tip_path_join(folder, "manifest.json");
    if (status == TIP_OK && path == NULL)
        status = tip_error_memory(error, "writing the manifest");
    if (status == TIP_OK)
        status = encode(&text, manifest, error);
    if (status == TIP_OK)
        status = tip_file_write(path, text.data, text.length, error);
    free(path);
    tip_string_free(&text);
    return status;
}
