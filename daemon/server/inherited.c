/* Sockets that were made before us and handed over. */
#include "server/inherited.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* SD_LISTEN_FDS_START of sd-daemon.h. */
enum { FIRST_FD = 3 };

/* A variable's number, not above `highest`; -1 when it is none. */
static long read_number(const char *text, long highest)
{
    size_t digits = strspn(text, "0123456789");
    long number = digits >= 1 && digits <= 9 && text[digits] == '\0' ? strtol(text, NULL, 10) : -1;

    return number > highest ? -1 : number;
}

static enum tip_inherited_kind kind_of(const char *name, size_t length)
{
    static const struct {
        const char *name;
        enum tip_inherited_kind kind;
    } kinds[] = {
        {"tls", TIP_INHERITED_TLS}, {"http", TIP_INHERITED_HTTP}, {"https", TIP_INHERITED_HTTPS}};

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strlen(kinds[i].name) == length && strncmp(kinds[i].name, name, length) == 0)
            return kinds[i].kind;
    return TIP_INHERITED_LINE;
}

static int option_of(int fd, int option)
{
    int value = -1;
    socklen_t size = sizeof value;

    return getsockopt(fd, SOL_SOCKET, option, &value, &size) == 0 ? value : -1;
}

static bool is_served_family(int family)
{
    return family == AF_UNIX || family == AF_INET || family == AF_INET6;
}

static tip_status take_socket(struct tip_inherited *inherited, int fd, enum tip_inherited_kind kind,
                              struct tip_error *error)
{
    if (option_of(fd, SO_ACCEPTCONN) != 1 || option_of(fd, SO_TYPE) != SOCK_STREAM ||
        !is_served_family(option_of(fd, SO_DOMAIN)))
        return tip_error_set(error, TIP_INVALID,
                             "LISTEN_FDS: descriptor %d is no listening stream socket of a Unix or "
                             "Internet address: a socket unit needs ListenStream= and Accept=no",
                             fd);
    if (fcntl(fd, F_SETFD, FD_CLOEXEC) != 0 ||
        fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK) != 0)
        return tip_error_errno(error, "LISTEN_FDS: cannot prepare descriptor %d", fd);
    inherited->sockets[inherited->count++] = (struct tip_inherited_socket){.fd = fd, .kind = kind};
    return TIP_OK;
}

static tip_status take_sockets(struct tip_inherited *inherited, const char *number,
                               const char *names, struct tip_error *error)
{
    long count = read_number(number, TIP_INHERITED_MOST);
    tip_status status = TIP_OK;

    if (count < 0)
        return tip_error_set(error, TIP_INVALID,
                             "LISTEN_FDS is “%s”: expected a whole number up to %d", number,
                             TIP_INHERITED_MOST);
    for (long i = 0; i < count && status == TIP_OK; i++) {
        size_t length = strcspn(names, ":");

        status = take_socket(inherited, FIRST_FD + (int)i, kind_of(names, length), error);
        names += length + (names[length] == ':');
    }
    return status;
}

tip_status tip_inherited_read(struct tip_inherited *inherited, struct tip_error *error)
{
    const char *pid = getenv("LISTEN_PID"), *number = getenv("LISTEN_FDS");
    const char *names = getenv("LISTEN_FDNAMES");
    tip_status status = TIP_OK;

    *inherited = (struct tip_inherited){0};
    /* Another's, which left them in our environment. */
    if (pid != NULL && number != NULL && read_number(pid, 999999999) == getpid())
        status = take_sockets(inherited, number, names == NULL ? "" : names, error);
    unsetenv("LISTEN_PID");
    unsetenv("LISTEN_FDS");
    unsetenv("LISTEN_FDNAMES");
    return status;
}

void tip_inherited_close(struct tip_inherited *inherited)
{
    for (size_t i = 0; i < inherited->count; i++)
        if (inherited->sockets[i].fd >= 0)
            close(inherited->sockets[i].fd);
    inherited->count = 0;
}
