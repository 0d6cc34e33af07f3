/* Bytes as they come, cut into lines.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_INCOMING_H
#define TIPSEARCH_INCOMING_H

#include <stdbool.h>
#include <stddef.h>

struct tipsearch_incoming {
    char *bytes; /* owned */
    size_t room;
    size_t begin;   /* of the first line that was not taken */
    size_t end;     /* of what came */
    size_t scanned; /* no LF stands between begin and here */
};

void tipsearch_incoming_free(struct tipsearch_incoming *incoming);

/* Room for some more bytes: *size of them at the place returned. NULL when there is no memory.
 * Lines that were taken are no longer valid. */
char *tipsearch_incoming_room(struct tipsearch_incoming *incoming, size_t *size);

/* So many bytes came into that room. */
void tipsearch_incoming_add(struct tipsearch_incoming *incoming, size_t length);

/* Takes the next whole line, without its LF and NUL-terminated; NULL when there is none. It is the
 * caller's to change until more room is asked for. */
char *tipsearch_incoming_line(struct tipsearch_incoming *incoming, size_t *length);

/* How much of a line without its end is there. */
size_t tipsearch_incoming_pending(const struct tipsearch_incoming *incoming);

#endif
