#include "example_match.h"

#include <string.h>

static const char anything[] = "…";

bool example_matches(const char *pattern, const char *text)
{
    const char *gap = strstr(pattern, anything);
    size_t length = gap == NULL ? strlen(pattern) : (size_t)(gap - pattern);

    if (strncmp(pattern, text, length) != 0)
        return false;
    if (gap == NULL)
        return text[length] == '\0';
    text += length;
    for (;;) {
        const char *piece = gap + strlen(anything);
        const char *found;

        gap = strstr(piece, anything);
        length = gap == NULL ? strlen(piece) : (size_t)(gap - piece);
        if (gap == NULL)
            return strlen(text) >= length && strcmp(text + strlen(text) - length, piece) == 0;
        found = memmem(text, strlen(text), piece, length);
        if (found == NULL)
            return false;
        text = found + length;
    }
}
