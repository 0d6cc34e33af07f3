/* A comparison in Markdown: what is gone is struck out, what is new is bold; where Markdown's signs
 * would not be obeyed, as beside punctuation, the elements del and ins stand for them.
 *
 * SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "command/desk/compare_pages.h"
#include "command/desk/markdown.h"
#include "command/printable.h"

struct sheet_of_years {
    FILE *out;
    const struct tipsearch_comparison *first; /* the facts of years are those of each page */
    bool is_pattern;                          /* of the rows that are written */
};

/* The text without what a terminal obeys, for free(3); NULL without memory. */
static char *clean(const char *text)
{
    char *bytes = NULL;
    size_t length = 0;
    FILE *memory = open_memstream(&bytes, &length);
    uint32_t character;

    if (!memory)
        return NULL;
    while ((character = printable_next(&text)) != 0)
        printable_put(memory, character);
    if (fclose(memory) == 0)
        return bytes;
    free(bytes);
    return NULL;
}

static void put_line(FILE *out, const char *text)
{
    char *shown = clean(text ? text : "");

    if (shown)
        markdown_put_line(out, shown);
    free(shown);
}

/* ---- years ---- */

static void write_value_row(void *context, const struct tipsearch_count *value)
{
    const struct sheet_of_years *sheet = context;

    fputs(sheet->is_pattern ? "| pattern: " : "| kind: ", sheet->out);
    put_line(sheet->out, value->label);
    for (size_t y = 0; y < sheet->first->year_count; y++) {
        const struct tipsearch_year *year = &sheet->first->years[y];

        fprintf(sheet->out, " | %lld",
                sheet->is_pattern
                    ? compare_count_of(year->patterns, year->pattern_count, value->value)
                    : compare_count_of(year->kinds, year->kind_count, value->value));
    }
    fputs(" |\n", sheet->out);
}

static void write_tier_rows(FILE *out, const struct tipsearch_comparison *first)
{
    for (size_t t = 0; t < first->years[0].tier_count; t++) {
        const struct tipsearch_tier *tier = &first->years[0].tiers[t];

        fputs("| tier: ", out);
        put_line(out, tier->name ? tier->name : tier->code);
        for (size_t y = 0; y < first->year_count; y++) {
            const char *label =
                t < first->years[y].tier_count ? first->years[y].tiers[t].label : NULL;

            fputs(" | ", out);
            put_line(out, label ? label : "not known");
        }
        fputs(" |\n", out);
    }
}

static void write_years(FILE *out, const struct tipsearch_comparison *first)
{
    struct sheet_of_years sheet = {out, first, false};
    size_t left_out;

    if (first->year_count == 0)
        return;
    fputs("|", out);
    for (size_t y = 0; y < first->year_count; y++)
        fprintf(out, " | %ld", first->years[y].year);
    fputs(" |\n| ---", out);
    for (size_t y = 0; y < first->year_count; y++)
        fputs(" | ---:", out);
    fputs(" |\n", out);
    write_tier_rows(out, first);
    fputs("| reports", out);
    for (size_t y = 0; y < first->year_count; y++)
        fprintf(out, " | %lld", first->years[y].report_total);
    fputs(" |\n| passages", out);
    for (size_t y = 0; y < first->year_count; y++)
        fprintf(out, " | %lld", first->years[y].passages);
    fputs(" |\n", out);
    left_out = compare_for_each_value(first, false, write_value_row, &sheet);
    sheet.is_pattern = true;
    left_out += compare_for_each_value(first, true, write_value_row, &sheet);
    fputs("\n", out);
    if (left_out > 0)
        fprintf(out, "Rarer patterns with the same count in each year: %zu.\n\n", left_out);
}

/* ---- changes ---- */

static bool is_plain(char byte)
{
    return isalnum((unsigned char)byte) || (unsigned char)byte >= 0x80;
}

