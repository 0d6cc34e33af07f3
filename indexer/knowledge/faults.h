/* The faults of the knowledge files: each is told, the first is kept for the error. */
#ifndef TIP_KNOWLEDGE_FAULTS_H
#define TIP_KNOWLEDGE_FAULTS_H

#include <stddef.h>

#include "base/status.h"
#include "knowledge/knowledge.h"

/* Filled by whoever begins to read; `file` is set for each file. */
struct tip_faults {
    tip_knowledge_tell *tell; /* or NULL */
    void *context;
    const char *file;
    size_t count;
    struct tip_error first; /* TIP_INVALID, once there is a fault */
};

/* One fault: what is wrong and what to do. Line and column count from 1; 0 where there is none. */
void tip_fault(struct tip_faults *faults, unsigned line, unsigned column, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
