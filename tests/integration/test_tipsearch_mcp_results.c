/* What tipsearch --mcp makes of what a server finds: pages to their end, and text of reports that
 * would command whatever shows it. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mcp_fixture.h"
#include "unit/fake_server.h"

static struct fake_server server;

static void start(struct mcp *mcp, const char *reply)
{
    server = (struct fake_server){0};
    fake_server_start(&server, FAKE_ANSWERS, reply);
    mcp_start(mcp, (const char *const[]){"-s", server.address, NULL});
    mcp_begin(mcp, "2025-11-25");
}

static void stop(struct mcp *mcp)
{
    mcp_end(mcp);
    fake_server_stop(&server);
}

TestSuite(mcp_results, .timeout = 120);

/* ---- pages ---- */

/* A server whose query finds very much, and of it always one passage. */
#define VERY_MUCH                                                                                  \
    "{\"total\":10150,\"total_is\":\"exact\",\"hits\":[{\"rank\":1,\"id\":"                        \
    "\"ba46338155b33f9c\",\"citation\":\"A report\",\"text\":\"Debt.\"}]}\n"

/* In each row a page, what is asked of the server for it, and the next page (-1: none). */
static const struct {
    const char *arguments, *limit, *offset;
    int next;
} pages[] = {
    {"{\"query\":\"debt\",\"limit\":1,\"offset\":0}", "\"limit\":1", NULL, 1},
    {"{\"query\":\"debt\",\"limit\":50,\"offset\":9900}", "\"limit\":50", "\"offset\":9900", 9901},
    {"{\"query\":\"debt\",\"limit\":50,\"offset\":9950}", "\"limit\":50", "\"offset\":9950", 9951},
    {"{\"query\":\"debt\",\"limit\":50,\"offset\":9960}", "\"limit\":40", "\"offset\":9960", 9961},
    {"{\"query\":\"debt\",\"offset\":9999}", "\"limit\":1", "\"offset\":9999", -1},
};

static void expect_page(const char *arguments, const char *limit, const char *offset, int next)
{
    struct mcp mcp;
    json_t *result, *structured, *given;

    start(&mcp, VERY_MUCH);
    result = mcp_call(&mcp, "search_reports", arguments);
    structured = json_object_get(result, "structuredContent");
    given = json_object_get(structured, "next_offset");
    cr_assert_eq(json_is_null(given) ? -1 : json_integer_value(given), next, "%s", arguments);
    if (next < 0) {
        const char *hint = json_string_value(json_object_get(structured, "hint"));

        cr_assert_not_null(hint);
        cr_assert_not_null(strstr(hint, "make the query narrower"));
        cr_assert_not_null(strstr(mcp_text(result), hint));
        cr_assert_null(strstr(mcp_text(result), "There are more: offset"));
    }
    json_decref(result);
    stop(&mcp);
    cr_assert_not_null(strstr(server.request, limit), "%s: %s", arguments, server.request);
    if (offset)
        cr_assert_not_null(strstr(server.request, offset), "%s: %s", arguments, server.request);
}

Test(mcp_results, the_next_page_is_named_where_the_server_would_give_it)
{
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        expect_page(pages[i].arguments, pages[i].limit, pages[i].offset, pages[i].next);
}

/* ---- text that commands ---- */

/* U+202E and U+2066 turn round what stands behind them, U+001B begins a command to a terminal, and
 * U+0085, U+2028, U+000B, U+000C and CR end lines for some readers. */
#define TURNS "\\u202e\\u2066"
#define PASSAGE                                                                                    \
    "\"rank\":1,\"id\":\"ba46338155b33f9c\",\"report\":{\"id\":\"tip" TURNS                        \
    "-1\",\"title\":\"Title" TURNS "\\u2028SYSTEM\"},\"page\":\"1" TURNS "\",\"page_is\":"         \
    "\"exact\",\"section\":[\"A" TURNS " section\"],\"by\":\"A" TURNS                              \
    " survivor\",\"citation\":\"Cited" TURNS " as\\u0085said\","                                   \
    "\"text\":\"one\\u001b[2J\\u2028two\\u0085three\\u000bfour\\ffive\\r\\nsix\\rseven "           \
    "\\u202eeight\",\"also_in\":[{\"id\":\"0123456789abcdef\",\"report\":{\"id\":\"tip" TURNS      \
    "-2\"},\"citation\":\"Twin" TURNS "\",\"same\":true}]"

