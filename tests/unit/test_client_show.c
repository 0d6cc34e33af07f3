/* What the command tipsearch shows people, and what it keeps from their terminals. */
#include <criterion/criterion.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "command/printable.h"
#include "command/show.h"
#include "command/wrap.h"

#define REPLACED "\xef\xbf\xbd" /* U+FFFD */

static const struct show_style PLAIN = {.has_color = false, .width = 72};

static void use_utf8(void)
{
    cr_assert_not_null(setlocale(LC_CTYPE, "C.UTF-8"));
}

TestSuite(client_show, .init = use_utf8);

/* Shows a reply; the text is for free(3). */
static char *show(const char *reply, const struct show_style *style, long offset)
{
    struct tipsearch_result *result;
    struct tipsearch_error error;
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    cr_assert_not_null(out);
    cr_assert_eq(tipsearch_result_parse(&result, reply, strlen(reply), &error), TIPSEARCH_OK, "%s",
                 error.message);
    show_result(out, style, result, offset);
    cr_assert_eq(fclose(out), 0);
    tipsearch_result_free(result);
    return text;
}

static void expect_shown(const char *reply, const struct show_style *style, long offset,
                         const char *expected)
{
    char *text = show(reply, style, offset);

    cr_expect_str_eq(text, expected);
    free(text);
}

static const char TWO_OF_57[] =
    "{\"query\":{\"read_as\":\"scam\"},\"total\":57,\"hits\":["
    "{\"rank\":1,\"id\":\"9f3a52c1d07be846\",\"section\":[\"Topics of Special Interest\","
    "\"Human Trafficking and Cyber Scam Operations\"],\"matched_in\":\"text\","
    "\"snippet\":[{\"text\":\"Criminal groups run individual compounds in \"},"
    "{\"text\":\"Cambodia\",\"hit\":true},{\"text\":\"\\u2019s south, where workers owe debts.\"}],"
    "\"citation\":\"A Report, June 2023, p. 64\"},"
    "{\"rank\":2,\"id\":\"0000000000000001\",\"section\":[],\"report\":{\"title\":\"A Report\"},"
    "\"by\":\"Survivor\",\"matched_in\":\"title\",\"snippet\":[{\"text\":\"Words.\"}]}]}";

Test(client_show, hits_for_people)
{
    expect_shown(TWO_OF_57, &PLAIN, 0,
                 "57 passages, 2 shown\n"
                 "\n"
                 " 1  Human Trafficking and Cyber Scam Operations · Topics of Special\n"
                 "    Interest\n"
                 "    Criminal groups run individual compounds in Cambodia’s south, where\n"
                 "    workers owe debts.\n"
                 "    A Report, June 2023, p. 64\n"
                 "    9f3a52c1d07be846\n"
                 "\n"
                 " 2  A Report\n"
                 "    Words.\n"
                 "    (found in the report's title)\n"
                 "    Survivor\n"
                 "    0000000000000001\n"
                 "\n"
                 "55 more: add --offset 2\n");
}

Test(client_show, other_reports_with_the_same_text_stand_below_the_source)
{
    static const char REPLY[] =
        "{\"total\":1,\"collapsed\":5,\"hits\":[{\"rank\":1,\"id\":\"ab\",\"section\":[\"Debt\"],"
        "\"citation\":\"R, 2023, passage ab\",\"also_in\":[{\"id\":\"b\",\"citation\":\"R, 2022\","
        "\"same\":true,\"overlap\":1},{\"id\":\"c\",\"citation\":\"R, 2021\",\"same\":false,"
        "\"overlap\":0.93},{\"id\":\"d\"},{\"id\":\"e\"}],\"also_in_total\":5}]}";

    expect_shown(REPLY, &PLAIN, 0,
                 "1 passage (5 more say the same or nearly in other reports)\n"
                 "\n"
                 " 1  Debt\n"
                 "    R, 2023, passage ab\n"
                 "    also in: R, 2022\n"
                 "    nearly the same in: R, 2021\n"
                 "    also in: d\n"
                 "    also in 2 more reports\n");
}

Test(client_show, passages_like_one_that_is_no_more_say_so_first)
{
    expect_shown("{\"overlap\":0.5,\"moved\":{\"from\":\"old\",\"successors\":[{\"id\":\"b\","
                 "\"overlap\":0.5}]},\"total\":0,\"hits\":[]}",
                 &PLAIN, 0,
                 "    old is no more: 50% of its words are in b\n"
                 "0 passages\n");
}

