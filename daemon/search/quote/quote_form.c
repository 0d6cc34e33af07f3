#include "search/quote/quote_form.h"

#include <stdbool.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "analysis/utf16.h"
#include "base/utf8.h"
#include "search/quote/quote_gap.h"

enum {
    UNITS = 256,            /* of a part, which has at most so many bytes */
    NORMAL_UNITS = 18 * 256 /* NFKC makes at most 18 of one (U+FDFA) */
};

static bool is_ascii(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)bytes[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

/* Bytes as they are, where they cannot be brought into a form. */
static void append_form(struct tip_string *out, const char *bytes, size_t length)
{
    UChar units[UNITS], normal[NORMAL_UNITS];
    int32_t count = 0, normal_count;
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&code);
    u_strFromUTF8WithSub(units, UNITS, &count, bytes, (int32_t)length, 0xFFFD, NULL, &code);
    normal_count = unorm2_normalize(nfkc, units, count, normal, NORMAL_UNITS, &code);
    if (U_FAILURE(code)) {
        tip_string_append(out, bytes, length);
        return;
    }
    for (int32_t at = 0; at < normal_count;) {
        char utf8[4];
        uint32_t character = tip_utf16_next(normal, &at, normal_count);
        if (tip_sign_is_single_quote(character)) {
            tip_string_append_char(out, '\'');
        } else if (u_charType((UChar32)character) != U_FORMAT_CHAR) {
            tip_string_append(out, utf8, tip_utf8_encode(character, utf8));
        }
    }
}

void tip_quote_form(struct tip_string *out, const char *bytes, size_t length)
{
    if (length == 0 || is_ascii(bytes, length)) {
        tip_string_append(out, bytes, length);
    } else if (length < UNITS) {
        append_form(out, bytes, length);
    } else {
        tip_string_append(out, bytes, length);
    }
}