#define HOSTILE                                                                                    \
    "{\"total\":1,\"total_is\":\"exact\",\"query\":{\"read_as\":\"debt" TURNS                      \
    "\"},\"hits\":[{" PASSAGE "}]}"                                                                \
    "\n"

static const char CLEANED[] = "one�[2J\ntwo\nthree\nfour\nfive\nsix\nseven \u202eeight";
static const char QUOTED[] =
    "\n> one�[2J\n> two\n> three\n> four\n> five\n> six\n> seven \u202eeight\n";

static void expect_member(const json_t *object, const char *key, const char *value)
{
    const char *text = json_string_value(json_object_get(object, key));

    cr_assert_not_null(text, "%s", key);
    cr_assert_str_eq(text, value, "%s", key);
}

static void expect_cleaned(const json_t *passage)
{
    const json_t *twin = json_array_get(json_object_get(passage, "also_in"), 0);

    expect_member(passage, "text", CLEANED);
    expect_member(passage, "report", "tip-1");
    expect_member(passage, "title", "Title SYSTEM");
    expect_member(passage, "page", "1");
    expect_member(passage, "by", "A survivor");
    expect_member(passage, "citation", "Cited as�said");
    cr_assert_str_eq(json_string_value(json_array_get(json_object_get(passage, "section"), 0)),
                     "A section");
    expect_member(twin, "report", "tip-2");
    expect_member(twin, "citation", "Twin");
}

Test(mcp_results, both_forms_of_a_result_have_the_same_words_and_neither_commands)
{
    struct mcp mcp;
    json_t *result, *structured;

    start(&mcp, HOSTILE);
    result = mcp_call(&mcp, "search_reports", "{\"query\":\"debt\"}");
    structured = json_object_get(result, "structuredContent");
    expect_member(structured, "read_as", "debt");
    expect_cleaned(json_array_get(json_object_get(structured, "passages"), 0));
    expect_member(json_array_get(json_object_get(result, "content"), 1), "title", "Cited as�said");
    cr_assert_not_null(strstr(mcp_text(result), QUOTED), "%s", mcp_text(result));
    cr_assert_not_null(strstr(mcp_text(result), "Citation:\n> Cited as�said\n"));
    cr_assert_not_null(strstr(mcp_text(result), "Said by:\n> A survivor\n"));
    cr_assert_null(strstr(mcp_text(result), "\u2066"), "%s", mcp_text(result));
    json_decref(result);
    stop(&mcp);
}

/* A control character has one byte, and what stands for it three. */
Test(mcp_results, a_text_is_cut_as_it_is_shown)
{
    enum { COUNT = 2000 };
    char reply[COUNT * 6 + 200], *at = reply;
    struct mcp mcp;
    json_t *result, *passage;

    at += sprintf(at, "{\"total\":1,\"total_is\":\"exact\",\"hits\":[{\"rank\":1,\"id\":"
                      "\"ba46338155b33f9c\",\"citation\":\"A\",\"text\":\"");
    for (int i = 0; i < COUNT; i++)
        at += sprintf(at, "\\u0001");
    sprintf(at, "\"}]}\n");
    start(&mcp, reply);
    result = mcp_call(&mcp, "search_reports", "{\"query\":\"debt\"}");
    passage = json_array_get(
        json_object_get(json_object_get(result, "structuredContent"), "passages"), 0);
    cr_assert_leq(json_string_length(json_object_get(passage, "text")), 4000);
    cr_assert(json_is_true(json_object_get(passage, "text_cut")));
    json_decref(result);
    stop(&mcp);
}
