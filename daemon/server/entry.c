/* Who gets in. */
#include "server/entry.h"

#include "server/confine.h"
#include "server/metrics.h"

static tip_status decide_who_may(struct tip_entry *entry, struct tip_error *error)
{
    const struct tip_server_options *options = entry->options;
    tip_status status = TIP_OK;

    if (options->tokens_path != NULL)
        status = tip_access_create(&entry->access, options->tokens_path, entry->log, error);
    if (status != TIP_OK || options->socket_user_count == 0)
        return status;
    if ((options->socket_mode & 0022) == 0)
        tip_log(
            entry->log, LOG_WARNING, "socket_mode_narrow",
            "socket_users names users whom the sockets' mode %03o keeps out: socket_mode = 0666",
            options->socket_mode);
    return tip_peers_create(&entry->peers, options->socket_users, options->socket_user_count,
                            error);
}

static tip_status read_certificate(struct tip_entry *entry, struct tip_error *error)
{
    const struct tip_server_options *options = entry->options;

    if (options->certificate_path == NULL && options->key_path == NULL)
        return TIP_OK;
    return tip_tls_create(&entry->tls, options->certificate_path, options->key_path, entry->log,
                          error);
}

tip_status tip_entry_open(struct tip_entry *entry, const struct tip_server_options *options,
                          const struct tip_log *log, struct tip_error *error)
{
    tip_status status;

    *entry = (struct tip_entry){.options = options, .log = log};
    status = decide_who_may(entry, error);
    return status == TIP_OK ? read_certificate(entry, error) : status;
}

void tip_entry_close(struct tip_entry *entry)
{
    tip_access_free(entry->access);
    tip_peers_free(entry->peers);
    tip_tls_free(entry->tls);
}

struct tip_listener_rules tip_entry_rules(const struct tip_entry *entry)
{
    return (struct tip_listener_rules){.socket_mode = entry->options->socket_mode,
                                       .has_tokens = entry->access != NULL,
                                       .has_certificate = entry->tls != NULL,
                                       .is_insecure = entry->options->is_insecure};
}

static void reload_tokens(struct tip_entry *entry)
{
    struct tip_error error = {0};
    bool is_good;

    if (entry->access == NULL)
        return;
    is_good = tip_access_reload(entry->access, &error) == TIP_OK;
    tip_metrics_reloaded(TIP_METRIC_RELOAD_TOKENS, is_good);
    if (is_good)
        tip_log(entry->log, LOG_INFO, "tokens_loaded", "new tokens: %zu",
                tip_access_count(entry->access));
    else
        tip_log(entry->log, LOG_ERR, "tokens_refused", "the tokens stay as they were: %s%s",
                error.message, tip_server_confined(&error, entry->is_confined));
}

static void reload_certificate(struct tip_entry *entry)
{
    struct tip_error error = {0};
    bool is_good;

    if (entry->tls == NULL)
        return;
    is_good = tip_tls_reload(entry->tls, &error) == TIP_OK;
    tip_metrics_reloaded(TIP_METRIC_RELOAD_CERTIFICATE, is_good);
    if (is_good)
        tip_log(entry->log, LOG_INFO, "certificate_loaded", "new certificate: %s",
                entry->options->certificate_path);
    else
        tip_log(entry->log, LOG_ERR, "certificate_refused", "the certificate stays as it was: %s%s",
                error.message, tip_server_confined(&error, entry->is_confined));
}

void tip_entry_reload(struct tip_entry *entry)
{
    reload_tokens(entry);
    reload_certificate(entry);
}
