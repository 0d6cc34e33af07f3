/* tipsearch --watch: a report that is added gives exactly its matching passages, once. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "integration/desk_fixture.h"

static const char FIRST[] =
    "# Boats\n\nCrews of the boats owe a debt for their passage to the captain.\n\n"
    "# Kilns\n\nFamilies at the kilns owe a debt to the owner, and children carry bricks.\n\n"
    "# Farms\n\nPickers on the farms are paid by the basket.\n";

static struct desk_fixture desk;
static char *watched; /* the watch file */
static char *state;   /* beside it */

static void write_searches(const char *text)
{
    tip_test_write(watched, text, strlen(text));
}

static void start(void)
{
    desk_fixture_start(&desk, "first.md", FIRST);
    watched = tip_test_path(desk.files.folder, "cases.watch");
    state = tip_test_path(desk.files.folder, "cases.watch.state");
    write_searches("debts: owe debt\nbricks: bricks\n");
}

static void stop(void)
{
    desk_fixture_stop(&desk);
    free(watched);
    free(state);
}

TestSuite(watch, .init = start, .fini = stop, .timeout = 120);

#define WATCH(run, expected, ...)                                                                  \
    do {                                                                                           \
        TIP_RUN(run, "tipsearch", "-s", desk.address, "--watch", watched, __VA_ARGS__);            \
        cr_assert_eq((run)->status, expected, "exit status %d: %s%s", (run)->status, (run)->out,   \
                     (run)->err);                                                                  \
    } while (0)

/* Asserts what a run finds: "search: passage's first word", sorted, with blanks between. */
static void expect_new(int status, const char *expected)
{
    struct tip_run run;
    char command[1024], found[1024] = "";
    FILE *pipe;

    WATCH(&run, status, "--format", "csv");
    snprintf(command, sizeof command, "%s/found.csv", desk.files.folder);
    tip_test_write(command, run.out, run.out_length);
    snprintf(command, sizeof command,
             "python3 -c 'import csv, sys\n"
             "rows = csv.DictReader(open(sys.argv[1], newline=\"\", encoding=\"utf-8\"))\n"
             "print(*sorted(r[\"search\"] + \":\" + r[\"quotation\"].split()[0] for r in rows),"
             " end=\"\")' %s/found.csv",
             desk.files.folder);
    pipe = popen(command, "r");
    cr_assert_not_null(pipe);
    found[fread(found, 1, sizeof found - 1, pipe)] = '\0';
    cr_assert_eq(pclose(pipe), 0);
    cr_expect_str_eq(found, expected);
    tip_run_free(&run);
}

Test(watch, a_report_that_is_added_gives_its_matching_passages_once)
{
    expect_new(0, "bricks:Families debts:Crews debts:Families");
    expect_new(1, "");
    desk_fixture_add(
        &desk, "second.md",
        "# Quarries\n\nMen at the quarries owe a debt.\n\n# Schools\n\nTeachers help.\n");
    expect_new(0, "debts:Men");
    expect_new(1, "");
}

/* Though another report has the same words, each of its passages is new. */
Test(watch, what_another_report_says_in_the_same_words_is_new)
{
    expect_new(0, "bricks:Families debts:Crews debts:Families");
    desk_fixture_add(&desk, "second.md", FIRST);
    expect_new(0, "bricks:Families debts:Crews debts:Families");
    expect_new(1, "");
}

/* The index made anew, rolled back, and without the report for a while. */
Test(watch, the_same_sources_hold_nothing_new)
{
    char *second;

    desk_fixture_add(&desk, "second.md", "# Mills\n\nWeavers at the mills owe a debt.\n");
    expect_new(0, "bricks:Families debts:Crews debts:Families debts:Weavers");
    desk_fixture_change(&desk, "build", desk.files.sources);
    expect_new(1, "");
    desk_fixture_change(&desk, "remove", "second");
    expect_new(1, "");
    desk_fixture_change(&desk, "rollback", NULL);
    expect_new(1, "");
    desk_fixture_change(&desk, "remove", "second");
    second = index_fixture_source(&desk.files, "second.md");
    desk_fixture_change(&desk, "build", desk.files.sources);
    expect_new(1, "");
    free(second);
}

