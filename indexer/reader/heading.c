/* Shapes of headings in plain text. A heading is short, ends without a full stop, and is written
 * in capitals or in title case; what looks so but is a salutation, an amount or a labelled value is
 * left out by name below. */
#include "reader/heading.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "base/utf8.h"

enum { HEADING_BYTES = 240, HEADING_WORDS = 25, SHORT_WORD = 4, LABEL_WORDS = 3, REPEATS = 3 };

/* Words of five letters and more that title case leaves small. */
static const char *const small_words[] = {"about",   "after",  "against", "among",   "before",
                                          "between", "during", "under",   "through", "toward",
                                          "towards", "within", "without", "versus"};

/* What is known of a line's letters after one pass. */
struct shape {
    size_t words, capital_words, small_long_words;
    size_t capitals, smalls;
    size_t longest_repeat; /* how often its most frequent word stands */
};

static bool is_small_word(const char *word, size_t length)
{
    if (length <= SHORT_WORD)
        return true;
    for (size_t i = 0; i < sizeof small_words / sizeof small_words[0]; i++)
        if (strlen(small_words[i]) == length && strncmp(small_words[i], word, length) == 0)
            return true;
    return false;
}

static size_t count_word(const char *text, size_t length, const char *word, size_t word_length)
{
    size_t count = 0;
    for (size_t at = 0; at + word_length <= length; at++) {
        bool begins = at == 0 || text[at - 1] == ' ';
        bool ends = at + word_length == length || text[at + word_length] == ' ';
        count += begins && ends && memcmp(text + at, word, word_length) == 0;
    }
    return count;
}

/* One word of a line: its first letter decides, whatever quotes or brackets stand before it. */
static void measure_word(struct shape *shape, const char *word, size_t length)
{
    const char *cursor = word, *end = word + length, *first_letter = NULL;
    bool is_capital = false, has_digit = false;
    while (cursor < end) {
        const char *at = cursor;
        uint32_t character = tip_utf8_next(&cursor, end);
        if (u_isdigit((UChar32)character))
            has_digit = true;
        if (!u_isalpha((UChar32)character))
            continue;
        bool is_upper = !u_islower((UChar32)character);
        shape->capitals += is_upper;
        shape->smalls += !is_upper;
        if (first_letter == NULL) {
            first_letter = at;
            is_capital = is_upper;
        }
    }
    if (first_letter == NULL && !has_digit)
        return;
    shape->words++;
    if (first_letter == NULL || is_capital || has_digit)
        shape->capital_words++;
    else if (!is_small_word(first_letter, (size_t)(end - first_letter)))
        shape->small_long_words++;
}

static struct shape measure(const char *text, size_t length)
{
    struct shape shape = {0};
    for (size_t at = 0; at < length;) {
        const char *blank = memchr(text + at, ' ', length - at);
        size_t word = blank == NULL ? length - at : (size_t)(blank - (text + at));
        measure_word(&shape, text + at, word);
        if (word >= SHORT_WORD) {
            size_t repeat = count_word(text, length, text + at, word);
            if (repeat > shape.longest_repeat)
                shape.longest_repeat = repeat;
        }
        at += word + 1;
    }
    return shape;
}

/* "Page 5: …", "By: …", "Dear Reader:": a label of a few words before a colon. */
static bool is_labelled(const char *text, size_t length, size_t words)
{
    if (strncasecmp(text, "by: ", 4) == 0 || strncasecmp(text, "by ", 3) == 0)
        return true;
    if (length > 5 && strncasecmp(text, "page ", 5) == 0 && isdigit((unsigned char)text[5]))
        return true;
    return text[length - 1] == ':' && words <= LABEL_WORDS;
}

static bool has_amount(const char *text, size_t length)
{
    const char *dollar = memchr(text, '$', length);
    return dollar != NULL && dollar + 1 < text + length && isdigit((unsigned char)dollar[1]);
}

/* Ends with a word that cannot end a heading: the line goes on elsewhere. */
static bool ends_leaning(const char *text, size_t length)
{
    static const char *const words[] = {" and", " of", " the", " in", " to", " with",
                                        " for", " a",  " by",  " or", " an", " from"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t size = strlen(words[i]);
        if (length > size && memcmp(text + length - size, words[i], size) == 0)
            return true;
    }
    return false;
}

