/* The line protocol's two forms of a request, and the line of a reply. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/limits.h"
#include "protocol/protocol.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* Decodes a line that must be a request. */
static struct tip_request accept_line(const char *line)
{
    struct tip_request request;
    struct tip_reply_error error = {0};

    cr_assert(tip_line_decode(&request, &error, line, strlen(line)), "%s: %s", line, error.message);
    return request;
}

/* Decodes bytes that must be refused, with a message that holds `said` and a tag. */
static void refuse_bytes(const char *bytes, size_t length, enum tip_error_code code,
                         const char *said, const char *tag)
{
    struct tip_request request;
    struct tip_reply_error error = {0};

    cr_assert_not(tip_line_decode(&request, &error, bytes, length), "accepted: %.80s", bytes);
    cr_assert_eq(error.code, code, "%.80s: %s", bytes, error.message);
    cr_assert_not_null(strstr(error.message, said), "%.80s: “%s” lacks “%s”", bytes, error.message,
                       said);
    cr_assert_str_eq(request.tag, tag, "%.80s", bytes);
    cr_assert_eq(error.at, -1);
    tip_request_free(&request);
}

static void refuse_line(const char *line, const char *said)
{
    refuse_bytes(line, strlen(line), TIP_CODE_BAD_REQUEST, said, "");
}

Test(words, search_with_every_option)
{
    struct tip_request request =
        accept_line("@a1 search \"cyber scam\" LIMIT 5 offset 10 FACETS country,Kind "
                    "FILTER \"kind:story\" SORT year TEXT");

    cr_assert_eq(request.command, TIP_COMMAND_SEARCH);
    cr_assert_str_eq(request.tag, "a1");
    cr_assert_str_eq(request.query, "cyber scam");
    cr_assert_str_eq(request.filter, "kind:story");
    cr_assert_eq(request.limit, 5);
    cr_assert_eq(request.offset, 10);
    cr_assert_eq(request.sort, TIP_SORT_YEAR);
    cr_assert_eq(request.facets, 1u << TIP_FACET_COUNTRY | 1u << TIP_FACET_KIND);
    cr_assert(request.with_text);
    tip_request_free(&request);
}

Test(words, defaults)
{
    struct tip_request request = accept_line("SEARCH scam");

    cr_assert_str_eq(request.tag, "");
    cr_assert_str_eq(request.query, "scam");
    cr_assert_null(request.filter);
    cr_assert_eq(request.limit, 10);
    cr_assert_eq(request.offset, 0);
    cr_assert_eq(request.facets, 0);
    cr_assert_eq(request.sort, TIP_SORT_RELEVANCE);
    cr_assert_not(request.with_text);
    tip_request_free(&request);
}

Test(words, quotes_count_at_a_words_start_only)
{
    static const char *const rows[][2] = {
        {"SEARCH \"\\\"debt bondage\\\" Cambodia\"", "\"debt bondage\" Cambodia"},
        {"SEARCH \"back\\\\slash\"", "back\\slash"},
        {"SEARCH don't", "don't"},
        {"SEARCH 5\"", "5\""},
        {"SEARCH \"\"", ""},
        {"\t SEARCH \t  *  ", "*"},
        {"SEARCH a\\b", "a\\b"},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct tip_request request = accept_line(rows[i][0]);

        cr_assert_str_eq(request.query, rows[i][1], "%s", rows[i][0]);
        tip_request_free(&request);
    }
}

