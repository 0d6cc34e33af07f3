/* The index, the tokens and the certificate change while clients ask, some others say nothing, send
 * garbage or guess tokens: no request of the well-behaved ones fails, and none sees what it may
 * not.
 *
 * $TIP_SECONDS (5) is how long it goes on. */
#include <criterion/criterion.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/string_builder.h"
#include "load_stream.h"
#include "tls_fixture.h"

enum {
    DEFAULT_SECONDS = 5,
    CLIENTS = 8, /* two of each place */
    ROUNDS_A_CONNECTION = 40,
    SLOW = 48, /* silent handshakes at a time */
    DAY_S = 24 * 3600
};

static struct server_fixture fixture;
static char *certificate, *key, *tokens, *hidden;
static SSL_CTX *context;
static atomic_bool is_over;

/* ---- well-behaved clients ---- */

/* Ways in: by lines and by HTTP, as they are and by TLS. */
enum { PLACE_UNIX, PLACE_TLS, PLACE_HTTP, PLACE_HTTPS, PLACE_COUNT };

static struct load_place places[PLACE_COUNT];

struct client {
    pthread_t thread;
    int place;
    bool is_restricted;
    unsigned long requests, connections;
    unsigned generation; /* the last one seen on the connection */
    char failure[1024];  /* the first; "": none */
};

static bool fail(struct client *client, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(client->failure, sizeof client->failure, format, arguments);
    va_end(arguments);
    return false;
}

/* What a request must be answered by: by whom everything may be seen, and by whom one report. */
static const struct {
    const char *line, *target, *whole, *restricted;
} requests[] = {
    {"SEARCH scam", "/search?q=scam", "\"total\":1,", "\"total\":1,"},
    {"SEARCH xylophone", "/search?q=xylophone", "\"total\":1,", "\"total\":0,"},
    {"SEARCH * FACETS report LIMIT 0", "/search?q=*&facets=report&limit=0", "\"value\":\"hidden\"",
     "\"count\":2}]}"},
    {"SUGGEST \"debt\"", "/suggest?q=debt", "\"suggestions\":[{", "\"suggestions\":[{"},
    {"STATS", "/stats", "\"report_count\":2,", "\"report_count\":1,"},
    {"SEARCH \"debt bondage\" TEXT", "/search?q=debt+bondage&text=true", "\"total\":2,",
     "\"total\":2,"},
};

enum { KINDS = sizeof requests / sizeof requests[0], REPLY_SIZE = 65536 };

static bool check_reply(struct client *client, size_t kind, const char *reply)
{
    const char *expected = client->is_restricted ? requests[kind].restricted : requests[kind].whole;
    const char *generation = strstr(reply, "\"generation\":");

    client->requests++;
    if (strstr(reply, expected) == NULL || strstr(reply, "\"error\"") != NULL)
        return fail(client, "%s: “%.600s” lacks “%s”", requests[kind].line, reply, expected);
    if (client->is_restricted && strstr(reply, "\"report\":{\"id\":\"hidden\"") != NULL)
        return fail(client, "%s: a hidden report was seen: %.600s", requests[kind].line, reply);
    if (generation != NULL) {
        unsigned number = (unsigned)strtoul(generation + strlen("\"generation\":"), NULL, 10);

        if (number < client->generation)
            return fail(client, "generation %u after %u", number, client->generation);
        client->generation = number;
    }
    return true;
}

static const char *token_of(const struct client *client)
{
    return client->is_restricted ? "restricted" : "whole";
}

static bool authenticate(struct client *client, struct load_stream *stream)
{
    char line[1024];

    if (client->place == PLACE_HTTP || client->place == PLACE_HTTPS)
        return true;
    snprintf(line, sizeof line, "AUTH %s\n", token_of(client));
    if (!load_stream_send(stream, line) || !load_stream_line(stream, line, sizeof line) ||
        strstr(line, "\"auth\"") == NULL)
        return fail(client, "AUTH failed: %.200s", line);
    return true;
}

/* One request after the other. */
static bool get_all(struct client *client, struct load_stream *stream)
{
    char body[REPLY_SIZE];

    for (size_t kind = 0; kind < KINDS; kind++) {
        unsigned status =
            load_stream_get(stream, requests[kind].target, token_of(client), body, sizeof body);

        if (status != 200)
            return fail(client, "%s: status %u: %.600s", requests[kind].target, status, body);
        if (!check_reply(client, kind, body))
            return false;
    }
    return true;
}

/* All kinds at once in one pipeline. */
static bool ask_all(struct client *client, struct load_stream *stream)
{
    char line[REPLY_SIZE];

    if (client->place == PLACE_HTTP || client->place == PLACE_HTTPS)
        return get_all(client, stream);
    for (size_t kind = 0; kind < KINDS; kind++)
        if (!load_stream_send(stream, requests[kind].line) || !load_stream_send(stream, "\n"))
            return fail(client, "%s: cannot send: %s", requests[kind].line, strerror(errno));
    for (size_t kind = 0; kind < KINDS; kind++)
        if (!load_stream_line(stream, line, sizeof line))
            return fail(client, "%s: the connection ended", requests[kind].line);
        else if (!check_reply(client, kind, line))
            return false;
    return true;
}

