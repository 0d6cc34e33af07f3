/* tipsearch dossier --verify: whatever was done to a source, what no longer stands is named. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "integration/desk_fixture.h"

#define KILNS "The owner kept the workers' papers, and the debt grew with every season."
#define BOATS "The captain paid nobody, and two of the crew were hurt when they asked."

static const char REPORT[] = "# Kilns\n\n" KILNS "\n\n# Boats\n\n" BOATS "\n";

static struct desk_fixture desk;
static char kilns[17], boats[17]; /* ids */
static char *case_path, *report_path;

/* The id of the passage that holds `words`. */
static void find_id(char id[17], const char *words)
{
    json_t *passages = index_fixture_dump(&desk.files);

    id[0] = '\0';
    for (size_t i = 0; i < json_array_size(passages); i++) {
        json_t *passage = json_array_get(passages, i);

        if (strstr(json_string_value(json_object_get(passage, "text")), words))
            snprintf(id, 17, "%s", json_string_value(json_object_get(passage, "id")));
    }
    cr_assert_eq(strlen(id), 16, "no passage holds: %s", words);
    json_decref(passages);
}

static void start(void)
{
    desk_fixture_start(&desk, "sites.md", REPORT);
    find_id(kilns, "The owner kept");
    find_id(boats, "The captain paid");
    case_path = tip_test_path(desk.files.folder, "case.md");
    report_path = index_fixture_source(&desk.files, "sites.md");
}

static void stop(void)
{
    free(case_path);
    free(report_path);
    desk_fixture_stop(&desk);
}

TestSuite(verify, .init = start, .fini = stop, .timeout = 120);

static void write_case(const char *text)
{
    tip_test_write(case_path, text, strlen(text));
}

/* A dossier of the two passages. */
static void write_both(void)
{
    char text[256];

    snprintf(text, sizeof text, "# Notes\n\n%s\n\n- passage %s\n", kilns, boats);
    write_case(text);
}

#define VERIFY(run, expected, ...)                                                                 \
    do {                                                                                           \
        TIP_RUN(run, "tipsearch", "-s", desk.address, "dossier", case_path, "--verify",            \
                __VA_ARGS__);                                                                      \
        cr_assert_eq((run)->status, expected, "exit status %d: %s%s", (run)->status, (run)->out,   \
                     (run)->err);                                                                  \
    } while (0)

static void expect_in(const char *text, const char *part)
{
    cr_expect_not_null(strstr(text, part), "no '%s' in: %s", part, text);
}

/* Asserts the verdict on the entry in `line`. */
static void expect_verdict(const char *out, int line, const char *id, const char *verdict)
{
    char part[128];

    snprintf(part, sizeof part, "case.md:%d: %s %s", line, id, verdict);
    expect_in(out, part);
}

Test(verify, what_was_not_touched_stands)
{
    struct tip_run run;

    write_both();
    VERIFY(&run, 0, NULL);
    expect_verdict(run.out, 3, kilns, "stands: Kilns");
    expect_verdict(run.out, 5, boats, "stands: Kilns");
    tip_run_free(&run);
}

/* ---- a source that is edited, and not indexed anew ---- */

struct edit_case {
    const char *text; /* of the source, now */
    int status;
    const char *kilns, *boats; /* the verdicts */
    const char *says;
};

static const struct edit_case edit_cases[] = {
    {"# Kilns\n\nThe owner kept the workers' passports, and the debt grew with every season.\n\n"
     "# Boats\n\n" BOATS "\n",
     1, "changed", "stands", "[-papers-] {+passports+}"},
    {"# Kilns\n\nThe owner kept the workers' papers, and the debt grew.\n\n# Boats\n\n" BOATS "\n",
     1, "changed", "stands", "[-with every season-]"},
    /* cut in another way, in other lines, with other marks */
    {"# All\n\nBefore. The owner kept the workers\xe2\x80\x99\npapers, and the debt grew\nwith "
     "every season.\n" BOATS "\n",
     0, "stands", "stands", "the source was changed since it was indexed, not these words"},
    {"# Boats\n\n" BOATS "\n", 1, "gone", "stands", "nothing like it is in it"},
    {"", 1, "gone", "gone", "no passage is in it"},
    {"\x7f"
     "ELF\x02\x01\x01",
     1, "gone", "gone", "no passage is in it"},
};

