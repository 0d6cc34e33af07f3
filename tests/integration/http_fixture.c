/* A daemon that speaks HTTP, and a client for tests. */
#include "http_fixture.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { ARGUMENTS_MOST = 32, RECEIVE_LIMIT_S = 30, HEAD_LIMIT = 64 * 1024 };

static const char listening[] = "http://127.0.0.1:";

void http_start(struct server_fixture *fixture, const char *const *arguments)
{
    const char *all[ARGUMENTS_MOST] = {"--http", "127.0.0.1:0"};
    size_t count = 2;

    for (; arguments != NULL && *arguments != NULL; arguments++) {
        cr_assert_lt(count, ARGUMENTS_MOST - 1);
        all[count++] = *arguments;
    }
    server_fixture_build(fixture);
    tip_daemon_start(&fixture->daemon, fixture->index, all);
    server_await_log(fixture, listening);
}

char *http_address(const struct server_fixture *fixture)
{
    char *log = tip_test_read(fixture->daemon.error_file, NULL);
    const char *start = strstr(log, listening);
    char *address;

    cr_assert_not_null(start);
    address = strndup(start, strlen(listening) + strspn(start + strlen(listening), "0123456789"));
    free(log);
    return address;
}

int http_connect(const struct server_fixture *fixture)
{
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    struct timeval limit = {.tv_sec = RECEIVE_LIMIT_S};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    char *log = tip_test_read(fixture->daemon.error_file, NULL);
    const char *port = strstr(log, listening);

    cr_assert_not_null(port);
    name.sin_port = htons((uint16_t)strtoul(port + strlen(listening), NULL, 10));
    free(log);
    cr_assert_eq(connect(fd, (struct sockaddr *)&name, sizeof name), 0, "%s", strerror(errno));
    cr_assert_eq(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit), 0);
    return fd;
}

/* One byte more; false at the end of the stream. */
static bool receive_byte(int fd, char *byte)
{
    ssize_t got = recv(fd, byte, 1, 0);

    cr_assert(got >= 0 || errno == ECONNRESET, "no reply in time: %s", strerror(errno));
    return got > 0;
}

/* Reads up to the empty line; false when the stream ends before. */
static bool receive_head(int fd, struct http_answer *answer)
{
    size_t length = 0;

    answer->head = calloc(1, HEAD_LIMIT);
    while (length < HEAD_LIMIT - 1 && receive_byte(fd, answer->head + length)) {
        length++;
        if (length >= 4 && memcmp(answer->head + length - 4, "\r\n\r\n", 4) == 0)
            return true;
    }
    return false;
}

void http_receive(int fd, struct http_answer *answer, bool is_head)
{
    const char *length;
    size_t have = 0;

    *answer = (struct http_answer){0};
    if (!receive_head(fd, answer)) {
        cr_assert_eq(answer->head[0], '\0', "half a head: %s", answer->head);
        answer->body = calloc(1, 1);
        return;
    }
    cr_assert_eq(strncmp(answer->head, "HTTP/1.", 7), 0, "%s", answer->head);
    answer->status = (unsigned)strtoul(answer->head + 9, NULL, 10);
    length = http_field(answer, "content-length");
    answer->body_length = length == NULL || is_head ? 0 : strtoul(length, NULL, 10);
    answer->body = calloc(1, answer->body_length + 1);
    while (have < answer->body_length) {
        ssize_t got = recv(fd, answer->body + have, answer->body_length - have, 0);

        cr_assert_gt(got, 0, "the body ends after %zu of %zu bytes", have, answer->body_length);
        have += (size_t)got;
    }
}

void http_answer_free(struct http_answer *answer)
{
    free(answer->head);
    free(answer->body);
    *answer = (struct http_answer){0};
}

void http_ask(const struct server_fixture *fixture, const char *request, struct http_answer *answer)
{
    int fd = http_connect(fixture);

    tip_send(fd, request, strlen(request));
    http_receive(fd, answer, strncmp(request, "HEAD ", 5) == 0);
    close(fd);
}

void http_request(const struct server_fixture *fixture, const char *method, const char *target,
                  const char *fields, const char *body, struct http_answer *answer)
{
    char *text;
    int length;

    if (body == NULL)
        length =
            asprintf(&text, "%s %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n", method, target, fields);
    else
        length =
            asprintf(&text, "%s %s HTTP/1.1\r\nHost: localhost\r\n%sContent-Length: %zu\r\n\r\n%s",
                     method, target, fields, strlen(body), body);
    cr_assert_gt(length, 0);
    http_ask(fixture, text, answer);
    free(text);
}

const char *http_field(const struct http_answer *answer, const char *name)
{
    static char value[4096];
    size_t length = strlen(name);

    for (const char *line = strstr(answer->head, "\r\n"); line != NULL;
         line = strstr(line + 2, "\r\n")) {
        if (strncasecmp(line + 2, name, length) != 0 || line[2 + length] != ':')
            continue;
        line += 2 + length + 1;
        line += strspn(line, " ");
        snprintf(value, sizeof value, "%.*s", (int)strcspn(line, "\r"), line);
        return value;
    }
    return NULL;
}

bool http_has_ended(int fd)
{
    char byte;

    return !receive_byte(fd, &byte);
}
