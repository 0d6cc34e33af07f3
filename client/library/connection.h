/* One connection to the server, from the address to the end: dialing, TLS, the token; then bytes
 * out and lines in. Nothing here waits.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_CONNECTION_H
#define TIPSEARCH_CONNECTION_H

#include "library/dial.h"
#include "library/incoming.h"
#include "library/settings.h"
#include "library/tls.h"

enum tipsearch_stage {
    TIPSEARCH_STAGE_NONE, /* there is no connection */
    TIPSEARCH_STAGE_DIALS,
    TIPSEARCH_STAGE_SHAKES_HANDS,  /* TLS */
    TIPSEARCH_STAGE_AUTHENTICATES, /* the token was presented */
    TIPSEARCH_STAGE_UP,
};

struct tipsearch_connection {
    const struct tipsearch_settings *settings; /* borrowed */
    struct tipsearch_tls *tls;                 /* owned; made when first needed */
    enum tipsearch_stage stage;
    struct tipsearch_dial dial;
    int fd; /* once dialed; -1 */
    struct tipsearch_tls_session *session;
    struct tipsearch_incoming incoming;
    char *greeting;        /* owned: the request with the token; NULL once it is sent */
    size_t greeting_sent;  /* bytes of it */
    long long deadline_ms; /* to be UP by */
    short read_wants;      /* what poll(2) is to await for reading; 0: nothing can be read */
    short write_wants;     /* for writing; 0: nothing can be written */
    bool has_more;         /* reading stopped before all was read */
};

void tipsearch_connection_init(struct tipsearch_connection *connection,
                               const struct tipsearch_settings *settings);
void tipsearch_connection_free(struct tipsearch_connection *connection);

/* Starts connecting, to be up by the deadline. Blocks while the resolver is asked for a name.
 *
 * NO_SERVER: the host is not known. INVALID: the CA file or the token file cannot be used, or the
 * token would be readable on its way. NO_MEMORY. After an error there is no connection. */
enum tipsearch_code tipsearch_connection_begin(struct tipsearch_connection *connection,
                                               long long deadline_ms,
                                               struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* Goes on towards UP. The codes of begin, and: UNTRUSTED. The server's, on the token. BAD_REPLY. */
enum tipsearch_code
tipsearch_connection_advance(struct tipsearch_connection *connection, long long now_ms,
                             struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* Ends it; there is none then. */
void tipsearch_connection_end(struct tipsearch_connection *connection);

/* Writes what goes now; how many bytes that were. A server that refuses a request may answer and
 * close before it has read all of it: so failing to write is no error, reading tells. */
size_t tipsearch_connection_write(struct tipsearch_connection *connection, const char *bytes,
                                  size_t length);

/* Reads what is there, for tipsearch_connection_line.
 *
 * CLOSED: the stream has ended; lines that came before are there. NO_MEMORY. */
enum tipsearch_code tipsearch_connection_read(struct tipsearch_connection *connection,
                                              struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* The next line that came, as tipsearch_incoming_line has it, in *line; NULL when there is none.
 *
 * BAD_REPLY: it is longer than settled, or is going to be. */
enum tipsearch_code tipsearch_connection_line(struct tipsearch_connection *connection, char **line,
                                              size_t *length,
                                              struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* The descriptor to poll, or -1, and the events to await there. What the caller has to write counts
 * once the connection is UP: waiting until the socket takes it would end at once before that. */
int tipsearch_connection_fd(const struct tipsearch_connection *connection);
short tipsearch_connection_events(const struct tipsearch_connection *connection,
                                  bool has_something_to_write);

/* When to go on although nothing happened at fd; LLONG_MAX: never. */
long long tipsearch_connection_wakes_ms(const struct tipsearch_connection *connection);

#endif
