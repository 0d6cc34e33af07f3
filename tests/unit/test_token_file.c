/* The file of tokens: what a line may say, what is refused and how; what a token may ask. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/harness.h"
#include "protocol/limits.h"
#include "server/access.h"
#include "server/token_file.h"

/* printf %s one | sha256sum, and so on */
#define HASH_ONE   "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"
#define HASH_TWO   "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3"
#define HASH_THREE "8b5b9db0c13db24256c829aa364aa90c6d2eba318b9232a4ab9313b954d3555f"
#define HASH_EMPTY "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

#define NAME_32 "abcdefghijklmnopqrstuvwxyz012345"

TestSuite(token_file, .timeout = 20);

static tip_status parse(struct tip_asker_list *list, const char *text, struct tip_error *error)
{
    *list = (struct tip_asker_list){0};
    return tip_asker_list_parse(list, "tokens", text, strlen(text), 7, error);
}

Test(token_file, a_line_is_a_name_a_hash_a_rate_and_reports)
{
    struct tip_asker_list list;
    struct tip_error error;

    cr_assert_eq(parse(&list,
                       "# who may ask\n\n \t\r\n"
                       "case tool\t" HASH_ONE "\t20\ttip-2023,tip-2022\r\n"
                       "Büro\t3FC4CCFE745870E2C0D99F71F30FF0656C8DEDD41CC1D7D3D376B0DBE685E2F3"
                       "\t1000000\t*",
                       &error),
                 TIP_OK, "%s", error.message);
    cr_assert_eq(list.count, 2);
    cr_expect_str_eq(tip_asker_name(list.askers[0]), "case tool");
    cr_expect_eq(tip_asker_rate(list.askers[0]), 20);
    cr_expect_eq(tip_asker_edition(list.askers[0]), 7);
    cr_expect(tip_asker_has_hash(list.askers[0], HASH_ONE));
    cr_expect_not(tip_asker_has_hash(list.askers[0], HASH_TWO));
    cr_expect_not_null(tip_asker_scope(list.askers[0]));
    cr_expect_str_eq(tip_asker_name(list.askers[1]), "Büro");
    cr_expect_eq(tip_asker_rate(list.askers[1]), 1000000);
    cr_expect(tip_asker_has_hash(list.askers[1], HASH_TWO));
    cr_expect_null(tip_asker_scope(list.askers[1]));
    tip_asker_list_free(&list);
    cr_expect_eq(list.count, 0);
}

Test(token_file, the_example_is_one)
{
    char *path = tip_test_path(getenv("TIP_SOURCE"), "daemon/tokens.example");
    char *text = tip_test_read(path, NULL);
    struct tip_asker_list list;
    struct tip_error error;

    cr_assert_eq(parse(&list, text, &error), TIP_OK, "%s", error.message);
    cr_expect_eq(list.count, 2);
    tip_asker_list_free(&list);
    free(text);
    free(path);
}

Test(token_file, two_tokens_may_have_one_name)
{
    struct tip_asker_list list;
    struct tip_error error;

    cr_assert_eq(parse(&list, "a\t" HASH_ONE "\t1\t*\na\t" HASH_TWO "\t1\t*\n", &error), TIP_OK);
    cr_expect_eq(list.count, 2);
    tip_asker_list_free(&list);
}

