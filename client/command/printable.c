/* Text from elsewhere, made fit for a terminal.
 *
 * SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700
#include "command/printable.h"

#include <stdbool.h>
#include <wchar.h>

enum { REPLACEMENT = 0xfffd };

struct range {
    uint32_t first, last;
};

/* Characters without a look of their own that reorder or hide what stands around them: direction
 * marks, embeddings, overrides and isolates (UAX #9), interlinear annotation, tag characters, and
 * the byte order mark. */
static const struct range HIDDEN[] = {
    {0x061c, 0x061c}, {0x200e, 0x200f}, {0x202a, 0x202e},   {0x2066, 0x206f},
    {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0000, 0xe007f},
};

static bool is_hidden(uint32_t character)
{
    for (size_t i = 0; i < sizeof HIDDEN / sizeof HIDDEN[0]; i++) {
        if (character >= HIDDEN[i].first && character <= HIDDEN[i].last)
            return true;
    }
    return false;
}

static bool is_control(uint32_t character)
{
    return character < 0x20 || (character >= 0x7f && character <= 0x9f);
}

/* How many bytes follow a first byte, and in *least the smallest character so written (a smaller
 * one is an overlong form). -1: no first byte. */
static int count_following(unsigned char first, uint32_t *least)
{
    if (first >= 0xc2 && first <= 0xdf) {
        *least = 0x80;
        return 1;
    }
    if ((first & 0xf0) == 0xe0) {
        *least = 0x800;
        return 2;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        *least = 0x10000;
        return 3;
    }
    return -1;
}

/* Decodes one character of a NUL-terminated text that is not at its end. */
static uint32_t decode(const char **cursor)
{
    const unsigned char *byte = (const unsigned char *)*cursor;
    uint32_t least, character;
    int following;

    (*cursor)++;
    if (byte[0] < 0x80)
        return byte[0];
    following = count_following(byte[0], &least);
    if (following < 0)
        return REPLACEMENT;
    character = byte[0] & (0x3fu >> following);
    for (int i = 1; i <= following; i++) {
        if ((byte[i] & 0xc0) != 0x80)
            return REPLACEMENT;
        character = character << 6 | (byte[i] & 0x3f);
    }
    if (character < least || character > 0x10ffff || (character >= 0xd800 && character <= 0xdfff))
        return REPLACEMENT;
    *cursor += following;
    return character;
}

uint32_t printable_next(const char **cursor)
{
    while (**cursor) {
        uint32_t character = decode(cursor);

        if (character == '\n' || character == 0x2028 || character == 0x2029)
            return '\n';
        if (character == '\t' || character == '\r')
            return ' ';
        if (is_control(character))
            return REPLACEMENT;
        if (!is_hidden(character))
            return character;
    }
    return 0;
}

int printable_width(uint32_t character)
{
    int width = wcwidth((wchar_t)character);

    return width < 0 ? 1 : width; /* unknown to the C library: most likely a newer letter */
}

/* Writes 2 to 4 bytes of a character above U+007F, or the one below. */
void printable_put(FILE *out, uint32_t character)
{
    int following = character < 0x80 ? 0 : character < 0x800 ? 1 : character < 0x10000 ? 2 : 3;
    static const unsigned char FIRST[] = {0x00, 0xc0, 0xe0, 0xf0};

    fputc((int)(FIRST[following] | character >> (6 * following)), out);
    for (int i = following - 1; i >= 0; i--)
        fputc((int)(0x80 | (character >> (6 * i) & 0x3f)), out);
}

void printable_print(FILE *out, const char *text)
{
    uint32_t character;

    while ((character = printable_next(&text)))
        printable_put(out, character == '\n' ? ' ' : character);
}

void printable_print_lines(FILE *out, const char *text)
{
    uint32_t character;

    while ((character = printable_next(&text)))
        printable_put(out, character);
}

static void put_json_escape(FILE *out, uint32_t character)
{
    if (character < 0x10000) {
        fprintf(out, "\\u%04x", character);
        return;
    }
    character -= 0x10000;
    fprintf(out, "\\u%04x\\u%04x", 0xd800 + (character >> 10), 0xdc00 + (character & 0x3ff));
}

void printable_print_json(FILE *out, const char *json)
{
    while (*json) {
        uint32_t character = decode(&json);

        /* in a JSON text that parsed, those below U+0020 are white space between its parts */
        if (character < 0x20)
            fputc(' ', out);
        else if (is_control(character) || is_hidden(character))
            put_json_escape(out, character);
        else
            printable_put(out, character);
    }
}
