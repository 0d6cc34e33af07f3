/* Hosts, targets and percent escapes. */
#include "protocol/http_target.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

/* ---- hosts ---- */

/* Whether what stands behind a colon is a port: nothing, which is the scheme's own (RFC 3986,
 * section 6.2.3), or one that TCP has. */
static bool is_port(const char *text)
{
    unsigned long port = 0;

    if (*text == '\0')
        return true;
    for (; isdigit((unsigned char)*text) && port <= UINT16_MAX; text++)
        port = port * 10 + (unsigned long)(*text - '0');
    return *text == '\0' && port > 0 && port <= UINT16_MAX;
}

/* The length of the name in front of a port, brackets included. 0 when `host` is no host. */
static size_t name_length(const char *host)
{
    size_t name = host[0] == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");
    size_t all = strlen(host);

    if (name > all || all == 0)
        return 0;
    if (host[name] == ':' && is_port(host + name + 1))
        return name;
    return host[name] == '\0' ? name : 0;
}

static bool is_address_six(const char *name, size_t length)
{
    char text[INET6_ADDRSTRLEN];
    struct in6_addr address;

    if (length < 4 || length - 2 >= sizeof text)
        return false;
    memcpy(text, name + 1, length - 2);
    text[length - 2] = '\0';
    return inet_pton(AF_INET6, text, &address) == 1;
}

/* A registered name or an address, as they stand in a URL, without escapes. */
static bool is_host(const char *host)
{
    size_t length = name_length(host);

    if (length == 0 || length > 255)
        return false;
    if (host[0] == '[')
        return is_address_six(host, length);
    for (size_t i = 0; i < length; i++)
        if (!isalnum((unsigned char)host[i]) && strchr("-._~!$&'()*+,;=", host[i]) == NULL)
            return false;
    return true;
}

static bool is_loopback_four(const char *name, size_t length)
{
    char text[INET_ADDRSTRLEN];
    struct in_addr address;

    if (length >= sizeof text)
        return false;
    memcpy(text, name, length);
    text[length] = '\0';
    return inet_pton(AF_INET, text, &address) == 1 && ntohl(address.s_addr) >> 24 == 127;
}

bool tip_http_host_is_local(const struct tip_http_head *head, const char *name)
{
    const char *host = head->fields[TIP_HTTP_FIELD_HOST];
    size_t length;

    if (host == NULL)
        return true;
    length = name_length(host);
    if (length == strlen("localhost") && strncasecmp(host, "localhost", length) == 0)
        return true;
    if (strlen(name) == length && strncasecmp(host, name, length) == 0)
        return true;
    return strncmp(host, "[::1]", length) == 0 || is_loopback_four(host, length);
}

bool tip_http_host_is_of(const struct tip_http_head *head, const char *origin)
{
    const char *host = head->fields[TIP_HTTP_FIELD_HOST], *other = strstr(origin, "://") + 3;
    size_t length = host == NULL ? 0 : name_length(host);

    return length > 0 && length == name_length(other) && strncasecmp(host, other, length) == 0;
}

/* ---- targets ---- */

/* Of http://HOST/PATH: makes it the path. None is the same as / (RFC 9112, section 3.2.1), and to
 * OPTIONS the server as a whole (section 3.2.4). */
static bool strip_authority(struct tip_http_head *head, struct tip_http_fault *fault)
{
    char *target = head->target;
    const char *host = head->fields[TIP_HTTP_FIELD_HOST];
    size_t scheme = strncasecmp(target, "http://", 7) == 0    ? 7
                    : strncasecmp(target, "https://", 8) == 0 ? 8
                                                              : 0;
    size_t length = strcspn(target + scheme, "/?");
    const char *rest = target + scheme + length;

    if (scheme == 0)
        return tip_http_refuse(fault, 400, "a path begins with /");
    if (length == 0)
        return tip_http_refuse(fault, 400, "the URL names no host");
    if (host != NULL && (strlen(host) != length || strncasecmp(host, target + scheme, length) != 0))
        return tip_http_refuse(fault, 400, "the URL and the field host name two hosts");
    if (*rest == '/') {
        memmove(target, rest, strlen(rest) + 1);
        return true;
    }
    /* The scheme leaves room for the byte in front. */
    memmove(target + 1, rest, strlen(rest) + 1);
    target[0] = head->method == TIP_HTTP_OPTIONS && target[1] == '\0' ? '*' : '/';
    return true;
}

static bool check_target(const char *target, struct tip_http_fault *fault)
{
    for (const char *byte = target; *byte != '\0'; byte++)
        if (*byte <= ' ' || *byte > '~' || *byte == '#')
            return tip_http_refuse(fault, 400,
                                   "byte %zu of the path or query must be written as a percent "
                                   "escape",
                                   (size_t)(byte - target));
    return true;
}

bool tip_http_target_resolve(struct tip_http_head *head, struct tip_http_fault *fault)
{
    const char *host = head->fields[TIP_HTTP_FIELD_HOST];

    if (host == NULL && head->minor >= 1)
        return tip_http_refuse(fault, 400, "the field host is missing");
    if (host != NULL && !is_host(host))
        return tip_http_refuse(fault, 400,
                               "the field host does not name a host, or a port from 1 to 65535");
    if (!check_target(head->target, fault))
        return false;
    if (head->target[0] == '/' ||
        (head->method == TIP_HTTP_OPTIONS && strcmp(head->target, "*") == 0))
        return true;
    return strip_authority(head, fault);
}

/* ---- escapes ---- */

static int hex_digit(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    byte = (char)(byte | 0x20);
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

char tip_http_byte(const char *text, size_t length, size_t *used)
{
    int high = text[0] == '%' && length > 2 ? hex_digit(text[1]) : -1;
    int low = high >= 0 ? hex_digit(text[2]) : -1;

    *used = low >= 0 ? 3 : 1;
    return low >= 0 ? (char)(high * 16 + low) : text[0];
}

static bool check_text(const char *text, size_t length, const char *what,
                       struct tip_http_fault *fault)
{
    if (length > 0 && memchr(text, '\0', length) != NULL)
        return tip_http_refuse(fault, 400, "%s holds a NUL (%%00)", what);
    if (tip_utf8_invalid_at(text, length) < length)
        return tip_http_refuse(fault, 400, "%s is not UTF-8", what);
    return true;
}

bool tip_http_unescape(struct tip_string *out, const char *text, size_t length, bool is_query,
                       const char *what, struct tip_http_fault *fault)
{
    size_t before = out->length;

    for (size_t i = 0, used; i < length; i += used) {
        char byte = tip_http_byte(text + i, length - i, &used);

        if (used == 1 && byte == '%')
            return tip_http_refuse(
                fault, 400, "%s has a %% without two hex digits behind it: write %%25", what);
        tip_string_append_char(out, used == 1 && is_query && byte == '+' ? ' ' : byte);
    }
    if (out->failed)
        return tip_http_refuse(fault, 503, "no memory for the request: try again");
    return out->length == before ||
           check_text(out->data + before, out->length - before, what, fault);
}