static const struct refused {
    const char *text;
    const char *message;
} refused[] = {
    {"a\t" HASH_ONE "\t1\n", "tokens:1: a line has four fields parted by tabs: name, SHA-256 of "
                             "the token, requests a second, report ids (a,b or *)"},
    {"#\n\na " HASH_ONE " 1 *\n", "tokens:3: a line has four fields"},
    {"a\t" HASH_ONE "\t1\t*\t\n", "tokens:1: a line has four fields"},
    {" # a remark\n", "tokens:1: a line has four fields"},
    {"\t" HASH_ONE "\t1\t*\n", "tokens:1: the name has 0 bytes; give one of 1 to 64"},
    {NAME_32 NAME_32 "x\t" HASH_ONE "\t1\t*\n", "tokens:1: the name has 65 bytes"},
    {"a\t" HASH_ONE "0\t1\t*\n",
     "tokens:1: the second field is no SHA-256: write the 64 hex "
     "digits that sha256sum prints for the token, not the token itself"},
    {"a\tone\t1\t*\n", "tokens:1: the second field is no SHA-256"},
    {"a\t\t1\t*\n", "tokens:1: the second field is no SHA-256"},
    {"a\tg692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed\t1\t*\n",
     "tokens:1: the second field is no SHA-256"},
    {"a\t" HASH_EMPTY "\t1\t*\n", "tokens:1: the second field is the SHA-256 of nothing: hash the "
                                  "token itself"},
    {"a\t" HASH_ONE "\t1\t*\n#\nb\t" HASH_ONE "\t1\t*\n",
     "tokens:3: the token is that of line 1: give each its own"},
    {"a\t" HASH_ONE "\t0\t*\n", "tokens:1: requests a second must be a whole number from 1 to "
                                "1000000, not “0”"},
    {"a\t" HASH_ONE "\t-1\t*\n", "not “-1”"},
    {"a\t" HASH_ONE "\t1.5\t*\n", "not “1.5”"},
    {"a\t" HASH_ONE "\t 1\t*\n", "not “ 1”"},
    {"a\t" HASH_ONE "\t1000001\t*\n", "not “1000001”"},
    {"a\t" HASH_ONE "\t99999999999999999999\t*\n", "not “99999999999999999999”"},
    {"a\t" HASH_ONE "\t\t*\n", "not “”"},
    {"a\t" HASH_ONE "\t1\t\n", "tokens:1: a report id is empty: write ids parted by single commas, "
                               "or * for all reports"},
    {"a\t" HASH_ONE "\t1\ttip-2023,\n", "tokens:1: a report id is empty"},
    {"a\t" HASH_ONE "\t1\ta,,b\n", "tokens:1: a report id is empty"},
    {"a\t" HASH_ONE "\t1\ta, b\n", "tokens:1: there is a blank beside a report id: part them by "
                                   "commas alone"},
    {"a\t" HASH_ONE "\t1\t* \n", "tokens:1: there is a blank beside a report id"},
    {"a\t" HASH_ONE "\t1\ta,*\n", "tokens:1: * stands for all reports and must stand alone"},
    {"a\x01\t" HASH_ONE "\t1\t*\n", "tokens:1: there is a control character: write the line anew"},
    {"a\t" HASH_ONE "\t1\t*\r\r\n", "tokens:1: there is a control character"},
    {"a\xff\t" HASH_ONE "\t1\t*\n", "tokens:1: this is not UTF-8: write the line anew"},
};

Test(token_file, a_bad_line_is_named_with_what_to_do)
{
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct tip_asker_list list;
        struct tip_error error = {0};

        cr_assert_eq(parse(&list, refused[i].text, &error), TIP_INVALID, "%s", refused[i].text);
        cr_expect_not_null(strstr(error.message, refused[i].message), "“%s” lacks “%s”",
                           error.message, refused[i].message);
        cr_expect_eq(list.count, 0);
    }
}

Test(token_file, what_may_be_a_token_is_never_repeated)
{
    struct tip_asker_list list;
    struct tip_error error;

    cr_assert_eq(parse(&list, "a\thunter2\t1\t*\n", &error), TIP_INVALID);
    cr_expect_null(strstr(error.message, "hunter2"));
}

Test(token_file, there_is_a_limit_to_the_tokens)
{
    size_t size = (TIP_LIMIT_TOKENS + 1) * 80;
    char *text = malloc(size), *end = text;
    struct tip_asker_list list;
    struct tip_error error = {0};

    for (int i = 0; i < TIP_LIMIT_TOKENS; i++)
        end += snprintf(end, size - (size_t)(end - text), "a\t%064x\t1\t*\n", (unsigned)i);
    cr_expect_eq(parse(&list, text, &error), TIP_OK, "%s", error.message);
    cr_expect_eq(list.count, TIP_LIMIT_TOKENS);
    tip_asker_list_free(&list);
    strcpy(end, "a\t" HASH_ONE "\t1\t*\n");
    cr_expect_eq(parse(&list, text, &error), TIP_INVALID);
    cr_expect_not_null(strstr(error.message, "tokens:1025: more than 1024 tokens"), "%s",
                       error.message);
    free(text);
}

/* ---- the tokens in force ---- */

static const struct tip_log nowhere = {.to_syslog = true};

static void write_tokens(const char *path, const char *text)
{
    tip_test_write(path, text, strlen(text));
}

Test(token_file, a_token_is_found_by_its_hash)
{
    char *folder = tip_test_folder();
    char *path = tip_test_path(folder, "tokens");
    struct tip_access *access;
    struct tip_asker *asker;
    struct tip_error error;

    write_tokens(path, "a\t" HASH_ONE "\t1\t*\nb\t" HASH_TWO "\t1\t*\n");
    cr_assert_eq(tip_access_create(&access, path, &nowhere, &error), TIP_OK, "%s", error.message);
    cr_expect_eq(tip_access_count(access), 2);
    asker = tip_access_find(access, "two!", 3);
    cr_assert_not_null(asker);
    cr_expect_str_eq(tip_asker_name(asker), "b");
    tip_asker_release(asker);
    cr_expect_null(tip_access_find(access, "two!", 4));
    cr_expect_null(tip_access_find(access, "", 0));
    tip_access_free(access);
    free(path);
    tip_test_folder_remove(folder);
}

