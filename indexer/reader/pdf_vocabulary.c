/* A set of the document's words, folded to small ASCII letters where they have any. */
#include "reader/pdf_vocabulary.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/utf8.h"

enum { WORD_BYTES = 64, SIZE_LEAST = 1024, COMPOUNDS_LEAST = 5 };

struct tip_pdf_word_count {
    uint64_t hash; /* 0: free */
    size_t count;
};

static const char soft_hyphen[] = "\xC2\xAD", hyphen[] = "\xE2\x80\x90";
static const char em_dash[] = "\xE2\x80\x94", en_dash[] = "\xE2\x80\x93";

/* ---- the set ---- */

/* FNV-1a. */
static uint64_t hash_of(const char *text, size_t length)
{
    uint64_t hash = 14695981039346656037ULL;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)tolower((unsigned char)text[i])) * 1099511628211ULL;
    return hash == 0 ? 1 : hash;
}

static struct tip_pdf_word_count *slot_of(const struct tip_pdf_vocabulary *vocabulary,
                                          uint64_t hash)
{
    size_t at = (size_t)hash & (vocabulary->size - 1);
    while (vocabulary->slots[at].hash != 0 && vocabulary->slots[at].hash != hash)
        at = (at + 1) & (vocabulary->size - 1);
    return &vocabulary->slots[at];
}

static bool grow(struct tip_pdf_vocabulary *vocabulary)
{
    struct tip_pdf_vocabulary larger = *vocabulary;
    larger.size = vocabulary->size == 0 ? SIZE_LEAST : vocabulary->size * 2;
    larger.slots = calloc(larger.size, sizeof *larger.slots);
    if (larger.slots == NULL)
        return false;
    for (size_t i = 0; i < vocabulary->size; i++)
        if (vocabulary->slots[i].hash != 0)
            *slot_of(&larger, vocabulary->slots[i].hash) = vocabulary->slots[i];
    free(vocabulary->slots);
    *vocabulary = larger;
    return true;
}

static bool add(struct tip_pdf_vocabulary *vocabulary, const char *text, size_t length)
{
    if (length == 0 || length > WORD_BYTES)
        return true;
    if (vocabulary->count * 2 >= vocabulary->size && !grow(vocabulary))
        return false;
    uint64_t hash = hash_of(text, length);
    struct tip_pdf_word_count *slot = slot_of(vocabulary, hash);
    vocabulary->count += slot->hash == 0;
    slot->hash = hash;
    slot->count++;
    return true;
}

static size_t count_of(const struct tip_pdf_vocabulary *vocabulary, const char *text)
{
    return vocabulary->size == 0 ? 0 : slot_of(vocabulary, hash_of(text, strlen(text)))->count;
}

/* ---- filling it ---- */

/* Letters, and bytes of letters beyond ASCII; general punctuation (E2 80 ..) is none. */
static bool is_letter(const char *text, const char *end, size_t *size)
{
    unsigned char byte = (unsigned char)*text;
    *size = 1;
    if (byte < 0x80)
        return isalpha(byte) != 0;
    while (text + *size < end && ((unsigned char)text[*size] & 0xC0) == 0x80)
        (*size)++;
    return byte != 0xE2 && byte != 0xC2;
}

/* The length of the run of letters at `text`. */
static size_t letters_at(const char *text, const char *end)
{
    const char *at = text;
    size_t size;
    while (at < end && is_letter(at, end, &size))
        at += size;
    return (size_t)(at - text);
}

/* Words with their neighbours over hyphens, as far as they do not touch the line's ends, where they
 * may be parts of words. */
