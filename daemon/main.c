/* tipsearchd: options, then a server.
 *
 * The configuration file is read before the options are applied, wherever -c stands, so that the
 * command line has the last word. Without -f the process goes to the background only when the
 * sockets listen and the index is open: who started it learns from the exit status whether it
 * serves.
 *
 * Exit status: 0 served and ended, 1 --check-knowledge found faults, 2 an error, 3 another server
 * listens there already. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "default_paths.h"
#include "index/index.h"
#include "server/knowledge_load.h"
#include "server/log.h"
#include "server/process.h"
#include "server/server.h"

enum { EXIT_FAULTS = 1, EXIT_TROUBLE = 2, EXIT_RUNNING = 3 };

enum {
    OPTION_IDLE_EXIT = 256,
    OPTION_LOG_QUERIES,
    OPTION_HTTP,
    OPTION_TOKENS,
    OPTION_VERSION,
    OPTION_CHECK_KNOWLEDGE,
    OPTION_WITHOUT
};

static const char short_options[] = "i:l:k:c:w:fh";
static const struct option long_options[] = {
    {"index", required_argument, NULL, 'i'},
    {"listen", required_argument, NULL, 'l'},
    {"knowledge", required_argument, NULL, 'k'},
    {"config", required_argument, NULL, 'c'},
    {"workers", required_argument, NULL, 'w'},
    {"foreground", no_argument, NULL, 'f'},
    {"check-knowledge", no_argument, NULL, OPTION_CHECK_KNOWLEDGE},
    {"without", required_argument, NULL, OPTION_WITHOUT},
    {"idle-exit", required_argument, NULL, OPTION_IDLE_EXIT},
    {"log-queries", no_argument, NULL, OPTION_LOG_QUERIES},
    {"http", required_argument, NULL, OPTION_HTTP},
    {"tokens", required_argument, NULL, OPTION_TOKENS},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, OPTION_VERSION},
    {NULL, 0, NULL, 0},
};

static const char usage[] =
    "usage: tipsearchd [-i DIR] [-l ADDRESS]... [-k DIR] [-c FILE] [-w N] [-f]\n"
    "                  [--idle-exit SECONDS] [--log-queries] [--without PART,PART]\n"
    "       tipsearchd --check-knowledge [-k DIR]\n"
    "\n"
    "Answers ranked queries on an index that tipindex made.\n"
    "\n"
    "  -i, --index DIR       the index (default: $TIPSEARCH_INDEX, then\n"
    "                        $XDG_DATA_HOME/tipsearch/index)\n"
    "  -l, --listen ADDRESS  unix:PATH or tcp:HOST:PORT, loopback only; may be repeated\n"
    "                        (default: tipsearch.sock in $XDG_RUNTIME_DIR)\n"
    "  -k, --knowledge DIR   the files about countries, tiers, patterns and synonyms\n"
    "                        (default: $TIPSEARCH_KNOWLEDGE, then those that came along)\n"
    "  -c, --config FILE     read FILE first; see tipsearchd(8)\n"
    "  -w, --workers N       search threads (default: one a core)\n"
    "  -f, --foreground      stay in the foreground, log to standard error\n"
    "      --idle-exit N     end after N seconds without a connection\n"
    "      --check-knowledge prove the files about countries and so on, and the queries in\n"
    "                        patterns.ini, print each fault with its place, and end: exit\n"
    "                        status 0 without faults, 1 with some\n"
    "      --log-queries     write the queries to the log\n"
    "      --without LIST    leave parts of the ranking out, to measure what they bring;\n"
    "                        --without help lists them\n"
    "  -h, --help            show this\n"
    "      --version         show the version\n"
    "\n"
    "Exit status: 0 ended as told, 2 an error, 3 another server listens there.\n";

struct command_line {
    tip_part_set without;
    const char *config_path;
    bool in_foreground;
    bool checks_knowledge;
};

static int complain(const struct tip_error *error)
{
    fprintf(stderr, "tipsearchd: %s\n", error->message);
    return EXIT_TROUBLE;
}

static int refuse_option(const char *option)
{
    fprintf(stderr,
            "tipsearchd: %s is not available in this version: the line protocol on -l is, without "
            "tokens\n",
            option);
    return EXIT_TROUBLE;
}

static void print_parts(void)
{
    for (int part = 0; part < TIP_PART_COUNT; part++)
        printf("%-12s  %s\n", tip_part_name((enum tip_part)part),
               tip_part_help((enum tip_part)part));
}

/* --without: true when the program is to go on. */
static bool leave_out(struct command_line *line, int *status)
{
    struct tip_error error = {0};

    if (strcmp(optarg, "help") == 0) {
        print_parts();
        *status = fflush(stdout) != 0 ? EXIT_TROUBLE : 0;
        return false;
    }
    if (tip_parts_read(&line->without, optarg, &error) == TIP_OK)
        return true;
    *status = complain(&error);
    return false;
}

/* The first look at the command line: what ends the program, and -c and -f. True when it is to go
 * on, else *status is the exit status. */
