/* Whatever is asked, there is an answer or a bad_query that points at what is wrong.
 *
 * TIP_QUERIES is how many queries each test makes, TIP_SEED the number of the first. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/string_builder.h"
#include "base/utf8.h"
#include "oracle/generate.h"
#include "oracle/mutate.h"
#include "oracle/write.h"
#include "query_fixture.h"

enum { SHOWN_HITS = 1 };

TestSuite(query_noise, .init = query_fixture_open_records, .fini = query_fixture_close,
          .timeout = 3600);

/* ---- what must be true of every reply ---- */

static void expect_refusal(const char *query, const struct tip_reply *reply)
{
    long length = (long)tip_utf8_count(query, strlen(query));
    cr_expect_eq(reply->error.code, TIP_CODE_BAD_QUERY, "[%s]: %s", query, reply->error.message);
    cr_expect(reply->error.at >= 0 && reply->error.at <= length, "[%s] of %ld points at %ld", query,
              length, reply->error.at);
    cr_expect(reply->error.message[0] != '\0', "[%s] says nothing", query);
}

static void expect_same(const char *query, const struct tip_reply *reply)
{
    struct tip_reply again;
    query_fixture_ask(&again, reply->read_as, SHOWN_HITS, 0);
    if (again.kind == TIP_REPLY_ERROR) {
        cr_expect_fail("[%s] reads as [%s]: %s", query, reply->read_as, again.error.message);
    } else {
        cr_expect_str_eq(again.read_as, reply->read_as, "[%s] reads as [%s], which reads as [%s]",
                         query, reply->read_as, again.read_as);
        cr_expect_eq(again.total, reply->total, "[%s] finds %u, [%s] finds %u", query, reply->total,
                     reply->read_as, again.total);
    }
    tip_reply_free(&again);
}

static bool is_refused(const char *query)
{
    struct tip_reply reply;
    query_fixture_ask(&reply, query, SHOWN_HITS, 0);
    bool refused = reply.kind == TIP_REPLY_ERROR;
    if (refused) {
        expect_refusal(query, &reply);
    } else {
        expect_same(query, &reply);
    }
    tip_reply_free(&reply);
    return refused;
}

/* ---- random queries ---- */

static void make_valid(struct tip_string *query, struct oracle_random *random)
{
    struct oracle_tree tree;
    oracle_generate(&tree, &query_fixture.collection, random, QUERY_FEATURES);
    oracle_write(query, &tree, random);
}

Test(query_noise, mutated_queries_are_answered_or_refused_in_place)
{
    uint64_t first = query_fixture_number("TIP_SEED", 5000000);
    uint64_t count = query_fixture_number("TIP_QUERIES", 15000), refused = 0;
    struct tip_string query = {0};
    for (uint64_t seed = first; seed < first + count; seed++) {
        struct oracle_random random = {seed};
        make_valid(&query, &random);
        oracle_mutate(&query, &random);
        refused += is_refused(query.data);
    }
    cr_expect(refused < count / 2, "%llu of %llu were refused: these are no slips",
              (unsigned long long)refused, (unsigned long long)count);
    tip_string_free(&query);
}

Test(query_noise, noise_is_answered_or_refused_in_place)
{
    uint64_t first = query_fixture_number("TIP_SEED", 6000000);
    uint64_t count = query_fixture_number("TIP_QUERIES", 15000);
    struct tip_string query = {0};
    for (uint64_t seed = first; seed < first + count; seed++) {
        struct oracle_random random = {seed};
        oracle_noise(&query, &random);
        is_refused(query.data);
    }
    tip_string_free(&query);
}

/* ---- what is refused, and where ---- */

struct mistake {
    const char *text;
    size_t at; /* in code points */
};

static const struct mistake mistakes[] = {
    {"kind:nonsense", 5},
    {"-kind:nonsense", 6},
    {"kind:\"bad thing\"", 6},
    {"kind:story,tale", 11},
    {"year:abc", 5},
    {"year:2023..2021", 5},
    {"year:2021,20x", 10},
    {"country:C4", 8},
    {"country:KH,C4", 11},
    {"region:nowhere", 7},
    {"tier:9", 5},
    {"date:2023-13", 5},
    {"page:9..3", 5},
    {"language:klingons", 9},
    {"section:\"…\"", 9},
    {"report:\"\"", 8},
    {"pattern:none-such", 8},
    {"country:(KH OR TH)", 8},
    {"-(debt visa", 0},
    {"+(debt visa", 0},
    {"NOT (debt visa", 0},
    {"NOT ( debt (visa)", 0},
    {"debt^0", 5},
    {"debt^0.05", 5},
    {"debt^101", 5},
    {"\"debt\"^0", 7},
    {"(debt visa)^1000", 12},
    {"(debt visa)^2 =fee^0", 19},
    {"debt~3", 5},
    {"debt~0", 5},
    {"\"debt bondage\"~101", 15},
    {"“dêbt bondage”~101", 15},
    {"debt NEAR/0 visa", 10},
    {"debt NEAR/101 visa", 10},
    {"debt NEAR country:KH", 10},
    {"country:KH NEAR debt", 0},
    {"debt NEAR *", 10},
    {"* NEAR debt", 0},
    {"debt NEAR/2 -visa", 12},
    {"debt NEAR +visa", 10},
    {"debt NEAR (visa AND fee)", 10},
    {"(visa AND fee) NEAR debt", 0},
    {"debt NEAR (visa -fee)", 10},
    {"debt NEAR (+visa)", 10},
    {"debt NEAR (visa NEAR fee)", 10},
    {"debt NEAR visa NEAR/3 (kind:story fee)", 22},
    {"-debt NEAR (visa OR NOT fee)", 11},
};