static bool ask_on_a_connection(struct client *client)
{
    static _Thread_local struct load_stream stream;
    bool is_good = load_stream_open(&stream, &places[client->place]);

    client->connections++;
    client->generation = 0;
    if (!is_good)
        fail(client, "cannot connect: %s", strerror(errno));
    is_good = is_good && authenticate(client, &stream);
    for (int i = 0; i < ROUNDS_A_CONNECTION && is_good && !is_over; i++)
        is_good = ask_all(client, &stream);
    load_stream_close(&stream);
    return is_good;
}

static void *run_client(void *argument)
{
    struct client *client = argument;

    while (!is_over && ask_on_a_connection(client))
        continue;
    return NULL;
}

/* ---- the others ---- */

/* Begins handshakes and goes no further, half a hello at most; now and then garbage, or a guess. */
static void *run_nuisance(void *argument)
{
    static const char hello[] = "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03";
    static struct load_stream slow[SLOW], guessing;
    unsigned long *count = argument;

    for (unsigned i = 0; i < SLOW; i++)
        slow[i].fd = -1;
    for (unsigned i = 0; !is_over; i = (i + 1) % SLOW, ++*count) {
        struct load_place place = places[i % 3 == 0 ? PLACE_HTTPS : PLACE_TLS];
        struct timespec pause = {.tv_nsec = 5000000};

        load_stream_close(&slow[i]);
        place.context = NULL;
        if (load_stream_open(&slow[i], &place) && i % 2 == 0)
            load_stream_send(&slow[i], i % 8 == 0 ? "SEARCH x\n" : hello);
        if (i % 16 == 0) {
            if (load_stream_open(&guessing, &places[i % 32 == 0 ? PLACE_TLS : PLACE_UNIX]))
                load_stream_send(&guessing, "AUTH guess\nSEARCH scam\nAUTH guess\nAUTH guess\n");
            load_stream_close(&guessing);
        }
        nanosleep(&pause, NULL);
    }
    for (unsigned i = 0; i < SLOW; i++)
        load_stream_close(&slow[i]);
    return NULL;
}

/* ---- what changes ---- */

/* As an operator does it: aside, then in one step. */
static void replace(const char *path, const char *text, size_t length)
{
    char aside[512];

    snprintf(aside, sizeof aside, "%s.new", path);
    tip_test_write(aside, text, length);
    cr_assert_eq(chmod(aside, 0600), 0);
    cr_assert_eq(rename(aside, path), 0);
}

static void add_token(struct tip_string *text, const char *token, const char *reports)
{
    char hash[TIP_DIGEST_HEX_SIZE];

    cr_assert_eq(tip_digest_bytes(hash, token, strlen(token), NULL), TIP_OK);
    tip_string_printf(text, "client\t%s\t1000000\t%s\n", hash, reports);
}

/* The two tokens of the clients, and one that is new with each `step`. */
static void write_tokens(unsigned step)
{
    struct tip_string text = {0};
    char further[32];

    snprintf(further, sizeof further, "step-%u", step);
    if (step % 2 == 0)
        add_token(&text, further, "*");
    add_token(&text, "restricted", step % 3 == 0 ? "tip-2023,nothing" : "tip-2023");
    add_token(&text, "whole", "*");
    if (step % 2 == 1)
        add_token(&text, further, "*");
    replace(tokens, text.data, text.length);
    tip_string_free(&text);
}

static void write_certificate(unsigned step)
{
    char aside[512], aside_key[512], name[32];

    snprintf(aside, sizeof aside, "%s.new", certificate);
    snprintf(aside_key, sizeof aside_key, "%s.new", key);
    snprintf(name, sizeof name, "step-%u", step);
    tls_make_certificate(aside, aside_key, name, -DAY_S, DAY_S);
    cr_assert_eq(rename(aside_key, key), 0);
    cr_assert_eq(rename(aside, certificate), 0);
}

/* Until the token of this step is good, which is so when SIGHUP was followed. */
static void await_step(unsigned step)
{
    char line[64];
    bool is_there = false;

    snprintf(line, sizeof line, "AUTH step-%u", step);
    for (int i = 0; i < 2000 && !is_there; i++) {
        struct timespec pause = {.tv_nsec = 10000000};
        int fd = tip_daemon_connect(&fixture.daemon);
        char *reply = tip_ask(fd, line);

        is_there = strstr(reply, "\"auth\"") != NULL;
        free(reply);
        close(fd);
        if (!is_there)
            nanosleep(&pause, NULL);
    }
    cr_assert(is_there, "step %u was never followed", step);
}

