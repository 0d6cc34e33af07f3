/* Sentence ends by rules for the prose of reports. ICU's sentence breaks end one behind "U.S." and
 * "No.", which reports are full of; a wrong end cuts a passage in the middle of a thought, a missed
 * one only makes it longer. So in doubt a sentence goes on. */
#include "analysis/sentence.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <unicode/uchar.h>

#include "base/utf8.h"

enum { ABBREVIATION_LIMIT = 16, ENUMERATOR_DIGITS = 3 };

/* Where a mark stands in the text: [start, end) is the run of marks. */
struct mark {
    size_t start;
    size_t end;
    bool needs_blank; /* ends a sentence only before white space */
    bool is_single_stop;
};

/* Case matters: "No." numbers, "no." denies. */
static const char *const abbreviations[] = {
    "Dr",   "DR",     "MR",   "MRS",  "MS",  "ST",   "JR",   "SR",   "RES", "Mr",   "Mrs",
    "Ms",   "Prof",   "Hon",  "Rev",  "Gen", "Rep",  "Sen",  "Gov",  "Amb", "Col",  "Capt",
    "Lt",   "Sgt",    "Jr",   "Sr",   "St",  "Mt",   "Ft",   "Inc",  "Ltd", "Co",   "Corp",
    "Bros", "Dept",   "Univ", "Assn", "Art", "Arts", "Sec",  "Secs", "Pub", "Stat", "Div",
    "Supp", "Cong",   "Res",  "Sess", "Reg", "Rptr", "Para", "vs",   "etc", "al",   "cf",
    "ca",   "approx", "est",  "eg",   "ie",  "viz",  "Ph",
};

/* These shorten a word only before a number: "p. 12", "Dec. 5", and not "in the dec." */
static const char *const before_number[] = {
    "No",   "Nos", "no",  "nos", "pp",  "Vol", "vol", "Fig", "fig", "Ch",   "ch",  "art", "sec",
    "para", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec",
};

/* Marks that end a sentence whatever follows: their scripts write no blank behind it. */
static bool ends_without_blank(uint32_t character)
{
    switch (character) {
    case 0x3002: /* 。 */
    case 0xFF01: /* ！ */
    case 0xFF1F: /* ？ */
    case 0xFF61: /* ｡ */
    case 0x0964: /* Devanagari danda */
    case 0x0965:
    case 0x06D4: /* Urdu full stop */
    case 0x061F: /* Arabic question mark */
    case 0x104B: /* Burmese section sign */
    case 0x17D4: /* Khmer khan */
    case 0x17D5:
    case 0x1362: /* Ethiopic full stop */
        return true;
    default:
        return false;
    }
}

static bool is_mark(uint32_t character)
{
    return character == '.' || character == '!' || character == '?' || character == 0x2026 ||
           ends_without_blank(character);
}

static bool is_closing(uint32_t character)
{
    if (character == '"' || character == '\'')
        return true;
    int8_t kind = u_charType((UChar32)character);
    return kind == U_END_PUNCTUATION || kind == U_FINAL_PUNCTUATION;
}

static bool is_opening(uint32_t character)
{
    if (character == '"' || character == '\'')
        return true;
    int8_t kind = u_charType((UChar32)character);
    return kind == U_START_PUNCTUATION || kind == U_INITIAL_PUNCTUATION;
}

static bool is_line_break(uint32_t character)
{
    return (character >= '\n' && character <= '\r') || character == 0x2028 || character == 0x2029;
}

static bool is_blank(uint32_t character)
{
    return character == ' ' || character == '\t' || is_line_break(character) ||
           u_isUWhiteSpace((UChar32)character);
}

/* The character at `at`, 0 at the end; *next is set behind it. */
static uint32_t character_at(const char *text, size_t length, size_t at, size_t *next)
{
    *next = at;
    if (at >= length)
        return 0;
    const char *cursor = text + at;
    uint32_t character = tip_utf8_next(&cursor, text + length);
    *next = (size_t)(cursor - text);
    return character;
}

/* Takes the run of marks at `at`, whose first is there already. */
static struct mark take_marks(const char *text, size_t length, size_t at)
{
    struct mark mark = {.start = at, .end = at, .needs_blank = true};
    size_t next;
    uint32_t character = character_at(text, length, at, &next);
    bool is_stop = character == '.';
    while (mark.end < length && is_mark(character)) {
        if (ends_without_blank(character))
            mark.needs_blank = false;
        mark.end = next;
        character = character_at(text, length, mark.end, &next);
    }
    mark.is_single_stop = is_stop && mark.end == mark.start + 1;
    return mark;
}

static size_t skip_closing(const char *text, size_t length, size_t at)
{
    size_t next;
    while (at < length && is_closing(character_at(text, length, at, &next)))
        at = next;
    return at;
}

