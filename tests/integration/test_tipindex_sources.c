/* Sources of every kind: each that cannot be indexed is named, its neighbours are indexed. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "index_fixture.h"

static struct index_fixture fixture;

static void set_up(void)
{
    index_fixture_init(&fixture);
    index_fixture_write(&fixture, "good.txt", "Neighbours are indexed whatever stands beside.\n");
}

static void tear_down(void)
{
    index_fixture_free(&fixture);
}

TestSuite(tipindex_sources, .init = set_up, .fini = tear_down, .timeout = 120);

#define BYTES(text) text, sizeof(text) - 1

struct source_case {
    const char *name; /* of the case and, with an ending, of the file */
    const char *bytes;
    size_t length;
    const char *holds; /* what the dump must hold; NULL: the source is refused */
};

static const struct source_case cases[] = {
    {"empty", BYTES(""), NULL},
    {"blank", BYTES(" \n\t\n\n"), NULL},
    {"binary", BYTES("\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0>\0\1\0\0\0"), NULL},
    {"nuls", BYTES("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), NULL},
    {"utf8-mark", BYTES("\xef\xbb\xbfMarked bytes begin it.\n"),
     "\"text\": \"Marked bytes begin it.\""},
    {"latin", BYTES("The caf\xe9 owner kept their papers.\n"), "The caf\\u00E9 owner"},
    {"utf16-little", BYTES("\xff\xfeK\0i\0l\0n\0 \0o\0w\0n\0e\0r\0.\0\n\0"), "\"Kiln owner.\""},
    {"utf16-big", BYTES("\xfe\xff\0K\0i\0l\0n\0 \0o\0w\0n\0e\0r\0.\0\n"), "\"Kiln owner.\""},
    {"crlf", BYTES("Lines end\r\nas they do elsewhere.\r\n"), "Lines end"},
};

/* Asserts that the ledger has `file` (its last part) in `state`. */
static void expect_in_ledger(const char *file, const char *state)
{
    json_t *manifest = index_fixture_manifest(&fixture, 1);
    const json_t *sources = json_object_get(manifest, "sources");
    bool is_there = false;
    for (size_t i = 0; i < json_array_size(sources); i++) {
        const json_t *source = json_array_get(sources, i);
        const char *path = json_string_value(json_object_get(source, "file"));
        const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
        if (strcmp(name, file) == 0) {
            is_there = true;
            cr_expect_str_eq(json_string_value(json_object_get(source, "state")), state, "%s",
                             file);
            cr_expect(strcmp(state, "read") == 0 ||
                          json_is_string(json_object_get(source, "reason")),
                      "%s: no reason in the ledger", file);
        }
    }
    cr_expect(is_there, "%s is not in the ledger", file);
    json_decref(manifest);
}

/* Builds everything in the folder; `bad` names what must be refused, or is NULL. */
static void expect_build(const char *bad)
{
    struct tip_run run;
    index_fixture_run(&fixture, &run, bad ? 1 : 0, "build", fixture.sources);
    if (bad) {
        cr_expect_not_null(strstr(run.err, bad), "%s is not named in: %s", bad, run.err);
        expect_in_ledger(bad, "failed");
    }
    tip_run_free(&run);
    index_fixture_expect(&fixture, 0, "check", NULL);
    char *dump = index_fixture_dump_text(&fixture, true);
    cr_expect_not_null(strstr(dump, "Neighbours are indexed"));
    free(dump);
}

static void run_case(const struct source_case *row)
{
    char name[64];
    snprintf(name, sizeof name, "%s.txt", row->name);
    char *path = index_fixture_source(&fixture, name);
    tip_test_write(path, row->bytes, row->length);
    expect_build(row->holds ? NULL : name);
    if (row->holds) {
        json_t *passages = index_fixture_dump(&fixture);
        char *dump = json_dumps(passages, JSON_ENSURE_ASCII);
        cr_expect_not_null(strstr(dump, row->holds), "%s: %s", row->name, dump);
        free(dump);
        json_decref(passages);
    }
    cr_assert_eq(unlink(path), 0);
    free(path);
    index_fixture_free(&fixture);
}

Test(tipindex_sources, every_encoding_is_read_or_refused_with_its_neighbours_indexed)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        run_case(&cases[i]);
        set_up();
    }
}

Test(tipindex_sources, one_line_of_megabytes_is_cut_into_passages)
{
    enum { WORDS = 250000, WORD_BYTES = 8 };
    char *text = malloc(WORDS * WORD_BYTES + 1);
    cr_assert_not_null(text);
    for (int i = 0; i < WORDS; i++) {
        snprintf(text + i * WORD_BYTES, WORD_BYTES + 1, "w%06d ", i % 5000);
    }
    index_fixture_write(&fixture, "line.txt", text);
    free(text);
    expect_build(NULL);
    json_t *passages = index_fixture_dump(&fixture);
    cr_expect_geq(json_array_size(passages), WORDS / 300);
    json_decref(passages);
}

