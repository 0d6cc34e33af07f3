/* Which reader a source gets, and what is in a gzip file. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "reader/gzip.h"
#include "reader/reader.h"

TestSuite(reader_choice, .timeout = 60);

#define BYTES(text) text, sizeof(text) - 1

/* `text` as one member of a gzip file, for free(3). */
static char *packed(const char *text, size_t length, size_t *size)
{
    z_stream stream = {0};
    cr_assert_eq(deflateInit2(&stream, 9, Z_DEFLATED, MAX_WBITS + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
    *size = deflateBound(&stream, length);
    char *bytes = malloc(*size);
    cr_assert_not_null(bytes);
    stream.next_in = (Bytef *)text;
    stream.avail_in = (uInt)length;
    stream.next_out = (Bytef *)bytes;
    stream.avail_out = (uInt)*size;
    cr_assert_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
    *size = stream.total_out;
    deflateEnd(&stream);
    return bytes;
}

static void count_warning(void *context, const char *file, size_t line, const char *message)
{
    (void)file, (void)line, (void)message;
    (*(int *)context)++;
}

/* Reads bytes that must be refused with a message that holds `message`. */
static void expect_refused(const char *name, const char *bytes, size_t length, size_t limit,
                           tip_status status, const char *message)
{
    struct tip_document document;
    struct tip_error error = {.message = ""};
    const struct tip_reader_options options = {.size_limit = limit};
    cr_expect_eq(tip_read_bytes(&document, name, bytes, length, &options, &error), status, "%s: %s",
                 name, error.message);
    cr_expect_not_null(strstr(error.message, message), "'%s' is not in: %s", message,
                       error.message);
    tip_document_free(&document);
}

static void expect_reader(const char *name, const char *bytes, size_t length, const char *reader,
                          const char *first_block)
{
    struct tip_document document;
    struct tip_error error = {.message = ""};
    cr_assert_eq(tip_read_bytes(&document, name, bytes, length, NULL, &error), TIP_OK, "%s: %s",
                 name, error.message);
    cr_expect_str_eq(document.reader, reader, "%s", name);
    cr_assert_geq(document.count, 1);
    cr_expect_str_eq(document.blocks[0].text, first_block, "%s", name);
    tip_document_free(&document);
}

Test(reader_choice, content_tells_before_the_name_does)
{
    static const struct {
        const char *name;
        const char *bytes;
        size_t length;
        const char *reader, *first_block;
    } cases[] = {
        {"a.txt", BYTES("*Emphasis* stays as it is."), "text", "Emphasis stays as it is."},
        {"a.MD", BYTES("# Head\n\nBody text."), "markdown", "Head"},
        {"a.md.gz", BYTES("# Head\n\nBody text."), "markdown", "Head"},
        {"a", BYTES("# Head\n"), "text", "# Head"},
        {"a.txt", BYTES("\n<!doctype html><p>Body text."), "html", "Body text."},
        {"a.md", BYTES("\376\377\0<\0h\0t\0m\0l\0>\0x\0y"), "html", "xy"},
        {"a.htm.gz", BYTES("Body <i>text</i>."), "html", "Body text."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        expect_reader(cases[i].name, cases[i].bytes, cases[i].length, cases[i].reader,
                      cases[i].first_block);
}

Test(reader_choice, kinds_that_are_not_read_are_named)
{
    static const struct {
        const char *bytes;
        size_t length;
        const char *message;
    } cases[] = {
        {BYTES("PK\3\4\24\0\0\0\0\0..............\21\0\0\0word/document.xml"),
         "a Word document (.docx)"},
        {BYTES("PK\3\4\24\0\0\0\0\0..............\10\0\0\0mimetypeapplication/epub+zip"),
         "an EPUB book"},
        {BYTES("PK\3\4\24\0\0\0\0\0..............\5\0\0\0a.txt"), "a ZIP archive"},
        {BYTES("\211PNG\r\n\32\n\0\0\0\15IHDR"), "an image (PNG)"},
        {BYTES("\0\0\0\40ftypisom\0\0\2\0"), "a video or an image"},
        {BYTES("{\\rtf1\\ansi Words}"), "a Rich Text document (.rtf)"},
        {BYTES("\377\376\0\0A\0\0\0"), "UTF-32 text"},
        {BYTES("\177ELF\2\1\1\0\0"), "a program"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        expect_refused("f.txt", cases[i].bytes, cases[i].length, 0, TIP_INVALID, cases[i].message);
}

Test(reader_choice, letters_of_a_signature_within_a_text_are_text)
{
    expect_reader("f", BYTES("the ftyp box"), "text", "the ftyp box");
    expect_reader("f", BYTES("Old ID3 tags"), "text", "Old ID3 tags");
}

Test(reader_choice, a_gzip_file_is_read_as_what_is_in_it)
{
    size_t first, second;
    char *a = packed(BYTES("# Head\n\n"), &first), *b = packed(BYTES("Second member."), &second);
    char *both = malloc(first + second + 4);
    cr_assert_not_null(both);
    memcpy(both, a, first);
    memcpy(both + first, b, second);
    memcpy(both + first + second, "\0\0\0\0", 4);
    expect_reader("report.md.gz", a, first, "markdown", "Head");
    expect_reader("named-otherwise.md", a, first, "markdown", "Head");

    struct tip_document document;
    struct tip_error error;
    int warnings = 0;
    struct tip_reader_options options = {.warn = count_warning, .warn_context = &warnings};
    cr_assert_eq(tip_read_bytes(&document, "r.md.gz", both, first + second + 4, &options, &error),
                 TIP_OK);
    cr_expect_eq(document.count, 2);
    cr_expect_str_eq(document.blocks[1].text, "Second member.");
    cr_expect_eq(warnings, 0);
    tip_document_free(&document);

    both[first + second] = 'x';
    cr_assert_eq(tip_read_bytes(&document, "r.md.gz", both, first + second + 4, &options, &error),
                 TIP_OK);
    cr_expect_eq(warnings, 1, "bytes behind the end were not told of");
    tip_document_free(&document);
    free(a);
    free(b);
    free(both);
}

Test(reader_choice, a_gzip_file_that_is_not_whole_is_refused)
{
    size_t size, outer_size, empty_size;
    char *bytes = packed(BYTES("Words that are packed for a long journey."), &size);
    char *outer = packed(bytes, size, &outer_size), *empty = packed("", 0, &empty_size);
    for (size_t length = 2; length < size; length++)
        expect_refused("r.txt.gz", bytes, length, 0, TIP_INVALID,
                       "r.txt.gz: the gzip file is cut off");
    expect_refused("r.txt.gz", outer, outer_size, 0, TIP_INVALID, "a gzip file within a gzip file");
    expect_refused("r.txt.gz", empty, empty_size, 0, TIP_INVALID, "r.txt.gz: the file is empty");
    bytes[size - 6] ^= 1; /* in the checksum */
    expect_refused("r.txt.gz", bytes, size, 0, TIP_INVALID, "r.txt.gz: the gzip file is damaged");
    free(bytes);
    free(outer);
    free(empty);
}

Test(reader_choice, a_gzip_file_unfolds_within_limits)
{
    enum { LARGE = TIP_GZIP_FREE + 1 };
    char *blanks = malloc(LARGE);
    cr_assert_not_null(blanks);
    memset(blanks, ' ', LARGE);
    size_t size;
    char *bytes = packed(blanks, LARGE, &size);
    expect_refused("r.gz", bytes, size, 0, TIP_LIMIT, "more than 200 times its size");
    expect_refused("r.gz", bytes, size, size + 100, TIP_LIMIT, "that one source may have");
    free(bytes);
    bytes = packed(blanks, TIP_GZIP_FREE, &size);
    expect_refused("r.gz", bytes, size, 0, TIP_INVALID, "blank, there is no text in it");
    free(bytes);
    free(blanks);
}

Test(reader_choice, names_that_a_folder_is_searched_for)
{
    static const char *const known[] = {"a.txt", "A.TEXT", "b.md.gz", "c.markdown"};
    static const char *const unknown[] = {"a", "a.gz", ".md", "a.tar.gz", "a.csv", "md"};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        cr_expect(tip_reader_knows_name(known[i]), "%s", known[i]);
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++)
        cr_expect(!tip_reader_knows_name(unknown[i]), "%s", unknown[i]);
}