static bool add_words(struct tip_pdf_vocabulary *vocabulary, const char *line, size_t length,
                      bool begins_whole)
{
    const char *end = line + length, *at = line;
    while (at < end) {
        size_t size, first = letters_at(at, end);
        if (first == 0) {
            is_letter(at, end, &size);
            at += size;
            continue;
        }
        const char *after = at + first;
        bool is_cut =
            (at == line && !begins_whole) || (after + 1 >= end && *(end - 1) == '-') ||
            (at > line && at[-1] == TIP_PDF_CELL_LINE) ||
            (after + 1 < end && after[0] == '-' && after[1] == TIP_PDF_CELL_LINE) ||
            (after < end && (strcmp(after, hyphen) == 0 || strcmp(after, soft_hyphen) == 0));
        if (!is_cut && !add(vocabulary, at, first))
            return false;
        if (after + 1 < end && *after == '-') {
            size_t second = letters_at(after + 1, end);
            if (second > 0 && after + 1 + second < end &&
                (!add(vocabulary, at, first + 1 + second) || !add(vocabulary, at, first + 1) ||
                 !add(vocabulary, after, second + 1)))
                return false;
        }
        at = after;
    }
    return true;
}

static void count_spacing(struct tip_pdf_spacing *spacing, const char *line, const char *mark)
{
    size_t size = strlen(mark);
    for (const char *at = line; (at = strstr(at, mark)) != NULL; at += size)
        if (at > line && at[size] != '\0')
            *(at[size] == ' ' ? &spacing->parted : &spacing->joined) += 1;
}

static bool ends_with(const char *text, size_t length, const char *end)
{
    size_t size = strlen(end);
    return length > size && memcmp(text + length - size, end, size) == 0;
}

static bool ends_parted(const char *line, size_t length)
{
    return ends_with(line, length, "-") || ends_with(line, length, hyphen) ||
           ends_with(line, length, soft_hyphen);
}

/* ---- joining ---- */

/* Whether a word, or one with another ending, is in the document. */
static bool is_known(const struct tip_pdf_vocabulary *vocabulary, const char *word)
{
    static const char *const endings[] = {"s",   "es", "d",    "ed",  "ing",  "ly", "er",
                                          "ers", "al", "ment", "ion", "ions", "e",  "y"};
    char other[WORD_BYTES * 2 + 8];
    size_t length = strlen(word);
    if (count_of(vocabulary, word) > 0)
        return true;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t size = strlen(endings[i]);
        snprintf(other, sizeof other, "%s%s", word, endings[i]);
        if (count_of(vocabulary, other) > 0)
            return true;
        if (length < size + 4 || strcasecmp(word + length - size, endings[i]) != 0)
            continue;
        snprintf(other, sizeof other, "%.*s", (int)(length - size), word);
        if (count_of(vocabulary, other) > 0)
            return true;
        snprintf(other, sizeof other, "%.*se", (int)(length - size), word);
        if (count_of(vocabulary, other) > 0)
            return true;
    }
    return false;
}

/* Where the run of letters that ends at line[end] begins. */
static size_t letters_before(const char *line, size_t end)
{
    size_t start = end, size;
    while (start > 0) {
        size_t at = start - 1;
        while (at > 0 && ((unsigned char)line[at] & 0xC0) == 0x80)
            at--;
        if (!is_letter(line + at, line + end, &size))
            break;
        start = at;
    }
    return start;
}

/* The last run of letters before the hyphen at line[end], and the first of the next line. */
static bool take_parts(char *first, char *second, const char *line, size_t end, const char *next)
{
    size_t start = letters_before(line, end);
    size_t before = end - start, after = letters_at(next, next + strlen(next));
    if (before == 0 || before >= WORD_BYTES || after == 0 || after >= WORD_BYTES)
        return false;
    memcpy(first, line + start, before);
    first[before] = '\0';
    memcpy(second, next, after);
    second[after] = '\0';
    return true;
}

