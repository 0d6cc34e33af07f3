/* The command tipsearch with a real server on a real index. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/harness.h"
#include "integration/index_fixture.h"

static const char REPORT[] =
    "# Sample Report\n"
    "\n"
    "## Online Scam Compounds\n"
    "\n"
    "Recruiters in Cambodia promise office work and take the passports of those who come. The\n"
    "compound is guarded; whoever wants to leave must first repay a debt that only grows.\n"
    "\n"
    "## Fishing Fleets\n"
    "\n"
    "On vessels far from Thailand crews stay at sea for years. Captains keep the wages and the\n"
    "passports, and inspectors meet the crew only when the captain translates.\n"
    "\n"
    "## Domestic Work\n"
    "\n"
    "A worker in a private household is seen by nobody. Inspection needs the consent of the\n"
    "employer, whose house is the place of work.\n";

static struct index_fixture fixture;
static struct tip_daemon daemon_;
static char address[256];

static void start(void)
{
    char *source;

    index_fixture_init(&fixture);
    index_fixture_write(&fixture, "sample.md", REPORT);
    source = index_fixture_source(&fixture, "sample.md");
    index_fixture_expect(&fixture, 0, "build", source);
    free(source);
    tip_daemon_start(&daemon_, fixture.index, NULL);
    snprintf(address, sizeof address, "unix:%s", daemon_.socket);
}

static void stop(void)
{
    tip_daemon_stop(&daemon_);
    index_fixture_free(&fixture);
}

TestSuite(tipsearch, .init = start, .fini = stop, .timeout = 60);

/* Runs tipsearch on the server and asserts its exit status. */
#define ASK(run, expected, ...)                                                                    \
    do {                                                                                           \
        TIP_RUN(run, "tipsearch", "-s", address, __VA_ARGS__);                                     \
        cr_assert_eq((run)->status, expected, "exit status %d: %s%s", (run)->status, (run)->out,   \
                     (run)->err);                                                                  \
    } while (0)

#define EXPECT_IN(text, part)     cr_expect_not_null(strstr(text, part), "no \"%s\" in: %s", part, text)
#define EXPECT_NOT_IN(text, part) cr_expect_null(strstr(text, part), "\"%s\" in: %s", part, text)

/* The id of the best passage, for free(3). */
static char *best_id(const char *query)
{
    struct tip_run run;
    json_t *reply;
    const char *id;
    char *copy;

    ASK(&run, 0, "--json", query);
    reply = json_loads(run.out, 0, NULL);
    id =
        json_string_value(json_object_get(json_array_get(json_object_get(reply, "hits"), 0), "id"));
    cr_assert_not_null(id, "%s", run.out);
    copy = strdup(id);
    json_decref(reply);
    tip_run_free(&run);
    return copy;
}

Test(tipsearch, hits_are_status_0_and_shown_with_heading_citation_and_id)
{
    struct tip_run run;
    char *id = best_id("cambodia");

    ASK(&run, 0, "cambodia");
    EXPECT_IN(run.out, "1 passage\n\n 1  Online Scam Compounds\n");
    EXPECT_IN(run.out, "    Recruiters in Cambodia promise office work");
    EXPECT_IN(run.out, "    Sample Report, ");
    EXPECT_IN(run.out, id);
    cr_expect_str_eq(run.err, "");
    tip_run_free(&run);
    free(id);
}

Test(tipsearch, no_hit_is_status_1)
{
    struct tip_run run;

    ASK(&run, 1, "xyzzyplugh");
    EXPECT_IN(run.out, "no passage found");
    cr_expect_str_eq(run.err, "");
    tip_run_free(&run);
}

Test(tipsearch, arguments_together_are_the_query)
{
    struct tip_run run;

    ASK(&run, 0, "+passports", "+captains");
    EXPECT_IN(run.out, "1 passage\n\n 1  Fishing Fleets");
    tip_run_free(&run);
}

Test(tipsearch, a_word_with_a_dash_goes_after_two)
{
    struct tip_run run;

    ASK(&run, 0, "--", "passports", "-captains");
    EXPECT_IN(run.out, "1 passage\n\n 1  Online Scam Compounds");
    tip_run_free(&run);
    ASK(&run, 2, "passports", "-captains");
    EXPECT_IN(run.err, "tipsearch -- passport -visa");
    tip_run_free(&run);
}

