/* A connection's bytes on their way: as they are, or by TLS.
 *
 * TLS may have to send before it can receive and the other way round, so each call tells what it
 * waits for. */
#ifndef TIP_TRANSPORT_H
#define TIP_TRANSPORT_H

#include <event2/buffer.h>
#include <openssl/types.h>
#include <stdbool.h>
#include <stddef.h>

enum tip_transport_result {
    TIP_TRANSPORT_DONE,        /* something was moved, or what was to be done is done */
    TIP_TRANSPORT_WAITS_READ,  /* not now: when the socket can be read */
    TIP_TRANSPORT_WAITS_WRITE, /* not now: when the socket can be written */
    TIP_TRANSPORT_END,         /* reading: the client has ended its sending */
    TIP_TRANSPORT_BROKEN       /* no byte will move any more */
};

struct tip_transport {
    int fd;       /* the caller's, non-blocking */
    SSL *ssl;     /* owned; NULL: bytes go as they are */
    bool is_open; /* the handshake is done, or there is none */
};

/* `ssl` (or NULL) is taken over; false when there is no memory, and then it is freed. */
bool tip_transport_init(struct tip_transport *transport, int fd, SSL *ssl);
void tip_transport_free(struct tip_transport *transport); /* leaves `fd` open */

/* Goes on with the handshake; DONE when it is open. */
enum tip_transport_result tip_transport_open(struct tip_transport *transport);

/* A handshake has failed: what still comes is read as it is. */
void tip_transport_give_up(struct tip_transport *transport);

/* Appends what has come to `input`, up to the record of TLS that reaches `limit` bytes; what it
 * leaves the socket still tells of. DONE when something was appended and that is all for now; END,
 * BROKEN and WAITS_WRITE may have appended something, too. */
enum tip_transport_result tip_transport_read(struct tip_transport *transport,
                                             struct evbuffer *input, size_t limit);

/* Sends from `output` what can be sent at once; DONE when it has sent something. */
enum tip_transport_result tip_transport_write(struct tip_transport *transport,
                                              struct evbuffer *output);

/* Tells the client that nothing more will come (close_notify, then the socket's own end); reading
 * goes on. DONE when that is said. */
enum tip_transport_result tip_transport_end(struct tip_transport *transport);

#endif
