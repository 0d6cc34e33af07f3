/* Connecting a socket without waiting: one candidate after the other, by a deadline.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DIAL_H
#define TIPSEARCH_DIAL_H

#include "library/address.h"

enum tipsearch_dial_state {
    TIPSEARCH_DIAL_WAITS,     /* await POLLOUT at fd, or the moment wakes_ms */
    TIPSEARCH_DIAL_CONNECTED, /* fd is a connected, non-blocking socket */
    TIPSEARCH_DIAL_FAILED,    /* failure is the errno of the last candidate */
};

struct tipsearch_dial {
    struct tipsearch_candidates candidates;
    size_t at;             /* the candidate that is tried */
    int fd;                /* of the attempt under way; -1: none */
    int last_fd;           /* of the attempt before, still open; -1: none */
    int failure;           /* errno */
    long long deadline_ms; /* of all together */
    long long wakes_ms;    /* when to go on although nothing happened at fd */
};

/* Nothing is tried before the first step. */
void tipsearch_dial_begin(struct tipsearch_dial *dial,
                          const struct tipsearch_candidates *candidates, long long deadline_ms);

/* Goes on as far as it can at the moment `now_ms`; never waits. */
enum tipsearch_dial_state tipsearch_dial_step(struct tipsearch_dial *dial, long long now_ms);

/* The connected socket, which is the caller's from now on. */
int tipsearch_dial_take(struct tipsearch_dial *dial);

/* Gives up what is under way. */
void tipsearch_dial_end(struct tipsearch_dial *dial);

#endif
