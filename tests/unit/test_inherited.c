/* Sockets that were handed over: which are taken, and as what. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "server/inherited.h"

static int listen_tcp(int type)
{
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, type, 0);

    cr_assert_eq(bind(fd, (struct sockaddr *)&name, sizeof name), 0);
    if (type == SOCK_STREAM)
        cr_assert_eq(listen(fd, 1), 0);
    return fd;
}

/* What a process of its own, whose descriptors from 3 on are `fd`, makes of its environment: the
 * kinds, or the error. For free(3). */
static char *read_in_child(int fd, int count, const char *number, const char *names, bool is_ours)
{
    int result = memfd_create("result", 0), state;
    char own[16], *text = calloc(1, 1024);
    pid_t child = fork();

    cr_assert(result >= 0 && child >= 0 && text != NULL);
    if (child == 0) {
        struct tip_inherited inherited;
        struct tip_error error = {0};
        int from = fcntl(fd, F_DUPFD, 40), out = fcntl(result, F_DUPFD, 41);

        for (int i = 0; i < count; i++)
            dup2(from, 3 + i);
        snprintf(own, sizeof own, "%d", is_ours ? (int)getpid() : 1);
        setenv("LISTEN_PID", own, 1);
        setenv("LISTEN_FDS", number, 1);
        if (names != NULL)
            setenv("LISTEN_FDNAMES", names, 1);
        if (tip_inherited_read(&inherited, &error) != TIP_OK)
            dprintf(out, "%s", error.message);
        for (size_t i = 0; i < inherited.count; i++) {
            int at = inherited.sockets[i].fd;

            dprintf(out, "%d is %d%s%s ", at, (int)inherited.sockets[i].kind,
                    (fcntl(at, F_GETFD) & FD_CLOEXEC) != 0 ? "" : ", goes to children",
                    (fcntl(at, F_GETFL) & O_NONBLOCK) != 0 ? "" : ", blocks");
        }
        if (getenv("LISTEN_FDS") != NULL)
            dprintf(out, "a child would take them, too");
        tip_inherited_close(&inherited);
        _exit(0);
    }
    cr_assert_eq(waitpid(child, &state, 0), child);
    cr_assert_eq(state, 0);
    cr_assert_geq(pread(result, text, 1023, 0), 0);
    close(result);
    return text;
}

static void expect(const char *expected, int fd, int count, const char *number, const char *names)
{
    char *text = read_in_child(fd, count, number, names, true);

    cr_expect_eq(strncmp(text, expected, strlen(expected)), 0, "“%s” instead of “%s”", text,
                 expected);
    free(text);
}

Test(inherited, nothing_was_handed_over)
{
    struct tip_inherited inherited;
    struct tip_error error = {0};

    cr_expect_eq(tip_inherited_read(&inherited, &error), TIP_OK);
    cr_expect_eq(inherited.count, 0);
}

Test(inherited, what_is_spoken_is_told_by_the_name)
{
    expect("3 is 0 4 is 1 5 is 2 6 is 3 7 is 0 ", listen_tcp(SOCK_STREAM), 5, "5",
           "tipsearchd.socket:tls:http:https:httpx");
}

Test(inherited, without_names_all_are_of_the_line_protocol)
{
    expect("3 is 0 4 is 0 ", listen_tcp(SOCK_STREAM), 2, "2", NULL);
}

Test(inherited, another_processs_sockets_are_left_alone)
{
    char *text = read_in_child(listen_tcp(SOCK_STREAM), 1, "1", NULL, false);

    cr_expect_str_eq(text, "");
    free(text);
}

Test(inherited, what_is_no_number_is_refused)
{
    static const char *const refused[] = {"", "x", "-1", "1x", "17", "99999999999"};

    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        expect("LISTEN_FDS is “", listen_tcp(SOCK_STREAM), 1, refused[i], NULL);
}

Test(inherited, what_does_not_listen_is_refused)
{
    static const char message[] = "LISTEN_FDS: descriptor 3 is no listening stream socket";
    int pipes[2];

    cr_assert_eq(pipe(pipes), 0);
    expect(message, listen_tcp(SOCK_DGRAM), 1, "1", NULL);
    expect(message, socket(AF_INET, SOCK_STREAM, 0), 1, "1", NULL);
    expect(message, pipes[0], 1, "1", NULL);
}
