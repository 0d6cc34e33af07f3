/* Sockets that listen.
 *
 * Two servers that start at once for one path must not both replace the socket: whoever holds the
 * flock on PATH.lock owns it. The lock file is removed with the socket, by its holder only; so a
 * lock just taken counts only while its file is still the one at the path. */
#include "server/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { LOCK_PATH_SIZE = TIP_ADDRESS_PATH_SIZE + 8, BACKLOG = 512 };

static void lock_path(char *out, const struct tip_address *address)
{
    snprintf(out, LOCK_PATH_SIZE, "%s.lock", address->path);
}

static bool is_still_at(int fd, const char *path)
{
    struct stat of_fd, of_path;

    return fstat(fd, &of_fd) == 0 && stat(path, &of_path) == 0 && of_fd.st_dev == of_path.st_dev &&
           of_fd.st_ino == of_path.st_ino;
}

static tip_status take_lock(struct tip_listener *listener, struct tip_error *error)
{
    char path[LOCK_PATH_SIZE];

    lock_path(path, &listener->address);
    for (;;) {
        int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

        if (fd < 0)
            return tip_error_errno(error, "cannot make the lock %s", path);
        if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
            int reason = errno;

            close(fd);
            errno = reason;
            if (reason != EWOULDBLOCK)
                return tip_error_errno(error, "cannot lock %s", path);
            return tip_error_set(error, TIP_LOCKED, "already running: another server listens at %s",
                                 listener->address.path);
        }
        if (is_still_at(fd, path)) {
            listener->lock_fd = fd;
            return TIP_OK;
        }
        close(fd);
    }
}

static void release_lock(struct tip_listener *listener)
{
    char path[LOCK_PATH_SIZE];

    if (listener->lock_fd < 0)
        return;
    lock_path(path, &listener->address);
    unlink(path);
    close(listener->lock_fd);
    listener->lock_fd = -1;
}

static struct sockaddr_un socket_name(const struct tip_address *address)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};

    memcpy(name.sun_path, address->path, strlen(address->path) + 1);
    return name;
}

/* Makes way at the path: nothing there, or a socket that nobody answers, which is removed. */
static tip_status clear_path(const struct tip_address *address, struct tip_error *error)
{
    struct sockaddr_un name = socket_name(address);
    struct stat facts;
    int fd, answer;

    if (lstat(address->path, &facts) != 0)
        return errno == ENOENT ? TIP_OK
                               : tip_error_errno(error, "cannot look at %s", address->path);
    if (!S_ISSOCK(facts.st_mode))
        return tip_error_set(error, TIP_INVALID,
                             "%s is there and is no socket: remove it or choose another path",
                             address->path);
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return tip_error_errno(error, "cannot make a socket");
    answer = connect(fd, (struct sockaddr *)&name, sizeof name) == 0 ? 0 : errno;
    close(fd);
    if (answer != ECONNREFUSED)
        return tip_error_set(error, TIP_LOCKED, "already running: a server answers at %s",
                             address->path);
    if (unlink(address->path) != 0)
        return tip_error_errno(error, "cannot remove the stale socket %s", address->path);
    return TIP_OK;
}

static tip_status listen_unix(struct tip_listener *listener, mode_t mode, struct tip_error *error)
{
    struct sockaddr_un name = socket_name(&listener->address);
    mode_t mask;
    int bound;

    listener->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listener->fd < 0)
        return tip_error_errno(error, "cannot make a socket");
    /* Its mode from its first moment: there is only this thread as yet. */
    mask = umask(0777 & ~mode);
    bound = bind(listener->fd, (struct sockaddr *)&name, sizeof name);
    umask(mask);
    if (bound != 0)
        return tip_error_errno(error, "cannot make the socket %s", listener->address.path);
    if (listen(listener->fd, BACKLOG) != 0)
        return tip_error_errno(error, "cannot listen at %s", listener->address.path);
    snprintf(listener->text, sizeof listener->text, "unix:%s", listener->address.path);
    return TIP_OK;
}

static tip_status open_unix(struct tip_listener *listener, mode_t mode, struct tip_error *error)
{
    tip_status status = take_lock(listener, error);

    if (status != TIP_OK)
        return status;
    status = clear_path(&listener->address, error);
    if (status != TIP_OK) {
        release_lock(listener);
        return status;
    }
    status = listen_unix(listener, mode, error);
    if (status != TIP_OK)
        tip_listener_close(listener);
    return status;
}

static bool is_loopback(const struct sockaddr *name)
{
    if (name->sa_family == AF_INET) {
        const struct sockaddr_in *four = (const struct sockaddr_in *)(const void *)name;

        return ntohl(four->sin_addr.s_addr) >> 24 == 127;
    }
    if (name->sa_family == AF_INET6) {
        const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)(const void *)name;

        return IN6_IS_ADDR_LOOPBACK(&six->sin6_addr);
    }
    return false;
}

