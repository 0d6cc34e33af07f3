/* A row as Markdown.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/row_markdown.h"

#include <string.h>

#include "command/desk/markdown.h"

static void put_heading(FILE *out, const struct row *row)
{
    fputs("## ", out);
    if (row->name) {
        markdown_put_line(out, row->name);
        fputs(": ", out);
    } else if (row->line > 0) {
        fprintf(out, "%lld. ", row->line);
    }
    markdown_put_line(out, row->query ? row->query : "");
    fputs("\n\n", out);
}

/* How many there are, and what was searched for when it is not what was typed. */
static void put_total(FILE *out, const struct row *row)
{
    if (row->total < 0)
        return;
    if (row->total == 0)
        fputs("Nothing was found", out);
    else
        fprintf(out, "%s%lld passage%s", row->name ? "New, of " : "", row->total,
                row->total == 1 ? "" : "s");
    if (row->read_as && row->query && strcmp(row->read_as, row->query) != 0) {
        fputs("; read as: ", out);
        markdown_put_line(out, row->read_as);
    }
    fputs("\n\n", out);
}

static void put_error(FILE *out, const struct tipsearch_error *error)
{
    fprintf(out, "**%s**: ", tipsearch_code_name(error->code));
    markdown_put_line(out, error->message);
    fputs("\n\n", out);
}

/* Which other reports say the same, or nearly, and where. */
static void put_twins(FILE *out, const struct tipsearch_passage *passage)
{
    for (size_t i = 0; i < passage->also_in_count; i++) {
        const struct tipsearch_twin *twin = &passage->also_in[i];

        fputs(twin->is_same ? "Also in: " : "Nearly the same in: ", out);
        markdown_put_line(out, twin->citation ? twin->citation : twin->id);
        fputs("\n\n", out);
    }
}

static void put_passage(FILE *out, const struct row *row)
{
    const struct tipsearch_passage *passage = row->passage;

    fputs("> ", out);
    markdown_put(out, passage->text ? passage->text : "", "> ");
    fputs("\n\n", out);
    if (row->rank > 0)
        fprintf(out, "[%ld] ", row->rank);
    markdown_put_line(out, passage->citation ? passage->citation : passage->id);
    fputs("\n\n", out);
    put_twins(out, passage);
}

void row_markdown_write(FILE *out, const struct row *row)
{
    if (!row->is_further) {
        put_heading(out, row);
        put_total(out, row);
        if (row->error)
            put_error(out, row->error);
    }
    if (row->passage)
        put_passage(out, row);
}
