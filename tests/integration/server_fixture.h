/* A small index and a daemon on it, for the tests of the protocol and the server. */
#ifndef TIP_TEST_SERVER_FIXTURE_H
#define TIP_TEST_SERVER_FIXTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "harness/harness.h"

struct server_fixture {
    char *folder; /* removed at the end */
    char *source; /* folder/sample.md */
    char *index;  /* folder/index */
    struct tip_daemon daemon;
};

/* The index's report, of two sections. */
extern const char server_sample[];

/* Builds the index; starts no daemon. */
void server_fixture_build(struct server_fixture *fixture);

/* Builds, and starts a daemon with the lines of `config` (or NULL) as its [server] section. */
void server_fixture_start(struct server_fixture *fixture, const char *config);

/* Stops the daemon and removes all. */
void server_fixture_stop(struct server_fixture *fixture);

/* Indexes sample.md once more: the next generation. */
void server_fixture_rebuild(const struct server_fixture *fixture);

/* Sends `line` and asserts that the reply holds `part`. */
void server_expect(int fd, const char *line, const char *part);

/* Asserts that the next reply line holds `part`. */
void server_expect_reply(int fd, const char *part);

/* Asserts that the stream ends here. */
void server_expect_end(int fd);

/* The number behind "generation": of a reply. */
unsigned server_generation(const char *reply);

/* Asks `line` until the reply holds `part`, 20 s at most. */
void server_await_answer(const struct server_fixture *fixture, const char *line, const char *part);

/* Asks STATS until the reply holds `part`, 20 s at most. */
void server_await_stats(const struct server_fixture *fixture, const char *part);

/* Waits until the daemon's standard error holds `part`, 20 s at most. */
void server_await_log(const struct server_fixture *fixture, const char *part);

/* The daemon's resident memory in KiB. */
long server_memory(const struct server_fixture *fixture);

#endif
