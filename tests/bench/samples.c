/* Medians, and the machine they were measured on. The median is of rounds, as one that another
 * process disturbed must not move the result. */
#include "bench/samples.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static double read_clock(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

double bench_now(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

double bench_processor_now(void)
{
    return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

struct bench_summary bench_summarise(double *values, size_t count)
{
    qsort(values, count, sizeof *values, compare);
    return (struct bench_summary){.median = (values[(count - 1) / 2] + values[count / 2]) / 2,
                                  .low = values[0],
                                  .high = values[count - 1]};
}

double bench_quantile(const double *sorted, size_t count, double share)
{
    return sorted[(size_t)(share * (double)(count - 1) + 0.5)];
}

static void print_processor(void)
{
    static const char key[] = "model name";
    char line[256];
    FILE *facts = fopen("/proc/cpuinfo", "r");
    while (facts != NULL && fgets(line, sizeof line, facts) != NULL) {
        const char *colon = strchr(line, ':');
        if (colon != NULL && strncmp(line, key, sizeof key - 1) == 0) {
            printf("processor: %s", colon + 2);
            break;
        }
    }
    if (facts != NULL) {
        fclose(facts);
    }
}

void bench_print_machine(void)
{
    double load = 0;
    print_processor();
    printf("cores: %ld", sysconf(_SC_NPROCESSORS_ONLN));
    if (getloadavg(&load, 1) == 1) {
        printf(", load before: %.2f", load);
    }
    putchar('\n');
}
