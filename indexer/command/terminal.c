/* Lines for people: what a terminal would obey is shown. */
#include "command/terminal.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

static bool is_control(uint32_t character)
{
    return character < 0x20 || (character >= 0x7f && character < 0xa0);
}

static void print_character(FILE *out, uint32_t character)
{
    char bytes[4];
    if (is_control(character)) {
        fprintf(out, "\\x%02x", (unsigned)character);
    } else {
        fwrite(bytes, 1, tip_utf8_encode(character, bytes), out);
    }
}

void tip_terminal_line(FILE *out, const char *format, ...)
{
    char *text = NULL;
    va_list arguments;
    va_start(arguments, format);
    int length = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (length < 0) {
        fputs("tipindex: there is not enough memory to print a line\n", out);
        return;
    }
    const char *end = text + length;
    for (const char *cursor = text; cursor < end;) {
        print_character(out, tip_utf8_next(&cursor, end));
    }
    putc('\n', out);
    free(text);
}
