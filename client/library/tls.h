/* TLS over a connected socket, by OpenSSL; or nothing, where the library is built without it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_TLS_H
#define TIPSEARCH_TLS_H

#include <stdbool.h>
#include <sys/types.h>

#include "library/settings.h"

struct tipsearch_tls;         /* whom to trust: one of a handle */
struct tipsearch_tls_session; /* one of a connection */

/* INVALID: the CA file cannot be used, or the library was built without TLS. NO_MEMORY. */
enum tipsearch_code tipsearch_tls_create(struct tipsearch_tls **out, const char *ca_file,
                                         struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;
void tipsearch_tls_free(struct tipsearch_tls *tls); /* NULL is allowed */

/* A session over `fd` (which stays the caller's) with the server that `settings` names. */
enum tipsearch_code tipsearch_tls_begin(struct tipsearch_tls_session **out,
                                        struct tipsearch_tls *tls, int fd,
                                        const struct tipsearch_settings *settings,
                                        struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;
/* Says good-bye, as far as that needs no waiting. NULL is allowed. */
void tipsearch_tls_end(struct tipsearch_tls_session *session);

/* One step of the handshake. *wants is 0 when it is done, else what poll(2) is to await.
 *
 * UNTRUSTED: the certificate is not what it should be. NO_SERVER: it failed otherwise. */
enum tipsearch_code tipsearch_tls_shake_hands(struct tipsearch_tls_session *session,
                                              const struct tipsearch_settings *settings,
                                              short *wants,
                                              struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* As recv(2) and send(2) without waiting: how many bytes were moved, 0 at the end of the stream, -1
 * when they would wait, and *wants is what for, or after a failure, and *wants is 0. After a write
 * that would wait the same bytes must be written again first. */
ssize_t tipsearch_tls_read(struct tipsearch_tls_session *session, char *bytes, size_t size,
                           short *wants);
ssize_t tipsearch_tls_write(struct tipsearch_tls_session *session, const char *bytes, size_t length,
                            short *wants);

#endif
