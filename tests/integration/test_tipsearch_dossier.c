/* tipsearch dossier: what stands in the file that it makes, in each form; and what it leaves alone.
 */
#include <criterion/criterion.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "integration/desk_fixture.h"

/* Two passages of words, and one of everything that Markdown, HTML and TeX would obey. */
static const char REPORT[] =
    "# Kilns\n\nThe owner kept the workers' papers, and the debt grew with every season.\n\n"
    "# Coast\n\nក្រុមការងារនៅភ្នំពេញបានជួយ ten families; ساعد المركز five others at the coast.\n";
static const char MARKUP[] =
    "1. <script>alert(1)</script> and $x^2$ with \\input{secret} by @someone, [x](javascript:y) "
    "*stars* _lines_ `code` #tag <img src=http://192.0.2.1/p.png> ~~gone~~ &amp; more.\n";

static struct desk_fixture desk;
static struct index_fixture fixture; /* the one in it */
static const char *const address = desk.address;
static char kilns[17], coast[17], markup[17]; /* ids */
static char *case_path;

/* The id of the passage that holds `words`. */
static void find_id(char id[17], const char *words)
{
    json_t *passages = index_fixture_dump(&fixture);

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
    desk_fixture_start(&desk, "kilns.md", REPORT);
    fixture = desk.files;
    index_fixture_write(&fixture, "markup.txt", MARKUP);
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    find_id(kilns, "The owner kept");
    find_id(coast, "ten families");
    find_id(markup, "alert");
    desk_fixture_await(&desk, 2);
    case_path = tip_test_path(fixture.folder, "case.md");
    cr_assert_eq(setenv("SOURCE_DATE_EPOCH", "1700000000", 1), 0);
}

static void stop(void)
{
    free(case_path);
    desk_fixture_stop(&desk);
}

TestSuite(dossier, .init = start, .fini = stop, .timeout = 120);

/* Writes the dossier by a printf format; `id` stands where the format has %s. */
static void write_case(const char *format, const char *id)
{
    char text[2000];
    int length = snprintf(text, sizeof text, format, id);

    cr_assert(length > 0 && length < (int)sizeof text);
    tip_test_write(case_path, text, (size_t)length);
}

#define DOSSIER(run, expected, ...)                                                                \
    do {                                                                                           \
        TIP_RUN(run, "tipsearch", "-s", address, "dossier", __VA_ARGS__);                          \
        cr_assert_eq((run)->status, expected, "exit status %d: %s%s", (run)->status, (run)->out,   \
                     (run)->err);                                                                  \
    } while (0)

static void expect_in(const char *text, const char *part)
{
    cr_expect_not_null(strstr(text, part), "no '%s' in: %s", part, text);
}

Test(dossier, an_id_becomes_quotation_citation_and_hash)
{
    struct tip_run run;
    json_t *passages = index_fixture_dump(&fixture);
    const char *hash = json_string_value(
        json_object_get(json_object_get(json_array_get(passages, 0), "report"), "sha256"));
    char line[128];

    write_case("---\ntitle: A case\n---\n\nMy *note* of %s.\n\n", kilns);
    DOSSIER(&run, 0, case_path);
    expect_in(run.out, "My *note* of ");
    cr_expect_null(strstr(run.out, "> The owner"));
    tip_run_free(&run);

    write_case("---\ntitle: A case\n---\n\nMy *note*:\n\n- %s\n\nThe end.\n", kilns);
    DOSSIER(&run, 0, case_path);
    expect_in(run.out, "---\ntitle: A case\n---\n\nMy *note*:\n\n- > The owner kept the workers' "
                       "papers, and the debt grew with every season.\n\n  ");
    snprintf(line, sizeof line, "“Kilns”, passage %s\n", kilns);
    expect_in(run.out, line);
    snprintf(line, sizeof line, "  Source as indexed: SHA-256 %s\n\nThe end.\n", hash);
    expect_in(run.out, line);
    expect_in(run.out, "# Sources\n\n- Kilns. Report kilns, file ");
    expect_in(run.out, "filled in on 2023-11-14 22:13 UTC by tipsearch ");
    expect_in(run.out, "from generation 2 of the index.\n");
    cr_expect_str_empty(run.err);
    tip_run_free(&run);
    json_decref(passages);
}

