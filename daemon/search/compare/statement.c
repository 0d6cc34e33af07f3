/* What a statement says, apart from how it is set. */
#include "search/compare/statement.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "analysis/utf16.h"
#include "base/utf8.h"

enum { MARKER_LIMIT = 6 }; /* bytes of "(viii." and the like */

/* Characters that are written in several ways for one. */
static const struct {
    uint32_t first, last;
    char ascii; /* 0: nobody sees it */
} folded[] = {
    {0x0009, 0x000D, ' '}, {0x0085, 0x0085, ' '},  {0x00A0, 0x00A0, ' '},  {0x1680, 0x1680, ' '},
    {0x2000, 0x200A, ' '}, {0x2028, 0x2029, ' '},  {0x202F, 0x202F, ' '},  {0x205F, 0x205F, ' '},
    {0x3000, 0x3000, ' '}, {0x2018, 0x201B, '\''}, {0x2032, 0x2032, '\''}, {0x201C, 0x201F, '"'},
    {0x2033, 0x2033, '"'}, {0x00AB, 0x00AB, '"'},  {0x00BB, 0x00BB, '"'},  {0x2010, 0x2015, '-'},
    {0x2212, 0x2212, '-'}, {0x00AD, 0x00AD, 0},    {0x200B, 0x200B, 0},    {0x200E, 0x200F, 0},
    {0x202A, 0x202E, 0},   {0x2060, 0x2060, 0},    {0x2066, 0x2069, 0},    {0xFEFF, 0xFEFF, 0},
};

static uint32_t fold(uint32_t character)
{
    if (character > ' ' && character < 0x7F) {
        return character;
    }
    for (size_t i = 0; i < sizeof folded / sizeof folded[0]; i++) {
        if (character >= folded[i].first && character <= folded[i].last) {
            return (unsigned char)folded[i].ascii;
        }
    }
    return character;
}

static void append_folded(struct tip_string *out, uint32_t character, bool blank_waits)
{
    char encoded[4];
    char last = out->length > 0 ? out->data[out->length - 1] : ' ';
    if (character == '-' && last == '-') {
        return;
    }
    if (character == '\'' && last == '\'' && !blank_waits) { /* NFKC makes two primes of a double */
        out->data[out->length - 1] = '"';
        return;
    }
    if (blank_waits && character != '-' && last != '-' && out->length > 0) {
        tip_string_append_char(out, ' ');
    }
    if (character < 0x80) {
        tip_string_append_char(out, (char)character);
    } else if (character == 0x2026) {
        tip_string_append_text(out, "...");
    } else {
        tip_string_append(out, encoded, tip_utf8_encode(character, encoded));
    }
}

static void append_normal(struct tip_string *out, const char *text, size_t length, bool is_row)
{
    const char *cursor = text, *end = text + length;
    bool blank_waits = false;
    while (cursor < end && !out->failed) {
        bool is_plain = *cursor > ' ' && *cursor < 0x7F;
        uint32_t character =
            is_plain ? (unsigned char)*cursor++ : fold(tip_utf8_next(&cursor, end));
        bool parts_cells = is_row && character == ';' && (cursor == end || *cursor == ' ');
        if (character == ' ' || parts_cells) {
            blank_waits = true;
        } else if (character != 0) {
            append_folded(out, character, blank_waits);
            blank_waits = false;
        }
    }
}

static bool is_ascii(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)text[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

/* Appends units of UTF-16 in NFKC as UTF-8; false when it cannot. */
static bool append_nfkc(struct tip_string *out, const UChar *units, int32_t count)
{
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&code);
    int32_t room = unorm2_normalize(nfkc, units, count, NULL, 0, &code);
    if (code != U_BUFFER_OVERFLOW_ERROR) {
        return false;
    }
    UChar *normal = malloc(((size_t)room + 1) * sizeof *normal);
    code = U_ZERO_ERROR;
    int32_t length =
        normal == NULL ? 0 : unorm2_normalize(nfkc, units, count, normal, room + 1, &code);
    bool is_done = normal != NULL && U_SUCCESS(code);
    for (int32_t at = 0; is_done && at < length;) {
        char utf8[4];
        tip_string_append(out, utf8, tip_utf8_encode(tip_utf16_next(normal, &at, length), utf8));
    }
    free(normal);
    return is_done;
}

/* Appends text in NFKC; false when it is in this form already, or cannot be brought into it. */
static bool append_compatible(struct tip_string *out, const char *text, size_t length)
{
    UErrorCode code = U_ZERO_ERROR;
    int32_t count = 0;
    if (length > INT32_MAX / 2 || is_ascii(text, length)) {
        return false;
    }
    UChar *units = malloc((length + 1) * sizeof *units);
    if (units == NULL) {
        return false;
    }
    u_strFromUTF8WithSub(units, (int32_t)length + 1, &count, text, (int32_t)length, 0xFFFD, NULL,
                         &code);
    const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&code);
    bool is_other = U_SUCCESS(code) && unorm2_spanQuickCheckYes(nfkc, units, count, &code) < count;
    is_other = is_other && append_nfkc(out, units, count);
    free(units);
    return is_other;
}

