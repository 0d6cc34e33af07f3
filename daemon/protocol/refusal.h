/* How decoders say no. */
#ifndef TIP_REFUSAL_H
#define TIP_REFUSAL_H

#include <stdbool.h>
#include <stddef.h>

#include "search/reply.h"

/* The part of a client's own word that a message repeats: at most so many bytes of it. */
enum { TIP_REFUSAL_ECHO = 40 };

/* Fills `error` (no place, no time to retry) and returns false, so that a decoder can
 * `return tip_refuse(error, TIP_CODE_BAD_REQUEST, "…")`. */
bool tip_refuse(struct tip_reply_error *error, enum tip_error_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* How many bytes of a client's word a message repeats; for `%.*s`. */
int tip_refusal_echo(const char *word, size_t length);

#endif
