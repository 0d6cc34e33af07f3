/* The running daemon is in its sandbox, with all its threads, and goes on in it. */
#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "harness/program.h"
#include "server/sandbox.h"
#include "server_fixture.h"
#include "tls_fixture.h"

enum { END_LIMIT_MS = 20000, REPLACED = 4 };

#define PATTERN(id, query)                                                                         \
    "[" id "]\ntitle = A title\ngroup = A group\nsource = A source\nquery = " query "\n"

static struct server_fixture fixture;
static char *knowledge; /* its folder */

static void put(const char *folder, const char *name, const char *text)
{
    char *path = tip_test_path(folder, name);

    tip_test_write(path, text, strlen(text));
    free(path);
}

static void start_with(const char *further)
{
    static const char *const names[] = {"persons.tsv", "regions.tsv", "countries.tsv", "tiers.tsv",
                                        "synonyms.tsv"};
    char config[512];

    knowledge = tip_test_folder();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        put(knowledge, names[i], "");
    put(knowledge, "patterns.ini", PATTERN("debts", "\"debt bondage\""));
    snprintf(config, sizeof config, "workers = 3\nknowledge = %s\n%s", knowledge, further);
    server_fixture_start(&fixture, config);
}

static void start(void)
{
    start_with("");
}

static void stop(void)
{
    server_fixture_stop(&fixture);
    tip_test_folder_remove(knowledge);
}

TestSuite(daemon_sandbox, .init = start, .fini = stop, .timeout = 60);

static bool has_landlock(void)
{
    struct tip_sandbox sandbox;
    bool has;

    cr_assert_eq(tip_sandbox_begin(&sandbox, NULL), TIP_OK);
    has = sandbox.abi > 0;
    tip_sandbox_end(&sandbox);
    cr_assert(has || getenv("CI") == NULL, "this kernel has no Landlock");
    return has;
}

/* Calls `look` with the status of each of the daemon's threads, as the kernel writes it. */
static unsigned each_thread(void (*look)(const char *status))
{
    char folder[64], path[512];
    struct dirent *entry;
    unsigned count = 0;
    DIR *threads;

    snprintf(folder, sizeof folder, "/proc/%d/task", (int)fixture.daemon.pid);
    threads = opendir(folder);
    cr_assert_not_null(threads, "%s: %s", folder, strerror(errno));
    while ((entry = readdir(threads)) != NULL) {
        char *status;

        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s/status", folder, entry->d_name);
        status = tip_test_read(path, NULL);
        look(status);
        free(status);
        count++;
    }
    closedir(threads);
    return count;
}

static void expect_filter(const char *status)
{
    cr_assert_not_null(strstr(status, "\nSeccomp:\t2\n"), "%s", status);
    cr_assert_not_null(strstr(status, "\nNoNewPrivs:\t1\n"), "%s", status);
}

static void expect_no_filter(const char *status)
{
    cr_assert_not_null(strstr(status, "\nSeccomp:\t0\n"), "%s", status);
}

Test(daemon_sandbox, every_thread_is_under_the_filter)
{
    server_await_stats(&fixture, "\"passages\":2,");
    cr_assert_geq(each_thread(expect_filter), 4, "three workers and the loop");
}

static void start_outside(void)
{
    start_with("sandbox = no\n");
}

TestSuite(outside, .init = start_outside, .fini = stop, .timeout = 60);

Test(outside, no_turns_it_off)
{
    cr_assert_geq(each_thread(expect_no_filter), 4);
}

/* As editors do it. */
static void replace_patterns(const char *text)
{
    char *aside = tip_test_path(knowledge, "patterns.ini~");
    char *patterns = tip_test_path(knowledge, "patterns.ini");

    put(knowledge, "patterns.ini~", text);
    cr_assert_eq(rename(aside, patterns), 0);
    free(aside);
    free(patterns);
}

Test(daemon_sandbox, a_file_of_the_knowledge_that_was_replaced_is_read)
{
    server_await_answer(&fixture, "PATTERNS", "\"id\":\"debts\"");
    replace_patterns(PATTERN("ships", "fishing"));
    cr_assert_eq(kill(fixture.daemon.pid, SIGHUP), 0);
    server_await_answer(&fixture, "PATTERNS", "\"id\":\"ships\"");
}

/* Whoever can write to the knowledge cannot have other files read. */
Test(daemon_sandbox, a_link_out_of_the_knowledge_is_not_followed)
{
    char *patterns = tip_test_path(knowledge, "patterns.ini");
    char *elsewhere = tip_test_path(fixture.folder, "elsewhere.ini");

    if (has_landlock()) {
        put(fixture.folder, "elsewhere.ini", PATTERN("ships", "fishing"));
        cr_assert_eq(unlink(patterns), 0);
        cr_assert_eq(symlink(elsewhere, patterns), 0);
        cr_assert_eq(kill(fixture.daemon.pid, SIGHUP), 0);
        server_await_log(&fixture, "the knowledge stays as it was");
        server_await_answer(&fixture, "PATTERNS", "\"id\":\"debts\"");
    }
    free(patterns);
    free(elsewhere);
}