Test(tipsearch, what_is_no_option_is_named_wherever_it_stands)
{
    static const char hint[] = ": a query word that begins with - goes after --";
    static const char *const ROWS[][3] = {
        {"+cyber", "-Cambodia", "tipsearch: unknown option: -Cambodia"},
        {"-Cambodia", "+cyber", "tipsearch: unknown option: -Cambodia"},
        {"--json", "-C", "tipsearch: unknown option: -C"},
        {"passports", "-scam",
         "tipsearch: -s wants unix:PATH, tcp:HOST:PORT or tls:HOST:PORT: cam"},
    };

    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct tip_run run;

        TIP_RUN(&run, "tipsearch", ROWS[i][0], ROWS[i][1]);
        cr_expect_eq(run.status, 2);
        EXPECT_IN(run.err, ROWS[i][2]);
        EXPECT_IN(run.err, hint);
        tip_run_free(&run);
    }
}

Test(tipsearch, what_cannot_be_a_query_word_has_an_advice_of_its_own)
{
    static const char *const ROWS[][3] = {
        {"-n", "x", "tipsearch: -n wants a whole number: x: such as -n 20\n"},
        {"-s", "foo",
         "tipsearch: -s wants unix:PATH, tcp:HOST:PORT or tls:HOST:PORT: foo: such as -s "
         "tcp:localhost:7700\n"},
        {"x", "--colour", "tipsearch: unknown option: --colour: see tipsearch --help\n"},
        {"x", "--json=1",
         "tipsearch: this option takes no value: --json=1: see tipsearch --help\n"},
        {"x", "-n", "tipsearch: this option wants a value: -n: see tipsearch --help\n"},
    };

    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct tip_run run;

        TIP_RUN(&run, "tipsearch", ROWS[i][0], ROWS[i][1]);
        cr_expect_eq(run.status, 2);
        cr_expect_str_eq(run.err, ROWS[i][2]);
        tip_run_free(&run);
    }
}

Test(tipsearch, options_and_words_stand_in_any_order)
{
    struct tip_run run;

    ASK(&run, 0, "+passports", "-n", "5", "+captains", "--color", "never", "--", "-cambodia");
    EXPECT_IN(run.out, "1 passage\n\n 1  Fishing Fleets");
    tip_run_free(&run);
}

Test(tipsearch, a_dash_alone_reads_standard_input)
{
    struct tip_run run;
    const char *const arguments[] = {"tipsearch", "-s", address, "-", NULL};

    tip_test_run(&run, "captains\n", strlen("captains\n"), arguments);
    cr_assert_eq(run.status, 0, "%s", run.err);
    EXPECT_IN(run.out, "Fishing Fleets");
    tip_run_free(&run);
}

Test(tipsearch, n_and_offset_page_and_say_how_to_go_on)
{
    struct tip_run run;

    ASK(&run, 0, "-n", "1", "passports");
    EXPECT_IN(run.out, "2 passages, 1 shown\n");
    EXPECT_IN(run.out, "\n1 more: add --offset 1\n");
    tip_run_free(&run);
    ASK(&run, 0, "-n", "1", "--offset", "1", "passports");
    EXPECT_IN(run.out, "2 passages, 2 to 2 shown\n\n 2  ");
    EXPECT_NOT_IN(run.out, "more:");
    tip_run_free(&run);
    ASK(&run, 0, "-n", "0", "passports");
    cr_expect_str_eq(run.out, "2 passages, 0 shown\n");
    tip_run_free(&run);
    ASK(&run, 2, "-n", "101", "passports");
    EXPECT_IN(run.err, "100");
    tip_run_free(&run);
}

Test(tipsearch, json_is_the_reply_on_one_line)
{
    struct tip_run run;
    json_t *reply;

    ASK(&run, 0, "--json", "passports");
    cr_expect_eq(strchr(run.out, '\n'), run.out + run.out_length - 1);
    reply = json_loads(run.out, 0, NULL);
    cr_expect_eq(json_integer_value(json_object_get(reply, "total")), 2);
    cr_expect_eq(json_array_size(json_object_get(reply, "hits")), 2u);
    json_decref(reply);
    tip_run_free(&run);
    ASK(&run, 1, "--json", "xyzzyplugh");
    EXPECT_IN(run.out, "\"total\":0");
    tip_run_free(&run);
}

Test(tipsearch, full_shows_the_whole_text)
{
    struct tip_run run;

    ASK(&run, 0, "--full", "cambodia");
    EXPECT_IN(run.out, "Recruiters in Cambodia promise office work");
    EXPECT_IN(run.out, "only grows.\n");
    tip_run_free(&run);
}

Test(tipsearch, get_prints_a_passage_with_its_citation)
{
    struct tip_run run;
    char *id = best_id("household");

    ASK(&run, 0, "--get", id);
    EXPECT_IN(run.out, "    Domestic Work\n"
                       "    A worker in a private household is seen by nobody.");
    EXPECT_IN(run.out, "    Sample Report, ");
    EXPECT_IN(run.out, id);
    tip_run_free(&run);
    ASK(&run, 0, "--json", "--get", id);
    EXPECT_IN(run.out, "\"passage\":{");
    tip_run_free(&run);
    free(id);
}

