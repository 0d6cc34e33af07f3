/* Whatever the process that parses a PDF does, the one that reads it goes on and says why. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "reader/pdf_process.h"

enum { PAGE_MS = 400, FILE_MS = 20000 };

static void tell(int output, const char *text)
{
    cr_assert_eq(write(output, text, strlen(text)), (ssize_t)strlen(text));
}

static void pause_for_good(void)
{
    for (;;)
        pause();
}

/* ---- parsers: `bytes` says what they do ---- */

static int behave(int output, const char *bytes, size_t length, int first)
{
    (void)length;
    tell(output, "pages 3\n");
    for (int page = first; page <= 3; page++) {
        dprintf(output, "page %d\nsize 61200 79200\nword 7200 7200 9000 8100 1000 0 page%d\n", page,
                page);
        if (page != 2)
            continue;
        if (strcmp(bytes, "crash") == 0)
            raise(SIGKILL);
        if (strcmp(bytes, "hang") == 0)
            pause_for_good();
        if (strcmp(bytes, "exit") == 0)
            return EXIT_FAILURE;
        if (strcmp(bytes, "garbage") == 0)
            tell(output, "\x01\x02word of a stranger\nrm -rf\n");
        if (strcmp(bytes, "numbers") == 0)
            tell(output, "word 1 1 99999999999999999999 2 10 0 far\n");
        if (strcmp(bytes, "backwards") == 0)
            tell(output, "page 1\n");
        if (strcmp(bytes, "endless line") == 0)
            for (;;)
                tell(output, "word word word word word word word word word word word word ");
    }
    tell(output, "end\n");
    return EXIT_SUCCESS;
}

static int never_begin(int output, const char *bytes, size_t length, int first)
{
    (void)output;
    (void)bytes;
    (void)length;
    (void)first;
    pause_for_good();
    return EXIT_FAILURE;
}

static int refuse(int output, const char *bytes, size_t length, int first)
{
    (void)bytes;
    (void)length;
    (void)first;
    tell(output, "refused it is encrypted\n");
    return EXIT_SUCCESS;
}

/* Tells without an end, each line as it should be. */
static int talk(int output, const char *bytes, size_t length, int first)
{
    char lines[1 << 16];
    size_t at = 0;
    (void)bytes;
    (void)length;
    while (at + 1200 < sizeof lines) {
        at += (size_t)sprintf(lines + at, "word 0 0 0 0 0 0 ");
        memset(lines + at, 'a', 1000);
        at += 1000;
        lines[at++] = '\n';
    }
    lines[at] = '\0';
    tell(output, "pages 100000\n");
    for (int page = first; page <= 100000; page++) {
        dprintf(output, "page %d\n", page);
        tell(output, lines);
    }
    return EXIT_SUCCESS;
}

