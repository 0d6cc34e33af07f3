/* Tokens in a file, one daemon a side. */
#include "scope_daemons.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/string_builder.h"

static const char TOKEN[] = "the-token";

/* A line of the file: what the asker of a side may see. */
static void write_tokens(const char *path, const struct scope_pair *pair, int side)
{
    char hash[TIP_DIGEST_HEX_SIZE];
    struct tip_string text = {0};
    const char *id;
    json_t *value;
    cr_assert_eq(tip_digest_bytes(hash, TOKEN, strlen(TOKEN), NULL), TIP_OK);
    tip_string_printf(&text, "asker\t%s\t1000000\t", hash);
    if (side == SCOPE_PART) {
        tip_string_append_text(&text, "*");
    } else {
        json_object_foreach(pair->visible, id, value)
        {
            tip_string_printf(&text, "%s,", id);
        }
        text.length--; /* the last comma */
    }
    tip_test_write(path, text.data, text.length);
    cr_assert_eq(chmod(path, 0600), 0);
    tip_string_free(&text);
}

static void start(struct scope_daemons *daemons, struct scope_pair *pair, int side,
                  const char *knowledge)
{
    struct tip_daemon *daemon = &daemons->servers[side].daemon;
    char *tokens = tip_test_path(pair->files[side].folder, "tokens");
    write_tokens(tokens, pair, side);
    tip_daemon_start(daemon, pair->files[side].index,
                     (const char *const[]){"--tokens", tokens, "--knowledge", knowledge, "--http",
                                           "127.0.0.1:0", NULL});
    server_await_log(&daemons->servers[side], "http://127.0.0.1:");
    daemons->fds[side] = tip_daemon_connect(daemon);
    server_expect(daemons->fds[side], "AUTH the-token", "\"name\":\"asker\"");
    free(tokens);
}

void scope_daemons_start(struct scope_daemons *daemons, struct scope_pair *pair,
                         const char *knowledge)
{
    *daemons = (struct scope_daemons){0};
    for (int side = 0; side < SCOPE_SIDES; side++) {
        start(daemons, pair, side, knowledge);
    }
}

void scope_daemons_stop(struct scope_daemons *daemons)
{
    for (int side = 0; side < SCOPE_SIDES; side++) {
        close(daemons->fds[side]);
        tip_daemon_stop(&daemons->servers[side].daemon);
    }
}

char *scope_daemons_ask_line(struct scope_daemons *daemons, int side, const json_t *request)
{
    char *line = json_dumps(request, JSON_COMPACT);
    char *reply = tip_ask(daemons->fds[side], line);
    free(line);
    cr_assert_null(strstr(reply, "\"unauthorized\""), "%s", reply);
    scope_reply_normalise(reply);
    return reply;
}

/* ---- HTTP ---- */

/* What a command is asked by: a GET of a passage or of a page, else a POST of the request. */
static void write_target(struct tip_string *target, const char *command, const json_t *request)
{
    static const struct {
        const char *command, *option;
    } rows[] = {{"get", "context"}, {"similar", "limit"}};
    const char *id = json_string_value(json_object_get(request, "id"));
    tip_string_clear(target);
    for (size_t i = 0; i < sizeof rows / sizeof *rows && id != NULL; i++) {
        if (strcmp(command, rows[i].command) != 0) {
            continue;
        }
        const json_t *option = json_object_get(request, rows[i].option);
        tip_string_printf(target, "/passages/%s%s", id, i == 0 ? "" : "/similar");
        if (option != NULL) {
            tip_string_printf(target, "?%s=%d", rows[i].option, (int)json_integer_value(option));
        }
        return;
    }
    tip_string_printf(target, "/%s", command);
}

char *scope_daemons_ask_http(struct scope_daemons *daemons, int side, const json_t *request)
{
    struct http_answer answer;
    struct tip_string target = {0}, fields = {0}, reply = {0};
    json_t *members = json_deep_copy(request);
    const char *command = json_string_value(json_object_get(request, "cmd"));
    write_target(&target, command, request);
    json_object_del(members, "cmd");
    char *body = json_object_size(members) == 0 || target.data[1] == 'p'
                     ? NULL
                     : json_dumps(members, JSON_COMPACT);
    tip_string_printf(&fields, "Authorization: Bearer %s\r\n%s", TOKEN,
                      body == NULL ? "" : "Content-Type: application/json\r\n");
    http_request(&daemons->servers[side], body == NULL ? "GET" : "POST", target.data, fields.data,
                 body, &answer);
    cr_assert(answer.status == 200 || answer.status == 400 || answer.status == 404 ||
                  answer.status == 410,
              "%s: status %u", target.data, answer.status);
    const char *type = http_field(&answer, "content-type");
    tip_string_printf(&reply, "%u %s %s", answer.status, type == NULL ? "" : type, answer.body);
    http_answer_free(&answer);
    tip_string_free(&target);
    tip_string_free(&fields);
    json_decref(members);
    free(body);
    scope_reply_normalise(reply.data);
    return tip_string_release(&reply);
}

/* ---- pages ---- */

static void add_escaped(struct tip_string *target, const char *text)
{
    for (; *text != '\0'; text++) {
        tip_string_printf(target, "%%%02X", (unsigned char)*text);
    }
}

/* The members of a search that a page takes, too. */
static void add_parameters(struct tip_string *target, const json_t *request)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)request, name, value)
    {
        bool is_taken = strcmp(name, "cmd") != 0 && json_is_string(value);
        if (is_taken) {
            tip_string_printf(target, "%c%s=", strchr(target->data, '?') == NULL ? '?' : '&',
                              strcmp(name, "query") == 0 ? "q" : name);
            add_escaped(target, json_string_value(value));
        }
    }
}

/* The page that shows about what a request asks for: a passage where it names one. */
static void write_page_target(struct tip_string *target, const json_t *request)
{
    const char *id = json_string_value(json_object_get(request, "id"));
    tip_string_append_char(target, '/');
    if (id != NULL) {
        tip_string_append_text(target, "read/");
        add_escaped(target, id);
    } else {
        add_parameters(target, request);
    }
}

char *scope_daemons_ask_page(struct scope_daemons *daemons, int side, const json_t *request)
{
    static const char fields[] = "Authorization: Basic OnRoZS10b2tlbg==\r\n"; /* :the-token */
    struct http_answer answer;
    struct tip_string target = {0}, reply = {0};
    write_page_target(&target, request);
    http_request(&daemons->servers[side], "GET", target.data, fields, NULL, &answer);
    cr_assert(answer.status == 200 || answer.status == 400 || answer.status == 404 ||
                  answer.status == 410 || answer.status == 413,
              "%s: status %u", target.data, answer.status);
    tip_string_printf(&reply, "%u %s", answer.status, answer.body);
    http_answer_free(&answer);
    tip_string_free(&target);
    scope_reply_normalise(reply.data);
    return tip_string_release(&reply);
}
