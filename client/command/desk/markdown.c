/* Texts in Markdown.
 *
 * Signs are escaped where they may be obeyed, and not where they cannot, as people read the file as
 * it is, too.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/markdown.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

/* How many digits a list's number has at most (CommonMark 0.31, 5.2). */
enum { LIST_DIGITS = 9 };

/* The length of a list's number with its sign: "1.", "12)", "(1)" and, for pandoc, "a.", "iv)";
 * 0: there is none. */
static size_t count_list_number(const char *line)
{
    static const char roman[] = "ivxlcdmIVXLCDM";
    size_t begin = *line == '(' ? 1 : 0;
    size_t digits = strspn(line + begin, "0123456789"), letters = strspn(line + begin, roman), end;

    if (letters == 0)
        letters = isalpha((unsigned char)line[begin]) ? 1 : 0;
    end = begin + (digits > 0 ? digits : letters);
    if (end == begin || end > begin + LIST_DIGITS || (line[end] != '.' && line[end] != ')'))
        return 0;
    return line[end + 1] == ' ' || line[end + 1] == '\0' ? end + 1 : 0;
}

/* The length of what begins a line and must not be taken for a block: a heading, list, quote, code
 * block, rule or underline. The sign to be escaped is its last one; 0: nothing is to be. */
static size_t find_block_sign(const char *line)
{
    if (*line && strchr("#>+-=:", *line))
        return 1;
    return count_list_number(line);
}

/* Whether a sign inside of a line may be obeyed; `before` is what stands before it, or NUL. */
static bool is_obeyed(const char *at, char before)
{
    if (*at == '&')
        return isalpha((unsigned char)at[1]) || at[1] == '#';
    if (*at == '@') /* a citation of pandoc's, but in an address of mail */
        return !isalnum((unsigned char)before);
    return strchr("\\`*_[]<|~^$", *at) != NULL;
}

/* Writes up to an end of a line, and returns what stands there. Blanks at its ends are dropped:
 * before it they may make a code block, behind it a break. */
static const char *put_one_line(FILE *out, const char *text)
{
    size_t length = strcspn(text, "\n"), block;
    const char *end = text + length, *last = end;

    while (text < end && strchr(" \t\r", *text))
        text++;
    while (last > text && strchr(" \t\r", last[-1]))
        last--;
    block = find_block_sign(text);
    for (const char *at = text; at < last; at++) {
        if (is_obeyed(at, at > text ? at[-1] : '\0') || (block > 0 && at == text + block - 1))
            fputc('\\', out);
        fputc(*at == '\r' || *at == '\t' ? ' ' : *at, out);
    }
    return end;
}

void markdown_put(FILE *out, const char *text, const char *prefix)
{
    for (text = put_one_line(out, text); *text; text = put_one_line(out, text + 1)) {
        fputc('\n', out);
        fputs(prefix, out);
    }
}

void markdown_put_line(FILE *out, const char *text)
{
    for (text = put_one_line(out, text); *text; text = put_one_line(out, text + 1))
        fputc(' ', out);
}