/* What no heading of either kind is. */
static bool is_excluded(const char *text, size_t length)
{
    if (length == 0 || length > HEADING_BYTES || memchr(text, '\t', length) != NULL)
        return true;
    return strchr(",;.!", text[length - 1]) != NULL || has_amount(text, length) ||
           strchr("-*", text[0]) != NULL || ends_leaning(text, length);
}

bool tip_heading_is_capitals(const char *text, size_t length)
{
    if (length == 0 || length > HEADING_BYTES || strchr(",;!-*", text[0]) != NULL ||
        memchr(text, '\t', length) != NULL || has_amount(text, length))
        return false;
    struct shape shape = measure(text, length);
    return shape.capitals >= 3 && shape.smalls == 0 && shape.words <= HEADING_WORDS &&
           shape.longest_repeat < REPEATS && text[length - 1] != ',';
}

/* "2.1 ", "2.1. ": how long a section's number in front of a heading is. One number alone ("12
 * Years") is none. */
static size_t section_number(const char *text, size_t length)
{
    size_t at = 0, parts = 0;
    while (at < length && isdigit((unsigned char)text[at])) {
        while (at < length && isdigit((unsigned char)text[at]))
            at++;
        parts++;
        if (at < length && text[at] == '.')
            at++;
    }
    return parts >= 2 && at < length && text[at] == ' ' ? at + 1 : 0;
}

bool tip_heading_is_title(const char *text, size_t length)
{
    size_t number = section_number(text, length);
    text += number;
    length -= number;
    if (is_excluded(text, length))
        return false;
    struct shape shape = measure(text, length);
    const char *cursor = text;
    uint32_t first = tip_utf8_next(&cursor, text + length);
    bool begins_right = u_isupper((UChar32)first) || first == 0x201C || first == '"';
    return begins_right && shape.smalls > 0 && shape.small_long_words == 0 &&
           shape.words <= HEADING_WORDS && shape.capital_words * 3 >= shape.words &&
           shape.longest_repeat < REPEATS && !is_labelled(text, length, shape.words);
}

/* Names in capitals are compared as ICU folds them; a form ICU lacks is in `forms`. */
static bool equals_folded(const UChar *name, const UChar *other)
{
    UErrorCode code = U_ZERO_ERROR;
    return u_strCaseCompare(name, -1, other, -1, U_FOLD_CASE_DEFAULT, &code) == 0 &&
           U_SUCCESS(code);
}

bool tip_heading_is_country(const char *text, size_t length)
{
    enum { NAME = 64 };
    static const char *const forms[] = {"Burma",        "Congo",  "Macau",
                                        "Hong Kong",    "Turkey", "Bosnia and Herzegovina",
                                        "Côte d'Ivoire"};
    UChar name[NAME], other[NAME];
    UErrorCode code = U_ZERO_ERROR;
    if (length == 0 || length >= NAME)
        return false;
    u_strFromUTF8(name, NAME, NULL, text, (int32_t)length, &code);
    if (U_FAILURE(code))
        return false;
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        u_strFromUTF8(other, NAME, NULL, forms[i], -1, &code);
        if (U_SUCCESS(code) && equals_folded(name, other))
            return true;
    }
    for (const char *const *country = uloc_getISOCountries(); *country != NULL; country++) {
        char locale[8] = "und_";
        memcpy(locale + 4, *country, 3);
        code = U_ZERO_ERROR;
        uloc_getDisplayCountry(locale, "en", other, NAME, &code);
        if (U_SUCCESS(code) && equals_folded(name, other))
            return true;
    }
    return false;
}

bool tip_heading_is_route(const char *text, size_t length)
{
    static const char dash[] = "\xE2\x80\x94"; /* em dash */
    if (!tip_heading_is_capitals(text, length))
        return false;
    const char *at = memmem(text, length, dash, 3);
    if (at == NULL)
        return tip_heading_is_country(text, length);
    return at > text && at + 3 < text + length && at[-1] != ' ' && at[3] != ' ';
}