Test(dossier, a_block_quote_must_stand_in_its_passage)
{
    struct tip_run run;

    write_case("%s\n> kept the workers’ papers … the debt *grew*\n", kilns);
    DOSSIER(&run, 0, case_path);
    expect_in(run.out, "> kept the workers’ papers … the debt *grew*\n");
    cr_expect_null(strstr(run.out, "every season"));
    tip_run_free(&run);

    write_case("A note.\n\n%s\n> kept the workers' passports\n", kilns);
    DOSSIER(&run, 1, case_path);
    expect_in(run.out, "**Does not stand as cited:** the block quote");
    expect_in(run.out, "kept the workers ~~papers~~ **passports**");
    expect_in(run.err, "case.md:3: the block quote does not stand in passage ");
    expect_in(run.err, "[-papers-] {+passports+}");
    tip_run_free(&run);
}

Test(dossier, what_is_not_there_is_said_in_the_text_and_with_its_line)
{
    struct tip_run run;

    write_case("One\n\n0000000000000000\n\n%s\n", kilns);
    DOSSIER(&run, 1, case_path);
    expect_in(run.out, "**Does not stand as cited:** no passage 0000000000000000 can be found");
    expect_in(run.out, "> The owner kept");
    expect_in(run.err, "case.md:3: no passage 0000000000000000");
    tip_run_free(&run);
}

/* The source is edited and indexed anew: the old id leads on. */
Test(dossier, a_passage_that_moved_is_said_to_have)
{
    struct tip_run run;
    char old[17];

    memcpy(old, kilns, sizeof old);
    index_fixture_write(
        &fixture, "kilns.md",
        "# Kilns\n\nThe owner kept the workers' papers, and the debt grew with every "
        "single season.\n");
    index_fixture_expect(&fixture, 0, "update", fixture.sources);
    find_id(kilns, "every single season");
    write_case("%s\n", old);
    desk_fixture_await(&desk, 3);
    TIP_RUN(&run, "tipsearch", "-s", address, "dossier", case_path);
    cr_expect_eq(run.status, 1);
    expect_in(run.err, "was changed or is cut in another way");
    expect_in(run.out, kilns);
    expect_in(run.out, "every single season");
    tip_run_free(&run);

    write_case("%s\n> kept the workers' papers\n", old);
    DOSSIER(&run, 0, case_path);
    cr_expect_str_empty(run.err);
    expect_in(run.out, "> kept the workers' papers\n");
    expect_in(run.out, "Now passage ");
    expect_in(run.out, "changed elsewhere since passage ");
    cr_expect_null(strstr(run.out, "Does not stand"));
    tip_run_free(&run);
    write_case("%s\n> with every season\n", old);
    DOSSIER(&run, 1, case_path);
    expect_in(run.out, "Does not stand");
    tip_run_free(&run);
}

/* ---- forms ---- */

Test(dossier, html_shows_markup_as_text_and_loads_nothing)
{
    struct tip_run run;

    write_case("# Notes\n\n%s\n", markup);
    DOSSIER(&run, 0, "--format", "html", case_path);
    expect_in(run.out, "<blockquote>\n<p>1. &lt;script&gt;alert(1)&lt;/script&gt; and $x^2$ with");
    expect_in(run.out, "[x](javascript:y)");
    expect_in(run.out, "@someone");
    expect_in(run.out, "~~gone~~ &amp;amp; more");
    expect_in(run.out, "<title>case</title>");
    cr_expect_null(strstr(run.out, "<script"), "%s", run.out);
    cr_expect_null(strstr(run.out, "<img"), "%s", run.out);
    cr_expect_null(strstr(run.out, "href="), "%s", run.out);
    cr_expect_null(strstr(run.out, "src=\""), "%s", run.out);
    tip_run_free(&run);
}

/* The text of the member of a zip, by Python's own module; for tip_run_free. */
static void unzip(struct tip_run *run, const char *path, const char *member)
{
    TIP_RUN(run, "/usr/bin/python3", "-c",
            "import sys, zipfile\n"
            "sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))",
            path, member);
    cr_assert_eq(run->status, 0, "%s", run->err);
}

Test(dossier, docx_and_odt_hold_the_quotation)
{
    static const char *const forms[][2] = {{"case.docx", "word/document.xml"},
                                           {"case.odt", "content.xml"}};

    write_case("# Notes\n\n%s\n", coast);
    for (size_t i = 0; i < 2; i++) {
        char *path = tip_test_path(fixture.folder, forms[i][0]);
        struct tip_run run;

        DOSSIER(&run, 0, case_path, "-o", path);
        cr_expect_str_empty(run.out);
        tip_run_free(&run);
        unzip(&run, path, forms[i][1]);
        expect_in(run.out, "ភ្នំពេញ");
        expect_in(run.out, "ساعد");
        expect_in(run.out, "families");
        expect_in(run.out, coast);
        tip_run_free(&run);
        free(path);
    }
}

