/* The base: statuses, strings, UTF-8, kinds, bitmaps, digests. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "base/bitmap.h"
#include "base/digest.h"
#include "base/kind.h"
#include "base/status.h"
#include "base/string_builder.h"
#include "base/utf8.h"

Test(status, names_and_texts)
{
    cr_expect_str_eq(tip_status_name(TIP_OK), "ok");
    cr_expect_str_eq(tip_status_name(TIP_NO_SPACE), "no_space");
    cr_expect_str_eq(tip_status_text(TIP_NO_SPACE), "the disk is full");
    cr_expect_str_eq(tip_status_name((tip_status)999), "unknown");
}

Test(status, an_error_holds_its_sentence)
{
    struct tip_error error = {0};
    cr_expect_eq(tip_error_set(&error, TIP_INVALID, "%s: line %d", "a.txt", 7), TIP_INVALID);
    cr_expect_eq(error.status, TIP_INVALID);
    cr_expect_str_eq(error.message, "a.txt: line 7");
    tip_error_set(&error, TIP_INVALID, "b: %s", error.message);
    cr_expect_str_eq(error.message, "b: a.txt: line 7", "a message may quote the earlier one");
    cr_expect_eq(tip_error_set(NULL, TIP_LIMIT, "nobody listens"), TIP_LIMIT);
}

Test(status, errno_chooses_the_status)
{
    static const struct {
        int code;
        tip_status status;
    } rows[] = {{ENOSPC, TIP_NO_SPACE},
                {EDQUOT, TIP_NO_SPACE},
                {ENOENT, TIP_NOT_FOUND},
                {ENOMEM, TIP_NO_MEMORY},
                {EACCES, TIP_IO}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct tip_error error = {0};
        errno = rows[i].code;
        cr_expect_eq(tip_error_errno(&error, "x"), rows[i].status);
        cr_expect_eq(error.system_errno, rows[i].code);
        errno = rows[i].code;
        cr_expect_eq(tip_error_errno(NULL, "x"), rows[i].status);
    }
    struct tip_error error = {0};
    errno = ENOENT;
    tip_error_errno(&error, "%s: cannot open", "a.txt");
    cr_expect_str_eq(error.message, "a.txt: cannot open: No such file or directory");
}

Test(status, a_long_message_is_cut)
{
    struct tip_error error = {0};
    tip_error_set(&error, TIP_INVALID, "%2000d", 1);
    cr_expect_eq(strlen(error.message), TIP_ERROR_MESSAGE_SIZE - 1);
}

Test(string, grows_and_is_terminated)
{
    struct tip_string string = {0};
    for (int i = 0; i < 1000; i++)
        tip_string_printf(&string, "%d,", i % 10);
    tip_string_append_char(&string, '!');
    tip_string_append(&string, "a\0b", 3);
    cr_expect_eq(string.length, 2004);
    cr_expect_eq(string.data[string.length], '\0');
    cr_expect(memcmp(string.data + 1998, "9,!a\0b", 6) == 0);
    tip_string_clear(&string);
    cr_expect_eq(string.length, 0);
    cr_expect_str_eq(string.data, "");
    tip_string_free(&string);
    cr_expect_null(string.data);
}

Test(string, release_hands_over)
{
    struct tip_string string = {0};
    char *empty = tip_string_release(&string);
    cr_expect_str_eq(empty, "");
    free(empty);
    tip_string_append_text(&string, "text");
    char *text = tip_string_release(&string);
    cr_expect_str_eq(text, "text");
    cr_expect_null(string.data);
    free(text);
}

Test(string, missing_memory_is_remembered)
{
    struct tip_string string = {0};
    tip_string_append_text(&string, "kept");
    cr_expect_not(tip_string_reserve(&string, SIZE_MAX / 2));
    cr_expect(string.failed);
    tip_string_append_text(&string, " lost");
    cr_expect_str_eq(string.data, "kept");
    cr_expect_null(tip_string_release(&string));
}

Test(string, varints_come_back)
{
    static const unsigned long long values[] = {0,     1,     127,        128,
                                                16383, 16384, UINT32_MAX, UINT64_MAX};
    struct tip_string string = {0};
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
        tip_string_append_varint(&string, values[i]);
    const unsigned char *cursor = (const unsigned char *)string.data;
    const unsigned char *end = cursor + string.length;
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        unsigned long long value = 1;
        cr_assert(tip_varint_read(&cursor, end, &value));
        cr_expect_eq(value, values[i]);
    }
    cr_expect_eq(cursor, end);
    tip_string_free(&string);
}

Test(string, bad_varints_are_refused)
{
    static const unsigned char cut[] = {0x80, 0x80};
    static const unsigned char too_large[] = {0xff, 0xff, 0xff, 0xff, 0xff,
                                              0xff, 0xff, 0xff, 0xff, 0x02};
    static const unsigned char too_long[] = {0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
                                             0x80, 0x80, 0x80, 0x80, 0x00};
    unsigned long long value;
    const unsigned char *cursor = cut;
    cr_expect_not(tip_varint_read(&cursor, cut, &value));
    cr_expect_not(tip_varint_read(&cursor, cut + sizeof(cut), &value));
    cr_expect_eq(cursor, cut);
    cursor = too_large;
    cr_expect_not(tip_varint_read(&cursor, too_large + sizeof(too_large), &value));
    cursor = too_long;
    cr_expect_not(tip_varint_read(&cursor, too_long + sizeof(too_long), &value));
}

Test(utf8, finds_the_first_bad_byte)
{
    static const struct {
        const char *text;
        size_t length;
        size_t at;
    } rows[] = {
        {"", 0, 0},
        {"plain ascii text", 16, 16},
        {"T\xC3\xBCrkiye", 8, 8},
        {"12345678\xFF", 9, 8},
        {"a\xC0\xAF", 3, 1},          /* overlong */
        {"a\xE0\x80\xAF", 4, 1},      /* overlong */
        {"a\xED\xA0\x80", 4, 1},      /* surrogate */
        {"a\xF4\x90\x80\x80", 5, 1},  /* above U+10FFFF */
        {"a\xF0\x9F\x98\x80z", 6, 6}, /* a character of four bytes */
        {"a\xE2\x80", 3, 1},          /* cut */
        {"\x80", 1, 0},               /* continuation alone */
        {"\0\xC3\xA9\xC3", 4, 3},     /* NUL is a character */
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        cr_expect_eq(tip_utf8_invalid_at(rows[i].text, rows[i].length), rows[i].at, "row %zu", i);
}

