/* A file that takes the place of another one when it is whole.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/draft.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/failure.h"

/* How often a draft that somebody else has just put in its place is opened anew. */
enum { OPEN_TRIES = 100 };

/* ---- a run that is interrupted ---- */

enum { OPEN_MAX_COUNT = 4 /* more than a run has open: an output and a state */ };

/* The names of open drafts, which a signal that ends the process removes first. */
static const char *volatile open_names[OPEN_MAX_COUNT];

static void remove_drafts(int signal_number)
{
    for (int i = 0; i < OPEN_MAX_COUNT; i++)
        if (open_names[i])
            unlink(open_names[i]);
    raise(signal_number); /* SA_RESETHAND: as if there were no handler, once this returns */
}

/* A signal that is ignored, as by nohup(1), stays so. */
static void catch_signals(void)
{
    static const int SIGNALS[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};
    const struct sigaction remove = {.sa_handler = remove_drafts, .sa_flags = (int)SA_RESETHAND};

    for (size_t i = 0; i < sizeof SIGNALS / sizeof *SIGNALS; i++) {
        struct sigaction before;

        if (sigaction(SIGNALS[i], NULL, &before) == 0 && before.sa_handler == SIG_DFL)
            sigaction(SIGNALS[i], &remove, NULL);
    }
}

static void note_open(const char *name)
{
    catch_signals();
    for (int i = 0; i < OPEN_MAX_COUNT; i++) {
        if (!open_names[i]) {
            open_names[i] = name;
            return;
        }
    }
}

static void note_closed(const char *name)
{
    for (int i = 0; i < OPEN_MAX_COUNT; i++)
        if (open_names[i] == name)
            open_names[i] = NULL;
}

/* ---- opening ---- */

static enum tipsearch_code fail(struct tipsearch_error *error, const char *path, const char *advice)
{
    return failure_set(error, TIPSEARCH_INVALID, "%s cannot be written: %s: %s", path,
                       strerror(errno), advice);
}

/* Whether the open file is still the one of that name. */
static bool is_at(int file, const char *path)
{
    struct stat open_one, named;

    return fstat(file, &open_one) == 0 && stat(path, &named) == 0 &&
           open_one.st_dev == named.st_dev && open_one.st_ino == named.st_ino;
}

/* Opens and locks the draft. The one who had it may have renamed or removed it between our open and
 * our lock: then the name is another file's, or nobody's. -1, with errno. */
static int open_locked(const char *draft_path)
{
    for (int i = 0; i < OPEN_TRIES; i++) {
        int file = open(draft_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666), reason;

        if (file < 0)
            return -1;
        if (flock(file, LOCK_EX | LOCK_NB) == 0 && is_at(file, draft_path))
            return file;
        reason = errno;
        close(file);
        if (reason == EWOULDBLOCK) {
            errno = reason;
            return -1;
        }
    }
    errno = EWOULDBLOCK;
    return -1;
}

static void copy_permissions(int file, const char *path, const char *like)
{
    struct stat model;

    if (stat(path, &model) == 0 || (like && stat(like, &model) == 0))
        (void)!fchmod(file, (model.st_mode & 0666) | S_IRUSR | S_IWUSR);
}

static void forget(struct draft *draft)
{
    note_closed(draft->draft_path);
    free(draft->path);
    free(draft->draft_path);
    *draft = (struct draft){0};
}

/* What a symbolic link leads to; `path` itself where there is nothing yet. For free(3). */
static char *place_of(const char *path)
{
    char *place = realpath(path, NULL);

    return place ? place : strdup(path);
}

static char *name_for(const char *place)
{
    char *name;

    return place && asprintf(&name, "%s.new", place) >= 0 ? name : NULL;
}

char *draft_name(const char *path)
{
    char *place = place_of(path), *name = name_for(place);

    free(place);
    return name;
}

enum tipsearch_code draft_open(struct draft *draft, const char *path, const char *like,
                               struct tipsearch_error *error)
{
    enum tipsearch_code code = TIPSEARCH_OK;
    int file;

    *draft = (struct draft){.path = place_of(path)};
    draft->draft_path = name_for(draft->path);
    if (!draft->draft_path) {
        forget(draft);
        return failure_set(error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
    }
    file = open_locked(draft->draft_path);
    if (file < 0 && errno == EWOULDBLOCK)
        code = failure_set(error, TIPSEARCH_BUSY,
                           "another tipsearch is writing %s: wait until it has ended", draft->path);
    else if (file < 0)
        code = fail(error, draft->draft_path, "a file is to be made there");
    else if (ftruncate(file, 0) != 0 || !(draft->file = fdopen(file, "w"))) {
        code = fail(error, draft->draft_path, "a file is to be made there");
        close(file);
    }
    if (code != TIPSEARCH_OK) {
        forget(draft);
        return code;
    }
    note_open(draft->draft_path);
    copy_permissions(file, draft->path, like);
    return code;
}

/* ---- closing ---- */

/* The new name lasts once its folder is on the disk. */
static void sync_folder(char *path)
{
    int folder = open(dirname(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (folder < 0)
        return;
    fsync(folder);
    close(folder);
}

enum tipsearch_code draft_commit(struct draft *draft, struct tipsearch_error *error)
{
    enum tipsearch_code code = TIPSEARCH_OK;
    bool is_whole =
        !ferror(draft->file) && fflush(draft->file) == 0 && fsync(fileno(draft->file)) == 0;

    note_closed(draft->draft_path); /* from the renaming on the name may be another process' */
    if (!is_whole || rename(draft->draft_path, draft->path) != 0) {
        code = fail(error, draft->path, "what was there before is as it was");
        draft_drop(draft);
        return code;
    }
    fclose(draft->file);
    sync_folder(draft->draft_path);
    forget(draft);
    return code;
}

void draft_drop(struct draft *draft)
{
    int reason = errno;

    if (!draft->file)
        return;
    unlink(draft->draft_path);
    fclose(draft->file);
    forget(draft);
    errno = reason;
}
