/* Suffixes are read from the end of a word: first ^, then ~; what is no number behind them is
 * punctuation and stays in the word, where the analyser drops it. */
#include "search/word_suffix.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/utf8.h"

enum { NUMBER_SIZE = 16, EDITS_MOST = 2 };

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

bool tip_suffix_number(const char *text, const char *end, unsigned *number)
{
    unsigned long value = 0;
    const char *at = text;
    while (at < end && is_digit(*at)) {
        value = value > UINT_MAX / 10 ? UINT_MAX : value * 10 + (unsigned long)(*at - '0');
        at++;
    }
    *number = value > UINT_MAX ? UINT_MAX : (unsigned)value;
    return at == end && at > text;
}

/* Whether [text, end) is digits, perhaps with a point and digits behind them. */
static bool is_decimal(const char *text, const char *end)
{
    const char *at = text;
    while (at < end && is_digit(*at)) {
        at++;
    }
    if (at == text) {
        return false;
    }
    if (at < end && *at == '.' && at + 1 < end) {
        at++;
        while (at < end && is_digit(*at)) {
            at++;
        }
    }
    return at == end;
}

/* Where the digits (and points) from `text` on end. */
static const char *skip_digits(const char *text, const char *end, bool with_point)
{
    while (text < end && (is_digit(*text) ||
                          (with_point && *text == '.' && text + 1 < end && is_digit(text[1])))) {
        text++;
    }
    return text;
}

/* Reads the number [text, end) of a ^. */
static tip_status read_weight(struct tip_lexeme *lexeme, const char *text, const char *end,
                              struct tip_error *error)
{
    char digits[NUMBER_SIZE] = {0};
    size_t length = (size_t)(end - text);
    memcpy(digits, text, length < NUMBER_SIZE - 1 ? length : NUMBER_SIZE - 1);
    lexeme->weight = strtod(digits, NULL);
    if (lexeme->weight < tip_weight_least || lexeme->weight > TIP_WEIGHT_MOST) {
        lexeme->begin = text;
        return tip_error_set(error, TIP_INVALID, "a weight behind ^ is a number from 0.1 to %d",
                             TIP_WEIGHT_MOST);
    }
    return TIP_OK;
}

/* Where the suffix begins that is `sign` and what follows it; NULL when the word has none. */
static const char *find_suffix(const struct tip_lexeme *lexeme, char sign)
{
    const char *at = lexeme->text + lexeme->length;
    while (at > lexeme->text && (is_digit(at[-1]) || at[-1] == '.')) {
        at--;
    }
    if (at - 1 <= lexeme->text || at[-1] != sign) {
        return NULL;
    }
    const char *end = at - 1, *word = lexeme->text; /* pasted signs alone have no suffix */
    while (word < end && *word != '*' && !tip_suffix_is_word_at(word, end)) {
        tip_utf8_next(&word, end);
    }
    return word < end ? end : NULL;
}

static tip_status take_weight(struct tip_lexeme *lexeme, struct tip_error *error)
{
    const char *sign = find_suffix(lexeme, '^'), *end = lexeme->text + lexeme->length;
    if (sign == NULL || !is_decimal(sign + 1, end)) {
        return TIP_OK;
    }
    lexeme->length = (size_t)(sign - lexeme->text);
    return read_weight(lexeme, sign + 1, end, error);
}

const char *tip_suffix_skip_weight(const char *text, const char *end)
{
    const char *stop = text < end ? skip_digits(text + 1, end, true) : text;
    return text < end && *text == '^' && is_decimal(text + 1, stop) ? stop : text;
}

void tip_suffix_drop_weight(struct tip_lexeme *lexeme)
{
    const char *sign = find_suffix(lexeme, '^');
    if (sign != NULL && is_decimal(sign + 1, lexeme->text + lexeme->length)) {
        lexeme->length = (size_t)(sign - lexeme->text);
    }
}

static tip_status take_tilde(struct tip_lexeme *lexeme, struct tip_error *error)
{
    const char *sign = find_suffix(lexeme, '~'), *end = lexeme->text + lexeme->length;
    bool has_number = sign != NULL && tip_suffix_number(sign + 1, end, &lexeme->number);
    if (sign == NULL || (!has_number && sign + 1 < end)) {
        return TIP_OK;
    }
    if (has_number && (lexeme->number < 1 || lexeme->number > EDITS_MOST)) {
        lexeme->begin = sign + 1;
        return tip_error_set(error, TIP_INVALID,
                             "behind the ~ of a word stands how many letters may differ, 1 or %d",
                             EDITS_MOST);
    }
    lexeme->length = (size_t)(sign - lexeme->text);
    lexeme->has_number = has_number;
    lexeme->match = TIP_MATCH_FUZZY;
    return TIP_OK;
}

static bool is_wildcard(char byte)
{
    return byte == '*' || byte == '?';
}

bool tip_suffix_is_word_at(const char *text, const char *end)
{
    if (text >= end) {
        return false;
    }
    UChar32 character = (UChar32)tip_utf8_next(&text, end);
    bool is_apostrophe = character == 0x2BB || character == 0x2BC; /* to the analyser */
    return (u_isalnum(character) && !is_apostrophe) ||
           (U_GET_GC_MASK(character) & U_GC_M_MASK) != 0;
}

/* Where the character begins that ends at `end`. */
static const char *character_before(const char *text, const char *end)
{
    do {
        end--;
    } while (end > text && ((unsigned char)*end & 0xC0) == 0x80);
    return end;
}

