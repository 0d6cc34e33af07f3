/* How examples of the manual are compared with what a server says. */
#ifndef TIP_TEST_EXAMPLE_MATCH_H
#define TIP_TEST_EXAMPLE_MATCH_H

#include <stdbool.h>

/* Whether `text` is `pattern`, whose pieces between … must come in order; the first begins it, the
 * last ends it. */
bool example_matches(const char *pattern, const char *text);

/* Examples of a page, line by line; zero-initialised is none yet. */
struct example_talk {
    char *reply; /* to the request that was sent; owned */
    int compared;
};

/* Sends a line that begins with `> ` to `fd`, and compares one that begins with `< ` with the reply
 * to it; other lines mean nothing. Asserts that they match. */
void example_line(struct example_talk *talk, int fd, const char *line);

/* Asserts that each request had a reply, and that there were at least so many. */
void example_end(const struct example_talk *talk, int least);

#endif