static void expect_no_warning(void)
{
    char *log = tip_test_read(fixture.daemon.error_file, NULL);

    cr_expect_null(strstr(log, "socket_beside_index"), "%s", log);
    free(log);
}

#define HINT "Permission denied; the sandbox allows the folder that was there at the start"

/* Another folder with the same files in the place of `folder`, which is kept aside. */
static void replace_folder(const char *folder)
{
    char command[1024];

    snprintf(command, sizeof command, "mv '%s' '%s.aside' && cp -r '%s.aside' '%s'", folder, folder,
             folder, folder);
    cr_assert_eq(system(command), 0);
}

Test(daemon_sandbox, a_folder_of_the_knowledge_that_was_replaced_asks_for_a_restart)
{
    char aside[512];

    if (!has_landlock())
        return;
    server_await_answer(&fixture, "PATTERNS", "\"id\":\"debts\"");
    replace_folder(knowledge);
    cr_assert_eq(kill(fixture.daemon.pid, SIGHUP), 0);
    server_await_log(&fixture, HINT);
    server_await_answer(&fixture, "PATTERNS", "\"id\":\"debts\"");
    snprintf(aside, sizeof aside, "%s.aside", knowledge);
    cr_assert_eq(tip_folder_remove(aside, NULL), TIP_OK);
}

/* Starts a daemon whose tokens and certificate are in a folder of their own. */
static char *start_with_secrets(struct server_fixture *other)
{
    char *secrets = tip_test_path(fixture.folder, "secrets");
    char certificate[512], key[512], tokens[512];

    snprintf(certificate, sizeof certificate, "%s/certificate.pem", secrets);
    snprintf(key, sizeof key, "%s/key.pem", secrets);
    snprintf(tokens, sizeof tokens, "%s/tokens", secrets);
    cr_assert_eq(mkdir(secrets, 0700), 0);
    tls_make_certificate(certificate, key, "name", -3600, 3600);
    tip_test_write(tokens, "", 0);
    other->index = fixture.index;
    tip_daemon_start(&other->daemon, other->index,
                     (const char *const[]){"--tls-certificate", certificate, "--tls-key", key,
                                           "--tokens", tokens, NULL});
    return secrets;
}

Test(daemon_sandbox, a_folder_of_secrets_that_was_replaced_asks_for_a_restart)
{
    struct server_fixture other = {0};
    char *secrets;

    if (!has_landlock())
        return;
    secrets = start_with_secrets(&other);
    replace_folder(secrets);
    cr_assert_eq(kill(other.daemon.pid, SIGHUP), 0);
    server_await_log(&other, "secrets/tokens: cannot open: " HINT);
    server_await_log(&other, "secrets/certificate.pem: " HINT);
    tip_daemon_stop(&other.daemon);
    free(secrets);
}

/* The folder of the socket, or one above it. */
Test(daemon_sandbox, a_socket_beside_the_index_is_warned_of)
{
    static const char *const names[] = {"socket", "index/socket"};
    char address[512];

    if (!has_landlock())
        return;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct server_fixture other = {.index = fixture.index};

        snprintf(address, sizeof address, "unix:%s/%s", fixture.folder, names[i]);
        tip_daemon_start(&other.daemon, other.index, (const char *const[]){"-l", address, NULL});
        server_await_log(&other, "event=socket_beside_index");
        tip_daemon_stop(&other.daemon);
    }
    expect_no_warning();
}

/* The new folder cannot be read, and what was removed must not be served any longer. */
Test(daemon_sandbox, it_ends_when_another_folder_takes_the_place_of_the_index)
{
    struct tip_error error = {0};
    int status = -1;

    if (!has_landlock())
        return;
    server_await_stats(&fixture, "\"passages\":2,");
    cr_assert_eq(tip_folder_remove(fixture.index, &error), TIP_OK, "%s", error.message);
    server_fixture_rebuild(&fixture);
    cr_assert(tip_program_wait(fixture.daemon.pid, END_LIMIT_MS, &status), "it goes on");
    cr_expect_eq(status, REPLACED);
    server_await_log(&fixture, "was replaced by another folder");
    cr_expect_neq(access(fixture.daemon.socket, F_OK), 0, "the socket is still there");
    fixture.daemon.pid = 0;
    free(fixture.daemon.socket);
    free(fixture.daemon.error_file);
    tip_test_folder_remove(fixture.daemon.folder);
}
