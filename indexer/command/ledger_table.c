/* The ledger as a table.
 *
 * What is fine comes first and what needs a look last, as a terminal shows the end of a long list.
 * A path is cut at its beginning, since files are told apart by their ends. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "command/figure.h"
#include "command/ledger.h"
#include "command/terminal.h"

enum {
    FIGURES_WIDTH = 60, /* of what stands before a path */
    INDENT = 9,         /* of a reason */
    PATH_LEAST = 20     /* columns of it on a narrow terminal, whose lines are then wider than it */
};

/* Which sources a part of the table has. */
enum part { PART_WHOLE, PART_SKIPPED, PART_MISSING, PART_COUNT };

static enum part part_of(const struct tip_source *source)
{
    if (source->state == TIP_SOURCE_SKIPPED) {
        return PART_SKIPPED;
    }
    return source->state == TIP_SOURCE_READ && tip_ledger_is_complete(source) ? PART_WHOLE
                                                                              : PART_MISSING;
}

/* Columns of standard output; 0 when it is no terminal and lines may be as long as they are. */
static size_t terminal_width(void)
{
    struct winsize size;
    return isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

/* The end of `text` that fits `columns` behind a sign that it was cut; all of it when it fits, or
 * when there are 0 columns. A character is taken for one column. */
static const char *end_of(const char *text, size_t columns)
{
    size_t count = 0;
    for (const char *byte = text; *byte != '\0'; byte++) {
        count += !is_continuation(*byte);
    }
    for (size_t cut = columns > 0 && count > columns ? count - columns + 1 : 0; cut > 0; cut--) {
        do {
            text++;
        } while (is_continuation(*text));
    }
    return text;
}

/* A number, or nothing for one that is not known. */
static const char *figure(char out[TIP_FIGURE_SIZE], uint64_t number, bool is_known)
{
    return is_known ? tip_figure(out, number) : "";
}

/* Breaks lines at blanks, where a part is not longer than a line. */
static void print_indented(const char *text, size_t width)
{
    size_t room = width > INDENT + PATH_LEAST ? width - INDENT : SIZE_MAX;
    while (*text != '\0') {
        size_t length = strlen(text), end = length;
        if (length > room) {
            for (end = room; end > 0 && text[end] != ' '; end--) {
                continue;
            }
            end = end > 0 ? end : room + strcspn(text + room, " ");
        }
        tip_terminal_line(stdout, "%*s%.*s", INDENT, "", (int)end, text);
        text += end + strspn(text + end, " ");
    }
}

static void print_reason(const struct tip_source *source, size_t width)
{
    char words[TIP_FIGURE_SIZE], pages[TIP_FIGURE_SIZE];
    uint64_t missing = source->words_in > source->words_indexed && source->state == TIP_SOURCE_READ
                           ? source->words_in - source->words_indexed
                           : 0;
    if (source->reason) {
        print_indented(source->reason, width);
    }
    if (missing > 0) {
        printf("%*s%s word%s of it in no passage\n", INDENT, "", tip_figure(words, missing),
               missing == 1 ? " is" : "s are");
    }
    if (source->pages_without_text > 0) {
        printf("%*s%s page%s without text\n", INDENT, "",
               tip_figure(pages, source->pages_without_text),
               source->pages_without_text == 1 ? " is" : "s are");
    }
}

/* The line of a source, with what is known of one that was read. */
static void print_place(const char *state, const struct tip_source *source, size_t width)
{
    char pages[TIP_FIGURE_SIZE], words[TIP_FIGURE_SIZE], indexed[TIP_FIGURE_SIZE],
        passages[TIP_FIGURE_SIZE];
    bool is_read = source->reader != NULL;
    size_t room = width > FIGURES_WIDTH + PATH_LEAST ? width - FIGURES_WIDTH : PATH_LEAST;
    const char *path = end_of(source->file, width > 0 ? room : 0);
    tip_terminal_line(
        stdout, "%-8s %-8s %7s %11s %11s %8s  %s%s", state, source->reader ? source->reader : "",
        figure(pages, source->pages, source->pages > 0), figure(words, source->words_in, is_read),
        figure(indexed, source->words_indexed, is_read),
        figure(passages, source->passages, is_read), path > source->file ? "…" : "", path);
}

static void print_source(const struct tip_source *source, size_t width)
{
    print_place(tip_source_state_name(source->state), source, width);
    print_reason(source, width);
}

static void print_totals(const struct tip_manifest *manifest)
{
    const struct tip_ledger_totals totals = tip_ledger_add_up(manifest);
    char first[TIP_FIGURE_SIZE], second[TIP_FIGURE_SIZE], third[TIP_FIGURE_SIZE];
    printf("generation %u: %s source%s read, %s skipped, %s failed\n",
           (unsigned)manifest->generation, tip_figure(first, totals.read),
           tip_figure_plural(totals.read), tip_figure(second, totals.skipped),
           tip_figure(third, totals.failed));
    printf("%s words in, %s words indexed, %s passage%s\n", tip_figure(first, totals.words_in),
           tip_figure(second, totals.words_indexed), tip_figure(third, totals.passages),
           tip_figure_plural(totals.passages));
    if (totals.pages > 0) {
        printf("%s pages, %s of them without text\n", tip_figure(first, totals.pages),
               tip_figure(second, totals.pages_without_text));
    }
    if (totals.failed + totals.incomplete > 0) {
        printf("missing: %s source%s failed, %s read in part\n", tip_figure(first, totals.failed),
               tip_figure_plural(totals.failed), tip_figure(second, totals.incomplete));
    } else {
        printf("nothing is missing\n");
    }
}

static void print_head(bool *has_head)
{
    if (!*has_head) {
        printf("%-8s %-8s %7s %11s %11s %8s  %s\n", "state", "reader", "pages", "words in",
               "indexed", "passages", "source");
    }
    *has_head = true;
}

/* A record that was removed on purpose; a whole file that was has a line as skipped. */
static void print_removed(const struct tip_removed *removed, size_t width)
{
    const struct tip_source source = {.file = removed->file};
    char reason[256];
    print_place("removed", &source, width);
    snprintf(reason, sizeof reason, "record '%.200s', on %.20s", removed->report, removed->on);
    print_indented(reason, width);
}

static void print_part(const struct tip_manifest *manifest, enum part part, size_t width,
                       bool *has_head)
{
    for (size_t i = 0; i < manifest->source_count; i++) {
        if (part_of(&manifest->sources[i]) == part) {
            print_head(has_head);
            print_source(&manifest->sources[i], width);
        }
    }
    for (size_t i = 0; part == PART_SKIPPED && i < manifest->removed_count; i++) {
        if (manifest->removed[i].is_record) {
            print_head(has_head);
            print_removed(&manifest->removed[i], width);
        }
    }
}

void tip_ledger_print(const struct tip_manifest *manifest, bool is_quiet)
{
    size_t width = terminal_width();
    bool has_head = false;
    for (enum part part = is_quiet ? PART_MISSING : PART_WHOLE; part < PART_COUNT; part++) {
        print_part(manifest, part, width, &has_head);
    }
    printf("%s", has_head ? "\n" : "");
    print_totals(manifest);
}
