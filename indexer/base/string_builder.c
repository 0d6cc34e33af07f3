/* Growing bytes: the capacity doubles, so that appends cost amortised constant time. */
#include "base/string_builder.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 64, VARINT_LIMIT = 10 };

bool tip_string_reserve(struct tip_string *string, size_t more)
{
    if (string->failed)
        return false;
    if (string->capacity > string->length && more < string->capacity - string->length)
        return true;
    if (more >= SIZE_MAX / 2 - string->length) {
        string->failed = true;
        return false;
    }
    size_t needed = string->length + more + 1;
    size_t capacity = string->capacity != 0 ? string->capacity : FIRST_CAPACITY;
    while (capacity < needed)
        capacity *= 2;
    char *data = realloc(string->data, capacity);
    if (data == NULL) {
        string->failed = true;
        return false;
    }
    string->data = data;
    string->capacity = capacity;
    string->data[string->length] = '\0';
    return true;
}

void tip_string_append(struct tip_string *string, const void *bytes, size_t length)
{
    if (!tip_string_reserve(string, length) || length == 0)
        return;
    memcpy(string->data + string->length, bytes, length);
    string->length += length;
    string->data[string->length] = '\0';
}

void tip_string_append_text(struct tip_string *string, const char *text)
{
    tip_string_append(string, text, strlen(text));
}

void tip_string_append_char(struct tip_string *string, char byte)
{
    tip_string_append(string, &byte, 1);
}

void tip_string_printf(struct tip_string *string, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0) {
        string->failed = true;
        return;
    }
    if (!tip_string_reserve(string, (size_t)length))
        return;
    va_start(arguments, format);
    vsnprintf(string->data + string->length, (size_t)length + 1, format, arguments);
    va_end(arguments);
    string->length += (size_t)length;
}

void tip_string_append_varint(struct tip_string *string, unsigned long long value)
{
    unsigned char bytes[VARINT_LIMIT];
    size_t length = 0;
    while (value >= 0x80) {
        bytes[length++] = (unsigned char)(value | 0x80);
        value >>= 7;
    }
    bytes[length++] = (unsigned char)value;
    tip_string_append(string, bytes, length);
}

bool tip_varint_read(const unsigned char **cursor, const unsigned char *end,
                     unsigned long long *value)
{
    unsigned long long sum = 0;
    unsigned shift = 0;
    for (const unsigned char *at = *cursor; at < end; at++) {
        unsigned long long bits = *at & 0x7f;
        if (shift == 63 && bits > 1)
            return false;
        sum |= bits << shift;
        if (*at < 0x80) {
            *cursor = at + 1;
            *value = sum;
            return true;
        }
        shift += 7;
        if (shift > 63)
            return false;
    }
    return false;
}

void tip_string_clear(struct tip_string *string)
{
    string->length = 0;
    string->failed = false;
    if (string->data != NULL)
        string->data[0] = '\0';
}

void tip_string_free(struct tip_string *string)
{
    free(string->data);
    *string = (struct tip_string){0};
}

char *tip_string_release(struct tip_string *string)
{
    tip_string_reserve(string, 0);
    if (string->failed) {
        tip_string_free(string);
        return NULL;
    }
    char *data = string->data;
    *string = (struct tip_string){0};
    return data;
}
