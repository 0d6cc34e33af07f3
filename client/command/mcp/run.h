/* tipsearch --mcp: a server of the Model Context Protocol on standard input and output, so that a
 * writing assistant searches the reports and cites them.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_MCP_RUN_H
#define TIPSEARCH_MCP_RUN_H

#include "command/options.h"

/* Answers messages until standard input ends, all of them, or SIGTERM or SIGINT comes: 0. The exit
 * status is EXIT_ERROR when the streams cannot be used. */
int run_mcp(const struct options *options);

#endif