/* Whether the typesetter parts words at all: then some are known as one word. */
static void find_parting(struct tip_pdf_vocabulary *vocabulary, const struct tip_pdf_layout *layout)
{
    char first[WORD_BYTES], second[WORD_BYTES], joined[WORD_BYTES * 2], parted[WORD_BYTES * 2 + 1];
    size_t as_one = 0, as_two = 0;
    for (size_t i = 1; i < layout->count; i++) {
        const char *line = layout->lines[i - 1].text, *next = layout->lines[i].text;
        size_t length = strlen(line);
        if (!ends_with(line, length, "-") || !take_parts(first, second, line, length - 1, next) ||
            !islower((unsigned char)second[0]))
            continue;
        snprintf(joined, sizeof joined, "%s%s", first, second);
        snprintf(parted, sizeof parted, "%s-%s", first, second);
        as_one += count_of(vocabulary, joined) > count_of(vocabulary, parted);
        as_two += count_of(vocabulary, parted) > count_of(vocabulary, joined);
    }
    vocabulary->parts_no_words = as_two >= COMPOUNDS_LEAST && as_one * 2 < as_two;
}

bool tip_pdf_vocabulary_make(struct tip_pdf_vocabulary *vocabulary,
                             const struct tip_pdf_layout *layout)
{
    *vocabulary = (struct tip_pdf_vocabulary){0};
    for (size_t i = 0; i < layout->count; i++) {
        const char *line = layout->lines[i].text;
        size_t length = strlen(line);
        const char *before = i == 0 ? "" : layout->lines[i - 1].text;
        if (!add_words(vocabulary, line, length, !ends_parted(before, strlen(before))))
            return false;
        count_spacing(&vocabulary->em_dash, line, em_dash);
        count_spacing(&vocabulary->en_dash, line, en_dash);
        count_spacing(&vocabulary->slash, line, "/");
        vocabulary->hyphens_at_ends += ends_with(line, length, hyphen);
        const char *within = strstr(line, hyphen);
        vocabulary->hyphens_in_lines += within != NULL && within[3] != '\0' && within[3] != ' ';
    }
    find_parting(vocabulary, layout);
    return true;
}

void tip_pdf_vocabulary_free(struct tip_pdf_vocabulary *vocabulary)
{
    free(vocabulary->slots);
    *vocabulary = (struct tip_pdf_vocabulary){0};
}

/* "pre- and postnatal": the hyphen stands for a part that comes later. */
static bool is_suspended(const char *second, char behind)
{
    if (behind != ' ' && behind != '\0')
        return false;
    return strcmp(second, "and") == 0 || strcmp(second, "or") == 0 || strcmp(second, "to") == 0 ||
           strcmp(second, "nor") == 0;
}

static bool is_capitals(const char *word)
{
    for (; *word != '\0'; word++)
        if (islower((unsigned char)*word))
            return false;
    return true;
}

static bool is_one_of(const char *word, const char *const *list)
{
    for (; *list != NULL; list++)
        if (strcasecmp(word, *list) == 0)
            return true;
    return false;
}

/* Second halves of English words that are written as one, and first ones: between them and another
 * word a hyphen is the typesetter's. */
static bool makes_one_word(const char *first, const char *second)
{
    static const char *const seconds[] = {
        "able",  "body",   "book",    "come",  "ever",    "fore",    "ful",    "ground", "hold",
        "holds", "hood",   "house",   "land",  "lands",   "less",    "life",   "line",   "lines",
        "man",   "men",    "ment",    "one",   "ones",    "ness",    "over",   "place",  "places",
        "port",  "ports",  "post",    "posts", "room",    "rooms",   "selves", "self",   "ship",
        "ships", "side",   "some",    "stand", "take",    "taken",   "taking", "thing",  "time",
        "times", "turn",   "turns",   "ward",  "wards",   "ways",    "where",  "woman",  "women",
        "work",  "worker", "workers", "works", "writing", "written", NULL};
    static const char *const firsts[] = {
        "ad",   "com",   "con",  "de",    "dis",  "down",  "em",  "en",    "every",   "ex",
        "for",  "fore",  "hand", "im",    "in",   "inter", "mis", "off",   "on",      "out",
        "over", "per",   "pre",  "pro",   "re",   "some",  "sub", "there", "through", "trans",
        "un",   "under", "up",   "where", "with", "work",  NULL};
    return is_one_of(second, seconds) || is_one_of(first, firsts);
}

