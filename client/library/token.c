/* Tokens: secrets that say who asks.
 *
 * The request is put together here and not by an encoder, whose memory would keep the token.
 *
 * SPDX-License-Identifier: MIT */
#include "library/token.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "library/error.h"

enum { TOKEN_MAX = 1024 /* bytes; tokens have some 30 to 100 */ };

bool tipsearch_token_is_valid(const char *token, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)token[i] < ' ' || token[i] == 0x7f)
            return false;
    return length > 0 && length <= TOKEN_MAX;
}

static enum tipsearch_code make_line(char **out, const char *token, size_t length,
                                     struct tipsearch_error *error)
{
    static const char HEAD[] = "{\"cmd\":\"auth\",\"token\":\"", TAIL[] = "\"}\n";
    char *line = malloc(sizeof HEAD + 2 * length + sizeof TAIL), *at;

    if (!line)
        return tipsearch_error_memory(error, "a token");
    at = stpcpy(line, HEAD);
    for (size_t i = 0; i < length; i++) {
        if (token[i] == '"' || token[i] == '\\')
            *at++ = '\\';
        *at++ = token[i];
    }
    strcpy(at, TAIL);
    *out = line;
    return TIPSEARCH_OK;
}

/* What a file holds, up to `size` bytes; -1 and errno. Plain read(2): a stream would buffer it. */
static ssize_t read_file(const char *file, char *bytes, size_t size)
{
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    size_t length = 0;
    ssize_t got = -1;

    if (fd < 0)
        return -1;
    while (length < size) {
        got = read(fd, bytes + length, size - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        length += (size_t)got;
    }
    close(fd);
    return got < 0 ? -1 : (ssize_t)length;
}

static enum tipsearch_code read_line(char **out, const char *file, struct tipsearch_error *error)
{
    char bytes[TOKEN_MAX + 2]; /* a CR and an LF may follow */
    ssize_t got = read_file(file, bytes, sizeof bytes);
    const char *end = got > 0 ? memchr(bytes, '\n', (size_t)got) : NULL;
    size_t length = end ? (size_t)(end - bytes) : got > 0 ? (size_t)got : 0;
    enum tipsearch_code code;

    if (length > 0 && bytes[length - 1] == '\r')
        length--;
    if (got < 0)
        code = tipsearch_error_set(error, TIPSEARCH_INVALID, "the token file %s cannot be read: %s",
                                   file, strerror(errno));
    else if (!tipsearch_token_is_valid(bytes, length))
        code = tipsearch_error_set(error, TIPSEARCH_INVALID,
                                   "the token file %s must begin with a line that is a token: 1 to "
                                   "%d bytes without control characters",
                                   file, TOKEN_MAX);
    else
        code = make_line(out, bytes, length, error);
    explicit_bzero(bytes, sizeof bytes);
    return code;
}

enum tipsearch_code tipsearch_token_line(char **out, const char *token, const char *file,
                                         struct tipsearch_error *error)
{
    return token ? make_line(out, token, strlen(token), error) : read_line(out, file, error);
}

void tipsearch_token_free(char *text)
{
    if (text)
        explicit_bzero(text, strlen(text));
    free(text);
}
