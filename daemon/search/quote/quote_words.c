/* A text is gone through once. Words and what is compared like words (signs of currency, percent)
 * are taken out; what stands between two of them is read when the second one is there
 * (quote_gap.c). */
#include "search/quote/quote_words.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>

#include "base/utf8.h"
#include "search/letters.h"
#include "search/quote/quote_form.h"
#include "search/quote/quote_gap.h"
#include "search/quote/quote_lines.h"

enum {
    WORD_BYTES = 200,    /* a longer run of letters is cut there, in either text */
    BRACKET_BYTES = 300, /* brackets that hold more are the writer's own */
    INNER_BYTES = 8,     /* of what brackets change within a word: "[T]he", "victim[s]" */
    NOTE_LETTERS = 4,    /* a note's number stands behind a word of so many letters at least … */
    NOTE_DIGITS = 3,     /* … and has so many digits at most */
    TAG_BYTES = 100,     /* of markup: "<p>", "</strong>" */
    ENTITY_BYTES = 10    /* "&nbsp;" */
};

struct cutter {
    const char *text, *end, *at;
    struct tip_quote_words *out;
    uint32_t first; /* the text's first word in `out` */
    uint16_t part;
    unsigned flags;
    bool is_quotation;
    bool is_in_single; /* a single quote was opened */
    const char *bracket_end;
    unsigned bracket_flags;
};

static uint32_t peek(const struct cutter *cutter, const char *at)
{
    return at < cutter->end ? tip_utf8_next(&at, cutter->end) : 0;
}

static bool is_digit(uint32_t character)
{
    return character < 0x80 ? character >= '0' && character <= '9'
                            : u_charType((UChar32)character) == U_DECIMAL_DIGIT_NUMBER;
}

/* ¹ ² ³ ⁰ ⁴ … ⁹: numbers of notes, where they stand behind a word. */
static bool is_superscript(uint32_t character)
{
    return character == 0xB9 || character == 0xB2 || character == 0xB3 ||
           (character >= 0x2070 && character <= 0x2079);
}

static bool is_letter(uint32_t character)
{
    if (character < 0x80) {
        return (character | 0x20) >= 'a' && (character | 0x20) <= 'z';
    }
    return character != 0xFFFD &&
           (U_GET_GC_MASK((UChar32)character) & (U_GC_L_MASK | U_GC_M_MASK)) != 0;
}

static bool is_of_word(uint32_t character)
{
    return is_letter(character) || is_digit(character) ||
           (character >= 0x80 && !is_superscript(character) && character != 0xFFFD &&
            (U_GET_GC_MASK((UChar32)character) & U_GC_N_MASK) != 0);
}

/* Signs that say something: compared as words of one character. */
static bool is_sign(uint32_t character)
{
    return (character < 0x80 && character != 0 && strchr("$%&+/@", (int)character) != NULL) ||
           character == 0xA7 || character == 0xB0 || character == 0x2030 ||
           (character >= 0x80 && u_charType((UChar32)character) == U_CURRENCY_SYMBOL);
}

/* Characters without width or form, soft hyphens among them. */
static bool is_invisible(uint32_t character)
{
    return character >= 0x80 && u_charType((UChar32)character) == U_FORMAT_CHAR;
}

/* The end of brackets around letters of a word, "[t]here", which the source may have as well; else
 * `at`. `is_first`: the word begins with them. */
static const char *inner_brackets(const struct cutter *cutter, const char *at, bool is_first)
{
    const char *cursor = at + 1;
    if (peek(cutter, at) != '[') {
        return at;
    }
    while (cursor < cutter->end && cursor - at <= INNER_BYTES && is_letter(peek(cutter, cursor))) {
        tip_utf8_next(&cursor, cutter->end);
    }
    if (cursor == at + 1 || peek(cutter, cursor) != ']' ||
        (is_first && !is_letter(peek(cutter, cursor + 1)))) {
        return at;
    }
    return cursor + 1;
}

/* The word as it is being read. */
struct scan {
    const char *start, *at;
    uint32_t last;                 /* character */
    unsigned run;                  /* letters since a full stop, or the word's beginning */
    const char *inner, *inner_end; /* the letters in brackets, or NULL */
};