Test(verify, an_edited_source_is_read_again)
{
    struct tip_run run;

    write_both();
    for (size_t i = 0; i < sizeof edit_cases / sizeof edit_cases[0]; i++) {
        const struct edit_case *row = &edit_cases[i];

        tip_test_write(report_path, row->text, strlen(row->text));
        VERIFY(&run, row->status, NULL);
        expect_verdict(run.out, 3, kilns, row->kilns);
        expect_verdict(run.out, 5, boats, row->boats);
        expect_in(run.out, row->says);
        cr_expect_str_empty(run.err);
        tip_run_free(&run);
    }
}

/* The user quotes a part, and the rest of the passage changes. */
Test(verify, a_block_quote_is_what_must_stand)
{
    static const char edited[] = "# Kilns\n\nThe owner kept the workers' papers, and the debt "
                                 "shrank.\n\n# Boats\n\n" BOATS "\n";
    struct tip_run run;
    char text[256];

    snprintf(text, sizeof text, "%s\n> kept the workers’ papers\n\n%s\n> paid … the crew\n\n%s\n",
             kilns, boats, kilns);
    write_case(text);
    VERIFY(&run, 0, NULL);
    tip_run_free(&run);
    tip_test_write(report_path, edited, strlen(edited));
    VERIFY(&run, 1, NULL);
    expect_verdict(run.out, 1, kilns, "stands");
    expect_verdict(run.out, 4, boats, "stands");
    expect_verdict(run.out, 7, kilns, "changed");
    tip_run_free(&run);

    snprintf(text, sizeof text, "%s\n> kept the workers' passports\n", kilns);
    write_case(text);
    VERIFY(&run, 1, NULL);
    expect_verdict(run.out, 1, kilns, "misquoted");
    expect_in(run.out, "[-papers-] {+passports+}");
    tip_run_free(&run);
}

/* ---- a source that is not where it was ---- */

Test(verify, a_source_that_is_removed_or_no_file_is_missing)
{
    struct tip_run run;

    write_both();
    cr_assert_eq(unlink(report_path), 0);
    VERIFY(&run, 1, NULL);
    expect_verdict(run.out, 3, kilns, "missing");
    expect_in(run.out, "is not on this machine");
    tip_run_free(&run);
    cr_assert_eq(mkfifo(report_path, 0600), 0);
    VERIFY(&run, 1, NULL);
    expect_verdict(run.out, 3, kilns, "missing");
    expect_in(run.out, "is no file any more: in its place is a pipe");
    tip_run_free(&run);
    cr_assert_eq(unlink(report_path), 0);
    cr_assert_eq(mkdir(report_path, 0700), 0);
    VERIFY(&run, 1, NULL);
    expect_in(run.out, "is no file any more: in its place is a folder");
    tip_run_free(&run);
}

Test(verify, a_source_that_moved_is_found_once_the_index_knows)
{
    struct tip_run run;
    char *moved = index_fixture_source(&desk.files, "moved.md");

    write_both();
    cr_assert_eq(rename(report_path, moved), 0);
    VERIFY(&run, 1, NULL);
    expect_verdict(run.out, 3, kilns, "missing");
    tip_run_free(&run);
    index_fixture_run(&desk.files, &run, 0, "update", desk.files.sources);
    tip_run_free(&run);
    desk_fixture_await(&desk, 2);
    VERIFY(&run, 0, NULL);
    tip_run_free(&run);
    free(moved);
}

/* ---- an index that went on, and a dossier that did not ---- */

