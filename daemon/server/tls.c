/* The certificate in force. */
#include "server/tls.h"

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* For TLS 1.2: an exchange of keys that is forgotten, and ciphers that authenticate what they
 * encrypt (RFC 9325, 4.2). Those of TLS 1.3 are all of this kind. */
static const char ciphers[] = "ECDHE+AESGCM:ECDHE+CHACHA20";

/* At level 2 keys, signatures and curves have 112 bits of strength at least: RSA of 2048 bits. */
enum { SECURITY_LEVEL = 2 };

struct tip_tls {
    const char *certificate_path;
    const char *key_path;
    const struct tip_log *log;
    SSL_CTX *context; /* in force; each connection holds on to the one it began with */
};

/* Why OpenSSL refused: the innermost reason, of which it says most. */
static const char *reason(void)
{
    const char *text = ERR_reason_error_string(ERR_peek_error());

    ERR_clear_error();
    return text == NULL ? "unknown reason" : text;
}

/* OpenSSL asks for a passphrase on the terminal unless it is told not to. */
static int no_passphrase(char *buffer, int size, int is_for_writing, void *context)
{
    (void)buffer;
    (void)size;
    (void)is_for_writing;
    (void)context;
    return 0;
}

/* Resumption is left out on purpose: connections of this protocol are few and long, so that a full
 * handshake costs nothing that matters, and no key outlives the certificate it was given under.
 * A client that is gone without close_notify has ended and is no error: requests are whole lines,
 * so that none which was cut off can run. */
static bool set_up(SSL_CTX *context)
{
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                     SSL_OP_NO_TICKET | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                     SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                  SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_security_level(context, SECURITY_LEVEL);
    SSL_CTX_set_default_passwd_cb(context, no_passphrase);
    return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
           SSL_CTX_set_cipher_list(context, ciphers) == 1 &&
           SSL_CTX_set_num_tickets(context, 0) == 1;
}

/* What the operating system has to say of a file comes before what OpenSSL makes of it. access(2)
 * knows nothing of the sandbox. */
static tip_status check_readable(const char *path, const char *what, struct tip_error *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    if (fd < 0)
        return tip_error_errno(error, "cannot read the %s %s", what, path);
    close(fd);
    return TIP_OK;
}

static tip_status load_certificate(const struct tip_tls *tls, SSL_CTX *context,
                                   struct tip_error *error)
{
    tip_status status = check_readable(tls->certificate_path, "certificate", error);

    if (status != TIP_OK)
        return status;
    ERR_clear_error();
    if (SSL_CTX_use_certificate_chain_file(context, tls->certificate_path) != 1)
        return tip_error_set(error, TIP_INVALID,
                             "%s holds no certificate that can be used: give one in PEM, before "
                             "those that vouch for it (%s)",
                             tls->certificate_path, reason());
    return TIP_OK;
}

static tip_status load_key(const struct tip_tls *tls, SSL_CTX *context, struct tip_error *error)
{
    tip_status status = check_readable(tls->key_path, "key", error);

    if (status != TIP_OK)
        return status;
    ERR_clear_error();
    if (SSL_CTX_use_PrivateKey_file(context, tls->key_path, SSL_FILETYPE_PEM) == 1 &&
        (tls->certificate_path == NULL || SSL_CTX_check_private_key(context) == 1))
        return TIP_OK;
    if (ERR_GET_LIB(ERR_peek_error()) == ERR_LIB_X509)
        return tip_error_set(error, TIP_INVALID,
                             "the key %s is not that of the certificate %s: give the two that "
                             "belong together (%s)",
                             tls->key_path, tls->certificate_path, reason());
    return tip_error_set(error, TIP_INVALID,
                         "%s holds no key that can be used: give one in PEM, without a passphrase "
                         "(%s)",
                         tls->key_path, reason());
}

static void warn(const struct tip_tls *tls, SSL_CTX *context)
{
    const X509 *certificate = SSL_CTX_get0_certificate(context);
    struct stat facts;

    if (stat(tls->key_path, &facts) == 0 && (facts.st_mode & (S_IROTH | S_IWOTH)) != 0)
        tip_log(tls->log, LOG_WARNING, "key_readable",
                "%s: every user of this machine can read or change the key: chmod o-rw it",
                tls->key_path);
    if (X509_cmp_current_time(X509_get0_notBefore(certificate)) > 0)
        tip_log(tls->log, LOG_WARNING, "certificate_early", "%s: the certificate is not valid yet",
                tls->certificate_path);
    if (X509_cmp_current_time(X509_get0_notAfter(certificate)) < 0)
        tip_log(tls->log, LOG_WARNING, "certificate_late",
                "%s: the certificate is not valid any more", tls->certificate_path);
}

/* What the files say; *out is set on success only. */
static tip_status load(SSL_CTX **out, const struct tip_tls *tls, struct tip_error *error)
{
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    tip_status status = TIP_OK;

    if (context == NULL)
        return tip_error_memory(error, "setting up TLS");
    if (!set_up(context))
        status = tip_error_set(error, TIP_INTERNAL, "cannot set up TLS: %s", reason());
    if (status == TIP_OK && tls->certificate_path != NULL)
        status = load_certificate(tls, context, error);
    if (status == TIP_OK && tls->key_path != NULL)
        status = load_key(tls, context, error);
    if (status == TIP_OK)
        *out = context;
    else
        SSL_CTX_free(context);
    return status;
}

tip_status tip_tls_check(const char *certificate_path, const char *key_path,
                         struct tip_error *error)
{
    struct tip_tls tls = {.certificate_path = certificate_path, .key_path = key_path};
    SSL_CTX *context;
    tip_status status = load(&context, &tls, error);

    if (status == TIP_OK)
        SSL_CTX_free(context);
    return status;
}

tip_status tip_tls_reload(struct tip_tls *tls, struct tip_error *error)
{
    SSL_CTX *context;
    tip_status status = load(&context, tls, error);

    if (status != TIP_OK)
        return status;
    warn(tls, context);
    SSL_CTX_free(tls->context);
    tls->context = context;
    return TIP_OK;
}

tip_status tip_tls_create(struct tip_tls **out, const char *certificate_path, const char *key_path,
                          const struct tip_log *log, struct tip_error *error)
{
    struct tip_tls *tls = calloc(1, sizeof *tls);
    tip_status status;

    if (tls == NULL)
        return tip_error_memory(error, "setting up TLS");
    *tls = (struct tip_tls){.certificate_path = certificate_path, .key_path = key_path, .log = log};
    status = tip_tls_reload(tls, error);
    if (status != TIP_OK) {
        tip_tls_free(tls);
        return status;
    }
    *out = tls;
    return TIP_OK;
}

void tip_tls_free(struct tip_tls *tls)
{
    if (tls == NULL)
        return;
    SSL_CTX_free(tls->context);
    free(tls);
}

SSL *tip_tls_open(struct tip_tls *tls)
{
    SSL *ssl = SSL_new(tls->context);

    ERR_clear_error();
    if (ssl != NULL)
        SSL_set_accept_state(ssl);
    return ssl;
}
