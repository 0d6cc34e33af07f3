/* A purge that is not finished: what it promised must not be forgotten when it is killed, or when a
 * reader holds a generation longer than it waits.
 *
 * The file INDEX/erasing has it until then: the number of the generation from which on nothing of
 * what is purged is left (0: it is not yet written), LF, the ids of the reports joined by blanks,
 * LF. */
#ifndef TIP_ERASURE_H
#define TIP_ERASURE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

struct tip_erasure {
    char *reports; /* owned; NULL: there is nothing to erase */
    uint32_t clean_from;
    uint32_t held; /* a generation that a reader holds still; 0: none is known */
};

void tip_erasure_free(struct tip_erasure *erasure);

/* What is still to be erased. TIP_CORRUPT when the file cannot be read. The caller frees *erasure,
 * also after a failure. */
tip_status tip_erasure_read(struct tip_erasure *erasure, const char *index_path,
                            struct tip_error *error) TIP_MUST_CHECK;

/* Whether something is to be erased: the file is there. */
bool tip_erasure_is_owed(const char *index_path);

/* Writes the file, in place of one that is there. */
tip_status tip_erasure_note(const char *index_path, uint32_t clean_from, const char *reports,
                            struct tip_error *error) TIP_MUST_CHECK;

/* Removes the generations before the clean one, and the file when none is left; what remains to be
 * done is read into *erasure. Only for who holds the index's lock. */
tip_status tip_erasure_finish(struct tip_erasure *erasure, const char *index_path,
                              struct tip_error *error) TIP_MUST_CHECK;

/* "the purge of 'a b' is not finished: …" and what to do. */
tip_status tip_erasure_tell(const struct tip_erasure *erasure, struct tip_error *error);

#endif
