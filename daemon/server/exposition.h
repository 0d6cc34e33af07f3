/* Prometheus' text format 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats/ */
#ifndef TIP_EXPOSITION_H
#define TIP_EXPOSITION_H

#include <stddef.h>

#include "base/string_builder.h"

/* The two lines that open a metric; all its samples follow at once. `type` is counter, gauge or
 * histogram. */
void tip_exposition_family(struct tip_string *out, const char *name, const char *type,
                           const char *help);

/* One sample. `labels` is name, value, …, NULL; values are escaped. */
void tip_exposition_count(struct tip_string *out, const char *name, unsigned long long count,
                          const char *const *labels);

/* One sample without labels. */
void tip_exposition_number(struct tip_string *out, const char *name, double number);

/* `buckets` has a count for each of the `bound_count` rising bounds, of what is above the one
 * before and not above it, and one more for what is above them all. */
void tip_exposition_histogram(struct tip_string *out, const char *name, const double *bounds,
                              const unsigned long long *buckets, size_t bound_count, double sum);

#endif
