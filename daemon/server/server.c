/* The daemon as one thing: what is made when, what ends what. */
#include "server/server.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/string_builder.h"
#include "server/acceptor.h"
#include "server/confine.h"
#include "server/connection.h"
#include "server/entry.h"
#include "server/index_watch.h"
#include "server/knowledge_load.h"
#include "server/listeners.h"
#include "server/metrics.h"
#include "server/pool.h"
#include "server/process.h"
#include "server/served.h"
#include "server/supervisor.h"

/* What a Xapian handle holds open, and what the process does besides. */
enum { FILES_A_WORKER = 4, FILES_KEPT = 64 };

struct tip_server {
    struct tip_server_options options;
    const struct tip_log *log;

    /* made by tip_server_create */
    struct tip_listeners listeners;
    struct tip_entry entry;
    struct tip_served *served;
    struct tip_worker_options worker_options;
    struct tip_pool *pool;
    struct tip_supervisor supervisor;

    /* made by tip_server_run */
    struct event_base *base;
    struct tip_connections connections;
    struct tip_acceptor *acceptor; /* NULL once the server stops */
    struct tip_index_watch *watch;
    struct tip_process_signals signals;
    struct event *finished; /* turns have */
    struct event *idle_exit;
    struct event *drain_limit;
    unsigned knowledge_missing; /* files that were not there when it was read last */
    bool is_stopping;
    bool has_lost_index; /* another folder is in its place */
};

/* ---- made before the fork ---- */

static void log_fault(void *context, const char *file, unsigned line, unsigned column,
                      const char *message)
{
    const struct tip_log *log = context;

    tip_log(log, LOG_ERR, "knowledge_fault", "%s:%u:%u: %s", file, line, column, message);
}

static tip_status read_knowledge(struct tip_server *server, struct tip_knowledge **knowledge,
                                 struct tip_error *error)
{
    struct tip_log log = *server->log;

    return tip_knowledge_load(knowledge, server->options.knowledge_path, log_fault, &log, error);
}

/* Warns of each file that is not there and was there before; whether there is one. */
static bool has_lost_file(const struct tip_server *server, const struct tip_knowledge *knowledge)
{
    unsigned lost = tip_knowledge_missing(knowledge) & ~server->knowledge_missing;
    const char *name;

    for (unsigned i = 0; (name = tip_knowledge_file_name(i)) != NULL; i++)
        if ((lost >> i & 1u) != 0)
            tip_log(server->log, LOG_WARNING, "knowledge_missing",
                    "%s is not there: what it says is not known", name);
    return lost != 0;
}

static tip_status open_index(struct tip_server *server, struct tip_error *error)
{
    char warning[TIP_ERROR_MESSAGE_SIZE] = "";
    struct tip_generation *generation;
    struct tip_knowledge *knowledge;
    tip_status status =
        tip_generation_open_current(&generation, server->options.index_path, warning, error);

    if (status != TIP_OK)
        return status;
    status = read_knowledge(server, &knowledge, error);
    if (status != TIP_OK) {
        tip_generation_close(generation);
        return status;
    }
    has_lost_file(server, knowledge);
    server->knowledge_missing = tip_knowledge_missing(knowledge);
    server->served = tip_served_create(generation, knowledge);
    if (server->served == NULL) {
        tip_generation_close(generation);
        tip_knowledge_free(knowledge);
        return tip_error_memory(error, "opening the index");
    }
    if (generation->manifest.format < TIP_FORMAT_VERSION)
        tip_log(server->log, LOG_WARNING, "previous_format",
                "the index has the older format %d: tipindex update brings it up to date",
                generation->manifest.format);
    if (warning[0] == '\0')
        return TIP_OK;
    tip_log(server->log, LOG_ERR, "index_damaged", "an older generation is served: %s", warning);
    tip_served_set_damage(server->served, warning);
    return TIP_OK;
}

static int64_t wall_clock_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