static void expect_excerpt(const char *reply, const char *expected)
{
    struct tipsearch_excerpt *excerpt;
    struct tipsearch_error error;
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    cr_assert_not_null(out);
    cr_assert_eq(tipsearch_excerpt_parse(&excerpt, reply, strlen(reply), &error), TIPSEARCH_OK);
    show_excerpt(out, &PLAIN, excerpt);
    cr_assert_eq(fclose(out), 0);
    cr_expect_str_eq(text, expected);
    tipsearch_excerpt_free(excerpt);
    free(text);
}

Test(client_show, a_passage_that_stands_for_another_id_says_so_first)
{
    expect_excerpt("{\"overlap\":0.97,\"moved\":{\"from\":\"old\",\"successors\":[{\"id\":\"b\","
                   "\"overlap\":0.97}]},\"passage\":{\"id\":\"b\",\"text\":\"Two.\"}}",
                   "    old is no more: 97% of its words are in this passage\n"
                   "\n"
                   "    b\n"
                   "    Two.\n"
                   "    b\n");
    expect_excerpt(
        "{\"overlap\":1,\"moved\":{\"from\":\"old\",\"successors\":[{\"id\":\"b\","
        "\"overlap\":0.5},{\"id\":\"c\",\"overlap\":0.3},{\"id\":\"d\",\"overlap\":0.2}]},"
        "\"passage\":{\"id\":\"b\",\"text\":\"Two.\"}}",
        "    old is no more: 100% of its words are in 3 passages: this one (50%),\n"
        "    c (30%) and d (20%)\n"
        "\n"
        "    b\n"
        "    Two.\n"
        "    b\n");
}

Test(client_show, a_hit_is_bold_and_coloured_and_sources_are_dim)
{
    static const char REPLY[] =
        "{\"total\":1,\"hits\":[{\"rank\":1,\"id\":\"ab\",\"section\":[\"Outer\",\"Inner One\"],"
        "\"snippet\":[{\"text\":\"in \"},{\"text\":\"debt bondage\",\"hit\":true},"
        "{\"text\":\"s.\"}]}]}";
    static const struct show_style COLORED = {.has_color = true, .width = 72};

    expect_shown(REPLY, &COLORED, 0,
                 "1 passage\n"
                 "\n"
                 " 1  \033[1mInner One\033[0m \033[2m· Outer\033[0m\n"
                 "    in \033[1;31mdebt bondage\033[0ms.\n"
                 "    \033[2mab\033[0m\n");
}

Test(client_show, a_heading_that_is_the_reports_title_is_not_repeated)
{
    static const char REPLY[] =
        "{\"total\":1,\"hits\":[{\"rank\":1,\"id\":\"ab\",\"report\":{\"title\":\"R\"},"
        "\"section\":[\"R\",\"Part\",\"Chapter\",\"Section\"]}]}";

    expect_shown(REPLY, &PLAIN, 0, "1 passage\n\n 1  Section · Part › Chapter\n    ab\n");
}

Test(client_show, totals_say_how_sure_they_are)
{
    static const char NONE[] = "{\"query\":{\"read_as\":\"xyzzy\"},\"total\":0,\"hits\":[]}";
    static const char LEAST[] = "{\"total\":40,\"total_is\":\"at_least\",\"hits\":[]}";
    static const char CORRECTED[] = "{\"query\":{\"corrected\":\"cambodia\"},\"total\":1,\"total_"
                                    "is\":\"estimate\",\"hits\":[]}";
    static const char WORDS[] =
        "{\"query\":{\"corrected\":\"cambodia "
        "trafficking\",\"corrections\":[{\"typed\":\"combodia\","
        "\"meant\":\"cambodia\"},{\"typed\":\"traf ficking\",\"meant\":\"trafficking\"}]},"
        "\"total\":2,\"hits\":[]}";

    expect_shown(NONE, &PLAIN, 0, "no passage found for xyzzy\n");
    expect_shown(LEAST, &PLAIN, 0, "at least 40 passages, 0 shown\n");
    expect_shown(CORRECTED, &PLAIN, 0,
                 "about 1 passage, 0 shown\n"
                 "searched for cambodia instead\n");
    expect_shown(WORDS, &PLAIN, 0,
                 "2 passages, 0 shown\n"
                 "\"combodia\" is in no passage: searched for cambodia instead (to insist: "
                 "=combodia)\n"
                 "\"traf ficking\" is in no passage: searched for trafficking instead\n");
}

