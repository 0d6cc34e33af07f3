/* Knowledge from files that stand in a test. */
#ifndef TIP_TEST_KNOWLEDGE_FIXTURE_H
#define TIP_TEST_KNOWLEDGE_FIXTURE_H

#include <stddef.h>

#include "knowledge/knowledge.h"

struct knowledge_file {
    const char *name;
    const char *text;
};

/* Reads the files, which must be without faults. The caller frees it. */
struct tip_knowledge *knowledge_fixture_read(const struct knowledge_file *files, size_t count);

#endif