/* Some words of one line between marks, the blanks around them outside. */
static void put_marked(FILE *out, char *words, const struct tipsearch_diff_piece *piece)
{
    size_t before = strspn(words, " "), end = strlen(words);
    bool is_plainly;

    while (end > before && words[end - 1] == ' ')
        end--;
    if (before > 0)
        fputc(' ', out);
    if (end > before) {
        bool has_blank = words[end] == ' ';

        words[end] = '\0';
        is_plainly = is_plain(words[before]) && is_plain(words[end - 1]);
        if (piece->is_gone)
            fputs(is_plainly ? "~~" : "<del>", out);
        else if (piece->is_new)
            fputs(is_plainly ? "**" : "<ins>", out);
        markdown_put_line(out, words + before);
        if (piece->is_gone)
            fputs(is_plainly ? "~~" : "</del>", out);
        else if (piece->is_new)
            fputs(is_plainly ? "**" : "</ins>", out);
        if (has_blank)
            fputc(' ', out);
    }
}

/* Marks end with a line, as a paragraph's end would end them. */
static void put_piece(FILE *out, const struct tipsearch_diff_piece *piece)
{
    char *shown = clean(piece->text), *rest = shown, *line;

    while (rest && (line = strsep(&rest, "\n")) != NULL) {
        put_marked(out, line, piece);
        if (rest)
            fputs("\n> ", out);
    }
    free(shown);
}

static void write_hunk(FILE *out, const struct tipsearch_hunk *hunk)
{
    fputs("> ", out);
    if (hunk->is_heading)
        fputs("heading: ", out);
    for (size_t i = 0; i < hunk->diff_count; i++)
        put_piece(out, &hunk->diff[i]);
    fputs("\n\n", out);
}

static void write_cited(FILE *out, const char *label, const struct tipsearch_passage *passages,
                        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "%s", label);
        put_line(out, passages[i].citation ? passages[i].citation : passages[i].id);
        fputs("\n\n", out);
    }
}

static void write_change(FILE *out, const struct tipsearch_change *change, long from, long to)
{
    char label[32];

    for (size_t i = 0; i < change->hunk_count; i++)
        write_hunk(out, &change->hunks[i]);
    snprintf(label, sizeof label, "%ld: ", from);
    write_cited(out, label, change->was, change->was_count);
    snprintf(label, sizeof label, "%ld: ", to);
    write_cited(out, label, change->now, change->now_count);
}

static void write_step(FILE *out, const struct compare_pages *pages, size_t step)
{
    const struct tipsearch_step *facts = &pages->items[0]->steps[step];

    fprintf(out, "## %ld to %ld\n\n", facts->from, facts->to);
    fprintf(out,
            "Edits: %lld. Passages: %lld changed, %lld new, %lld gone, %lld moved, %lld unchanged "
            "(%lld sentences).\n\n",
            facts->edits, facts->changes[TIPSEARCH_CHANGED].total,
            facts->changes[TIPSEARCH_NEW].total, facts->changes[TIPSEARCH_GONE_TEXT].total,
            facts->changes[TIPSEARCH_MOVED].total, facts->unchanged_passages,
            facts->unchanged_sentences);
    for (int kind = 0; kind < TIPSEARCH_CHANGE_KINDS; kind++) {
        const struct tipsearch_change *change;

        for (size_t i = 0;
             (change = compare_pages_change(pages, step, (enum tipsearch_change_kind)kind, i)) !=
             NULL;
             i++) {
            if (i == 0)
                fprintf(out, "### %s\n\n", compare_kind_title((enum tipsearch_change_kind)kind));
            write_change(out, change, facts->from, facts->to);
        }
    }
}

void compare_write_markdown(FILE *out, const struct compare_pages *pages)
{
    const struct tipsearch_comparison *first = pages->items[0];

    fputs("# What changed: ", out);
    put_line(out, first->read_as ? first->read_as : first->query);
    fprintf(out, ", %ld to %ld\n\n", first->from, first->to);
    if (first->corrected) {
        fputs("No passage has all of the words as typed: ", out);
        put_line(out, first->query);
        fputs("\n\n", out);
    }
    if (first->hint) {
        put_line(out, first->hint);
        fputs("\n\n", out);
    }
    for (size_t i = 0; i < first->missing_count; i++)
        fprintf(out, "%s%ld%s", i == 0 ? "No report of " : ", ", first->missing[i],
                i + 1 == first->missing_count ? ".\n\n" : "");
    write_years(out, first);
    for (size_t step = 0; step < first->step_count; step++)
        write_step(out, pages, step);
}
