/* Many questions under way at once, answered in the order in which they were asked.
 *
 * Connections are made and made anew as needed, the server of an index of our own is started; what
 * a connection that ended had not answered is asked again. A server that is busy is asked again
 * when it says so.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_PIPELINE_H
#define TIPSEARCH_DESK_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "command/desk/queries.h"
#include "command/options.h"
#include "tipsearch.h"

enum { PIPELINE_SIZE = 256, PIPELINE_LANES = 2 };

struct question {
    struct query_line asked; /* owned */
    char *request;           /* owned; NULL: it was not to be sent */
    struct pipeline *pipeline;
    struct lane *lane; /* where it is under way; NULL: it is to be sent, or done */
    bool is_done;
    unsigned timeouts;            /* how often the server had no time for it */
    struct tipsearch_error error; /* OK: there is a reply */
    char *reply;                  /* owned */
    size_t length;
};

/* A connection. */
struct lane {
    struct tipsearch_handle *handle; /* NULL: none */
    size_t under_way;
    bool has_ended; /* its handle is to be closed: `error` says why */
    struct tipsearch_error error;
};

struct pipeline {
    const struct options *options;
    char *address; /* owned; NULL: not known yet */
    struct lane lanes[PIPELINE_LANES];
    struct question questions[PIPELINE_SIZE]; /* a ring */
    size_t first, count;
    bool has_connected;    /* there was a server */
    unsigned failures;     /* of connections since the last reply */
    int64_t replied_ms;    /* when the last reply came that was not busy */
    int64_t hold_until_ms; /* nothing is sent before */
    bool is_lost;          /* `error` says why nothing more can be asked */
    struct tipsearch_error error;
};

void pipeline_begin(struct pipeline *pipeline, const struct options *options);
void pipeline_end(struct pipeline *pipeline);

bool pipeline_has_room(const struct pipeline *pipeline);

/* Takes a question over, and the request for it; NULL: asked->error is its answer. There must be
 * room. */
void pipeline_ask(struct pipeline *pipeline, struct query_line *asked, char *request);

/* The question that is next in order when it is answered, or cannot be; else NULL. */
struct question *pipeline_first(struct pipeline *pipeline);
void pipeline_drop_first(struct pipeline *pipeline);

/* Sends what can be sent, waits until something comes, and takes it. True: `file` (-1: none) can be
 * read. A signal ends the waiting. */
bool pipeline_wait(struct pipeline *pipeline, int file);

#endif
