/* A connection's bytes on their way. */
#include "server/transport.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

/* The most that one record of TLS holds (RFC 8446, 5.1). */
enum { RECORD_SIZE = 16384 };

bool tip_transport_init(struct tip_transport *transport, int fd, SSL *ssl)
{
    *transport = (struct tip_transport){.fd = fd, .ssl = ssl, .is_open = ssl == NULL};
    if (ssl == NULL || SSL_set_fd(ssl, fd) == 1)
        return true;
    tip_transport_free(transport);
    return false;
}

void tip_transport_free(struct tip_transport *transport)
{
    SSL_free(transport->ssl);
    transport->ssl = NULL;
}

/* What a call of OpenSSL that did not succeed waits for. */
static enum tip_transport_result judge(const struct tip_transport *transport, int result)
{
    switch (SSL_get_error(transport->ssl, result)) {
    case SSL_ERROR_WANT_READ:
        return TIP_TRANSPORT_WAITS_READ;
    case SSL_ERROR_WANT_WRITE:
        return TIP_TRANSPORT_WAITS_WRITE;
    case SSL_ERROR_ZERO_RETURN:
        return TIP_TRANSPORT_END;
    default:
        ERR_clear_error();
        return TIP_TRANSPORT_BROKEN;
    }
}

enum tip_transport_result tip_transport_open(struct tip_transport *transport)
{
    int result;

    if (transport->is_open)
        return TIP_TRANSPORT_DONE;
    ERR_clear_error(); /* SSL_get_error(3) must not see another call's */
    result = SSL_accept(transport->ssl);
    if (result != 1)
        return judge(transport, result);
    transport->is_open = true;
    return TIP_TRANSPORT_DONE;
}

void tip_transport_give_up(struct tip_transport *transport)
{
    tip_transport_free(transport);
    transport->is_open = true;
}

static enum tip_transport_result judge_errno(enum tip_transport_result later)
{
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)
        return later;
    return TIP_TRANSPORT_BROKEN;
}

static enum tip_transport_result read_plain(struct tip_transport *transport, struct evbuffer *input,
                                            size_t limit)
{
    int got = evbuffer_read(input, transport->fd, (int)limit);

    if (got > 0)
        return TIP_TRANSPORT_DONE;
    return got == 0 ? TIP_TRANSPORT_END : judge_errno(TIP_TRANSPORT_WAITS_READ);
}

/* OpenSSL takes one record after the other from the socket (it reads ahead only where it is told
 * to). With room for a whole one nothing stays in it that the socket does not tell of. */
static enum tip_transport_result read_record(struct tip_transport *transport,
                                             struct evbuffer *input)
{
    struct evbuffer_iovec room;
    size_t got;
    int result;

    if (evbuffer_reserve_space(input, RECORD_SIZE, &room, 1) != 1)
        return TIP_TRANSPORT_BROKEN;
    ERR_clear_error();
    result = SSL_read_ex(transport->ssl, room.iov_base, RECORD_SIZE, &got);
    if (result != 1)
        return judge(transport, result);
    room.iov_len = got;
    return evbuffer_commit_space(input, &room, 1) == 0 ? TIP_TRANSPORT_DONE : TIP_TRANSPORT_BROKEN;
}

enum tip_transport_result tip_transport_read(struct tip_transport *transport,
                                             struct evbuffer *input, size_t limit)
{
    size_t before = evbuffer_get_length(input);
    enum tip_transport_result result = TIP_TRANSPORT_DONE;

    if (transport->ssl == NULL)
        return read_plain(transport, input, limit);
    while (result == TIP_TRANSPORT_DONE && evbuffer_get_length(input) - before < limit)
        result = read_record(transport, input);
    if (result == TIP_TRANSPORT_WAITS_READ && evbuffer_get_length(input) > before)
        return TIP_TRANSPORT_DONE;
    return result;
}

static enum tip_transport_result write_plain(struct tip_transport *transport,
                                             struct evbuffer *output)
{
    int sent = evbuffer_write(output, transport->fd);

    if (sent >= 0)
        return sent > 0 ? TIP_TRANSPORT_DONE : TIP_TRANSPORT_WAITS_WRITE;
    return judge_errno(TIP_TRANSPORT_WAITS_WRITE);
}

enum tip_transport_result tip_transport_write(struct tip_transport *transport,
                                              struct evbuffer *output)
{
    size_t length = evbuffer_get_length(output), sent;
    unsigned char *bytes;
    int result;

    if (transport->ssl == NULL)
        return write_plain(transport, output);
    /* Small replies share a record. What could not be sent stays at the front, and no less of it is
     * offered again, as OpenSSL demands. */
    length = length < RECORD_SIZE ? length : RECORD_SIZE;
    bytes = evbuffer_pullup(output, (ev_ssize_t)length);
    if (bytes == NULL)
        return TIP_TRANSPORT_BROKEN;
    ERR_clear_error();
    result = SSL_write_ex(transport->ssl, bytes, length, &sent);
    if (result != 1)
        return judge(transport, result);
    return evbuffer_drain(output, sent) == 0 ? TIP_TRANSPORT_DONE : TIP_TRANSPORT_BROKEN;
}

enum tip_transport_result tip_transport_end(struct tip_transport *transport)
{
    int result;

    if (transport->ssl != NULL && (SSL_get_shutdown(transport->ssl) & SSL_SENT_SHUTDOWN) == 0) {
        ERR_clear_error();
        result = SSL_shutdown(transport->ssl);
        if (result < 0)
            return judge(transport, result);
    }
    return shutdown(transport->fd, SHUT_WR) == 0 ? TIP_TRANSPORT_DONE : TIP_TRANSPORT_BROKEN;
}
