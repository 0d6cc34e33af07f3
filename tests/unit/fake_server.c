/* A server that says what a test tells it. */
#include "unit/fake_server.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { TAG_SIZE = 65 };

/* False when nobody listens any more. */
static bool send_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);

        if (sent <= 0)
            return false;
        bytes += sent;
        length -= (size_t)sent;
    }
    return true;
}

/* False at the end of the stream. */
static bool receive_line(int fd, char *line, size_t size)
{
    size_t length = 0;
    char byte;

    while (recv(fd, &byte, 1, 0) == 1) {
        if (byte == '\n') {
            line[length] = '\0';
            return true;
        }
        if (length < size - 1)
            line[length++] = byte;
    }
    return false;
}

static void drip(int fd, const struct fake_server *server)
{
    size_t at = 0;

    while (send_all(fd, server->reply + at, 1)) {
        at = (at + 1) % server->reply_length;
        poll(NULL, 0, 10);
    }
}

/* Takes the tag out of a request of either form. */
static void take_tag(char *request, char tag[static TAG_SIZE])
{
    static const char member[] = "{\"tag\":\"";
    size_t start = request[0] == '@' ? 1 : sizeof member - 1, length;
    char *rest;

    tag[0] = '\0';
    if (request[0] != '@' && strncmp(request, member, start) != 0)
        return;
    length = strcspn(request + start, " \"");
    cr_assert(length < TAG_SIZE);
    memcpy(tag, request + start, length);
    tag[length] = '\0';
    rest = request + start + length + (request[0] == '@' ? 1 : 2);
    if (request[0] == '{')
        *--rest = '{';
    memmove(request, rest, strlen(rest) + 1);
}

static bool send_in_steps(int fd, const char *bytes, size_t length,
                          const struct fake_server *server)
{
    size_t step = server->manner == FAKE_SPELLS ? 1 : length;
    bool is_sent = true;

    for (size_t at = 0; at < length && is_sent; at += step)
        is_sent = send_all(fd, bytes + at, step);
    return is_sent;
}

/* Sends the reply, under the tag if it is an object that has a member. False when nobody listens.
 */
static bool answer(int fd, const struct fake_server *server, const char *tag)
{
    bool is_later = server->later && strstr(server->request, "\"after\"");
    const char *reply = is_later ? server->later : server->reply;
    size_t length = is_later ? strlen(reply) : server->reply_length;
    bool is_tagged =
        tag[0] != '\0' && server->manner != FAKE_UNTAGS && strncmp(reply, "{\"", 2) == 0;
    char head[TAG_SIZE + 16];

    if (!is_tagged)
        return send_all(fd, reply, length);
    snprintf(head, sizeof head, "{\"tag\":\"%s\",", tag);
    return send_in_steps(fd, head, strlen(head), server) &&
           send_in_steps(fd, reply + 1, length - 1, server);
}

static void converse(int fd, struct fake_server *server)
{
    char tag[TAG_SIZE];
    unsigned lines = 0;

    if (server->manner == FAKE_SPEAKS)
        send_all(fd, server->reply, server->reply_length);
    while (receive_line(fd, server->request, sizeof server->request)) {
        server->requests++;
        take_tag(server->request, tag);
        if (server->manner == FAKE_MISTAGS && tag[0] != '\0')
            tag[strlen(tag) - 1]++; /* as long as the right one */
        if (lines++ == 0)
            snprintf(server->first, sizeof server->first, "%.500s", server->request);
        if (server->manner == FAKE_HANGS_UP && server->connections <= server->hang_ups)
            return;
        if (server->manner == FAKE_DRIPS)
            drip(fd, server);
        else if (!answer(fd, server, tag))
            return;
        while (server->manner == FAKE_FLOODS && send_all(fd, server->reply, server->reply_length))
            ;
        if (server->manner == FAKE_CLOSES || lines == server->lines_max)
            return;
    }
}

static void *serve(void *argument)
{
    struct fake_server *server = argument;
    int fd;

    while ((fd = accept(server->listener, NULL, NULL)) >= 0) {
        server->connections++;
        converse(fd, server);
        close(fd);
    }
    return NULL;
}

void fake_server_start(struct fake_server *server, enum fake_manner manner, const char *reply)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    memset(server, 0, sizeof *server);
    server->manner = manner;
    server->reply = reply;
    server->reply_length = strlen(reply);
    strcpy(server->folder, "/tmp/tipsearch-fake-XXXXXX");
    cr_assert_not_null(mkdtemp(server->folder));
    snprintf(address.sun_path, sizeof address.sun_path, "%s/socket", server->folder);
    snprintf(server->address, sizeof server->address, "unix:%s/socket", server->folder);
    server->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    cr_assert(server->listener >= 0);
    cr_assert_eq(bind(server->listener, (struct sockaddr *)&address, sizeof address), 0);
    cr_assert_eq(listen(server->listener, 4), 0);
    cr_assert_eq(pthread_create(&server->thread, NULL, serve, server), 0);
}

void fake_server_stop(struct fake_server *server)
{
    shutdown(server->listener, SHUT_RDWR); /* ends an accept(2) that nobody came to */
    pthread_join(server->thread, NULL);
    close(server->listener);
    unlink(server->address + strlen("unix:"));
    rmdir(server->folder);
}