/* Its numbers of generations begin again. */
Test(watch, an_index_that_was_removed_and_made_again_holds_nothing_new)
{
    char command[512];

    desk_fixture_add(&desk, "second.md", "# Mills\n\nWeavers at the mills owe a debt.\n");
    expect_new(0, "bricks:Families debts:Crews debts:Families debts:Weavers");
    tip_daemon_stop(&desk.daemon);
    snprintf(command, sizeof command, "rm -r '%s'", desk.files.index);
    cr_assert_eq(system(command), 0);
    index_fixture_expect(&desk.files, 0, "build", desk.files.sources);
    tip_daemon_start(&desk.daemon, desk.files.index, NULL);
    snprintf(desk.address, sizeof desk.address, "unix:%s", desk.daemon.socket);
    desk.generation = 1;
    expect_new(1, "");
    desk_fixture_add(&desk, "third.md", "# Docks\n\nPorters owe a debt.\n");
    expect_new(0, "debts:Porters");
}

/* A search is known by its name. */
Test(watch, an_edited_query_shows_what_its_search_has_not_shown)
{
    expect_new(0, "bricks:Families debts:Crews debts:Families");
    write_searches("debts: owe OR pickers\nbaskets: basket\n");
    expect_new(0, "baskets:Pickers debts:Pickers");
    write_searches("debts: owe\nloads: bricks\nbricks: bricks\n");
    expect_new(0, "loads:Families");
}

Test(watch, a_baseline_prints_nothing_and_makes_all_known)
{
    struct tip_run run;

    WATCH(&run, 0, "--baseline");
    cr_expect_str_eq(run.out, "");
    tip_run_free(&run);
    expect_new(1, "");
    desk_fixture_add(&desk, "second.md", "# Mills\n\nWeavers at the mills owe a debt.\n");
    expect_new(0, "debts:Weavers");
}

Test(watch, for_people_a_search_has_its_name_above_what_is_new)
{
    struct tip_run run;

    WATCH(&run, 0, NULL);
    cr_expect_eq(strncmp(run.out, "debts: owe debt\n\n    ", 21), 0, "%s", run.out);
    cr_expect_not_null(strstr(run.out, "\n\n\nbricks: bricks\n\n    Kilns\n    Families at"), "%s",
                       run.out);
    tip_run_free(&run);
    WATCH(&run, 1, NULL);
    cr_expect_str_eq(run.out, "");
    cr_expect_str_eq(run.err, "");
    tip_run_free(&run);
}

Test(watch, markdown_says_of_how_many_they_are_new)
{
    struct tip_run run;

    WATCH(&run, 0, "--baseline");
    tip_run_free(&run);
    desk_fixture_add(&desk, "second.md", "# Mills\n\nWeavers at the mills owe a debt.\n");
    WATCH(&run, 0, "--format", "md");
    cr_expect_not_null(strstr(run.out, "## debts: owe debt\n\nNew, of 3 passages\n\n> Weavers at"),
                       "%s", run.out);
    tip_run_free(&run);
}

static size_t count_of(const char *text, const char *part)
{
    size_t count = 0;

    for (; (text = strstr(text, part)); text += strlen(part))
        count++;
    return count;
}

/* Two searches find the kilns; keys are unique. */
Test(watch, citations_are_written_once)
{
    struct tip_run run;

    WATCH(&run, 0, "--format", "bibtex");
    cr_expect_eq(count_of(run.out, "@misc{first-"), 2, "%s", run.out);
    cr_expect_eq(count_of(run.out, "keywords = {{debts}}"), 2, "%s", run.out);
    tip_run_free(&run);
    WATCH(&run, 1, "--format", "csl");
    cr_expect_str_eq(run.out, "[]\n");
    tip_run_free(&run);
}

/* ---- what goes wrong ---- */

Test(watch, a_search_that_fails_leaves_the_others_alone)
{
    struct tip_run run;

    write_searches("no search\ndebts: owe debt\nbroken: country:nowhere\nbricks: bricks\n");
    WATCH(&run, 2, "--format", "jsonl");
    cr_expect_eq(count_of(run.out, "\"search\":\"debts\""), 2, "%s", run.out);
    cr_expect_eq(count_of(run.out, "\"search\":\"bricks\""), 1, "%s", run.out);
    cr_expect_not_null(strstr(run.err, "cases.watch:1: a search is \"name: query\""), "%s",
                       run.err);
    cr_expect_not_null(strstr(run.err, "cases.watch:3: broken: country:"), "%s", run.err);
    tip_run_free(&run);
    write_searches("debts: owe debt\nbroken: pickers\nbricks: bricks\n");
    expect_new(0, "broken:Pickers");
}

