/* The names of generations in the folder of an index, and what stands there under them. */
#ifndef TIP_GENERATION_NAME_H
#define TIP_GENERATION_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "index/generation.h"

/* "generation-000007". */
void tip_generation_name(char name[TIP_GENERATION_NAME_SIZE], uint32_t number);

/* True and *number when `name` is exactly what tip_generation_name makes of a number above 0. */
bool tip_generation_name_parse(uint32_t *number, const char *name);

/* INDEX/generation-000007 for free(3); NULL when there is no memory. */
char *tip_generation_folder(const char *index_path, uint32_t number);

/* The numbers of all generations of an index, the newest first, for free(3). */
tip_status tip_generation_list(uint32_t **numbers, size_t *count, const char *index_path,
                               struct tip_error *error) TIP_MUST_CHECK;

/* Removes a generation, unless a reader holds it: that is no error, a later writer gets it. It is
 * first renamed to generation-NNNNNN.removed, so that no reader ever sees half of one. */
tip_status tip_generation_remove(const char *index_path, uint32_t number,
                                 struct tip_error *error) TIP_MUST_CHECK;

/* Removes all generations but `kept`, and waits up to `wait_ms` for readers to let them go. *held
 * is one that a reader holds still; 0: all are gone. */
tip_status tip_generation_remove_others(const char *index_path, uint32_t kept, int wait_ms,
                                        uint32_t *held, struct tip_error *error) TIP_MUST_CHECK;

#endif