Test(client_show, a_later_page_says_which)
{
    static const char REPLY[] =
        "{\"query\":{\"read_as\":\"scam\"},\"total\":11,\"hits\":[{\"rank\":11,\"id\":\"ab\"}]}";

    expect_shown(REPLY, &PLAIN, 10, "11 passages, 11 to 11 shown\n\n11  ab\n    ab\n");
}

Test(client_show, facets_come_after_the_hits)
{
    static const char REPLY[] =
        "{\"total\":12,\"hits\":[],\"facets\":{\"country\":[{\"value\":\"KH\",\"label\":"
        "\"Cambodia\",\"count\":9}],\"kind\":[{\"value\":\"story\",\"count\":3}],\"year\":[]}}";

    expect_shown(REPLY, &PLAIN, 0,
                 "12 passages, 0 shown\n"
                 "\n"
                 "country\n"
                 "     9  Cambodia (KH)\n"
                 "\n"
                 "kind\n"
                 "     3  story\n"
                 "\n"
                 "year\n"
                 "        none\n");
}

Test(client_show, full_shows_the_text_with_its_lines)
{
    static const char REPLY[] = "{\"total\":1,\"hits\":[{\"rank\":1,\"id\":\"ab\",\"text\":"
                                "\"Year: 2022\\nCases: 5\",\"snippet\":[{\"text\":\"no\"}]}]}";
    static const struct show_style FULL = {.width = 72, .is_full = true};

    expect_shown(REPLY, &FULL, 0, "1 passage\n\n 1  ab\n    Year: 2022\n    Cases: 5\n    ab\n");
}

Test(client_show, why_nothing_was_found_is_said)
{
    static const char REPLY[] =
        "{\"query\":{\"read_as\":\"report:\\\"x\\\"\"},\"total\":0,\"hits\":[],"
        "\"hint\":\"No report has the id \\\"x\\\".\"}";

    expect_shown(REPLY, &PLAIN, 0,
                 "no passage found for report:\"x\"\n"
                 "No report has the id \"x\".\n");
}

Test(client_show, a_country_is_named_where_the_query_calls_it_otherwise)
{
    static const char REPLY[] =
        "{\"query\":{\"read_as\":\"Myanmar cambodia\",\"countries\":["
        "{\"typed\":\"Myanmar\",\"code\":\"MM\",\"name\":\"Burma\"},"
        "{\"typed\":\"cambodia\",\"code\":\"KH\",\"name\":\"Cambodia\"}]},"
        "\"total\":1,\"hits\":[{\"rank\":1,\"id\":\"ab\",\"matched_in\":\"country\"}]}";

    expect_shown(REPLY, &PLAIN, 0,
                 "1 passage\n"
                 "    Myanmar is taken for Burma, by any of its names\n"
                 "\n"
                 " 1  ab\n"
                 "    (found as it is about that country)\n"
                 "    ab\n");
}

Test(client_show, headings_are_a_tree)
{
    static const char REPLY[] =
        "{\"total\":5,\"hits\":[],\"facets\":{\"section\":["
        "{\"value\":\"Topics\",\"label\":\"Topics\",\"count\":4,\"depth\":0},"
        "{\"value\":\"Topics > Scams\",\"label\":\"Scams\",\"count\":3,\"depth\":1},"
        "{\"value\":\"Letter\",\"label\":\"Letter\",\"count\":1,\"depth\":0}]}}";

    expect_shown(REPLY, &PLAIN, 0,
                 "5 passages, 0 shown\n"
                 "\n"
                 "section\n"
                 "     4  Topics\n"
                 "     3    Scams\n"
                 "     1  Letter\n");
}

Test(client_show, nothing_that_a_terminal_obeys_gets_through)
{
    static const char REPLY[] =
        "{\"total\":1,\"hits\":[{\"rank\":1,\"id\":\"a\\u001bb\",\"section\":[\"\\u009b31mX\"],"
        "\"citation\":\"\\u202egnp.exe\\u2066\",\"by\":\"\\u0007\\b\\u007f\","
        "\"snippet\":[{\"text\":\"\\u001b]0;owned\\u0007 \\rtext\\u0085\"}]}]}";

    expect_shown(REPLY, &PLAIN, 0,
                 "1 passage\n"
                 "\n"
                 " 1  " REPLACED "31mX\n"
                 "    " REPLACED "]0;owned" REPLACED " text" REPLACED "\n"
                 "    " REPLACED REPLACED REPLACED "\n"
                 "    gnp.exe\n"
                 "    a" REPLACED "b\n");
}

