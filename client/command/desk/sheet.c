/* Passages written one after the other.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/sheet.h"

#include <errno.h>
#include <string.h>

#include "command/terminal.h"

/* The form of citations that a word names; a line of text each is for --cite. */
static enum cite_form cite_form_of(const char *format)
{
    enum cite_form form = cite_form_named(format);

    return form == CITE_TEXT ? CITE_NONE : form;
}

bool sheet_knows(const char *format)
{
    return row_form_named(format) != ROW_NONE || cite_form_of(format) != CITE_NONE;
}

static struct show_style choose_style(const struct options *options)
{
    struct terminal terminal;

    terminal_look(&terminal, options->color);
    return (struct show_style){.is_full = true,
                               .width = terminal.width,
                               .has_color = terminal.has_color &&
                                            (!options->output || options->color == COLOR_ALWAYS)};
}

void sheet_begin(struct sheet *sheet, FILE *out, const struct options *options, unsigned columns)
{
    const char *format = options->format;

    *sheet = (struct sheet){.out = out, .kind = SHEET_PEOPLE};
    if (!format) {
        sheet->style = choose_style(options);
    } else if (row_form_named(format) != ROW_NONE) {
        sheet->kind = SHEET_ROWS;
        row_begin(&sheet->rows, out, row_form_named(format), columns, options->has_bom);
    } else {
        sheet->kind = SHEET_CITATIONS;
        cite_begin(&sheet->citations, out, cite_form_of(format));
    }
}

static bool put_for_people(struct sheet *sheet, const struct tipsearch_passage *passage)
{
    const struct tipsearch_excerpt excerpt = {.passage = *passage};

    fputc('\n', sheet->out);
    show_excerpt(sheet->out, &sheet->style, &excerpt);
    return true;
}

bool sheet_put(struct sheet *sheet, const struct row *row)
{
    bool is_made = false;

    errno = ENOMEM; /* what a form that cannot be made fails by */
    switch (sheet->kind) {
    case SHEET_PEOPLE:
        is_made = put_for_people(sheet, row->passage);
        break;
    case SHEET_ROWS:
        is_made = row_write(&sheet->rows, row);
        break;
    case SHEET_CITATIONS:
        is_made = cite_put(&sheet->citations, row->passage, row->name);
        break;
    }
    return is_made && !ferror(sheet->out);
}

bool sheet_end(struct sheet *sheet)
{
    if (sheet->kind == SHEET_CITATIONS)
        cite_end(&sheet->citations);
    return !ferror(sheet->out);
}
