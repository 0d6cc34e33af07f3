/* The daemon as one thing: an index in service, sockets that listen, a loop and its workers. */
#ifndef TIP_SERVER_H
#define TIP_SERVER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "search/ranking/parts.h"
#include "server/inherited.h"
#include "server/log.h"

/* Strings and arrays are the caller's and outlive the server. */
struct tip_server_options {
    const char *index_path;
    const char *knowledge_path;   /* a folder; NULL: the default one */
    const char *tokens_path;      /* a file; NULL: everybody may ask everything */
    const char *const *addresses; /* unix:PATH, tcp:HOST:PORT */
    size_t address_count;
    const char *const *http_addresses; /* the same for HTTP, or HOST:PORT */
    size_t http_count;
    const char *const *cors_origins; /* whose pages may ask by HTTP; "*": all */
    size_t cors_count;
    const char *http_base; /* scheme and host that HTTP's addresses begin with; NULL: as asked */
    struct tip_inherited *inherited; /* sockets that were handed over: the server's from now on */
    const char *certificate_path;    /* of TLS, and its key's; both or neither; NULL: none */
    const char *key_path;
    bool is_insecure;                /* other machines may be served without tokens and TLS */
    unsigned socket_mode;            /* permission bits of Unix sockets */
    const char *const *socket_users; /* who may connect to them: names or numbers */
    size_t socket_user_count;        /* 0: whom the mode lets in */
    unsigned workers;                /* search threads, at least 1 */
    unsigned max_connections;        /* TIP_LIMIT_CONNECTIONS at most */
    unsigned query_timeout_ms;       /* at least 1 */
    unsigned queue_timeout_ms;       /* at least 1 */
    unsigned idle_s;                 /* a connection's, between requests */
    unsigned write_s;                /* without progress of sending */
    unsigned linger_s;               /* reading on after the last reply */
    unsigned drain_s;                /* SIGTERM: for what was received */
    unsigned idle_exit_s;            /* ends when there was no connection for so long; 0: never */
    bool log_queries;
    bool has_sandbox;
    tip_part_set without; /* parts of the ranking that are left out */
};

struct tip_server;

/* Listens, opens the index and readies the workers; starts no thread, so that the process may fork
 * afterwards. Each fault of the knowledge's files is logged; with one, nothing is served
 * (TIP_INVALID). TIP_LOCKED when another server listens at one of the addresses; TIP_NOT_FOUND and
 * TIP_CORRUPT of the index; TIP_INVALID of the tokens, the certificate, the addresses and the
 * users. */
tip_status tip_server_create(struct tip_server **out, const struct tip_server_options *options,
                             const struct tip_log *log, struct tip_error *error) TIP_MUST_CHECK;

/* Serves until SIGTERM, SIGINT or the idle exit. With a sandbox the process is in it from here on
 * (sandbox.h), and serving also ends, with TIP_OPENING, when another folder takes the index's
 * place: it could not be read. */
tip_status tip_server_run(struct tip_server *server, struct tip_error *error) TIP_MUST_CHECK;

/* Removes the sockets and releases everything. NULL is allowed. */
void tip_server_free(struct tip_server *server);

#endif
