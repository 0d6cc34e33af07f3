/* Clients and handles in several threads at once, each its own, for ThreadSanitizer: no Criterion,
 * which does not work under it. */
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tipsearch.h"

enum { THREADS = 4, REQUESTS = 200 };

static struct sockaddr_un name = {.sun_family = AF_UNIX};
static char address[160];

static void expect(bool is_so, const char *what)
{
    if (is_so)
        return;
    fprintf(stderr, "not so: %s\n", what);
    exit(EXIT_FAILURE);
}

/* ---- a server that answers each line under its tag ---- */

static void *converse(void *argument)
{
    int fd = (int)(intptr_t)argument;
    FILE *in = fdopen(fd, "r"), *out = fdopen(dup(fd), "w");
    char line[256];

    expect(in && out, "streams");
    while (fgets(line, sizeof line, in)) {
        fprintf(out, "{\"tag\":\"%.*s\",\"pong\":true}\n", (int)strcspn(line + 1, " "), line + 1);
        fflush(out);
    }
    fclose(in);
    fclose(out);
    return NULL;
}

static void *serve(void *argument)
{
    int listener = *(const int *)argument, fd;
    pthread_t thread;

    while ((fd = accept(listener, NULL, NULL)) >= 0) {
        expect(pthread_create(&thread, NULL, converse, (void *)(intptr_t)fd) == 0, "a thread");
        pthread_detach(thread);
    }
    return NULL;
}

/* ---- clients ---- */

static void count(void *context, const struct tipsearch_reply *reply)
{
    *(int *)context += reply->code == TIPSEARCH_OK;
}

static void ask_without_waiting(void)
{
    struct tipsearch_handle *handle;
    struct tipsearch_error error;
    int answered = 0;

    expect(tipsearch_handle_open(&handle, address, NULL, &error) == TIPSEARCH_OK, "a handle");
    for (int i = 0; i < REQUESTS; i++)
        expect(tipsearch_handle_submit(handle, "PING", count, &answered, NULL, &error) ==
                   TIPSEARCH_OK,
               "a request is taken");
    while (tipsearch_handle_count(handle) > 0) {
        struct pollfd wait = {.fd = tipsearch_handle_fd(handle),
                              .events = tipsearch_handle_events(handle)};

        poll(&wait, 1, tipsearch_handle_timeout_ms(handle));
        tipsearch_handle_process(handle);
    }
    tipsearch_handle_close(handle);
    expect(answered == REQUESTS, "every request is answered");
}

static void *ask(void *nothing)
{
    struct tipsearch_client *client;
    struct tipsearch_error error;
    char *reply;
    size_t length;

    expect(tipsearch_connect(&client, address, NULL, &error) == TIPSEARCH_OK, "a client");
    for (int i = 0; i < REQUESTS; i++) {
        expect(tipsearch_ask_raw(client, "PING", &reply, &length, &error) == TIPSEARCH_OK,
               "a reply");
        free(reply);
    }
    tipsearch_disconnect(client);
    ask_without_waiting();
    return nothing;
}

int main(void)
{
    char folder[] = "/tmp/tipsearch-threads-XXXXXX";
    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    pthread_t server, threads[THREADS];

    expect(mkdtemp(folder) != NULL, "a folder");
    snprintf(name.sun_path, sizeof name.sun_path, "%s/socket", folder);
    snprintf(address, sizeof address, "unix:%s", name.sun_path);
    expect(bind(listener, (struct sockaddr *)&name, sizeof name) == 0, "a socket");
    expect(listen(listener, THREADS) == 0, "a listener");
    expect(pthread_create(&server, NULL, serve, &listener) == 0, "a server");
    for (int i = 0; i < THREADS; i++)
        expect(pthread_create(&threads[i], NULL, ask, NULL) == 0, "a thread");
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    shutdown(listener, SHUT_RDWR);
    pthread_join(server, NULL);
    close(listener);
    unlink(name.sun_path);
    rmdir(folder);
    return EXIT_SUCCESS;
}
