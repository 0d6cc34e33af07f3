/* Messages that come in, a line each.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_MCP_INBOX_H
#define TIPSEARCH_MCP_INBOX_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes of a message. The largest that a tool takes is a text of 32 KiB, which escapes make six
 * times as long; a batch has several. */
enum { INBOX_MESSAGE_MAX = 1048576 };

struct inbox {
    char *bytes; /* owned */
    size_t capacity, length;
    size_t read;      /* before it all lines were taken */
    size_t looked_at; /* between `read` and it is no line's end */
    bool is_skipping; /* of a line that is too long */
    bool has_ended;   /* nothing more comes in */
    int reason;       /* the errno that ended it; 0: the stream's end */
};

enum inbox_line { INBOX_NONE, INBOX_LINE, INBOX_TOO_LONG };

/* Reads what is there, once; waits when nothing is. */
void inbox_receive(struct inbox *inbox, int file);

/* The next whole line, without LF and CR, valid until the next call. INBOX_TOO_LONG is told once a
 * line, which is passed over. What stands behind the last LF is a line when the stream has ended.
 */
enum inbox_line inbox_next(struct inbox *inbox, const char **line, size_t *length);

void inbox_free(struct inbox *inbox);

#endif
