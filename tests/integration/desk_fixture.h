/* An index of reports that come and go, with a daemon on it, for the tests of --all and --watch. */
#ifndef TIP_TEST_DESK_FIXTURE_H
#define TIP_TEST_DESK_FIXTURE_H

#include <stddef.h>

#include "integration/index_fixture.h"

struct desk_fixture {
    struct index_fixture files;
    struct tip_daemon daemon;
    char address[256]; /* for tipsearch -s */
    unsigned generation;
};

/* Starts with an index of one report, `text` as NAME.md, and a daemon. */
void desk_fixture_start(struct desk_fixture *desk, const char *name, const char *text);
void desk_fixture_stop(struct desk_fixture *desk);

/* Indexes NAME.md with this text, too, and waits until the daemon answers from it. */
void desk_fixture_add(struct desk_fixture *desk, const char *name, const char *text);

/* Runs tipindex `command` -i INDEX `argument` (or NULL), which makes a generation, and waits until
 * the daemon answers from it. */
void desk_fixture_change(struct desk_fixture *desk, const char *command, const char *argument);

/* Waits until the daemon answers from generation `number`. */
void desk_fixture_await(struct desk_fixture *desk, unsigned number);

#endif
