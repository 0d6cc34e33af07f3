/* The full report as tipindex indexes it, and a searcher on it that knows what corpus/ knows. */
#ifndef TIP_TEST_REPORT_FIXTURE_H
#define TIP_TEST_REPORT_FIXTURE_H

#include <stdbool.h>

#include "knowledge/knowledge.h"
#include "search/search.h"

struct report_fixture {
    char *folder;
    struct tip_generation *generation;
    struct tip_knowledge *knowledge;
    struct tip_searcher *searcher;
};

/* False, and nothing to close, when the report is not there (harness.h). Asserts that the rest
 * succeeds. */
bool report_fixture_open(struct report_fixture *fixture);
/* The same of another source, or a folder of them. */
void report_fixture_open_source(struct report_fixture *fixture, const char *source);
void report_fixture_close(struct report_fixture *fixture);

/* A passage's text, for free(3); NULL for one of a table of contents. `number` is from 1 to the
 * generation's passages. */
char *report_fixture_text(const struct report_fixture *fixture, uint32_t number);

#endif
