/* The words of a text.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/wording.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "command/printable.h"

/* The norm of a gap: no text holds it, as control characters are none. */
static const char GAP[] = "\1";

enum { BRACKET_MAX = 200 /* bytes between brackets; more is no remark of who quotes */ };

struct making {
    struct wording *wording;
    FILE *norm;
    size_t norm_length; /* written so far */
    size_t capacity;    /* of words */
    const char *begin;  /* of the text */
    const char *word;   /* where the open word begins; NULL: none is open */
    const char *word_end;
    uint32_t before; /* the character before the one at hand; 0: none */
    enum wording_kind kind;
    bool is_failed;
};

struct range {
    uint32_t first, last;
};

static bool is_within(uint32_t character, const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (character >= ranges[i].first && character <= ranges[i].last)
            return true;
    return false;
}

/* Marks that stand between words, of the scripts that reports are written in. */
static bool is_mark(uint32_t character)
{
    static const struct range marks[] = {
        {0xa0, 0xa1},     {0xab, 0xab},     {0xb7, 0xb7},     {0xbb, 0xbb},     {0xbf, 0xbf},
        {0x60c, 0x60d},   {0x61b, 0x61b},   {0x61e, 0x61f},   {0x6d4, 0x6d4},   {0x964, 0x965},
        {0x104a, 0x104b}, {0x17d4, 0x17da}, {0x2000, 0x2027}, {0x202f, 0x205f}, {0x2212, 0x2212},
        {0x3000, 0x3003}, {0x3008, 0x3011}, {0x3014, 0x301f}, {0xff01, 0xff01}, {0xff08, 0xff09},
        {0xff0c, 0xff0d}, {0xfe63, 0xfe63}, {0xff0e, 0xff0e}, {0xff1a, 0xff1b}, {0xff1f, 0xff1f}};

    if (character < 0x80)
        return !isalnum((int)character) && !strchr("$%&+=<>", (int)character);
    return is_within(character, marks, sizeof marks / sizeof marks[0]);
}

/* Invisible and of no meaning: a soft hyphen, spaces without width, joiners. */
static bool is_passed_over(uint32_t character)
{
    return character == 0xad || (character >= 0x200b && character <= 0x200d) || character == 0x2060;
}

/* Scripts without spaces between words (UAX #14, class SA, and those of ideographs). */
static bool is_whole_word(uint32_t character)
{
    static const struct range scripts[] = {{0xe00, 0xeff},   {0x1000, 0x109f},  {0x1780, 0x17ff},
                                           {0x2e80, 0x2fff}, {0x3040, 0x30ff},  {0x3400, 0x9fff},
                                           {0xf900, 0xfaff}, {0x20000, 0x3ffff}};

    return (character < 0x80 && !isalnum((int)character)) ||
           is_within(character, scripts, sizeof scripts / sizeof scripts[0]);
}

/* ---- words ---- */

static void add_word(struct making *making, const char *start, const char *end, size_t at,
                     bool is_gap)
{
    struct wording *wording = making->wording;

    if (wording->count == making->capacity) {
        size_t capacity = making->capacity ? 2 * making->capacity : 256;
        struct word *words = realloc(wording->words, capacity * sizeof *words);

        if (!words) {
            making->is_failed = true;
            return;
        }
        wording->words = words;
        making->capacity = capacity;
    }
    wording->words[wording->count++] = (struct word){.at = at,
                                                     .length = making->norm_length - at,
                                                     .start = (size_t)(start - making->begin),
                                                     .end = (size_t)(end - making->begin),
                                                     .is_gap = is_gap};
    fputc(' ', making->norm);
    making->norm_length++;
}

static void put(struct making *making, uint32_t character)
{
    printable_put(making->norm, character);
    making->norm_length += character < 0x80      ? 1
                           : character < 0x800   ? 2
                           : character < 0x10000 ? 3
                                                 : 4;
}

static size_t word_at(const struct making *making)
{
    const struct wording *wording = making->wording;
    const struct word *last = wording->count > 0 ? &wording->words[wording->count - 1] : NULL;

    return last ? last->at + last->length + 1 : 1;
}

static void end_word(struct making *making)
{
    if (making->word)
        add_word(making, making->word, making->word_end, word_at(making), false);
    making->word = NULL;
}

static void add_character(struct making *making, uint32_t character, const char *at,
                          const char *next)
{
    if (is_whole_word(character))
        end_word(making);
    if (!making->word)
        making->word = at;
    put(making, character);
    making->word_end = next;
    if (is_whole_word(character))
        end_word(making);
}

static void add_gap(struct making *making, const char *start, const char *end)
{
    size_t at;

    end_word(making);
    at = word_at(making);
    fputs(GAP, making->norm);
    making->norm_length += strlen(GAP);
    add_word(making, start, end, at, true);
}

/* ---- how people quote ---- */

static bool is_letter(char byte)
{
    return isalnum((unsigned char)byte) || (byte & 0x80) != 0;
}

/* The length of an ellipsis: "…", "...", ". . ."; 0: there is none. */
static size_t count_ellipsis(const char *at)
{
    static const char *const forms[] = {"…", "...", ". . ."};

    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if (strncmp(at, forms[i], strlen(forms[i])) == 0)
            return strlen(forms[i]) + (at[strlen(forms[i])] == '.');
    return 0;
}

/* The length of a remark in brackets, both included; 0: there is none, but a bracket within a word
 * ("[T]he"), or one that is never closed. */
