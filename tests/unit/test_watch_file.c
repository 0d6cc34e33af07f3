/* The file of searches that tipsearch --watch reads. */
#include <criterion/criterion.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "command/desk/watch_file.h"

TestSuite(watch_file, .timeout = 60);

static void read_bytes(struct watch_file *file, const char *text, size_t length)
{
    FILE *in = length > 0 ? fmemopen((void *)text, length, "r") : fopen("/dev/null", "r");
    struct tipsearch_error error;

    cr_assert_not_null(in);
    cr_assert_eq(watch_file_read(file, in, "cases.watch", &error), TIPSEARCH_OK);
    fclose(in);
}

static void read_text(struct watch_file *file, const char *text)
{
    read_bytes(file, text, strlen(text));
}

/* A line that is a search, in every way in which people and their editors write one. */
static const struct {
    const char *line, *name, *query;
} SEARCHES[] = {
    {"boats: debt fishing\n", "boats", "debt fishing"},
    {"boats: debt fishing", "boats", "debt fishing"},
    {"boats: debt fishing\r\n", "boats", "debt fishing"},
    {"\xef\xbb\xbf"
     "boats: debt\n",
     "boats", "debt"},
    {"  boats :\t debt \t\n", "boats", "debt"},
    {"kh: country:KH kind:story\n", "kh", "country:KH kind:story"},
    {"case:12: section:\"a: b\"\n", "case:12", "section:\"a: b\""},
    {"two words: \"debt bondage\" # no comment\n", "two words", "\"debt bondage\" # no comment"},
    {"\xd8\xa7\xd9\x84\xd8\xb9\xd9\x85\xd9\x84: \xd8\xb9\xd9\x85\xd9\x84\n",
     "\xd8\xa7\xd9\x84\xd8\xb9\xd9\x85\xd9\x84", "\xd8\xb9\xd9\x85\xd9\x84"},
    {"all: *\n", "all", "*"},
};

Test(watch_file, a_name_ends_at_the_first_colon_with_a_blank)
{
    for (size_t i = 0; i < sizeof SEARCHES / sizeof *SEARCHES; i++) {
        struct watch_file file;

        read_text(&file, SEARCHES[i].line);
        cr_assert_eq(file.count, 1, "%s", SEARCHES[i].line);
        cr_expect_str_eq(file.searches[0].name, SEARCHES[i].name);
        cr_expect_str_eq(file.searches[0].query, SEARCHES[i].query);
        cr_expect_eq(file.searches[0].line, 1);
        cr_expect_eq(file.fault_count, 0);
        watch_file_free(&file);
    }
}

static const struct {
    const char *line, *fault;
} FAULTS[] = {
    {"debt bondage\n", "a search is \"name: query\", with a blank behind the colon"},
    {"country:KH\n", "a search is \"name: query\", with a blank behind the colon"},
    {"boats:\n", "the query is missing"},
    {"boats: \r\n", "the query is missing"},
    {": debt\n", "the name is missing"},
    {"\x1b[2J: debt\n", "the line holds a control character"},
    {"boats: debt\rkilns: debt\n", "the line holds a control character"},
    {"boats: d\xe9"
     "bt\n",
     "this is not UTF-8 text"},
};

Test(watch_file, what_is_no_search_is_a_fault_and_the_rest_is_read)
{
    for (size_t i = 0; i < sizeof FAULTS / sizeof *FAULTS; i++) {
        struct watch_file file;
        char text[200];

        snprintf(text, sizeof text, "# desk\n\n%skilns: brick\n", FAULTS[i].line);
        read_text(&file, text);
        cr_assert_eq(file.fault_count, 1, "%s", FAULTS[i].line);
        cr_expect_eq(file.faults[0].line, 3);
        cr_expect_eq(strncmp(file.faults[0].message, FAULTS[i].fault, strlen(FAULTS[i].fault)), 0,
                     "%s", file.faults[0].message);
        cr_assert_eq(file.count, 1);
        cr_expect_str_eq(file.searches[0].name, "kilns");
        cr_expect_eq(file.searches[0].line, 4);
        watch_file_free(&file);
    }
}

