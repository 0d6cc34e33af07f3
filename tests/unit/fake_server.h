/* A server that says what a test tells it, for tests of the client. */
#ifndef TIP_TEST_FAKE_SERVER_H
#define TIP_TEST_FAKE_SERVER_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

enum fake_manner {
    FAKE_ANSWERS, /* sends the reply to each line it gets */
    FAKE_CLOSES,  /* sends the reply to the first line, then closes */
    FAKE_FLOODS,  /* sends the reply over and over, until nobody listens */
    FAKE_DRIPS,   /* sends the reply one byte every 10 ms, over and over */
    FAKE_SPEAKS,  /* sends the reply at once, unasked */
    FAKE_MISTAGS, /* as FAKE_ANSWERS, under the tag of another request */
    FAKE_UNTAGS,  /* as FAKE_ANSWERS, without any tag */
    FAKE_SPELLS,  /* as FAKE_ANSWERS, each byte by itself */
    FAKE_HANGS_UP /* ends the first `hang_ups` connections at their first request, then answers */
};

struct fake_server {
    const char *reply; /* with its LF, if it is to have one; an object gets the request's tag */
    size_t reply_length;
    enum fake_manner manner;
    char folder[64];
    char address[128];  /* "unix:…" */
    unsigned hang_ups;  /* this and the next two to be set before the first connection */
    const char *later;  /* what is sent to a request with a member "after"; NULL: the reply */
    unsigned lines_max; /* replies before it ends a connection; 0: it does not */
    unsigned
        connections;    /* how many there were; read it and the next three after fake_server_stop */
    unsigned requests;  /* lines received */
    char request[4096]; /* the last one, without its tag */
    char first[512];    /* the first one of the last connection */
    int listener;
    pthread_t thread;
};

/* Serves one connection after the other, in a thread of its own. */
void fake_server_start(struct fake_server *server, enum fake_manner manner, const char *reply);

/* Waits until its last connection has ended (so disconnect first), and cleans up. */
void fake_server_stop(struct fake_server *server);

#endif
