/* tipsearchd: options, then a server.
 *
 * The configuration file is read before the options are applied, wherever -c stands, so that the
 * command line has the last word. Without -f the process goes to the background only when the
 * sockets listen and the index is open: who started it learns from the exit status whether it
 * serves.
 *
 * Exit status: 0 served and ended, 1 --check-config or --check-knowledge found faults, 2 an error,
 * 3 another server listens there already, 4 another folder took the place of the index. */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "command_line.h"
#include "config.h"
#include "default_paths.h"
#include "server/inherited.h"
#include "server/knowledge_load.h"
#include "server/log.h"
#include "server/process.h"
#include "server/server.h"
#include "versions.h"

enum { EXIT_FAULTS = 1, EXIT_TROUBLE = 2, EXIT_RUNNING = 3, EXIT_REPLACED = 4 };

static int complain(const struct tip_error *error)
{
    fprintf(stderr, "tipsearchd: %s\n", error->message);
    return EXIT_TROUBLE;
}

/* ---- what it does instead of serving ---- */

static void print_parts(void)
{
    for (int part = 0; part < TIP_PART_COUNT; part++)
        printf("%-12s  %s\n", tip_part_name((enum tip_part)part),
               tip_part_help((enum tip_part)part));
}

static void print_config_fault(void *context, const char *place, const char *message)
{
    unsigned *faults = context;

    printf("%s: %s\n", place, message);
    ++*faults;
}

/* Every fault is told, wherever it stands; a file that cannot be read is an error of its own. */
static int check_config(const struct tip_command_line *line, struct tip_config *config)
{
    struct tip_log log;
    struct tip_error error = {0};
    unsigned faults = 0;
    tip_status status = TIP_OK;

    if (line->config_path != NULL)
        status = tip_config_read(config, line->config_path, print_config_fault, &faults, &error);
    if (status != TIP_OK && faults == 0)
        return complain(&error);
    status = tip_command_line_apply(line, config, print_config_fault, &faults, &error);
    if (status != TIP_OK && faults == 0)
        return complain(&error);
    if (faults == 0 && tip_config_complete(config, false, &error) != TIP_OK)
        return complain(&error);
    status = tip_config_verify(config, print_config_fault, &faults, &error);
    tip_log_init(&log);
    if (tip_config_try_files(config, &log, print_config_fault, &faults, &error) != TIP_OK)
        status = TIP_INVALID;
    if (status == TIP_OK && faults == 0)
        tip_config_print(config, stdout);
    return fflush(stdout) != 0 ? EXIT_TROUBLE : faults == 0 ? 0 : EXIT_FAULTS;
}

static void print_fault(void *context, const char *file, unsigned line, unsigned column,
                        const char *message)
{
    (void)context;
    printf("%s:%u:%u: %s\n", file, line, column, message);
}

static tip_status tell_of_missing(const struct tip_knowledge *knowledge)
{
    const char *name;

    for (unsigned i = 0; (name = tip_knowledge_file_name(i)) != NULL; i++)
        if ((tip_knowledge_missing(knowledge) >> i & 1u) != 0)
            printf("%s: is not there: what it says would not be known\n", name);
    return TIP_INVALID;
}

static int check_knowledge(const struct tip_config *config)
{
    struct tip_knowledge *knowledge = NULL;
    struct tip_error error = {0};
    tip_status status =
        tip_knowledge_load(&knowledge, config->knowledge_path, print_fault, NULL, &error);

    if (status == TIP_OK && tip_knowledge_missing(knowledge) != 0)
        status = tell_of_missing(knowledge);
    else if (status == TIP_OK)
        printf("no faults; %zu countries, %zu patterns, %zu groups of synonyms\n",
               tip_country_count(knowledge), tip_pattern_count(knowledge),
               tip_synonyms_count(knowledge));
    tip_knowledge_free(knowledge);
    if (status != TIP_OK && status != TIP_INVALID)
        return complain(&error);
    return fflush(stdout) != 0 ? EXIT_TROUBLE : status == TIP_OK ? 0 : EXIT_FAULTS;
}

/* ---- serving ---- */

