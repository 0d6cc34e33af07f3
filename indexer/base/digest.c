/* SHA-256 through OpenSSL's EVP interface. */
#include "base/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <openssl/evp.h>

enum { READ_SIZE = 64 * 1024 };

struct tip_digest {
    EVP_MD_CTX *context;
};

struct tip_digest *tip_digest_begin(void)
{
    struct tip_digest *digest = malloc(sizeof(*digest));
    if (digest == NULL)
        return NULL;
    digest->context = EVP_MD_CTX_new();
    if (digest->context == NULL || EVP_DigestInit_ex(digest->context, EVP_sha256(), NULL) != 1) {
        tip_digest_free(digest);
        return NULL;
    }
    return digest;
}

tip_status tip_digest_add(struct tip_digest *digest, const void *bytes, size_t length,
                          struct tip_error *error)
{
    if (EVP_DigestUpdate(digest->context, bytes, length) != 1)
        return tip_error_set(error, TIP_INTERNAL, "OpenSSL refused to hash %zu bytes", length);
    return TIP_OK;
}

tip_status tip_digest_end(struct tip_digest *digest, unsigned char out[TIP_DIGEST_SIZE],
                          struct tip_error *error)
{
    if (EVP_DigestFinal_ex(digest->context, out, NULL) != 1)
        return tip_error_set(error, TIP_INTERNAL, "OpenSSL refused to end a hash");
    return TIP_OK;
}

void tip_digest_free(struct tip_digest *digest)
{
    if (digest == NULL)
        return;
    EVP_MD_CTX_free(digest->context);
    free(digest);
}

void tip_digest_to_hex(char hex[TIP_DIGEST_HEX_SIZE], const unsigned char digest[TIP_DIGEST_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < TIP_DIGEST_SIZE; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    hex[2 * TIP_DIGEST_SIZE] = '\0';
}

tip_status tip_digest_bytes(char hex[TIP_DIGEST_HEX_SIZE], const void *bytes, size_t length,
                            struct tip_error *error)
{
    unsigned char out[TIP_DIGEST_SIZE];
    if (EVP_Digest(bytes, length, out, NULL, EVP_sha256(), NULL) != 1)
        return tip_error_set(error, TIP_INTERNAL, "OpenSSL refused to hash %zu bytes", length);
    tip_digest_to_hex(hex, out);
    return TIP_OK;
}

/* Hashes all that can be read from `fd`, and counts it. */
static tip_status digest_descriptor(struct tip_digest *digest, unsigned long long *size, int fd,
                                    const char *path, struct tip_error *error)
{
    char *block = malloc(READ_SIZE);
    if (block == NULL)
        return tip_error_memory(error, "hashing a file");
    tip_status status = TIP_OK;
    while (status == TIP_OK) {
        ssize_t got = read(fd, block, READ_SIZE);
        if (got == 0)
            break;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            status = tip_error_errno(error, "%s: cannot read", path);
            break;
        }
        status = tip_digest_add(digest, block, (size_t)got, error);
        *size += (unsigned long long)got;
    }
    free(block);
    return status;
}

tip_status tip_digest_file(char hex[TIP_DIGEST_HEX_SIZE], unsigned long long *size,
                           const char *path, struct tip_error *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return tip_error_errno(error, "%s: cannot open", path);
    unsigned char out[TIP_DIGEST_SIZE];
    unsigned long long count = 0;
    tip_status status;
    struct tip_digest *digest = tip_digest_begin();
    if (digest == NULL) {
        status = tip_error_memory(error, "hashing a file");
        goto out;
    }
    status = digest_descriptor(digest, &count, fd, path, error);
    if (status != TIP_OK)
        goto out;
    status = tip_digest_end(digest, out, error);
    if (status != TIP_OK)
        goto out;
    tip_digest_to_hex(hex, out);
    *size = count;
out:
    tip_digest_free(digest);
    close(fd);
    return status;
}
