/* The full report, printed: two columns, justified and hyphenated, running heads and feet, pages
 * that are labelled in Roman numbers first. Read from that PDF it gives the passages of the plain
 * text, on the pages they are printed on. groff prints it and tells where each paragraph begins. */
#include <criterion/criterion.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/file.h"
#include "base/string_builder.h"
#include "base/utf8.h"
#include "harness/harness.h"
#include "passage/passage.h"

enum { PASSAGES_PERCENT = 97, PAGES_PERCENT = 98, PARAGRAPHS = 4000, LABEL = 16, KEY = 48 };

/* ---- the report as groff's -ms macros take it ---- */

/* A paragraph that is printed: the beginning of its text, folded, and the page it is on. */
struct printed {
    char key[KEY];
    char label[LABEL];
    bool is_roman;
};

struct print {
    struct tip_string roff;
    struct printed paragraphs[PARAGRAPHS];
    size_t count;
    bool is_arabic;       /* the Roman pages are over */
    unsigned roman_pages; /* as groff tells */
};

/* Letters and digits alone: what no typesetting changes. Beginnings of a paragraph are told apart
 * by these. */
static void fold(char key[KEY], const char *text, size_t length)
{
    size_t at = 0;
    for (size_t i = 0; i < length && at < KEY - 1; i++)
        if (isalnum((unsigned char)text[i]))
            key[at++] = (char)tolower((unsigned char)text[i]);
    key[at] = '\0';
}

/* One line of text as groff takes it: ASCII, its own marks escaped; remains of markup left out. */
static void print_text(struct tip_string *roff, const char *text, size_t length)
{
    const char *cursor = text, *end = text + length;
    if (length > 0 && strchr(".'", *text) != NULL)
        tip_string_append_text(roff, "\\&");
    while (cursor < end) {
        uint32_t character = tip_utf8_next(&cursor, end);
        if (character == '\\') {
            if (cursor == end || !ispunct((unsigned char)*cursor))
                tip_string_append_text(roff, "\\e");
        } else if (character == '*' || character == 0x25B6) {
            continue;
        } else if (character == '\'') {
            tip_string_append_text(roff, "\\(aq");
        } else if (character == 0x25A0) {
            tip_string_append_text(roff, "\\f[ZD]\\N'110'\\fP");
        } else if (character < 0x80) {
            tip_string_append_char(roff, (char)character);
        } else {
            tip_string_printf(roff, "\\[u%04X]", (unsigned)character);
        }
    }
    tip_string_append_char(roff, '\n');
}

/* Tells the page of what comes next, when it is printed, on standard error. */
static void print_mark(struct print *print, const char *text, size_t length)
{
    cr_assert_lt(print->count, PARAGRAPHS);
    fold(print->paragraphs[print->count].key, text, length);
    print->paragraphs[print->count].is_roman = !print->is_arabic;
    tip_string_printf(&print->roff, ".ne 2v\n.tm @ %zu \\n%%\n", print->count++);
}

struct line {
    const char *text;
    size_t length;
};

/* "Page 5: …" */
static bool has_label(const struct line *line)
{
    const char *colon = memmem(line->text, line->length, ": ", 2);
    return colon != NULL && colon - line->text < 24;
}

static bool is_heading(const struct line *line)
{
    if (line->length > 160 || strchr(".,;:!", line->text[line->length - 1]) != NULL ||
        !isupper((unsigned char)*line->text) || memchr(line->text, '\t', line->length) != NULL ||
        memchr(line->text, '$', line->length) != NULL || has_label(line))
        return false;
    size_t large = 0, small = 0;
    for (size_t i = 0; i < line->length; i++) {
        bool begins = i == 0 || line->text[i - 1] == ' ';
        size_t word = 0;
        while (begins && i + word < line->length && line->text[i + word] != ' ')
            word++;
        large += word > 4 && !islower((unsigned char)line->text[i]);
        small += word > 4 && islower((unsigned char)line->text[i]);
    }
    return large > 0 && small == 0;
}

static bool is_capitals(const struct line *line)
{
    for (size_t i = 0; i < line->length; i++)
        if (islower((unsigned char)line->text[i]))
            return false;
    return true;
}

static bool is_rule(const struct line *line)
{
    size_t at = 0;
    while (at < line->length && strchr("-=\t |", line->text[at]) != NULL)
        at++;
    return at == line->length;
}

/* The first page number that a table of contents gives is where the Arabic pages begin. */
static void print_heading(struct print *print, const struct line *line, size_t headings)
{
    if (headings == 6 && !print->is_arabic) {
        print->is_arabic = true;
        tip_string_append_text(&print->roff, ".tm roman \\n%\n.pn 1\n.bp\n.ds CF %\n");
    }
    tip_string_append_text(&print->roff, is_capitals(line) ? ".SH 1\n" : ".SH 2\n");
    print_text(&print->roff, line->text, line->length);
}