/* Signs that stay in a word: "don't", "U.S.", "1,500", "8.7", "12:30". */
static bool joins(const struct cutter *cutter, const struct scan *scan, uint32_t sign,
                  const char *behind)
{
    uint32_t next = peek(cutter, behind);
    if (tip_sign_is_single_quote(sign)) {
        return is_letter(scan->last) && is_letter(next);
    }
    if (sign == '.' && scan->run == 1 && is_letter(scan->last) && is_letter(next)) {
        const char *second = behind;
        tip_utf8_next(&second, cutter->end);
        return !is_letter(peek(cutter, second));
    }
    return (sign == '.' || sign == ',' || sign == ':') && is_digit(scan->last) && is_digit(next);
}

static bool scan_step(const struct cutter *cutter, struct scan *scan)
{
    const char *next = scan->at;
    uint32_t character = tip_utf8_next(&next, cutter->end);
    if (character == 0xAD && next < cutter->end && strchr("\r\n ", *next) != NULL) {
        return false; /* at the end of a line: a gap */
    }
    if (is_of_word(character)) {
        scan->run = is_letter(character) ? scan->run + 1 : 0;
        scan->last = character;
    } else if (joins(cutter, scan, character, next)) {
        scan->run = 0;
    } else if (!is_invisible(character)) {
        const char *inner_end = inner_brackets(cutter, scan->at, false);
        if (inner_end == scan->at || scan->inner != NULL) {
            return false;
        }
        scan->inner = scan->at + 1;
        scan->inner_end = inner_end - 1;
        next = inner_end;
    }
    scan->at = next;
    return true;
}

/* One letter of a script without blanks, with its marks. */
static void scan_unspaced(const struct cutter *cutter, struct scan *scan)
{
    tip_utf8_next(&scan->at, cutter->end);
    while (scan->at < cutter->end && tip_letter_is_mark(peek(cutter, scan->at))) {
        tip_utf8_next(&scan->at, cutter->end);
    }
}

static void scan_word(const struct cutter *cutter, struct scan *scan)
{
    *scan = (struct scan){.start = cutter->at, .at = cutter->at};
    const char *inner_end = inner_brackets(cutter, scan->at, true);
    if (inner_end != scan->at) {
        scan->inner = scan->at + 1;
        scan->inner_end = inner_end - 1;
        scan->at = inner_end;
        scan->run = 1;
    } else if (is_sign(peek(cutter, scan->at))) {
        tip_utf8_next(&scan->at, cutter->end);
        return;
    } else if (tip_letter_is_unspaced(peek(cutter, scan->at))) {
        scan_unspaced(cutter, scan);
        return;
    }
    while (scan->at < cutter->end && scan->at - scan->start < WORD_BYTES &&
           !tip_letter_is_unspaced(peek(cutter, scan->at)) && scan_step(cutter, scan)) {
    }
}

/* ---- what stands behind a word ---- */

static bool ends_in_digit(const struct tip_quote_words *words, const struct tip_quote_word *word)
{
    return word->length > 0 &&
           is_digit((unsigned char)words->forms.data[word->form + word->length - 1]);
}

/* "victims'" where no single quote is open, so none is closed. */
static void read_apostrophe(struct cutter *cutter, struct tip_quote_word *word, const char *gap)
{
    const char *behind = gap;
    if (gap == cutter->end || !tip_sign_is_single_quote(tip_utf8_next(&behind, cutter->end))) {
        return;
    }
    if (!cutter->is_in_single &&
        (cutter->out->forms.data[word->form + word->length - 1] | 0x20) == 's') {
        word->flags |= TIP_WORD_APOSTROPHE;
        word->end = (uint32_t)(behind - cutter->text);
    }
    cutter->is_in_single = false;
}

/* A single quote that stands before a word and not behind one opens. */
static void read_opening(struct cutter *cutter, const char *gap, const char *start)
{
    for (const char *cursor = gap; cursor < start;) {
        bool is_behind_word = cursor == gap && cursor > cutter->text;
        if (tip_sign_is_single_quote(tip_utf8_next(&cursor, start)) && !is_behind_word) {
            cutter->is_in_single = true;
        }
    }
}