Test(watch, output_that_is_not_taken_is_not_known)
{
    char command[1024];
    struct stat status;

    for (int i = 0; i < 2; i++) {
        snprintf(command, sizeof command, "'%s/tipsearch' -s '%s' --watch '%s' %s",
                 getenv("TIP_BIN"), desk.address, watched,
                 i == 0 ? ">/dev/full 2>/dev/null" : "-o /dev/full 2>/dev/null");
        cr_expect_eq(WEXITSTATUS(system(command)), 2, "%s", command);
        cr_expect_neq(stat(state, &status), 0);
    }
    expect_new(0, "bricks:Families debts:Crews debts:Families");
}

/* The pipe's reader is gone before anything is written. */
Test(watch, nobody_who_reads_is_an_error)
{
    char command[1024];
    struct stat status;

    snprintf(
        command, sizeof command,
        "trap '' PIPE; { read go; '%s/tipsearch' -s '%s' --watch '%s' 2>/dev/null; echo $? >&3; } "
        "3>'%s/status' < '%s/gate' | { exec <&-; echo go > '%s/gate'; }",
        getenv("TIP_BIN"), desk.address, watched, desk.files.folder, desk.files.folder,
        desk.files.folder);
    char *gate = tip_test_path(desk.files.folder, "gate");
    char *path = tip_test_path(desk.files.folder, "status"), *said;

    cr_assert_eq(mkfifo(gate, 0600), 0);
    cr_assert_geq(system(command), 0);
    said = tip_test_read(path, NULL);
    cr_expect_str_eq(said, "2\n");
    cr_expect_neq(stat(state, &status), 0);
    free(said);
    free(path);
    free(gate);
    expect_new(0, "bricks:Families debts:Crews debts:Families");
}

Test(watch, a_damaged_state_is_left_alone)
{
    struct tip_run run;
    char *text;

    expect_new(0, "bricks:Families debts:Crews debts:Families");
    tip_test_write(state, "tipsearch-watch-state 1\nsearch deb", 34);
    WATCH(&run, 2, NULL);
    cr_expect_str_eq(run.out, "");
    cr_expect_not_null(strstr(run.err, "cases.watch.state is damaged"), "%s", run.err);
    tip_run_free(&run);
    text = tip_test_read(state, NULL);
    cr_expect_str_eq(text, "tipsearch-watch-state 1\nsearch deb");
    free(text);
}

/* A folder where the draft is to be: nothing is printed, as it could not be remembered. */
Test(watch, a_state_that_cannot_be_written_is_an_error_first)
{
    struct tip_run run;
    char *draft = tip_test_path(desk.files.folder, "cases.watch.state.new");

    cr_assert_eq(mkdir(draft, 0700), 0);
    WATCH(&run, 2, NULL);
    cr_expect_str_eq(run.out, "");
    cr_expect_not_null(strstr(run.err, "cases.watch.state.new cannot be written"), "%s", run.err);
    tip_run_free(&run);
    free(draft);
}

Test(watch, two_runs_at_once_are_refused)
{
    char command[1024], *gate = tip_test_path(desk.files.folder, "gate");
    char *draft = tip_test_path(desk.files.folder, "cases.watch.state.new");
    struct tip_run run;
    FILE *reader;
    char text[8];

    cr_assert_eq(mkfifo(gate, 0600), 0);
    /* The first one holds the lock while nobody reads the pipe: opening that waits. */
    snprintf(command, sizeof command, "'%s/tipsearch' -s '%s' --watch '%s' -o '%s' & wait $!",
             getenv("TIP_BIN"), desk.address, watched, gate);
    reader = popen(command, "r");
    cr_assert_not_null(reader);
    cr_assert(tip_test_await_file(draft, true), "it does not run");
    free(draft);
    WATCH(&run, 2, NULL);
    cr_expect_not_null(strstr(run.err, "is watched by another tipsearch"), "%s", run.err);
    cr_expect_str_eq(run.out, "");
    tip_run_free(&run);
    FILE *end = fopen(gate, "r");
    cr_assert_not_null(end);
    cr_expect_eq(fread(text, 1, 5, end), 5);
    cr_expect_eq(memcmp(text, "debts", 5), 0);
    while (fgetc(end) != EOF)
        ;
    cr_expect_eq(pclose(reader), 0);
    fclose(end);
    free(gate);
    expect_new(1, "");
}

