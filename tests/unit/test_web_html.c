/* What is foreign stays text, wherever it stands in HTML or in an address. */
#include <criterion/criterion.h>
#include <string.h>

#include "web/html.h"

static struct tip_string out;

static void clear(void)
{
    tip_string_free(&out);
}

TestSuite(web_html, .fini = clear, .timeout = 60);

struct row {
    const char *text, *expected;
};

static void expect_all(const struct row *rows, size_t count,
                       void (*write)(struct tip_string *, const char *))
{
    for (size_t i = 0; i < count; i++) {
        tip_string_clear(&out);
        write(&out, rows[i].text);
        cr_expect_str_eq(out.length == 0 ? "" : out.data, rows[i].expected, "%s: %s, not %s",
                         rows[i].text, out.data, rows[i].expected);
    }
}

#define EXPECT_ALL(rows, write) expect_all(rows, sizeof(rows) / sizeof(rows)[0], write)

#define UNKNOWN "\xEF\xBF\xBD"

Test(web_html, text_is_escaped)
{
    static const struct row rows[] = {
        {"", ""},
        {"plain words", "plain words"},
        {"<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"},
        {"\" onfocus=\"x", "&quot; onfocus=&quot;x"},
        {"' onfocus='x", "&#39; onfocus=&#39;x"},
        {"&lt;b&gt;", "&amp;lt;b&amp;gt;"},
        {"a\tb\nc\rd", "a\tb\nc d"},
        {"\x01\x1b[31m\x7f", UNKNOWN UNKNOWN "[31m" UNKNOWN},
        {"a\xE2\x80\xA8"
         "b\xE2\x80\xA9"
         "c",
         "a b c"},
        {"\xC2\x85 \xC2\x9F", UNKNOWN " " UNKNOWN},
        {"\xEF\xBF\xBE\xEF\xB7\x90", UNKNOWN UNKNOWN},
        {"\xF0\x9F\xBF\xBF", UNKNOWN},
        {"\xC3(", UNKNOWN "("},
        {"\xF0\x9F", UNKNOWN UNKNOWN},
        {"ខ្មែរ ไทย مرحبا 👩‍👩‍👧",
         "ខ្មែរ ไทย مرحبا 👩‍👩‍👧"},
    };

    EXPECT_ALL(rows, tip_html_text);
}

static void write_attribute(struct tip_string *string, const char *text)
{
    tip_html_attribute(string, "value", text);
}

Test(web_html, an_attribute_ends_where_it_should)
{
    static const struct row rows[] = {
        {"", " value=\"\""},
        {"\"><img src=x onerror=y>", " value=\"&quot;&gt;&lt;img src=x onerror=y&gt;\""},
        {"a'b`c=d", " value=\"a&#39;b`c=d\""},
        {"line\nline", " value=\"line\nline\""},
    };

    EXPECT_ALL(rows, write_attribute);
}

Test(web_html, a_part_of_an_address_is_no_more_than_that)
{
    static const struct row rows[] = {
        {"Az09-._~", "Az09-._~"},
        {"a b&c=d#e?f/g+h%i", "a%20b%26c%3Dd%23e%3Ff%2Fg%2Bh%25i"},
        {"javascript:x", "javascript%3Ax"},
        {"\"'<>", "%22%27%3C%3E"},
        {"é\n", "%C3%A9%0A"},
    };

    EXPECT_ALL(rows, tip_url_component);
}

Test(web_html, foreign_pieces_are_isolated)
{
    static const struct row rows[] = {{"مرحبا<", "<bdi>مرحبا&lt;</bdi>"}};

    EXPECT_ALL(rows, tip_html_isolated);
}

Test(web_html, what_is_too_long_is_cut_between_characters)
{
    tip_html_bounded(&out, "aéb<", 2);
    cr_expect_str_eq(out.data, "a…");
    tip_string_clear(&out);
    tip_html_bounded(&out, "aéb<", 5);
    cr_expect_str_eq(out.data, "aéb&lt;");
}

Test(web_html, numbers_are_grouped)
{
    static const struct {
        unsigned long long value;
        const char *expected;
    } rows[] = {{0, "0"}, {999, "999"}, {1000, "1,000"}, {1234567, "1,234,567"}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        tip_string_clear(&out);
        tip_html_number(&out, rows[i].value);
        cr_expect_str_eq(out.data, rows[i].expected);
    }
}

Test(web_html, only_addresses_of_the_web_may_be_links)
{
    static const struct {
        const char *url;
        bool is_of_web;
    } rows[] = {
        {"https://example.org/report?a=1&b=%22#page=3", true},
        {"http://example.org", true},
        {NULL, false},
        {"", false},
        {"/read/x", false},
        {"//example.org", false},
        {"javascript:alert(1)//https://", false},
        {"data:text/html,x", false},
        {"HTTPS://example.org", false},
        {" https://example.org", false},
        {"https://example.org/\"onclick=\"x", false},
        {"https://example.org/<b>", false},
        {"https://example.org/\nx", false},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_expect_eq(tip_url_is_of_web(rows[i].url), rows[i].is_of_web, "%s", rows[i].url);
}
