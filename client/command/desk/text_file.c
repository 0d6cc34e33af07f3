/* Text files of the user's, whole.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/text_file.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/failure.h"

static const char MARK[] = "\xef\xbb\xbf";

static enum tipsearch_code read_stream(struct text_file *file, FILE *stream, const char *what,
                                       struct tipsearch_error *error)
{
    size_t capacity = 1 << 16, got;

    file->text = malloc(capacity + 1);
    while (file->text &&
           (got = fread(file->text + file->length, 1, capacity - file->length, stream)) > 0) {
        char *larger;

        file->length += got;
        if (file->length > TEXT_FILE_BYTES_MAX)
            return failure_set(error, TIPSEARCH_INVALID, "%s: it is larger than %d MiB: is it %s?",
                               file->name, TEXT_FILE_BYTES_MAX >> 20, what);
        if (file->length < capacity)
            continue;
        capacity *= 2;
        larger = realloc(file->text, capacity + 1);
        if (!larger)
            return failure_set(error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
        file->text = larger;
    }
    if (!file->text)
        return failure_set(error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
    if (ferror(stream))
        return failure_set(error, TIPSEARCH_INVALID, "%s: cannot read: %s", file->name,
                           strerror(errno));
    file->text[file->length] = '\0';
    return TIPSEARCH_OK;
}

/* The length of the UTF-8 character at `text`, of which `length` bytes are there; 0: it is none, or
 * a NUL. */
static size_t character_length(const unsigned char *text, size_t length)
{
    static const struct {
        unsigned char first, last, least, most; /* of the first byte and of the second one */
        size_t length;
    } forms[] = {
        {0x01, 0x7f, 0, 0, 1},       {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
        {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
        {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4}};
    size_t form = 0, count = sizeof forms / sizeof forms[0];

    while (form < count && (text[0] < forms[form].first || text[0] > forms[form].last))
        form++;
    if (form == count || forms[form].length > length)
        return 0;
    if (forms[form].length > 1 && (text[1] < forms[form].least || text[1] > forms[form].most))
        return 0;
    for (size_t i = 2; i < forms[form].length; i++)
        if ((text[i] & 0xc0) != 0x80)
            return 0;
    return forms[form].length;
}

/* Where the first byte stands that is of no character; `length` when there is none. */
static size_t find_malformed(const char *text, size_t length)
{
    size_t at = 0, step = 1;

    while (at < length && step > 0) {
        step = character_length((const unsigned char *)text + at, length - at);
        at += step;
    }
    return at;
}

/* The line of a byte, counted from 1. */
static size_t line_of(const struct text_file *file, size_t at)
{
    size_t line = 1;

    for (size_t i = 0; i < at; i++)
        line += file->text[i] == '\n';
    return line;
}

/* Lines end with LF from here on, and the text is what it claims to be. */
static enum tipsearch_code tidy(struct text_file *file, struct tipsearch_error *error)
{
    char *text = file->text;
    size_t kept = 0, from = strncmp(text, MARK, strlen(MARK)) == 0 ? strlen(MARK) : 0;
    size_t bad = find_malformed(text, file->length);

    if (bad < file->length)
        return failure_set(error, TIPSEARCH_INVALID,
                           text[bad] == '\0' ? "%s:%zu: a NUL byte: it is no text"
                                             : "%s:%zu: it is not UTF-8: convert it with iconv(1)",
                           file->name, line_of(file, bad));
    for (; from < file->length; from++)
        if (text[from] != '\r' || text[from + 1] != '\n')
            text[kept++] = text[from];
    text[kept] = '\0';
    file->length = kept;
    return TIPSEARCH_OK;
}

enum tipsearch_code text_file_read(struct text_file *file, const char *path, const char *what,
                                   struct tipsearch_error *error)
{
    bool is_stdin = strcmp(path, "-") == 0;
    FILE *stream = is_stdin ? stdin : fopen(path, "re");
    enum tipsearch_code code;

    *file = (struct text_file){.name = is_stdin ? "standard input" : path};
    if (!stream)
        return failure_set(error, TIPSEARCH_INVALID, "%s: %s", path, strerror(errno));
    code = read_stream(file, stream, what, error);
    if (!is_stdin)
        fclose(stream);
    return code == TIPSEARCH_OK ? tidy(file, error) : code;
}

void text_file_free(struct text_file *file)
{
    free(file->text);
    *file = (struct text_file){0};
}