Test(token_file, after_a_reload_a_token_is_who_the_file_says_now_and_has_asked_what_it_has)
{
    char *folder = tip_test_folder();
    char *path = tip_test_path(folder, "tokens");
    struct tip_access *access;
    struct tip_asker *kept, *gone;
    struct tip_error error;
    long wait_ms;

    write_tokens(path, "a\t" HASH_ONE "\t1\t*\nb\t" HASH_TWO "\t1\t*\n");
    cr_assert_eq(tip_access_create(&access, path, &nowhere, &error), TIP_OK, "%s", error.message);
    kept = tip_access_find(access, "one", 3);
    gone = tip_access_find(access, "two", 3);
    cr_assert(tip_asker_take(kept, INT64_C(5000000000), &wait_ms));

    write_tokens(path, "a\t" HASH_ONE "\t1\tr\nb\t" HASH_TWO "\n");
    cr_expect_eq(tip_access_reload(access, &error), TIP_INVALID);
    cr_expect_eq(tip_access_renew(access, kept), kept, "a bad file changed the tokens");

    write_tokens(path, "c\t" HASH_THREE "\t1\t*\na\t" HASH_ONE "\t1\tr\n");
    cr_expect_eq(tip_access_reload(access, &error), TIP_OK);
    cr_expect_null(tip_asker_scope(kept), "an asker in use changed");
    kept = tip_access_renew(access, kept);
    cr_assert_not_null(kept);
    cr_expect_not_null(tip_asker_scope(kept));
    cr_expect_not(tip_asker_take(kept, INT64_C(5000000000), &wait_ms));
    cr_expect_null(tip_access_renew(access, gone));
    cr_expect_null(tip_access_renew(access, NULL));
    tip_access_free(access);
    cr_expect_str_eq(tip_asker_name(kept), "a", "an asker lasts as long as a reference to it");
    tip_asker_release(kept);
    free(path);
    tip_test_folder_remove(folder);
}

/* ---- the rate ---- */

static struct tip_asker *make_asker(unsigned rate)
{
    struct tip_asker_facts facts = {.name = "a", .rate = rate};
    struct tip_asker *asker = tip_asker_create(&facts);

    cr_assert_not_null(asker);
    return asker;
}

Test(token_file, a_second_s_worth_may_be_asked_at_once_and_then_one_by_one)
{
    struct tip_asker *asker = make_asker(4);
    int64_t now = INT64_C(1000000000000);
    long wait_ms = -1;

    for (int i = 0; i < 4; i++)
        cr_expect(tip_asker_take(asker, now, &wait_ms), "request %d", i);
    cr_expect_not(tip_asker_take(asker, now, &wait_ms));
    cr_expect_eq(wait_ms, 250);
    cr_expect_not(tip_asker_take(asker, now + 249000000, &wait_ms));
    cr_expect_eq(wait_ms, 1);
    cr_expect(tip_asker_take(asker, now + 250000000, &wait_ms));
    cr_expect_not(tip_asker_take(asker, now + 250000000, &wait_ms));
    tip_asker_release(asker);
}

Test(token_file, a_pause_earns_no_more_than_a_second_s_worth)
{
    struct tip_asker *asker = make_asker(3);
    int64_t now = INT64_C(1000000000);
    long wait_ms;
    unsigned taken = 0;

    cr_expect(tip_asker_take(asker, now, &wait_ms));
    now += INT64_C(3600000000000);
    while (taken < 10 && tip_asker_take(asker, now, &wait_ms))
        taken++;
    cr_expect_eq(taken, 3);
    tip_asker_release(asker);
}

/* However often it asks, in ten seconds it gets ten times its rate, and the first second's. */
Test(token_file, the_rate_holds_for_any_rate)
{
    static const unsigned rates[] = {1, 2, 3, 7, 100, 999, 2000};

    for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i++) {
        struct tip_asker *asker = make_asker(rates[i]);
        unsigned taken = 0;
        long wait_ms;

        for (int64_t now = INT64_C(1000000000); now < INT64_C(11000000000); now += 100000)
            taken += tip_asker_take(asker, now, &wait_ms);
        cr_expect(taken >= 11 * rates[i] - 1 && taken <= 11 * rates[i] + 1, "rate %u: %u", rates[i],
                  taken);
        tip_asker_release(asker);
    }
}
