/* HTML's encodings, by ICU's converters. */
#include "reader/html_charset.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicode/ucnv.h>

#include "base/utf8.h"
#include "reader/document.h"
#include "reader/encoding.h"

/* How far into a page its encoding is looked for (1,024 bytes by HTML's standard; pages with long
 * heads put it later), and how long its name may be. */
enum { LOOK = 4096, CHARSET_SIZE = 40 };

/* Names that stand for more than they say (encoding.spec.whatwg.org), as ICU calls that. */
static const struct {
    const char *label, *converter; /* NULL: as tip_text_decode does without a name */
} labels[] = {
    {"utf-8", NULL},
    {"utf8", NULL},
    {"utf-16", NULL},
    {"us-ascii", NULL},
    {"ascii", NULL},
    {"iso-8859-1", NULL},
    {"latin1", NULL},
    {"windows-1252", NULL},
    {"gb2312", "gb18030"},
    {"gbk", "gb18030"},
    {"x-sjis", "windows-31j"},
    {"shift_jis", "windows-31j"},
    {"shift-jis", "windows-31j"},
    {"ks_c_5601-1987", "windows-949"},
    {"euc-kr", "windows-949"},
    {"iso-8859-9", "windows-1254"},
};

/* The value behind "charset" or "encoding" and an equals sign; empty when there is none. */
static void copy_value(char charset[CHARSET_SIZE], const char *at, const char *end)
{
    size_t length = 0;
    while (at < end && (isspace((unsigned char)*at) || *at == '='))
        at++;
    if (at < end && (*at == '"' || *at == '\''))
        at++;
    while (at < end && length + 1 < CHARSET_SIZE &&
           (isalnum((unsigned char)*at) || strchr("-_:.", *at) != NULL) && *at != '\0')
        charset[length++] = (char)tolower((unsigned char)*at++);
    charset[length] = '\0';
}

static bool is_at(const char *at, const char *end, const char *word)
{
    size_t length = strlen(word);
    return (size_t)(end - at) >= length && strncasecmp(at, word, length) == 0;
}

/* What the page says of itself; empty when it does not. */
static void find_charset(char charset[CHARSET_SIZE], const char *bytes, size_t length)
{
    const char *end = bytes + (length < LOOK ? length : LOOK);
    charset[0] = '\0';
    bool in_meta = false, in_declaration = false;
    for (const char *at = bytes; at < end && charset[0] == '\0'; at++) {
        if (*at == '<') {
            in_meta = is_at(at, end, "<meta");
            in_declaration = is_at(at, end, "<?xml");
        } else if (in_meta && is_at(at, end, "charset")) {
            copy_value(charset, at + strlen("charset"), end);
        } else if (in_declaration && is_at(at, end, "encoding")) {
            copy_value(charset, at + strlen("encoding"), end);
        }
    }
}

/* ICU's name of a converter; NULL for what needs none. */
static const char *converter_for(const char *charset)
{
    if (charset[0] == '\0')
        return NULL;
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
        if (strcmp(labels[i].label, charset) == 0)
            return labels[i].converter;
    return charset;
}

/* NULL without memory. Bytes that have no meaning become U+FFFD. */
static char *convert(UConverter *converter, const char *bytes, size_t length, size_t *out_length)
{
    UErrorCode code = U_ZERO_ERROR;
    int32_t size = ucnv_toAlgorithmic(UCNV_UTF8, converter, NULL, 0, bytes, (int32_t)length, &code);
    if (code != U_BUFFER_OVERFLOW_ERROR && U_FAILURE(code))
        return NULL;
    char *text = malloc((size_t)size + 1);
    if (text == NULL)
        return NULL;
    code = U_ZERO_ERROR;
    ucnv_reset(converter);
    ucnv_toAlgorithmic(UCNV_UTF8, converter, text, size + 1, bytes, (int32_t)length, &code);
    *out_length = (size_t)size;
    if (U_SUCCESS(code))
        return text;
    free(text);
    return NULL;
}

tip_status tip_html_decode(char **out, size_t *out_length, const char *name, const char *bytes,
                           size_t length, const struct tip_reader_options *options,
                           struct tip_error *error)
{
    char charset[CHARSET_SIZE];
    find_charset(charset, bytes, length);
    const char *wanted = converter_for(charset);
    bool is_seven_bits = strncmp(charset, "iso-2022", 8) == 0;
    bool is_utf8 = !is_seven_bits && tip_utf8_invalid_at(bytes, length) == length;
    if (wanted == NULL || is_utf8 || length > INT32_MAX / 4)
        return tip_text_decode(out, out_length, name, bytes, length, options, error);
    UErrorCode code = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(wanted, &code);
    if (U_FAILURE(code)) {
        tip_reader_tell(options, name, 0, "its encoding '%s' is not known: read as Windows-1252",
                        charset);
        return tip_text_decode(out, out_length, name, bytes, length, options, error);
    }
    size_t converted_length = 0;
    char *converted = convert(converter, bytes, length, &converted_length);
    ucnv_close(converter);
    if (converted == NULL)
        return tip_error_memory(error, "decoding a page");
    tip_status status =
        tip_text_decode(out, out_length, name, converted, converted_length, options, error);
    free(converted);
    return status;
}