static bool is_contents_entry(const struct line *line)
{
    const char *tab = memchr(line->text, '\t', line->length);
    return tab != NULL && isdigit((unsigned char)tab[1]) &&
           strspn(tab + 1, "0123456789") == (size_t)(line->text + line->length - tab - 1);
}

static void print_row(struct print *print, const struct line *line)
{
    const char *at = line->text, *end = line->text + line->length;
    while (at <= end) {
        const char *tab = memchr(at, '\t', (size_t)(end - at));
        const char *stop = tab == NULL ? end : tab;
        tip_string_append_text(&print->roff, "T{\n");
        print_text(&print->roff, at, (size_t)(stop - at));
        tip_string_append_text(&print->roff, tab == NULL ? "T}\n" : "T}@");
        if (tab == NULL)
            break;
        at = tab + 1;
    }
}

static size_t cells_of(const struct line *line)
{
    size_t cells = 1;
    for (size_t i = 0; i < line->length; i++)
        cells += line->text[i] == '\t';
    return cells;
}

/* Rows with tabs: entries of the contents, or a table that is as wide as the column. */
static size_t print_table(struct print *print, const struct line *lines, size_t count)
{
    size_t end = 0, cells = cells_of(&lines[0]);
    if (is_contents_entry(&lines[0])) {
        const char *tab = memchr(lines[0].text, '\t', lines[0].length);
        tip_string_append_text(&print->roff, ".LP\n");
        print_text(&print->roff, lines[0].text, (size_t)(tab - lines[0].text));
        print->roff.length--;
        tip_string_printf(&print->roff, " ........ %.*s\n",
                          (int)(lines[0].text + lines[0].length - tab - 1), tab + 1);
        return 1;
    }
    tip_string_append_text(&print->roff, ".LP\n.TS\ntab(@);\n");
    for (size_t i = 0; i < cells; i++)
        tip_string_printf(&print->roff, "lp7w(%.2fi) ",
                          (3.0 - 0.17 * (double)(cells - 1)) / (double)cells);
    tip_string_append_text(&print->roff, ".\n");
    for (; end < count &&
           (memchr(lines[end].text, '\t', lines[end].length) != NULL || is_rule(&lines[end]));
         end++)
        if (!is_rule(&lines[end]))
            print_row(print, &lines[end]);
    tip_string_append_text(&print->roff, ".TE\n");
    return end;
}

/* A mark in front of a list item: how long it is; `shown` is what is printed for it. */
static size_t item_mark(const struct line *line, char shown[LABEL])
{
    size_t digits = strspn(line->text, "0123456789");
    if (digits > 0 && digits < 3 && strncmp(line->text + digits, ". ", 2) == 0) {
        snprintf(shown, LABEL, "%.*s", (int)digits + 1, line->text);
        return digits + 2;
    }
    snprintf(shown, LABEL, "\\(bu");
    return strncmp(line->text, "- ", 2) == 0 ? 2 : 0;
}

static void print_lines(struct print *print, const struct line *lines, size_t count)
{
    bool is_open = false;
    for (size_t i = 0; i < count;) {
        char mark[LABEL];
        size_t skip = item_mark(&lines[i], mark);
        if (memchr(lines[i].text, '\t', lines[i].length) != NULL) {
            i += print_table(print, lines + i, count - i);
            is_open = false;
            continue;
        }
        if (is_rule(&lines[i])) {
            i++;
            continue;
        }
        if (skip > 0)
            tip_string_printf(&print->roff, ".IP %s 3\n", mark);
        else
            tip_string_append_text(&print->roff, is_open ? ".br\n" : ".LP\n");
        if (skip > 0 || !is_open)
            print_mark(print, lines[i].text + skip, lines[i].length - skip);
        print_text(&print->roff, lines[i].text + skip, lines[i].length - skip);
        is_open = true;
        i++;
    }
}

