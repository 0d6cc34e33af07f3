/* What a list item begins with. */
#include "reader/list_marker.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

static const struct {
    const char *mark;
    enum tip_marker kind;
} marks[] = {
    {"-", TIP_MARKER_BULLET},
    {"*", TIP_MARKER_BULLET},
    {"\xE2\x80\xA2", TIP_MARKER_BULLET}, /* • */
    {"\xE2\x96\xB6", TIP_MARKER_BULLET}, /* ▶ */
    {"\xE2\x97\xA6", TIP_MARKER_BULLET}, /* ◦ */
    {"\xE2\x80\x93", TIP_MARKER_BULLET}, /* – */
    {"\xE2\x97\x8F", TIP_MARKER_BULLET}, /* ● */
    {"\xE2\x96\xAA", TIP_MARKER_BULLET}, /* ▪ */
    {"\xE2\x96\xA0", TIP_MARKER_LEGEND}, /* ■ */
};

/* A mark and the blanks behind it at text[at]; 0 when there is none. */
static size_t mark_length(const char *text, size_t length, size_t at, enum tip_marker *kind)
{
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        size_t mark = strlen(marks[i].mark);
        if (at + mark >= length || memcmp(text + at, marks[i].mark, mark) != 0 ||
            text[at + mark] != ' ')
            continue;
        *kind = marks[i].kind;
        while (at + mark < length && text[at + mark] == ' ')
            mark++;
        return mark;
    }
    return 0;
}

/* "1. ", "12) ", "a. ", "iv. ", "(b) ". */
static bool is_number(const char *text, size_t length)
{
    size_t at = length > 0 && text[0] == '(', start = at;
    while (at < length && isdigit((unsigned char)text[at]))
        at++;
    size_t digits = at - start;
    if (digits == 0)
        while (at < length && strchr("ivxabcdefgh", text[at]) != NULL)
            at++;
    size_t letters = at - start - digits;
    bool is_short = digits > 0 ? digits <= 2 : letters > 0 && letters <= 4;
    if (letters > 1 && strspn(text + start, "ivx") < letters)
        return false;
    return is_short && at + 1 < length && (text[at] == ')' || (text[at] == '.' && start == 0)) &&
           text[at + 1] == ' ';
}

enum tip_marker tip_list_marker(const char *text, size_t length, size_t *skip)
{
    enum tip_marker kind = TIP_MARKER_NONE;
    size_t at = 0, mark;
    while ((mark = mark_length(text, length, at, &kind)) > 0)
        at += mark;
    *skip = at;
    if (kind == TIP_MARKER_NONE && is_number(text, length))
        return TIP_MARKER_NUMBER;
    return kind;
}