void tip_statement_normalise(struct tip_string *out, const char *text, size_t length, bool is_row)
{
    struct tip_string compatible = {0};
    if (append_compatible(&compatible, text, length)) {
        append_normal(out, compatible.data, compatible.length, is_row);
    } else {
        append_normal(out, text, length, is_row);
    }
    out->failed |= compatible.failed;
    tip_string_free(&compatible);
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_roman(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (strchr("ivxIVX", text[i]) == NULL) {
            return false;
        }
    }
    return length > 0;
}

/* The length of "12.", "a)", "(iv)"; 0 for what is none. */
static size_t number_length(const char *text, size_t length)
{
    size_t start = length > 0 && text[0] == '(' ? 1 : 0, at = start;
    while (at < length && at < MARKER_LIMIT && is_digit(text[at])) {
        at++;
    }
    bool is_number = at > start && at - start <= 3;
    if (at == start) {
        while (at < length && at < MARKER_LIMIT && is_letter(text[at])) {
            at++;
        }
        is_number = (at == start + 1 && start == 1) || is_roman(text + start, at - start) ||
                    (at == start + 1 && at < length && text[at] == ')');
    }
    bool is_closed = at < length && (text[at] == ')' || (text[at] == '.' && start == 0));
    return is_number && is_closed ? at + 1 : 0;
}

static bool is_equal(const struct tip_string *one, const struct tip_string *two)
{
    return !one->failed && !two->failed && one->length == two->length &&
           (one->length == 0 || memcmp(one->data, two->data, one->length) == 0);
}

bool tip_statement_says(const char *one, size_t one_length, const char *two, size_t two_length,
                        bool is_row)
{
    struct tip_string normal[2] = {{0}, {0}};
    tip_statement_normalise(&normal[0], one, one_length, is_row);
    tip_statement_normalise(&normal[1], two, two_length, is_row);
    bool is_same = is_equal(&normal[0], &normal[1]);
    tip_string_free(&normal[0]);
    tip_string_free(&normal[1]);
    return is_same;
}

size_t tip_statement_marker(const char *text, size_t length)
{
    static const char bullet[] = "•";
    size_t at = 0;
    if (length > 1 && (text[0] == '-' || text[0] == '*')) {
        at = 1;
    } else if (length > sizeof bullet && memcmp(text, bullet, sizeof bullet - 1) == 0) {
        at = sizeof bullet - 1;
    } else {
        at = number_length(text, length);
    }
    if (at == 0 || at >= length || (text[at] != ' ' && text[at] != '\t')) {
        return 0;
    }
    while (at < length && (text[at] == ' ' || text[at] == '\t')) {
        at++;
    }
    return at < length ? at : 0;
}

uint64_t tip_statement_hash(const char *bytes, size_t length)
{
    uint64_t hash = 0xCBF29CE484222325u;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)bytes[i]) * 0x100000001B3u;
    }
    hash = (hash ^ hash >> 33) * 0xFF51AFD7ED558CCDu;
    return hash ^ hash >> 33;
}

/* Thai, Lao, Burmese, Khmer, Chinese and Japanese. */
static bool is_written_without_blanks(uint32_t character)
{
    return (character >= 0x0E00 && character <= 0x0EFF) ||
           (character >= 0x1000 && character <= 0x109F) ||
           (character >= 0x1780 && character <= 0x17FF) ||
           (character >= 0x2E80 && character <= 0x9FFF);
}

static bool is_of_word(uint32_t character)
{
    return character >= 0x80 ||
           (character < 0x7F && (is_digit((char)character) || is_letter((char)character)));
}

bool tip_statement_word(const struct tip_string *normal, size_t *at, uint32_t *word)
{
    const char *end = normal->data + normal->length;
    uint32_t hash = 0x811C9DC5u;
    bool is_begun = false;
    while (*at < normal->length) {
        const char *cursor = normal->data + *at;
        uint32_t character = tip_utf8_next(&cursor, end);
        bool is_alone = is_written_without_blanks(character);
        if (is_begun && (is_alone || !is_of_word(character))) {
            break;
        }
        *at = (size_t)(cursor - normal->data);
        if (!is_of_word(character)) {
            continue;
        }
        is_begun = true;
        character |= character >= 'A' && character <= 'Z' ? 0x20 : 0;
        hash = (hash ^ character) * 0x01000193u;
        if (is_alone) {
            break;
        }
    }
    *word = hash ^ hash >> 15;
    return is_begun;
}
