/* What integration tests need: folders of their own, the real programs, a daemon on a real index.
 *
 * Everything here asserts through Criterion: a test that goes on has what it asked for. Programs
 * are found in $TIP_BIN, the source tree in $TIP_SOURCE (ctest sets both). */
#ifndef TIP_TEST_HARNESS_H
#define TIP_TEST_HARNESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* ---- folders and files ---- */

/* A new empty folder under the temporary one; static storage for one test process is enough. Freed
 * and removed by tip_test_folder_remove (call it from .fini or at the test's end). */
char *tip_test_folder(void);
void tip_test_folder_remove(char *folder);

/* "folder/name" for free(3). */
char *tip_test_path(const char *folder, const char *name);
void tip_test_write(const char *path, const void *bytes, size_t length);
char *tip_test_read(const char *path, size_t *length); /* for free(3), NUL-terminated */
/* Waits, twenty seconds at most, until a file is there that has something in it, or
 * (`may_be_empty`) at all; false when it does not come. */
bool tip_test_await_file(const char *path, bool may_be_empty);

/* The full report, or NULL (after saying that the test is skipped) when it is not there: tests that
 * need it return then. In CI (environment CI set) its absence fails the test. */
const char *tip_test_report(void);

/* ---- programs ---- */

struct tip_run {
    int status; /* exit status, or 128 + the signal that ended it */
    char *out;  /* standard output, NUL-terminated */
    size_t out_length;
    char *err;
    size_t err_length;
};

/* Runs $TIP_BIN/`arguments[0]` (or the program at that path) with the given arguments
 * (NULL-terminated array), `input` (or NULL) on standard input, until it ends (60 s at most, then
 * it is killed and the test fails). */
void tip_test_run(struct tip_run *run, const char *input, size_t input_length,
                  const char *const *arguments);
void tip_run_free(struct tip_run *run);

/* tip_test_run with its arguments in the call: TIP_RUN(&run, "tipindex", "check", "-i", folder) */
#define TIP_RUN(run, ...) tip_test_run(run, NULL, 0, (const char *const[]){__VA_ARGS__, NULL})

/* Starts one without waiting; output goes to /dev/null. */
pid_t tip_test_spawn(const char *const *arguments);

/* ---- a daemon ---- */

struct tip_daemon {
    pid_t pid;
    char *folder;     /* its own, with the socket and its standard error */
    char *socket;     /* path */
    char *error_file; /* what it wrote to standard error */
};

/* Starts tipsearchd -f on an index with a socket of its own and further arguments (NULL-terminated,
 * or NULL), and waits until it answers PING while watching that it lives. */
void tip_daemon_start(struct tip_daemon *daemon, const char *index, const char *const *arguments);
/* SIGTERM, waits, asserts exit status 0 and that no sanitizer spoke; removes its folder. */
void tip_daemon_stop(struct tip_daemon *daemon);

/* A connected socket with a receive time-out of 30 s. */
int tip_daemon_connect(const struct tip_daemon *daemon);
void tip_send(int fd, const void *bytes, size_t length);
/* The next reply line, for free(3), without its LF; NULL at the end of the stream. Reads ahead at
 * most what belongs to that line. */
char *tip_receive_line(int fd);
/* Sends `line` and LF, returns the reply, which must come. */
char *tip_ask(int fd, const char *line);

#endif
