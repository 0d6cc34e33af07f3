/* The scanner for plain chunks and the way through ICU for all others. */
#include "analysis/segment.h"

#include <unicode/uchar.h>

#include "analysis/utf16.h"
#include "base/utf8.h"

enum byte_class { SIGN, WORD, BLANK, HIGH };

/* Controls, NUL among them, are signs: they part words like any other. */
static const unsigned char classes[256] = {
    ['\t'] = BLANK,       ['\n'] = BLANK,         ['\v'] = BLANK,       ['\f'] = BLANK,
    ['\r'] = BLANK,       [' '] = BLANK,          ['0' ... '9'] = WORD, ['A' ... 'Z'] = WORD,
    ['a' ... 'z'] = WORD, [0x80 ... 0xFF] = HIGH,
};

static enum byte_class class_of(char byte)
{
    return (enum byte_class)classes[(unsigned char)byte];
}

tip_status tip_segmenter_open(struct tip_segmenter *segmenter, struct tip_error *error)
{
    UErrorCode code = U_ZERO_ERROR;
    segmenter->atom_count = 0;
    segmenter->words = ubrk_open(UBRK_WORD, "", NULL, 0, &code);
    if (code == U_MEMORY_ALLOCATION_ERROR)
        return tip_error_memory(error, "opening ICU's word breaks");
    if (U_FAILURE(code))
        return tip_error_set(error, TIP_INTERNAL,
                             "ICU has no word break data (%s): install libicu whole",
                             u_errorName(code));
    return TIP_OK;
}

void tip_segmenter_close(struct tip_segmenter *segmenter)
{
    if (segmenter->words != NULL)
        ubrk_close(segmenter->words);
    segmenter->words = NULL;
}

static void add_atom(struct tip_segmenter *segmenter, size_t start, size_t end)
{
    segmenter->atoms[segmenter->atom_count++] =
        (struct tip_atom){.start = (uint32_t)start, .end = (uint32_t)end};
}

/* How many bytes a sign of typesetting at `text` has: U+2010-201F (dashes and quotes), the
 * ellipsis, the no-break space. 0 for anything else: only ICU knows. */
static size_t typographic_sign(const unsigned char *text, size_t available)
{
    if (available >= 2 && text[0] == 0xC2 && text[1] == 0xA0)
        return 2;
    if (available < 3 || text[0] != 0xE2 || text[1] != 0x80)
        return 0;
    return (text[2] >= 0x90 && text[2] <= 0x9F) || text[2] == 0xA6 ? 3 : 0;
}

size_t tip_segment_plain(struct tip_segmenter *segmenter, const char *text, size_t length,
                         size_t at)
{
    segmenter->atom_count = 0;
    size_t next = at;
    while (next < length && next - at < TIP_CHUNK_LIMIT) {
        enum byte_class class = class_of(text[next]);
        if (class == BLANK)
            break;
        size_t start = next;
        if (class == SIGN) {
            next++;
        } else if (class == WORD) {
            while (next < length && class_of(text[next]) == WORD)
                next++;
            add_atom(segmenter, start, next);
        } else {
            next += typographic_sign((const unsigned char *)text + next, length - next);
            if (next == start)
                return at;
        }
    }
    return next;
}

/* Characters that a word is made of. The letters U+02BB and U+02BC are written for apostrophes and
 * are treated as such; enclosing marks only decorate. */
static bool is_word_character(uint32_t character)
{
    if (character == 0x02BB || character == 0x02BC)
        return false;
    uint32_t kinds = U_GC_L_MASK | U_GC_MN_MASK | U_GC_MC_MASK | U_GC_N_MASK;
    return (U_MASK(u_charType((UChar32)character)) & kinds) != 0;
}

static bool is_mark(uint32_t character)
{
    return (U_MASK(u_charType((UChar32)character)) & (U_GC_MN_MASK | U_GC_MC_MASK)) != 0;
}

/* Converts the chunk to UTF-16 and returns where it ends. What is invisible by Unicode's word
 * (zero-width spaces and joiners, soft hyphens, byte order marks) is left out, so that it parts no
 * word; a malformed byte becomes U+FFFD, which parts. */
static size_t widen_chunk(struct tip_segmenter *segmenter, const char *text, size_t length,
                          size_t at, int32_t *count)
{
    const char *cursor = text + at;
    const char *end = text + length;
    int32_t units = 0;
    while (cursor < end && class_of(*cursor) != BLANK && units < TIP_CHUNK_LIMIT - 1) {
        uint32_t start = (uint32_t)(cursor - text);
        uint32_t character = tip_utf8_next(&cursor, end);
        if (u_hasBinaryProperty((UChar32)character, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
            continue;
        segmenter->starts[units] = start;
        if (character > 0xFFFF)
            segmenter->starts[units + 1] = start;
        U16_APPEND_UNSAFE(segmenter->units, units, character);
    }
    *count = units;
    return (size_t)(cursor - text);
}

/* Adds the atoms between two of ICU's boundaries: ICU keeps "www.state.gov" or "a_b" whole. */
static void add_segment(struct tip_segmenter *segmenter, const char *text, size_t length,
                        int32_t from, int32_t to)
{
    bool has_letter = false;
    size_t start = 0;
    size_t end = 0;
    for (int32_t i = from; i < to;) {
        const char *cursor = text + segmenter->starts[i];
        uint32_t character = tip_utf16_next(segmenter->units, &i, to);
        if (is_word_character(character)) {
            if (end == 0)
                start = (size_t)(cursor - text);
            tip_utf8_next(&cursor, text + length);
            end = (size_t)(cursor - text);
            has_letter = has_letter || !is_mark(character);
            continue;
        }
        if (has_letter)
            add_atom(segmenter, start, end);
        has_letter = false;
        end = 0;
    }
    if (has_letter)
        add_atom(segmenter, start, end);
}

size_t tip_segment_unicode(struct tip_segmenter *segmenter, const char *text, size_t length,
                           size_t at)
{
    UErrorCode code = U_ZERO_ERROR;
    int32_t count = 0;
    segmenter->atom_count = 0;
    size_t end = widen_chunk(segmenter, text, length, at, &count);
    bool is_whole = end == length || class_of(text[end]) == BLANK;
    ubrk_setText(segmenter->words, segmenter->units, count, &code);
    if (U_FAILURE(code)) {
        add_segment(segmenter, text, length, 0, count);
        return end;
    }
    int32_t from = ubrk_first(segmenter->words);
    for (int32_t to = ubrk_next(segmenter->words); to != UBRK_DONE;
         to = ubrk_next(segmenter->words)) {
        if (to == count && from > 0 && !is_whole)
            return segmenter->starts[from]; /* a cut word: the next part begins with it */
        add_segment(segmenter, text, length, from, to);
        from = to;
    }
    return end;
}

size_t tip_segment_next(struct tip_segmenter *segmenter, const char *text, size_t length, size_t at)
{
    while (at < length && class_of(text[at]) == BLANK)
        at++;
    segmenter->atom_count = 0;
    if (at == length)
        return length;
    size_t next = tip_segment_plain(segmenter, text, length, at);
    return next != at ? next : tip_segment_unicode(segmenter, text, length, at);
}