Test(utf8, decodes_what_it_encodes)
{
    static const uint32_t characters[] = {0,      0x7F,   0x80,   0x7FF,   0x800,
                                          0xD7FF, 0xE000, 0xFFFD, 0x10000, 0x10FFFF};
    for (size_t i = 0; i < sizeof(characters) / sizeof(characters[0]); i++) {
        char bytes[4];
        size_t length = tip_utf8_encode(characters[i], bytes);
        const char *cursor = bytes;
        cr_expect_eq(tip_utf8_next(&cursor, bytes + length), characters[i]);
        cr_expect_eq(cursor, bytes + length);
    }
}

Test(utf8, malformed_bytes_are_replaced_one_by_one)
{
    const char text[] = "\xE2\x80z";
    const char *cursor = text;
    const char *end = text + 3;
    cr_expect_eq(tip_utf8_next(&cursor, end), 0xFFFD);
    cr_expect_eq(tip_utf8_next(&cursor, end), 0xFFFD);
    cr_expect_eq(tip_utf8_next(&cursor, end), 'z');
}

Test(utf8, counts_and_cuts_between_characters)
{
    const char *text = "a\xC3\xA9\xE2\x82\xAC";
    cr_expect_eq(tip_utf8_count(text, 6), 3);
    cr_expect_eq(tip_utf8_cut(text, 6, 6), 6);
    cr_expect_eq(tip_utf8_cut(text, 6, 5), 3);
    cr_expect_eq(tip_utf8_cut(text, 6, 2), 1);
    cr_expect_eq(tip_utf8_cut(text, 6, 0), 0);
}