/* Read back by our own reader of PDF. */
Test(dossier, pdf_holds_the_quotation)
{
    char *path = tip_test_path(fixture.folder, "case.pdf");
    struct tip_run run;

    write_case("# Notes\n\n%s\n", coast);
    DOSSIER(&run, 0, case_path, "-o", path);
    tip_run_free(&run);
    TIP_RUN(&run, "tipindex", "read", "-q", path);
    cr_assert_eq(run.status, 0, "%s", run.err);
    expect_in(run.out, "ten families");
    expect_in(run.out, coast);
    tip_run_free(&run);
    free(path);
}

/* ---- pictures ---- */

/* A GIF of one white pixel. */
static const char PICTURE[] = "GIF89a\1\0\1\0\x80\0\0\xff\xff\xff\0\0\0,\0\0\0\0\1\0\1\0\0"
                              "\2\2D\1\0;";

/* Everything in a file that pandoc packs, one name and content after the other, or of a PDF. */
static void unpack(struct tip_run *run, const char *path)
{
    TIP_RUN(run, "/usr/bin/python3", "-c",
            "import re, sys, zipfile, zlib\n"
            "out = sys.stdout.buffer\n"
            "if zipfile.is_zipfile(sys.argv[1]):\n"
            "    z = zipfile.ZipFile(sys.argv[1])\n"
            "    for n in z.namelist(): out.write(n.encode() + b'\\n' + z.read(n) + b'\\n')\n"
            "else:\n"
            "    b = open(sys.argv[1], 'rb').read()\n"
            "    out.write(b)\n"
            "    for s in re.findall(rb'stream\\r?\\n(.*?)endstream', b, re.S):\n"
            "        try: out.write(zlib.decompressobj().decompress(s))\n"
            "        except zlib.error: pass\n",
            path);
    cr_assert_eq(run->status, 0, "%s", run->err);
}

/* Whether bytes that may hold NULs have a word. */
static bool has_word(const struct tip_run *run, const char *word)
{
    return memmem(run->out, run->out_length, word, strlen(word)) != NULL;
}

static const char *const packed[] = {"docx", "odt", "epub", "pdf"};

/* A file beside the folder of the dossier, and ways to it. */
Test(dossier, no_other_file_gets_into_a_document)
{
    static const char *const ways[] = {
        "![words](../secret.txt)\n",
        "![words](%2e%2e/secret.txt)\n",
        "![words](deeper/../../secret.txt)\n",
        "![words](link.gif)\n",
        "![words](text.gif)\n",
        "![words](pipe.gif)\n",
        "![words](leads.svg)\n",
        "![words](file:///etc/hostname)\n",
        "![words][far]\n\n[far]: /etc/passwd\n",
        "> - *![words](/etc/passwd)*\n",
    };
    static const char *const silent[][2] = {
        {"epub", "<img src=\"../secret.txt\">\n"},
        {"epub", "---\ncss: ../secret.txt\ncover-image: ../secret.txt\n---\n"},
        {"pdf", "[words](../secret.txt){rel=attachment}\n"},
        {"pdf", "<link rel=\"attachment\" href=\"../secret.txt\">\n"},
        {"pdf", "---\nheader-includes: '<link rel=\"attachment\" href=\"../secret.txt\">'\n---\n"},
    };
    static const char secret[] = "SECRETSECRETSECRET\n";
    enum { WAYS = sizeof ways / sizeof ways[0], SILENT = sizeof silent / sizeof silent[0] };
    char *folder = tip_test_path(fixture.folder, "case"), *file = tip_test_path(folder, "case.md");
    char *hidden = tip_test_path(fixture.folder, "secret.txt"), *other;
    struct tip_run run;

    tip_test_write(hidden, secret, strlen(secret));
    cr_assert_eq(mkdir(folder, 0700), 0);
    other = tip_test_path(folder, "deeper");
    cr_assert_eq(mkdir(other, 0700), 0);
    free(other);
    other = tip_test_path(folder, "link.gif");
    cr_assert_eq(symlink(hidden, other), 0);
    free(other);
    other = tip_test_path(folder, "text.gif");
    tip_test_write(other, secret, strlen(secret));
    free(other);
    other = tip_test_path(folder, "pipe.gif");
    cr_assert_eq(mkfifo(other, 0600), 0);
    free(other);
    other = tip_test_path(folder, "leads.svg");
    tip_test_write(other, "<svg><image href='../secret.txt'/></svg>", 40);
    free(other);
    for (size_t f = 0; f < sizeof packed / sizeof packed[0]; f++) {
        char name[16];
        char *page;

        snprintf(name, sizeof name, "case.%s", packed[f]);
        page = tip_test_path(folder, name);
        for (size_t i = 0; i < WAYS + SILENT; i++) {
            const char *way = i < WAYS ? ways[i] : silent[i - WAYS][1];

            /* what is read is looked through in the same way for all forms */
            if (i < WAYS ? f > 0 && i > 0 : strcmp(silent[i - WAYS][0], packed[f]) != 0)
                continue;
            tip_test_write(file, way, strlen(way));
            DOSSIER(&run, i < WAYS ? 1 : 0, file, "-o", page);
            if (i < WAYS)
                expect_in(run.err, "case.md: the picture ");
            tip_run_free(&run);
            unpack(&run, page);
            cr_expect_not(has_word(&run, "SECRETSECRET"), "%s: %s", packed[f], way);
            cr_expect_not(has_word(&run, "root:x:"), "%s: %s", packed[f], way);
            cr_expect_not(has_word(&run, "media/"), "%s: %s", packed[f], way);
            tip_run_free(&run);
        }
        free(page);
    }
    free(folder);
    free(file);
    free(hidden);
}