Test(client_show, lines_are_filled_by_display_width)
{
    struct wrap wrap;
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    cr_assert_not_null(out);
    wrap_begin(&wrap, out, false, 12, 2, "");
    wrap_text(&wrap, "人身取引は犯罪 e\xcc\x81te\xcc\x81 abcdefghijklmno", EMPHASIS_NONE);
    wrap_end(&wrap);
    cr_assert_eq(fclose(out), 0);
    cr_expect_str_eq(text, "  人身取引は\n"
                           "  犯罪 e\xcc\x81te\xcc\x81\n"
                           "  abcdefghij\n"
                           "  klmno\n");
    free(text);
}

Test(client_show, malformed_utf8_is_replaced_byte_by_byte)
{
    static const char *const WRONG[] = {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                                        "\xe2\x80"};
    static const size_t COUNTS[] = {1, 2, 3, 4, 2};

    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        const char *cursor = WRONG[i];
        size_t count = 0;

        while (printable_next(&cursor) == 0xfffd)
            count++;
        cr_expect_eq(count, COUNTS[i], "case %zu: %zu", i, count);
        cr_expect_eq(*cursor, '\0');
    }
}

static void expect_error(const struct tipsearch_error *error, const char *query,
                         const char *expected)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    cr_assert_not_null(out);
    show_error(out, error, query);
    cr_assert_eq(fclose(out), 0);
    cr_expect_str_eq(text, expected);
    free(text);
}

Test(client_show, a_bad_query_has_a_mark_under_the_place)
{
    struct tipsearch_error error = {
        .code = TIPSEARCH_BAD_QUERY, .at = 8, .retry_after_ms = -1, .message = "not closed"};

    expect_error(&error, "türkiye (ngo",
                 "tipsearch: not closed\n"
                 "  türkiye (ngo\n"
                 "          ^\n");
    error.at = 12;
    expect_error(&error, "türkiye (ngo",
                 "tipsearch: not closed\n"
                 "  türkiye (ngo\n"
                 "              ^\n");
    error.at = 4;
    expect_error(&error, "人身取引(",
                 "tipsearch: not closed\n"
                 "  人身取引(\n"
                 "          ^\n");
}

Test(client_show, an_escaped_json_line_is_the_same_value)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    cr_assert_not_null(out);
    printable_print_json(out, "{\"a\":\"\xc2\x9b\xe2\x80\xaeü\x7f\"}");
    cr_assert_eq(fclose(out), 0);
    cr_expect_str_eq(text, "{\"a\":\"\\u009b\\u202eü\\u007f\"}");
    free(text);
}

Test(client_show, what_else_was_looked_for_stands_below_the_total)
{
    expect_shown("{\"query\":{\"read_as\":\"a b\",\"synonyms\":[{\"typed\":\"NGO\",\"also\":"
                 "[\"one\",\"two\"]},{\"typed\":\"UN\",\"also\":[\"a\",\"b\",\"c\",\"d\"]}]},"
                 "\"total\":0,\"hits\":[]}",
                 &PLAIN, 0,
                 "no passage found for a b\n"
                 "    NGO is also one, two\n"
                 "    UN is also a, b, c, …\n");
}

Test(client_show, wildcards_are_told_of_when_nothing_fits_or_too_much)
{
    expect_shown("{\"query\":{\"read_as\":\"a* b* c*\",\"expansions\":["
                 "{\"typed\":\"a*\",\"words\":0,\"cut\":false},"
                 "{\"typed\":\"b*\",\"words\":3,\"cut\":false},"
                 "{\"typed\":\"c*\",\"words\":200,\"cut\":true}]},\"total\":0,\"hits\":[]}",
                 &PLAIN, 0,
                 "no passage found for a* b* c*\n"
                 "    a* fits no word of the reports\n"
                 "    c* stands for the 200 most frequent of the words that fit\n");
}

static void expect_patterns(const char *reply, bool is_full, const char *expected)
{
    struct show_style style = {.is_full = is_full, .width = 72};
    struct tipsearch_patterns *patterns;
    struct tipsearch_error error;
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    cr_assert_not_null(out);
    cr_assert_eq(tipsearch_patterns_parse(&patterns, reply, strlen(reply), &error), TIPSEARCH_OK,
                 "%s", error.message);
    show_patterns(out, &style, patterns);
    cr_assert_eq(fclose(out), 0);
    cr_expect_str_eq(text, expected);
    tipsearch_patterns_free(patterns);
    free(text);
}