Test(verify, a_passage_that_moved_is_named)
{
    struct tip_run run;
    char text[128];

    write_both();
    desk_fixture_add(&desk, "sites.md",
                     "# Kilns\n\nThe owner kept the workers' passports, and the debt grew with "
                     "every season.\n\n# Boats\n\n" BOATS "\n");
    VERIFY(&run, 1, NULL);
    expect_verdict(run.out, 3, kilns, "moved");
    expect_in(run.out, "of its words stand in ");
    expect_verdict(run.out, 5, boats, "stands");
    tip_run_free(&run);

    snprintf(text, sizeof text, "%s\n> the debt grew\n\n%s\n> workers' papers\n", kilns, kilns);
    write_case(text);
    VERIFY(&run, 1, NULL);
    expect_verdict(run.out, 1, kilns, "stands");
    expect_in(run.out, "moved to passage ");
    expect_verdict(run.out, 4, kilns, "moved");
    expect_in(run.out, "the block quote does not stand there");
    tip_run_free(&run);
    snprintf(text, sizeof text, "%s\n> the debt grew\n", kilns);
    write_case(text);
    VERIFY(&run, 0, NULL);
    tip_run_free(&run);
    tip_test_write(report_path, "Nothing of it.\n", 15);
    VERIFY(&run, 1, NULL);
    expect_verdict(run.out, 1, kilns, "gone");
    tip_run_free(&run);
}

Test(verify, an_id_that_nobody_has_is_unknown)
{
    struct tip_run run;

    write_case("0000000000000000\n");
    VERIFY(&run, 1, NULL);
    expect_verdict(run.out, 1, "0000000000000000", "unknown");
    tip_run_free(&run);
}

/* ---- sources of other kinds ---- */

Test(verify, records_are_compared_with_their_own)
{
    static const char before[] =
        "{\"id\":\"n-1\",\"text\":\"A caller spoke of the north gate.\"}\n"
        "{\"id\":\"n-2\",\"text\":\"A caller spoke of the south gate.\"}\n";
    static const char after[] = "{\"id\":\"n-1\",\"text\":\"A caller spoke of the south gate.\"}\n"
                                "{\"id\":\"n-2\",\"text\":\"A caller spoke of the south gate.\"}\n";
    char *path = index_fixture_source(&desk.files, "calls.jsonl"), north[17], south[17], text[64];
    struct tip_run run;

    tip_test_write(path, before, strlen(before));
    desk_fixture_change(&desk, "update", path);
    find_id(north, "north gate");
    find_id(south, "south gate");
    snprintf(text, sizeof text, "%s\n%s\n", north, south);
    write_case(text);
    VERIFY(&run, 0, NULL);
    tip_run_free(&run);
    tip_test_write(path, after, strlen(after));
    VERIFY(&run, 1, NULL);
    expect_verdict(run.out, 1, north, "changed");
    expect_verdict(run.out, 2, south, "stands");
    expect_in(run.out, "[-north-] {+south+} gate");
    tip_run_free(&run);
    free(path);
}

Test(verify, what_was_packed_anew_stands)
{
    char *path = index_fixture_source(&desk.files, "yard.txt.gz"), *command = NULL, id[17],
         text[32];
    struct tip_run run;

    cr_assert_gt(asprintf(&command, "echo 'Nobody in the yard was paid.' | gzip -n > '%s'", path),
                 0);
    cr_assert_eq(system(command), 0);
    desk_fixture_change(&desk, "update", path);
    free(command);
    find_id(id, "in the yard");
    snprintf(text, sizeof text, "%s\n", id);
    write_case(text);
    cr_assert_gt(
        asprintf(&command, "printf 'Nobody in the yard was paid.\\n\\n' | gzip -n1 > '%s'", path),
        0);
    cr_assert_eq(system(command), 0);
    VERIFY(&run, 0, NULL);
    expect_in(run.out, "not these words");
    tip_run_free(&run);
    free(command);
    free(path);
}

