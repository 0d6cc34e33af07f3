/* Records of a CSV file.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/csv_record.h"

#include <stdlib.h>
#include <string.h>

/* The end of the field that begins at `at`: a separator, the end of a line, or `end`. NULL: its
 * quote is not closed. */
static const char *find_field_end(const char *at, const char *end, char separator)
{
    if (at < end && *at == '"') {
        for (at++;; at += 2) {
            at = memchr(at, '"', (size_t)(end - at));
            if (!at)
                return NULL;
            if (at + 1 == end || at[1] != '"')
                break;
        }
        at++;
    }
    while (at < end && *at != separator && *at != '\n' && *at != '\r')
        at++;
    return at;
}

long csv_record_length(const char *bytes, size_t length, char separator)
{
    const char *end = bytes + length, *at = bytes;

    while ((at = find_field_end(at, end, separator)) && at < end && *at == separator)
        at++;
    if (!at)
        return CSV_OPEN_QUOTE;
    return at == end ? CSV_UNFINISHED : at - bytes;
}

size_t csv_record_count(const char *record, size_t length, char separator)
{
    const char *end = record + length, *at = record;
    size_t count = 1;

    while ((at = find_field_end(at, end, separator)) && at < end) {
        at++;
        count++;
    }
    return count;
}

static char *copy_field(const char *at, const char *end, size_t *size)
{
    char *text = malloc((size_t)(end - at) + 1), *out = text;
    int is_quoted = at < end && *at == '"';

    if (!text)
        return NULL;
    at += is_quoted;
    while (at < end) {
        if (is_quoted && *at == '"') {
            is_quoted = at + 1 < end && at[1] == '"';
            at++;
            if (!is_quoted)
                continue;
        }
        *out++ = *at++;
    }
    *out = '\0';
    *size = (size_t)(out - text);
    return text;
}

char *csv_record_field(const char *record, size_t length, char separator, size_t which,
                       size_t *size)
{
    const char *end = record + length, *at = record;
    const char *field_end = find_field_end(at, end, separator);
    char *text;

    for (; which > 0 && field_end && field_end < end; which--) {
        at = field_end + 1;
        field_end = find_field_end(at, end, separator);
    }
    *size = 0;
    if (which > 0)
        return NULL;
    text = copy_field(at, field_end ? field_end : end, size);
    if (!text)
        *size = 1;
    return text;
}
