/* What a statement says, apart from how it is set. */
#include "search/compare/statement.h"

#include <string.h>

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

void tip_statement_normalise(struct tip_string *out, const char *text, size_t length)
{
    const char *cursor = text, *end = text + length;
    bool blank_waits = false;
    while (cursor < end && !out->failed) {
        bool is_plain = *cursor > ' ' && *cursor < 0x7F;
        uint32_t character =
            is_plain ? (unsigned char)*cursor++ : fold(tip_utf8_next(&cursor, end));
        if (character == ' ') {
            blank_waits = true;
        } else if (character != 0) {
            append_folded(out, character, blank_waits);
            blank_waits = false;
        }
    }
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
