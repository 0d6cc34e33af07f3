/* Finds the server of an index of our own without waiting.
 *
 * SPDX-License-Identifier: MIT */
#include "command/mcp/finder.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command/failure.h"
#include "command/server.h"

/* What the child says, in one piece: pipe(7) keeps it whole. */
struct finding {
    struct tipsearch_error error;
    char address[256]; /* of a socket: sun_path has 108 bytes */
};

_Static_assert(sizeof(struct finding) <= PIPE_BUF, "a finding is written in one piece");

/* The child holds nothing that the client waits at, and what it starts takes signals as usual. */
static void stand_apart(void)
{
    int nothing = open("/dev/null", O_RDWR);
    sigset_t none;

    sigemptyset(&none);
    signal(SIGTERM, SIG_DFL);
    signal(SIGINT, SIG_DFL);
    signal(SIGPIPE, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    dup2(nothing, STDIN_FILENO);
    dup2(nothing, STDOUT_FILENO);
}

/* In the child: looks, says what it found, and ends. */
static void look(int answers, const struct options *options)
{
    struct finding finding = {0};
    char *address = NULL;

    stand_apart();
    if (server_find(&address, options, &finding.error) == TIPSEARCH_OK) {
        finding.error.code = TIPSEARCH_OK;
        snprintf(finding.address, sizeof finding.address, "%s", address);
    }
    _exit(write(answers, &finding, sizeof finding) == (ssize_t)sizeof finding ? 0 : 1);
}

enum tipsearch_code finder_begin(struct finder *finder, const struct options *options,
                                 struct tipsearch_error *error)
{
    int ends[2];

    *finder = (struct finder){.file = -1};
    if (pipe2(ends, O_CLOEXEC) < 0)
        return failure_set(error, TIPSEARCH_NO_SERVER, "the server cannot be looked for: %s",
                           strerror(errno));
    finder->child = fork();
    if (finder->child == 0)
        look(ends[1], options);
    close(ends[1]);
    if (finder->child > 0) {
        finder->file = ends[0];
        return TIPSEARCH_OK;
    }
    close(ends[0]);
    finder->child = 0;
    return failure_set(error, TIPSEARCH_NO_SERVER, "the server cannot be looked for: %s",
                       strerror(errno));
}

static void reap(struct finder *finder)
{
    if (finder->child > 0)
        waitpid(finder->child, NULL, 0);
    if (finder->file >= 0)
        close(finder->file);
    *finder = (struct finder){.file = -1};
}

enum tipsearch_code finder_take(struct finder *finder, char **address,
                                struct tipsearch_error *error)
{
    struct finding finding;
    ssize_t got = read(finder->file, &finding, sizeof finding);

    reap(finder);
    if (got != (ssize_t)sizeof finding)
        return failure_set(error, TIPSEARCH_NO_SERVER, "looking for the server was broken off");
    if (finding.error.code != TIPSEARCH_OK) {
        *error = finding.error;
        return error->code;
    }
    *address = strdup(finding.address);
    return *address ? TIPSEARCH_OK
                    : failure_set(error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
}

void finder_end(struct finder *finder)
{
    if (finder->child > 0)
        kill(finder->child, SIGTERM);
    reap(finder);
}