tip_status tip_server_create(struct tip_server **out, const struct tip_server_options *options,
                             const struct tip_log *log, struct tip_error *error)
{
    struct tip_server *server = calloc(1, sizeof *server);
    struct tip_listener_rules rules;
    tip_status status;

    if (server == NULL)
        return tip_error_memory(error, "starting");
    server->options = *options;
    server->log = log;
    tip_process_prepare();
    tip_supervisor_init(&server->supervisor, log);
    status = tip_entry_open(&server->entry, &server->options, log, error);
    rules = tip_entry_rules(&server->entry);
    if (status == TIP_OK)
        status = tip_listeners_open(&server->listeners, options, &rules, error);
    if (status == TIP_OK)
        status = open_index(server, error);
    if (status == TIP_OK) {
        server->worker_options =
            (struct tip_worker_options){.served = server->served,
                                        .log = log,
                                        .query_timeout_ms = options->query_timeout_ms,
                                        .queue_timeout_ms = options->queue_timeout_ms,
                                        .started_ns = wall_clock_ns(),
                                        .log_queries = options->log_queries,
                                        .without = options->without};
        status = tip_pool_create(&server->pool, &server->worker_options, options->workers, error);
    }
    if (status != TIP_OK) {
        tip_server_free(server);
        return status;
    }
    *out = server;
    return TIP_OK;
}

/* ---- the end ---- */

static void end_if_drained(struct tip_server *server)
{
    if (server->is_stopping && server->connections.count == 0)
        event_base_loopbreak(server->base);
}

/* New connections are refused from here on; what was received is answered, for a while. */
static void stop(void *context)
{
    struct tip_server *server = context;
    struct timeval limit = {.tv_sec = (time_t)server->options.drain_s};

    if (server->is_stopping) {
        event_base_loopbreak(server->base);
        return;
    }
    server->is_stopping = true;
    tip_log(server->log, LOG_INFO, "stopping", "stopping");
    tip_supervisor_stopping(&server->supervisor);
    tip_acceptor_free(server->acceptor);
    server->acceptor = NULL;
    tip_listeners_close(&server->listeners);
    event_add(server->drain_limit, &limit);
    tip_connections_drain(&server->connections);
    end_if_drained(server);
}

/* Reading takes some 30 ms, which the loop can spare: queries are answered by the workers. With a
 * fault in a file, or one gone that was there (it may be being replaced just now), the old
 * knowledge stays. */
static bool reload_knowledge(struct tip_server *server)
{
    struct tip_knowledge *knowledge;
    struct tip_error error = {0};

    if (read_knowledge(server, &knowledge, &error) != TIP_OK) {
        tip_log(server->log, LOG_ERR, "knowledge_refused", "the knowledge stays as it was: %s%s",
                error.message, tip_server_confined(&error, server->entry.is_confined));
        return false;
    }
    if (has_lost_file(server, knowledge)) {
        tip_knowledge_free(knowledge);
        tip_log(server->log, LOG_ERR, "knowledge_refused",
                "the knowledge stays as it was: a file of it has gone");
        return false;
    }
    server->knowledge_missing = tip_knowledge_missing(knowledge);
    tip_log(server->log, LOG_INFO, "knowledge_loaded",
            "new knowledge: %zu countries, %zu patterns, %zu synonym groups",
            tip_country_count(knowledge), tip_pattern_count(knowledge),
            tip_synonyms_count(knowledge));
    if (!tip_served_know(server->served, knowledge)) {
        tip_knowledge_free(knowledge);
        tip_log(server->log, LOG_ERR, "knowledge_refused",
                "the knowledge stays as it was: out of memory");
        return false;
    }
    tip_pool_refresh(server->pool);
    return true;
}

static void reload(void *context)
{
    struct tip_server *server = context;

    tip_supervisor_reloading(&server->supervisor);
    tip_entry_reload(&server->entry);
    tip_metrics_reloaded(TIP_METRIC_RELOAD_KNOWLEDGE, reload_knowledge(server));
    tip_index_watch_look(server->watch);
    tip_supervisor_reloaded(&server->supervisor);
}

