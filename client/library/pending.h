/* Requests that wait for their replies, in their order.
 *
 * Each carries a tag of the library's own in its line. Those that were sent stand first.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_PENDING_H
#define TIPSEARCH_PENDING_H

#include "tipsearch.h"

struct tipsearch_pending {
    struct tipsearch_pending *next;
    unsigned long long ticket;
    char *line; /* owned: with its tag and LF */
    size_t length;
    size_t sent;      /* bytes of it, over the connection of now */
    unsigned starts;  /* connections over which it began to be sent */
    bool is_begun;    /* the server may have bytes of it, over the connection of now */
    bool is_answered; /* before all of it was sent: the rest is still to go */
    bool is_quiet;    /* cancelled or answered: nobody is to be told */
    long long deadline_ms;
    tipsearch_callback callback;
    void *context;
};

struct tipsearch_queue {
    struct tipsearch_pending *first;
    struct tipsearch_pending **end; /* where the next one goes */
    size_t count;
};

void tipsearch_queue_init(struct tipsearch_queue *queue);

/* Whether the line of a caller has a tag, in whichever form. A JSON object that cannot be read has
 * none: what is wrong with it is the server's to say. */
bool tipsearch_line_has_tag(const char *line);

/* A request with `line` tagged for `ticket`, owned by the caller; NULL when there is no memory. */
struct tipsearch_pending *tipsearch_pending_create(const char *line, unsigned long long ticket);
void tipsearch_pending_free(struct tipsearch_pending *pending);

void tipsearch_queue_append(struct tipsearch_queue *queue, struct tipsearch_pending *pending);

/* Takes one out, which is the caller's then. */
void tipsearch_queue_remove(struct tipsearch_queue *queue, struct tipsearch_pending *pending);

struct tipsearch_pending *tipsearch_queue_find(const struct tipsearch_queue *queue,
                                               unsigned long long ticket);

/* The first of which something is still to be sent; NULL: none. */
struct tipsearch_pending *tipsearch_queue_unsent(const struct tipsearch_queue *queue);

/* Whether `line` answers `pending`: *line then goes on as if there had been no tag. An error
 * without a tag does, too: the server may have found no tag in what it refused. */
bool tipsearch_pending_is_answered_by(const struct tipsearch_pending *pending, char **line,
                                      size_t *length);

#endif
