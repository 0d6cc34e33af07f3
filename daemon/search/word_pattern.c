/* A word is compared from its beginning; what fails goes back to the last `*` alone, as an earlier
 * one could not do better. So a word costs its length times the pattern's at worst. */
#include "search/word_pattern.h"

#include <string.h>

static bool is_wildcard(char byte)
{
    return byte == '*' || byte == '?';
}

struct tip_word_pattern tip_word_pattern_of(const char *text, size_t length)
{
    struct tip_word_pattern pattern = {.text = text, .length = length};
    while (pattern.prefix < length && !is_wildcard(text[pattern.prefix])) {
        pattern.prefix++;
    }
    while (pattern.prefix + pattern.suffix < length &&
           !is_wildcard(text[length - pattern.suffix - 1])) {
        pattern.suffix++;
    }
    for (size_t i = 0; i < length; i++) {
        pattern.least += text[i] == '*' ? 0 : 1;
    }
    return pattern;
}

/* The letter behind the one at `at`. */
static size_t next_letter(const char *word, size_t length, size_t at)
{
    do {
        at++;
    } while (at < length && ((unsigned char)word[at] & 0xC0) == 0x80);
    return at;
}

static bool fits_whole(const struct tip_word_pattern *pattern, const char *word, size_t length)
{
    const size_t none = SIZE_MAX;
    size_t at = 0, place = 0; /* in the word and in the pattern */
    size_t star = none, taken = 0;
    while (at < length) {
        char wanted = place < pattern->length ? pattern->text[place] : '\0';
        if (wanted == '*') {
            star = ++place;
            taken = at;
        } else if (wanted == '?') {
            place++;
            at = next_letter(word, length, at);
        } else if (place < pattern->length && wanted == word[at]) {
            place++;
            at++;
        } else if (star != none) {
            taken = next_letter(word, length, taken);
            at = taken;
            place = star;
        } else {
            return false;
        }
    }
    while (place < pattern->length && pattern->text[place] == '*') {
        place++;
    }
    return place == pattern->length;
}

bool tip_word_pattern_fits(const struct tip_word_pattern *pattern, const char *word, size_t length)
{
    return length >= pattern->least && memcmp(word, pattern->text, pattern->prefix) == 0 &&
           memcmp(word + length - pattern->suffix,
                  pattern->text + pattern->length - pattern->suffix, pattern->suffix) == 0 &&
           fits_whole(pattern, word, length);
}

/* ---- folding ---- */

static bool is_sign(char byte)
{
    bool is_letter = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
    return (unsigned char)byte < 0x80 && !is_letter;
}

static void append_folded(struct tip_analyser *analyser, const char *typed, size_t length,
                          struct tip_string *folded)
{
    char letters[TIP_WORD_LIMIT];
    size_t count = tip_analyser_fold(analyser, typed, length, letters);
    for (size_t i = 0; i < count; i++) {
        if (!is_sign(letters[i])) {
            tip_string_append_char(folded, letters[i]);
        }
    }
}

void tip_word_pattern_fold(struct tip_analyser *analyser, const char *typed, size_t length,
                           struct tip_string *folded)
{
    for (size_t at = 0; at < length;) {
        size_t end = at;
        while (end < length && !is_wildcard(typed[end])) {
            end++;
        }
        if (end > at) {
            append_folded(analyser, typed + at, end - at, folded);
        }
        bool is_repeated = end < length && typed[end] == '*' && folded->length > 0 &&
                           folded->data[folded->length - 1] == '*';
        if (end < length && !is_repeated) {
            tip_string_append_char(folded, typed[end]);
        }
        at = end + 1;
    }
}