/* SCHEME:HOST:PORT; a host with colons stands in brackets. */
static void write_host(char text[TIP_ADDRESS_TEXT_SIZE], const struct tip_address *address,
                       const char *port)
{
    bool has_colon = strchr(address->host, ':') != NULL;

    snprintf(text, TIP_ADDRESS_TEXT_SIZE, has_colon ? "%s:[%s]:%s" : "%s:%s:%s",
             tip_address_scheme(address->kind), address->host, port);
}

/* Tells the port that was picked. */
static tip_status name_tcp(struct tip_listener *listener, struct tip_error *error)
{
    struct sockaddr_storage name;
    socklen_t size = sizeof name;
    char port[NI_MAXSERV];

    if (getsockname(listener->fd, (struct sockaddr *)&name, &size) != 0)
        return tip_error_errno(error, "cannot ask for the port of %s", listener->address.text);
    if (getnameinfo((struct sockaddr *)&name, size, NULL, 0, port, sizeof port, NI_NUMERICSERV) !=
        0)
        return tip_error_set(error, TIP_IO, "cannot ask for the port of %s",
                             listener->address.text);
    write_host(listener->text, &listener->address, port);
    return TIP_OK;
}

static tip_status bind_tcp(struct tip_listener *listener, const struct addrinfo *found,
                           struct tip_error *error)
{
    const struct tip_address *address = &listener->address;
    int yes = 1;

    listener->fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listener->fd < 0)
        return tip_error_errno(error, "cannot make a socket");
    (void)setsockopt(listener->fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener->fd, found->ai_addr, found->ai_addrlen) == 0 &&
        listen(listener->fd, BACKLOG) == 0)
        return name_tcp(listener, error);
    if (errno == EADDRINUSE)
        return tip_error_set(error, TIP_LOCKED, "already running: something listens at %s",
                             address->text);
    return tip_error_errno(error, "cannot listen at %s", address->text);
}

/* Whether every address of the host is this machine's own. */
static bool is_all_loopback(const struct addrinfo *found)
{
    for (const struct addrinfo *i = found; i != NULL; i = i->ai_next)
        if (!is_loopback(i->ai_addr))
            return false;
    return true;
}

/* Other machines are served when what goes over the wire is encrypted and who asks is known.
 * `found` is NULL where it is not known yet to what the host leads. */
static tip_status check_rules(const struct tip_address *address,
                              const struct tip_listener_rules *rules, const struct addrinfo *found,
                              struct tip_error *error)
{
    bool has_tls = address->kind == TIP_ADDRESS_TLS;
    const char *missing = has_tls             ? "tokens (--tokens)"
                          : rules->has_tokens ? "TLS (tls:, --tls-certificate and --tls-key)"
                                              : "TLS (tls:, --tls-certificate and --tls-key) and "
                                                "tokens (--tokens)";

    if (has_tls && !rules->has_certificate)
        return tip_error_set(error, TIP_INVALID,
                             "%s: TLS needs a certificate: give --tls-certificate and --tls-key",
                             address->text);
    if (rules->is_insecure || (has_tls && rules->has_tokens) || is_all_loopback(found))
        return TIP_OK;
    return tip_error_set(error, TIP_INVALID,
                         "%s: not a loopback address, and there is a lack of %s: give that, "
                         "listen at localhost, or say --insecure",
                         address->text, missing);
}

/* Only a number is taken: no name is looked up. */
tip_status tip_listener_check(const struct tip_address *address,
                              const struct tip_listener_rules *rules, struct tip_error *error)
{
    struct addrinfo wanted = {.ai_socktype = SOCK_STREAM,
                              .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV};
    struct addrinfo *found;
    tip_status status;

    if (address->kind == TIP_ADDRESS_UNIX)
        return TIP_OK;
    if (getaddrinfo(address->host, address->port, &wanted, &found) != 0)
        found = NULL;
    status = check_rules(address, rules, found, error);
    if (found != NULL)
        freeaddrinfo(found);
    return status;
}

static tip_status open_host(struct tip_listener *listener, const struct tip_listener_rules *rules,
                            struct tip_error *error)
{
    const struct tip_address *address = &listener->address;
    struct addrinfo wanted = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV | AI_PASSIVE};
    struct addrinfo *found;
    int answer = getaddrinfo(address->host, address->port, &wanted, &found);
    tip_status status;

    if (answer != 0)
        return tip_error_set(error, TIP_INVALID, "%s: %s", address->text, gai_strerror(answer));
    status = check_rules(address, rules, found, error);
    if (status == TIP_OK) {
        status = TIP_INVALID;
        for (const struct addrinfo *i = found; i != NULL && status != TIP_OK; i = i->ai_next) {
            status = bind_tcp(listener, i, error);
            if (status != TIP_OK)
                tip_listener_close(listener);
        }
    }
    freeaddrinfo(found);
    return status;
}

/* At the listener's address. */
static tip_status open_address(struct tip_listener *listener,
                               const struct tip_listener_rules *rules, struct tip_error *error)
{
    if (listener->address.kind == TIP_ADDRESS_UNIX)
        return open_unix(listener, rules->socket_mode, error);
    return open_host(listener, rules, error);
}

