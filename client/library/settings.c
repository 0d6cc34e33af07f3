/* What a handle was told, in its own copy.
 *
 * SPDX-License-Identifier: MIT */
#include "library/settings.h"

#include <stdlib.h>
#include <string.h>

#include "library/error.h"
#include "library/token.h"

enum {
    DEFAULT_CONNECT_MS = 5000,
    DEFAULT_REPLY_MS = 30000,
    DEFAULT_REPLY_LIMIT = 64 * 1024 * 1024 /* far above any reply: SEARCH with 100 whole texts has
                                              some 100 KiB */
};

/* False when there is no memory. */
static bool copy(char **out, const char *text)
{
    *out = text ? strdup(text) : NULL;
    return !text || *out;
}

static bool copy_texts(struct tipsearch_settings *settings, const struct tipsearch_options *options)
{
    return copy(&settings->token_file, options->token_file) &&
           copy(&settings->token, options->token) && copy(&settings->ca_file, options->ca_file) &&
           copy(&settings->server_name, options->server_name);
}

static enum tipsearch_code check(const struct tipsearch_settings *settings,
                                 struct tipsearch_error *error)
{
    if (settings->token && settings->token_file)
        return tipsearch_error_set(error, TIPSEARCH_INVALID,
                                   "give a token or a file with one, not both");
    if (settings->token && !tipsearch_token_is_valid(settings->token, strlen(settings->token)))
        return tipsearch_error_set(error, TIPSEARCH_INVALID,
                                   "the token is empty, too long or holds a control character");
    if (settings->address.kind != TIPSEARCH_ADDRESS_TLS &&
        (settings->ca_file || settings->server_name))
        return tipsearch_error_set(error, TIPSEARCH_INVALID,
                                   "%s: a CA file or server name is for tls: addresses only",
                                   settings->address.text);
    if (settings->reconnect < TIPSEARCH_RECONNECT_NEVER ||
        settings->reconnect > TIPSEARCH_RECONNECT_ALL)
        return tipsearch_error_set(error, TIPSEARCH_INVALID, "there is no reconnect rule %d",
                                   (int)settings->reconnect);
    return TIPSEARCH_OK;
}

enum tipsearch_code tipsearch_settings_read(struct tipsearch_settings *settings,
                                            const char *address,
                                            const struct tipsearch_options *options,
                                            struct tipsearch_error *error)
{
    static const struct tipsearch_options DEFAULTS;
    enum tipsearch_code code;

    if (!options)
        options = &DEFAULTS;
    *settings = (struct tipsearch_settings){
        .connect_ms = options->connect_ms ? options->connect_ms : DEFAULT_CONNECT_MS,
        .reply_ms = options->reply_ms ? options->reply_ms : DEFAULT_REPLY_MS,
        .reply_limit = options->reply_limit ? options->reply_limit : DEFAULT_REPLY_LIMIT,
        .reconnect = options->reconnect,
    };
    code = tipsearch_address_read(&settings->address, address, error);
    if (code != TIPSEARCH_OK)
        return code;
    if (!copy_texts(settings, options))
        return tipsearch_error_memory(error, "a connection");
    return check(settings, error);
}

void tipsearch_settings_free(struct tipsearch_settings *settings)
{
    free(settings->token_file);
    tipsearch_token_free(settings->token);
    free(settings->ca_file);
    free(settings->server_name);
}