/* Groups of lines between empty ones; three of these and more are a page's end. */
static void print_report(struct print *print, const char *text)
{
    enum { LINES = 400 };
    struct line lines[LINES];
    size_t count = 0, blanks = 0, headings = 0;
    tip_string_append_text(&print->roff, ".nr PS 10\n.nr VS 12\n.nr HM 1i\n.nr FM 1i\n"
                                         ".ds LH Trafficking in Persons Report\n.ds CH\n"
                                         ".ds RH June 2023\n.nr roman 0 1\n.af roman i\n"
                                         ".ds CF \\\\n+[roman]\n.2C\n");
    for (const char *at = text; *at != '\0';) {
        size_t length = strcspn(at, "\n"), shown = length;
        const char *next = at + length + (at[length] == '\n');
        while (shown > 0 && at[shown - 1] == ' ')
            shown--;
        size_t indent = strspn(at, " ") < shown ? strspn(at, " ") : shown;
        if (shown > indent) {
            if (count == 0 && blanks >= 3 && print->roff.length > 200)
                tip_string_append_text(&print->roff, ".bp\n");
            cr_assert_lt(count, LINES);
            lines[count++] = (struct line){at + indent, shown - indent};
            blanks = 0;
        }
        bool ends = shown <= indent || *next == '\0';
        blanks += shown <= indent;
        if (ends && count == 1 && *next != '\0' && is_heading(&lines[0]))
            print_heading(print, &lines[0], headings++);
        else if (ends && count > 0)
            print_lines(print, lines, count);
        count = ends ? 0 : count;
        at = next;
    }
}

static void write_label(struct printed *paragraph, unsigned page)
{
    static const char *const romans[] = {"-",   "i",    "ii", "iii", "iv", "v",  "vi",
                                         "vii", "viii", "ix", "x",   "xi", "xii"};
    if (paragraph->is_roman && page < sizeof romans / sizeof romans[0])
        snprintf(paragraph->label, LABEL, "%s", romans[page]);
    else
        snprintf(paragraph->label, LABEL, "%u", page);
}

/* Runs groff; takes the pages it tells. False when it is not there. */
static bool run_groff(struct print *print, const char *folder)
{
    char command[4096], line[256];
    char *roff = tip_test_path(folder, "report.ms"), *marks = tip_test_path(folder, "marks");
    tip_test_write(roff, print->roff.data, print->roff.length);
    snprintf(command, sizeof command, "cd %s && groff -t -ms -Tpdf report.ms >report.pdf 2>marks",
             folder);
    int status = system(command);
    bool is_done = status == 0;
    FILE *file = fopen(marks, "r");
    while (is_done && file != NULL && fgets(line, sizeof line, file) != NULL) {
        size_t number;
        unsigned page;
        if (sscanf(line, "roman %u", &page) == 1)
            print->roman_pages = page;
        if (sscanf(line, "@ %zu %u", &number, &page) == 2 && number < print->count)
            write_label(&print->paragraphs[number], page);
    }
    if (file != NULL)
        fclose(file);
    free(roff);
    free(marks);
    return is_done;
}

/* ---- labels ---- */

/* Appends an update to a PDF whose catalog then labels the first pages in Roman numbers. */
static void add_labels(struct tip_string *pdf, unsigned roman_pages)
{
    const char *catalog = memmem(pdf->data, pdf->length, "/Type /Catalog", 14);
    cr_assert_not_null(catalog);
    const char *start = catalog;
    while (start > pdf->data && memcmp(start, " 0 obj", 6) != 0)
        start--;
    const char *number = start;
    while (number > pdf->data && isdigit((unsigned char)number[-1]))
        number--;
    const char *end = memmem(catalog, pdf->length - (size_t)(catalog - pdf->data), "endobj", 6);
    const char *close = end;
    while (close > catalog && memcmp(close, ">>", 2) != 0)
        close--;
    const char *open = strstr(start, "<<");
    int object = atoi(number);
    struct tip_string body = {0};
    tip_string_append(&body, open, (size_t)(close - open));
    const char *xref = NULL;
    for (const char *at = pdf->data;
         (at = memmem(at, pdf->length - (size_t)(at - pdf->data), "startxref", 9)) != NULL; at++)
        xref = at;
    cr_assert_not_null(xref);
    long before = atol(xref + 9);
    char *trailer = memmem(pdf->data + before, pdf->length - (size_t)before, "trailer", 7);
    const char *size = strstr(trailer, "/Size");
    int objects = atoi(size + 5);
    size_t offset = pdf->length;
    tip_string_printf(pdf,
                      "%d 0 obj\n%s /PageLabels << /Nums [0 << /S /r >> %u << /S /D >>] >> >>\n"
                      "endobj\n",
                      object, body.data, roman_pages);
    size_t table = pdf->length;
    tip_string_printf(
        pdf,
        "xref\n%d 1\n%010zu 00000 n \ntrailer\n<< /Size %d /Root %d 0 R /Prev %ld >>\n"
        "startxref\n%zu\n%%%%EOF\n",
        object, offset, objects, object, before, table);
    tip_string_free(&body);
}

/* ---- comparing ---- */

struct reading {
    struct tip_document document;
    struct tip_passages passages;
};

