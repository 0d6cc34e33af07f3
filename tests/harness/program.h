/* Starting a program with its three streams, and waiting for it with a limit. */
#ifndef TIP_TEST_PROGRAM_H
#define TIP_TEST_PROGRAM_H

#include <stdbool.h>
#include <sys/types.h>

/* Starts $TIP_BIN/`arguments[0]`, or the program at that path, with these descriptors as its
 * streams. It is killed when the test's process ends, however that ends. */
pid_t tip_program_start(const char *const *arguments, int in, int out, int err);

/* Waits at most `limit_ms` for the child to end. True when it did: *status is then its exit status,
 * or 128 + the signal that ended it. */
bool tip_program_wait(pid_t pid, int limit_ms, int *status);

#endif
