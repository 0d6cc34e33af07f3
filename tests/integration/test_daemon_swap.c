/* New generations under a running server: none is missed, no query fails, a damaged one is refused.
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "server_fixture.h"

enum { CLIENTS = 4, BUILDS = 6, PIPELINED = 8 };

static struct server_fixture fixture;

static void start(void)
{
    server_fixture_start(&fixture, "workers = 3\n");
}

static void stop(void)
{
    server_fixture_stop(&fixture);
}

TestSuite(swap, .init = start, .fini = stop, .timeout = 60);

/* ---- under load ---- */

struct client {
    int fd;
    unsigned generation; /* the highest it has seen */
};

static void query(struct client *client)
{
    static const char line[] = "SEARCH \"debt bondage\"\n";

    for (int i = 0; i < PIPELINED; i++)
        tip_send(client->fd, line, sizeof line - 1);
    for (int i = 0; i < PIPELINED; i++) {
        char *reply = tip_receive_line(client->fd);
        unsigned generation;

        cr_assert_not_null(reply, "the stream ended");
        cr_assert_null(strstr(reply, "\"error\""), "%s", reply);
        cr_assert_null(strstr(reply, "\"total\":0,"), "%s", reply);
        generation = server_generation(reply);
        cr_assert_geq(generation, client->generation, "the generation went back");
        client->generation = generation;
        free(reply);
    }
}

static bool has_ended(pid_t pid)
{
    int status;
    pid_t ended = waitpid(pid, &status, WNOHANG);

    cr_assert_geq(ended, 0, "%s", strerror(errno));
    cr_assert(ended == 0 || (WIFEXITED(status) && WEXITSTATUS(status) == 0), "tipindex: status %x",
              (unsigned)status);
    return ended == pid;
}

/* Adds a paragraph, so that an update finds a change. */
static void change_source(int number)
{
    FILE *file = fopen(fixture.source, "a");

    cr_assert_not_null(file);
    fprintf(file, "\n## Addition %d\n\nWorkers in debt bondage were freed, %d of them.\n", number,
            number);
    cr_assert_eq(fclose(file), 0);
}

Test(swap, queries_go_on_while_generations_follow_each_other)
{
    struct client clients[CLIENTS] = {0};

    for (int i = 0; i < CLIENTS; i++)
        clients[i].fd = tip_daemon_connect(&fixture.daemon);
    for (int build = 0; build < BUILDS; build++) {
        const char *command = build % 2 == 0 ? "update" : "build";
        pid_t pid;

        change_source(build);
        pid = tip_test_spawn(
            (const char *const[]){"tipindex", command, "-i", fixture.index, fixture.source, NULL});
        while (!has_ended(pid))
            for (int i = 0; i < CLIENTS; i++)
                query(&clients[i]);
    }
    server_await_stats(&fixture, "\"generation\":7,");
    for (int i = 0; i < CLIENTS; i++) {
        query(&clients[i]);
        cr_assert_eq(clients[i].generation, BUILDS + 1);
        close(clients[i].fd);
    }
}

Test(swap, a_generation_that_is_left_closes)
{
    char *first = tip_test_path(fixture.index, "generation-000001");

    for (unsigned generation = 2; generation <= 4; generation++) {
        char part[32];

        server_fixture_rebuild(&fixture);
        snprintf(part, sizeof part, "\"generation\":%u,", generation);
        server_await_stats(&fixture, part);
    }
    /* A builder removes an old generation only when no reader holds it. */
    cr_assert_neq(access(first, F_OK), 0, "generation 1 is still there");
    free(first);
}

Test(swap, a_lower_number_beside_the_one_in_service_is_refused)
{
    static const char first[] = "generation-000001\n";
    char *current = tip_test_path(fixture.index, "CURRENT");
    int fd = tip_daemon_connect(&fixture.daemon);

    server_fixture_rebuild(&fixture);
    server_await_stats(&fixture, "\"generation\":2,");
    tip_test_write(current, first, sizeof first - 1);
    server_await_stats(&fixture, "\"damage\":\"");
    server_expect(fd, "SEARCH scam", "\"index\":{\"generation\":2,");
    close(fd);
    free(current);
}

/* ---- one that is gone ---- */

static void expect_once(const char *part)
{
    char *log = tip_test_read(fixture.daemon.error_file, NULL);
    const char *first = strstr(log, part);

    cr_assert_not_null(first, "%s", log);
    cr_expect_null(strstr(first + 1, part), "%s", log);
    free(log);
}

static bool says_damage(int fd)
{
    char *reply = tip_ask(fd, "STATS");
    bool does = strstr(reply, "\"damage\"") != NULL;

    free(reply);
    return does;
}

Test(swap, an_index_that_is_moved_away_is_told_once_and_its_return_is_noticed)
{
    char *aside = tip_test_path(fixture.folder, "aside");
    int fd = tip_daemon_connect(&fixture.daemon);

    cr_expect_not(says_damage(fd));
    cr_assert_eq(rename(fixture.index, aside), 0);
    server_await_stats(&fixture, "\"damage\":\"");
    server_await_log(&fixture, "event=index_missing");
    server_expect(fd, "STATS", "CURRENT: No such file or directory: the index was removed");
    server_expect(fd, "SEARCH scam", "\"total\":1,");
    cr_assert_eq(kill(fixture.daemon.pid, SIGHUP), 0); /* looks once more */
    server_await_log(&fixture, "event=knowledge_loaded");
    cr_assert_eq(rename(aside, fixture.index), 0);
    server_await_log(&fixture, "event=index_back");
    for (int waited = 0; says_damage(fd) && waited < 20000; waited += 20)
        poll(NULL, 0, 20);
    cr_expect_not(says_damage(fd));
    expect_once("event=index_missing");
    close(fd);
    free(aside);
}

