/* Text -> HTML. Most bytes are plain and pass in runs. */
#include "web/html.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

static const char replacement[] = "\xEF\xBF\xBD"; /* U+FFFD */

void tip_html_markup(struct tip_string *out, const char *markup)
{
    tip_string_append_text(out, markup);
}

/* Bytes below 0x80 that stand for themselves. */
static bool is_plain(unsigned char byte)
{
    return (byte >= 0x20 && byte < 0x7F && strchr("&<>\"'", byte) == NULL) || byte == '\n' ||
           byte == '\t';
}

static void append_ascii(struct tip_string *out, char byte)
{
    switch (byte) {
    case '&':
        tip_string_append_text(out, "&amp;");
        return;
    case '<':
        tip_string_append_text(out, "&lt;");
        return;
    case '>':
        tip_string_append_text(out, "&gt;");
        return;
    case '"':
        tip_string_append_text(out, "&quot;");
        return;
    case '\'':
        tip_string_append_text(out, "&#39;");
        return;
    case '\r':
        tip_string_append_char(out, ' ');
        return;
    default:
        tip_string_append_text(out, replacement);
    }
}

static bool is_forbidden(uint32_t character)
{
    return (character >= 0x80 && character < 0xA0) || (character >= 0xFDD0 && character < 0xFDF0) ||
           (character & 0xFFFE) == 0xFFFE;
}

/* Whether controls of the writing direction stay. */
enum manner { AS_IT_IS, IN_A_LINE };

/* A character from 0x80 on, in the `length` bytes that stand for it. */
static void append_character(struct tip_string *out, uint32_t character, const char *bytes,
                             size_t length, enum manner manner)
{
    if (manner == IN_A_LINE && tip_utf8_turns_direction(character))
        return;
    if (character == 0x2028 || character == 0x2029)
        tip_string_append_char(out, ' ');
    else if (is_forbidden(character) || character == 0xFFFD)
        tip_string_append_text(out, replacement);
    else
        tip_string_append(out, bytes, length);
}

static void append_text(struct tip_string *out, const char *text, size_t length, enum manner manner)
{
    const char *end = text + length, *at = text;

    while (at < end) {
        const char *start = at;

        while (at < end && is_plain((unsigned char)*at))
            at++;
        tip_string_append(out, start, (size_t)(at - start));
        if (at == end)
            return;
        start = at;
        if ((unsigned char)*at < 0x80) {
            append_ascii(out, *at++);
        } else {
            uint32_t character = tip_utf8_next(&at, end);

            append_character(out, character, start, (size_t)(at - start), manner);
        }
    }
}

void tip_html_bytes(struct tip_string *out, const char *text, size_t length)
{
    append_text(out, text, length, AS_IT_IS);
}

void tip_html_text(struct tip_string *out, const char *text)
{
    if (text != NULL)
        tip_html_bytes(out, text, strlen(text));
}

void tip_html_bounded(struct tip_string *out, const char *text, size_t limit)
{
    size_t length = text == NULL ? 0 : strlen(text);

    if (length == 0)
        return;
    append_text(out, text, tip_utf8_cut(text, length, limit), IN_A_LINE);
    if (length > limit)
        tip_string_append_text(out, "…");
}

void tip_html_isolated(struct tip_string *out, const char *text)
{
    tip_html_markup(out, "<bdi>");
    tip_html_text(out, text);
    tip_html_markup(out, "</bdi>");
}

void tip_html_attribute(struct tip_string *out, const char *name, const char *value)
{
    tip_string_append_char(out, ' ');
    tip_html_markup(out, name);
    tip_html_markup(out, "=\"");
    tip_html_text(out, value);
    tip_html_markup(out, "\"");
}

void tip_html_number_attribute(struct tip_string *out, const char *name, unsigned long long value)
{
    tip_string_printf(out, " %s=\"%llu\"", name, value);
}

void tip_html_number(struct tip_string *out, unsigned long long value)
{
    char digits[32];
    size_t length = 0;

    do {
        if (length % 4 == 3)
            digits[length++] = ',';
        digits[length++] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    while (length > 0)
        tip_string_append_char(out, digits[--length]);
}

static bool is_unreserved(unsigned char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' || byte == '_' || byte == '~';
}

void tip_url_component(struct tip_string *url, const char *text)
{
    static const char hex[] = "0123456789ABCDEF";

    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;

        if (is_unreserved(byte)) {
            tip_string_append_char(url, *text);
            continue;
        }
        tip_string_append_char(url, '%');
        tip_string_append_char(url, hex[byte >> 4]);
        tip_string_append_char(url, hex[byte & 15]);
    }
}

bool tip_url_is_of_web(const char *url)
{
    return url != NULL && (strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0) &&
           strpbrk(url, " \t\r\n\"<>\\^`{|}") == NULL;
}