static void on_drain_limit(evutil_socket_t fd, short what, void *context)
{
    struct tip_server *server = context;

    (void)fd;
    (void)what;
    tip_log(server->log, LOG_WARNING, "connections_given_up", "%u connections are given up",
            server->connections.count);
    event_base_loopbreak(server->base);
}

/* ---- while it runs ---- */

static void on_finished(evutil_socket_t fd, short what, void *context)
{
    struct tip_server *server = context;
    struct tip_turn *turn = tip_pool_take_finished(server->pool);

    (void)fd;
    (void)what;
    while (turn != NULL) {
        struct tip_turn *next = turn->next;

        tip_connections_finish(&server->connections, turn);
        turn = next;
    }
}

/* The clock of the idle exit runs from the last connection's end to the next look that finds one.
 */
static void restart_idle_exit(struct tip_server *server)
{
    struct timeval limit = {.tv_sec = (time_t)server->options.idle_exit_s};

    if (server->options.idle_exit_s > 0)
        event_add(server->idle_exit, &limit);
}

static void on_idle_exit(evutil_socket_t fd, short what, void *context)
{
    struct tip_server *server = context;

    (void)fd;
    (void)what;
    if (server->connections.count == 0)
        stop(server);
}

static void on_closed(void *context)
{
    struct tip_server *server = context;

    if (server->acceptor != NULL)
        tip_acceptor_resume(server->acceptor);
    if (server->connections.count == 0)
        restart_idle_exit(server);
    end_if_drained(server);
}

static void log_ready(struct tip_server *server)
{
    struct tip_string addresses = {0};
    struct tip_log_line line;
    uint32_t number, passages;

    for (size_t i = 0; i < server->listeners.count; i++)
        tip_string_printf(&addresses, "%s%s", i == 0 ? "" : ", ", server->listeners.all[i].text);
    tip_served_describe(server->served, &number, &passages);
    tip_log_begin(&line, server->log, LOG_INFO, "serving");
    tip_log_number(&line, "generation", number);
    tip_log_number(&line, "passages", passages);
    tip_log_end(&line, "serving generation %u (%u passage%s) of %s at %s", number, passages,
                passages == 1 ? "" : "s", server->options.index_path,
                addresses.failed ? "…" : addresses.data);
    tip_string_free(&addresses);
}

static tip_status make_events(struct tip_server *server, struct tip_error *error)
{
    struct event_base *base = server->base;

    server->finished =
        event_new(base, tip_pool_fd(server->pool), EV_READ | EV_PERSIST, on_finished, server);
    server->idle_exit = evtimer_new(base, on_idle_exit, server);
    server->drain_limit = evtimer_new(base, on_drain_limit, server);
    if (server->finished == NULL || server->idle_exit == NULL || server->drain_limit == NULL ||
        event_add(server->finished, NULL) != 0)
        return tip_error_memory(error, "starting the loop");
    return TIP_OK;
}

/* As many connections as may be, but so many that the index still has files for two generations a
 * worker; where files are very few, half of them. */
static void limit_connections(const struct tip_server *server, struct tip_connections *connections)
{
    unsigned files = tip_process_file_limit(), wanted = server->options.max_connections;
    unsigned kept = FILES_KEPT + 2 * FILES_A_WORKER * server->options.workers;
    unsigned room = files > 2 * kept ? files - kept : files / 2;

    connections->is_limited_by_files = room < wanted;
    connections->limit = room < wanted ? room : wanted;
    if (room < wanted)
        tip_log(server->log, LOG_WARNING, "connections_limited",
                "max_connections is %u, but with %u open files there is room for %u connections: "
                "raise the hard limit of open files (LimitNOFILE=, ulimit -Hn) to %u",
                wanted, files, room, (wanted > kept ? wanted : kept + 1) + kept);
}