/* Whether the ? at `at` stands for a letter: one that no letter or digit follows, or that stands
 * behind other punctuation, is punctuation. */
static bool is_letter_wildcard(const char *text, const char *at, const char *end)
{
    const char *next = at;
    while (next < end && is_wildcard(*next)) {
        next++;
    }
    if (at == text && end[-1] == '?') {
        return false; /* ?so? is decorated */
    }
    return tip_suffix_is_word_at(next, end) &&
           (at == text || is_wildcard(at[-1]) ||
            tip_suffix_is_word_at(character_before(text, at), at));
}

/* Where the punctuation and the runs of several stars end that stand at `text`: neither is part of
 * a pattern, as in **bold**. */
static const char *skip_decoration(const char *text, const char *end)
{
    for (;;) {
        const char *at = text;
        while (at < end && !tip_suffix_is_word_at(at, end) && *at != '*' &&
               !(*at == '?' && is_letter_wildcard(at, at, end))) {
            tip_utf8_next(&at, end);
        }
        if (end - at > 1 && at[0] == '*' && at[1] == '*') {
            while (at < end && *at == '*') {
                at++;
            }
        }
        if (at == text) {
            return text;
        }
        text = at;
    }
}

/* Likewise from the end on; several stars there close what several opened, or else are one. */
static const char *skip_decoration_back(const char *text, const char *end, bool is_open)
{
    for (;;) {
        const char *at = end;
        while (at > text && at[-1] != '*' &&
               !tip_suffix_is_word_at(character_before(text, at), at)) {
            at = character_before(text, at);
        }
        if (is_open && at - text > 1 && at[-1] == '*' && at[-2] == '*') {
            while (at > text && at[-1] == '*') {
                at--;
            }
        }
        if (at == end) {
            return end;
        }
        end = at;
    }
}

static void trim_pattern(struct tip_lexeme *lexeme)
{
    const char *end = lexeme->text + lexeme->length;
    const char *text = skip_decoration(lexeme->text, end);
    bool is_open = text - lexeme->text > 1 && text[-1] == '*';
    lexeme->length = (size_t)(skip_decoration_back(text, end, is_open) - text);
    lexeme->text = text;
}

static void find_wildcards(struct tip_lexeme *lexeme)
{
    struct tip_lexeme trimmed = *lexeme;
    trim_pattern(&trimmed);
    bool has_word = false, has_wildcard = false;
    const char *end = trimmed.text + trimmed.length;
    for (const char *at = trimmed.text; at < end; tip_utf8_next(&at, end)) {
        has_word |= tip_suffix_is_word_at(at, end);
        has_wildcard |= *at == '*' || (*at == '?' && is_letter_wildcard(trimmed.text, at, end));
    }
    if (has_word && has_wildcard) {
        *lexeme = trimmed;
        lexeme->match = TIP_MATCH_WILDCARD;
    }
}

/* Words that fit a pattern are no further from it. */
static tip_status refuse_fuzzy_pattern(struct tip_lexeme *lexeme, struct tip_error *error)
{
    struct tip_lexeme pattern = *lexeme;
    find_wildcards(&pattern);
    if (pattern.match != TIP_MATCH_WILDCARD) {
        return TIP_OK;
    }
    lexeme->begin = lexeme->text + lexeme->length;
    return tip_error_set(error, TIP_INVALID, "a word with * or ? in it has no ~ behind it");
}

tip_status tip_suffix_take(struct tip_lexeme *lexeme, struct tip_error *error)
{
    tip_status status = take_weight(lexeme, error);
    if (status != TIP_OK) {
        return status;
    }
    if (lexeme->length > 1 && lexeme->text[0] == '=') {
        lexeme->text++;
        lexeme->length--;
        lexeme->match = TIP_MATCH_EXACT;
        find_wildcards(lexeme);
        return TIP_OK;
    }
    status = take_tilde(lexeme, error);
    if (status == TIP_OK && lexeme->match == TIP_MATCH_FUZZY) {
        status = refuse_fuzzy_pattern(lexeme, error);
    } else if (status == TIP_OK) {
        find_wildcards(lexeme);
    }
    return status;
}

static tip_status take_gaps(struct tip_lexeme *lexeme, const char **cursor, const char *end,
                            struct tip_error *error)
{
    const char *digits = *cursor + 1, *stop = skip_digits(digits, end, false);
    if (lexeme->kind != TIP_LEXEME_PHRASE || digits > end || **cursor != '~' ||
        !tip_suffix_number(digits, stop, &lexeme->number)) {
        return TIP_OK;
    }
    if (lexeme->number > TIP_QUERY_GAPS) {
        lexeme->begin = digits;
        return tip_error_set(error, TIP_INVALID,
                             "behind the ~ of a phrase stands how many other words may be among "
                             "its own, 0 to %d",
                             TIP_QUERY_GAPS);
    }
    lexeme->has_tilde = lexeme->has_number = true;
    *cursor = stop;
    return TIP_OK;
}

tip_status tip_suffix_behind(struct tip_lexeme *lexeme, const char **cursor, const char *end,
                             struct tip_error *error)
{
    if (*cursor == end) {
        return TIP_OK;
    }
    tip_status status = take_gaps(lexeme, cursor, end, error);
    if (status != TIP_OK || *cursor == end || **cursor != '^') {
        return status;
    }
    const char *digits = *cursor + 1, *stop = skip_digits(digits, end, true);
    if (!is_decimal(digits, stop)) {
        return TIP_OK;
    }
    *cursor = stop;
    return read_weight(lexeme, digits, stop, error);
}
