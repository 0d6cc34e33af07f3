/* Which users of this machine may connect to the Unix sockets. */
#include "server/peers.h"

#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct tip_peers {
    uid_t own;
    size_t count;
    uid_t users[];
};

/* A number below (uid_t)-1, which stands for no user in the kernel's interfaces. */
static bool read_number(uid_t *user, const char *text)
{
    size_t digits = strspn(text, "0123456789");
    unsigned long long number;

    if (digits == 0 || digits > 10 || text[digits] != '\0')
        return false;
    number = strtoull(text, NULL, 10);
    *user = (uid_t)number;
    return number < (uid_t)-1;
}

static tip_status find_user(uid_t *user, const char *text, struct tip_error *error)
{
    const struct passwd *entry;

    if (read_number(user, text))
        return TIP_OK;
    errno = 0;
    entry = getpwnam(text);
    if (entry != NULL) {
        *user = entry->pw_uid;
        return TIP_OK;
    }
    /* getpwnam(3) lists what errno may be where there is no such user. */
    if (errno == EMFILE || errno == ENFILE || errno == EIO || errno == ENOMEM)
        return tip_error_errno(error, "socket_users: cannot look up the user %s", text);
    return tip_error_set(error, TIP_INVALID,
                         "socket_users: there is no user “%s”: give a name of /etc/passwd, or a "
                         "number",
                         text);
}

tip_status tip_peers_create(struct tip_peers **out, const char *const *users, size_t count,
                            struct tip_error *error)
{
    struct tip_peers *peers = malloc(sizeof *peers + count * sizeof peers->users[0]);
    tip_status status = TIP_OK;

    if (peers == NULL)
        return tip_error_memory(error, "looking up who may connect");
    peers->own = geteuid();
    peers->count = count;
    for (size_t i = 0; i < count && status == TIP_OK; i++)
        status = find_user(&peers->users[i], users[i], error);
    if (status != TIP_OK) {
        tip_peers_free(peers);
        return status;
    }
    *out = peers;
    return TIP_OK;
}

void tip_peers_free(struct tip_peers *peers)
{
    free(peers);
}

bool tip_peers_admit(const struct tip_peers *peers, uid_t user)
{
    if (peers == NULL || user == 0 || user == peers->own)
        return true;
    for (size_t i = 0; i < peers->count; i++)
        if (peers->users[i] == user)
            return true;
    return false;
}

bool tip_peer_user(int fd, uid_t *user)
{
    struct ucred peer;
    socklen_t size = sizeof peer;

    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return false;
    *user = peer.uid;
    return true;
}
