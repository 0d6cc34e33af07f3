/* The manifest proves itself and every file of its generation. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "index/manifest.h"

static char folder[64];
static struct tip_error error;

static char *path_of(const char *name)
{
    char *path = tip_path_join(folder, name);
    cr_assert_not_null(path);
    return path;
}

static void put(const char *name, const char *bytes, size_t length)
{
    char *path = path_of(name);
    cr_assert_eq(tip_file_write(path, bytes, length, &error), TIP_OK, "%s", error.message);
    free(path);
}

static char *content(const char *name, size_t *length)
{
    char *path = path_of(name), *bytes;
    cr_assert_eq(tip_file_read(&bytes, length, path, 1 << 20, &error), TIP_OK);
    free(path);
    return bytes;
}

/* A generation of three files, with a ledger of two sources. */
static void make_generation(void)
{
    struct tip_manifest manifest = {.format = TIP_FORMAT_VERSION,
                                    .generation = 7,
                                    .passages = 3,
                                    .reports = 1,
                                    .words = 12,
                                    .text_bytes = 99,
                                    .passage_words = 150,
                                    .made_by = "tipindex",
                                    .made_at = "now"};
    struct tip_source read = {.file = "reports/tip.txt",
                              .report = "tip",
                              .reader = "text",
                              .reader_version = 3,
                              .size = 99,
                              .mtime_ns = -1,
                              .seen_ns = 1686787200000000005,
                              .pages = 112,
                              .pages_without_text = 2,
                              .options = "year=2023",
                              .words_in = 13,
                              .words_indexed = 12,
                              .passages = 3,
                              .sha256 = "00ff"};
    struct tip_source failed = {
        .file = "caf\xe9.txt", .state = TIP_SOURCE_FAILED, .reason = "it is \"empty\""};
    char *postings = path_of("postings");
    put("words", "one two", 7);
    put("tokens", "", 0);
    cr_assert_eq(mkdir(postings, 0777), 0);
    free(postings);
    put("postings/data", "three", 5);
    cr_assert_eq(tip_manifest_add_source(&manifest, &read, &error), TIP_OK);
    cr_assert_eq(tip_manifest_add_source(&manifest, &failed, &error), TIP_OK);
    cr_assert_eq(tip_manifest_write(&manifest, folder, &error), TIP_OK, "%s", error.message);
    manifest.made_by = NULL;
    manifest.made_at = NULL;
    tip_manifest_free(&manifest);
}

/* What reading and then verifying says. */
static tip_status prove(void)
{
    struct tip_manifest manifest;
    tip_status status = tip_manifest_read(&manifest, folder, &error);
    if (status == TIP_OK)
        status = tip_manifest_verify(&manifest, folder, &error);
    tip_manifest_free(&manifest);
    return status;
}