/* "victims.12 The": digits that follow a sign without a blank, behind a word. */
static bool is_note(const struct tip_quote_words *words, const struct tip_quote_word *before,
                    const struct tip_quote_word *word, const char *gap, size_t gap_length)
{
    static const char *const signs[] = {
        ".", ",", ";", ":", "!", "?", ")", "\"", "\xe2\x80\x9d", "\xe2\x80\x99", "'"};
    if (gap_length == 0 || word->length > NOTE_DIGITS || before->length < NOTE_LETTERS) {
        return false;
    }
    for (uint32_t i = 0; i < word->length; i++) {
        if (!is_digit((unsigned char)words->forms.data[word->form + i])) {
            return false;
        }
    }
    for (size_t at = 0; at < gap_length;) {
        size_t i = 0, count = sizeof signs / sizeof *signs;
        while (i < count && strncmp(gap + at, signs[i], strlen(signs[i])) != 0) {
            i++;
        }
        if (i == count) {
            return false;
        }
        at += strlen(signs[i]);
    }
    return is_letter((unsigned char)words->forms.data[before->form + before->length - 1]);
}

/* Reads what stands between the last word and the new one. */
static void read_gap(struct cutter *cutter, struct tip_quote_word *word)
{
    struct tip_quote_words *words = cutter->out;
    const char *start = cutter->text + word->start;
    unsigned flags = 0;
    if (words->count == cutter->first) {
        read_opening(cutter, cutter->text, start);
        return;
    }
    struct tip_quote_word *before = &words->items[words->count - 1];
    const char *gap = cutter->text + before->end;
    bool is_number =
        ends_in_digit(words, before) && is_digit((unsigned char)words->forms.data[word->form]);
    before->glue = tip_quote_gap_read(gap, start, is_number, &flags);
    if (!cutter->is_quotation) {
        flags &= ~(unsigned)TIP_WORD_LEFT_OUT;
    }
    before->flags |= (uint16_t)flags;
    read_apostrophe(cutter, before, gap);
    read_opening(cutter, gap, start);
    if (is_note(words, before, word, gap, (size_t)(start - gap))) {
        word->flags |= TIP_WORD_OPTIONAL;
    }
}

/* ---- words ---- */

static bool make_room(struct tip_quote_words *words)
{
    if (words->count < words->capacity) {
        return true;
    }
    uint32_t wanted = words->capacity == 0 ? 256 : words->capacity * 2;
    struct tip_quote_word *moved = reallocarray(words->items, wanted, sizeof *moved);
    if (moved == NULL) {
        return false;
    }
    words->items = moved;
    words->capacity = wanted;
    return true;
}

/* "fees12" may be "fees" and a note's number. */
static uint32_t bare_length(const char *form, uint32_t length)
{
    uint32_t digits = 0, letters = 0;
    while (digits < length && is_digit((unsigned char)form[length - 1 - digits])) {
        digits++;
    }
    while (letters < length - digits && form[length - 1 - digits - letters] >= 'a' &&
           form[length - 1 - digits - letters] <= 'z') {
        letters++;
    }
    return digits > 0 && digits <= NOTE_DIGITS && letters >= NOTE_LETTERS ? length - digits : 0;
}

static bool add_form(struct tip_quote_words *words, struct tip_quote_word *word,
                     const struct scan *scan)
{
    word->form = (uint32_t)words->forms.length;
    if (scan->inner == NULL) {
        tip_quote_form(&words->forms, scan->start, (size_t)(scan->at - scan->start));
    } else {
        tip_quote_form(&words->forms, scan->start, (size_t)(scan->inner - 1 - scan->start));
        word->inner = (uint32_t)words->forms.length - word->form;
        tip_quote_form(&words->forms, scan->inner, (size_t)(scan->inner_end - scan->inner));
        word->inner_length = (uint32_t)words->forms.length - word->form - word->inner;
        tip_quote_form(&words->forms, scan->inner_end + 1,
                       (size_t)(scan->at - scan->inner_end - 1));
    }
    if (words->forms.failed) {
        return false;
    }
    word->length = (uint32_t)words->forms.length - word->form;
    if (word->length > 0) {
        word->bare = bare_length(words->forms.data + word->form, word->length);
    }
    return true;
}

static bool add_word(struct cutter *cutter)
{
    struct scan scan;
    scan_word(cutter, &scan);
    struct tip_quote_word word = {.start = (uint32_t)(scan.start - cutter->text),
                                  .end = (uint32_t)(scan.at - cutter->text),
                                  .part = cutter->part,
                                  .flags = (uint16_t)cutter->flags};
    cutter->at = scan.at;
    if (!make_room(cutter->out) || !add_form(cutter->out, &word, &scan)) {
        return false;
    }
    if (word.length == 0) {
        return true;
    }
    if (cutter->bracket_end != NULL && scan.start < cutter->bracket_end) {
        word.flags |= (uint16_t)cutter->bracket_flags;
    }
    if (scan.inner == scan.start + 1 && word.inner_length > 0) {
        word.flags |= TIP_WORD_ANY_CASE;
    }
    read_gap(cutter, &word);
    cutter->out->items[cutter->out->count++] = word;
    return true;
}