static bool is_balanced(const char *text)
{
    int open = 0;
    for (; *text != '\0'; text++) {
        open += *text == '(' ? 1 : *text == ')' ? -1 : 0;
    }
    return open == 0;
}

/* The mistake between two valid pieces, in parentheses or not: the place moves with what stands
 * before it. */
static void expect_mistake(const struct mistake *mistake, struct oracle_random *random)
{
    struct tip_string query = {0}, piece = {0};
    bool is_enclosed = is_balanced(mistake->text) && oracle_random_chance(random, 50);
    make_valid(&query, random);
    tip_string_append_text(&query, is_enclosed ? " (" : " ");
    size_t at = tip_utf8_count(query.data, query.length) + mistake->at;
    tip_string_append_text(&query, mistake->text);
    tip_string_append_text(&query, is_enclosed ? ") " : " ");
    make_valid(&piece, random);
    tip_string_append(&query, piece.data, piece.length);
    struct tip_reply reply;
    query_fixture_ask(&reply, query.data, SHOWN_HITS, 0);
    cr_expect(reply.kind == TIP_REPLY_ERROR && reply.error.code == TIP_CODE_BAD_QUERY,
              "[%s] is not refused for [%s]", query.data, mistake->text);
    cr_expect_eq(reply.error.at, (long)at, "[%s] points at %ld, not %zu ([%s]): %s", query.data,
                 reply.error.at, at, mistake->text, reply.error.message);
    tip_reply_free(&reply);
    tip_string_free(&query);
    tip_string_free(&piece);
}

Test(query_noise, a_refusal_points_at_the_mistake)
{
    enum { ROUNDS = 40 };
    struct oracle_random random = {7000000};
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
            expect_mistake(&mistakes[i], &random);
        }
    }
}

/* ---- how deep, how long ---- */

static void expect_place(const char *query, long at)
{
    struct tip_reply reply;
    query_fixture_ask(&reply, query, SHOWN_HITS, 0);
    cr_expect_eq(reply.kind == TIP_REPLY_ERROR, at >= 0, "[%s]", query);
    cr_expect(at < 0 || reply.error.at == at, "[%s] points at %ld, not %ld", query, reply.error.at,
              at);
    tip_reply_free(&reply);
}

/* `depth` groups of two words in each other. */
static void write_nest(struct tip_string *query, size_t depth)
{
    tip_string_clear(query);
    for (size_t i = 0; i < depth; i++) {
        tip_string_append_text(query, "(é ");
    }
    for (size_t i = 0; i < depth; i++) {
        tip_string_append_char(query, ')');
    }
}

Test(query_noise, parentheses_are_64_deep_at_most)
{
    enum { DEEPEST = 64, EACH = 3 };
    struct tip_string query = {0};
    write_nest(&query, DEEPEST);
    expect_place(query.data, -1);
    write_nest(&query, DEEPEST + 1);
    expect_place(query.data, DEEPEST * EACH);
    tip_string_free(&query);
}

Test(query_noise, a_word_too_many_is_pointed_at)
{
    enum { MOST = 1024, EACH = 7 };
    struct tip_string query = {0};
    for (size_t i = 0; i < MOST; i++) {
        tip_string_append_text(&query, i % 2 == 0 ? "(=dêbt " : "visas) ");
    }
    expect_place(query.data, -1);
    tip_string_append_text(&query, "(visa)");
    expect_place(query.data, MOST * EACH + 1);
    tip_string_free(&query);
}

Test(query_noise, nothing_to_look_for_is_refused_at_the_start)
{
    static const char *const texts[] = {"",          " ",  "…",     "()",     "\"\"",
                                        "( ( - ) )", "-…", "NOT …", "\"…\"~3"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        expect_place(texts[i], 0);
    }
}
