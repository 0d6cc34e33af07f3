/* SCAN finds what SEARCH counts: for random queries and options, of everything and within a scope,
 * both read the query alike, and the pages of the one have as many passages as the other's total,
 * each once. TIP_REQUESTS in the environment is how many are asked. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/protocol.h"
#include "scope_pair.h"

enum { REQUESTS = 400, SEARCH_LIMIT = 100 };

static struct scope_pair pair;

static bool every_third(const char *id)
{
    return strlen(id) > 0 && (id[strlen(id) - 1] - '0') % 3 == 0;
}

/* The sample cases, of which some are hidden from one side, with the sample's knowledge. */
static void open_pair(void)
{
    char *corpus = tip_test_path(getenv("TIP_SOURCE"), "corpus");
    char *path = tip_test_path(corpus, "sample-cases-2021.jsonl");
    char *cases = tip_test_read(path, NULL);
    scope_pair_init(&pair);
    scope_pair_write_records(&pair, "cases", cases, every_third);
    scope_pair_index(&pair, "build");
    scope_pair_open(&pair, corpus);
    free(cases);
    free(path);
    free(corpus);
}

static void close_pair(void)
{
    scope_pair_free(&pair);
}

TestSuite(scan_search, .init = open_pair, .fini = close_pair, .timeout = 200);

static json_t *ask(int side, const json_t *request)
{
    struct tip_request decoded = {0};
    struct tip_reply reply = {0};
    struct tip_string out = {0};
    char *line = json_dumps(request, JSON_COMPACT);
    if (tip_line_decode(&decoded, &reply.error, line, strlen(line))) {
        tip_searcher_run(pair.searchers[side], &decoded, 0, &reply);
    }
    tip_line_encode(&out, decoded.tag, &reply);
    json_t *parsed = json_loadb(out.data, out.length, 0, NULL);
    cr_assert_not_null(parsed, "%s", line);
    tip_reply_free(&reply);
    tip_request_free(&decoded);
    tip_string_free(&out);
    free(line);
    return parsed;
}

/* The search for the same. */
static json_t *search_for(int side, const json_t *scan)
{
    json_t *request = json_deep_copy(scan);
    json_object_set_new(request, "cmd", json_string("search"));
    json_object_set_new(request, "limit", json_integer(SEARCH_LIMIT));
    json_t *reply = ask(side, request);
    json_decref(request);
    return reply;
}

/* Whether both replies say the same of the query and the counts, or have the same error. */
static void expect_alike(const json_t *page, const json_t *search, const char *asked)
{
    static const char *const members[] = {"error",          "query",     "index", "total",
                                          "total_is",       "total_all", "hint",  "partial",
                                          "total_distinct", "collapsed"};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        const json_t *one = json_object_get(page, members[i]);
        const json_t *other = json_object_get(search, members[i]);
        cr_assert((one == NULL && other == NULL) || json_equal(one, other), "%s: another %s", asked,
                  members[i]);
    }
}

/* Adds a page's ids, which come in their order. */
static void take_ids(json_t *ids, const json_t *page, const char *asked)
{
    size_t i;
    const json_t *hit;
    json_array_foreach(json_object_get(page, "hits"), i, hit)
    {
        json_t *id = json_object_get(hit, "id");
        size_t count = json_array_size(ids);
        const char *before = count == 0 ? "" : json_string_value(json_array_get(ids, count - 1));
        cr_assert_lt(strcmp(before, json_string_value(id)), 0, "%s: ids do not ascend", asked);
        json_array_append(ids, id);
    }
}

/* All pages of a scan, each of which says what the search says. */
static json_t *scan_ids(int side, const json_t *scan, const json_t *search, const char *asked)
{
    json_t *ids = json_array(), *request = json_deep_copy(scan);
    for (bool is_over = false; !is_over;) {
        json_t *page = ask(side, request);
        json_t *next = json_object_get(page, "next");
        expect_alike(page, search, asked);
        take_ids(ids, page, asked);
        is_over = !json_is_string(next);
        if (!is_over) {
            json_object_set(request, "after", next);
        }
        json_decref(page);
    }
    json_decref(request);
    return ids;
}

static void expect_all_found(const json_t *ids, const json_t *search, const char *asked)
{
    json_int_t total = json_integer_value(json_object_get(search, "total"));
    json_t *known = json_object();
    size_t i;
    const json_t *item;
    cr_assert_eq((json_int_t)json_array_size(ids), total, "%s: %zu of %lld", asked,
                 json_array_size(ids), (long long)total);
    json_array_foreach(ids, i, item)
    {
        json_object_set_new(known, json_string_value(item), json_true());
    }
    json_array_foreach(json_object_get(search, "hits"), i, item)
    {
        const char *id = json_string_value(json_object_get(item, "id"));
        cr_assert_not_null(json_object_get(known, id), "%s: %s is not handed out", asked, id);
    }
    json_decref(known);
}

Test(scan_search, of_random_queries)
{
    const char *wanted = getenv("TIP_REQUESTS");
    size_t requests = wanted == NULL ? REQUESTS : strtoul(wanted, NULL, 10), read = 0;
    for (size_t seed = 1; seed <= requests; seed++) {
        struct oracle_random random = {seed};
        json_t *scan = scope_request_make_scan(&pair.ground, &random);
        char *asked = json_dumps(scan, JSON_COMPACT);
        for (int side = 0; side < SCOPE_SIDES; side++) {
            json_t *search = search_for(side, scan);
            json_t *ids = scan_ids(side, scan, search, asked);
            expect_all_found(ids, search, asked);
            read += json_array_size(ids) > 0 ? 1 : 0;
            json_decref(ids);
            json_decref(search);
        }
        free(asked);
        json_decref(scan);
    }
    cr_expect_gt(read, requests / 2, "only %zu of %zu found anything", read, 2 * requests);
}
