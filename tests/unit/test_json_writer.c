/* JSON as clients get it. */
#include <criterion/criterion.h>
#include <math.h>
#include <signal.h>
#include <string.h>

#include "base/json_writer.h"

Test(json_writer, objects_and_arrays)
{
    struct tip_string out = {0};
    struct tip_json json;
    tip_json_begin(&json, &out);
    tip_json_object(&json);
    tip_json_member_text(&json, "name", "Cambodia");
    tip_json_member_integer(&json, "count", -9);
    tip_json_member_boolean(&json, "partial", false);
    tip_json_member_text(&json, "page", NULL);
    tip_json_key(&json, "list");
    tip_json_array(&json);
    tip_json_integer(&json, 1);
    tip_json_object(&json);
    tip_json_end_object(&json);
    tip_json_array(&json);
    tip_json_end_array(&json);
    tip_json_null(&json);
    tip_json_end_array(&json);
    tip_json_end_object(&json);
    cr_expect_str_eq(out.data, "{\"name\":\"Cambodia\",\"count\":-9,\"partial\":false,"
                               "\"page\":null,\"list\":[1,{},[],null]}");
    tip_string_free(&out);
}

static void expect_text(const char *text, size_t length, const char *expected)
{
    struct tip_string out = {0};
    struct tip_json json;
    tip_json_begin(&json, &out);
    tip_json_bytes(&json, text, length);
    cr_expect_str_eq(out.data, expected);
    tip_string_free(&out);
}

Test(json_writer, text_is_escaped)
{
    expect_text("", 0, "\"\"");
    expect_text("say \"no\" \\ yes", 14, "\"say \\\"no\\\" \\\\ yes\"");
    expect_text("a\n\t\r\x01\x7f", 6, "\"a\\n\\t\\r\\u0001\\u007f\"");
    expect_text("a\0b", 3, "\"a\\u0000b\"");
    expect_text("\xC2\x85\xE2\x80\xA8\xE2\x80\xA9", 8, "\"\\u0085\\u2028\\u2029\"");
    expect_text("T\xC3\xBCrkiye \xF0\x9F\x98\x80", 13, "\"T\xC3\xBCrkiye \xF0\x9F\x98\x80\"");
}

Test(json_writer, bad_utf8_is_replaced_byte_by_byte)
{
    expect_text("a\xFF\xC3", 3, "\"a\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

Test(json_writer, numbers_are_finite_and_short)
{
    static const struct {
        double value;
        const char *text;
    } rows[] = {
        {0, "0"},          {-0.0, "0"},
        {0.61, "0.61"},    {12.3456789, "12.3457"},
        {1e6, "1000000"},  {123456789, "123456789"},
        {-2.5, "-2.5"},    {NAN, "0"},
        {INFINITY, "0"},   {-INFINITY, "0"},
        {1e300, "1e+300"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct tip_string out = {0};
        struct tip_json json;
        tip_json_begin(&json, &out);
        tip_json_number(&json, rows[i].value);
        cr_expect_str_eq(out.data, rows[i].text);
        tip_string_free(&out);
    }
}

Test(json_writer, a_value_without_a_key_is_a_bug, .signal = SIGABRT)
{
    struct tip_string out = {0};
    struct tip_json json;
    tip_json_begin(&json, &out);
    tip_json_object(&json);
    tip_json_integer(&json, 1);
}
