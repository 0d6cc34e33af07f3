/* Tokens by two schemes: programs send Bearer, browsers that ask people for a password Basic. */
#include "protocol/http_credentials.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { NO_DIGIT = 64, DIGITS_OF_GROUP = 4, BITS_OF_DIGIT = 6 };

/* What stands behind a scheme's name; NULL: it is another scheme. */
static const char *skip_scheme(const char *authorization, const char *scheme)
{
    size_t length = strlen(scheme);

    if (strncasecmp(authorization, scheme, length) != 0 || authorization[length] != ' ')
        return NULL;
    return authorization + length + strspn(authorization + length, " ");
}

/* The value of a digit of base 64 (RFC 4648, section 4). */
static unsigned digit_of(char byte)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *digit = byte == '\0' ? NULL : strchr(digits, byte);

    return digit == NULL ? NO_DIGIT : (unsigned)(digit - digits);
}

/* Decodes `text` into `out`, which has room for as many bytes; with padding, or without. False when
 * it is none, or holds a NUL. */
static bool decode(char *out, const char *text)
{
    size_t length = strlen(text), digits = strcspn(text, "="), written = 0;
    uint32_t bits = 0;
    unsigned count = 0;

    if (strspn(text + digits, "=") != length - digits || length - digits > 2 ||
        digits % DIGITS_OF_GROUP == 1)
        return false;
    for (size_t i = 0; i < digits; i++) {
        unsigned digit = digit_of(text[i]);

        if (digit == NO_DIGIT)
            return false;
        bits = bits << BITS_OF_DIGIT | digit;
        count += BITS_OF_DIGIT;
        if (count >= 8) {
            count -= 8;
            out[written++] = (char)(bits >> count & 0xFF);
        }
    }
    out[written] = '\0';
    return strlen(out) == written;
}

/* The password of "NAME:PASSWORD" in base 64. */
static bool read_basic(char **token, const char *credentials)
{
    char *pair = malloc(strlen(credentials) + 1);
    const char *colon;

    if (pair == NULL)
        return false;
    colon = decode(pair, credentials) ? strchr(pair, ':') : NULL;
    if (colon != NULL)
        memmove(pair, colon + 1, strlen(colon));
    if (colon == NULL || pair[0] == '\0') {
        free(pair);
        pair = NULL;
    }
    *token = pair;
    return true;
}

bool tip_http_token_read(char **token, const char *authorization)
{
    const char *bearer, *basic;

    *token = NULL;
    if (authorization == NULL)
        return true;
    bearer = skip_scheme(authorization, "Bearer");
    basic = skip_scheme(authorization, "Basic");
    if (basic != NULL)
        return read_basic(token, basic);
    if (bearer == NULL)
        return true;
    *token = strdup(bearer);
    return *token != NULL;
}
