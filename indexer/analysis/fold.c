/* NFKC case folding, then the accents come off.
 *
 * Only the marks U+0300-036F are taken off: they are the accents of Latin, Greek and Cyrillic. In
 * Khmer, Thai, Devanagari and others the vowels are marks, and a word without them is another word.
 * Letters that Unicode does not decompose, as the stroke of "ø" is no mark, stand in a table; a
 * reader of English types "o" for them. */
#include "analysis/fold.h"

#include <string.h>

#include <unicode/uchar.h>

#include "analysis/utf16.h"
#include "base/utf8.h"

enum { FRACTION_SLASH = 0x2044 };

/* Letters after case folding, and how they are written without their stroke, hook or ligature. */
static const struct {
    UChar letter;
    char plain[3];
} plain_letters[] = {
    {0x00E6, "ae"}, /* æ */
    {0x00F0, "d"},  /* ð */
    {0x00F8, "o"},  /* ø */
    {0x00FE, "th"}, /* þ */
    {0x0111, "d"},  /* đ */
    {0x0127, "h"},  /* ħ */
    {0x0131, "i"},  /* ı */
    {0x0142, "l"},  /* ł */
    {0x014B, "n"},  /* ŋ */
    {0x0153, "oe"}, /* œ */
    {0x0167, "t"},  /* ŧ */
    {0x0199, "k"},  /* ƙ */
    {0x01B4, "y"},  /* ƴ */
    {0x0253, "b"},  /* ɓ */
    {0x0254, "o"},  /* ɔ */
    {0x0256, "d"},  /* ɖ */
    {0x0257, "d"},  /* ɗ */
    {0x025B, "e"},  /* ɛ */
};

tip_status tip_fold_init(struct tip_fold *fold, struct tip_error *error)
{
    UErrorCode code = U_ZERO_ERROR;
    fold->nfkc_casefold = unorm2_getNFKCCasefoldInstance(&code);
    fold->nfd = unorm2_getNFDInstance(&code);
    fold->nfc = unorm2_getNFCInstance(&code);
    if (U_FAILURE(code))
        return tip_error_set(error, TIP_INTERNAL,
                             "ICU has no normalisation data (%s): install libicu whole",
                             u_errorName(code));
    return TIP_OK;
}

/* Lower-cases ASCII; stops at the first other byte, or when `out` is full. */
static size_t fold_ascii(const char *bytes, size_t length, char *out)
{
    size_t limit = length < TIP_WORD_LIMIT ? length : TIP_WORD_LIMIT;
    size_t i = 0;
    for (; i < limit && (unsigned char)bytes[i] < 0x80; i++)
        out[i] = (char)(bytes[i] >= 'A' && bytes[i] <= 'Z' ? bytes[i] + ('a' - 'A') : bytes[i]);
    return i;
}

/* UTF-8 -> UTF-16, the first TIP_FOLD_CHARACTERS of it. */
static int32_t widen(struct tip_fold *fold, const char *bytes, size_t length, bool *is_cut)
{
    const char *end = bytes + length;
    int32_t units = 0;
    for (int i = 0; i < TIP_FOLD_CHARACTERS && bytes < end; i++) {
        uint32_t character = tip_utf8_next(&bytes, end);
        U16_APPEND_UNSAFE(fold->units, units, character);
    }
    if (bytes < end)
        *is_cut = true;
    return units;
}

static const char *plain_spelling(uint32_t letter)
{
    for (size_t i = 0; i < sizeof(plain_letters) / sizeof(plain_letters[0]); i++) {
        if (plain_letters[i].letter == letter)
            return plain_letters[i].plain;
    }
    return NULL;
}

/* Compatibility forms bring blanks and brackets along, as "⑴" is "(1)": not parts of a word. */
static bool stays(uint32_t character)
{
    if (character >= 0x0300 && character <= 0x036F)
        return false;
    uint32_t kinds = U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK;
    return (U_MASK(u_charType((UChar32)character)) & kinds) != 0 || character == FRACTION_SLASH;
}

/* Copies the decomposed text from `units` to `spare`, without accents. */
static int32_t take_off_accents(struct tip_fold *fold, int32_t length)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < length;) {
        uint32_t character = tip_utf16_next(fold->units, &i, length);
        if (!stays(character) || kept > TIP_FOLD_UNITS - 2)
            continue;
        const char *plain = plain_spelling(character);
        if (plain == NULL) {
            U16_APPEND_UNSAFE(fold->spare, kept, character);
            continue;
        }
        for (; *plain != '\0'; plain++)
            fold->spare[kept++] = (UChar)*plain;
    }
    return kept;
}

/* UTF-16 -> UTF-8, whole characters within TIP_WORD_LIMIT bytes. */
static size_t narrow(const UChar *units, int32_t length, char out[TIP_WORD_LIMIT], bool *is_cut)
{
    size_t written = 0;
    for (int32_t i = 0; i < length;) {
        uint32_t character = tip_utf16_next(units, &i, length);
        char bytes[4];
        size_t count = tip_utf8_encode(character, bytes);
        if (written + count > TIP_WORD_LIMIT) {
            *is_cut = true;
            break;
        }
        memcpy(out + written, bytes, count);
        written += count;
    }
    return written;
}

static size_t fold_unicode(struct tip_fold *fold, const char *bytes, size_t length,
                           char out[TIP_WORD_LIMIT], bool *is_cut)
{
    UErrorCode code = U_ZERO_ERROR;
    int32_t count = widen(fold, bytes, length, is_cut);
    count = unorm2_normalize(fold->nfkc_casefold, fold->units, count, fold->spare, TIP_FOLD_UNITS,
                             &code);
    count = unorm2_normalize(fold->nfd, fold->spare, count, fold->units, TIP_FOLD_UNITS, &code);
    if (U_FAILURE(code))
        return 0;
    count = take_off_accents(fold, count);
    count = unorm2_normalize(fold->nfc, fold->spare, count, fold->units, TIP_FOLD_UNITS, &code);
    if (U_FAILURE(code))
        return 0;
    return narrow(fold->units, count, out, is_cut);
}

size_t tip_fold_bytes(struct tip_fold *fold, const char *bytes, size_t length,
                      char out[TIP_WORD_LIMIT], bool *is_cut)
{
    size_t ascii = fold_ascii(bytes, length, out);
    if (ascii == length)
        return length;
    if (ascii < TIP_WORD_LIMIT)
        return fold_unicode(fold, bytes, length, out, is_cut);
    *is_cut = true;
    return TIP_WORD_LIMIT;
}
