/* What the operator chose: defaults, then the configuration file, then the command line.
 *
 * The file is INI with one section, [server], and the keys listen (may be repeated), workers,
 * index, knowledge, query_timeout_ms, queue_timeout_ms, idle_s, write_s, drain_s, linger_s,
 * idle_exit_s and log_queries. */
#ifndef TIP_CONFIG_H
#define TIP_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

enum { TIP_CONFIG_ADDRESSES = 16 };

struct tip_config {
    char *index_path;                      /* owned; NULL: the default */
    char *knowledge_path;                  /* owned; NULL: the default */
    char *addresses[TIP_CONFIG_ADDRESSES]; /* owned */
    size_t address_count;                  /* 0: the default address */
    unsigned workers;
    unsigned query_timeout_ms;
    unsigned queue_timeout_ms;
    unsigned idle_s, write_s, drain_s, linger_s, idle_exit_s;
    bool log_queries;
};

/* The defaults; one worker a core. */
void tip_config_init(struct tip_config *config);
void tip_config_free(struct tip_config *config);

/* Adds what a file says. TIP_INVALID names file, line and key; TIP_NOT_FOUND, TIP_IO. */
tip_status tip_config_read(struct tip_config *config, const char *path,
                           struct tip_error *error) TIP_MUST_CHECK;

/* Sets one value by its key; what the file and the command line have in common. TIP_NOT_FOUND for
 * an unknown key, TIP_INVALID for a bad value; the message does not say where it stood. */
tip_status tip_config_set(struct tip_config *config, const char *key, const char *value,
                          struct tip_error *error) TIP_MUST_CHECK;

/* Forgets the addresses so far: those of the command line replace those of the file. */
void tip_config_clear_addresses(struct tip_config *config);

#endif