static struct tip_server_options server_options(const struct tip_config *config)
{
    return (struct tip_server_options){
        .index_path = config->index_path,
        .knowledge_path = config->knowledge_path,
        .tokens_path = config->tokens_path,
        .addresses = (const char *const *)config->listen.values,
        .address_count = config->listen.count,
        .certificate_path = config->tls_certificate_path,
        .key_path = config->tls_key_path,
        .is_insecure = config->is_insecure,
        .socket_mode = config->socket_mode,
        .socket_users = (const char *const *)config->socket_users.values,
        .socket_user_count = config->socket_users.count,
        .http_addresses = (const char *const *)config->http.values,
        .http_count = config->http.count,
        .cors_origins = (const char *const *)config->cors.values,
        .cors_count = config->cors.count,
        .http_base = config->http_base,
        .workers = config->workers,
        .max_connections = config->max_connections,
        .query_timeout_ms = config->query_timeout_ms,
        .queue_timeout_ms = config->queue_timeout_ms,
        .idle_s = config->idle_s,
        .write_s = config->write_s,
        .linger_s = config->linger_s,
        .drain_s = config->drain_s,
        .idle_exit_s = config->idle_exit_s,
        .log_queries = config->log_queries,
        .has_sandbox = config->has_sandbox,
    };
}

static int serve(const struct tip_config *config, const struct tip_command_line *line,
                 struct tip_inherited *inherited)
{
    struct tip_server_options options = server_options(config);
    struct tip_log log;
    struct tip_error error = {0};
    struct tip_server *server = NULL;
    tip_status status;

    tip_log_init(&log);
    options.without = line->without;
    options.inherited = inherited;
    status = tip_server_create(&server, &options, &log, &error);
    if (status != TIP_OK) {
        complain(&error);
        return status == TIP_LOCKED ? EXIT_RUNNING : EXIT_TROUBLE;
    }
    if (!line->in_foreground)
        status = tip_process_to_background(&error);
    if (status == TIP_OK && !line->in_foreground) {
        openlog("tipsearchd", LOG_PID | LOG_NDELAY, LOG_DAEMON); /* no socket is had later */
        log.to_syslog = true;
    }
    if (status == TIP_OK)
        status = tip_server_run(server, &error);
    if (status != TIP_OK)
        tip_log(&log, LOG_ERR, "failed", "%s", error.message);
    tip_server_free(server);
    return status == TIP_OK ? 0 : status == TIP_OPENING ? EXIT_REPLACED : EXIT_TROUBLE;
}

static tip_status configure(struct tip_config *config, const struct tip_command_line *line,
                            bool has_sockets, struct tip_error *error)
{
    tip_status status = TIP_OK;

    if (line->config_path != NULL)
        status = tip_config_read(config, line->config_path, NULL, NULL, error);
    if (status == TIP_OK)
        status = tip_command_line_apply(line, config, NULL, NULL, error);
    if (status == TIP_OK && line->action == TIP_ACTION_SERVE)
        status = tip_config_complete(config, has_sockets, error);
    if (status == TIP_OK)
        status = tip_config_verify(config, NULL, NULL, error);
    if (status == TIP_OK && config->listen.count > 0 &&
        config->listen.sources[0].kind == TIP_FROM_ENVIRONMENT)
        status = tip_default_address_prepare(config->listen.values[0], error);
    return status;
}

/* The sockets that were handed over are known first: other files would take their numbers. */
static int configure_and_run(struct tip_config *config, const struct tip_command_line *line)
{
    struct tip_inherited inherited;
    struct tip_error error = {0};
    tip_status status = tip_inherited_read(&inherited, &error);
    int result;

    if (status == TIP_OK)
        status = configure(config, line, inherited.count > 0, &error);
    if (status != TIP_OK)
        result = complain(&error);
    else
        result = line->action == TIP_ACTION_SERVE ? serve(config, line, &inherited)
                                                  : check_knowledge(config);
    tip_inherited_close(&inherited);
    return result;
}

static int act(struct tip_config *config, const struct tip_command_line *line)
{
    switch (line->action) {
    case TIP_ACTION_HELP:
        tip_usage_print(stdout);
        break;
    case TIP_ACTION_VERSION:
        tip_versions_print(stdout);
        break;
    case TIP_ACTION_LIST_PARTS:
        print_parts();
        break;
    case TIP_ACTION_CHECK_CONFIG:
        return check_config(line, config);
    case TIP_ACTION_SERVE:
    case TIP_ACTION_CHECK_KNOWLEDGE:
        return configure_and_run(config, line);
    }
    return fflush(stdout) != 0 ? EXIT_TROUBLE : 0;
}

int main(int argc, char **argv)
{
    struct tip_command_line line;
    struct tip_config config;
    struct tip_error error = {0};
    int status;

    tip_file_occupy_standard_streams();
    if (tip_command_line_read(&line, argc, argv, &error) != TIP_OK)
        return complain(&error);
    tip_config_init(&config);
    status = act(&config, &line);
    tip_config_free(&config);
    tip_command_line_free(&line);
    return status;
}
