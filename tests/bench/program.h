/* The programs that a benchmark runs. They die with it. */
#ifndef BENCH_PROGRAM_H
#define BENCH_PROGRAM_H

#include <sys/types.h>

#include "base/status.h"

/* Starts `arguments[0]` (a path; the array ends in NULL); its standard output is thrown away. */
tip_status bench_program_start(pid_t *pid, const char *const *arguments,
                               struct tip_error *error) TIP_MUST_CHECK;

/* Files for what a program says, which are made anew; NULL: where this program's goes. */
struct bench_streams {
    const char *output, *errors;
};

/* The same with its standard output and errors in files. */
tip_status bench_program_start_into(pid_t *pid, const char *const *arguments,
                                    const struct bench_streams *streams,
                                    struct tip_error *error) TIP_MUST_CHECK;

/* Waits for its end; TIP_INVALID unless it exits with status 0. */
tip_status bench_program_wait(pid_t pid, const char *name, struct tip_error *error) TIP_MUST_CHECK;

/* TIP_INVALID, and the process is gone, if it has ended. */
tip_status bench_program_lives(pid_t pid, const char *name, struct tip_error *error) TIP_MUST_CHECK;

/* Asks it to end (SIGTERM) and waits; one that was never started (pid 0) does nothing. */
void bench_program_stop(pid_t pid);

#endif
