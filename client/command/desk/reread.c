/* A source file on this machine, read again.
 *
 * A passage names its file as the server knows it. Nothing is asked of a file that is none (a pipe
 * would wait for ever), and what is read of it goes nowhere but into the comparison.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/reread.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/desk/filter.h"
#include "command/failure.h"

enum { HASH_LENGTH = 64, NOT_INSTALLED = 127, NOTHING_READ = 2 /* tipindex's exit status */ };

static void fail(struct reread *reread, const char *what, const char *reason)
{
    reread->state = REREAD_FAILED;
    failure_set(&reread->error, TIPSEARCH_INVALID, "%s: %s", what, reason);
}

/* ---- bytes ---- */

static const char *kind_of(mode_t mode)
{
    return S_ISDIR(mode)    ? "a folder"
           : S_ISFIFO(mode) ? "a pipe"
           : S_ISSOCK(mode) ? "a socket"
                            : "a device";
}

/* The regular file, opened; -1 when there is none, of which the state tells. */
static int open_source(struct reread *reread)
{
    struct stat info = {0};
    bool is_there = stat(reread->file, &info) == 0;
    bool is_other = is_there && !S_ISREG(info.st_mode);
    int fd = is_other ? -1 : open(reread->file, O_RDONLY | O_NONBLOCK | O_CLOEXEC);

    if (fd >= 0 && fstat(fd, &info) == 0 && !S_ISREG(info.st_mode)) {
        close(fd);
        fd = -1;
        is_other = true;
    }
    if (is_other) {
        reread->state = REREAD_NO_REGULAR;
        reread->kind = kind_of(info.st_mode);
    } else if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        reread->state = REREAD_MISSING;
    else if (fd < 0)
        fail(reread, reread->file, strerror(errno));
    return fd;
}

static void compare_bytes(struct reread *reread)
{
    static const char *const arguments[] = {"sha256sum", NULL};
    char *said = NULL;
    size_t length = 0;
    int status = 0, fd = open_source(reread);

    if (fd < 0)
        return;
    if (filter_run_on(arguments, fd, &said, &length, &status, &reread->error) != TIPSEARCH_OK)
        reread->state = REREAD_FAILED;
    else if (status != 0 || length < HASH_LENGTH)
        fail(reread, reread->file, "sha256sum could not read it");
    else
        reread->state =
            strncmp(said, reread->sha256, HASH_LENGTH) == 0 ? REREAD_SAME : REREAD_OTHER;
    free(said);
    close(fd);
}

/* ---- passages ---- */

/* The tipindex of the same installation, else the one of PATH. */
static const char *find_tipindex(char path[PATH_MAX])
{
    ssize_t length = readlink("/proc/self/exe", path, PATH_MAX - 1);
    char *slash;

    if (length > 0) {
        path[length] = '\0';
        slash = strrchr(path, '/');
        if (slash && (size_t)(slash - path) + sizeof "/tipindex" <= PATH_MAX) {
            strcpy(slash, "/tipindex");
            if (access(path, X_OK) == 0)
                return path;
        }
    }
    return "tipindex";
}

static char *copy_member(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return strdup(text ? text : "");
}

static bool add_passage(struct reread *reread, const json_t *line)
{
    struct reread_passage *passages = reread->passages, *passage;

    if ((reread->count & (reread->count + 1)) == 0) { /* it is full at 2^n - 1 */
        passages = realloc(passages, (2 * reread->count + 1) * sizeof *passages);
        if (!passages)
            return false;
        reread->passages = passages;
    }
    passage = &passages[reread->count++];
    passage->report = copy_member(json_object_get(line, "report"), "id");
    passage->text = copy_member(line, "text");
    passage->citation = copy_member(line, "citation");
    if (!passage->report || !passage->text || !passage->citation)
        return false;
    reread->has_records |= strcmp(passage->report, passages[0].report) != 0;
    return true;
}

/* What tipindex printed, a passage a line. */
static void take_lines(struct reread *reread, char *lines)
{
    bool has_memory = true;

    for (char *line; has_memory && (line = strsep(&lines, "\n"));) {
        json_t *passage = line[0] ? json_loads(line, 0, NULL) : NULL;

        if (passage)
            has_memory = add_passage(reread, passage);
        json_decref(passage);
    }
    if (!has_memory)
        fail(reread, reread->file, "there is not enough memory");
    else if (reread->count == 0)
        reread->state = REREAD_UNREADABLE;
}

static void read_passages(struct reread *reread)
{
    char path[PATH_MAX], *lines = NULL;
    const char *const arguments[] = {find_tipindex(path), "read", "--quiet", "--",
                                     reread->file,        NULL};
    size_t length = 0;
    int status = 0, nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);

    if (filter_run_on(arguments, nothing, &lines, &length, &status, &reread->error) != TIPSEARCH_OK)
        reread->state = REREAD_FAILED;
    else if (status == NOT_INSTALLED)
        fail(reread, reread->file,
             "it was changed, and tipindex, which would read it, is not installed");
    else if (status > NOTHING_READ)
        fail(reread, reread->file, "tipindex failed on it");
    else
        take_lines(reread, lines);
    if (nothing >= 0)
        close(nothing);
    free(lines);
}

/* ---- one a file ---- */

static bool is_of(const struct reread *reread, const struct tipsearch_source *source)
{
    return strcmp(reread->file, source->file ? source->file : "") == 0 &&
           strcmp(reread->sha256, source->sha256 ? source->sha256 : "") == 0;
}

static void look(struct reread *reread)
{
    if (reread->file[0] != '/') {
        reread->state = REREAD_NO_FILE;
        return;
    }
    compare_bytes(reread);
    if (reread->state == REREAD_OTHER)
        read_passages(reread);
}

struct reread *reread_source(struct rereads *rereads, const struct tipsearch_source *source)
{
    struct reread *items = rereads->items, *reread;

    for (size_t i = rereads->count; i-- > 0;)
        if (is_of(&items[i], source))
            return &items[i];
    if ((rereads->count & (rereads->count + 1)) == 0) {
        items = realloc(items, (2 * rereads->count + 1) * sizeof *items);
        if (!items)
            return NULL;
        rereads->items = items;
    }
    reread = &items[rereads->count++];
    *reread = (struct reread){.file = strdup(source->file ? source->file : ""),
                              .sha256 = strdup(source->sha256 ? source->sha256 : "")};
    if (!reread->file || !reread->sha256)
        return NULL;
    look(reread);
    return reread;
}

static void reread_free(struct reread *reread)
{
    for (size_t i = 0; i < reread->count; i++) {
        free(reread->passages[i].report);
        free(reread->passages[i].text);
        free(reread->passages[i].citation);
    }
    if (reread->joined) {
        free((char *)reread->joined->text); /* it was joined for this */
        wording_free(reread->joined);
    }
    free(reread->joined);
    free(reread->passages);
    free(reread->file);
    free(reread->sha256);
}

void rereads_free(struct rereads *rereads)
{
    for (size_t i = 0; i < rereads->count; i++)
        reread_free(&rereads->items[i]);
    free(rereads->items);
    *rereads = (struct rereads){0};
}
