/* What a handle was told, in its own copy.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_SETTINGS_H
#define TIPSEARCH_SETTINGS_H

#include "library/address.h"

/* Texts are owned and NULL where nothing was said. */
struct tipsearch_settings {
    struct tipsearch_address address;
    unsigned connect_ms;
    unsigned reply_ms;
    size_t reply_limit;
    enum tipsearch_reconnect reconnect;
    char *token_file;
    char *token; /* a secret */
    char *ca_file;
    char *server_name;
};

/* Fills in the defaults and refuses what contradicts itself. `options` may be NULL. The settings
 * are to be freed in any case. */
enum tipsearch_code tipsearch_settings_read(struct tipsearch_settings *settings,
                                            const char *address,
                                            const struct tipsearch_options *options,
                                            struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* Wipes the token. */
void tipsearch_settings_free(struct tipsearch_settings *settings);

#endif
