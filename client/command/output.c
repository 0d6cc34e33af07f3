/* Where results go.
 *
 * SPDX-License-Identifier: MIT */
#include "command/output.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/desk/draft.h"

/* The file of -o that is being written: a process has one output. */
static struct draft draft;

static bool is_plain_or_new(const char *path)
{
    struct stat status;

    return stat(path, &status) != 0 || S_ISREG(status.st_mode);
}

FILE *output_open(const struct options *options)
{
    struct tipsearch_error error;
    int reason;

    if (!options->output || strcmp(options->output, "-") == 0)
        return stdout;
    if (!is_plain_or_new(options->output))
        return fopen(options->output, "we");
    if (draft_open(&draft, options->output, NULL, &error) == TIPSEARCH_OK)
        return draft.file;
    reason = errno;
    errno = error.code == TIPSEARCH_BUSY ? EBUSY : reason;
    return NULL;
}

/* Whether who reads the pipe has gone: nobody knows what of it was read. */
static bool is_forsaken(int file)
{
    struct pollfd end = {.fd = file, .events = POLLOUT};

    return poll(&end, 1, 0) == 1 && (end.revents & POLLERR);
}

bool output_sync(FILE *out)
{
    int file = fileno(out);

    if (fflush(out) != 0 || ferror(out))
        return false;
    if (fsync(file) != 0 && errno != EINVAL && errno != EROFS && errno != ENOTSUP)
        return false;
    errno = EPIPE;
    return !is_forsaken(file);
}

static bool end_stream(FILE *out)
{
    bool is_whole = fflush(out) == 0 && !ferror(out);
    int reason = errno;

    if (out != stdout && fclose(out) != 0 && is_whole)
        return false;
    errno = reason;
    return is_whole;
}

bool output_close(FILE *out)
{
    struct tipsearch_error error;

    if (!draft.file || out != draft.file)
        return end_stream(out);
    return draft_commit(&draft, &error) == TIPSEARCH_OK;
}

void output_drop(FILE *out)
{
    int reason = errno;

    if (draft.file && out == draft.file)
        draft_drop(&draft);
    else if (out == stdout)
        fflush(out);
    else
        fclose(out);
    errno = reason;
}
