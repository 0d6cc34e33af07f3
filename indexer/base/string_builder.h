/* Bytes that grow: text under construction, a record, a reply. */
#ifndef TIP_BASE_STRING_BUILDER_H
#define TIP_BASE_STRING_BUILDER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* Zero-initialised is empty and valid. `data` is always NUL-terminated once something was added
 * (the NUL is not counted); before that it is NULL. An append that finds no memory sets `failed`,
 * keeps what is there and makes every later append do nothing: check once, at the end. */
struct tip_string {
    char *data;
    size_t length;
    size_t capacity;
    bool failed;
};

void tip_string_append(struct tip_string *string, const void *bytes, size_t length);
void tip_string_append_text(struct tip_string *string, const char *text); /* NUL-terminated */
void tip_string_append_char(struct tip_string *string, char byte);
void tip_string_printf(struct tip_string *string, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* LEB128, as the files `tokens` and `columns` hold numbers: seven bits a byte, low ones first. */
void tip_string_append_varint(struct tip_string *string, unsigned long long value);

/* Makes room for `more` further bytes; false when there is no memory. */
bool tip_string_reserve(struct tip_string *string, size_t more);

/* Length 0, memory kept; `failed` is cleared. */
void tip_string_clear(struct tip_string *string);

/* Releases the memory; the string is empty and valid again. */
void tip_string_free(struct tip_string *string);

/* Hands the bytes (NUL-terminated, for free(3)) to the caller and empties the string. NULL when an
 * append failed; "" when nothing was added. */
char *tip_string_release(struct tip_string *string);

/* Reads a varint at *cursor, which moves past it. False (cursor unchanged) when the bytes end
 * before it does or it does not fit 64 bits. */
bool tip_varint_read(const unsigned char **cursor, const unsigned char *end,
                     unsigned long long *value);

#endif
