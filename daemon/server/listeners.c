/* All sockets of a server. */
#include "server/listeners.h"

#include <stdlib.h>

/* A page of the web can have its name point to this machine and then ask it; without tokens only
 * the field host tells it from a page of this machine's. */
static struct tip_http_rules http_rules(const struct tip_server_options *options,
                                        const struct tip_listener *listener)
{
    bool is_local = options->tokens_path == NULL && !options->is_insecure &&
                    listener->address.kind != TIP_ADDRESS_UNIX;

    return (struct tip_http_rules){.origins = options->cors_origins,
                                   .origin_count = options->cors_count,
                                   .local_name = is_local ? listener->address.host : NULL,
                                   .base = options->http_base,
                                   .is_encrypted = listener->address.kind == TIP_ADDRESS_TLS};
}

static tip_status open_lines(struct tip_listeners *listeners,
                             const struct tip_server_options *options,
                             const struct tip_listener_rules *rules, struct tip_error *error)
{
    tip_status status = TIP_OK;

    for (size_t i = 0; i < options->address_count && status == TIP_OK; i++) {
        status = tip_listener_open(&listeners->all[listeners->count], options->addresses[i], rules,
                                   error);
        listeners->count += status == TIP_OK;
    }
    return status;
}

static tip_status open_http(struct tip_listeners *listeners,
                            const struct tip_server_options *options,
                            const struct tip_listener_rules *rules, struct tip_error *error)
{
    tip_status status = TIP_OK;

    for (size_t i = 0; i < options->http_count && status == TIP_OK; i++) {
        struct tip_listener *listener = &listeners->all[listeners->count];
        struct tip_http_rules *http = &listeners->http[listeners->count];

        status = tip_listener_open_http(listener, options->http_addresses[i], rules, http, error);
        if (status != TIP_OK)
            break;
        listeners->count++;
        *http = http_rules(options, listener);
    }
    return status;
}

/* Takes over the sockets that were handed to us. */
static tip_status adopt_inherited(struct tip_listeners *listeners,
                                  const struct tip_server_options *options,
                                  const struct tip_listener_rules *rules, struct tip_error *error)
{
    struct tip_inherited *inherited = options->inherited;

    for (size_t i = 0; i < inherited->count; i++) {
        enum tip_inherited_kind kind = inherited->sockets[i].kind;
        bool is_http = kind == TIP_INHERITED_HTTP || kind == TIP_INHERITED_HTTPS;
        struct tip_listener *listener = &listeners->all[listeners->count];
        struct tip_http_rules *http = &listeners->http[listeners->count];
        int fd = inherited->sockets[i].fd;
        tip_status status;

        inherited->sockets[i].fd = -1;
        status = tip_listener_adopt(listener, fd,
                                    kind == TIP_INHERITED_TLS || kind == TIP_INHERITED_HTTPS, rules,
                                    is_http ? http : NULL, error);
        if (status != TIP_OK)
            return status;
        listeners->count++;
        *http = http_rules(options, listener);
    }
    return TIP_OK;
}

tip_status tip_listeners_open(struct tip_listeners *listeners,
                              const struct tip_server_options *options,
                              const struct tip_listener_rules *rules, struct tip_error *error)
{
    size_t most = options->address_count + options->http_count + options->inherited->count;
    tip_status status;

    *listeners = (struct tip_listeners){.all = calloc(most + 1, sizeof *listeners->all),
                                        .http = calloc(most + 1, sizeof *listeners->http)};
    if (listeners->all == NULL || listeners->http == NULL)
        return tip_error_memory(error, "listening");
    status = adopt_inherited(listeners, options, rules, error);
    if (status == TIP_OK)
        status = open_lines(listeners, options, rules, error);
    return status == TIP_OK ? open_http(listeners, options, rules, error) : status;
}

void tip_listeners_close(struct tip_listeners *listeners)
{
    for (size_t i = 0; i < listeners->count; i++)
        tip_listener_close(&listeners->all[i]);
}

void tip_listeners_free(struct tip_listeners *listeners)
{
    tip_listeners_close(listeners);
    free(listeners->all);
    free(listeners->http);
    *listeners = (struct tip_listeners){0};
}
