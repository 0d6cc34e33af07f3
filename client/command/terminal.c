/* Where the output goes: size, colours, the pager.
 *
 * SPDX-License-Identifier: MIT */
#include "command/terminal.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Lines of more than about 100 columns are hard to read; with no terminal, 80 is what mails and
 * memos take. */
enum { WIDTH_MOST = 100, WIDTH_LEAST = 20, WIDTH_UNKNOWN = 80 };

static int clamp_width(long columns)
{
    if (columns <= 0)
        return WIDTH_UNKNOWN;
    if (columns > WIDTH_MOST)
        return WIDTH_MOST;
    return columns < WIDTH_LEAST ? WIDTH_LEAST : (int)columns;
}

static bool is_set(const char *name)
{
    const char *value = getenv(name);

    return value && value[0];
}

static bool wants_color(enum color_when color, bool is_terminal)
{
    const char *kind = getenv("TERM");

    if (color != COLOR_AUTO)
        return color == COLOR_ALWAYS;
    if (!is_terminal || is_set("NO_COLOR")) /* no-color.org */
        return false;
    return kind && kind[0] && strcmp(kind, "dumb") != 0;
}

void terminal_look(struct terminal *terminal, enum color_when color)
{
    struct winsize size = {0};
    long columns = 0;

    *terminal = (struct terminal){.is_terminal = isatty(STDOUT_FILENO)};
    if (terminal->is_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) {
        columns = size.ws_col;
        terminal->rows = size.ws_row;
    }
    if (columns == 0 && is_set("COLUMNS"))
        columns = strtol(getenv("COLUMNS"), NULL, 10);
    terminal->width = clamp_width(columns);
    terminal->has_color = wants_color(color, terminal->is_terminal);
}

/* Whether a program of that name is in $PATH. */
static bool is_program(const char *name)
{
    const char *path = getenv("PATH");
    char file[4096];

    while (path && *path) {
        size_t length = strcspn(path, ":");

        if (snprintf(file, sizeof file, "%.*s/%s", (int)length, path, name) < (int)sizeof file &&
            access(file, X_OK) == 0)
            return true;
        path += length + (path[length] == ':');
    }
    return false;
}

/* The pager to use, or NULL when none is wanted. */
static const char *choose_pager(const struct terminal *terminal, const char *text)
{
    const char *pager = getenv("PAGER");
    int lines = 0;

    if (!terminal->is_terminal || terminal->rows == 0)
        return NULL;
    for (const char *end = text; (end = strchr(end, '\n')); end++)
        lines++;
    if (lines < terminal->rows)
        return NULL;
    if (!pager)
        return is_program("less") ? "less -FRX" : NULL;
    return pager[0] && strcmp(pager, "cat") != 0 ? pager : NULL;
}

static bool write_all(int fd, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, text, length);

        if (written < 0 && errno != EINTR)
            return false;
        if (written > 0) {
            text += written;
            length -= (size_t)written;
        }
    }
    return true;
}

/* The pager's process with its standard input in *input, or -1. */
static pid_t start_pager(const char *pager, int *input)
{
    int ends[2];
    pid_t pid;

    if (pipe(ends) < 0)
        return -1;
    pid = fork();
    if (pid == 0) {
        dup2(ends[0], STDIN_FILENO);
        close(ends[0]);
        close(ends[1]);
        setenv("LESS", "FRX", 0); /* a plain "less" must pass colours through, too */
        execl("/bin/sh", "sh", "-c", pager, (char *)NULL);
        _exit(127);
    }
    close(ends[0]);
    if (pid < 0)
        close(ends[1]);
    *input = ends[1];
    return pid;
}

/* False when the pager did not run. */
static bool show_in_pager(const char *pager, const char *text, size_t length)
{
    int input, status;
    pid_t pid = start_pager(pager, &input);

    if (pid < 0)
        return false;
    signal(SIGPIPE, SIG_IGN); /* who leaves the pager early has seen enough */
    signal(SIGINT, SIG_IGN);  /* the pager's to handle */
    write_all(input, text, length);
    close(input);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    signal(SIGINT, SIG_DFL);
    signal(SIGPIPE, SIG_DFL);
    return !WIFEXITED(status) || WEXITSTATUS(status) < 126;
}

bool terminal_show(const struct terminal *terminal, const char *text, size_t length)
{
    const char *pager = choose_pager(terminal, text);

    if (pager && show_in_pager(pager, text, length))
        return true;
    return write_all(STDOUT_FILENO, text, length);
}