static void prepare_connections(struct tip_server *server)
{
    struct tip_connections *connections = &server->connections;

    connections->base = server->base;
    connections->pool = server->pool;
    connections->access = server->entry.access;
    connections->peers = server->entry.peers;
    connections->tls = server->entry.tls;
    connections->log = server->log;
    limit_connections(server, connections);
    connections->idle_s = server->options.idle_s;
    connections->write_s = server->options.write_s;
    connections->linger_s = server->options.linger_s;
    connections->on_closed = on_closed;
    connections->context = server;
}

static tip_status prepare_loop(struct tip_server *server, struct tip_error *error)
{
    tip_status status;

    tip_metrics_attach(server->pool, server->served);
    server->base = event_base_new();
    if (server->base == NULL)
        return tip_error_memory(error, "starting the loop");
    prepare_connections(server);
    server->signals =
        (struct tip_process_signals){.on_stop = stop, .on_reload = reload, .context = server};
    status = make_events(server, error);
    if (status == TIP_OK)
        status = tip_process_watch_signals(&server->signals, server->base, error);
    if (status == TIP_OK)
        status = tip_index_watch_create(&server->watch, server->base, server->options.index_path,
                                        server->served, server->pool, server->log, error);
    if (status == TIP_OK)
        status = tip_acceptor_create(&server->acceptor, server->listeners.all,
                                     server->listeners.count, &server->connections, error);
    return status;
}

static void on_index_replaced(void *context)
{
    struct tip_server *server = context;

    server->has_lost_index = true;
    stop(server);
}

/* No thread is started outside the sandbox. */
static tip_status start_threads(struct tip_server *server, struct tip_error *error)
{
    bool has_landlock = false;
    tip_status status = TIP_OK;

    if (server->options.has_sandbox)
        status = tip_server_confine(&server->options, server->listeners.all,
                                    server->listeners.count, server->log, &has_landlock, error);
    server->entry.is_confined = has_landlock;
    if (status == TIP_OK && has_landlock)
        tip_index_watch_confine(server->watch, on_index_replaced, server);
    if (status == TIP_OK)
        status = tip_pool_start(server->pool, error);
    if (status == TIP_OK)
        tip_index_watch_look(server->watch);
    return status;
}

tip_status tip_server_run(struct tip_server *server, struct tip_error *error)
{
    tip_status status = prepare_loop(server, error);

    if (status == TIP_OK)
        status = start_threads(server, error);
    if (status != TIP_OK)
        return status;
    restart_idle_exit(server);
    log_ready(server);
    status = tip_supervisor_ready(&server->supervisor, server->base, server->pool, server->served,
                                  server->options.query_timeout_ms, error);
    if (status != TIP_OK)
        return status;
    if (event_base_dispatch(server->base) < 0)
        return tip_error_set(error, TIP_INTERNAL, "the event loop failed");
    if (server->has_lost_index)
        return tip_error_set(error, TIP_OPENING,
                             "%s was replaced by another folder, which the sandbox cannot read: "
                             "start the server again",
                             server->options.index_path);
    return TIP_OK;
}

static void free_event(struct event *event)
{
    if (event != NULL)
        event_free(event);
}

static void free_loop(struct tip_server *server)
{
    if (server->base == NULL)
        return;
    tip_acceptor_free(server->acceptor);
    server->acceptor = NULL;
    tip_connections_free_all(&server->connections);
    tip_index_watch_free(server->watch);
    tip_process_forget_signals(&server->signals);
    tip_supervisor_free(&server->supervisor);
    free_event(server->finished);
    free_event(server->idle_exit);
    free_event(server->drain_limit);
}

void tip_server_free(struct tip_server *server)
{
    if (server == NULL)
        return;
    tip_listeners_close(&server->listeners);
    free_loop(server);
    tip_metrics_attach(NULL, NULL);
    tip_pool_free(server->pool);
    tip_served_free(server->served);
    tip_entry_close(&server->entry);
    if (server->base != NULL)
        event_base_free(server->base);
    tip_listeners_free(&server->listeners);
    free(server);
}