static bool look_at_options(struct command_line *line, int argc, char **argv, int *status)
{
    int option;

    *status = EXIT_TROUBLE;
    while ((option = getopt_long(argc, argv, short_options, long_options, NULL)) != -1) {
        switch (option) {
        case 'c':
            line->config_path = optarg;
            break;
        case 'f':
            line->in_foreground = true;
            break;
        case OPTION_CHECK_KNOWLEDGE:
            line->checks_knowledge = true;
            break;
        case 'h':
            *status = fputs(usage, stdout) < 0 ? EXIT_TROUBLE : 0;
            return false;
        case OPTION_VERSION:
            printf("tipsearchd %s (Xapian %s)\n", TIP_VERSION, tip_index_xapian_version());
            *status = 0;
            return false;
        case OPTION_WITHOUT:
            if (!leave_out(line, status))
                return false;
            break;
        case OPTION_HTTP:
            *status = refuse_option("--http");
            return false;
        case OPTION_TOKENS:
            *status = refuse_option("--tokens");
            return false;
        case '?':
            fputs("tipsearchd: --help shows the options\n", stderr);
            return false;
        default: /* for apply_options */
            break;
        }
    }
    if (optind < argc)
        fprintf(stderr, "tipsearchd: unexpected argument “%s”: --help shows the options\n",
                argv[optind]);
    return optind == argc;
}

static tip_status apply_option(struct tip_config *config, int option, bool *has_address,
                               struct tip_error *error)
{
    switch (option) {
    case 'i':
        return tip_config_set(config, "index", optarg, error);
    case 'l':
        if (!*has_address)
            tip_config_clear_addresses(config);
        *has_address = true;
        return tip_config_set(config, "listen", optarg, error);
    case 'k':
        return tip_config_set(config, "knowledge", optarg, error);
    case 'w':
        return tip_config_set(config, "workers", optarg, error);
    case OPTION_IDLE_EXIT:
        return tip_config_set(config, "idle_exit_s", optarg, error);
    case OPTION_LOG_QUERIES:
        return tip_config_set(config, "log_queries", "yes", error);
    default:
        return TIP_OK;
    }
}

static tip_status apply_options(struct tip_config *config, int argc, char **argv,
                                struct tip_error *error)
{
    bool has_address = false;
    int option;

    optind = 0; /* glibc: begin anew */
    while ((option = getopt_long(argc, argv, short_options, long_options, NULL)) != -1) {
        tip_status status = apply_option(config, option, &has_address, error);

        if (status != TIP_OK)
            return status;
    }
    return TIP_OK;
}

/* Fills in what neither the file nor the command line said. */
static tip_status add_defaults(struct tip_config *config, struct tip_error *error)
{
    tip_status status = TIP_OK;

    if (config->index_path == NULL)
        status = tip_default_index(&config->index_path, error);
    if (status != TIP_OK || config->address_count > 0)
        return status;
    status = tip_default_address(&config->addresses[0], error);
    if (status == TIP_OK)
        config->address_count = 1;
    return status;
}

static tip_status configure(struct tip_config *config, const struct command_line *line, int argc,
                            char **argv, struct tip_error *error)
{
    tip_status status = TIP_OK;

    if (line->config_path != NULL)
        status = tip_config_read(config, line->config_path, error);
    if (status == TIP_OK)
        status = apply_options(config, argc, argv, error);
    if (status == TIP_OK && !line->checks_knowledge)
        status = add_defaults(config, error);
    return status;
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

static struct tip_server_options server_options(const struct tip_config *config)
{
    return (struct tip_server_options){
        .index_path = config->index_path,
        .knowledge_path = config->knowledge_path,
        .addresses = (const char *const *)config->addresses,
        .address_count = config->address_count,
        .workers = config->workers,
        .query_timeout_ms = config->query_timeout_ms,
        .queue_timeout_ms = config->queue_timeout_ms,
        .idle_s = config->idle_s,
        .write_s = config->write_s,
        .linger_s = config->linger_s,
        .drain_s = config->drain_s,
        .idle_exit_s = config->idle_exit_s,
        .log_queries = config->log_queries,
    };
}

static int serve(const struct tip_config *config, const struct command_line *line)
{
    struct tip_server_options options = server_options(config);
    bool in_foreground = line->in_foreground;
    struct tip_log log = {.to_syslog = false};
    struct tip_error error = {0};
    struct tip_server *server = NULL;
    tip_status status;

    options.without = line->without;
    status = tip_server_create(&server, &options, &log, &error);

    if (status != TIP_OK) {
        complain(&error);
        return status == TIP_LOCKED ? EXIT_RUNNING : EXIT_TROUBLE;
    }
    if (!in_foreground)
        status = tip_process_to_background(&error);
    if (status == TIP_OK && !in_foreground) {
        openlog("tipsearchd", LOG_PID, LOG_DAEMON);
        log.to_syslog = true;
    }
    if (status == TIP_OK)
        status = tip_server_run(server, &error);
    if (status != TIP_OK)
        tip_log(&log, LOG_ERR, "%s", error.message);
    tip_server_free(server);
    return status == TIP_OK ? 0 : EXIT_TROUBLE;
}

int main(int argc, char **argv)
{
    struct command_line line = {0};
    struct tip_config config;
    struct tip_error error = {0};
    int status;

    if (!look_at_options(&line, argc, argv, &status))
        return status;
    tip_config_init(&config);
    if (configure(&config, &line, argc, argv, &error) != TIP_OK)
        status = complain(&error);
    else if (line.checks_knowledge)
        status = check_knowledge(&config);
    else
        status = serve(&config, &line);
    tip_config_free(&config);
    return status;
}
