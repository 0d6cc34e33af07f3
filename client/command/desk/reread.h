/* A source file on this machine, read again.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_REREAD_H
#define TIPSEARCH_DESK_REREAD_H

#include <stdbool.h>
#include <stddef.h>

#include "command/desk/wording.h"
#include "tipsearch.h"

enum reread_state {
    REREAD_SAME,       /* its bytes are those that were indexed */
    REREAD_OTHER,      /* they are others: see `passages` */
    REREAD_UNREADABLE, /* other bytes, of which tipindex makes no passage */
    REREAD_MISSING,    /* there is no such file here */
    REREAD_NO_REGULAR, /* in its place stands what `kind` names */
    REREAD_NO_FILE,    /* it never was a file: standard input */
    REREAD_FAILED      /* it could not be looked at: see `error` */
};

/* A passage as the file has it now. */
struct reread_passage {
    char *report; /* id of its report, or record */
    char *text;
    char *citation;
};

struct reread {
    char *file;
    char *sha256; /* as indexed */
    enum reread_state state;
    const char *kind; /* "a folder", "a pipe" … */
    struct tipsearch_error error;
    struct reread_passage *passages; /* of REREAD_OTHER, in the order of the file */
    size_t count;
    bool has_records;       /* they are of several reports */
    struct wording *joined; /* the words of all passages of one report, made when asked for */
};

/* Sources that were read again, each once. */
struct rereads {
    struct reread *items;
    size_t count;
};

/* The source of a passage, read again unless that was done before; NULL: memory is short. It is
 * hashed by sha256sum(1) and, when its bytes are others, read by tipindex(1), the one beside this
 * program if there is one. Valid until the next call. */
struct reread *reread_source(struct rereads *rereads, const struct tipsearch_source *source);

/* Whether words stand in what the file says now of a report: `kinds` are tried in turn. False for
 * *has_memory when it is short. */
bool reread_holds(struct reread *reread, const char *report, const char *words, bool is_quote,
                  bool *has_memory);

/* The passage that has most of the words, of the report where the file has it; NULL when none has a
 * quarter of them. */
const struct reread_passage *reread_most_alike(const struct reread *reread, const char *report,
                                               const char *words);

void rereads_free(struct rereads *rereads);

#endif