Test(dossier, a_picture_beside_the_dossier_is_taken)
{
    static const char *const names[] = {"rId", "Pictures/", "media/", "/Image"};
    char *folder = tip_test_path(fixture.folder, "pictures of it");
    char *picture = tip_test_path(folder, "a b.gif");
    struct tip_run run;

    cr_assert_eq(mkdir(folder, 0700), 0);
    tip_test_write(picture, PICTURE, sizeof PICTURE - 1);
    write_case("![A map](<pictures of it/a b.gif>){width=2cm}\n\n%s\n", kilns);
    for (size_t f = 0; f < sizeof packed / sizeof packed[0]; f++) {
        char name[16];
        char *page;

        snprintf(name, sizeof name, "case.%s", packed[f]);
        page = tip_test_path(fixture.folder, name);
        DOSSIER(&run, 0, case_path, "-o", page);
        cr_expect_str_empty(run.err);
        tip_run_free(&run);
        unpack(&run, page);
        cr_expect(has_word(&run, names[f]), "%s", packed[f]);
        cr_expect(f == 3 || has_word(&run, "GIF89a"), "%s", packed[f]);
        tip_run_free(&run);
        free(page);
    }
    free(folder);
    free(picture);
}

/* ---- where it goes ---- */

Test(dossier, a_source_that_it_cites_is_not_written_over)
{
    char *source = index_fixture_source(&fixture, "kilns.md");
    char *link_path = tip_test_path(fixture.folder, "other name.md"), *text;
    size_t length;
    struct tip_run run;

    cr_assert_eq(link(source, link_path), 0);
    write_case("%s\n", kilns);
    DOSSIER(&run, 2, case_path, "-o", source);
    expect_in(run.err, "it is a source that the dossier cites");
    tip_run_free(&run);
    DOSSIER(&run, 2, case_path, "-o", link_path);
    tip_run_free(&run);
    text = tip_test_read(source, &length);
    cr_expect_str_eq(text, REPORT);
    free(text);
    free(source);
    free(link_path);
}

