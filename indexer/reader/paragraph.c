/* How a paragraph begins and ends: whether it is whole. */
#include "reader/paragraph.h"

#include <stdint.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/utf8.h"

/* What may stand behind a sentence's last mark. */
static const char *const closing[] = {"\xE2\x80\x9D", "\xE2\x80\x99", "\"", "'", ")", "]", "*"};

static size_t without_closing(const char *text, size_t length)
{
    for (size_t i = 0; i < sizeof closing / sizeof closing[0];) {
        size_t mark = strlen(closing[i]);
        if (length >= mark && memcmp(text + length - mark, closing[i], mark) == 0) {
            length -= mark;
            i = 0;
        } else {
            i++;
        }
    }
    return length;
}

bool tip_paragraph_is_ended(const char *text)
{
    size_t length = without_closing(text, strlen(text));
    if (length == 0)
        return true;
    return strchr(".!?:;", text[length - 1]) != NULL ||
           (length >= 3 && memcmp(text + length - 3, "\xE3\x80\x82", 3) == 0); /* 。 */
}

bool tip_paragraph_begins_small(const char *text)
{
    const char *cursor = text, *end = text + strlen(text);
    while (cursor < end) {
        uint32_t character = tip_utf8_next(&cursor, end);
        if (u_isalnum((UChar32)character))
            return u_islower((UChar32)character);
    }
    return false;
}
