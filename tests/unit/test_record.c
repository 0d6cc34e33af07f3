/* Stored texts: they come back as they were, or not at all. */
#include <criterion/criterion.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "index/record.h"

static const char dictionary[] =
    "forced labor, sex trafficking, victims, survivors, the government";
static const char text[] =
    "The government did not report identifying victims of forced labor or sex trafficking.";

static struct tip_error error;

static void pack(struct tip_string *record, const char *bytes, size_t length)
{
    cr_assert_eq(tip_record_pack(record, bytes, length, dictionary, strlen(dictionary), &error),
                 TIP_OK, "%s", error.message);
}

static tip_status unpack(char **out, size_t *length, const void *record, size_t record_length)
{
    return tip_record_unpack(out, length, record, record_length, dictionary, strlen(dictionary),
                             &error);
}

static void expect_round_trip(const char *bytes, size_t length)
{
    struct tip_string record = {0};
    pack(&record, bytes, length);
    char *out = NULL;
    size_t out_length = 0;
    cr_assert_eq(unpack(&out, &out_length, record.data, record.length), TIP_OK, "%s",
                 error.message);
    cr_assert_eq(out_length, length);
    cr_expect_eq(memcmp(out, bytes, length), 0);
    cr_expect_eq(out[length], '\0');
    free(out);
    tip_string_free(&record);
}

Test(record, a_text_comes_back)
{
    expect_round_trip(text, strlen(text));
}

Test(record, an_empty_text_comes_back)
{
    expect_round_trip("", 0);
}

Test(record, a_text_with_nuls_comes_back)
{
    expect_round_trip("a\0b\0\0c", 6);
}

Test(record, a_megabyte_comes_back)
{
    char *big = malloc(1 << 20);
    cr_assert_not_null(big);
    uint32_t state = 1;
    for (size_t i = 0; i < 1 << 20; i++) {
        state = state * 1664525 + 1013904223;
        big[i] = (char)(unsigned char)(state >> 24);
    }
    expect_round_trip(big, 1 << 20);
    memset(big, 'x', 1 << 20);
    expect_round_trip(big, 1 << 20);
    free(big);
}

Test(record, no_dictionary_will_do)
{
    struct tip_string record = {0};
    char *out;
    size_t length;
    cr_assert_eq(tip_record_pack(&record, text, strlen(text), NULL, 0, &error), TIP_OK);
    cr_assert_eq(tip_record_unpack(&out, &length, record.data, record.length, NULL, 0, &error),
                 TIP_OK);
    cr_expect_str_eq(out, text);
    free(out);
    tip_string_free(&record);
}

Test(record, the_dictionary_makes_it_shorter)
{
    struct tip_string with = {0};
    struct tip_string without = {0};
    pack(&with, text, strlen(text));
    cr_assert_eq(tip_record_pack(&without, text, strlen(text), NULL, 0, &error), TIP_OK);
    cr_expect_lt(with.length, without.length);
    tip_string_free(&with);
    tip_string_free(&without);
}

Test(record, another_dictionary_is_noticed)
{
    struct tip_string record = {0};
    pack(&record, text, strlen(text));
    char *out;
    size_t length;
    cr_expect_eq(tip_record_unpack(&out, &length, record.data, record.length, "other", 5, &error),
                 TIP_CORRUPT);
    tip_string_free(&record);
}

Test(record, every_changed_byte_is_noticed)
{
    struct tip_string record = {0};
    pack(&record, text, strlen(text));
    for (size_t at = 0; at < record.length; at++) {
        for (int bit = 0; bit < 8; bit++) {
            record.data[at] = (char)(record.data[at] ^ (1 << bit));
            char *out = NULL;
            size_t length = 0;
            tip_status status = unpack(&out, &length, record.data, record.length);
            /* Bits behind the end of the stream, in its last byte, mean nothing. */
            if (status == TIP_OK)
                cr_expect_str_eq(out, text);
            else
                cr_expect_eq(status, TIP_CORRUPT);
            cr_expect(status == TIP_CORRUPT || at == record.length - 1);
            free(out);
            record.data[at] = (char)(record.data[at] ^ (1 << bit));
        }
    }
    tip_string_free(&record);
}

Test(record, every_cut_and_every_addition_is_noticed)
{
    struct tip_string record = {0};
    pack(&record, text, strlen(text));
    char *out;
    size_t length;
    for (size_t shorter = 0; shorter < record.length; shorter++)
        cr_expect_eq(unpack(&out, &length, record.data, shorter), TIP_CORRUPT);
    tip_string_append_char(&record, 'x');
    cr_expect_eq(unpack(&out, &length, record.data, record.length), TIP_CORRUPT);
    tip_string_free(&record);
}

Test(record, a_length_that_cannot_be_true_takes_no_memory)
{
    /* CRC, then lengths of 64 MiB and of 2^63 as varints, then a byte of stream. */
    static const unsigned char large[] = {0, 0, 0, 0, 0x80, 0x80, 0x80, 0x20, 3};
    static const unsigned char huge[] = {0,    0,    0,    0,    0x80, 0x80, 0x80, 0x80,
                                         0x80, 0x80, 0x80, 0x80, 0x80, 0x01, 3};
    char *out;
    size_t length;
    cr_expect_eq(unpack(&out, &length, large, sizeof large), TIP_CORRUPT);
    cr_expect_neq(strstr(error.message, "length"), NULL, "%s", error.message);
    cr_expect_eq(unpack(&out, &length, huge, sizeof huge), TIP_CORRUPT);
    cr_expect_neq(strstr(error.message, "length"), NULL, "%s", error.message);
}

Test(record, a_stream_that_goes_on_is_stopped_at_the_declared_length)
{
    struct tip_string record = {0};
    char *big = calloc(1, 100000);
    cr_assert_not_null(big);
    pack(&record, big, 100000);
    struct tip_string lying = {0};
    tip_string_append(&lying, record.data, 4);
    tip_string_append_varint(&lying, 10);
    tip_string_append(&lying, record.data + 7, record.length - 7);
    char *out;
    size_t length;
    cr_expect_eq(unpack(&out, &length, lying.data, lying.length), TIP_CORRUPT);
    free(big);
    tip_string_free(&lying);
    tip_string_free(&record);
}

Test(record, too_long_a_text_is_refused)
{
    struct tip_string record = {0};
    cr_expect_eq(tip_record_pack(&record, text, ((size_t)64 << 20) + 1, NULL, 0, &error),
                 TIP_LIMIT);
    cr_expect_eq(record.length, 0);
}