static void reload(unsigned step)
{
    /* A bad file first: the good one must stay in force. */
    if (step % 4 == 0) {
        replace(step % 8 == 0 ? tokens : certificate, "bad\n", 4);
        cr_assert_eq(kill(fixture.daemon.pid, SIGHUP), 0);
    }
    write_certificate(step);
    write_tokens(step);
    cr_assert_eq(kill(fixture.daemon.pid, SIGHUP), 0);
    await_step(step);
}

static void update_index(unsigned step)
{
    struct tip_string text = {0};
    struct tip_run run;

    tip_string_printf(&text, "# Hidden\n\nOf step %u: a xylophone.\n", step);
    tip_test_write(hidden, text.data, text.length);
    tip_string_free(&text);
    TIP_RUN(&run, "tipindex", "update", "-i", fixture.index, "--id", "hidden", hidden);
    cr_assert_eq(run.status, 0, "tipindex: %s", run.err);
    tip_run_free(&run);
}

/* ---- the test ---- */

static void start(void)
{
    server_fixture_build(&fixture);
    certificate = tip_test_path(fixture.folder, "certificate.pem");
    key = tip_test_path(fixture.folder, "key.pem");
    tokens = tip_test_path(fixture.folder, "tokens");
    hidden = tip_test_path(fixture.folder, "hidden.md");
    update_index(0);
    write_certificate(0);
    write_tokens(0);
    tip_daemon_start(&fixture.daemon, fixture.index,
                     (const char *const[]){"-l", "tls:127.0.0.1:0", "--http", "tcp:127.0.0.1:0",
                                           "--http", "tls:127.0.0.1:0", "--tls-certificate",
                                           certificate, "--tls-key", key, "--tokens", tokens,
                                           NULL});
    context = SSL_CTX_new(TLS_client_method());
    cr_assert_not_null(context);
    places[PLACE_UNIX].path = fixture.daemon.socket;
    places[PLACE_TLS] = (struct load_place){NULL, tls_port(&fixture, "tls:127.0.0.1:"), context};
    places[PLACE_HTTP].port = tls_port(&fixture, "http://127.0.0.1:");
    places[PLACE_HTTPS] =
        (struct load_place){NULL, tls_port(&fixture, "https://127.0.0.1:"), context};
}

static void stop(void)
{
    SSL_CTX_free(context);
    server_fixture_stop(&fixture);
    free(certificate);
    free(key);
    free(tokens);
    free(hidden);
}

static long wanted_seconds(void)
{
    const char *seconds = getenv("TIP_SECONDS");

    return seconds == NULL ? DEFAULT_SECONDS : strtol(seconds, NULL, 10);
}

static void start_clients(struct client *clients)
{
    for (unsigned i = 0; i < CLIENTS; i++) {
        clients[i] =
            (struct client){.place = (int)(i % PLACE_COUNT), .is_restricted = i / PLACE_COUNT == 0};
        cr_assert_eq(pthread_create(&clients[i].thread, NULL, run_client, &clients[i]), 0);
    }
}

static void expect_no_failure(const struct client *clients)
{
    for (unsigned i = 0; i < CLIENTS; i++) {
        cr_expect_str_eq(clients[i].failure, "", "client %u: %s", i, clients[i].failure);
        cr_expect_geq(clients[i].requests, 2 * KINDS, "client %u asked too little", i);
    }
}

/* The time limit is ctest's, as the time is what is asked for. */
Test(reload_under_load, no_request_fails, .init = start, .fini = stop, .timeout = 100000)
{
    static struct client clients[CLIENTS];
    unsigned long slow = 0, asked = 0, connections = 0;
    time_t end = time(NULL) + wanted_seconds();
    pthread_t nuisance;
    long before, after;
    unsigned step = 0;

    start_clients(clients);
    cr_assert_eq(pthread_create(&nuisance, NULL, run_nuisance, &slow), 0);
    before = server_memory(&fixture);
    while (time(NULL) < end) {
        reload(++step);
        if (step % 2 == 0)
            update_index(step);
        for (unsigned i = 0; i < CLIENTS; i++)
            if (clients[i].failure[0] != '\0')
                end = 0;
    }
    is_over = true;
    for (unsigned i = 0; i < CLIENTS; i++) {
        cr_assert_eq(pthread_join(clients[i].thread, NULL), 0);
        asked += clients[i].requests;
        connections += clients[i].connections;
    }
    cr_assert_eq(pthread_join(nuisance, NULL), 0);
    after = server_memory(&fixture);
    expect_no_failure(clients);
    cr_expect_geq(step, 2);
    cr_log_info("%lu requests on %lu connections, %u reloads, %u updates, %lu slow handshakes; "
                "%ld KiB before, %ld after",
                asked, connections, step, step / 2, slow, before, after);
}
