/* Showing the source of a passage.
 *
 * SPDX-License-Identifier: MIT */
#include "command/viewer.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command/failure.h"

enum { WORDS_MAX = 16, NOT_STARTED = 127 };

/* Commands that open a file at a page. */
static const char *const PAGE_VIEWERS[] = {"okular -p %p %f", "evince -i %p %f", "zathura -P %p %f",
                                           "mupdf %f %p"};

struct command {
    char *text;                 /* owned: the words, each ended by a NUL */
    char *words[WORDS_MAX + 2]; /* some point into `text`; a file behind them, and NULL */
    size_t count;
    char page[24];
};

/* Whether a program stands in a folder of $PATH. */
static bool is_installed(const char *name, size_t length)
{
    const char *path = getenv("PATH");

    for (const char *folder = path ? path : "/usr/local/bin:/usr/bin:/bin"; *folder;) {
        size_t size = strcspn(folder, ":");
        char *program;
        bool is_there;

        if (asprintf(&program, "%.*s/%.*s", (int)size, folder, (int)length, name) < 0)
            return false;
        is_there = access(program, X_OK) == 0;
        free(program);
        if (is_there)
            return true;
        folder += size + (folder[size] == ':');
    }
    return false;
}

/* The command to run, with its %: never NULL. */
static const char *choose(const struct tipsearch_source *source)
{
    const char *wanted = getenv("TIPSEARCH_VIEWER");

    if (wanted && wanted[0])
        return wanted;
    for (size_t i = 0; source->page > 0 && i < sizeof PAGE_VIEWERS / sizeof *PAGE_VIEWERS; i++)
        if (is_installed(PAGE_VIEWERS[i], strcspn(PAGE_VIEWERS[i], " ")))
            return PAGE_VIEWERS[i];
    return "xdg-open %f";
}

/* A word of the command: what a % alone stands for, or the word itself. */
static char *word_for(struct command *command, char *word, const struct tipsearch_source *source)
{
    if (strcmp(word, "%f") == 0)
        return (char *)source->file; /* execvp(3) does not write to it */
    if (strcmp(word, "%u") == 0)
        return (char *)(source->address ? source->address : source->file);
    if (strcmp(word, "%p") == 0)
        return command->page;
    return word;
}

/* A command without %f and %u gets the file as its last word. */
static bool fill(struct command *command, const char *text, const struct tipsearch_source *source)
{
    bool has_file = false;
    char *rest;

    *command = (struct command){.text = strdup(text)};
    if (!command->text)
        return false;
    snprintf(command->page, sizeof command->page, "%ld", source->page > 0 ? source->page : 1);
    rest = command->text;
    for (char *word; (word = strsep(&rest, " \t")) && command->count < WORDS_MAX;) {
        if (word[0] == '\0')
            continue;
        has_file |= strcmp(word, "%f") == 0 || strcmp(word, "%u") == 0;
        command->words[command->count++] = word_for(command, word, source);
    }
    if (!has_file)
        command->words[command->count++] = (char *)source->file;
    return true;
}

static enum tipsearch_code run(const struct command *command, struct tipsearch_error *error)
{
    pid_t pid = fork();
    int status;

    if (pid == 0) {
        execvp(command->words[0], command->words);
        _exit(NOT_STARTED);
    }
    if (pid < 0)
        return failure_set(error, TIPSEARCH_INVALID, "no viewer can be started: %s",
                           strerror(errno));
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return failure_set(error, TIPSEARCH_INVALID, "the viewer was lost: %s",
                               strerror(errno));
    if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_STARTED)
        return failure_set(error, TIPSEARCH_INVALID,
                           "there is no viewer %s: set TIPSEARCH_VIEWER, such as "
                           "TIPSEARCH_VIEWER='evince -i %%p %%f'",
                           command->words[0]);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return failure_set(error, TIPSEARCH_INVALID, "the viewer %s failed", command->words[0]);
    return TIPSEARCH_OK;
}

enum tipsearch_code viewer_open(const struct tipsearch_source *source,
                                struct tipsearch_error *error)
{
    struct command command;
    enum tipsearch_code code;

    if (!source->file || source->file[0] != '/')
        return failure_set(error, TIPSEARCH_INVALID,
                           "the passage's source has no file: it was read from standard input");
    if (access(source->file, R_OK) != 0)
        return failure_set(error, TIPSEARCH_INVALID,
                           "%s: %s: the source has moved, or is on the machine of the server",
                           source->file, strerror(errno));
    if (!fill(&command, choose(source), source))
        return failure_set(error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
    code = run(&command, error);
    free(command.text);
    return code;
}
