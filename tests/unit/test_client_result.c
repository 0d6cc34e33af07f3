/* Replies as the client library hands them out, good ones and bad ones. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tipsearch.h"

static const char RESULT[] =
    "{\"query\":{\"text\":\"cyber\",\"read_as\":\"cyber\",\"corrected\":null},"
    "\"index\":{\"generation\":7,\"passages\":812},\"total\":57,\"total_is\":\"at_least\","
    "\"partial\":true,\"took_ms\":0.61,\"a_later_member\":[1,2],\"hits\":[{\"rank\":11,"
    "\"id\":\"9f3a52c1d07be846\",\"score\":12.5,"
    "\"report\":{\"id\":\"tip-2023\",\"title\":\"A Report\",\"year\":2023},"
    "\"section\":[\"Topics\",\"Scams\"],\"kind\":\"narrative\",\"page\":\"64\","
    "\"page_is\":\"section_start\",\"countries\":[\"KH\",\"PH\"],\"matched_in\":\"text\","
    "\"snippet\":[{\"text\":\"compounds in \"},{\"text\":\"Cambodia\",\"hit\":true}],"
    "\"citation\":\"A Report, p. 64\"},"
    "{\"rank\":12,\"id\":\"0000000000000000\",\"score\":3,\"page\":null,\"section\":[],"
    "\"report\":{\"id\":\"x\",\"title\":\"x\",\"year\":null}}],"
    "\"facets\":{\"kind\":[],\"country\":[{\"value\":\"KH\",\"label\":\"Cambodia\",\"count\":9}]},"
    "\"facets_more\":{\"country\":12}}";

static const char EXCERPT[] =
    "{\"index\":{\"generation\":1,\"passages\":3},\"passage\":{\"id\":\"b\",\"text\":\"two\","
    "\"by\":\"A survivor\",\"citation\":\"R, p. 2\"},"
    "\"before\":[{\"id\":\"a\",\"text\":\"one\"}],\"after\":[]}";

/* The reply is copied to memory of its very size and freed, so that a result that still needed it
 * would be caught. */
static enum tipsearch_code parse(struct tipsearch_result **result, const char *reply, size_t length,
                                 struct tipsearch_error *error)
{
    char *copy = malloc(length ? length : 1);
    enum tipsearch_code code;

    cr_assert_not_null(copy);
    memcpy(copy, reply, length);
    code = tipsearch_result_parse(result, copy, length, error);
    free(copy);
    return code;
}

Test(client_result, a_result_holds_what_the_reply_says)
{
    struct tipsearch_result *result;
    struct tipsearch_error error;
    const struct tipsearch_hit *hit;

    cr_assert_eq(parse(&result, RESULT, strlen(RESULT), &error), TIPSEARCH_OK, "%s", error.message);
    cr_expect_str_eq(result->read_as, "cyber");
    cr_expect_null(result->corrected);
    cr_expect_eq(result->generation, 7);
    cr_expect_eq(result->total, 57);
    cr_expect_eq(result->total_is, TIPSEARCH_TOTAL_AT_LEAST);
    cr_expect(result->is_partial);
    cr_assert_eq(result->hit_count, 2u);
    hit = &result->hits[0];
    cr_expect_eq(hit->rank, 11);
    cr_expect_eq(hit->score, 12.5);
    cr_expect_str_eq(hit->passage.id, "9f3a52c1d07be846");
    cr_expect_str_eq(hit->passage.report.title, "A Report");
    cr_expect_eq(hit->passage.report.year, 2023);
    cr_assert_eq(hit->passage.section_count, 2u);
    cr_expect_str_eq(hit->passage.section[1], "Scams");
    cr_expect_str_eq(hit->passage.page, "64");
    cr_expect_str_eq(hit->passage.page_is, "section_start");
    cr_expect_str_eq(hit->passage.countries[1], "PH");
    cr_expect_str_eq(hit->passage.citation, "A Report, p. 64");
    cr_expect_null(hit->passage.text);
    cr_assert_eq(hit->snippet_count, 2u);
    cr_expect_not(hit->snippet[0].is_hit);
    cr_expect(hit->snippet[1].is_hit);
    cr_expect_str_eq(hit->snippet[1].text, "Cambodia");
    cr_expect_null(result->hits[1].passage.page);
    cr_expect_eq(result->hits[1].passage.report.year, 0);
    cr_assert_eq(result->facet_count, 2u);
    cr_expect_str_eq(result->facets[1].name, "country");
    cr_expect_str_eq(result->facets[1].counts[0].label, "Cambodia");
    cr_expect_eq(result->facets[1].counts[0].count, 9);
    cr_expect_eq(result->facets[0].more, 0);
    cr_expect_eq(result->facets[1].more, 12);
    tipsearch_result_free(result);
}

