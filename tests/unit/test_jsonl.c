/* JSON Lines: what a line says, which lines are refused and why, and how a stream is read. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "harness/harness.h"
#include "reader/jsonl.h"

static char *folder;
static struct tip_input *input;
static struct tip_records *records;
static struct tip_error error;
static char warned[256];

static void set_up(void)
{
    folder = tip_test_folder();
}

static void tear_down(void)
{
    tip_records_close(records);
    tip_input_close(input);
    tip_test_folder_remove(folder);
}

TestSuite(jsonl, .init = set_up, .fini = tear_down);

static void keep_warning(void *context, const char *file, size_t line, const char *message)
{
    (void)context;
    snprintf(warned, sizeof warned, "%s:%zu: %s", file, line, message);
}

static void open_file(const char *path)
{
    static const struct tip_reader_options options = {.warn = keep_warning};
    cr_assert_eq(tip_input_open(&input, path, folder, &error), TIP_OK, "%s", error.message);
    cr_assert_eq(tip_records_open(&records, "notes.jsonl", input, &options, &error), TIP_OK);
}

static void open_bytes(const char *bytes, size_t length)
{
    char *path = tip_test_path(folder, "notes.jsonl");
    tip_test_write(path, bytes, length);
    open_file(path);
    free(path);
}

static tip_status next(struct tip_document *document)
{
    bool is_end;
    tip_status status = tip_records_next(records, document, &is_end, &error);
    cr_assert(!is_end || status == TIP_OK);
    return is_end ? TIP_NOT_FOUND : status;
}

static void expect_end(void)
{
    struct tip_document document;
    cr_expect_eq(next(&document), TIP_NOT_FOUND);
    tip_document_free(&document);
}

static const char *or_null(const char *text)
{
    return text == NULL ? "(null)" : text;
}

/* ---- what a line says ---- */

/* A document in one line: id|title|publisher|date|year|language|url|tags|countries|meta, and then
 * its blocks, "#" before a heading of the first level, "##" of the second, "@" before the page. */
static char *shown(const struct tip_document *document)
{
    static char out[4096];
    char *at = out, *end = out + sizeof out;
    at += snprintf(at, (size_t)(end - at), "%s|%s|%s|%s|%d|%s|%s|%s|%s|%s", or_null(document->id),
                   or_null(document->title), or_null(document->publisher), or_null(document->date),
                   document->year, or_null(document->language), or_null(document->url),
                   or_null(document->tags), or_null(document->countries), or_null(document->meta));
    for (size_t i = 0; i < document->count; i++) {
        const struct tip_block *block = &document->blocks[i];
        bool is_heading = block->kind == TIP_BLOCK_HEADING;
        at += snprintf(at, (size_t)(end - at), "|%.*s%s%s%s", is_heading ? block->level : 0,
                       "######", block->text, block->page == NULL ? "" : "@",
                       block->page == NULL ? "" : block->page);
    }
    for (char *feed = out; (feed = strchr(feed, '\n')) != NULL;)
        *feed = '/';
    return out;
}

