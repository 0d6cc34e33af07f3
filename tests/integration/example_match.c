#include "example_match.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "harness/harness.h"

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

void example_line(struct example_talk *talk, int fd, const char *line)
{
    if (strncmp(line, "> ", 2) == 0) {
        cr_assert_null(talk->reply, "no reply is shown before “%s”", line);
        talk->reply = tip_ask(fd, line + 2);
    } else if (strncmp(line, "< ", 2) == 0) {
        cr_assert_not_null(talk->reply, "no request is shown before “%s”", line);
        cr_assert(example_matches(line + 2, talk->reply), "the page says %s\nthe server %s",
                  line + 2, talk->reply);
        free(talk->reply);
        talk->reply = NULL;
        talk->compared++;
    }
}

void example_end(const struct example_talk *talk, int least)
{
    cr_assert_null(talk->reply);
    cr_assert_geq(talk->compared, least, "only %d examples were found", talk->compared);
}
