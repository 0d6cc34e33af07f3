/* Where a server is: what is written, and the socket addresses that it stands for.
 *
 * SPDX-License-Identifier: MIT */
#include "library/address.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/un.h>

#include "library/error.h"

static enum tipsearch_code read_unix(struct tipsearch_address *address, const char *path,
                                     struct tipsearch_error *error)
{
    struct sockaddr_un name;
    size_t length = strlen(path);

    if (length == 0 || length >= sizeof name.sun_path)
        return tipsearch_error_set(error, TIPSEARCH_INVALID,
                                   "unix:%s: the path of a socket has 1 to %zu bytes", path,
                                   sizeof name.sun_path - 1);
    memcpy(address->host, path, length + 1);
    return TIPSEARCH_OK;
}

/* Splits "HOST:PORT" or "[HOST]:PORT"; NULL when it is neither, else the port in `where`. */
static const char *split_host(const char *where, char host[static TIPSEARCH_HOST_SIZE])
{
    const char *colon = strrchr(where, ':');
    size_t length = colon ? (size_t)(colon - where) : 0;

    if (length == 0 || colon[1] == '\0')
        return NULL;
    if (where[0] == '[' && length > 2 && where[length - 1] == ']') {
        where++;
        length -= 2;
    } else if (memchr(where, ':', length)) {
        return NULL;
    }
    if (length >= TIPSEARCH_HOST_SIZE)
        return NULL;
    memcpy(host, where, length);
    host[length] = '\0';
    return colon + 1;
}

/* getaddrinfo(3) takes any number and keeps its low 16 bits: another server could answer. */
static bool is_port(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    long number = digits <= 5 ? strtol(text, NULL, 10) : 0;

    return text[digits] == '\0' && number >= 1 && number <= 65535;
}

static enum tipsearch_code read_host(struct tipsearch_address *address, const char *text,
                                     struct tipsearch_error *error)
{
    const char *port = split_host(text + strlen("tcp:"), address->host);

    if (!port)
        return tipsearch_error_set(error, TIPSEARCH_INVALID,
                                   "%s: write %.4sHOST:PORT or %.4s[IPV6]:PORT", text, text, text);
    if (!is_port(port))
        return tipsearch_error_set(error, TIPSEARCH_INVALID,
                                   "%s: a port is a number from 1 to 65535, not %s", text, port);
    memcpy(address->port, port, strlen(port) + 1);
    return TIPSEARCH_OK;
}

enum tipsearch_code tipsearch_address_read(struct tipsearch_address *address, const char *text,
                                           struct tipsearch_error *error)
{
    enum tipsearch_code code;

    *address = (struct tipsearch_address){.kind = TIPSEARCH_ADDRESS_UNIX};
    if (strncmp(text, "unix:", 5) == 0) {
        code = read_unix(address, text + 5, error);
    } else if (strncmp(text, "tcp:", 4) == 0 || strncmp(text, "tls:", 4) == 0) {
        address->kind = text[1] == 'c' ? TIPSEARCH_ADDRESS_TCP : TIPSEARCH_ADDRESS_TLS;
        code = read_host(address, text, error);
    } else {
        code = tipsearch_error_set(
            error, TIPSEARCH_INVALID,
            "%s is no address: write unix:PATH, tcp:HOST:PORT or tls:HOST:PORT", text);
    }
    if (code == TIPSEARCH_OK)
        memcpy(address->text, text, strlen(text) + 1);
    return code;
}

static void find_unix(struct tipsearch_candidates *candidates, const char *path)
{
    struct sockaddr_un *name = (struct sockaddr_un *)&candidates->items[0].name;

    *candidates = (struct tipsearch_candidates){.count = 1};
    name->sun_family = AF_UNIX;
    memcpy(name->sun_path, path, strlen(path) + 1);
    candidates->items[0].size = sizeof *name;
}

static void add_numbers(struct tipsearch_candidates *candidates, const struct addrinfo *found)
{
    for (; found && candidates->count < TIPSEARCH_CANDIDATES_MAX; found = found->ai_next) {
        struct tipsearch_candidate *item = &candidates->items[candidates->count];

        if (found->ai_addrlen > sizeof item->name)
            continue;
        memcpy(&item->name, found->ai_addr, found->ai_addrlen);
        item->size = found->ai_addrlen;
        candidates->count++;
    }
}

/* Adds what `host` stands for; getaddrinfo's result. */
static int look_up(struct tipsearch_candidates *candidates, const char *host, const char *port,
                   int flags)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV | flags};
    struct addrinfo *found;
    int failure = getaddrinfo(host, port, &hints, &found);

    if (failure)
        return failure;
    add_numbers(candidates, found);
    freeaddrinfo(found);
    return 0;
}

/* "localhost" is this machine (RFC 6761) and needs no resolver, which may be slow or lie. */
static int look_up_host(struct tipsearch_candidates *candidates,
                        const struct tipsearch_address *address)
{
    int failure;

    if (strcasecmp(address->host, "localhost") == 0) {
        failure = look_up(candidates, "127.0.0.1", address->port, AI_NUMERICHOST);
        return failure ? failure : look_up(candidates, "::1", address->port, AI_NUMERICHOST);
    }
    failure = look_up(candidates, address->host, address->port, AI_NUMERICHOST);
    return failure == EAI_NONAME ? look_up(candidates, address->host, address->port, 0) : failure;
}

enum tipsearch_code tipsearch_address_find(const struct tipsearch_address *address,
                                           struct tipsearch_candidates *candidates,
                                           struct tipsearch_error *error)
{
    int failure;

    if (address->kind == TIPSEARCH_ADDRESS_UNIX) {
        find_unix(candidates, address->host);
        return TIPSEARCH_OK;
    }
    *candidates = (struct tipsearch_candidates){0};
    failure = look_up_host(candidates, address);
    if (failure)
        return tipsearch_error_set(error, TIPSEARCH_NO_SERVER, "%s: %s", address->text,
                                   gai_strerror(failure));
    if (candidates->count == 0)
        return tipsearch_error_set(error, TIPSEARCH_NO_SERVER, "%s: the host has no address",
                                   address->text);
    return TIPSEARCH_OK;
}

static bool is_local(const struct sockaddr_storage *name)
{
    const struct sockaddr_in *four = (const struct sockaddr_in *)name;
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)name;

    if (name->ss_family == AF_INET)
        return ntohl(four->sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
    return name->ss_family == AF_UNIX ||
           (name->ss_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&six->sin6_addr));
}

bool tipsearch_candidates_are_local(const struct tipsearch_candidates *candidates)
{
    for (size_t i = 0; i < candidates->count; i++)
        if (!is_local(&candidates->items[i].name))
            return false;
    return true;
}

bool tipsearch_host_is_number(const char *host)
{
    unsigned char number[sizeof(struct in6_addr)];

    return inet_pton(AF_INET, host, number) == 1 || inet_pton(AF_INET6, host, number) == 1;
}
