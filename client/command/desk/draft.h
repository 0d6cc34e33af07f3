/* A file that takes the place of another one when it is whole.
 *
 * What is written stands beside its place, as PATH.new, and is renamed to it at the end: whoever
 * reads PATH sees what was there before or all that is new, also when the writer is killed. The
 * draft is locked for as long as it is open, so two writers of one place cannot be at work at once,
 * and a draft that a killed one left is taken over by the next. SIGINT, SIGTERM, SIGHUP and SIGPIPE
 * remove it before they end the process, unless the program ignores or handles them.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DRAFT_H
#define TIPSEARCH_DRAFT_H

#include <stdio.h>

#include "tipsearch.h"

struct draft {
    FILE *file; /* what is written; NULL: not open */
    char *path; /* owned, as the other one */
    char *draft_path;
};

/* The name that the draft for `path` has, for free(3). NULL: memory is short. */
char *draft_name(const char *path);

/* Opens an empty draft for `path`; where that is a symbolic link, for what it leads to. The file
 * will have the permissions of the one at `path`, if there is none those of `like`, if that is
 * NULL, too, what the umask leaves.
 *
 * INVALID: it cannot be made there. BUSY: another process has it. NO_MEMORY. */
enum tipsearch_code draft_open(struct draft *draft, const char *path, const char *like,
                               struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* Writes the draft to the disk, puts it in its place and closes it, in any case. INVALID: that
 * failed, and what was at the place before is still there. */
enum tipsearch_code draft_commit(struct draft *draft,
                                 struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* Removes a draft that is open; else does nothing. errno stays. */
void draft_drop(struct draft *draft);

#endif