Test(watch, an_output_file_is_whole_or_as_it_was)
{
    struct tip_run run;
    char *path = tip_test_path(desk.files.folder, "new.jsonl"), *text;

    WATCH(&run, 0, "--format", "jsonl", "-o", path);
    cr_expect_str_eq(run.out, "");
    tip_run_free(&run);
    text = tip_test_read(path, NULL);
    cr_expect_eq(count_of(text, "\n"), 3);
    free(text);
    WATCH(&run, 1, "--format", "jsonl", "-o", path);
    tip_run_free(&run);
    text = tip_test_read(path, NULL);
    cr_expect_eq(count_of(text, "\n"), 3, "nothing new took its place: %s", text);
    free(text);
    cr_assert_eq(unlink(path), 0);
    WATCH(&run, 1, "--format", "csv", "-o", path);
    tip_run_free(&run);
    cr_expect_neq(access(path, F_OK), 0, "nothing new made a file");
    free(path);
}

/* What it needs itself, by whatever name, also when it is not there yet. */
Test(watch, its_own_files_are_no_output)
{
    static const struct {
        const char *output, *message;
    } CASES[] = {{"cases.watch", "is the file of the searches"},
                 {"./cases.watch", "is the file of the searches"},
                 {"link", "is the file of the searches"},
                 {"hard", "is the file of the searches"},
                 {"draft", "is the file of the searches"}, /* whose draft it would be */
                 {"cases.watch.state", "is where it is kept what"},
                 {"../cases.watch.state", "is where it is kept what"},
                 {"cases.watch.state.new", "is where it is kept what"}};
    char command[1024], *before = tip_test_read(watched, NULL), *text;
    struct tip_run run;

    snprintf(command, sizeof command,
             "cd '%s' && mkdir folder && ln -s cases.watch link && ln cases.watch hard && "
             "ln cases.watch draft.new",
             desk.files.folder);
    cr_assert_eq(system(command), 0);
    for (size_t i = 0; i < 2 * (sizeof CASES / sizeof *CASES); i++) {
        const char *output = CASES[i / 2].output;
        bool is_in_folder = strncmp(output, "../", 3) == 0;

        snprintf(command, sizeof command,
                 "cd '%s/%s' && exec '%s/tipsearch' -s '%s' --watch '%s' "
                 "-o %s",
                 desk.files.folder, is_in_folder ? "folder" : "", getenv("TIP_BIN"), desk.address,
                 i % 2 ? "../cases.watch" + (is_in_folder ? 0 : 3) : watched, output);
        TIP_RUN(&run, "/bin/sh", "-c", command);
        cr_expect_eq(run.status, 2, "%s: %s", output, run.err);
        cr_expect_not_null(strstr(run.err, CASES[i / 2].message), "%s: %s", output, run.err);
        tip_run_free(&run);
        text = tip_test_read(watched, NULL);
        cr_expect_str_eq(text, before, "%s", output);
        cr_expect_neq(access(state, F_OK), 0, "%s", output);
        free(text);
    }
    free(before);
    expect_new(0, "bricks:Families debts:Crews debts:Families");
}

Test(watch, options_that_do_not_go_with_it_are_named)
{
    static const struct {
        const char *option, *message;
    } CASES[] = {{"debt", "--watch takes its searches from the file"},
                 {"--all", "--watch takes its searches from the file"},
                 {"--json", "--all and --watch print everything"},
                 {"--format=word", "--format does not know: word"},
                 {"--bom", "--bom goes with --format csv"},
                 {"--collapse=off", "--collapse does not go with --watch"}};

    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct tip_run run;

        WATCH(&run, 2, CASES[i].option);
        cr_expect_not_null(strstr(run.err, CASES[i].message), "%s", run.err);
        cr_expect_str_eq(run.out, "");
        tip_run_free(&run);
    }
}