Test(client_result, a_passage_names_the_reports_with_the_same_text)
{
    static const char REPLY[] =
        "{\"total\":1,\"collapsed\":14,\"hits\":[{\"id\":\"a\",\"also_in\":["
        "{\"report\":{\"id\":\"tip-2022\",\"title\":\"R\",\"year\":2022},\"id\":\"b\",\"page\":"
        "\"12\","
        "\"page_is\":\"exact\",\"citation\":\"R, p. "
        "12\",\"same\":false,\"overlap\":0.93},{\"id\":\"c\"}],\"also_in_total\":14}]}";
    struct tipsearch_result *result;
    struct tipsearch_error error;
    const struct tipsearch_passage *passage;

    cr_assert_eq(parse(&result, REPLY, strlen(REPLY), &error), TIPSEARCH_OK, "%s", error.message);
    cr_expect_eq(result->collapsed, 14);
    passage = &result->hits[0].passage;
    cr_assert_eq(passage->also_in_count, 2u);
    cr_expect_eq(passage->also_in_total, 14);
    cr_expect_str_eq(passage->also_in[0].id, "b");
    cr_expect_eq(passage->also_in[0].report.year, 2022);
    cr_expect_str_eq(passage->also_in[0].page, "12");
    cr_expect_str_eq(passage->also_in[0].citation, "R, p. 12");
    cr_expect_not(passage->also_in[0].is_same);
    cr_expect_float_eq(passage->also_in[0].overlap, 0.93, 1e-9);
    cr_expect_null(passage->also_in[1].citation);
    cr_expect(passage->also_in[1].is_same, "a server that does not say so knows of nothing else");
    tipsearch_result_free(result);
}

Test(client_result, an_excerpt_says_what_the_id_that_was_asked_for_became)
{
    static const char REPLY[] =
        "{\"status\":\"moved\",\"overlap\":0.97,\"moved\":{\"from\":\"old\",\"successors\":["
        "{\"id\":\"b\",\"overlap\":0.55},{\"id\":\"c\",\"overlap\":0.42}]},\"passage\":{\"id\":"
        "\"b\"}}";
    struct tipsearch_excerpt *excerpt;
    struct tipsearch_error error;

    cr_assert_eq(tipsearch_excerpt_parse(&excerpt, REPLY, strlen(REPLY), &error), TIPSEARCH_OK);
    cr_expect_str_eq(excerpt->moved.from, "old");
    cr_expect_eq(excerpt->moved.overlap, 0.97);
    cr_assert_eq(excerpt->moved.successor_count, 2u);
    cr_expect_str_eq(excerpt->moved.successors[1].id, "c");
    cr_expect_eq(excerpt->moved.successors[1].overlap, 0.42);
    tipsearch_excerpt_free(excerpt);
    cr_assert_eq(tipsearch_excerpt_parse(&excerpt, EXCERPT, strlen(EXCERPT), &error), TIPSEARCH_OK);
    cr_expect_null(excerpt->moved.from);
    cr_expect_eq(excerpt->moved.successor_count, 0u);
    tipsearch_excerpt_free(excerpt);
}

Test(client_result, an_excerpt_holds_a_passage_and_its_neighbours)
{
    struct tipsearch_excerpt *excerpt;
    struct tipsearch_error error;

    cr_assert_eq(tipsearch_excerpt_parse(&excerpt, EXCERPT, strlen(EXCERPT), &error), TIPSEARCH_OK);
    cr_expect_str_eq(excerpt->passage.text, "two");
    cr_expect_str_eq(excerpt->passage.by, "A survivor");
    cr_assert_eq(excerpt->before_count, 1u);
    cr_expect_str_eq(excerpt->before[0].text, "one");
    cr_expect_eq(excerpt->after_count, 0u);
    tipsearch_excerpt_free(excerpt);
}