tip_status tip_listener_open(struct tip_listener *listener, const char *address,
                             const struct tip_listener_rules *rules, struct tip_error *error)
{
    tip_status status;

    *listener = (struct tip_listener){.fd = -1, .lock_fd = -1};
    status = tip_address_parse(&listener->address, address, error);
    return status == TIP_OK ? open_address(listener, rules, error) : status;
}

/* tcp:HOST:PORT is http://HOST:PORT, as people type it, tls:… https://…; unix:PATH http+unix:PATH.
 */
static void name_http(struct tip_listener *listener)
{
    char text[TIP_ADDRESS_TEXT_SIZE];
    const char *scheme = listener->address.kind == TIP_ADDRESS_UNIX  ? "http+unix:"
                         : listener->address.kind == TIP_ADDRESS_TLS ? "https://"
                                                                     : "http://";
    const char *place;

    strcpy(text, listener->text);
    place = strchr(text, ':') + 1;
    snprintf(listener->text, sizeof listener->text, "%s%.*s", scheme,
             (int)(sizeof listener->text - strlen(scheme) - 1), place);
}

tip_status tip_listener_open_http(struct tip_listener *listener, const char *address,
                                  const struct tip_listener_rules *rules,
                                  const struct tip_http_rules *http, struct tip_error *error)
{
    tip_status status;

    *listener = (struct tip_listener){.fd = -1, .lock_fd = -1};
    status = tip_address_parse_http(&listener->address, address, error);
    if (status == TIP_OK)
        status = open_address(listener, rules, error);
    if (status != TIP_OK)
        return status;
    listener->http = http;
    name_http(listener);
    return TIP_OK;
}

/* ---- sockets that were handed over ---- */

/* A Unix socket's path, or its abstract name behind @. */
static tip_status adopt_unix(struct tip_listener *listener, const struct sockaddr_un *name,
                             socklen_t size, struct tip_error *error)
{
    size_t length = size - offsetof(struct sockaddr_un, sun_path);
    bool is_abstract = length > 1 && name->sun_path[0] == '\0';
    size_t shown = strnlen(name->sun_path + is_abstract, length - is_abstract);

    if (listener->address.kind == TIP_ADDRESS_TLS)
        return tip_error_set(error, TIP_INVALID,
                             "descriptor %d is to speak TLS and is a Unix socket: TLS is for "
                             "Internet addresses",
                             listener->fd);
    listener->address.kind = TIP_ADDRESS_UNIX;
    snprintf(listener->address.path, sizeof listener->address.path, "%s%.*s",
             is_abstract ? "@" : "", (int)shown, name->sun_path + is_abstract);
    snprintf(listener->text, sizeof listener->text, "unix:%s", listener->address.path);
    return TIP_OK;
}

static tip_status adopt_host(struct tip_listener *listener, struct sockaddr *name, socklen_t size,
                             const struct tip_listener_rules *rules, struct tip_error *error)
{
    struct tip_address *address = &listener->address;
    struct addrinfo found = {.ai_addr = name, .ai_addrlen = size};
    tip_status status;

    if (getnameinfo(name, size, address->host, sizeof address->host, address->port,
                    sizeof address->port, NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return tip_error_set(error, TIP_IO, "cannot ask for the address of descriptor %d",
                             listener->fd);
    write_host(address->text, address, address->port);
    status = check_rules(address, rules, &found, error);
    return status == TIP_OK ? name_tcp(listener, error) : status;
}

tip_status tip_listener_adopt(struct tip_listener *listener, int fd, bool has_tls,
                              const struct tip_listener_rules *rules,
                              const struct tip_http_rules *http, struct tip_error *error)
{
    union {
        struct sockaddr any;
        struct sockaddr_un path;
        struct sockaddr_storage room;
    } name = {0};
    socklen_t size = sizeof name;
    tip_status status;

    *listener = (struct tip_listener){.fd = fd, .lock_fd = -1, .is_inherited = true, .http = http};
    listener->address.kind = has_tls ? TIP_ADDRESS_TLS : TIP_ADDRESS_TCP;
    if (getsockname(fd, &name.any, &size) != 0)
        status = tip_error_errno(error, "cannot ask for the address of descriptor %d", fd);
    else if (name.any.sa_family == AF_UNIX)
        status = adopt_unix(listener, &name.path, size, error);
    else
        status = adopt_host(listener, &name.any, size, rules, error);
    if (status == TIP_OK && http != NULL)
        name_http(listener);
    if (status != TIP_OK)
        tip_listener_close(listener);
    return status;
}

void tip_listener_close(struct tip_listener *listener)
{
    if (listener->fd >= 0) {
        if (listener->address.kind == TIP_ADDRESS_UNIX && !listener->is_inherited)
            unlink(listener->address.path);
        close(listener->fd);
        listener->fd = -1;
    }
    release_lock(listener);
}