Test(verify, a_pdf_is_read_again)
{
    char *path = index_fixture_source(&desk.files, "yard.pdf"), id[17], text[32];
    struct tip_run run;

    write_case("The foreman said that the gate stays shut until the wall is built.\n");
    TIP_RUN(&run, "tipsearch", "-s", desk.address, "dossier", case_path, "-o", path);
    cr_assert_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
    desk_fixture_change(&desk, "update", path);
    find_id(id, "The foreman said");
    write_case("The foreman said that the gate stays open until the wall is built.\n");
    TIP_RUN(&run, "tipsearch", "-s", desk.address, "dossier", case_path, "-o", path);
    tip_run_free(&run);
    snprintf(text, sizeof text, "%s\n", id);
    write_case(text);
    VERIFY(&run, 1, NULL);
    expect_verdict(run.out, 1, id, "changed");
    expect_in(run.out, "[-shut-] {+open+}");
    tip_run_free(&run);
    free(path);
}

Test(verify, standard_input_cannot_be_read_again)
{
    static const char words[] = "Two drivers asked for their pay.\n";
    struct tip_run run;
    char id[17], text[32];

    tip_test_run(&run, words, strlen(words),
                 (const char *const[]){"tipindex", "update", "-i", desk.files.index, "-", NULL});
    cr_assert_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
    desk_fixture_await(&desk, 2);
    find_id(id, "Two drivers");
    snprintf(text, sizeof text, "%s\n", id);
    write_case(text);
    VERIFY(&run, 1, NULL);
    expect_verdict(run.out, 1, id, "unproved");
    tip_run_free(&run);
}

/* ---- how it is said ---- */

Test(verify, lines_are_json_on_demand)
{
    struct tip_run run;
    json_t *line;

    write_both();
    tip_test_write(report_path, edit_cases[0].text, strlen(edit_cases[0].text));
    VERIFY(&run, 1, "--format", "jsonl");
    line = json_loads(strtok(run.out, "\n"), 0, NULL);
    cr_assert_not_null(line);
    cr_expect_eq(json_integer_value(json_object_get(line, "line")), 3);
    cr_expect_str_eq(json_string_value(json_object_get(line, "id")), kilns);
    cr_expect_str_eq(json_string_value(json_object_get(line, "verdict")), "changed");
    cr_expect(json_is_false(json_object_get(line, "stands")));
    cr_expect_str_eq(json_string_value(json_object_get(line, "file")), report_path);
    expect_in(json_string_value(json_object_get(line, "difference")), "{+passports+}");
    json_decref(line);
    line = json_loads(strtok(NULL, "\n"), 0, NULL);
    cr_expect(json_is_true(json_object_get(line, "stands")));
    json_decref(line);
    tip_run_free(&run);
}

/* A copy of tipsearch that stands beside no tipindex. */
Test(verify, without_tipindex_a_changed_source_is_an_error)
{
    char *alone = tip_test_path(desk.files.folder, "tipsearch"), *command = NULL;
    struct tip_run run;

    write_both();
    tip_test_write(report_path, edit_cases[0].text, strlen(edit_cases[0].text));
    cr_assert_gt(asprintf(&command,
                          "cp '%s/tipsearch' '%s' && PATH=/usr/bin:/bin '%s' -s '%s' dossier "
                          "--verify '%s'",
                          getenv("TIP_BIN"), alone, alone, desk.address, case_path),
                 0);
    TIP_RUN(&run, "/bin/sh", "-c", command);
    cr_expect_eq(run.status, 2, "%d: %s", run.status, run.out);
    expect_verdict(run.out, 3, kilns, "error");
    expect_in(run.out, "tipindex, which would read it, is not installed");
    tip_run_free(&run);
    free(command);
    free(alone);
}

Test(verify, makes_no_file_and_wants_a_form_it_knows)
{
    struct tip_run run;

    write_both();
    VERIFY(&run, 2, "--format", "docx");
    expect_in(run.err, "text or jsonl");
    tip_run_free(&run);
    TIP_RUN(&run, "tipsearch", "-s", desk.address, "--verify", "kilns");
    cr_expect_eq(run.status, 2);
    expect_in(run.err, "--verify goes with dossier");
    tip_run_free(&run);
}
