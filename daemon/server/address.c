/* Addresses: unix:PATH, tcp:HOST:PORT and tls:HOST:PORT. */
#include "server/address.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *tip_address_scheme(enum tip_address_kind kind)
{
    static const char *const schemes[] = {
        [TIP_ADDRESS_UNIX] = "unix", [TIP_ADDRESS_TCP] = "tcp", [TIP_ADDRESS_TLS] = "tls"};

    return schemes[kind];
}

static tip_status parse_unix(struct tip_address *address, const char *path, struct tip_error *error)
{
    size_t length = strlen(path);

    if (length == 0)
        return tip_error_set(error, TIP_INVALID, "unix: needs a path: unix:/run/tipsearch.sock");
    if (length >= sizeof address->path)
        return tip_error_set(error, TIP_INVALID,
                             "%s: a socket's path has at most %zu bytes, this one %zu: choose a "
                             "shorter one",
                             path, sizeof address->path - 1, length);
    memcpy(address->path, path, length + 1);
    snprintf(address->text, sizeof address->text, "unix:%s", path);
    return TIP_OK;
}

static bool is_port(const char *text)
{
    size_t digits = strspn(text, "0123456789");

    return digits >= 1 && digits <= 5 && text[digits] == '\0' && strtoul(text, NULL, 10) <= 65535;
}

/* HOST:PORT; a host with colons stands in brackets. `prefix` is what stands before it, as given. */
static tip_status parse_host(struct tip_address *address, const char *prefix, const char *text,
                             struct tip_error *error)
{
    const char *colon = strrchr(text, ':');
    const char *host = text;
    size_t length;

    if (colon == NULL || !is_port(colon + 1))
        return tip_error_set(error, TIP_INVALID,
                             "%s%s: expected %sHOST:PORT, such as %s127.0.0.1:7700", prefix, text,
                             prefix, prefix);
    length = (size_t)(colon - text);
    if (length >= 2 && host[0] == '[' && host[length - 1] == ']') {
        host++;
        length -= 2;
    }
    if (length == 0 || length >= sizeof address->host)
        return tip_error_set(error, TIP_INVALID, "%s%s: there is no host: %slocalhost:7700", prefix,
                             text, prefix);
    memcpy(address->host, host, length);
    address->host[length] = '\0';
    strcpy(address->port, colon + 1);
    snprintf(address->text, sizeof address->text, "%s%s", prefix, text);
    return TIP_OK;
}

tip_status tip_address_parse(struct tip_address *address, const char *text, struct tip_error *error)
{
    static const enum tip_address_kind kinds[] = {TIP_ADDRESS_TCP, TIP_ADDRESS_TLS};

    *address = (struct tip_address){0};
    if (strncmp(text, "unix:", 5) == 0)
        return parse_unix(address, text + 5, error);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        char prefix[8];

        snprintf(prefix, sizeof prefix, "%s:", tip_address_scheme(kinds[i]));
        address->kind = kinds[i];
        if (strncmp(text, prefix, strlen(prefix)) == 0)
            return parse_host(address, prefix, text + strlen(prefix), error);
    }
    return tip_error_set(error, TIP_INVALID,
                         "%s: an address is unix:PATH, tcp:HOST:PORT or tls:HOST:PORT", text);
}

tip_status tip_address_parse_http(struct tip_address *address, const char *text,
                                  struct tip_error *error)
{
    static const char *const prefixes[] = {"unix:", "tcp:", "tls:"};

    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
        if (strncmp(text, prefixes[i], strlen(prefixes[i])) == 0)
            return tip_address_parse(address, text, error);
    *address = (struct tip_address){.kind = TIP_ADDRESS_TCP};
    return parse_host(address, "", text, error);
}
