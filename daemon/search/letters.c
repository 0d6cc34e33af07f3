#include "search/letters.h"

#include <unicode/uchar.h>

bool tip_letter_is_unspaced(uint32_t character)
{
    return (character >= 0x0E00 && character <= 0x0EFF) ||
           (character >= 0x1000 && character <= 0x109F) ||
           (character >= 0x1780 && character <= 0x17FF) ||
           (character >= 0x3040 && character <= 0x30FF) ||
           (character >= 0x3400 && character <= 0x9FFF) ||
           (character >= 0x20000 && character <= 0x3FFFF);
}

bool tip_letter_is_mark(uint32_t character)
{
    return character >= 0x300 && (U_GET_GC_MASK((UChar32)character) & U_GC_M_MASK) != 0;
}

bool tip_letter_is_of_word(uint32_t character)
{
    uint32_t kinds = U_GC_L_MASK | U_GC_MN_MASK | U_GC_MC_MASK | U_GC_N_MASK;

    return (U_GET_GC_MASK((UChar32)character) & kinds) != 0;
}

bool tip_letter_is_letter(uint32_t character)
{
    return (U_GET_GC_MASK((UChar32)character) & U_GC_L_MASK) != 0;
}
