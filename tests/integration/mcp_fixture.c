/* A client of the Model Context Protocol. */
#include "mcp_fixture.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "harness/harness.h"
#include "harness/program.h"

enum { ARGUMENTS_MAX = 16, END_LIMIT_MS = 20000, RECEIVE_LIMIT_S = 30 };

#define META                                                                                       \
    "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","                       \
    "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"test\",\"version\":\"1\"},"                \
    "\"io.modelcontextprotocol/clientCapabilities\":{}}"

void mcp_start(struct mcp *mcp, const char *const *arguments)
{
    const char *all[ARGUMENTS_MAX] = {"tipsearch", "--mcp"};
    struct timeval limit = {.tv_sec = RECEIVE_LIMIT_S};
    size_t count = 2;
    int ends[2];

    *mcp = (struct mcp){.error = memfd_create("mcp-error", MFD_CLOEXEC), .revision = ""};
    while (*arguments && count + 1 < ARGUMENTS_MAX)
        all[count++] = *arguments++;
    cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    cr_assert_eq(setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit), 0);
    mcp->fd = ends[0];
    mcp->pid = tip_program_start(all, ends[1], ends[1], mcp->error);
    close(ends[1]);
}

void mcp_send(struct mcp *mcp, const char *line)
{
    tip_send(mcp->fd, line, strlen(line));
    tip_send(mcp->fd, "\n", 1);
}

json_t *mcp_receive(struct mcp *mcp)
{
    char *line = tip_receive_line(mcp->fd);
    json_error_t error;
    json_t *message;

    cr_assert_not_null(line, "the stream ended, or nothing came");
    message = json_loads(line, JSON_REJECT_DUPLICATES, &error);
    cr_assert_not_null(message, "%s: %.300s", error.text, line);
    free(line);
    return message;
}

int mcp_request(struct mcp *mcp, const char *method, const char *params)
{
    bool is_stateless = strcmp(mcp->revision, "2026-07-28") == 0;
    bool is_empty = !params || strcmp(params, "{}") == 0;
    char *line;

    cr_assert_gt(asprintf(&line, "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\"%s%s%s%s%s}",
                          ++mcp->id, method, params || is_stateless ? ",\"params\":{" : "",
                          is_stateless ? META : "", is_stateless && !is_empty ? "," : "",
                          is_empty ? "" : params + 1,
                          is_empty && (params || is_stateless) ? "}" : ""),
                 0);
    mcp_send(mcp, line);
    free(line);
    return mcp->id;
}

/* Keeps a reply for the validator, with what it is one to. */
static void keep(struct mcp *mcp, const char *method, const char *params, json_t *reply)
{
    json_t *line;

    if (!mcp->kept)
        return;
    line = json_pack("{s:s,s:s,s:o?,s:O}", "revision", mcp->revision, "method", method, "params",
                     params ? json_loads(params, 0, NULL) : NULL, "reply", reply);
    cr_assert_eq(json_dumpf(line, mcp->kept, JSON_COMPACT), 0);
    fputc('\n', mcp->kept);
    json_decref(line);
}

json_t *mcp_ask(struct mcp *mcp, const char *method, const char *params)
{
    int id = mcp_request(mcp, method, params);
    json_t *reply = mcp_receive(mcp);

    cr_assert_eq(json_integer_value(json_object_get(reply, "id")), id, "%s", method);
    keep(mcp, method, params, reply);
    return reply;
}

void mcp_begin(struct mcp *mcp, const char *revision)
{
    char params[200];
    json_t *reply;

    mcp->revision = revision;
    if (strcmp(revision, "2026-07-28") == 0)
        return;
    snprintf(params, sizeof params,
             "{\"protocolVersion\":\"%s\",\"capabilities\":{},\"clientInfo\":{\"name\":\"test\","
             "\"version\":\"1\"}}",
             revision);
    reply = mcp_ask(mcp, "initialize", params);
    cr_assert_str_eq(
        json_string_value(json_object_get(json_object_get(reply, "result"), "protocolVersion")),
        revision);
    json_decref(reply);
    mcp_send(mcp, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
}

json_t *mcp_call(struct mcp *mcp, const char *tool, const char *arguments)
{
    char *params;
    json_t *reply, *result;

    cr_assert_gt(asprintf(&params, "{\"name\":\"%s\",\"arguments\":%s}", tool, arguments), 0);
    reply = mcp_ask(mcp, "tools/call", params);
    result = json_incref(json_object_get(reply, "result"));
    cr_assert_not_null(
        result, "%s %s: %s", tool, arguments,
        json_string_value(json_object_get(json_object_get(reply, "error"), "message")));
    json_decref(reply);
    free(params);
    return result;
}

const char *mcp_text(const json_t *result)
{
    const char *text = json_string_value(
        json_object_get(json_array_get(json_object_get(result, "content"), 0), "text"));

    cr_assert_not_null(text);
    return text;
}

void mcp_expect_failure(struct mcp *mcp, const char *tool, const char *arguments, const char *part)
{
    json_t *result = mcp_call(mcp, tool, arguments);

    cr_assert(json_is_true(json_object_get(result, "isError")), "%s %s", tool, arguments);
    cr_assert_not_null(strstr(mcp_text(result), part), "“%s” lacks “%s”", mcp_text(result), part);
    json_decref(result);
}

void mcp_expect_end(struct mcp *mcp, int status)
{
    char said[2000] = "";
    int ended = -1;

    cr_assert(tip_program_wait(mcp->pid, END_LIMIT_MS, &ended), "it does not end");
    cr_assert_geq(pread(mcp->error, said, sizeof said - 1, 0), 0);
    cr_assert_eq(ended, status, "%d: %s", ended, said);
    if (status == 0)
        cr_assert_str_eq(said, "");
    cr_assert_null(strstr(said, "Sanitizer"), "%s", said);
    close(mcp->error);
    close(mcp->fd);
}

void mcp_end(struct mcp *mcp)
{
    cr_assert_eq(shutdown(mcp->fd, SHUT_WR), 0);
    char *line = tip_receive_line(mcp->fd);
    cr_assert_null(line, "said last: %s", line);
    mcp_expect_end(mcp, 0);
}