Test(tipindex_sources, a_word_of_megabytes_is_refused)
{
    enum { BYTES_OF_WORD = 3000000 };
    char *text = calloc(1, BYTES_OF_WORD + 1);
    cr_assert_not_null(text);
    memset(text, 'a', BYTES_OF_WORD);
    index_fixture_write(&fixture, "word.txt", text);
    free(text);
    expect_build("word.txt");
}

Test(tipindex_sources, a_pipe_without_a_writer_does_not_hang)
{
    char *path = index_fixture_source(&fixture, "pipe.txt");
    cr_assert_eq(mkfifo(path, 0600), 0);
    expect_build("pipe.txt");
    free(path);
}

Test(tipindex_sources, a_dangling_link_is_named)
{
    char *path = index_fixture_source(&fixture, "link.txt");
    cr_assert_eq(symlink("nowhere.txt", path), 0);
    expect_build("link.txt");
    free(path);
}

Test(tipindex_sources, folders_are_walked_but_not_round_in_circles)
{
    char *below = index_fixture_source(&fixture, "below.txt");
    char *circle = index_fixture_source(&fixture, "below.txt/circle");
    cr_assert_eq(mkdir(below, 0777), 0);
    cr_assert_eq(symlink("..", circle), 0);
    index_fixture_write(&fixture, "below.txt/deep.markdown", "Deeper files are found as well.\n");
    index_fixture_write(&fixture, ".hidden.txt", "Hidden files stay hidden.\n");
    index_fixture_write(&fixture, "README.md", "This folder holds reports.\n");
    index_fixture_write(&fixture, "table.csv", "a,b\n");
    expect_build(NULL);
    json_t *passages = index_fixture_dump(&fixture);
    cr_expect_eq(json_array_size(passages), 2);
    json_decref(passages);
    expect_in_ledger("good.txt", "read");
    expect_in_ledger("deep.markdown", "read");
    expect_in_ledger("circle", "skipped");
    expect_in_ledger("README.md", "skipped");
    expect_in_ledger("table.csv", "skipped");
    expect_in_ledger(".hidden.txt", "skipped");
    free(below);
    free(circle);
}

static void expect_named_failure(const char *source, const char *message)
{
    struct tip_run run;
    char *good = index_fixture_source(&fixture, "good.txt");
    TIP_RUN(&run, "tipindex", "build", "-i", fixture.index, source, good);
    cr_expect_eq(run.status, 1, "%s: exit status %d", source, run.status);
    cr_expect_not_null(strstr(run.err, message), "'%s' is not in: %s", message, run.err);
    cr_expect_not_null(strstr(run.out, " 1 source, 1 passage,"), "%s", run.out);
    tip_run_free(&run);
    free(good);
}

Test(tipindex_sources, what_is_no_readable_file_is_named)
{
    char *folder = index_fixture_source(&fixture, "folder");
    cr_assert_eq(mkdir(folder, 0777), 0);
    expect_named_failure(folder, "the folder holds no file with an ending that is read");
    expect_named_failure("/nowhere/at/all.txt", "/nowhere/at/all.txt: No such file or directory");
    expect_named_failure("/dev/zero", "/dev/zero: is not a regular file");
    free(folder);
}

Test(tipindex_sources, when_nothing_can_be_indexed_the_old_index_stays)
{
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    struct tip_run run;
    index_fixture_run(&fixture, &run, 2, "build", "/nowhere/at/all.txt");
    cr_expect_not_null(strstr(run.err, "nothing could be indexed; the index stays as it was"), "%s",
                       run.err);
    tip_run_free(&run);
    index_fixture_run(&fixture, &run, 0, "check", NULL);
    cr_expect_eq(strncmp(run.out, "generation 1: sound, 1 passage,", 31), 0, "%s", run.out);
    tip_run_free(&run);
    cr_expect_eq(index_fixture_entries(&fixture, ".building"), 0);
}

Test(tipindex_sources, an_index_inside_the_folder_is_not_indexed)
{
    free(fixture.index);
    fixture.index = index_fixture_source(&fixture, "index");
    expect_build(NULL);
    index_fixture_write(&fixture, "index/stray.txt", "Strays inside the index are passed over.\n");
    struct tip_run run;
    index_fixture_run(&fixture, &run, 0, "build", fixture.sources);
    cr_expect_not_null(strstr(run.out, " 1 source, 1 passage,"), "%s", run.out);
    tip_run_free(&run);
}

