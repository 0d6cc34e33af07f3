/* A bar on standard error for work that takes over a second, when a person watches.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_PROGRESS_H
#define TIPSEARCH_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
    bool is_wanted;     /* standard error is a terminal */
    bool is_shown;      /* a bar stands on the terminal now */
    int64_t started_ns; /* CLOCK_MONOTONIC */
    int64_t drawn_ns;   /* when it was drawn last */
    const char *things; /* what is counted, in the plural: "queries"; borrowed */
};

/* One that counts `things`. */
void progress_begin(struct progress *progress, const char *things);

/* Draws the bar when a second has gone by since the start, and a tenth since the last time. `total`
 * is how many things there are, 0 when nobody knows. */
void progress_show(struct progress *progress, int64_t done, int64_t total);

/* Takes the bar off the terminal: before anything else is printed, and at the end. */
void progress_clear(struct progress *progress);

enum { PROGRESS_SIZE = 256 };

/* The line that is drawn after `elapsed_ns`, at most `columns` wide: bar, share, numbers, rate and
 * how long the rest takes at that rate. */
void progress_line(char out[PROGRESS_SIZE], const struct progress *progress, int64_t done,
                   int64_t total, int64_t elapsed_ns, int columns);

#endif
