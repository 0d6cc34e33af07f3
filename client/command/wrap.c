/* Text filled into lines of a width, with emphasis.
 *
 * Words are collected cell by cell, since one word may be partly a hit, and come from several
 * pieces. A word wider than the line (a script that writes no blanks) is cut at the width.
 *
 * SPDX-License-Identifier: MIT */
#include "command/wrap.h"

#include "command/printable.h"

static const char *const SWITCH_ON[] = {"",        "\033[1m",    "\033[1;31m",
                                        "\033[2m", "\033[9;31m", "\033[32m"};
static const char SWITCH_OFF[] = "\033[0m";

static void emphasize(struct wrap *wrap, enum emphasis emphasis)
{
    if (!wrap->has_color || emphasis == wrap->emphasis)
        return;
    if (wrap->emphasis != EMPHASIS_NONE)
        fputs(SWITCH_OFF, wrap->out);
    fputs(SWITCH_ON[emphasis], wrap->out);
    wrap->emphasis = emphasis;
}

static void break_line(struct wrap *wrap)
{
    emphasize(wrap, EMPHASIS_NONE);
    fputc('\n', wrap->out);
    wrap->column = wrap->indent;
    wrap->is_fresh = true;
    wrap->is_indented = false;
}

static void put_word(struct wrap *wrap)
{
    int blank = wrap->is_spaced && !wrap->is_fresh;

    if (wrap->word_length == 0)
        return;
    if (!wrap->is_fresh && wrap->column + blank + wrap->word_width > wrap->width) {
        break_line(wrap);
    } else if (blank) {
        if (wrap->emphasis != wrap->word[0].emphasis)
            emphasize(wrap, EMPHASIS_NONE);
        fputc(' ', wrap->out);
        wrap->column++;
    }
    if (!wrap->is_indented)
        fprintf(wrap->out, "%*s", wrap->indent, "");
    wrap->is_indented = true;
    for (int i = 0; i < wrap->word_length; i++) {
        emphasize(wrap, wrap->word[i].emphasis);
        printable_put(wrap->out, wrap->word[i].character);
    }
    wrap->column += wrap->word_width;
    wrap->is_fresh = false;
    wrap->is_spaced = false;
    wrap->word_length = 0;
    wrap->word_width = 0;
}

static void add_character(struct wrap *wrap, uint32_t character, enum emphasis emphasis)
{
    int width = printable_width(character);

    if (wrap->word_length == WRAP_WORD_MAX || wrap->word_width + width > wrap->width - wrap->indent)
        put_word(wrap);
    wrap->word[wrap->word_length++] = (struct wrap_cell){character, emphasis};
    wrap->word_width += width;
}

void wrap_begin(struct wrap *wrap, FILE *out, bool has_color, int width, int indent,
                const char *label)
{
    wrap->out = out;
    wrap->has_color = has_color;
    wrap->width = width;
    wrap->indent = indent;
    wrap->column = indent;
    wrap->is_fresh = true;
    wrap->is_indented = true;
    wrap->is_spaced = false;
    wrap->emphasis = EMPHASIS_NONE;
    wrap->word_length = 0;
    wrap->word_width = 0;
    fprintf(out, "%*s", indent, label);
}

static void add_text(struct wrap *wrap, const char *text, enum emphasis emphasis, bool keeps_lines)
{
    uint32_t character;

    while ((character = printable_next(&text))) {
        if (character != ' ' && character != '\n') {
            add_character(wrap, character, emphasis);
            continue;
        }
        put_word(wrap);
        wrap->is_spaced = true;
        if (character == '\n' && keeps_lines)
            break_line(wrap);
    }
}

void wrap_text(struct wrap *wrap, const char *text, enum emphasis emphasis)
{
    add_text(wrap, text, emphasis, false);
}

void wrap_lines(struct wrap *wrap, const char *text, enum emphasis emphasis)
{
    add_text(wrap, text, emphasis, true);
}

void wrap_end(struct wrap *wrap)
{
    put_word(wrap);
    emphasize(wrap, EMPHASIS_NONE);
    fputc('\n', wrap->out);
}
