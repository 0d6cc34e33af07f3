#include "search/quote/quote_gap.h"

#include <string.h>

#include "base/utf8.h"

enum { SOFT_HYPHEN = 0xAD, NOT_SIGN = 0xAC /* what some PDF readers make of a soft hyphen */ };

bool tip_sign_is_hyphen(uint32_t character)
{
    return character == '-' || character == 0x2010 || character == 0x2011 || character == 0x2212 ||
           character == 0xFE63 || character == 0xFF0D;
}

bool tip_sign_is_dash(uint32_t character)
{
    return character >= 0x2012 && character <= 0x2015;
}

bool tip_sign_is_single_quote(uint32_t character)
{
    return character == '\'' || character == 0x2018 || character == 0x2019 || character == 0x201B ||
           character == 0x2BC || character == 0xFF07 || character == '`' || character == 0xB4;
}

bool tip_sign_is_quote(uint32_t character)
{
    return tip_sign_is_single_quote(character) || character == '"' || character == 0xAB ||
           character == 0xBB || (character >= 0x201A && character <= 0x201F) ||
           character == 0x2039 || character == 0x203A || character == 0xFF02;
}

static bool is_blank(uint32_t character)
{
    return character == ' ' || (character >= '\t' && character <= '\r') || character == 0x85 ||
           character == 0xA0 || character == 0x1680 ||
           (character >= 0x2000 && character <= 0x200B) || character == 0x2028 ||
           character == 0x2029 || character == 0x202F || character == 0x205F ||
           character == 0x3000 || character == 0xFEFF;
}

/* What was seen of a gap so far. */
struct reading {
    unsigned hyphens, dashes, blanks, dots, signs, line_ends;
    bool is_broken; /* nothing but blanks behind the hyphen it begins with */
    bool is_ellipsis, ends_sentence, is_behind_blank;
};

static void read_sign(struct reading *seen, uint32_t character)
{
    bool is_first = seen->hyphens + seen->dashes + seen->blanks + seen->signs == 0;
    if (is_blank(character)) {
        seen->blanks++;
        seen->line_ends += character == '\n' || character == 0x2029;
        return;
    }
    seen->is_broken = is_first && (character == SOFT_HYPHEN || character == NOT_SIGN ||
                                   tip_sign_is_hyphen(character));
    if (tip_sign_is_hyphen(character)) {
        seen->is_behind_blank = seen->is_behind_blank || seen->blanks > 0;
        seen->hyphens++;
    } else if (tip_sign_is_dash(character)) {
        seen->dashes++;
    } else {
        seen->signs++;
    }
    seen->dots = character == '.' ? seen->dots + 1 : 0;
    seen->is_ellipsis =
        seen->is_ellipsis || seen->dots == 3 || character == 0x2026 || character == 0x22EF;
    seen->ends_sentence = seen->ends_sentence || character == '.' || character == '!' ||
                          character == '?' || character == ':' || character == 0x3002 ||
                          character == 0x17D4;
}

enum tip_quote_glue tip_quote_gap_read(const char *gap, const char *end, bool is_number,
                                       unsigned *flags)
{
    struct reading seen = {0};
    const char *cursor = gap;
    if (gap == end) {
        return TIP_GLUE_TIGHT;
    }
    if (tip_sign_is_quote(tip_utf8_next(&cursor, end))) {
        *flags |= TIP_WORD_QUOTE_SIGN;
    }
    for (cursor = gap; cursor < end;) {
        read_sign(&seen, tip_utf8_next(&cursor, end));
    }
    *flags |= seen.is_ellipsis ? TIP_WORD_LEFT_OUT : 0u;
    *flags |= seen.ends_sentence || seen.line_ends > 1 ? TIP_WORD_ENDS_SENTENCE : 0u;
    if (seen.is_broken && seen.blanks > 0) {
        return TIP_GLUE_BROKEN;
    }
    if (seen.dashes > 0 || seen.hyphens > 1 || seen.is_behind_blank) {
        bool is_range = seen.dashes == 1 && is_number && seen.blanks + seen.hyphens == 0;
        return is_range ? TIP_GLUE_HYPHEN : TIP_GLUE_DASH;
    }
    return seen.hyphens == 1 && seen.blanks == 0 ? TIP_GLUE_HYPHEN : TIP_GLUE_NONE;
}

bool tip_quote_glue_fits(enum tip_quote_glue quoted, enum tip_quote_glue source)
{
    bool is_hyphen = quoted == TIP_GLUE_HYPHEN || quoted == TIP_GLUE_BROKEN;
    bool has_hyphen = source == TIP_GLUE_HYPHEN || source == TIP_GLUE_BROKEN;
    return is_hyphen == has_hyphen || quoted == TIP_GLUE_DASH || source == TIP_GLUE_DASH;
}
