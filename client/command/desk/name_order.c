/* Names compared as people do.
 *
 * The locale's own order (strcoll) is that of code points where the locale is C.UTF-8, and another
 * on each machine elsewhere; a table is to be the same everywhere.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/name_order.h"

#include <limits.h>
#include <string.h>
#include <wctype.h>

enum {
    FIRST_ACCENTED = 0xe0,
    NO_CHARACTER = 0x110000 /* above all of Unicode: bytes that are no UTF-8 */
};

/* The letters without accents that stand for U+00E0 to U+017F: of Unicode's decompositions, and of
 * letters that have none the first that is written in their place (ae, oe, th). */
static const char PLAIN[] = "aaaaaaaceeeeiiiidnooooo/ouuuuyty"
                            "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllll"
                            "nnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

wint_t name_next(const char **text)
{
    mbstate_t state = {0};
    wchar_t character;
    size_t size = mbrtowc(&character, *text, strlen(*text), &state);

    if (**text == '\0')
        return 0;
    if (size == 0 || size > MB_LEN_MAX)
        return NO_CHARACTER + (unsigned char)*(*text)++;
    *text += size;
    return towlower((wint_t)character);
}

/* The same without its accent. */
static wint_t next_plain(const char **text)
{
    wint_t character = name_next(text);

    if (character >= FIRST_ACCENTED && character - FIRST_ACCENTED < sizeof PLAIN - 1)
        return (wint_t)PLAIN[character - FIRST_ACCENTED];
    return character;
}

int name_compare(const char *left, const char *right)
{
    wint_t one, other;

    do {
        one = next_plain(&left);
        other = next_plain(&right);
    } while (one == other && one != 0);
    return (one > other) - (one < other);
}
