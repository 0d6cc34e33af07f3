/* A comparison as a page of HTML that needs nothing else: no script, no file beside it.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "command/desk/compare_pages.h"
#include "command/printable.h"

static const char style[] =
    ":root{color-scheme:light dark}\n"
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}\n"
    "table{border-collapse:collapse}th,td{border:1px solid #8888;padding:.2rem .6rem}\n"
    "td{text-align:right}th[scope=row]{text-align:left;font-weight:normal}\n"
    "article{border-left:3px solid #8888;margin:1rem 0;padding:0 1rem}\n"
    ".text{white-space:pre-wrap}cite{display:block;font-size:.85rem;font-style:normal}\n"
    "del{background:#fdd;color:#800}ins{background:#dfd;color:#060;text-decoration:none;"
    "font-weight:bold}\n"
    "@media (prefers-color-scheme:dark){del{background:#400;color:#fbb}ins{background:#030;"
    "color:#bfb}}\n"
    "@media print{article{break-inside:avoid}del,ins{background:none}}\n";

static void put(FILE *out, const char *text)
{
    uint32_t character;

    while (text && (character = printable_next(&text)) != 0) {
        if (character == '&')
            fputs("&amp;", out);
        else if (character == '<')
            fputs("&lt;", out);
        else if (character == '>')
            fputs("&gt;", out);
        else if (character == '"')
            fputs("&quot;", out);
        else
            printable_put(out, character);
    }
}

/* ---- years ---- */

struct table {
    FILE *out;
    const struct tipsearch_comparison *first;
    bool is_pattern;
};

static void begin_row(FILE *out, const char *kind, const char *label)
{
    fprintf(out, "<tr><th scope=\"row\">%s", kind);
    put(out, label);
    fputs("</th>", out);
}

static void write_value_row(void *context, const struct tipsearch_count *value)
{
    const struct table *table = context;

    begin_row(table->out, table->is_pattern ? "pattern: " : "kind: ", value->label);
    for (size_t y = 0; y < table->first->year_count; y++) {
        const struct tipsearch_year *year = &table->first->years[y];

        fprintf(table->out, "<td>%lld</td>",
                table->is_pattern
                    ? compare_count_of(year->patterns, year->pattern_count, value->value)
                    : compare_count_of(year->kinds, year->kind_count, value->value));
    }
    fputs("</tr>\n", table->out);
}

static void write_tier_rows(FILE *out, const struct tipsearch_comparison *first)
{
    for (size_t t = 0; t < first->years[0].tier_count; t++) {
        const struct tipsearch_tier *tier = &first->years[0].tiers[t];

        begin_row(out, "tier: ", tier->name ? tier->name : tier->code);
        for (size_t y = 0; y < first->year_count; y++) {
            const char *label =
                t < first->years[y].tier_count ? first->years[y].tiers[t].label : NULL;

            fputs("<td>", out);
            put(out, label ? label : "not known");
            fputs("</td>", out);
        }
        fputs("</tr>\n", out);
    }
}

static void write_years(FILE *out, const struct tipsearch_comparison *first)
{
    struct table table = {out, first, false};
    size_t left_out;

    if (first->year_count == 0)
        return;
    fputs("<table>\n<tr><td></td>", out);
    for (size_t y = 0; y < first->year_count; y++)
        fprintf(out, "<th scope=\"col\">%ld</th>", first->years[y].year);
    fputs("</tr>\n", out);
    write_tier_rows(out, first);
    begin_row(out, "reports", NULL);
    for (size_t y = 0; y < first->year_count; y++)
        fprintf(out, "<td>%lld</td>", first->years[y].report_total);
    fputs("</tr>\n", out);
    begin_row(out, "passages", NULL);
    for (size_t y = 0; y < first->year_count; y++)
        fprintf(out, "<td>%lld</td>", first->years[y].passages);
    fputs("</tr>\n", out);
    left_out = compare_for_each_value(first, false, write_value_row, &table);
    table.is_pattern = true;
    left_out += compare_for_each_value(first, true, write_value_row, &table);
    fputs("</table>\n", out);
    if (left_out > 0)
        fprintf(out, "<p>Rarer patterns with the same count in each year: %zu.</p>\n", left_out);
}

