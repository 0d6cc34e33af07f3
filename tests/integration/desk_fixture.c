#include "integration/desk_fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { AWAIT_LIMIT_MS = 20000, AWAIT_LOOK_MS = 10 };

void desk_fixture_start(struct desk_fixture *desk, const char *name, const char *text)
{
    char *source;

    *desk = (struct desk_fixture){.generation = 1};
    index_fixture_init(&desk->files);
    index_fixture_write(&desk->files, name, text);
    source = index_fixture_source(&desk->files, name);
    index_fixture_expect(&desk->files, 0, "build", source);
    free(source);
    tip_daemon_start(&desk->daemon, desk->files.index, NULL);
    snprintf(desk->address, sizeof desk->address, "unix:%s", desk->daemon.socket);
}

void desk_fixture_stop(struct desk_fixture *desk)
{
    tip_daemon_stop(&desk->daemon);
    index_fixture_free(&desk->files);
}

void desk_fixture_await(struct desk_fixture *desk, unsigned number)
{
    int fd = tip_daemon_connect(&desk->daemon);
    const struct timespec pause = {.tv_nsec = AWAIT_LOOK_MS * 1000000L};
    bool is_there = false;
    char part[40];

    desk->generation = number;
    snprintf(part, sizeof part, "\"generation\":%u,", number);
    for (int waited = 0; waited < AWAIT_LIMIT_MS && !is_there; waited += AWAIT_LOOK_MS) {
        char *reply = tip_ask(fd, "STATS");

        is_there = strstr(reply, part) != NULL;
        free(reply);
        if (!is_there)
            nanosleep(&pause, NULL);
    }
    close(fd);
    cr_assert(is_there, "generation %u never answered", number);
}

void desk_fixture_change(struct desk_fixture *desk, const char *command, const char *argument)
{
    index_fixture_expect(&desk->files, 0, command, argument);
    desk_fixture_await(desk, desk->generation + 1);
}

void desk_fixture_add(struct desk_fixture *desk, const char *name, const char *text)
{
    char *source;

    index_fixture_write(&desk->files, name, text);
    source = index_fixture_source(&desk->files, name);
    desk_fixture_change(desk, "update", source);
    free(source);
}