Test(client_show, patterns_stand_group_by_group)
{
    static const char reply[] =
        "{\"patterns\":[{\"id\":\"a\",\"title\":\"First\",\"group\":\"One\",\"source\":\"S 1\","
        "\"queries\":[\"x y\",\"z\"],\"count\":12},{\"id\":\"b\",\"title\":\"Second\",\"group\":"
        "\"One\",\"count\":0},{\"id\":\"c\",\"group\":\"Two\",\"count\":3}]}";

    expect_patterns(reply, false,
                    "One\n"
                    "    12  First (a)\n"
                    "     0  Second (b)\n"
                    "\n"
                    "Two\n"
                    "     3  c (c)\n");
    expect_patterns(reply, true,
                    "One\n"
                    "    12  First (a)\n"
                    "        S 1\n"
                    "        x y\n"
                    "        z\n"
                    "     0  Second (b)\n"
                    "\n"
                    "Two\n"
                    "     3  c (c)\n");
    expect_patterns("{\"patterns\":[]}", false,
                    "the server knows no patterns: see patterns.ini of its knowledge\n");
}

static char *show_explained(const char *reply)
{
    struct tipsearch_explanation *explanation;
    struct tipsearch_error error;
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    cr_assert_not_null(out);
    cr_assert_eq(tipsearch_explanation_parse(&explanation, reply, strlen(reply), &error),
                 TIPSEARCH_OK, "%s", error.message);
    show_explanation(out, &PLAIN, explanation);
    cr_assert_eq(fclose(out), 0);
    tipsearch_explanation_free(explanation);
    return text;
}

Test(client_show, a_query_and_a_score_explained)
{
    static const char reply[] =
        "{\"query\":{\"read_as\":\"scam* AND (debt OR "
        "fee)\"},\"tree\":{\"kind\":\"and\",\"passages\":2,"
        "\"parts\":[{\"kind\":\"wildcard\",\"text\":\"scam*\",\"passages\":9,\"words\":[{\"word\":"
        "\"scam*\",\"by\":\"wildcard\",\"stands_for\":[\"scam\",\"scams\"],\"count\":2,\"cut\":"
        "false}]},"
        "{\"kind\":\"or\",\"passages\":3,\"parts\":[{\"kind\":\"word\",\"text\":\"debts\","
        "\"passages\":1,\"words\":[{\"word\":\"debts\",\"by\":\"stem\",\"stems\":[{\"stem\":"
        "\"debt\","
        "\"passages\":1,\"idf\":2}]}]},{\"kind\":\"word\",\"text\":\"fee^2\",\"weight\":2,"
        "\"passages\":3,\"words\":[{\"word\":\"fee\",\"by\":\"stem\",\"stems\":[{\"stem\":\"fee\","
        "\"passages\":3,\"idf\":1}]}],\"also\":[{\"kind\":\"synonym\",\"text\":\"charge\",\"idf\":1"
        "}]}]}]},\"total\":2,\"hits\":[{\"rank\":1,\"id\":\"0000000000000001\",\"score\":4,"
        "\"matches\":true,\"section\":[\"Fees\"],\"citation\":\"A Report, p. "
        "3\",\"parts\":[{\"kind\":"
        "\"word\",\"text\":\"fee\",\"field\":\"heading\",\"count\":2,\"score\":1},{\"kind\":"
        "\"nearness\",\"text\":\"words that stand together\",\"score\":3}]},{\"rank\":null,\"id\":"
        "\"0000000000000002\",\"score\":null,\"matches\":false,\"section\":[\"Ships\"],\"parts\":[]"
        ","
        "\"lacks\":[{\"why\":\"absent\",\"text\":\"scam*\"},{\"why\":\"twin\"}]}]}";
    char *text = show_explained(reply);

    cr_expect_str_eq(text,
                     "read as: scam* AND (debt OR fee)\n"
                     "\n"
                     "all of these: 2 passages\n"
                     "├─ scam*, 2 words of the index: scam, scams: 9 passages\n"
                     "└─ any of these: 3 passages\n"
                     "   ├─ debts, by its stem debt: 1 passage\n"
                     "   └─ fee^2, by its stem fee, weighing 2 times as much: 3 passages\n"
                     "      └─ also: charge, which means the same and weighs less\n"
                     "\n"
                     " 1  Fees\n"
                     "    A Report, p. 3\n"
                     "      4.000  score, of which\n"
                     "      3.000   75 %  words that stand together\n"
                     "      1.000   25 %  “fee” in the headings, twice\n"
                     "\n"
                     "    Ships\n"
                     "    0000000000000002\n"
                     "    does not match:\n"
                     "    it lacks scam*\n"
                     "    another report says the same and is shown in its place\n",
                     "%s", text);
    free(text);
}
