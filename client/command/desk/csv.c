/* Cells of CSV.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/csv.h"

#include <stdbool.h>
#include <string.h>

/* What blanks and invisible signs an importer may drop before it looks for a formula: blank,
 * NO-BREAK SPACE, ZERO WIDTH SPACE, IDEOGRAPHIC SPACE, BYTE ORDER MARK. */
static const char *const PASSED_OVER[] = {" ", "\xc2\xa0", "\xe2\x80\x8b", "\xe3\x80\x80",
                                          "\xef\xbb\xbf"};

/* What a formula begins with, or makes the next character begin a cell; FULLWIDTH PLUS SIGN,
 * HYPHEN-MINUS, EQUALS SIGN and COMMERCIAL AT among them. */
static const char *const FORMULA_SIGNS[] = {
    "=",           "+", "-", "@", "\t", "\r", "\n", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\x9d",
    "\xef\xbc\xa0"};

/* The length of the one of `count` texts that `text` begins with; 0: none. */
static size_t begins_with(const char *text, const char *const *signs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strncmp(text, signs[i], strlen(signs[i])) == 0)
            return strlen(signs[i]);
    return 0;
}

static bool looks_like_formula(const char *text)
{
    size_t length;

    while ((length = begins_with(text, PASSED_OVER, sizeof PASSED_OVER / sizeof *PASSED_OVER)))
        text += length;
    return begins_with(text, FORMULA_SIGNS, sizeof FORMULA_SIGNS / sizeof *FORMULA_SIGNS) > 0;
}

void csv_put(FILE *out, const char *text)
{
    bool has_quotes = text[strcspn(text, ",\"\r\n")] != '\0';

    if (has_quotes)
        fputc('"', out);
    if (looks_like_formula(text))
        fputc('\'', out);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', out);
        fputc(*text, out);
    }
    if (has_quotes)
        fputc('"', out);
}

void csv_end_row(FILE *out)
{
    fputs("\r\n", out);
}

void csv_put_bom(FILE *out)
{
    fputs("\xef\xbb\xbf", out);
}
