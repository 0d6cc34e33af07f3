/* The tokens in force: who may ask. On the loop's thread only. */
#ifndef TIP_ACCESS_H
#define TIP_ACCESS_H

#include <stddef.h>

#include "base/status.h"
#include "server/asker.h"
#include "server/log.h"

struct tip_access;

/* Reads the file of tokens (server/token_file.h). `path` and `log` outlive the result. A file that
 * others can read or write is warned of, and so is one without a token. TIP_INVALID for a bad line,
 * TIP_NOT_FOUND, TIP_IO. */
tip_status tip_access_create(struct tip_access **out, const char *path, const struct tip_log *log,
                             struct tip_error *error) TIP_MUST_CHECK;
void tip_access_free(struct tip_access *access); /* NULL is allowed */

/* Reads the file again. On failure the tokens stay as they were. A token that is still there keeps
 * count of what it has asked. */
tip_status tip_access_reload(struct tip_access *access, struct tip_error *error) TIP_MUST_CHECK;

size_t tip_access_count(const struct tip_access *access); /* tokens */

/* Whose token this is, as a new reference; NULL for an unknown one. Every token of the file is
 * compared, by its hash, whether one fits or not: the time tells nothing. */
struct tip_asker *tip_access_find(const struct tip_access *access, const char *token,
                                  size_t length);

/* Takes a reference (or NULL) and gives one to who has the same token now: the same asker, another
 * after a reload, NULL when the token is gone. */
struct tip_asker *tip_access_renew(const struct tip_access *access, struct tip_asker *asker);

#endif