Test(kind, names_come_back)
{
    for (unsigned i = 0; i < TIP_KIND_COUNT; i++) {
        enum tip_kind kind;
        cr_assert(tip_kind_parse(&kind, tip_kind_name(i)));
        cr_expect_eq((unsigned)kind, i);
    }
    enum tip_kind kind = TIP_KIND_LIST;
    cr_expect(tip_kind_parse(&kind, "Story"));
    cr_expect_eq(kind, TIP_KIND_STORY);
    cr_expect_not(tip_kind_parse(&kind, "stories"));
    cr_expect_null(tip_kind_name(TIP_KIND_COUNT));
    cr_expect_str_eq(tip_page_is_name(TIP_PAGE_SECTION_START), "section_start");
    cr_expect_null(tip_page_is_name(TIP_PAGE_UNKNOWN));
}

static struct tip_bitmap bitmap_of(uint32_t size, const uint32_t *members, size_t count)
{
    struct tip_bitmap bitmap;
    cr_assert_eq(tip_bitmap_init(&bitmap, size, NULL), TIP_OK);
    for (size_t i = 0; i < count; i++)
        tip_bitmap_set(&bitmap, members[i]);
    return bitmap;
}

Test(bitmap, walks_its_members)
{
    const uint32_t members[] = {1, 63, 64, 199};
    struct tip_bitmap bitmap = bitmap_of(200, members, 4);
    size_t i = 0;
    for (uint32_t n = tip_bitmap_next(&bitmap, 0); n < 200; n = tip_bitmap_next(&bitmap, n + 1))
        cr_expect_eq(n, members[i++]);
    cr_expect_eq(i, 4);
    cr_expect_eq(tip_bitmap_count(&bitmap), 4);
    cr_expect_not(tip_bitmap_has(&bitmap, 200), "numbers outside are no members");
    tip_bitmap_unset(&bitmap, 64);
    cr_expect_not(tip_bitmap_has(&bitmap, 64));
    tip_bitmap_free(&bitmap);
}

Test(bitmap, set_operations)
{
    struct tip_bitmap a = bitmap_of(130, (const uint32_t[]){1, 2, 129}, 3);
    struct tip_bitmap b = bitmap_of(130, (const uint32_t[]){2, 3}, 2);
    struct tip_bitmap c = bitmap_of(130, NULL, 0);
    tip_bitmap_copy(&c, &a);
    tip_bitmap_or(&c, &b);
    cr_expect_eq(tip_bitmap_count(&c), 4);
    tip_bitmap_and_not(&c, &a);
    cr_expect(tip_bitmap_count(&c) == 1 && tip_bitmap_has(&c, 3));
    tip_bitmap_and(&a, &b);
    cr_expect(tip_bitmap_count(&a) == 1 && tip_bitmap_has(&a, 2));
    tip_bitmap_clear(&a);
    cr_expect_eq(tip_bitmap_next(&a, 0), 130);
    tip_bitmap_free(&a);
    tip_bitmap_free(&b);
    tip_bitmap_free(&c);
}

Test(bitmap, may_be_empty)
{
    struct tip_bitmap bitmap = bitmap_of(0, NULL, 0);
    cr_expect_eq(tip_bitmap_next(&bitmap, 0), 0);
    cr_expect_eq(tip_bitmap_count(&bitmap), 0);
    tip_bitmap_free(&bitmap);
}

Test(digest, vectors_of_the_standard)
{
    char hex[TIP_DIGEST_HEX_SIZE];
    cr_assert_eq(tip_digest_bytes(hex, "abc", 3, NULL), TIP_OK);
    cr_expect_str_eq(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    cr_assert_eq(tip_digest_bytes(hex, "", 0, NULL), TIP_OK);
    cr_expect_str_eq(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

Test(digest, parts_hash_as_the_whole)
{
    unsigned char out[TIP_DIGEST_SIZE];
    char hex[TIP_DIGEST_HEX_SIZE];
    struct tip_digest *digest = tip_digest_begin();
    cr_assert_not_null(digest);
    cr_assert_eq(tip_digest_add(digest, "a", 1, NULL), TIP_OK);
    cr_assert_eq(tip_digest_add(digest, "bc", 2, NULL), TIP_OK);
    cr_assert_eq(tip_digest_end(digest, out, NULL), TIP_OK);
    tip_digest_free(digest);
    tip_digest_to_hex(hex, out);
    cr_expect_str_eq(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
