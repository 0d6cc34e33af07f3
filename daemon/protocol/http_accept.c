/* What a client takes. */
#include "protocol/http_accept.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

enum { WEIGHT_NONE = -1, WEIGHT_FULL = 1000 };

/* A q-value in thousandths: at most three digits behind the point. What is none counts as 1. */
static int read_weight(const char *text, size_t length)
{
    int weight = 0, unit = WEIGHT_FULL;

    if (length == 0 || (text[0] != '0' && text[0] != '1'))
        return WEIGHT_FULL;
    weight = (text[0] - '0') * WEIGHT_FULL;
    for (size_t i = 2; i < length && i < 5 && isdigit((unsigned char)text[i]); i++) {
        unit /= 10;
        weight += (text[i] - '0') * unit;
    }
    return weight > WEIGHT_FULL ? WEIGHT_FULL : weight;
}

/* The weight among the parameters behind an element's name. */
static int element_weight(const char *parameters, size_t length)
{
    const char *end = parameters + length;

    for (const char *at = parameters; at < end; at++) {
        const char *value;

        if (*at != ';')
            continue;
        for (value = at + 1; value < end && (*value == ' ' || *value == '\t'); value++)
            continue;
        if (end - value >= 2 && (*value == 'q' || *value == 'Q') && value[1] == '=')
            return read_weight(value + 2, strcspn(value + 2, " \t;,"));
    }
    return WEIGHT_FULL;
}

/* The weight that a list gives to a name; WEIGHT_NONE when it does not have it. */
static int list_weight(const char *list, const char *name)
{
    while (*list != '\0') {
        size_t length, word;

        list += strspn(list, " \t,");
        length = strcspn(list, ",");
        word = strcspn(list, " \t;,");
        if (word == strlen(name) && strncasecmp(list, name, word) == 0)
            return element_weight(list + word, length - word);
        list += length;
    }
    return WEIGHT_NONE;
}

enum tip_http_coding tip_http_coding_choose(const char *accept_encoding)
{
    int any, gzip, identity;

    if (accept_encoding == NULL)
        return TIP_HTTP_IDENTITY;
    any = list_weight(accept_encoding, "*");
    gzip = list_weight(accept_encoding, "gzip");
    if (gzip == WEIGHT_NONE)
        gzip = list_weight(accept_encoding, "x-gzip");
    if (gzip == WEIGHT_NONE)
        gzip = any == WEIGHT_NONE ? 0 : any;
    identity = list_weight(accept_encoding, "identity");
    /* Not named it is taken, but only where nothing else is. */
    if (identity == WEIGHT_NONE)
        identity = any == 0 ? 0 : 1;
    if (gzip > 0 && gzip >= identity)
        return identity > 0 ? TIP_HTTP_GZIP : TIP_HTTP_GZIP_ALONE;
    return identity > 0 ? TIP_HTTP_IDENTITY : TIP_HTTP_NO_CODING;
}

bool tip_http_wants_html(const char *accept)
{
    int html = accept == NULL ? WEIGHT_NONE : list_weight(accept, "text/html");

    return html > 0 && html > list_weight(accept, "text/plain");
}

bool tip_http_has_tag(const char *if_none_match, const char *etag)
{
    const char *opaque = etag + strlen("W/");
    size_t length = strlen(opaque);

    while (if_none_match != NULL && *if_none_match != '\0') {
        if_none_match += strspn(if_none_match, " \t,");
        if (strncmp(if_none_match, "W/", 2) == 0)
            if_none_match += 2;
        if (strncmp(if_none_match, opaque, length) == 0)
            return true;
        if_none_match += strcspn(if_none_match, ",");
    }
    return false;
}

bool tip_http_has_any(const char *if_none_match)
{
    return if_none_match != NULL && strcmp(if_none_match, "*") == 0;
}