Test(tipsearch, an_id_that_does_not_exist_is_an_error)
{
    struct tip_run run;

    ASK(&run, 2, "--get", "0123456789abcdef");
    EXPECT_IN(run.err, "0123456789abcdef");
    cr_expect_str_eq(run.out, "");
    tip_run_free(&run);
    ASK(&run, 2, "--similar", "0123456789abcdef");
    tip_run_free(&run);
}

Test(tipsearch, similar_finds_others_than_the_passage_itself)
{
    struct tip_run run;
    char *id = best_id("captains");

    TIP_RUN(&run, "tipsearch", "-s", address, "--similar", id);
    cr_assert_eq(run.status, 0, "%s%s", run.out, run.err);
    EXPECT_NOT_IN(run.out, id);
    EXPECT_IN(run.out, "Online Scam Compounds");
    tip_run_free(&run);
    free(id);
}

Test(tipsearch, facets_are_counted_after_the_hits)
{
    struct tip_run run;

    ASK(&run, 0, "-n", "1", "--facets", "kind,section", "passports");
    EXPECT_IN(run.out, "\nkind\n     2  narrative\n");
    EXPECT_IN(run.out, "\nsection\n");
    tip_run_free(&run);
    ASK(&run, 2, "--facets", "colour", "passports");
    EXPECT_IN(run.err, "colour");
    tip_run_free(&run);
}

Test(tipsearch, suggest_completes_what_is_typed)
{
    struct tip_run run;

    ASK(&run, 0, "--suggest", "pass");
    cr_expect_not_null(strstr(run.out, "     2  passports (word)\n"), "%s", run.out);
    tip_run_free(&run);
    ASK(&run, 0, "--json", "-n", "1", "--suggest", "camb");
    cr_expect_not_null(strstr(run.out, "\"text\":\"Cambodia\",\"kind\":\"country\",\"count\":1,"),
                       "%s", run.out);
    tip_run_free(&run);
    ASK(&run, 1, "--suggest", "xylo");
    cr_expect_str_eq(run.out, "");
    tip_run_free(&run);
    ASK(&run, 2, "--suggest", "camb", "fishing");
    cr_expect_not_null(strstr(run.err, "--suggest goes with"), "%s", run.err);
    tip_run_free(&run);
}

Test(tipsearch, explain_shows_the_tree_and_the_scores)
{
    struct tip_run run;

    ASK(&run, 0, "--explain", "-n", "1", "passports", "AND", "NOT", "xylo");
    EXPECT_IN(run.out, "all of these: ");
    EXPECT_IN(run.out, "passports, by its stem passport: ");
    EXPECT_IN(run.out, "  score, of which\n");
    EXPECT_IN(run.out, "“passports” in the text");
    tip_run_free(&run);
    ASK(&run, 0, "--explain", "--json", "passports");
    EXPECT_IN(run.out, "\"tree\":{\"kind\":\"word\",\"text\":\"passports\"");
    tip_run_free(&run);
    ASK(&run, 1, "--explain", "xyloxylo");
    EXPECT_IN(run.out, "no passage found");
    tip_run_free(&run);
    ASK(&run, 2, "--explain");
    EXPECT_IN(run.err, "--explain wants a query");
    tip_run_free(&run);
    ASK(&run, 2, "--explain", "--full", "passports");
    EXPECT_IN(run.err, "--explain goes with");
    tip_run_free(&run);
}

Test(tipsearch, colours_are_for_terminals_or_who_asks)
{
    struct tip_run run;

    ASK(&run, 0, "cambodia");
    EXPECT_NOT_IN(run.out, "\033");
    tip_run_free(&run);
    ASK(&run, 0, "--color=always", "cambodia");
    EXPECT_IN(run.out, "\033[1;31mCambodia\033[0m");
    tip_run_free(&run);
    ASK(&run, 0, "--color", "never", "cambodia");
    EXPECT_NOT_IN(run.out, "\033");
    tip_run_free(&run);
}

Test(tipsearch, a_bad_query_is_marked_where_it_is_wrong)
{
    struct tip_run run;

    ASK(&run, 2, "passports kind:nonsense");
    EXPECT_IN(run.err, "\n  passports kind:nonsense\n"
                       "                 ^\n");
    cr_expect_str_eq(run.out, "");
    tip_run_free(&run);
}

Test(tipsearch, a_query_that_is_not_utf8_is_refused)
{
    struct tip_run run;

    ASK(&run, 2, "caf\xe9");
    EXPECT_IN(run.err, "not valid UTF-8");
    tip_run_free(&run);
}

Test(tipsearch, the_environment_names_a_server)
{
    struct tip_run run;

    setenv("TIPSEARCH_SERVER", address, 1);
    TIP_RUN(&run, "tipsearch", "cambodia");
    cr_expect_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
}
