/* Which users may connect to the Unix sockets. */
#include <criterion/criterion.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/peers.h"

TestSuite(peers, .timeout = 20);

Test(peers, who_is_named_may_and_the_own_user_and_root)
{
    static const char *const users[] = {"4321", "root", "1234567"};
    struct tip_peers *peers;
    struct tip_error error;

    cr_assert_eq(tip_peers_create(&peers, users, 3, &error), TIP_OK, "%s", error.message);
    cr_expect(tip_peers_admit(peers, 4321));
    cr_expect(tip_peers_admit(peers, 1234567));
    cr_expect(tip_peers_admit(peers, 0));
    cr_expect(tip_peers_admit(peers, geteuid()));
    cr_expect_not(tip_peers_admit(peers, 4322));
    cr_expect_not(tip_peers_admit(peers, (uid_t)-1));
    tip_peers_free(peers);
}

Test(peers, without_a_list_everybody_may)
{
    cr_expect(tip_peers_admit(NULL, 4321));
    tip_peers_free(NULL);
}

Test(peers, a_user_that_there_is_not_is_named)
{
    static const char *const users[] = {"",   "no such user", "-1",
                                        "4x", "4294967295",   "18446744073709551617"};

    for (size_t i = 0; i < sizeof users / sizeof users[0]; i++) {
        struct tip_peers *peers;
        struct tip_error error = {0};

        cr_expect_eq(tip_peers_create(&peers, &users[i], 1, &error), TIP_INVALID, "%s", users[i]);
        cr_expect_not_null(strstr(error.message, "socket_users: there is no user “"), "%s",
                           error.message);
        cr_expect_not_null(strstr(error.message, users[i]), "%s", error.message);
    }
}

Test(peers, the_kernel_says_who_connected)
{
    int ends[2], pipe_ends[2];
    uid_t user = (uid_t)-1;

    cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    cr_assert_eq(pipe(pipe_ends), 0);
    cr_expect(tip_peer_user(ends[0], &user));
    cr_expect_eq(user, geteuid());
    cr_expect_not(tip_peer_user(pipe_ends[0], &user), "a pipe has no user");
    for (int i = 0; i < 2; i++) {
        close(ends[i]);
        close(pipe_ends[i]);
    }
}