/* "income-generating", "state-sponsored": long enough to be no ending of the word before. */
static bool is_participle(const char *word)
{
    size_t length = strlen(word);
    return (length > 6 && strcmp(word + length - 3, "ing") == 0) ||
           (length > 6 && strcmp(word + length - 2, "ed") == 0);
}

/* Whether the document has other words that begin, or end, with this part and a hyphen. */
static bool is_hyphenated_part(const struct tip_pdf_vocabulary *vocabulary, const char *first,
                               const char *second)
{
    char part[WORD_BYTES + 2];
    if (strlen(second) < 4 || makes_one_word(first, second))
        return false;
    snprintf(part, sizeof part, "-%s", second);
    if (count_of(vocabulary, part) > 0)
        return true;
    snprintf(part, sizeof part, "%s-", first);
    return count_of(vocabulary, part) > 1 && is_known(vocabulary, second);
}

/* Whether a hyphen between two parts, of which the document has neither as one word nor with a
 * hyphen, is the words' own. `in_chain`: another hyphen stands before or behind. */
static bool is_compound(const struct tip_pdf_vocabulary *vocabulary, const char *first,
                        const char *second, const char *joined, bool in_chain)
{
    /* "peer-to-peer", "two-year"; what else is so short is a syllable. */
    static const char *const short_words[] = {"all", "far", "low", "new", "non", "off", "old",
                                              "one", "sex", "six", "ten", "two", NULL};
    size_t least = in_chain || is_one_of(first, short_words) ? 1 : 4;
    if (is_known(vocabulary, joined))
        return false;
    if (is_capitals(first) && !is_capitals(second))
        return true; /* "UN-led": an abbreviation has no parts */
    if (is_hyphenated_part(vocabulary, first, second))
        return true;
    if (makes_one_word(first, second))
        return false;
    if (strlen(first) > 3 && is_participle(second) &&
        (count_of(vocabulary, first) > 0 || is_known(vocabulary, second)))
        return true;
    return strlen(first) >= least && strlen(second) > 2 && count_of(vocabulary, first) > 0 &&
           is_known(vocabulary, second);
}

/* An address without other hyphens has none that a line's end shows. */
static bool is_in_address(const char *line, size_t end)
{
    size_t start = end;
    while (start > 0 && line[start - 1] != ' ')
        start--;
    size_t length = end - start;
    return memchr(line + start, '-', length) == NULL &&
           (memmem(line + start, length, "www.", 4) != NULL ||
            memmem(line + start, length, "://", 3) != NULL);
}

/* What a hyphen at line[end] is: *keeps_hyphen, *has_blank. */
static void judge_hyphen(const struct tip_pdf_vocabulary *vocabulary, const char *line, size_t end,
                         const char *next, bool *keeps_hyphen, bool *has_blank)
{
    char first[WORD_BYTES], second[WORD_BYTES], joined[WORD_BYTES * 2], parted[WORD_BYTES * 2 + 1];
    *keeps_hyphen = !is_in_address(line, end);
    *has_blank = false;
    if (!*keeps_hyphen || !take_parts(first, second, line, end, next))
        return;
    snprintf(joined, sizeof joined, "%s%s", first, second);
    snprintf(parted, sizeof parted, "%s-%s", first, second);
    size_t as_one = count_of(vocabulary, joined), as_two = count_of(vocabulary, parted);
    bool is_small = islower((unsigned char)second[0]) || (second[0] & 0x80) != 0;
    if (as_one == 0 && as_two == 0 && is_suspended(second, next[strlen(second)])) {
        *has_blank = true;
        return;
    }
    if (!is_small && !(is_capitals(first) && is_capitals(second)))
        return;
    size_t start = letters_before(line, end);
    bool in_chain = (start > 0 && line[start - 1] == '-') ||
                    (next[strlen(second)] == '-' && next[strlen(second) + 1] != '\0');
    if (as_one > 0 || as_two > 0)
        *keeps_hyphen = as_two > as_one;
    else
        *keeps_hyphen = is_compound(vocabulary, first, second, joined, in_chain);
}