static size_t count_remark(const struct making *making, const char *at)
{
    size_t length = strcspn(at, "]");

    if (*at != '[' || at[length] == '\0' || length > BRACKET_MAX)
        return 0;
    if ((at > making->begin && is_letter(at[-1])) || is_letter(at[length + 1]))
        return 0;
    return length + 1;
}

/* The end of a line and the indent of the next one, behind a hyphen within a word; 0: there is
 * none. */
static size_t count_line_break(const struct making *making, const char *at)
{
    size_t length = 1 + strspn(at + 1, " \t\r");

    if (making->kind != WORDING_QUOTE_JOINED || *at != '-' || !making->word || at[length] != '\n')
        return 0;
    length += strspn(at + length, " \t\r\n");
    return is_letter(at[length]) ? length : 0;
}

/* Passes over what is the quoting person's; false: it is a character like any other. */
static bool take_quoting(struct making *making, const char **at)
{
    size_t length = count_ellipsis(*at);

    length = length > 0 ? length : count_remark(making, *at);
    if (length > 0) {
        add_gap(making, *at, *at + length);
        *at += length;
        return true;
    }
    length = count_line_break(making, *at);
    if (length == 0 && strchr("\\*`[]", **at))
        length = 1;
    *at += length;
    return length > 0;
}

/* ---- the whole ---- */

/* "1,000", "50.5": the sign is part of the figure. */
static bool is_in_figure(const struct making *making, const char *at)
{
    return (*at == '.' || *at == ',') && making->word && isdigit((unsigned char)at[-1]) &&
           isdigit((unsigned char)at[1]);
}

/* Whichever sign is typed or set for a minus: a hyphen, U+2010, U+2011, an en dash, U+2212. */
static bool is_minus_sign(uint32_t character)
{
    return character == '-' || character == 0x2010 || character == 0x2011 || character == 0x2013 ||
           character == 0x2212 || character == 0xfe63 || character == 0xff0d;
}

/* "fell by -31": right before a figure, and not behind a word, another figure ("12-31") or a
 * dash. */
static bool is_minus(const struct making *making, uint32_t character, const char *next)
{
    uint32_t before = making->before;

    return is_minus_sign(character) && !making->word && isdigit((unsigned char)*next) &&
           (before == 0 || (is_mark(before) && !is_minus_sign(before) && before != 0x2014 &&
                            !(before < 0x80 && strchr(")],.", (int)before))));
}

/* "the owner's", whichever apostrophe. */
static bool is_apostrophe(const struct making *making, uint32_t character, const char *next)
{
    return (character == '\'' || character == 0x2019 || character == 0x2018 ||
            character == 0x2bc) &&
           making->word && is_letter(*next);
}

static void take_character(struct making *making, const char **at)
{
    const char *begin = *at;
    bool is_in = is_in_figure(making, begin);
    uint32_t character = printable_next(at);

    if (is_passed_over(character))
        return;
    if (is_minus(making, character, *at)) {
        making->word = begin;
        put(making, '-');
        making->word_end = *at;
    } else if (is_apostrophe(making, character, *at)) {
        put(making, '\'');
    } else if (is_mark(character) && !is_in) {
        end_word(making);
    } else if (is_in) {
        put(making, character);
    } else {
        add_character(making, character, begin, *at);
    }
    making->before = character;
}

bool wording_make(struct wording *wording, const char *text, enum wording_kind kind)
{
    struct making making = {.wording = wording, .begin = text, .kind = kind, .norm_length = 1};

    *wording = (struct wording){.text = text};
    making.norm = open_memstream(&wording->norm, &wording->norm_length);
    if (!making.norm)
        return false;
    fputc(' ', making.norm);
    for (const char *at = text; *at;)
        if (kind == WORDING_TEXT || !take_quoting(&making, &at))
            take_character(&making, &at);
    end_word(&making);
    return fclose(making.norm) == 0 && !making.is_failed;
}

void wording_free(struct wording *wording)
{
    free(wording->norm);
    free(wording->words);
    *wording = (struct wording){0};
}

bool wording_holds(const struct wording *whole, const struct wording *part)
{
    const char *at = whole->norm;
    bool has_words = false;

    for (size_t i = 0, end; i < part->count; i = end) {
        const char *run = part->norm + part->words[i].at - 1;
        size_t length;

        for (end = i; end < part->count && !part->words[end].is_gap; end++)
            continue;
        if (end == i) {
            end++;
            continue;
        }
        length =
            part->words[end - 1].at + part->words[end - 1].length + 1 - (part->words[i].at - 1);
        at = memmem(at, whole->norm_length - (size_t)(at - whole->norm), run, length);
        if (!at)
            return false;
        at += length - 1; /* the blank behind it may be before the next run */
        has_words = true;
    }
    return has_words;
}

bool wording_quotes(const char *text, const char *quote, bool *has_memory)
{
    struct wording whole, part = {0};
    bool stands = false;

    *has_memory = wording_make(&whole, text, WORDING_TEXT);
    for (int kind = WORDING_QUOTE; *has_memory && !stands && kind <= WORDING_QUOTE_JOINED; kind++) {
        wording_free(&part);
        *has_memory = wording_make(&part, quote, (enum wording_kind)kind);
        stands = *has_memory && wording_holds(&whole, &part);
    }
    wording_free(&whole);
    wording_free(&part);
    return stands;
}