/* What the next sentence would begin with: the first character behind blanks and opening marks. */
static uint32_t beginning_behind(const char *text, size_t length, size_t at)
{
    size_t next;
    uint32_t character = character_at(text, length, at, &next);
    while (at < length && (is_blank(character) || is_opening(character))) {
        at = next;
        character = character_at(text, length, at, &next);
    }
    return character;
}

static bool is_ascii_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_ascii_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_listed(const char *const *list, size_t count, const char *word, size_t length)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(list[i]) == length && memcmp(list[i], word, length) == 0)
            return true;
    }
    return false;
}

/* "U.S", "p.m", "Ph.D": letters with stops between them, each part one letter or listed. */
static bool has_inner_stop(const char *word, size_t length)
{
    for (size_t i = 1; i + 1 < length; i++) {
        if (word[i] == '.' && is_ascii_letter(word[i - 1]) && is_ascii_letter(word[i + 1]) &&
            (i == 1 || word[i - 2] == '.' || i + 2 == length))
            return true;
    }
    return false;
}

/* Where the word before the stop at `stop` begins: letters and the stops within. */
static size_t word_before(const char *text, size_t stop)
{
    size_t start = stop;
    while (start > 0 && stop - start < ABBREVIATION_LIMIT &&
           (is_ascii_letter(text[start - 1]) || text[start - 1] == '.'))
        start--;
    return start;
}

/* Whether a letter or digit stands before `at`: "Montréal." does not end in the "al." of "et al."
 */
static bool follows_letter(const char *text, size_t at)
{
    if (at == 0)
        return false;
    size_t before = tip_utf8_cut(text, at, at - 1);
    const char *cursor = text + before;
    return u_isalnum((UChar32)tip_utf8_next(&cursor, text + at));
}

static bool is_abbreviation(const char *text, size_t stop, uint32_t following)
{
    size_t start = word_before(text, stop);
    const char *word = text + start;
    size_t length = stop - start;
    if (length == 0 || length >= ABBREVIATION_LIMIT || follows_letter(text, start))
        return false;
    if (length == 1)
        return word[0] >= 'A' && word[0] <= 'Z' ? word[0] != 'I' : strchr("vpca", word[0]) != NULL;
    bool is_number = following >= '0' && following <= '9';
    return has_inner_stop(word, length) ||
           is_listed(abbreviations, sizeof(abbreviations) / sizeof(*abbreviations), word, length) ||
           (is_number &&
            is_listed(before_number, sizeof(before_number) / sizeof(*before_number), word, length));
}

/* "1.", "a.", "(ii.": what a line of a list begins with. */
static bool is_enumerator(const char *text, size_t stop)
{
    size_t start = stop;
    size_t digits = 0;
    size_t letters = 0;
    size_t romans = 0;
    for (; start > 0 && stop - start <= ENUMERATOR_DIGITS + 1; start--) {
        char byte = text[start - 1];
        if (!is_ascii_digit(byte) && !is_ascii_letter(byte))
            break;
        digits += is_ascii_digit(byte);
        letters += is_ascii_letter(byte);
        romans += strchr("ivxIVX", byte) != NULL;
    }
    bool is_number = digits > 0 && digits <= ENUMERATOR_DIGITS && letters == 0;
    bool is_letter = letters == 1 && digits == 0;
    bool is_roman = letters > 0 && romans == letters && digits == 0;
    if (!is_number && !is_letter && !is_roman)
        return false;
    while (start > 0 &&
           (text[start - 1] == ' ' || text[start - 1] == '\t' || text[start - 1] == '('))
        start--;
    return start == 0 || text[start - 1] == '\n' || text[start - 1] == '\r';
}

/* Whether a run of marks ends the sentence, the closing marks behind it ending at `behind`. */
static bool ends_sentence(const char *text, size_t length, const struct mark *mark, size_t behind)
{
    if (!mark->needs_blank || behind == length)
        return true;
    size_t next;
    uint32_t character = character_at(text, length, behind, &next);
    if (!is_blank(character))
        return false;
    uint32_t following = beginning_behind(text, length, behind);
    if (u_islower((UChar32)following))
        return false;
    if (!mark->is_single_stop)
        return true;
    return !is_abbreviation(text, mark->start, following) && !is_enumerator(text, mark->start);
}

size_t tip_sentence_end(const char *text, size_t length, size_t start)
{
    size_t at = tip_sentence_next(text, length, start);
    while (at < length) {
        size_t next;
        uint32_t character = character_at(text, length, at, &next);
        if (is_line_break(character))
            return at;
        if (is_mark(character)) {
            struct mark mark = take_marks(text, length, at);
            size_t behind = skip_closing(text, length, mark.end);
            if (ends_sentence(text, length, &mark, behind))
                return behind;
            next = mark.end;
        }
        at = next;
    }
    return length;
}

size_t tip_sentence_next(const char *text, size_t length, size_t end)
{
    size_t next;
    while (end < length && is_blank(character_at(text, length, end, &next)))
        end = next;
    return end;
}