/* ---- a damaged one ---- */

/* Flips a bit in the middle of a file of generation 2. */
static void flip_bit(const char *name)
{
    char *path = tip_test_path(fixture.index, name);
    size_t length;
    char *bytes = tip_test_read(path, &length);

    cr_assert_gt(length, 0);
    bytes[length / 2] = (char)(bytes[length / 2] ^ 1);
    tip_test_write(path, bytes, length);
    free(bytes);
    free(path);
}

static void rename_in(const char *from_folder, const char *from, const char *to_folder,
                      const char *to)
{
    char *old = tip_test_path(from_folder, from), *new = tip_test_path(to_folder, to);

    cr_assert_eq(rename(old, new), 0, "%s: %s", old, strerror(errno));
    free(old);
    free(new);
}

/* Puts a generation 2 beside the one in service, whose CURRENT does not name it yet. */
static void add_second_generation(void)
{
    struct server_fixture aside = fixture;

    aside.index = tip_test_path(fixture.folder, "aside");
    server_fixture_rebuild(&aside);
    server_fixture_rebuild(&aside);
    rename_in(aside.index, "generation-000002", fixture.index, "generation-000002");
    rename_in(aside.index, "CURRENT", fixture.index, "CURRENT.aside");
    free(aside.index);
}

Test(swap, a_damaged_generation_is_refused_by_name_and_hang_up_tries_it_again)
{
    int fd = tip_daemon_connect(&fixture.daemon);
    char *reply;

    add_second_generation();
    flip_bit("generation-000002/tokens");
    rename_in(fixture.index, "CURRENT.aside", fixture.index, "CURRENT");
    server_await_stats(&fixture, "\"damage\":\"");
    reply = tip_ask(fd, "STATS");
    cr_assert_not_null(strstr(reply, "generation-000002/tokens"), "%s", reply);
    cr_assert_eq(server_generation(reply), 1);
    free(reply);
    server_expect(fd, "SEARCH scam", "\"index\":{\"generation\":1,");
    server_await_log(&fixture, "generation-000002/tokens");

    flip_bit("generation-000002/tokens");
    cr_assert_eq(kill(fixture.daemon.pid, SIGHUP), 0);
    server_await_stats(&fixture, "\"generation\":2,");
    server_expect(fd, "SEARCH scam", "\"index\":{\"generation\":2,");
    reply = tip_ask(fd, "STATS");
    cr_assert_null(strstr(reply, "\"damage\""), "%s", reply);
    free(reply);
    close(fd);
}

Test(swap, a_current_that_names_nothing_leaves_the_old_one_in_service)
{
    static const char nonsense[] = "generation-000099\n";
    char *current = tip_test_path(fixture.index, "CURRENT");
    int fd = tip_daemon_connect(&fixture.daemon);

    tip_test_write(current, nonsense, sizeof nonsense - 1);
    server_await_stats(&fixture, "\"damage\":\"");
    server_expect(fd, "SEARCH scam", "\"index\":{\"generation\":1,");
    cr_assert_eq(unlink(current), 0);
    server_expect(fd, "SEARCH scam", "\"index\":{\"generation\":1,");
    close(fd);
    free(current);
}

/* ---- another folder in its place ---- */

/* The sandbox holds the folder that there was: without it. */
static void start_outside(void)
{
    server_fixture_start(&fixture, "workers = 3\nsandbox = no\n");
}

TestSuite(swap_folder, .init = start_outside, .fini = stop, .timeout = 60);

Test(swap_folder, an_index_that_was_removed_and_built_anew_is_served)
{
    struct tip_error error = {0};

    server_await_stats(&fixture, "\"passages\":2,");
    cr_assert_eq(tip_folder_remove(fixture.index, &error), TIP_OK, "%s", error.message);
    change_source(1);
    server_fixture_rebuild(&fixture);
    server_await_stats(&fixture, "\"generation\":1,\"passages\":3,");
}

/* Its numbers have begun again: a lower one is no step back, and what was removed is gone. */
Test(swap_folder, an_index_that_was_built_anew_is_served_whatever_its_number)
{
    struct tip_error error = {0};
    int fd = tip_daemon_connect(&fixture.daemon);
    char *reply;

    server_fixture_rebuild(&fixture);
    server_fixture_rebuild(&fixture);
    server_await_stats(&fixture, "\"generation\":3,\"passages\":2,");
    cr_assert_eq(tip_folder_remove(fixture.index, &error), TIP_OK, "%s", error.message);
    change_source(1);
    server_fixture_rebuild(&fixture);
    server_await_stats(&fixture, "\"generation\":1,\"passages\":3,");
    server_await_log(&fixture, "serving generation 1 (3 passages)");
    server_await_log(&fixture, "which was removed and built anew");
    reply = tip_ask(fd, "STATS");
    cr_assert_null(strstr(reply, "\"damage\""), "%s", reply);
    free(reply);
    close(fd);
}