static bool is_parted(const struct tip_pdf_spacing *spacing)
{
    return spacing->parted > spacing->joined;
}

/* Scripts written without blanks between words. */
static bool is_unspaced(uint32_t character)
{
    if (character < 0x0E00)
        return false;
    switch (u_getIntPropertyValue((UChar32)character, UCHAR_LINE_BREAK)) {
    case U_LB_IDEOGRAPHIC:
    case U_LB_COMPLEX_CONTEXT:
    case U_LB_CLOSE_PUNCTUATION:
    case U_LB_NONSTARTER:
        return u_charType((UChar32)character) != U_FINAL_PUNCTUATION && character != 0x201D;
    default:
        return false;
    }
}

static bool is_unspaced_between(const char *line, size_t length, const char *next)
{
    size_t last = length;
    while (last > 0 && ((unsigned char)line[--last] & 0xC0) == 0x80)
        ;
    const char *before = line + last, *after = next;
    if (length == 0 || *next == '\0')
        return false;
    return is_unspaced(tip_utf8_next(&before, line + length)) &&
           is_unspaced(tip_utf8_next(&after, next + strlen(next)));
}

/* Behind a dash or a stroke at the line's end, or before one at the next line's beginning. */
static bool blank_at_marks(const struct tip_pdf_vocabulary *vocabulary, const char *line,
                           size_t length, const char *next)
{
    bool is_free_dash = length > 3 && (line[length - 4] == ' ') &&
                        (ends_with(line, length, em_dash) || ends_with(line, length, en_dash));
    bool begins_free =
        (strncmp(next, em_dash, 3) == 0 || strncmp(next, en_dash, 3) == 0) && next[3] == ' ';
    if (is_free_dash || begins_free)
        return true;
    if (ends_with(line, length, em_dash) || strncmp(next, em_dash, 3) == 0)
        return is_parted(&vocabulary->em_dash);
    if (ends_with(line, length, en_dash) || strncmp(next, en_dash, 3) == 0)
        return is_parted(&vocabulary->en_dash);
    if (ends_with(line, length, "/") || (next[0] == '/' && next[1] != ' '))
        return is_parted(&vocabulary->slash);
    return true;
}

struct tip_pdf_joint tip_pdf_join(const struct tip_pdf_vocabulary *vocabulary, const char *line,
                                  size_t length, const char *next)
{
    struct tip_pdf_joint joint = {.has_blank = true};
    bool keeps_hyphen = true;
    if (ends_with(line, length, soft_hyphen))
        return (struct tip_pdf_joint){.cut = strlen(soft_hyphen)};
    /* Where U+2010 stands at lines' ends alone, it is what the typesetter puts there, and a plain
     * hyphen there is the word's own. */
    bool marks_breaks = vocabulary->hyphens_at_ends > vocabulary->hyphens_in_lines * 4;
    if (ends_with(line, length, hyphen)) {
        if (!marks_breaks)
            judge_hyphen(vocabulary, line, length - 3, next, &keeps_hyphen, &joint.has_blank);
        joint.cut = marks_breaks || !keeps_hyphen ? 3 : 0;
        joint.has_blank = joint.has_blank && !marks_breaks;
        return joint;
    }
    if (ends_with(line, length, "-") && line[length - 2] != ' ' && line[length - 2] != '-') {
        judge_hyphen(vocabulary, line, length - 1, next, &keeps_hyphen, &joint.has_blank);
        joint.cut = !keeps_hyphen && !marks_breaks && !vocabulary->parts_no_words ? 1 : 0;
        return joint;
    }
    joint.has_blank =
        blank_at_marks(vocabulary, line, length, next) && !is_unspaced_between(line, length, next);
    return joint;
}
