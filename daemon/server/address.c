/* Addresses: unix:PATH, tcp:HOST:PORT and tls:HOST:PORT. */
#include "server/address.h"

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
    return TIP_OK;
}

static bool is_port(const char *text)
{
    size_t digits = strspn(text, "0123456789");

    return digits >= 1 && digits <= 5 && text[digits] == '\0' && strtoul(text, NULL, 10) <= 65535;
}

/* HOST:PORT; a host with colons stands in brackets. */
static tip_status parse_host(struct tip_address *address, enum tip_address_kind kind,
                             const char *text, struct tip_error *error)
{
    const char *scheme = tip_address_scheme(kind);
    const char *colon = strrchr(text, ':');
    const char *host = text;
    size_t length;

    if (colon == NULL || !is_port(colon + 1))
        return tip_error_set(error, TIP_INVALID,
                             "%s:%s: expected %s:HOST:PORT, such as %s:127.0.0.1:7700", scheme,
                             text, scheme, scheme);
    length = (size_t)(colon - text);
    if (length >= 2 && host[0] == '[' && host[length - 1] == ']') {
        host++;
        length -= 2;
    }
    if (length == 0 || length >= sizeof address->host)
        return tip_error_set(error, TIP_INVALID, "%s:%s: there is no host: %s:localhost:7700",
                             scheme, text, scheme);
    address->kind = kind;
    memcpy(address->host, host, length);
    address->host[length] = '\0';
    strcpy(address->port, colon + 1);
    return TIP_OK;
}

tip_status tip_address_parse(struct tip_address *address, const char *text, struct tip_error *error)
{
    *address = (struct tip_address){0};
    if (strncmp(text, "unix:", 5) == 0)
        return parse_unix(address, text + 5, error);
    if (strncmp(text, "tcp:", 4) == 0)
        return parse_host(address, TIP_ADDRESS_TCP, text + 4, error);
    if (strncmp(text, "tls:", 4) == 0)
        return parse_host(address, TIP_ADDRESS_TLS, text + 4, error);
    return tip_error_set(error, TIP_INVALID,
                         "%s: an address is unix:PATH, tcp:HOST:PORT or tls:HOST:PORT", text);
}

tip_status tip_address_of_http(char out[TIP_ADDRESS_TEXT_SIZE], const char *text,
                               struct tip_error *error)
{
    static const char *const kinds[] = {"unix:", "tcp:", "tls:"};
    const char *prefix = "tcp:";

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strncmp(text, kinds[i], strlen(kinds[i])) == 0)
            prefix = "";
    if (strlen(prefix) + strlen(text) >= TIP_ADDRESS_TEXT_SIZE)
        return tip_error_set(error, TIP_INVALID, "%.40s…: the address is too long", text);
    strcpy(out, prefix);
    strcat(out, text);
    return TIP_OK;
}
