/* TLS where the library is built without it: tls: addresses are refused.
 *
 * SPDX-License-Identifier: MIT */
#include "library/error.h"
#include "library/tls.h"

static enum tipsearch_code refuse(struct tipsearch_error *error)
{
    return tipsearch_error_set(error, TIPSEARCH_INVALID,
                               "this libtipsearch was built without TLS: use unix: or tcp:");
}

enum tipsearch_code tipsearch_tls_create(struct tipsearch_tls **out, const char *ca_file,
                                         struct tipsearch_error *error)
{
    (void)out;
    (void)ca_file;
    return refuse(error);
}

void tipsearch_tls_free(struct tipsearch_tls *tls)
{
    (void)tls;
}

enum tipsearch_code tipsearch_tls_begin(struct tipsearch_tls_session **out,
                                        struct tipsearch_tls *tls, int fd,
                                        const struct tipsearch_settings *settings,
                                        struct tipsearch_error *error)
{
    (void)out;
    (void)tls;
    (void)fd;
    (void)settings;
    return refuse(error);
}

void tipsearch_tls_end(struct tipsearch_tls_session *session)
{
    (void)session;
}

enum tipsearch_code tipsearch_tls_shake_hands(struct tipsearch_tls_session *session,
                                              const struct tipsearch_settings *settings,
                                              short *wants, struct tipsearch_error *error)
{
    (void)session;
    (void)settings;
    *wants = 0;
    return refuse(error);
}

ssize_t tipsearch_tls_read(struct tipsearch_tls_session *session, char *bytes, size_t size,
                           short *wants)
{
    (void)session;
    (void)bytes;
    (void)size;
    *wants = 0;
    return -1;
}

ssize_t tipsearch_tls_write(struct tipsearch_tls_session *session, const char *bytes, size_t length,
                            short *wants)
{
    (void)session;
    (void)bytes;
    (void)length;
    *wants = 0;
    return -1;
}
