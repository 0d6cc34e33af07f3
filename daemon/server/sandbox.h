/* What the process gives up once it serves, so that whoever gets to run code in it gains little.
 *
 * Landlock (Linux 5.13 and later) names the files that may still be opened; a seccomp filter names
 * the calls that may still be made. Neither can be undone, and every thread that is started
 * afterwards has both. What a refused call meets stands in sandbox_calls.c, call by call.
 *
 * What Landlock leaves alone: facts about files (stat(2), readlink(2)) and descriptors that are
 * open already. */
#ifndef TIP_SANDBOX_H
#define TIP_SANDBOX_H

#include <stdbool.h>

#include "base/status.h"

struct tip_sandbox {
    int ruleset; /* of Landlock; -1 where the kernel has none */
    int abi;     /* of Landlock; 0 where the kernel has none */
};

/* Begins with no file allowed. Where the kernel lacks Landlock, or it is turned off, all that
 * concerns files does nothing. TIP_IO. */
tip_status tip_sandbox_begin(struct tip_sandbox *sandbox, struct tip_error *error) TIP_MUST_CHECK;

/* A folder whose files, and those of its folders, may be read; what is put into it later, too. But
 * not a folder that takes its place. TIP_NOT_FOUND, TIP_IO. */
tip_status tip_sandbox_may_read(struct tip_sandbox *sandbox, const char *folder,
                                struct tip_error *error) TIP_MUST_CHECK;

/* A file that may be read again after it was replaced, as editors do it, by rename(2): its whole
 * folder, and that of the file to which a symbolic link leads. TIP_NOT_FOUND, TIP_IO. */
tip_status tip_sandbox_may_reread(struct tip_sandbox *sandbox, const char *file,
                                  struct tip_error *error) TIP_MUST_CHECK;

/* A file that may be removed: any in its folder, as Landlock can say no less. TIP_NOT_FOUND,
 * TIP_IO.
 */
tip_status tip_sandbox_may_remove(struct tip_sandbox *sandbox, const char *file,
                                  struct tip_error *error) TIP_MUST_CHECK;

/* Shuts the door. The threads that are to have Landlock's rules must not have been started; the
 * filter of calls holds for those that were, too. *has_calls tells whether the kernel could filter
 * calls. TIP_IO. */
tip_status tip_sandbox_enter(struct tip_sandbox *sandbox, bool *has_calls,
                             struct tip_error *error) TIP_MUST_CHECK;

/* Releases what tip_sandbox_begin took; the rules stay in force. */
void tip_sandbox_end(struct tip_sandbox *sandbox);

/* The filter of calls alone; sandbox_calls.c. TIP_UNSUPPORTED where the kernel has none, TIP_IO. */
tip_status tip_sandbox_limit_calls(struct tip_error *error) TIP_MUST_CHECK;

#endif