Test(client_result, an_error_reply_is_its_code_message_and_place)
{
    static const char REPLY[] = "{\"error\":{\"code\":\"bad_query\",\"message\":\"a parenthesis is "
                                "open\",\"at\":14}}";
    static const char BUSY[] = "{\"tag\":\"a\",\"error\":{\"code\":\"busy\",\"message\":\"full\","
                               "\"retry_after_ms\":50}}";
    static const char NEW[] = "{\"error\":{\"code\":\"of_tomorrow\",\"message\":\"m\"}}";
    struct tipsearch_result *result = NULL;
    struct tipsearch_error error;

    cr_expect_eq(parse(&result, REPLY, strlen(REPLY), &error), TIPSEARCH_BAD_QUERY);
    cr_expect_str_eq(error.message, "a parenthesis is open");
    cr_expect_eq(error.at, 14);
    cr_expect_eq(error.retry_after_ms, -1);
    cr_expect_eq(parse(&result, BUSY, strlen(BUSY), &error), TIPSEARCH_BUSY);
    cr_expect_eq(error.retry_after_ms, 50);
    cr_expect_eq(parse(&result, NEW, strlen(NEW), &error), TIPSEARCH_OTHER);
    cr_expect_eq(parse(&result, NEW, strlen(NEW), NULL), TIPSEARCH_OTHER);
    cr_expect_null(result);
}

Test(client_result, a_member_of_a_wrong_type_is_named)
{
    static const struct {
        const char *reply, *member;
    } WRONG[] = {
        {"{}", "total"},
        {"{\"total\":1}", "hits"},
        {"{\"total\":\"1\",\"hits\":[]}", "total"},
        {"{\"total\":-1,\"hits\":[]}", "total"},
        {"{\"total\":1,\"hits\":{}}", "hits"},
        {"{\"total\":1,\"hits\":[3]}", "id"},
        {"{\"total\":1,\"hits\":[{}]}", "id"},
        {"{\"total\":1,\"hits\":[{\"id\":\"x\",\"section\":[1]}]}", "section"},
        {"{\"total\":1,\"hits\":[{\"id\":\"x\",\"snippet\":[{}]}]}", "text"},
        {"{\"total\":1,\"hits\":[{\"id\":\"x\",\"snippet\":7}]}", "snippet"},
        {"{\"total\":1,\"hits\":[{\"id\":\"x\",\"score\":\"high\"}]}", "score"},
        {"{\"total\":1,\"hits\":[],\"partial\":1}", "partial"},
        {"{\"total\":1,\"hits\":[],\"total_is\":\"maybe\"}", "total_is"},
        {"{\"total\":1,\"hits\":[],\"facets\":{\"kind\":{}}}", "kind"},
        {"{\"total\":1,\"hits\":[],\"facets\":{\"kind\":[]},\"facets_more\":{\"kind\":-1}}",
         "kind"},
        {"{\"total\":1,\"hits\":[],\"facets\":{\"kind\":[{}]}}", "value"},
        {"{\"total\":1,\"hits\":[{\"id\":\"x\",\"also_in\":[{}]}]}", "id"},
        {"{\"total\":1,\"hits\":[{\"id\":\"x\",\"also_in\":{}}]}", "also_in"},
        {"{\"error\":{}}", "code"},
        {"{\"error\":7}", "code"},
    };

    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        struct tipsearch_result *result = NULL;
        struct tipsearch_error error;
        char quoted[64];

        snprintf(quoted, sizeof quoted, "\"%s\"", WRONG[i].member);
        cr_expect_eq(parse(&result, WRONG[i].reply, strlen(WRONG[i].reply), &error),
                     TIPSEARCH_BAD_REPLY, "%s", WRONG[i].reply);
        cr_expect_not_null(strstr(error.message, quoted), "%s: %s", WRONG[i].reply, error.message);
        cr_expect_null(result);
    }
}

/* Every cut and a deterministic run of changed bytes: either a result or a clear error. */
Test(client_result, damaged_replies_never_crash)
{
    char damaged[sizeof RESULT];
    unsigned random = 1;

    for (size_t i = 0; i < 6000; i++) {
        size_t length = i < strlen(RESULT) ? i : strlen(RESULT);
        struct tipsearch_result *result = NULL;
        struct tipsearch_error error = {.message = ""};

        memcpy(damaged, RESULT, sizeof damaged);
        for (int changes = 0; i >= strlen(RESULT) && changes < 3; changes++) {
            random = random * 1103515245u + 12345u;
            damaged[(random >> 8) % strlen(RESULT)] = (char)(random >> 24);
        }
        if (parse(&result, damaged, length, &error) == TIPSEARCH_OK)
            tipsearch_result_free(result);
        else
            cr_expect_neq(error.message[0], '\0');
    }
}