/* ---- what is passed over ---- */

/* Markup as a page or a converter leaves it: the end of a tag or an entity, or `at`. */
static const char *markup_end(const struct cutter *cutter, const char *at)
{
    size_t left = (size_t)(cutter->end - at);
    if (*at == '<' && left > 2 && (is_letter((unsigned char)at[1]) || at[1] == '/')) {
        size_t limit = left < TAG_BYTES ? left : TAG_BYTES;
        const char *close = memchr(at, '>', limit);
        return close == NULL || memchr(at + 1, '<', (size_t)(close - at - 1)) != NULL ? at
                                                                                      : close + 1;
    }
    if (*at == '&' && left > 3 && (is_letter((unsigned char)at[1]) || at[1] == '#')) {
        size_t limit = left < ENTITY_BYTES ? left : ENTITY_BYTES;
        const char *close = memchr(at, ';', limit);
        return close == NULL || memchr(at, ' ', (size_t)(close - at)) != NULL ? at : close + 1;
    }
    return at;
}

/* Brackets hold what an editor adds: a number of a note, "sic", or words in place of others. */
static void open_bracket(struct cutter *cutter)
{
    size_t limit = (size_t)(cutter->end - cutter->at);
    const char *inside = cutter->at + 1;
    const char *close = memchr(inside, ']', (limit < BRACKET_BYTES ? limit : BRACKET_BYTES) - 1);
    if (close == NULL || memchr(inside, '[', (size_t)(close - inside)) != NULL) {
        return;
    }
    bool is_aside = close - inside == 3 && strncmp(inside, "sic", 3) == 0;
    bool is_note = strspn(inside, "0123456789, ") >= (size_t)(close - inside);
    cutter->bracket_end = close;
    cutter->bracket_flags =
        TIP_WORD_IN_BRACKETS | (is_aside || is_note ? 0u : (unsigned)TIP_WORD_IN_PLACE);
}

static bool step(struct cutter *cutter)
{
    uint32_t character = peek(cutter, cutter->at);
    const char *behind = character < 0x80 ? markup_end(cutter, cutter->at) : cutter->at;
    if (behind != cutter->at) {
        cutter->at = behind;
        return true;
    }
    if (is_of_word(character) || is_sign(character) ||
        inner_brackets(cutter, cutter->at, true) != cutter->at) {
        return add_word(cutter);
    }
    if (character == '[' && cutter->is_quotation) {
        open_bracket(cutter);
    }
    tip_utf8_next(&cutter->at, cutter->end);
    return true;
}

tip_status tip_quote_words_add(struct tip_quote_words *words, const char *text, size_t length,
                               uint16_t part, unsigned flags, bool is_quotation,
                               struct tip_error *error)
{
    struct cutter cutter = {.text = text,
                            .end = text + length,
                            .at = text,
                            .out = words,
                            .first = words->count,
                            .part = part,
                            .flags = flags,
                            .is_quotation = is_quotation};
    while (cutter.at < cutter.end) {
        if (!step(&cutter)) {
            return tip_error_memory(error, "reading a quotation");
        }
    }
    if (words->count > cutter.first) {
        struct tip_quote_word *last = &words->items[words->count - 1];
        unsigned behind = 0;
        tip_quote_gap_read(text + last->end, text + length, false, &behind);
        read_apostrophe(&cutter, last, text + last->end);
        last->flags |= (uint16_t)((behind & TIP_WORD_QUOTE_SIGN) | TIP_WORD_ENDS_SENTENCE);
    }
    if (is_quotation) {
        tip_quote_lines_read(words, cutter.first, text);
    }
    return TIP_OK;
}

void tip_quote_words_clear(struct tip_quote_words *words)
{
    words->count = 0;
    tip_string_clear(&words->forms);
}

void tip_quote_words_free(struct tip_quote_words *words)
{
    free(words->items);
    tip_string_free(&words->forms);
    *words = (struct tip_quote_words){0};
}