static const struct {
    const char *line, *shown;
} good[] = {
    {"{\"id\":\"a\",\"title\":\"T\",\"text\":\"One.\"}",
     "a|T|(null)|(null)|0|(null)|(null)|(null)|(null)|(null)|One."},
    {"{\"_id\":\"b\",\"title\":\"\",\"text\":\"Two.\"}",
     "b|(null)|(null)|(null)|0|(null)|(null)|(null)|(null)|(null)|Two."},
    {"{\"id\":17,\"_id\":\"of the store\",\"text\":\"x\"}",
     "17|(null)|(null)|(null)|0|(null)|(null)|(null)|(null)|{\"_id\":\"of the store\"}|x"},
    {"{\"text\":\"x\",\"publisher\":\" P\\t& Q "
     "\",\"date\":\"2023-04-01T10:00:00Z\",\"year\":\"2022\"}",
     "(null)|(null)|P & Q|2023-04-01|2022|(null)|(null)|(null)|(null)|(null)|x"},
    {"{\"text\":\"x\",\"date\":\"June 2023\",\"year\":2023,\"language\":\"fr-CA\"}",
     "(null)|(null)|(null)|June 2023|2023|fr|(null)|(null)|(null)|(null)|x"},
    {"{\"text\":\"x\",\"language\":\"eng\",\"url\":\"https://e.org/1\"}",
     "(null)|(null)|(null)|(null)|0|en|https://e.org/1|(null)|(null)|(null)|x"},
    {"{\"text\":\"x\",\"tags\":[\"debt\",\"\",\"a\\nb\"],\"countries\":\"Burma\"}",
     "(null)|(null)|(null)|(null)|0|(null)|(null)|debt/a b|Burma|(null)|x"},
    {"{\"text\":\"x\",\"section\":[\"Cases\",\"Asia\"],\"page\":12,\"countries\":[\"KH\",\"TH\"]}",
     "(null)|(null)|(null)|(null)|0|(null)|(null)|(null)|KH/TH|(null)|#Cases@12|##Asia@12|x@12"},
    {"{\"text\":\"x\",\"section\":\"Cases\",\"page\":\"xii\"}",
     "(null)|(null)|(null)|(null)|0|(null)|(null)|(null)|(null)|(null)|#Cases@xii|x@xii"},
    {"{\"text\":\"x\",\"who\":\"A\\u2028B\",\"score\":[0.1,13.4124690,2],\"none\":null}",
     "(null)|(null)|(null)|(null)|0|(null)|(null)|(null)|(null)|{\"who\":\"A\\u2028B\",\"score\":["
     "0.1,13.412469,2]}|x"},
    {"{\"text\":\"x\",\"meta\":{\"a\":{\"b\":true}},\"c\":1}",
     "(null)|(null)|(null)|(null)|0|(null)|(null)|(null)|(null)|{\"a\":{\"b\":true},\"c\":1}|x"},
    {"{\"text\":\"x\",\"meta\":\"plain\",\"title\":null,\"year\":null,\"tags\":[]}",
     "(null)|(null)|(null)|(null)|0|(null)|(null)|(null)|(null)|{\"meta\":\"plain\"}|x"},
    {"{\"text\":\"One.\\r\\n\\r\\nTWO\\n\\nThree.\\u0007\"}",
     "(null)|(null)|(null)|(null)|0|(null)|(null)|(null)|(null)|(null)|One.//TWO//Three."},
    /* empty ones */
    {"{\"id\":\"e\",\"title\":\"T\",\"text\":\"\"}",
     "e|T|(null)|(null)|0|(null)|(null)|(null)|(null)|(null)"},
    {"{\"id\":\"e\",\"section\":\"S\",\"text\":\" -- \"}",
     "e|(null)|(null)|(null)|0|(null)|(null)|(null)|(null)|(null)"},
    {"{\"id\":\"e\",\"text\":null}", "e|(null)|(null)|(null)|0|(null)|(null)|(null)|(null)|(null)"},
};

Test(jsonl, a_line_is_a_document)
{
    struct tip_document document;
    struct tip_error own;
    char *path = tip_test_path(folder, "lines");
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        tip_test_write(path, good[i].line, strlen(good[i].line));
        open_file(path);
        own = error;
        cr_assert_eq(next(&document), TIP_OK, "%s: %s", good[i].line, own.message);
        cr_expect_str_eq(shown(&document), good[i].shown);
        tip_document_free(&document);
        expect_end();
        tip_records_close(records);
        tip_input_close(input);
    }
    records = NULL;
    input = NULL;
    free(path);
}

/* ---- what is refused ---- */

#define LINE(text, reason)                                                                         \
    {                                                                                              \
        text, sizeof(text) - 1, reason                                                             \
    }

static const struct {
    const char *line;
    size_t length;
    const char *reason;
} bad[] = {
    LINE("not json", "notes.jsonl:2: not JSON: "),
    LINE("{\"text\":\"cut off", "not JSON: "),
    LINE("{\"text\":\"a\"} {\"text\":\"b\"}", "not JSON: "),
    LINE("{\"text\":\"a\",\"text\":\"b\"}", "duplicate object key"),
    LINE("{\"text\":\"a\",\"n\":1e999}", "not JSON: "),
    LINE("{\"text\":\"a\\u0000b\"}", "not JSON: "),
    LINE("{\"text\":\"lone \\ud800\"}", "not JSON: "),
    LINE("{\"text\":\"nul \0\"}", "not JSON: "),
    LINE("{\"text\":\"caf\xe9\"}", "not UTF-8 at its byte 13"),
    LINE("[\"text\"]", "not a JSON object"),
    LINE("{\"title\":\"T\"}", "there is no text"),
    LINE("{\"text\":5}", "text: is no string"),
    LINE("{\"text\":[\"a\"]}", "text: is no string"),
    LINE("{\"id\":[1],\"text\":\"a\"}", "id: is no string"),
    LINE("{\"id\":1.5,\"text\":\"a\"}", "id: is no string"),
    LINE("{\"title\":5,\"text\":\"a\"}", "title: is no string"),
    LINE("{\"year\":\"soon\",\"text\":\"a\"}", "year: 'soon' is no year"),
    LINE("{\"year\":-3,\"text\":\"a\"}", "year: '-3' is no year"),
    LINE("{\"year\":20230,\"text\":\"a\"}", "year: '20230' is no year"),
    LINE("{\"language\":\"English\",\"text\":\"a\"}", "language: 'English' is no code"),
    LINE("{\"tags\":[1],\"text\":\"a\"}", "tags: is no string"),
    LINE("{\"section\":{},\"text\":\"a\"}", "section: is no string"),
    LINE("{\"section\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\"],\"text\":\"a\"}",
         "section: 7 of them, the limit is 6"),
};