Test(client_result, a_long_message_is_cut_between_characters)
{
    char reply[3000] = "{\"error\":{\"code\":\"internal\",\"message\":\"";
    struct tipsearch_result *result = NULL;
    struct tipsearch_error error;
    size_t length;

    for (int i = 0; i < 700; i++)
        strcat(reply, "\xe2\x80\x94");
    strcat(reply, "\"}}");
    cr_expect_eq(parse(&result, reply, strlen(reply), &error), TIPSEARCH_INTERNAL);
    length = strlen(error.message);
    cr_expect_eq(length % 3, 0u);
    cr_expect(length > TIPSEARCH_MESSAGE_SIZE - 8);
}

/* ---- synonyms and patterns ---- */

Test(client_result, a_result_tells_what_wildcards_stand_for)
{
    static const char reply[] =
        "{\"query\":{\"read_as\":\"a*\",\"expansions\":[{\"typed\":\"a*\",\"words\":200,"
        "\"cut\":true}]},\"total\":0,\"hits\":[]}";
    struct tipsearch_result *result;
    struct tipsearch_error error;

    cr_assert_eq(parse(&result, reply, strlen(reply), &error), TIPSEARCH_OK, "%s", error.message);
    cr_assert_eq(result->expansion_count, 1u);
    cr_expect_str_eq(result->expansions[0].typed, "a*");
    cr_expect_eq(result->expansions[0].words, 200);
    cr_expect(result->expansions[0].is_cut);
    tipsearch_result_free(result);
}

Test(client_result, a_result_tells_of_synonyms)
{
    static const char reply[] =
        "{\"query\":{\"read_as\":\"NGO\",\"synonyms\":[{\"typed\":\"NGO\",\"also\":"
        "[\"nongovernmental organization\"]}]},\"total\":0,\"hits\":[]}";
    struct tipsearch_result *result;
    struct tipsearch_error error;

    cr_assert_eq(parse(&result, reply, strlen(reply), &error), TIPSEARCH_OK, "%s", error.message);
    cr_assert_eq(result->synonym_count, 1u);
    cr_expect_str_eq(result->synonyms[0].typed, "NGO");
    cr_assert_eq(result->synonyms[0].also_count, 1u);
    cr_expect_str_eq(result->synonyms[0].also[0], "nongovernmental organization");
    tipsearch_result_free(result);
}

Test(client_result, patterns_are_a_list)
{
    static const char reply[] =
        "{\"index\":{\"generation\":1,\"passages\":3},\"partial\":true,\"patterns\":[{\"id\":"
        "\"debt-bondage\",\"title\":\"Debt bondage\",\"group\":\"Indicators\",\"source\":\"ILO\","
        "\"queries\":[\"a\",\"b\"],\"count\":12},{\"id\":\"fishing\"}]}";
    struct tipsearch_patterns *patterns;
    struct tipsearch_error error;

    cr_assert_eq(tipsearch_patterns_parse(&patterns, reply, strlen(reply), &error), TIPSEARCH_OK,
                 "%s", error.message);
    cr_assert_eq(patterns->count, 2u);
    cr_expect(patterns->is_partial);
    cr_expect_str_eq(patterns->items[0].id, "debt-bondage");
    cr_expect_str_eq(patterns->items[0].title, "Debt bondage");
    cr_expect_str_eq(patterns->items[0].group, "Indicators");
    cr_expect_str_eq(patterns->items[0].source, "ILO");
    cr_assert_eq(patterns->items[0].query_count, 2u);
    cr_expect_str_eq(patterns->items[0].queries[1], "b");
    cr_expect_eq(patterns->items[0].count, 12);
    cr_expect_null(patterns->items[1].title);
    tipsearch_patterns_free(patterns);
}

Test(client_result, a_list_without_patterns_is_a_bad_reply)
{
    static const char *const replies[] = {"{}", "{\"patterns\":1}", "{\"patterns\":[{}]}"};
    struct tipsearch_patterns *patterns;
    struct tipsearch_error error;

    for (size_t i = 0; i < sizeof replies / sizeof *replies; i++)
        cr_expect_eq(tipsearch_patterns_parse(&patterns, replies[i], strlen(replies[i]), &error),
                     TIPSEARCH_BAD_REPLY, "%s", replies[i]);
    tipsearch_patterns_free(NULL);
}

