/* Programs that are killed at a chosen point.
 *
 * A program is traced, and killed with SIGKILL before its n-th system call that changes a file:
 * what lies on the disk differs only between those, so the points cover the whole run, and the same
 * ones each time. */
#ifndef TIP_TEST_TRACED_H
#define TIP_TEST_TRACED_H

enum { TRACED_KILLED = -1 };

/* Runs $TIP_BIN/`arguments[0]` with the given arguments (NULL-terminated) and kills it before the
 * `point`-th call (from 1) that changes a file. Standard output is appended to the file `output`,
 * and what is written there counts; NULL: it goes nowhere. *status is the exit status of one that
 * ended by itself, else TRACED_KILLED. Returns how many such calls it came to, or -1 where tracing
 * is not allowed. LeakSanitizer must be off: it traces, too. */
int traced_run(const char *const *arguments, const char *output, int point, int *status);

#endif