Test(watch_file, a_nul_is_called_by_its_name)
{
    static const char TEXT[] = "boats: d\0bt\nkilns: brick\n";
    FILE *in = fmemopen((void *)(uintptr_t)TEXT, sizeof TEXT - 1, "r");
    struct watch_file file;
    struct tipsearch_error error;

    cr_assert_not_null(in);
    cr_assert_eq(watch_file_read(&file, in, "searches", &error), TIPSEARCH_OK);
    fclose(in);
    cr_assert_eq(file.fault_count, 1);
    cr_expect_not_null(strstr(file.faults[0].message, "NUL"), "%s", file.faults[0].message);
    cr_expect_eq(file.faults[0].line, 1);
    cr_expect_eq(file.count, 1);
    watch_file_free(&file);
}

Test(watch_file, of_equal_names_the_first_one_stays)
{
    struct watch_file file;

    read_text(&file, "b: one\na: two\nb : three\nbad\nc: four\nb: five\nB: six\n");
    cr_assert_eq(file.count, 4);
    cr_expect_str_eq(file.searches[0].query, "one");
    cr_expect_str_eq(file.searches[1].query, "two");
    cr_expect_str_eq(file.searches[2].query, "four");
    cr_expect_str_eq(file.searches[3].query, "six");
    cr_assert_eq(file.fault_count, 3);
    cr_expect_eq(file.faults[0].line, 3);
    cr_expect_eq(file.faults[1].line, 4);
    cr_expect_eq(file.faults[2].line, 6);
    watch_file_free(&file);
}

Test(watch_file, nothing_but_comments_is_no_search)
{
    static const char *const TEXTS[] = {"", "\xef\xbb\xbf", "\n\r\n \t\n",
                                        "# boats: debt\n  # more"};

    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        struct watch_file file;

        read_text(&file, TEXTS[i]);
        cr_expect_eq(file.count, 0);
        cr_expect_eq(file.fault_count, 0);
        watch_file_free(&file);
    }
}

Test(watch_file, a_nul_byte_and_a_long_name_are_faults)
{
    static const char NUL[] = "boats: de\0bt\n";
    struct watch_file file;
    char text[300];

    read_bytes(&file, NUL, sizeof NUL - 1);
    cr_expect_eq(file.fault_count, 1);
    watch_file_free(&file);
    for (int length = 200; length <= 201; length++) {
        snprintf(text, sizeof text, "%0*d: debt\n", length, 0);
        read_text(&file, text);
        cr_expect_eq(file.count, length == 200);
        cr_expect_eq(file.fault_count, length == 201);
        watch_file_free(&file);
    }
}

Test(watch_file, a_hundred_thousand_searches_are_read)
{
    struct watch_file file;
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    for (int i = 0; i < 100000; i++)
        fprintf(out, "case %d: word%d\n", i, i);
    fprintf(out, "case 7: again\n");
    fclose(out);
    read_bytes(&file, text, length);
    cr_expect_eq(file.count, 100000);
    cr_assert_eq(file.fault_count, 1);
    cr_expect_eq(file.faults[0].line, 100001);
    watch_file_free(&file);
    free(text);
}

Test(watch_file, what_cannot_be_read_is_an_error)
{
    FILE *in = fopen("/", "r");
    struct tipsearch_error error;
    struct watch_file file;

    cr_assert_not_null(in);
    cr_expect_eq(watch_file_read(&file, in, "a folder", &error), TIPSEARCH_INVALID);
    cr_expect_not_null(strstr(error.message, "a folder cannot be read: Is a directory"), "%s",
                       error.message);
    watch_file_free(&file);
    fclose(in);
}