/* ---- changes ---- */

static void write_hunk(FILE *out, const struct tipsearch_hunk *hunk)
{
    fputs(hunk->is_heading ? "<p class=\"text\" dir=\"auto\">heading: "
                           : "<p class=\"text\" dir=\"auto\">",
          out);
    for (size_t i = 0; i < hunk->diff_count; i++) {
        const struct tipsearch_diff_piece *piece = &hunk->diff[i];
        const char *element = piece->is_gone ? "del" : piece->is_new ? "ins" : NULL;

        if (element)
            fprintf(out, "<%s>", element);
        put(out, piece->text);
        if (element)
            fprintf(out, "</%s>", element);
    }
    fputs("</p>\n", out);
}

static void write_cited(FILE *out, long year, const struct tipsearch_passage *passages,
                        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "<cite dir=\"auto\">%ld: ", year);
        put(out, passages[i].citation ? passages[i].citation : passages[i].id);
        fputs("</cite>\n", out);
    }
}

static void write_kind(FILE *out, const struct compare_pages *pages, size_t step,
                       enum tipsearch_change_kind kind)
{
    const struct tipsearch_step *facts = &pages->items[0]->steps[step];
    const struct tipsearch_change *change;

    for (size_t i = 0; (change = compare_pages_change(pages, step, kind, i)) != NULL; i++) {
        if (i == 0)
            fprintf(out, "<h3>%s</h3>\n", compare_kind_title(kind));
        fputs("<article>\n", out);
        for (size_t h = 0; h < change->hunk_count; h++)
            write_hunk(out, &change->hunks[h]);
        write_cited(out, facts->from, change->was, change->was_count);
        write_cited(out, facts->to, change->now, change->now_count);
        fputs("</article>\n", out);
    }
}

static void write_step(FILE *out, const struct compare_pages *pages, size_t step)
{
    const struct tipsearch_step *facts = &pages->items[0]->steps[step];

    fprintf(out, "<section>\n<h2>%ld to %ld</h2>\n", facts->from, facts->to);
    fprintf(
        out,
        "<p>Edits: %lld. Passages: %lld changed, %lld new, %lld gone, %lld moved, %lld unchanged "
        "(%lld sentences).</p>\n",
        facts->edits, facts->changes[TIPSEARCH_CHANGED].total, facts->changes[TIPSEARCH_NEW].total,
        facts->changes[TIPSEARCH_GONE_TEXT].total, facts->changes[TIPSEARCH_MOVED].total,
        facts->unchanged_passages, facts->unchanged_sentences);
    for (int kind = 0; kind < TIPSEARCH_CHANGE_KINDS; kind++)
        write_kind(out, pages, step, (enum tipsearch_change_kind)kind);
    fputs("</section>\n", out);
}

static void write_title(FILE *out, const struct tipsearch_comparison *first)
{
    fputs("What changed: ", out);
    put(out, first->read_as ? first->read_as : first->query);
    fprintf(out, ", %ld to %ld", first->from, first->to);
}

void compare_write_html(FILE *out, const struct compare_pages *pages)
{
    const struct tipsearch_comparison *first = pages->items[0];

    fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta name=\"viewport\" content=\"width=device-width\">\n<title>",
          out);
    write_title(out, first);
    fprintf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<h1 dir=\"auto\">", style);
    write_title(out, first);
    fputs("</h1>\n", out);
    if (first->hint) {
        fputs("<p>", out);
        put(out, first->hint);
        fputs("</p>\n", out);
    }
    for (size_t i = 0; i < first->missing_count; i++)
        fprintf(out, "%s%ld%s", i == 0 ? "<p>No report of " : ", ", first->missing[i],
                i + 1 == first->missing_count ? ".</p>\n" : "");
    write_years(out, first);
    for (size_t step = 0; step < first->step_count; step++)
        write_step(out, pages, step);
    fputs("</body>\n</html>\n", out);
}