Test(jsonl, a_bad_line_is_named_and_the_next_is_read)
{
    static const char after[] = "\n{\"id\":\"after\",\"text\":\"Read.\"}\n";
    char *path = tip_test_path(folder, "lines"), bytes[512];
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct tip_document document;
        bytes[0] = '\n';
        memcpy(bytes + 1, bad[i].line, bad[i].length);
        memcpy(bytes + 1 + bad[i].length, after, sizeof after - 1);
        tip_test_write(path, bytes, bad[i].length + sizeof after);
        open_file(path);
        cr_expect_eq(next(&document), TIP_INVALID, "%s", bad[i].line);
        cr_expect(strstr(error.message, bad[i].reason), "%s: %s", bad[i].line, error.message);
        tip_document_free(&document);
        cr_assert_eq(next(&document), TIP_OK, "%s", bad[i].line);
        cr_expect_str_eq(document.id, "after");
        cr_expect_eq(tip_records_line(records), 3);
        tip_document_free(&document);
        expect_end();
        tip_records_close(records);
        tip_input_close(input);
    }
    records = NULL;
    input = NULL;
    free(path);
}

/* ---- limits ---- */

/* `before`, `count` times `byte`, `after`; for free(3). */
static char *long_line(const char *before, size_t count, char byte, const char *after,
                       size_t *length)
{
    *length = strlen(before) + count + strlen(after);
    char *line = malloc(*length + 1);
    cr_assert_not_null(line);
    memcpy(line, before, strlen(before));
    memset(line + strlen(before), byte, count);
    strcpy(line + strlen(before) + count, after);
    return line;
}

Test(jsonl, a_line_may_be_as_long_as_the_limit_and_no_longer)
{
    struct tip_document document;
    size_t length;
    size_t most = TIP_RECORD_BYTES - strlen("{\"text\":\"a\"}") + 1;
    char *line = long_line("{\"text\":\"a", most - 1, ' ', "\"}\n{\"text\":\"b\"}\n", &length);
    open_bytes(line, length);
    cr_assert_eq(next(&document), TIP_OK, "%s", error.message);
    tip_document_free(&document);
    tip_records_close(records);
    tip_input_close(input);
    free(line);
    line = long_line("{\"text\":\"a", most, ' ', "\"}\n{\"text\":\"b\"}\n", &length);
    open_bytes(line, length);
    cr_expect_eq(next(&document), TIP_INVALID);
    cr_expect(strstr(error.message, "longer than the 16777216 bytes"), "%s", error.message);
    cr_assert_eq(next(&document), TIP_OK);
    cr_expect_str_eq(document.blocks[0].text, "b");
    tip_document_free(&document);
    free(line);
}

Test(jsonl, an_id_has_a_limit)
{
    struct tip_document document;
    size_t length;
    char *line =
        long_line("{\"text\":\"a\",\"id\":\"", TIP_RECORD_ID_BYTES + 1, 'i', "\"}", &length);
    open_bytes(line, length);
    cr_expect_eq(next(&document), TIP_INVALID);
    cr_expect(strstr(error.message, "id: 257 bytes, the limit is 256"), "%s", error.message);
    tip_document_free(&document);
    free(line);
}

Test(jsonl, further_keys_that_are_too_long_are_left_out_with_a_warning)
{
    struct tip_document document;
    size_t length;
    char *line =
        long_line("{\"text\":\"a\",\"note\":\"", TIP_RECORD_META_BYTES, 'n', "\"}", &length);
    open_bytes(line, length);
    cr_assert_eq(next(&document), TIP_OK);
    cr_expect_null(document.meta);
    cr_expect(strstr(warned, "notes.jsonl:1: the further keys are left out"), "%s", warned);
    tip_document_free(&document);
    free(line);
}

Test(jsonl, further_keys_that_are_nested_too_deep_are_left_out_with_a_warning)
{
    struct tip_document document;
    static const char line[] = "{\"text\":\"a\",\"deep\":[[[[[[[[[1]]]]]]]]]}";
    open_bytes(line, strlen(line));
    cr_assert_eq(next(&document), TIP_OK);
    cr_expect_null(document.meta);
    cr_expect(strstr(warned, "nested deeper than 8"), "%s", warned);
    tip_document_free(&document);
}

/* ---- long texts ---- */