static void read_source(struct reading *reading, const char *name, const char *bytes, size_t length)
{
    static const struct tip_report report = {.id = "report"};
    struct tip_error error;
    cr_assert_eq(tip_read_bytes(&reading->document, name, bytes, length, NULL, &error), TIP_OK,
                 "%s", error.message);
    cr_assert_eq(tip_passages_make(&reading->passages, &reading->document, &report, NULL, &error),
                 TIP_OK);
}

static void free_reading(struct reading *reading)
{
    tip_passages_free(&reading->passages);
    tip_document_free(&reading->document);
}

static const struct tip_passage *find_text(const struct tip_passages *passages, uint64_t text_key)
{
    for (size_t i = 0; i < passages->count; i++)
        if (passages->items[i].text_key == text_key)
            return &passages->items[i];
    return NULL;
}

/* Text in sentences: contents and tables are set anew by every program. */
static bool is_text(const struct tip_passage *passage)
{
    return passage->kind != TIP_KIND_CONTENTS && passage->kind != TIP_KIND_TABLE;
}

static void compare_passages(const struct reading *plain, const struct reading *printed)
{
    size_t texts = 0, found = 0;
    for (size_t i = 0; i < plain->passages.count; i++) {
        const struct tip_passage *passage = &plain->passages.items[i];
        if (!is_text(passage))
            continue;
        bool is_there = find_text(&printed->passages, passage->text_key) != NULL;
        texts++;
        found += is_there;
        if (!is_there)
            fprintf(stderr, "not as in the text: %.70s\n", passage->text);
    }
    fprintf(stderr, "%zu of %zu passages of text are those of the plain file\n", found, texts);
    cr_expect_geq(found * 100, texts * PASSAGES_PERCENT);
}

/* Whether a paragraph that begins so is printed, and whether one of them is on that page. */
static bool is_printed(const struct print *print, const char *key, const char *label,
                       bool *is_on_page)
{
    bool found = false;
    *is_on_page = false;
    for (size_t i = 0; i < print->count; i++) {
        const struct printed *paragraph = &print->paragraphs[i];
        if (strcmp(paragraph->key, key) != 0)
            continue;
        found = true;
        *is_on_page |= label != NULL && strcmp(paragraph->label, label) == 0;
    }
    return found;
}

static void compare_pages(const struct print *print, const struct reading *printed)
{
    size_t known = 0, right = 0;
    for (size_t i = 0; i < printed->passages.count; i++) {
        const struct tip_passage *passage = &printed->passages.items[i];
        char key[KEY];
        bool is_right;
        fold(key, passage->text, strlen(passage->text));
        if (strlen(key) < 20 || !is_printed(print, key, passage->page, &is_right))
            continue;
        known++;
        right += is_right;
        if (!is_right)
            fprintf(stderr, "not on page %s: %.60s\n",
                    passage->page == NULL ? "(none)" : passage->page, passage->text);
    }
    fprintf(stderr, "%zu of %zu passages are on their page\n", right, known);
    cr_expect_gt(known, 200);
    cr_expect_geq(right * 100, known * PAGES_PERCENT);
}

Test(pdf_report, the_printed_report_gives_the_passages_and_pages_of_the_plain_one, .timeout = 100)
{
    const char *path = tip_test_report();
    char *text = NULL;
    size_t length = 0;
    struct tip_error error;
    static struct print print;
    struct reading plain = {0}, printed = {0};
    if (path == NULL)
        return;
    cr_assert_eq(tip_file_read(&text, &length, path, TIP_SOURCE_LIMIT, &error), TIP_OK);
    print_report(&print, text);
    char *folder = tip_test_folder();
    cr_assert(run_groff(&print, folder), "groff is needed: scripts/install-packages");
    char *pdf_path = tip_test_path(folder, "report.pdf");
    size_t pdf_length = 0;
    char *bytes = tip_test_read(pdf_path, &pdf_length);
    struct tip_string pdf = {0};
    tip_string_append(&pdf, bytes, pdf_length);
    add_labels(&pdf, print.roman_pages);
    const char *kept = getenv("TIP_KEEP_PDF"); /* to look at it */
    if (kept != NULL)
        tip_test_write(kept, pdf.data, pdf.length);
    read_source(&plain, "report.txt", text, length);
    read_source(&printed, "report.pdf", pdf.data, pdf.length);
    compare_passages(&plain, &printed);
    compare_pages(&print, &printed);
    free_reading(&plain);
    free_reading(&printed);
    tip_string_free(&pdf);
    tip_string_free(&print.roff);
    free(bytes);
    free(pdf_path);
    free(text);
    tip_test_folder_remove(folder);
}
