/* Reading UTF-16. ICU's own macro U16_NEXT mixes signs and does not pass -Wconversion. */
#ifndef TIP_ANALYSIS_UTF16_H
#define TIP_ANALYSIS_UTF16_H

#include <stdint.h>

#include <unicode/utf16.h>

/* The character at *at (< length), which moves past it; an unpaired surrogate is given as it is. */
static inline uint32_t tip_utf16_next(const UChar *units, int32_t *at, int32_t length)
{
    uint32_t first = units[(*at)++];
    if (!U16_IS_LEAD(first) || *at == length || !U16_IS_TRAIL(units[*at]))
        return first;
    uint32_t second = units[(*at)++];
    return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
}

#endif