Test(dossier, what_is_missing_or_wrong_is_said_and_the_old_file_stays)
{
    char *page = tip_test_path(fixture.folder, "case.html"), *command = NULL;
    struct tip_run run;

    write_case("%s\n", kilns);
    tip_test_write(page, "old", 3);
    cr_assert_gt(asprintf(&command, "PATH=/nowhere '%s/tipsearch' -s '%s' dossier '%s' -o '%s'",
                          getenv("TIP_BIN"), address, case_path, page),
                 0);
    TIP_RUN(&run, "/bin/sh", "-c", command);
    cr_expect_eq(run.status, 2);
    expect_in(run.err, "pandoc is not installed");
    tip_run_free(&run);
    TIP_RUN(&run, "/bin/cat", page);
    cr_expect_str_eq(run.out, "old");
    tip_run_free(&run);
    DOSSIER(&run, 2, case_path, "-o", case_path);
    expect_in(run.err, "it is the dossier itself");
    tip_run_free(&run);
    DOSSIER(&run, 2, case_path, "-o", "case.unknown");
    expect_in(run.err, "there are md, html, docx");
    tip_run_free(&run);
    DOSSIER(&run, 2, case_path, "-o", "/dev/full");
    tip_run_free(&run);
    DOSSIER(&run, 2, case_path, "--format", "md", "-o", "/dev/full");
    expect_in(run.err, "/dev/full cannot be written");
    tip_run_free(&run);
    DOSSIER(&run, 2, case_path, "second.md");
    expect_in(run.err, "dossier wants one FILE");
    tip_run_free(&run);
    free(command);
    free(page);
}

/* ---- files of every kind ---- */

Test(dossier, the_users_file_is_never_changed)
{
    struct stat before, after;
    char *page = tip_test_path(fixture.folder, "case.html"), *text;
    size_t length;
    struct tip_run run;

    write_case("\xef\xbb\xbfMine.\r\n\r\n%s\r\n> kept the\r\n> workers' papers\r\n", kilns);
    cr_assert_eq(stat(case_path, &before), 0);
    DOSSIER(&run, 0, case_path, "-o", page);
    tip_run_free(&run);
    cr_assert_eq(stat(case_path, &after), 0);
    cr_expect_eq(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
    text = tip_test_read(case_path, &length);
    expect_in(text, "\xef\xbb\xbfMine.\r\n\r\n");
    free(text);
    text = tip_test_read(page, &length);
    expect_in(text, "<p>Mine.</p>");
    expect_in(text, "<p>kept the workers' papers</p>");
    free(text);
    free(page);
}

Test(dossier, standard_input_is_a_dossier)
{
    struct tip_run run;

    tip_test_run(&run, kilns, 16,
                 (const char *const[]){"tipsearch", "-s", address, "dossier", "-", NULL});
    cr_expect_eq(run.status, 0, "%s", run.err);
    expect_in(run.out, "> The owner kept");
    tip_run_free(&run);
}

struct bad_case {
    const char *bytes;
    size_t length;
    const char *says;
};

static const struct bad_case bad_cases[] = {
    {"a\n\0b\n", 5, "standard input:2: a NUL byte"},
    {"a\nb\xff\n", 5, "standard input:2: it is not UTF-8"},
    {"a\xc3", 2, "standard input:1: it is not UTF-8"},
    {"\xed\xa0\x80", 3, "standard input:1: it is not UTF-8"},
};

Test(dossier, what_is_no_text_is_refused)
{
    for (size_t i = 0; i < sizeof bad_cases / sizeof bad_cases[0]; i++) {
        struct tip_run run;

        tip_test_run(&run, bad_cases[i].bytes, bad_cases[i].length,
                     (const char *const[]){"tipsearch", "-s", address, "dossier", "-", NULL});
        cr_expect_eq(run.status, 2);
        expect_in(run.err, bad_cases[i].says);
        cr_expect_str_empty(run.out);
        tip_run_free(&run);
    }
}

Test(dossier, ten_thousand_ids_are_filled_in)
{
    enum { COUNT = 10000 };
    char *text = NULL;
    size_t length = 0, found = 0;
    FILE *stream = open_memstream(&text, &length);
    struct tip_run run;

    for (int i = 0; i < COUNT; i++)
        fprintf(stream, "%s\n", i % 2 == 0 ? kilns : coast);
    fclose(stream);
    tip_test_run(&run, text, length,
                 (const char *const[]){"tipsearch", "-s", address, "dossier", "-", NULL});
    cr_expect_eq(run.status, 0, "%s", run.err);
    for (const char *at = run.out; (at = strstr(at, "\n> ")) != NULL; at++)
        found++;
    cr_expect_eq(found + (strncmp(run.out, "> ", 2) == 0), COUNT);
    tip_run_free(&run);
    free(text);
}

Test(dossier, without_a_passage_it_says_so)
{
    struct tip_run run;

    write_case("Only a note. %s\n", "");
    DOSSIER(&run, 0, case_path);
    cr_expect_str_eq(run.out, "Only a note. \n");
    expect_in(run.err, "it names no passage");
    tip_run_free(&run);
}
