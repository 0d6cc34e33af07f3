/* A client of the Model Context Protocol, and the tipsearch --mcp that it talks to.
 *
 * Standard input and output are a socket each way, as an assistant's host may have them; the stream
 * of errors is a file in memory, which must stay empty. */
#ifndef TIP_TEST_MCP_FIXTURE_H
#define TIP_TEST_MCP_FIXTURE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

struct mcp {
    pid_t pid;
    int fd;               /* both ways */
    int error;            /* standard error */
    FILE *kept;           /* or NULL: each reply is kept here as a line, for validate.py */
    const char *revision; /* that is spoken; "2026-07-28" is named in each request */
    int id;               /* of the last request */
};

/* Starts tipsearch --mcp with further arguments (NULL-terminated). */
void mcp_start(struct mcp *mcp, const char *const *arguments);

/* Sends a line as it is. */
void mcp_send(struct mcp *mcp, const char *line);

/* The next message. */
json_t *mcp_receive(struct mcp *mcp);

/* Sends a request of the revision, whose parameters are JSON text (or NULL); its id. */
int mcp_request(struct mcp *mcp, const char *method, const char *params);

/* The reply to it. */
json_t *mcp_ask(struct mcp *mcp, const char *method, const char *params);

/* Initializes, with this revision; 2026-07-28 has nothing of the kind. */
void mcp_begin(struct mcp *mcp, const char *revision);

/* The result of a tool's call, with arguments that are JSON text. */
json_t *mcp_call(struct mcp *mcp, const char *tool, const char *arguments);

/* The text of a result; borrowed. */
const char *mcp_text(const json_t *result);

/* Asserts that a call fails as a result, with this part in its text. */
void mcp_expect_failure(struct mcp *mcp, const char *tool, const char *arguments, const char *part);

/* Ends its standard input, and asserts that it ends with 0, without a further message and without a
 * word on standard error. */
void mcp_end(struct mcp *mcp);

/* The same but for the input, which stays: it ended by itself, with this status. */
void mcp_expect_end(struct mcp *mcp, int status);

#endif
