/* What the searches of a watch file have shown, kept from one run to the next in FILE.state.
 *
 * New is what a search has not shown, whatever generation of the index it comes from: ids last as
 * long as their text, so an index that is made anew, rolled back, or loses a report and gets it
 * again holds nothing new. A number of a generation would tell less: another index begins at 1
 * again.
 *
 * The file is text: a first line that says what it is, for each search `search NAME` and its ids in
 * ascending order, a line each, and a last line `end` with the FNV-1a hash (64 bits; Fowler, Noll,
 * Vo) of all bytes before it, which any damage changes. A search is known by its name; what
 * searches that are no more in the watch file have shown stays, for they may come back.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_WATCH_STATE_H
#define TIPSEARCH_WATCH_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "tipsearch.h"

struct watch_seen {
    char *name;
    uint64_t *ids; /* ascending, each once */
    size_t count;
    uint64_t *added; /* in the order in which they came, until they are kept */
    size_t added_count;
};

struct watch_state {
    struct watch_seen **searches; /* owned, as all in them */
    size_t count;
    void *by_name; /* a tree of tsearch(3) over them */
};

/* Reads the state at `path`; where there is no file, it is empty. The caller frees it in any case.
 *
 * INVALID: it is no such file, was made by a newer version, is damaged, or cannot be read.
 * NO_MEMORY. */
enum tipsearch_code watch_state_read(struct watch_state *state, const char *path,
                                     struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* Writes it; whether `out` took everything is the caller's to see. What was added and not kept is
 * not written. */
void watch_state_write(const struct watch_state *state, FILE *out);

void watch_state_free(struct watch_state *state);

/* What the search of this name has shown, nothing of a new one; NULL when there is not enough
 * memory. It stays the state's. */
struct watch_seen *watch_state_find(struct watch_state *state, const char *name);

/* Reads the id of a passage: 16 hex digits. */
bool watch_id_read(uint64_t *id, const char *text);

bool watch_seen_has(const struct watch_seen *seen, uint64_t id);

/* Notes an id that it does not have. False when there is not enough memory. */
bool watch_seen_add(struct watch_seen *seen, uint64_t id);

/* Keeps what was added: it was shown. False when there is not enough memory; then nothing changes.
 */
bool watch_seen_keep(struct watch_seen *seen);

/* Forgets what was added. */
void watch_seen_forget(struct watch_seen *seen);

#endif