/* Takes memory without an end. */
static int swallow(int output, const char *bytes, size_t length, int first)
{
    enum { PIECE = 64 << 20 };
    (void)bytes;
    (void)length;
    tell(output, "pages 1\n");
    if (first == 1)
        tell(output, "page 1\n");
    for (;;) {
        char *piece = mmap(NULL, PIECE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (piece == MAP_FAILED)
            return EXIT_FAILURE;
        for (size_t at = 0; at < PIECE; at += 4096)
            piece[at] = 1;
        usleep(1000);
    }
}

/* ---- the promises ---- */

/* A page in the middle that ends the parser costs itself, not its neighbours. */
Test(pdf_process, a_page_that_ends_the_parser_gets_a_fault_and_the_others_are_read)
{
    static const struct {
        const char *how, *fault;
    } cases[] = {
        {"crash", "it makes the parser fail"},
        {"exit", "it makes the parser fail"},
        {"hang", "it takes the parser longer than one page may"},
        {"garbage", "its parser was taken over or failed"},
        {"numbers", "its parser was taken over or failed"},
        {"backwards", "its parser was taken over or failed"},
        {"endless line", "its parser was taken over or failed"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct tip_pdf pdf = {0};
        struct tip_error error = {0};
        const char *how = cases[i].how;
        cr_assert_eq(tip_pdf_parse_with(&pdf, behave, how, strlen(how), PAGE_MS, FILE_MS, &error),
                     TIP_OK, "%s: %s", how, error.message);
        cr_assert_eq(pdf.page_count, 3, "%s: %zu pages", how, pdf.page_count);
        cr_expect_null(pdf.pages[0].fault, "%s", how);
        cr_expect_str_eq(pdf.pages[1].fault, cases[i].fault, "%s", how);
        cr_expect_null(pdf.pages[2].fault, "%s", how);
        cr_expect_eq(pdf.word_count, 3, "%s: %zu words", how, pdf.word_count);
        tip_pdf_free(&pdf);
    }
}

Test(pdf_process, what_is_as_it_should_be_is_read_whole)
{
    struct tip_pdf pdf = {0};
    struct tip_error error;
    cr_assert_eq(tip_pdf_parse_with(&pdf, behave, "", 0, PAGE_MS, FILE_MS, &error), TIP_OK);
    cr_expect_eq(pdf.page_count, 3);
    cr_expect_null(pdf.pages[1].fault);
    cr_expect_eq(memcmp(tip_pdf_text(&pdf, &pdf.words[2]), "page3", 5), 0);
    tip_pdf_free(&pdf);
}

Test(pdf_process, a_document_that_cannot_be_opened_is_a_failure_with_a_reason)
{
    static const struct {
        tip_pdf_parser *parser;
        const char *reason;
    } cases[] = {
        {never_begin, "it cannot be read: it takes the parser longer than one page may"},
        {refuse, "it is encrypted"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct tip_pdf pdf = {0};
        struct tip_error error = {0};
        cr_assert_eq(tip_pdf_parse_with(&pdf, cases[i].parser, "", 0, PAGE_MS, FILE_MS, &error),
                     TIP_INVALID);
        cr_expect_str_eq(error.message, cases[i].reason);
        tip_pdf_free(&pdf);
    }
}

Test(pdf_process, a_file_has_a_time_however_many_pages_it_claims)
{
    struct tip_pdf pdf = {0};
    struct tip_error error;
    cr_assert_eq(
        tip_pdf_parse_with(&pdf, behave, "hang", 4, 60000, 100 - 3 * TIP_PDF_MORE_MS, &error),
        TIP_OK);
    cr_assert_eq(pdf.page_count, 3);
    cr_expect_str_eq(pdf.pages[1].fault, "the file takes longer to read than it may");
    cr_expect_str_eq(pdf.pages[2].fault, "with this page the reading was given up");
    tip_pdf_free(&pdf);
}

Test(pdf_process, what_is_told_without_an_end_is_cut)
{
    struct tip_pdf pdf = {0};
    struct tip_error error;
    cr_assert_eq(tip_pdf_parse_with(&pdf, talk, "", 0, 60000, 60000, &error), TIP_OK);
    cr_assert_gt(pdf.page_count, 1);
    cr_expect_str_eq(pdf.pages[pdf.page_count - 2].fault, "it holds more text than one source may");
    cr_expect_leq(pdf.texts.length, (size_t)TIP_PDF_TEXT_MB << 20);
    tip_pdf_free(&pdf);
}

Test(pdf_process, memory_without_an_end_is_refused)
{
    struct tip_pdf pdf = {0};
    struct tip_error error;
    cr_assert_eq(tip_pdf_parse_with(&pdf, swallow, "", 0, 60000, 60000, &error), TIP_OK);
    cr_assert_eq(pdf.page_count, 1);
    cr_expect(strstr(pdf.pages[0].fault, "parser") != NULL, "%s", pdf.pages[0].fault);
    tip_pdf_free(&pdf);
}
