/* A daemon that speaks HTTP, and a client for tests that sends bytes as they are. */
#ifndef TIP_TEST_HTTP_FIXTURE_H
#define TIP_TEST_HTTP_FIXTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "server_fixture.h"

/* One reply. */
struct http_answer {
    unsigned status; /* 0: the stream ended before one came */
    char *head;      /* NUL-terminated, up to its empty line */
    char *body;      /* NUL-terminated */
    size_t body_length;
};

/* Builds the index and starts a daemon with --http 127.0.0.1:0 and further arguments
 * (NULL-terminated, or NULL). */
void http_start(struct server_fixture *fixture, const char *const *arguments);

/* "http://127.0.0.1:PORT", for free(3). */
char *http_address(const struct server_fixture *fixture);

/* A connection to it, with a receive time-out of 30 s. */
int http_connect(const struct server_fixture *fixture);

/* The next reply; *answer is to be freed. A reply to HEAD has no body. */
void http_receive(int fd, struct http_answer *answer, bool is_head);
void http_answer_free(struct http_answer *answer);

/* Sends `request` on a connection of its own and receives the reply. */
void http_ask(const struct server_fixture *fixture, const char *request,
              struct http_answer *answer);

/* Sends "METHOD TARGET HTTP/1.1", a host, `fields` (lines with CR LF, or "") and a body (or NULL)
 * with its length. */
void http_request(const struct server_fixture *fixture, const char *method, const char *target,
                  const char *fields, const char *body, struct http_answer *answer);

/* The value of a field in static storage, NULL when the head does not have it. */
const char *http_field(const struct http_answer *answer, const char *name);

/* Whether the stream ends here, and nothing more comes before. */
bool http_has_ended(int fd);

#endif
