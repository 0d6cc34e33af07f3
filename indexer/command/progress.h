/* A bar on standard error for work that takes over a second, when a person watches. */
#ifndef TIP_PROGRESS_H
#define TIP_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tip_progress {
    bool is_wanted;     /* standard error is a terminal and nobody asked for quiet */
    bool is_shown;      /* a bar stands on the terminal now */
    int64_t started_ns; /* CLOCK_MONOTONIC */
    int64_t drawn_ns;   /* when it was drawn last */
    uint64_t total_files;
    uint64_t done_files;
    uint64_t total_bytes; /* of all sources */
    uint64_t done_bytes;
    uint64_t part_bytes; /* of the source that is being read: how far it is in the index */
    uint64_t records;    /* of the source that is being read, when it has records */
    uint64_t passages;
    uint64_t part_passages; /* of the same source */
};

void tip_progress_begin(struct tip_progress *progress, bool is_quiet);

enum { TIP_PROGRESS_SIZE = 512 };

/* The line that is drawn after `elapsed_ns`: a bar, the share of the bytes, files, bytes, rate and
 * how long the rest will take at that rate; passages when all is read, or when nobody knows how
 * much there is. At most `columns` wide: the bar takes what the text leaves, and without room for
 * one the text is cut. */
void tip_progress_line(char out[TIP_PROGRESS_SIZE], const struct tip_progress *progress,
                       const char *phase, int64_t elapsed_ns, size_t columns);

/* Draws the bar when a second has gone by since the start, and a tenth since the last time. */
void tip_progress_show(struct tip_progress *progress, const char *phase);

/* Takes the bar off the terminal: before anything else is printed, and at the end. */
void tip_progress_clear(struct tip_progress *progress);

/* Seconds since the start. */
double tip_progress_seconds(const struct tip_progress *progress);

#endif