Test(words, are_refused_with_the_reason)
{
    static const char *const rows[][2] = {
        {"", "empty"},
        {"   ", "no command"},
        {"FROB", "the commands are SEARCH, EXPLAIN, SCAN, GET"},
        {"GUESS \"x\"", "unknown command"},
        {"SEARCH cyber scam", "in quotes"},
        {"SEARCH", "“query” is missing: usage: SEARCH \"<query>\" [LIMIT n] [OFFSET n] [FACETS "
                   "country,kind,…] [FILTER "},
        {"SEARCH \"open", "not closed"},
        {"SEARCH \"a\"b", "followed by a blank"},
        {"SEARCH \"a\\n\"", "backslash"},
        {"SEARCH a LIMIT", "limit has no value"},
        {"SEARCH a LIMIT 101", "0 to 100, not 101"},
        {"SEARCH a LIMIT -1", "not “-1”"},
        {"SEARCH a LIMIT 1.0", "not “1.0”"},
        {"SEARCH a LIMIT 18446744074", "0 to 100, not 18446744074"},
        {"SEARCH a LIMIT 000000000000000000000101", "0 to 100, not 101"},
        {"SEARCH a LIMIT 99999999999999999999", "0 to 100, this one is too large"},
        {"SEARCH a LIMIT 5 limit 5", "twice"},
        {"SEARCH a OFFSET 9999", "at most 10000"},
        {"SEARCH a FACETS colour", "unknown facet “colour”"},
        {"SEARCH a FACETS country,", "unknown facet"},
        {"SEARCH a SORT date", "relevance or year"},
        {"SEARCH a YEAR", "year has no value"},
        {"SEARCH a YEAR 2021 year 2022", "twice"},
        {"GET 0123456789abcdef YEAR 2021", "no option “YEAR”"},
        {"SEARCH a CONTEXT 1", "no option “CONTEXT”"},
        {"SEARCH a \"LIMIT\" 1", "no option"},
        {"GET", "usage: GET <id> [CONTEXT n]"},
        {"GET 0123456789abcdef CONTEXT 11", "0 to 10"},
        {"GET", "“id” is missing"},
        {"SIMILAR x like y", "no option “like”"},
        {"PING now", "PING has no option “now”"},
        {"QUIT now", "usage: QUIT"},
        {" {\"cmd\":\"ping\"}", "first byte"},
        {"@ PING", "no tag"},
        {"@a/b PING", "no tag"},
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        refuse_line(rows[i][0], rows[i][1]);
}

Test(words, tag_is_read_of_a_malformed_rest_too)
{
    static const char bytes[] = "@a:1.b_c- SEARCH \xff";

    refuse_bytes(bytes, sizeof bytes - 1, TIP_CODE_BAD_REQUEST, "byte 17 ", "a:1.b_c-");
    refuse_bytes("@x", 2, TIP_CODE_BAD_REQUEST, "no command", "x");
    refuse_bytes("@x FROB", 7, TIP_CODE_BAD_REQUEST, "FROB", "x");
}

Test(words, a_tag_has_64_characters_at_most)
{
    char line[128];
    struct tip_request request;

    snprintf(line, sizeof line, "@%064d PING", 7);
    request = accept_line(line);
    cr_assert_eq(strlen(request.tag), 64);
    tip_request_free(&request);
    snprintf(line, sizeof line, "@%065d PING", 7);
    refuse_line(line, "no tag");
}

Test(bytes, that_are_no_text_are_named_and_not_echoed)
{
    refuse_bytes("PING\0", 5, TIP_CODE_BAD_REQUEST, "byte 4 of the line is a NUL", "");
    refuse_bytes("\xc0\xaf", 2, TIP_CODE_BAD_REQUEST, "byte 0 of the line is not UTF-8", "");
    refuse_bytes("SEARCH \xed\xa0\x80", 10, TIP_CODE_BAD_REQUEST, "byte 7 ", "");
}

Test(bytes, random_ones_are_decoded_or_refused)
{
    static const char alphabet[] = "{}[]\":,\\@ \tSEARCHLIMITcmdtagquery0159.-\xff\xc3\xa9";
    unsigned state = 12345;
    char line[200];

    for (int round = 0; round < 20000; round++) {
        struct tip_request request;
        struct tip_reply_error error;
        size_t length = (size_t)round % sizeof line;

        for (size_t i = 0; i < length; i++) {
            state = state * 1103515245u + 12345u;
            line[i] = alphabet[(state >> 16) % (sizeof alphabet - 1)];
        }
        if (round % 2 == 0 && length > 0)
            line[0] = '{';
        (void)tip_line_decode(&request, &error, line, length);
        tip_request_free(&request);
    }
}

Test(json, search_with_every_member)
{
    struct tip_request request = accept_line(
        "{\"cmd\":\"search\",\"tag\":\"a1\",\"query\":\"\\\"debt bondage\\\" T\\u00fcrkiye\","
        "\"limit\":0,\"offset\":3,\"facets\":[\"report\",\"year\"],\"filter\":\"kind:story\","
        "\"sort\":\"year\",\"text\":true}");

    cr_assert_str_eq(request.tag, "a1");
    cr_assert_str_eq(request.query, "\"debt bondage\" Türkiye");
    cr_assert_str_eq(request.filter, "kind:story");
    cr_assert_eq(request.limit, 0);
    cr_assert_eq(request.offset, 3);
    cr_assert_eq(request.facets, 1u << TIP_FACET_REPORT | 1u << TIP_FACET_YEAR);
    cr_assert_eq(request.sort, TIP_SORT_YEAR);
    cr_assert(request.with_text);
    tip_request_free(&request);
}

static void expect_filter(const struct tip_request *request, size_t place,
                          enum tip_filter_field field, const char *value)
{
    cr_assert_lt(place, request->filter_count);
    cr_expect_eq(request->filters[place].field, field);
    cr_expect_str_eq(request->filters[place].value, value);
}

Test(json, a_field_takes_a_value_or_several)
{
    struct tip_request request = accept_line(
        "{\"cmd\":\"search\",\"query\":\"x\",\"year\":\"2021..\",\"kind\":[\"list\",\"a,b\"]}");

    cr_assert_eq(request.filter_count, 3);
    expect_filter(&request, 0, TIP_FILTER_YEAR, "2021..");
    expect_filter(&request, 1, TIP_FILTER_KIND, "list");
    expect_filter(&request, 2, TIP_FILTER_KIND, "a,b");
    tip_request_free(&request);
}

Test(words, a_field_takes_a_value_as_in_a_query)
{
    struct tip_request request = accept_line("SEARCH x kind list,quote SECTION \"cyber scam\"");

    cr_assert_eq(request.filter_count, 2);
    expect_filter(&request, 0, TIP_FILTER_KIND, "list,quote");
    expect_filter(&request, 1, TIP_FILTER_SECTION, "cyber scam");
    tip_request_free(&request);
}

/* `count` years of five bytes with their comma, a string each, as a request; for free(3). */
static char *many_years(size_t count)
{
    struct tip_string line = {0};

    tip_string_append_text(&line, "{\"cmd\":\"search\",\"query\":\"x\",\"year\":[\"1000\"");
    for (size_t i = 1; i < count; i++)
        tip_string_printf(&line, ",\"%zu\"", 1000 + i);
    tip_string_append_text(&line, "]}");
    return tip_string_release(&line);
}

Test(json, equal_values_of_a_field_count_once)
{
    struct tip_request request =
        accept_line("{\"cmd\":\"search\",\"query\":\"x\",\"year\":[\"2023\",\"2022\",\"2023\"],"
                    "\"page\":\"2023\"}");

    cr_assert_eq(request.filter_count, 3);
    tip_request_free(&request);
}

Test(json, the_values_of_fields_are_limited_together)
{
    char *most = many_years(TIP_LIMIT_QUERY / 5);
    char *more = many_years(TIP_LIMIT_QUERY / 5 + 1);
    struct tip_request request = accept_line(most);

    cr_expect_eq(request.filter_count, TIP_LIMIT_QUERY / 5);
    tip_request_free(&request);
    refuse_bytes(more, strlen(more), TIP_CODE_TOO_LONG, "more than 4096 bytes", "");
    free(most);
    free(more);
}

Test(json, the_other_commands)
{
    struct tip_request get = accept_line("{\"cmd\":\"get\",\"id\":\"00ff\",\"context\":2}");
    struct tip_request like =
        accept_line("{\"cmd\":\"similar\",\"like\":\"a note\\n\",\"limit\":3}");
    struct tip_request auth = accept_line("{\"cmd\":\"auth\",\"token\":\"t\"}");

    cr_assert_str_eq(get.id, "00ff");
    cr_assert_eq(get.context, 2);
    cr_assert_str_eq(like.like, "a note\n");
    cr_assert_null(like.id);
    cr_assert_eq(like.limit, 3);
    cr_assert_str_eq(auth.token, "t");
    tip_request_free(&get);
    tip_request_free(&like);
    tip_request_free(&auth);
}

Test(json, is_refused_with_the_reason)
{
    static const char *const rows[][2] = {
        {"{", "not valid JSON"},
        {"{}", "“cmd” is missing"},
        {"{\"cmd\":1}", "“cmd” must be a string"},
        {"{\"cmd\":\"frob\"}", "the commands are SEARCH"},
        {"{\"cmd\":\"search\"}", "“query” is missing"},
        {"{\"cmd\":\"ping\"} x", "not valid JSON"},
        {"{\"cmd\":\"search\",\"query\":\"x\",\"limit\":1,\"limit\":2}", "\"limit\""},
        {"{\"cmd\":\"search\",\"query\":\"x\",\"colour\":1}", "no member “colour”"},
        {"{\"cmd\":\"search\",\"query\":\"x\",\"LIMIT\":1}", "no member “LIMIT”"},
        {"{\"cmd\":\"ping\",\"query\":\"x\"}", "PING has no member “query”"},
        {"{\"cmd\":\"search\",\"query\":\"x\",\"limit\":5.5}", "“limit” must be a whole number"},
        {"{\"cmd\":\"search\",\"query\":\"x\",\"limit\":null}", "“limit” must be a whole number"},
        {"{\"cmd\":\"search\",\"query\":\"x\",\"limit\":101}", "0 to 100, not 101"},
        {"{\"cmd\":\"search\",\"query\":\"x\",\"limit\":-1}", "not -1"},
        {"{\"cmd\":\"search\",\"query\":\"x\",\"limit\":1e400}", "not valid JSON"},
        {"{\"cmd\":\"search\",\"query\":\"x\",\"text\":1}", "true or false"},
        {"{\"cmd\":\"search\",\"query\":\"x\",\"facets\":\"year\"}", "an array of strings"},
        {"{\"cmd\":\"search\",\"query\":\"x\",\"facets\":[1]}", "an array of strings"},
        {"{\"cmd\":\"search\",\"query\":\"x\",\"year\":2021}", "a string or an array of strings"},
        {"{\"cmd\":\"search\",\"query\":\"x\",\"year\":[[]]}", "a string or an array of strings"},
        {"{\"cmd\":\"search\",\"query\":\"x\",\"year\":\"2021\\u0000\"}", "NUL"},
        {"{\"cmd\":\"search\",\"query\":\"a\\u0000b\"}", "NUL"},
        {"{\"cmd\":\"search\",\"query\":\"\\ud800\"}", "not valid JSON"},
        {"{\"cmd\":\"similar\",\"id\":\"x\",\"like\":\"y\"}", "both"},
        {"{\"cmd\":\"similar\"}", "“id” (in JSON, or “like”) is missing"},
        {"{\"cmd\":\"ping\",\"tag\":\"\"}", "“tag” must be"},
        {"{\"cmd\":\"ping\",\"tag\":\"a b\"}", "“tag” must be"},
        {"{\"cmd\":\"ping\",\"tag\":7}", "“tag” must be"},
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        refuse_line(rows[i][0], rows[i][1]);
}

Test(json, a_text_of_blanks_is_a_bad_query_as_an_empty_query_is)
{
    static const char *const rows[] = {
        "{\"cmd\":\"similar\",\"like\":\"\"}",
        "{\"cmd\":\"similar\",\"like\":\" \\t\\n \"}",
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct tip_request request;
        struct tip_reply_error error = {0};

        cr_assert_not(tip_line_decode(&request, &error, rows[i], strlen(rows[i])), "%s", rows[i]);
        cr_assert_eq(error.code, TIP_CODE_BAD_QUERY);
        cr_assert_eq(error.at, 0);
        cr_assert_not_null(strstr(error.message, "“like” is empty"), "%s", error.message);
        tip_request_free(&request);
    }
}

Test(json, tag_is_read_of_a_malformed_rest_too)
{
    static const char *const rows[] = {
        "{\"tag\":\"a1\",\"cmd\":\"frob\"}",
        "{\"tag\" : \"a1\",\"cmd\":",
        "{\"cmd\":,\"tag\":\"a1\"}",
        "{\"query\":{\"tag\":\"no\"},\"tag\":\"a1\"}",
        "{\"query\":\"\\\"tag\\\":\\\"no\\\"\",\"tag\":\"a1\"",
        "{\"tag\":\"a1\",\"tag\":\"a2\",\"cmd\":\"ping\"}",
        "{\"tag\":\"a1\",\"x\":\"\xff\"}",
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        refuse_bytes(rows[i], strlen(rows[i]), TIP_CODE_BAD_REQUEST, "", "a1");
}

Test(json, nests_eight_deep_at_most)
{
    char deep[40000];

    refuse_line("{\"cmd\":\"ping\",\"x\":[[[[[[[]]]]]]]}", "no member");
    refuse_line("{\"cmd\":\"ping\",\"x\":[[[[[[[[]]]]]]]]}", "at most 8");
    memset(deep, '[', sizeof deep);
    memcpy(deep, "{\"x\":", 5);
    refuse_bytes(deep, sizeof deep, TIP_CODE_BAD_REQUEST, "at most 8", "");
}

Test(limits, a_query_has_4096_bytes_at_most)
{
    char line[TIP_LIMIT_QUERY + 64] = "SEARCH ";
    size_t start = strlen(line);
    struct tip_request request;

    memset(line + start, 'x', TIP_LIMIT_QUERY);
    line[start + TIP_LIMIT_QUERY] = '\0';
    request = accept_line(line);
    cr_assert_eq(strlen(request.query), TIP_LIMIT_QUERY);
    tip_request_free(&request);
    refuse_bytes(strcat(line, "x"), start + TIP_LIMIT_QUERY + 1, TIP_CODE_TOO_LONG, "4096", "");
}

Test(http, is_told_by_the_end_of_its_line)
{
    cr_assert(tip_line_is_http("GET / HTTP/1.1", 14));
    cr_assert(tip_line_is_http("POST /search HTTP/1.0", 21));
    cr_assert_not(tip_line_is_http("SEARCH \"HTTP/1.1\"", 17));
    cr_assert_not(tip_line_is_http("HTTP/1.1", 8));
    cr_assert_not(tip_line_is_http(" HTTP/1.", 8));
}

/* Encodes and compares. */
static void expect_line(const char *tag, const struct tip_reply *reply, const char *line)
{
    struct tip_string out = {0};

    tip_line_encode(&out, tag, reply);
    cr_assert_str_eq(out.data, line);
    tip_string_free(&out);
}

Test(reply, of_small_talk)
{
    struct tip_reply pong = {.kind = TIP_REPLY_PONG};
    struct tip_reply bye = {.kind = TIP_REPLY_BYE};

    expect_line("", &pong, "{\"pong\":true}\n");
    expect_line("a1", &bye, "{\"tag\":\"a1\",\"bye\":true}\n");
}

Test(reply, of_an_error_tells_the_place_of_a_bad_query_only)
{
    struct tip_reply reply = {.kind = TIP_REPLY_ERROR,
                              .error = {.code = TIP_CODE_BAD_QUERY,
                                        .message = "what and where",
                                        .at = 14,
                                        .retry_after_ms = 5}};

    expect_line("", &reply,
                "{\"error\":{\"code\":\"bad_query\",\"message\":\"what and where\",\"at\":14}}\n");
    reply.error.code = TIP_CODE_BUSY;
    expect_line("", &reply,
                "{\"error\":{\"code\":\"busy\",\"message\":\"what and where\","
                "\"retry_after_ms\":5}}\n");
}

Test(reply, of_a_search)
{
    char before[] = "in ", marked[] = "Cambodia", citation[] = "U.S., p. 64", text[] = "scam";
    char value[] = "KH", label[] = "Cambodia", address[] = "file:///srv/tip.pdf#page=81";
    const char *headings[] = {"Topics", "Scams"};
    struct tip_snippet_piece pieces[] = {{before, false}, {marked, true}};
    struct tip_facet_count count = {.value = value, .label = label, .count = 9};
    struct tip_hit hit = {.rank = 1,
                          .score = 12.5,
                          .view = {.row = {.id = 0xff,
                                           .kind = TIP_KIND_STORY,
                                           .page_is = TIP_PAGE_EXACT,
                                           .page = "64",
                                           .page_number = 81,
                                           .countries = "KH PH"},
                                   .report = {.id = "tip-2023",
                                              .title = "TIP",
                                              .publisher = "U.S.",
                                              .date = "June 2023",
                                              .year = 2023,
                                              .file = "/srv/tip.pdf",
                                              .sha256 = "ab"},
                                   .headings = headings,
                                   .depth = 2,
                                   .citation = citation,
                                   .source_address = address},
                          .snippet = pieces,
                          .snippet_count = 2,
                          .matched_in = "text"};
    struct tip_reply reply = {.kind = TIP_REPLY_HITS,
                              .generation = 7,
                              .index_passages = 812,
                              .query_text = text,
                              .read_as = text,
                              .total = 57,
                              .total_all = 60,
                              .total_distinct = 57,
                              .took_ms = 0.5,
                              .hits = &hit,
                              .hit_count = 1,
                              .facets_asked = 1u << TIP_FACET_COUNTRY,
                              .facets = {[TIP_FACET_COUNTRY] = {&count, 1}}};

    expect_line(
        "t", &reply,
        "{\"tag\":\"t\",\"query\":{\"text\":\"scam\",\"read_as\":\"scam\",\"corrected\":null},"
        "\"index\":{\"generation\":7,\"passages\":812},\"total\":57,\"total_is\":\"exact\","
        "\"total_all\":60,\"total_distinct\":57,"
        "\"partial\":false,\"took_ms\":0.5,\"hits\":[{\"rank\":1,\"id\":\"00000000000000ff\","
        "\"score\":12.5,\"report\":{\"id\":\"tip-2023\",\"title\":\"TIP\",\"publisher\":\"U.S.\","
        "\"date\":\"June 2023\",\"year\":2023},"
        "\"section\":[\"Topics\",\"Scams\"],\"kind\":\"story\",\"page\":\"64\","
        "\"page_is\":\"exact\",\"countries\":[\"KH\",\"PH\"],\"since\":0,\"snippet\":[{\"text\":"
        "\"in \"},"
        "{\"text\":\"Cambodia\",\"hit\":true}],\"citation\":\"U.S., p. 64\","
        "\"source\":{\"file\":\"/srv/tip.pdf\",\"sha256\":\"ab\",\"page\":81,"
        "\"address\":\"file:///srv/tip.pdf#page=81\"},"
        "\"matched_in\":\"text\"}],\"facets\":{\"country\":[{\"value\":\"KH\","
        "\"label\":\"Cambodia\",\"count\":9}]}}\n");
}

/* Headings, title, citation and speaker of `length` bytes, two a character. */
static struct tip_view view_of(char *text, const char **headings, size_t depth, size_t length)
{
    for (size_t i = 0; i + 1 < length; i += 2)
        memcpy(text + i, "é", 2);
    text[length] = '\0';
    for (size_t i = 0; i < depth; i++)
        headings[i] = text;
    return (struct tip_view){.row = {.id = 1, .by = text, .page = "1", .countries = "KH"},
                             .report = {.id = "r", .title = text, .year = 2023},
                             .headings = headings,
                             .depth = depth,
                             .citation = text};
}

Test(reply, cuts_what_a_source_has_too_long_between_characters)
{
    char text[2001], expected[1100] = "\"section\":[\"", whole[2100];
    const char *heading;
    struct tip_hit hit = {.view = view_of(text, &heading, 1, 1000)};
    struct tip_reply reply = {.kind = TIP_REPLY_HITS, .hits = &hit, .hit_count = 1};
    struct tip_string out = {0};

    snprintf(whole, sizeof whole, "\"section\":[\"%s\"]", text);
    tip_line_encode(&out, "", &reply);
    cr_assert_not_null(strstr(out.data, whole), "1000 bytes are not cut");

    hit.view = view_of(text, &heading, 1, 2000);
    for (int i = 0; i < 498; i++)
        strcat(expected, "é"); /* 996 bytes, and three of “…” */
    strcat(expected, "…\"]");
    tip_string_clear(&out);
    tip_line_encode(&out, "", &reply);
    cr_assert_not_null(strstr(out.data, expected), "%.1500s", out.data);
    tip_string_free(&out);
}

Test(reply, without_texts_stays_about_a_megabyte)
{
    enum { LENGTH = 200000, DEPTH = 6 };
    static char text[LENGTH + 1];
    static struct tip_hit hits[TIP_LIMIT_HITS];
    const char *headings[DEPTH];
    struct tip_view view = view_of(text, headings, DEPTH, LENGTH);
    struct tip_reply reply = {.kind = TIP_REPLY_HITS, .hits = hits, .hit_count = TIP_LIMIT_HITS};
    struct tip_string out = {0};

    for (int i = 0; i < TIP_LIMIT_HITS; i++)
        hits[i].view = view;
    tip_line_encode(&out, "", &reply);
    cr_assert_lt(out.length, 1u << 20);
    tip_string_free(&out);
}

Test(reply, of_help_and_version_come_from_the_table)
{
    struct tip_reply help = {.kind = TIP_REPLY_HELP};
    struct tip_reply version = {.kind = TIP_REPLY_VERSION};
    struct tip_string out = {0};

    tip_line_encode(&out, "", &help);
    cr_assert_not_null(strstr(out.data, "{\"name\":\"GET\",\"usage\":\"GET <id> [CONTEXT n]\""));
    tip_string_clear(&out);
    tip_line_encode(&out, "", &version);
    cr_assert_not_null(strstr(out.data, "\"protocol\":1,"));
    cr_assert_not_null(strstr(out.data, "\"line_bytes\":65536,"));
    cr_assert_not_null(strstr(
        out.data, "\"commands\":[\"SEARCH\",\"EXPLAIN\",\"SCAN\",\"GET\",\"COMPARE\",\"SIMILAR\","
                  "\"QUOTE\",\"STATS\",\"SUGGEST\",\"PATTERNS\","
                  "\"PING\",\"VERSION\",\"HELP\",\"AUTH\",\"QUIT\"]"));
    tip_string_free(&out);
}