Test(tipindex_sources, what_is_skipped_is_counted_in_a_line)
{
    char *hidden = index_fixture_source(&fixture, ".git");
    cr_assert_eq(mkdir(hidden, 0777), 0);
    index_fixture_write(&fixture, ".git/a.txt", "What is in a hidden folder is not met.\n");
    index_fixture_write(&fixture, "table.csv", "a,b\n");
    struct tip_run run;
    index_fixture_run(&fixture, &run, 0, "build", fixture.sources);
    cr_expect_str_eq(run.err, "tipindex: 2 files were skipped (tipindex report says why)\n");
    tip_run_free(&run);
    expect_in_ledger(".git", "skipped");
    index_fixture_run(&fixture, &run, 0, "update", fixture.sources);
    cr_expect_str_eq(run.err, "tipindex: 2 files were skipped (tipindex report says why)\n");
    tip_run_free(&run);
    TIP_RUN(&run, "tipindex", "build", "-q", "-i", fixture.index, fixture.sources);
    cr_expect_str_empty(run.err);
    tip_run_free(&run);
    free(hidden);
}

Test(tipindex_sources, a_source_reached_in_many_ways_is_indexed_once)
{
    char *link = tip_test_path(fixture.folder, "link");
    char *absolute = index_fixture_source(&fixture, "good.txt");
    struct tip_run run;
    cr_assert_eq(symlink("sources", link), 0);
    cr_assert_eq(chdir(fixture.sources), 0);
    TIP_RUN(&run, "tipindex", "build", "-i", fixture.index, "--id", "one", "good.txt", "./good.txt",
            "../sources//good.txt", ".", "../link", "../link/good.txt", absolute);
    cr_expect_eq(run.status, 0, "%s", run.err);
    cr_expect_not_null(strstr(run.out, " 1 source, 1 passage,"), "%s", run.out);
    tip_run_free(&run);
    json_t *passages = index_fixture_dump(&fixture);
    const json_t *report = json_object_get(json_array_get(passages, 0), "report");
    cr_expect_str_eq(json_string_value(json_object_get(report, "file")), absolute);
    json_decref(passages);
    free(link);
    free(absolute);
}

/* A folder at the end of a path that is longer than any that can be opened, and back again. */
static void build_below_a_path_that_is_too_long(struct tip_run *run)
{
    enum { DEPTH = 20, NAME_BYTES = 250 };
    char name[NAME_BYTES + 1];
    memset(name, 'd', NAME_BYTES);
    name[NAME_BYTES] = '\0';
    cr_assert_eq(chdir(fixture.sources), 0);
    for (int i = 0; i < DEPTH; i++) {
        cr_assert_eq(mkdir(name, 0777), 0);
        cr_assert_eq(chdir(name), 0);
    }
    index_fixture_run(&fixture, run, 1, "build", fixture.sources);
    for (int i = 0; i < DEPTH; i++) {
        cr_assert_eq(chdir(".."), 0);
        cr_assert_eq(rmdir(name), 0);
    }
}

Test(tipindex_sources, a_folder_that_cannot_be_looked_at_is_named)
{
    struct tip_run run;
    build_below_a_path_that_is_too_long(&run);
    cr_expect_not_null(strstr(run.err, "dddd: File name too long\n"), "%s", run.err);
    cr_expect_not_null(strstr(run.out, " 1 source, 1 passage,"), "%s", run.out);
    tip_run_free(&run);
    json_t *manifest = index_fixture_manifest(&fixture, 1);
    const json_t *line = json_array_get(json_object_get(manifest, "sources"), 0);
    cr_expect_str_eq(json_string_value(json_object_get(line, "state")), "failed");
    cr_expect_str_eq(json_string_value(json_object_get(line, "reason")), "File name too long");
    json_decref(manifest);
}

Test(tipindex_sources, control_characters_in_names_are_shown_and_not_sent)
{
    index_fixture_write(&fixture,
                        "a\x1b[2J\n\xc2\x9b"
                        "b.txt",
                        "");
    index_fixture_write(&fixture, "c.md",
                        "# Title\xc2\x9b"
                        "31m red\n\nA coloured title is text.\n");
    struct tip_run run;
    index_fixture_run(&fixture, &run, 1, "build", fixture.sources);
    cr_expect_not_null(strstr(run.err, "/a\\x1b[2J\\x0a\\x9bb.txt: "), "%s", run.err);
    cr_expect_null(strchr(run.err, '\x1b'));
    tip_run_free(&run);
    index_fixture_run(&fixture, &run, 0, "stats", NULL);
    cr_expect_null(strstr(run.out, "\xc2\x9b"));
    cr_expect_not_null(strstr(run.out, "Title\\x9b31m red"), "%s", run.out);
    tip_run_free(&run);
}