Test(client_result, suggestions_are_a_list)
{
    static const char reply[] =
        "{\"index\":{},\"suggestions\":[{\"text\":\"Cambodia\",\"kind\":"
        "\"country\",\"count\":9,\"query\":\"country:KH\"},{\"text\":\"a\"}]}";
    struct tipsearch_suggestions *suggestions;
    struct tipsearch_error error;

    cr_assert_eq(tipsearch_suggestions_parse(&suggestions, reply, strlen(reply), &error),
                 TIPSEARCH_OK, "%s", error.message);
    cr_assert_eq(suggestions->count, 2u);
    cr_expect_str_eq(suggestions->items[0].text, "Cambodia");
    cr_expect_str_eq(suggestions->items[0].kind, "country");
    cr_expect_str_eq(suggestions->items[0].query, "country:KH");
    cr_expect_eq(suggestions->items[0].count, 9);
    cr_expect_null(suggestions->items[1].query);
    tipsearch_suggestions_free(suggestions);
}

Test(client_result, a_list_without_suggestions_is_a_bad_reply)
{
    static const char *const replies[] = {"{}", "{\"suggestions\":1}", "{\"suggestions\":[{}]}"};
    struct tipsearch_suggestions *suggestions;
    struct tipsearch_error error;

    for (size_t i = 0; i < sizeof replies / sizeof *replies; i++)
        cr_expect_eq(
            tipsearch_suggestions_parse(&suggestions, replies[i], strlen(replies[i]), &error),
            TIPSEARCH_BAD_REPLY, "%s", replies[i]);
    tipsearch_suggestions_free(NULL);
}

Test(client_result, an_explanation_is_a_tree_and_parts)
{
    static const char reply[] =
        "{\"query\":{\"read_as\":\"scam -debt\"},\"tree\":{\"kind\":\"sequence\",\"passages\":4,"
        "\"parts\":[{\"kind\":\"word\",\"text\":\"scam\",\"weight\":2,\"words\":[{\"word\":"
        "\"scam\","
        "\"by\":\"stem\",\"stems\":[{\"stem\":\"scam\",\"passages\":5,\"idf\":1.5}]}],\"also\":[{"
        "\"kind\":\"synonym\",\"text\":\"fraud\",\"idf\":0.5}]},{\"kind\":\"word\",\"role\":"
        "\"must_not\",\"text\":\"debt\",\"passages\":1}]},\"total\":4,\"hits\":[{\"rank\":null,"
        "\"id\":\"0000000000000001\",\"score\":null,\"matches\":false,\"parts\":[],\"lacks\":[{"
        "\"why\":\"absent\",\"text\":\"scam\"}]}]}";
    struct tipsearch_explanation *explanation;
    struct tipsearch_error error;

    cr_assert_eq(tipsearch_explanation_parse(&explanation, reply, strlen(reply), &error),
                 TIPSEARCH_OK, "%s", error.message);
    cr_assert_eq(explanation->node_count, 3u);
    const struct tipsearch_node *nodes = explanation->nodes;
    cr_expect_eq(nodes[0].depth, 0u);
    cr_expect_eq(nodes[1].depth, 1u);
    cr_expect_eq(nodes[1].passages, -1);
    cr_expect_eq(nodes[1].weight, 2);
    cr_expect_eq(nodes[2].weight, 1);
    cr_expect_str_eq(nodes[2].role, "must_not");
    cr_expect_eq(nodes[1].words[0].passages, 5);
    cr_expect_str_eq(nodes[1].also[0].text, "fraud");
    cr_assert_eq(explanation->result->hit_count, 1u);
    cr_expect(!explanation->hits[0].is_match);
    cr_expect_eq(explanation->result->hits[0].rank, 0);
    cr_expect_str_eq(explanation->hits[0].lacks[0].text, "scam");
    tipsearch_explanation_free(explanation);
}

Test(client_result, a_reply_without_a_sound_tree_is_a_bad_one)
{
    static const char *const replies[] = {
        "{\"total\":0,\"hits\":[]}",
        "{\"tree\":{},\"total\":0,\"hits\":[]}",
        "{\"tree\":{\"kind\":\"or\",\"parts\":[1]},\"total\":0,\"hits\":[]}",
        "{\"tree\":{\"kind\":\"or\"},\"total\":1,\"hits\":[{\"id\":\"1\",\"parts\":[{}]}]}",
    };
    struct tipsearch_explanation *explanation;
    struct tipsearch_error error;

    for (size_t i = 0; i < sizeof replies / sizeof *replies; i++)
        cr_expect_eq(
            tipsearch_explanation_parse(&explanation, replies[i], strlen(replies[i]), &error),
            TIPSEARCH_BAD_REPLY, "%s", replies[i]);
    tipsearch_explanation_free(NULL);
}
