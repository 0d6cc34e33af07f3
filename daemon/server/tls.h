/* The certificate in force, and what TLS is spoken with it: 1.2 and later, without resumption,
 * renegotiation, compression or a choice of protocols (ALPN). On the loop's thread only. */
#ifndef TIP_TLS_H
#define TIP_TLS_H

#include <openssl/types.h>

#include "base/status.h"
#include "server/log.h"

struct tip_tls;

/* Reads the certificate, those that vouch for it, and its private key, all in PEM and the key
 * without a passphrase. The paths and `log` outlive the result. A key that others can read is
 * warned of, and so is a certificate that is not valid now. TIP_INVALID names the file that is bad,
 * or says that the two do not belong together; TIP_NOT_FOUND, TIP_IO. */
tip_status tip_tls_create(struct tip_tls **out, const char *certificate_path, const char *key_path,
                          const struct tip_log *log, struct tip_error *error) TIP_MUST_CHECK;

/* Judges the files as tip_tls_create does: each alone where the other is NULL, else also whether
 * they belong together. */
tip_status tip_tls_check(const char *certificate_path, const char *key_path,
                         struct tip_error *error) TIP_MUST_CHECK;

void tip_tls_free(struct tip_tls *tls); /* NULL is allowed; what it has opened goes on */

/* Reads both again, for connections that come from now on. On failure the old ones stay. */
tip_status tip_tls_reload(struct tip_tls *tls, struct tip_error *error) TIP_MUST_CHECK;

/* One connection's TLS, as the server's side, with the certificate in force; SSL_free(3) is the
 * caller's. It has no descriptor yet. NULL when there is no memory. */
SSL *tip_tls_open(struct tip_tls *tls);

#endif
