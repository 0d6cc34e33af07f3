/* A quotation that was checked: rows for programs, and Markdown.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/quote_show.h"

#include <stdlib.h>
#include <string.h>

#include "command/desk/csv.h"
#include "command/desk/markdown.h"

const char *verdict_name(enum tipsearch_verdict verdict)
{
    static const char *const NAMES[] = {"exact", "altered", "absent", "unknown"};

    return NAMES[verdict];
}

unsigned quote_piece_is(const struct tipsearch_diff_piece *piece)
{
    return piece->is_gone ? 1 : piece->is_new ? 2 : 0;
}

char *quote_diff_text(const struct tipsearch_quotation *quotation)
{
    static const char *const FORMS[] = {"%s", "[-%s-]", "{+%s+}"};
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    if (!out)
        return NULL;
    for (size_t i = 0; i < quotation->diff_count; i++)
        fprintf(out, FORMS[quote_piece_is(&quotation->diff[i])], quotation->diff[i].text);
    if (fclose(out) != 0) {
        free(text);
        return NULL;
    }
    return text;
}

/* ---- csv ---- */

static void put_names(FILE *out)
{
    fputs("line,verdict,alike,changes,quotation,source_text,diff,id,report,year,page,section,"
          "citation,others_total,error",
          out);
    csv_end_row(out);
}

static void put_cell(FILE *out, const char *text)
{
    fputc(',', out);
    if (text)
        csv_put(out, text);
}

static void put_passage(FILE *out, const struct tipsearch_passage *passage)
{
    char year[24] = "", *section = NULL;
    size_t length;
    FILE *path = passage ? open_memstream(&section, &length) : NULL;

    for (size_t i = 0; path && i < passage->section_count; i++)
        fprintf(path, "%s%s", i == 0 ? "" : " > ", passage->section[i]);
    if (path)
        fclose(path);
    if (passage && passage->report.year != 0)
        snprintf(year, sizeof year, "%ld", passage->report.year);
    put_cell(out, passage ? passage->id : NULL);
    put_cell(out, passage ? passage->report.id : NULL);
    put_cell(out, year);
    put_cell(out, passage ? passage->page : NULL);
    put_cell(out, section);
    put_cell(out, passage ? passage->citation : NULL);
    free(section);
}

static bool write_csv(FILE *out, const struct checked *checked)
{
    const struct tipsearch_quotation *quotation = checked->quotation;
    bool is_exact = quotation && quotation->verdict == TIPSEARCH_VERDICT_EXACT;
    char *diff = quotation ? quote_diff_text(quotation) : NULL;

    if (quotation && !diff)
        return false;
    if (checked->line > 0)
        fprintf(out, "%lld", checked->line);
    put_cell(out, quotation ? verdict_name(quotation->verdict) : NULL);
    if (quotation)
        fprintf(out, ",%.3g,%ld", quotation->alike, quotation->changes);
    else
        fputs(",,", out);
    put_cell(out, checked->text);
    put_cell(out, quotation ? quotation->source_text : NULL);
    put_cell(out, diff);
    put_passage(out, quotation ? quotation->passage : NULL);
    if (is_exact)
        fprintf(out, ",%lld", quotation->others_total);
    else
        fputc(',', out);
    put_cell(out, checked->error ? checked->error->message : NULL);
    csv_end_row(out);
    free(diff);
    return true;
}

/* ---- md ---- */

static void put_markdown_diff(FILE *out, const struct tipsearch_quotation *quotation)
{
    static const char *const MARKS[] = {"", "~~", "**"};

    for (size_t i = 0; i < quotation->diff_count; i++) {
        const struct tipsearch_diff_piece *piece = &quotation->diff[i];
        const char *text = piece->text;
        size_t before = strspn(text, " "), length = strlen(text);
        char *words = strdup(text + before);

        if (!words)
            return;
        for (length -= before; length > 0 && words[length - 1] == ' '; length--)
            words[length - 1] = '\0';
        if (before > 0)
            fputc(' ', out); /* a mark has no blank at its side */
        fputs(length > 0 ? MARKS[quote_piece_is(piece)] : "", out);
        markdown_put(out, words, "> ");
        fputs(length > 0 ? MARKS[quote_piece_is(piece)] : "", out);
        if (length > 0 && text[before + length] == ' ')
            fputc(' ', out);
        free(words);
    }
}

static void write_markdown(FILE *out, const struct checked *checked)
{
    const struct tipsearch_quotation *quotation = checked->quotation;
    bool is_altered = quotation && quotation->verdict == TIPSEARCH_VERDICT_ALTERED;

    fputs("## ", out);
    if (checked->line > 0)
        fprintf(out, "Line %lld: ", checked->line);
    fprintf(out, "%s\n\n> ", quotation ? verdict_name(quotation->verdict) : "not checked");
    if (is_altered)
        put_markdown_diff(out, quotation);
    else
        markdown_put(out, checked->text, "> ");
    fputs("\n\n", out);
    if (quotation && quotation->passage && quotation->passage->citation) {
        markdown_put_line(out, quotation->passage->citation);
        fputs("\n\n", out);
    }
    if (checked->error) {
        markdown_put_line(out, checked->error->message);
        fputs("\n\n", out);
    }
}

/* ---- all ---- */

void quote_begin(const struct quote_writer *writer, bool has_bom)
{
    if (writer->form != ROW_CSV)
        return;
    if (has_bom)
        csv_put_bom(writer->out);
    put_names(writer->out);
}

bool quote_write(const struct quote_writer *writer, const struct checked *checked)
{
    switch (writer->form) {
    case ROW_CSV:
        return write_csv(writer->out, checked);
    case ROW_JSONL:
        return quote_write_json(writer, checked);
    case ROW_MD:
        write_markdown(writer->out, checked);
        return true;
    case ROW_NONE:
        break;
    }
    quote_write_text(writer, checked);
    return true;
}