Test(jsonl, a_long_text_is_read_as_a_text_file_is)
{
    struct tip_document document;
    char line[8192] = "{\"section\":\"Cases\",\"text\":\"What Happened\\n\\n";
    for (int i = 0; i < 80; i++)
        strcat(line, "Workers were told to pay for their own recruitment. ");
    strcat(line, "\\n\\n- first thing\\n- second thing\"}");
    open_bytes(line, strlen(line));
    cr_assert_eq(next(&document), TIP_OK);
    cr_assert_eq(document.count, 5);
    cr_expect_eq(document.blocks[0].level, 1);
    cr_expect_str_eq(document.blocks[1].text, "What Happened");
    cr_expect_eq(document.blocks[1].kind, TIP_BLOCK_HEADING);
    cr_expect_eq(document.blocks[1].level, 2);
    cr_expect_eq(document.blocks[2].kind, TIP_BLOCK_PARAGRAPH);
    cr_expect_eq(document.blocks[4].kind, TIP_BLOCK_LIST_ITEM);
    cr_expect_null(document.title);
    tip_document_free(&document);
}

/* ---- streams ---- */

Test(jsonl, a_mark_blank_lines_and_a_missing_last_feed_do_not_matter)
{
    struct tip_document document;
    static const char lines[] = "\xef\xbb\xbf{\"text\":\"a\"}\r\n\r\n \t\n{\"text\":\"b\"}";
    open_bytes(lines, strlen(lines));
    cr_assert_eq(next(&document), TIP_OK, "%s", error.message);
    tip_document_free(&document);
    cr_assert_eq(next(&document), TIP_OK, "%s", error.message);
    cr_expect_str_eq(document.blocks[0].text, "b");
    cr_expect_eq(tip_records_line(records), 4);
    tip_document_free(&document);
    expect_end();
}

enum { MANY = 5000 };

/* Two members, as `cat a.gz b.gz` makes; without the last `cut` bytes. */
static void write_gzip(const char *path, size_t cut)
{
    for (int member = 0; member < 2; member++) {
        gzFile file = gzopen(path, member == 0 ? "wb" : "ab");
        cr_assert_not_null(file);
        for (int i = 0; i < MANY; i++)
            gzprintf(file, "{\"id\":\"%d-%d\",\"text\":\"Record %d, with some words.\"}\n", member,
                     i, i * 7919 % 5003);
        gzclose(file);
    }
    size_t length;
    char *bytes = tip_test_read(path, &length);
    tip_test_write(path, bytes, length - cut);
    free(bytes);
}

static int count_good(void)
{
    struct tip_document document;
    int good_ones = 0;
    tip_status status;
    while ((status = next(&document)) == TIP_OK) {
        good_ones++;
        tip_document_free(&document);
    }
    tip_document_free(&document);
    return status == TIP_NOT_FOUND ? good_ones : -good_ones;
}

Test(jsonl, a_gzip_file_is_read_as_what_is_in_it)
{
    char *path = tip_test_path(folder, "notes.jsonl.gz");
    write_gzip(path, 0);
    open_file(path);
    cr_expect_eq(count_good(), 2 * MANY);
    cr_expect_eq(tip_input_taken(input), tip_input_size(input));
    free(path);
}

Test(jsonl, what_stands_before_the_end_of_a_gzip_file_cut_off_is_read)
{
    char *path = tip_test_path(folder, "notes.jsonl.gz");
    write_gzip(path, 10000);
    open_file(path);
    int good_ones = -count_good();
    cr_expect_gt(good_ones, 100);
    cr_expect_lt(good_ones, 2 * MANY);
    cr_expect(strstr(error.message, "is cut off"), "%s", error.message);
    cr_expect(tip_records_are_cut(records));
    expect_end();
    free(path);
}

static const struct {
    const char *name, *head;
    bool is_one;
} sniffed[] = {
    {"a.jsonl", "", true},
    {"a.NDJSON", "whatever", true},
    {"a.jsonl.gz", "", true},
    {"-", "{\"text\":\"a\"}", true},
    {"a.json", "\xef\xbb\xbf\n {\"id\":1,\"text\":\"a\"}\n{\"text\"", true},
    {"a.json", "{\n \"text\": \"a\"\n}\n", false},
    {"a.json", "[{\"text\":\"a\"}]\n", false},
    {"a.json", "{\"title\":\"no text\"}\n", false},
    {"a.txt", "{braces} begin a text\n", false},
    {"-", "", false},
};

Test(jsonl, a_source_is_known_by_its_name_or_its_first_line)
{
    for (size_t i = 0; i < sizeof sniffed / sizeof *sniffed; i++)
        cr_expect_eq(tip_records_know(sniffed[i].name, sniffed[i].head, strlen(sniffed[i].head)),
                     sniffed[i].is_one, "%s: %s", sniffed[i].name, sniffed[i].head);
}
