/* Where results go: standard output, or the file of -o, which is whole or as it was.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_OUTPUT_H
#define TIPSEARCH_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "command/options.h"

/* Standard output (also for -o -), or what will take the place of -o's file when it is closed; what
 * is there and no plain file, such as a terminal or pipe, is written as it is. Of a process one at
 * a time. NULL, with errno, when it cannot be made. */
FILE *output_open(const struct options *options);

/* Whether writing -o's file would change the file at `path` ("-": standard input): it is the same
 * one, by another name or link, too, or would be under that name, or the other one's draft. */
bool output_touches(const struct options *options, const char *path);

/* Whether `out` is to take the place of -o's file, which is as it was until then. */
bool output_is_draft(const FILE *out);

/* Brings what was written to where it can be relied on: to the disk where there is one behind it;
 * of a pipe the reader must still be there. False, with errno, when that failed. */
bool output_sync(FILE *out);

/* Ends it: -o's file is in its place and on the disk. False, with errno, when it did not take
 * everything; -o's file is as it was then. */
bool output_close(FILE *out);

/* Ends what is not to be finished: -o's file stays as it was, and errno, too. */
void output_drop(FILE *out);

#endif
