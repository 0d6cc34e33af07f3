/* Where results go.
 *
 * SPDX-License-Identifier: MIT */
#include "command/output.h"

#include <errno.h>
#include <libgen.h>
#include <poll.h>
#include <stdlib.h>
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

/* ---- what it would write over ---- */

static bool is_same(const struct stat *one, const struct stat *other)
{
    return one->st_dev == other->st_dev && one->st_ino == other->st_ino;
}

/* Whether files that are not there would be one: the same name in the same folder. */
static bool would_be_same(const char *path, const char *other)
{
    char *one = strdup(path), *two = strdup(other);
    struct stat folder, other_folder;
    bool is_it = one && two && strcmp(basename(one), basename(two)) == 0 &&
                 stat(dirname(one), &folder) == 0 && stat(dirname(two), &other_folder) == 0 &&
                 is_same(&folder, &other_folder);

    free(one);
    free(two);
    return is_it;
}

static bool is_same_file(const char *path, const char *other)
{
    struct stat one, two;
    bool is_there = (strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &one) : stat(path, &one)) == 0;

    if (stat(other, &two) == 0)
        return is_there && S_ISREG(one.st_mode) && is_same(&one, &two);
    return !is_there && would_be_same(path, other);
}

bool output_touches(const struct options *options, const char *path)
{
    char *draft_path;
    bool is_it;

    if (!options->output || strcmp(options->output, "-") == 0)
        return false;
    if (is_same_file(path, options->output))
        return true;
    draft_path = draft_name(options->output);
    is_it = draft_path && is_same_file(path, draft_path);
    free(draft_path);
    return is_it;
}

/* ---- opening and closing ---- */

bool output_is_draft(const FILE *out)
{
    return draft.file && out == draft.file;
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

    if (!output_is_draft(out))
        return end_stream(out);
    return draft_commit(&draft, &error) == TIPSEARCH_OK;
}

void output_drop(FILE *out)
{
    int reason = errno;

    if (output_is_draft(out))
        draft_drop(&draft);
    else if (out == stdout)
        fflush(out);
    else
        fclose(out);
    errno = reason;
}
