/* A folder with sources and an index, for the tests of tipindex. */
#ifndef TIP_TEST_INDEX_FIXTURE_H
#define TIP_TEST_INDEX_FIXTURE_H

#include <jansson.h>

#include "harness/harness.h"

struct index_fixture {
    char *folder;  /* its own, removed at the end */
    char *sources; /* folder/sources, there and empty */
    char *index;   /* folder/index, not yet there */
};

void index_fixture_init(struct index_fixture *fixture);
void index_fixture_free(struct index_fixture *fixture);

/* Writes sources/NAME. */
void index_fixture_write(const struct index_fixture *fixture, const char *name, const char *text);
/* The path of sources/NAME, for free(3). */
char *index_fixture_source(const struct index_fixture *fixture, const char *name);

/* Runs tipindex `command` -i INDEX `argument` (or NULL) and asserts its exit status. */
void index_fixture_run(const struct index_fixture *fixture, struct tip_run *run, int status,
                       const char *command, const char *argument);

/* The same where only the exit status matters. */
void index_fixture_expect(const struct index_fixture *fixture, int status, const char *command,
                          const char *argument);

/* The passages as a JSON array, from tipindex dump; asserts that every line is an object. */
json_t *index_fixture_dump(const struct index_fixture *fixture);

/* The dump in one string, for free(3), without `since` where `with_since` is false. */
char *index_fixture_dump_text(const struct index_fixture *fixture, bool with_since);

/* The manifest of generation `number`: its ledger is "sources". */
json_t *index_fixture_manifest(const struct index_fixture *fixture, unsigned number);

/* How many entries of the index's folder have names that contain `part`. */
int index_fixture_entries(const struct index_fixture *fixture, const char *part);

#endif
