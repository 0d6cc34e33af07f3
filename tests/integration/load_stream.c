/* Connections of either protocol, for threads. */
#include "load_stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

enum { RECEIVE_LIMIT_S = 30 };

static bool connect_to(int fd, const struct load_place *place)
{
    struct sockaddr_un local = {.sun_family = AF_UNIX};
    struct sockaddr_in name = {.sin_family = AF_INET,
                               .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
                               .sin_port = htons(place->port)};

    if (place->path == NULL)
        return connect(fd, (struct sockaddr *)&name, sizeof name) == 0;
    snprintf(local.sun_path, sizeof local.sun_path, "%s", place->path);
    return connect(fd, (struct sockaddr *)&local, sizeof local) == 0;
}

bool load_stream_open(struct load_stream *stream, const struct load_place *place)
{
    struct timeval limit = {.tv_sec = RECEIVE_LIMIT_S};

    *stream = (struct load_stream){0};
    stream->fd = socket(place->path == NULL ? AF_INET : AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (stream->fd < 0 ||
        setsockopt(stream->fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) != 0 ||
        !connect_to(stream->fd, place))
        return false;
    if (place->context == NULL)
        return true;
    stream->ssl = SSL_new(place->context);
    return stream->ssl != NULL && SSL_set_fd(stream->ssl, stream->fd) == 1 &&
           SSL_connect(stream->ssl) == 1;
}

void load_stream_close(struct load_stream *stream)
{
    if (stream->ssl != NULL && SSL_is_init_finished(stream->ssl))
        (void)SSL_shutdown(stream->ssl);
    SSL_free(stream->ssl);
    if (stream->fd >= 0)
        close(stream->fd);
}

bool load_stream_send(struct load_stream *stream, const char *text)
{
    size_t length = strlen(text);

    if (stream->ssl != NULL)
        return SSL_write(stream->ssl, text, (int)length) == (int)length;
    return send(stream->fd, text, length, MSG_NOSIGNAL) == (ssize_t)length;
}

/* More bytes, behind those that are there. */
static bool receive(struct load_stream *stream)
{
    char *at = stream->buffer + stream->length;
    size_t room = sizeof stream->buffer - stream->length;
    ssize_t got =
        stream->ssl != NULL ? SSL_read(stream->ssl, at, (int)room) : recv(stream->fd, at, room, 0);

    if (got <= 0)
        return false;
    stream->length += (size_t)got;
    return true;
}

static void take(struct load_stream *stream, size_t length)
{
    stream->length -= length;
    memmove(stream->buffer, stream->buffer + length, stream->length);
}

static void copy(char *out, size_t size, const char *bytes, size_t length)
{
    length = length < size - 1 ? length : size - 1;
    memcpy(out, bytes, length);
    out[length] = '\0';
}

bool load_stream_line(struct load_stream *stream, char *line, size_t size)
{
    char *lf;

    line[0] = '\0';
    while ((lf = memchr(stream->buffer, '\n', stream->length)) == NULL)
        if (!receive(stream))
            return false;
    copy(line, size, stream->buffer, (size_t)(lf - stream->buffer));
    take(stream, (size_t)(lf - stream->buffer) + 1);
    return true;
}

/* The fields up to the empty line; *length is the body's. */
static bool read_fields(struct load_stream *stream, size_t *length)
{
    static const char name[] = "content-length:";
    char line[1024];
    bool has_length = false;

    while (load_stream_line(stream, line, sizeof line)) {
        if (strcmp(line, "\r") == 0)
            return has_length && *length < sizeof stream->buffer;
        if (strncasecmp(line, name, sizeof name - 1) == 0) {
            *length = strtoul(line + sizeof name - 1, NULL, 10);
            has_length = true;
        }
    }
    return false;
}

unsigned load_stream_get(struct load_stream *stream, const char *target, const char *token,
                         char *body, size_t size)
{
    char text[1024];
    size_t length = 0;
    unsigned status = 0;

    body[0] = '\0';
    snprintf(text, sizeof text,
             "GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n", target,
             token);
    if (!load_stream_send(stream, text) || !load_stream_line(stream, text, sizeof text) ||
        sscanf(text, "HTTP/1.1 %3u ", &status) != 1 || !read_fields(stream, &length))
        return 0;
    while (stream->length < length)
        if (!receive(stream))
            return 0;
    copy(body, size, stream->buffer, length);
    take(stream, length);
    return status;
}