static void begin(void)
{
    strcpy(folder, "/tmp/tip-manifest-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    make_generation();
}

static void end(void)
{
    cr_assert_eq(tip_folder_remove(folder, &error), TIP_OK);
}

TestSuite(manifest, .init = begin, .fini = end);

Test(manifest, keeps_what_it_was_given)
{
    struct tip_manifest manifest;
    cr_assert_eq(tip_manifest_read(&manifest, folder, &error), TIP_OK, "%s", error.message);
    cr_assert_eq(manifest.format, TIP_FORMAT_VERSION);
    cr_assert_eq(manifest.generation, 7);
    cr_assert_eq(manifest.passages, 3);
    cr_assert_eq(manifest.words, 12);
    cr_assert_eq(manifest.text_bytes, 99);
    cr_assert_eq(manifest.passage_words, 150);
    cr_assert_str_eq(manifest.made_by, "tipindex");
    cr_assert_eq(manifest.source_count, 2);
    cr_assert_str_eq(manifest.sources[0].file, "reports/tip.txt");
    cr_assert_str_eq(manifest.sources[0].report, "tip");
    cr_assert_str_eq(manifest.sources[0].reader, "text");
    cr_assert_str_eq(manifest.sources[0].options, "year=2023");
    cr_assert_eq(manifest.sources[0].reader_version, 3);
    cr_assert_eq(manifest.sources[0].mtime_ns, -1);
    cr_assert_eq(manifest.sources[0].seen_ns, 1686787200000000005);
    cr_assert_eq(manifest.sources[0].pages, 112);
    cr_assert_eq(manifest.sources[0].pages_without_text, 2);
    cr_assert_str_eq(manifest.sources[0].sha256, "00ff");
    cr_assert_eq(manifest.sources[0].words_in, 13);
    cr_assert_null(manifest.sources[0].reason);
    cr_assert_eq(manifest.sources[1].state, TIP_SOURCE_FAILED);
    cr_assert_str_eq(manifest.sources[1].reason, "it is \"empty\"");
    cr_assert_eq(manifest.file_count, 3);
    cr_assert_str_eq(manifest.files[0].path, "postings/data");
    cr_assert_eq(manifest.files[0].size, 5);
    tip_manifest_free(&manifest);
}

Test(manifest, a_name_that_is_no_utf8_keeps_its_line)
{
    struct tip_manifest manifest;
    cr_assert_eq(tip_manifest_read(&manifest, folder, &error), TIP_OK);
    cr_assert_str_eq(manifest.sources[1].file, "caf\xef\xbf\xbd.txt");
    tip_manifest_free(&manifest);
}

Test(manifest, ends_in_its_hash)
{
    size_t length;
    char *bytes = content("manifest.json", &length);
    cr_assert_str_eq(bytes + length - 3, "\"}\n");
    cr_assert_eq(strncmp(bytes + length - 77, "\"sha256\":\"", 10), 0);
    free(bytes);
}

Test(manifest, no_byte_of_it_changes_unseen)
{
    size_t length;
    char *bytes = content("manifest.json", &length);
    for (size_t i = 0; i < length; i++) {
        bytes[i] ^= 0x20; /* the case of a letter, too */
        put("manifest.json", bytes, length);
        cr_assert_eq(prove(), TIP_CORRUPT, "byte %zu", i);
        cr_assert_not_null(strstr(error.message, "manifest.json"));
        bytes[i] ^= 0x20;
    }
    put("manifest.json", bytes, length);
    cr_assert_eq(prove(), TIP_OK);
    free(bytes);
}

Test(manifest, it_cannot_be_cut_or_prolonged)
{
    size_t length;
    char *bytes = content("manifest.json", &length);
    for (size_t i = 0; i < length; i++) {
        put("manifest.json", bytes, i);
        cr_assert_eq(prove(), TIP_CORRUPT, "cut to %zu bytes", i);
    }
    put("manifest.json", bytes, length + 1);
    cr_assert_eq(prove(), TIP_CORRUPT);
    free(bytes);
}

Test(manifest, a_changed_file_is_named)
{
    put("postings/data", "thref", 5);
    cr_assert_eq(prove(), TIP_CORRUPT);
    cr_assert_not_null(strstr(error.message, "postings/data"));
    put("postings/data", "three", 5);
    put("tokens", "!", 1);
    cr_assert_eq(prove(), TIP_CORRUPT);
    cr_assert_not_null(strstr(error.message, "tokens"));
}

Test(manifest, a_missing_file_is_named)
{
    char *path = path_of("words");
    cr_assert_eq(unlink(path), 0);
    cr_assert_eq(prove(), TIP_CORRUPT);
    cr_assert_not_null(strstr(error.message, "words: missing"));
    free(path);
}

Test(manifest, a_file_too_many_is_named)
{
    put("postings/extra", "", 0);
    cr_assert_eq(prove(), TIP_CORRUPT);
    cr_assert_not_null(strstr(error.message, "postings/extra"));
}

Test(manifest, a_link_is_no_file_of_an_index)
{
    char *path = path_of("link");
    cr_assert_eq(symlink("words", path), 0);
    cr_assert_eq(prove(), TIP_CORRUPT);
    cr_assert_not_null(strstr(error.message, "link"));
    free(path);
}

Test(manifest, another_format_says_what_to_do)
{
    static const char head[] = "{\"format\":99,\"sha256\":\"";
    char text[256], hex[TIP_DIGEST_HEX_SIZE];
    cr_assert_eq(tip_digest_bytes(hex, head, strlen(head), &error), TIP_OK);
    int length = snprintf(text, sizeof text, "%s%s\"}\n", head, hex);
    put("manifest.json", text, (size_t)length);
    cr_assert_eq(prove(), TIP_FORMAT);
    cr_assert_not_null(strstr(error.message, "format 99"));
    cr_assert_not_null(strstr(error.message, "build the index anew"));
}

Test(manifest, members_of_a_wrong_kind_are_damage)
{
    static const char *const heads[] = {
        "[\"sha256\":\"",
        "{\"sha256\":\"",
        "{\"format\":\"1\",\"sha256\":\"",
        "{\"format\":3,\"generation\":-1,\"sha256\":\"",
        "{\"format\":3,\"generation\":4294967296,\"sha256\":\"",
        "{\"format\":3,\"generation\":1,\"made_by\":null,\"made_at\":null,\"passages\":0,"
        "\"reports\":0,\"words\":0,\"text_bytes\":0,\"passage_words\":220,\"sources\":[1],"
        "\"files\":[],\"sha256\":\"",
        "{\"format\":3,\"generation\":1,\"made_by\":null,\"made_at\":null,\"passages\":0,"
        "\"reports\":0,\"words\":0,\"text_bytes\":0,\"passage_words\":220,\"sources\":[],\"files\":"
        "[{\"path\":null}],"
        "\"sha256\":\"",
    };
    char text[512], hex[TIP_DIGEST_HEX_SIZE];
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        cr_assert_eq(tip_digest_bytes(hex, heads[i], strlen(heads[i]), &error), TIP_OK);
        int length = snprintf(text, sizeof text, "%s%s\"}\n", heads[i], hex);
        put("manifest.json", text, (size_t)length);
        cr_assert_eq(prove(), TIP_CORRUPT, "manifest %zu", i);
    }
}

Test(manifest, none_there_is_not_found)
{
    char *path = path_of("manifest.json");
    cr_assert_eq(unlink(path), 0);
    cr_assert_eq(prove(), TIP_NOT_FOUND);
    free(path);
}

Test(manifest, a_source_is_taken_out)
{
    struct tip_manifest manifest = {0};
    for (int i = 0; i < 5; i++) {
        char name[2] = {(char)('a' + i), '\0'};
        struct tip_source source = {.file = name};
        cr_assert_eq(tip_manifest_add_source(&manifest, &source, &error), TIP_OK);
    }
    tip_manifest_remove_source(&manifest, 1);
    cr_assert_eq(manifest.source_count, 4);
    cr_assert_str_eq(manifest.sources[1].file, "c");
    cr_assert_str_eq(manifest.sources[3].file, "e");
    tip_manifest_free(&manifest);
}
