/* What a benchmark measured, round by round, and what is said of it. */
#ifndef BENCH_SAMPLES_H
#define BENCH_SAMPLES_H

#include <stddef.h>

/* Seconds of CLOCK_MONOTONIC. */
double bench_now(void);

/* Seconds that this thread had a processor: what others do on the machine counts little. */
double bench_processor_now(void);

struct bench_summary {
    double median, low, high;
};

/* Sorts the values in place; `count` is at least 1. */
struct bench_summary bench_summarise(double *values, size_t count);

/* The value that a share (0 to 1) of the sorted values does not exceed. */
double bench_quantile(const double *sorted, size_t count, double share);

/* Prints the processor's name, the cores and the load: what a figure is worth nothing without. */
void bench_print_machine(void);

#endif
