/* What the operator chose: defaults, then the configuration file, then the command line.
 *
 * The file is INI with one section, [server]; config_table.h has its keys. */
#ifndef TIP_CONFIG_H
#define TIP_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/status.h"
#include "config_table.h"
#include "server/log.h"

/* Where a value comes from. */
enum tip_config_source_kind {
    TIP_FROM_DEFAULT,
    TIP_FROM_ENVIRONMENT,
    TIP_FROM_FILE,
    TIP_FROM_COMMAND_LINE
};

struct tip_config_source {
    enum tip_config_source_kind kind;
    unsigned line; /* of the file, from 1 */
};

enum { TIP_LIST_MOST = 16 };

struct tip_list {
    char *values[TIP_LIST_MOST]; /* owned */
    struct tip_config_source sources[TIP_LIST_MOST];
    size_t count;
};

struct tip_config {
    char *index_path;       /* owned, as all paths here; set by tip_config_complete */
    char *knowledge_path;   /* NULL: the default */
    struct tip_list listen; /* at least one after tip_config_complete, or sockets */
    struct tip_list http;
    struct tip_list cors;
    char *http_base;            /* NULL: as HTTP is asked */
    char *tokens_path;          /* NULL: none */
    char *tls_certificate_path; /* NULL: none */
    char *tls_key_path;         /* NULL: none */
    bool is_insecure;
    unsigned socket_mode; /* permission bits */
    struct tip_list socket_users;
    unsigned workers;
    unsigned max_connections;
    unsigned query_timeout_ms;
    unsigned queue_timeout_ms;
    unsigned idle_s, write_s, linger_s, drain_s, idle_exit_s;
    bool log_queries;
    bool has_sandbox;

    char *file; /* owned: the file that was read; NULL: none */
    struct tip_config_source sources[TIP_OPTIONS_MOST]; /* of each option but lists, by number */
};

/* Called for each fault. `place` is FILE:LINE or what else tells where the value stood. */
typedef void tip_config_fault(void *context, const char *place, const char *message);

/* The defaults of the table; one worker a core. */
void tip_config_init(struct tip_config *config);
void tip_config_free(struct tip_config *config);

/* Adds what a file says, and goes on behind a fault so that all are told. TIP_INVALID when there
 * was one: `error` then has the first, as FILE:LINE: WHAT. TIP_NOT_FOUND, TIP_IO. `fault` may be
 * NULL. */
tip_status tip_config_read(struct tip_config *config, const char *path, tip_config_fault *fault,
                           void *context, struct tip_error *error) TIP_MUST_CHECK;

/* Sets one value by its key; what the file and the command line have in common. Values of a list
 * add up, but those of the command line replace those of the file. TIP_NOT_FOUND for an unknown
 * key, TIP_INVALID for a bad value or a key that
 * the file has twice; the message does not say where it stood. */
tip_status tip_config_set(struct tip_config *config, const char *key, const char *value,
                          struct tip_config_source source, struct tip_error *error) TIP_MUST_CHECK;

/* Fills in the index and the address when neither the file nor the command line said; no address
 * where the process was handed sockets. */
tip_status tip_config_complete(struct tip_config *config, bool has_sockets,
                               struct tip_error *error) TIP_MUST_CHECK;

/* What the parts of a whole configuration say to each other: addresses that are none or that the
 * rules for other machines forbid, one option that needs another. No file is looked at. TIP_INVALID
 * when there was a fault, the first in `error`; `fault` may be NULL. */
tip_status tip_config_verify(const struct tip_config *config, tip_config_fault *fault,
                             void *context, struct tip_error *error) TIP_MUST_CHECK;

/* What the start would make of what the configuration names: the files of tokens, the certificate,
 * its key and the knowledge, the users. Nothing is made or changed; what the start would warn of
 * goes to `log`. As tip_config_verify. */
tip_status tip_config_try_files(const struct tip_config *config, const struct tip_log *log,
                                tip_config_fault *fault, void *context,
                                struct tip_error *error) TIP_MUST_CHECK;

/* "default", "FILE:LINE", "command line", "environment". */
enum { TIP_PLACE_SIZE = 4200 }; /* PATH_MAX and a number */
void tip_config_place(const struct tip_config *config, struct tip_config_source source,
                      char place[TIP_PLACE_SIZE]);

/* Writes the configuration as a file that says the same, each value with its source. What is not
 * set, and a value that a file cannot hold, is a comment. */
void tip_config_print(const struct tip_config *config, FILE *out);

#endif
