/* A connection to the server that is meant, started when it is our own.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_SERVER_H
#define TIPSEARCH_SERVER_H

#include "command/options.h"
#include "tipsearch.h"

/* Connects to the named server, or to that of the index, which is started if it does not answer.
 * *out is to be disconnected. */
enum tipsearch_code server_reach(struct tipsearch_client **out, const struct options *options,
                                 struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* The same without a connection: *address, for free(3), is where the server listens. */
enum tipsearch_code server_find(char **address, const struct options *options,
                                struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

#endif
