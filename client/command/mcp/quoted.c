/* Text of reports as a model reads it.
 *
 * SPDX-License-Identifier: MIT */
#include "command/mcp/quoted.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "command/printable.h"

/* What stands at a place of a text. */
struct sign {
    size_t length; /* bytes */
    bool ends_line;
    bool is_control;
};

/* UAX #14: BK, CR, LF and NL end a line. U+0085 is C2 85, U+2028 and U+2029 are E2 80 A8 and A9. */
static struct sign sign_at(const char *text)
{
    const unsigned char *byte = (const unsigned char *)text;
    struct sign sign = {.length = 1};

    if (byte[0] == '\r' && byte[1] == '\n')
        return (struct sign){.length = 2, .ends_line = true};
    if (byte[0] == '\n' || byte[0] == '\r' || byte[0] == '\v' || byte[0] == '\f')
        sign.ends_line = true;
    else if ((byte[0] < 0x20 && byte[0] != '\t') || byte[0] == 0x7F)
        sign.is_control = true;
    else if (byte[0] == 0xC2 && byte[1] >= 0x80 && byte[1] < 0xA0)
        sign = (struct sign){2, byte[1] == 0x85, byte[1] != 0x85};
    else if (byte[0] == 0xE2 && byte[1] == 0x80 && (byte[2] == 0xA8 || byte[2] == 0xA9))
        sign = (struct sign){.length = 3, .ends_line = true};
    return sign;
}

static void write_signs(FILE *out, const char *text, const char *line_end)
{
    while (*text) {
        struct sign sign = sign_at(text);

        if (sign.ends_line)
            fputs(line_end, out);
        else if (sign.is_control)
            fputs("\xEF\xBF\xBD", out);
        else
            fwrite(text, 1, sign.length, out);
        text += sign.length;
    }
}

void quoted_write(FILE *out, const char *text)
{
    if (!text)
        return;
    fputs("> ", out);
    write_signs(out, text, "\n> ");
    fputc('\n', out);
}

void quoted_write_inline(FILE *out, const char *text)
{
    if (text)
        printable_print(out, text);
}

/* What `write` makes of a text, for free(3); NULL: no memory. */
static char *rewrite(const char *text, void (*write)(FILE *out, const char *text))
{
    char *written = NULL;
    size_t length;
    FILE *out = open_memstream(&written, &length);

    if (!out)
        return NULL;
    write(out, text);
    fclose(out);
    return written;
}

static void write_lines(FILE *out, const char *text)
{
    write_signs(out, text, "\n");
}

char *quoted_clean(const char *text)
{
    return rewrite(text, write_lines);
}

json_t *quoted_line(const char *text)
{
    char *line = text ? rewrite(text, printable_print) : NULL;
    json_t *value = line ? json_string(line) : NULL;

    free(line);
    return value;
}

size_t quoted_cut(const char *text, size_t most)
{
    size_t length = strnlen(text, most + 1);
    size_t word;

    if (length <= most)
        return length;
    length = most;
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
        length--;
    word = length;
    while (word > most - most / 8 && text[word] != ' ')
        word--;
    return text[word] == ' ' ? word : length;
}
