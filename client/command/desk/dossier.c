/* tipsearch dossier: a Markdown file that the user owns is read, never written; what is made of it
 * goes elsewhere, and only when it is whole.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/dossier.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/desk/dossier_ask.h"
#include "command/desk/dossier_file.h"
#include "command/desk/dossier_form.h"
#include "command/desk/dossier_verify.h"
#include "command/desk/dossier_write.h"
#include "command/desk/draft.h"
#include "command/failure.h"
#include "command/outcome.h"
#include "command/output.h"
#include "command/printable.h"

static bool is_to_file(const struct options *options)
{
    return options->output && strcmp(options->output, "-") != 0;
}

/* What can be told before anything is asked. */
static enum tipsearch_code check(const struct dossier_form **form, const struct options *options,
                                 struct tipsearch_error *error)
{
    enum tipsearch_code code = dossier_form_choose(form, options->format, options->output, error);

    if (code != TIPSEARCH_OK)
        return code;
    if (output_touches(options, options->words[0]))
        return failure_set(error, TIPSEARCH_INVALID,
                           "%s: it is the dossier itself, which stays as it is: name another file",
                           options->output);
    if ((*form)->is_binary && !is_to_file(options) && isatty(STDOUT_FILENO))
        return failure_set(error, TIPSEARCH_INVALID, "a terminal does not show %s: give -o FILE",
                           (*form)->name);
    return TIPSEARCH_OK;
}

/* A source that the dossier cites is nothing to write over: its quotations could never be proved
 * again. */
static enum tipsearch_code check_sources(const struct options *options,
                                         const struct dossier_answers *answers,
                                         struct tipsearch_error *error)
{
    for (size_t i = 0; is_to_file(options) && i < answers->count; i++) {
        const struct tipsearch_excerpt *excerpt = answers->items[i].excerpt;

        if (excerpt && excerpt->passage.source.file &&
            output_touches(options, excerpt->passage.source.file))
            return failure_set(error, TIPSEARCH_INVALID,
                               "%s: it is a source that the dossier cites, which stays as it is: "
                               "name another file",
                               options->output);
    }
    return TIPSEARCH_OK;
}

/* Line by line, so that nothing of it commands the terminal. */
static void show(const char *text)
{
    char *copy = strdup(text), *rest = copy;

    for (char *line; copy && (line = strsep(&rest, "\n"));) {
        printable_print(stdout, line);
        if (rest)
            fputc('\n', stdout);
    }
    free(copy);
}

static int put_to_standard_output(const struct options *options, const char *bytes, size_t length)
{
    if (isatty(STDOUT_FILENO))
        show(bytes);
    else
        fwrite(bytes, 1, length, stdout);
    return output_close(stdout) ? EXIT_FOUND : say_write_failed(options);
}

/* What is there and no file (a pipe, a device) is written to as it is. */
static int put_to_device(const struct options *options, const char *bytes, size_t length)
{
    FILE *out = output_open(options);

    if (!out)
        return say_write_failed(options);
    fwrite(bytes, 1, length, out);
    return output_close(out) ? EXIT_FOUND : say_write_failed(options);
}

static int put_to_file(const struct options *options, const char *bytes, size_t length)
{
    struct tipsearch_error error;
    struct draft draft;
    enum tipsearch_code code = draft_open(&draft, options->output, NULL, &error);

    if (code == TIPSEARCH_OK) {
        fwrite(bytes, 1, length, draft.file);
        code = draft_commit(&draft, &error);
    }
    return code == TIPSEARCH_OK ? EXIT_FOUND : fail(&error, options);
}

static int put_out(const struct options *options, const char *bytes, size_t length)
{
    struct stat info;

    if (!is_to_file(options))
        return put_to_standard_output(options, bytes, length);
    if (stat(options->output, &info) == 0 && !S_ISREG(info.st_mode))
        return put_to_device(options, bytes, length);
    return put_to_file(options, bytes, length);
}

/* Fills in, makes the form and puts it where it belongs; the exit status. */
static int make(const struct options *options, const struct dossier_form *form,
                const struct dossier *dossier, const struct dossier_answers *answers)
{
    struct tipsearch_error error;
    char *markdown = NULL, *bytes = NULL;
    size_t length = 0, size = 0;
    FILE *out = open_memstream(&markdown, &length);
    bool is_sound = false, is_written = out && dossier_write(out, dossier, answers, &is_sound);
    bool is_whole = false;
    int status;

    if (out)
        is_written = fclose(out) == 0 && is_written;
    if (!is_written)
        failure_set(&error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
    if (!is_written || dossier_form_make(&bytes, &size, form, markdown, length, options->words[0],
                                         &is_whole, &error) != TIPSEARCH_OK)
        status = fail(&error, options);
    else if (put_out(options, bytes, size) != EXIT_FOUND)
        status = EXIT_ERROR;
    else
        status = is_sound && is_whole ? EXIT_FOUND : EXIT_NONE;
    free(markdown);
    free(bytes);
    return status;
}

/* Proves it; the exit status. */
static int verify(const struct options *options, const struct dossier *dossier,
                  const struct dossier_answers *answers)
{
    bool is_json = options->format && strcmp(options->format, "jsonl") == 0;
    bool is_sound = false, has_failed = false;

    if (!dossier_verify(stdout, dossier, answers, is_json, &is_sound, &has_failed)) {
        fputs("tipsearch: there is not enough memory\n", stderr);
        return EXIT_ERROR;
    }
    if (!output_close(stdout))
        return say_write_failed(options);
    return has_failed ? EXIT_ERROR : is_sound ? EXIT_FOUND : EXIT_NONE;
}

static void warn_of_no_entries(const struct dossier *dossier)
{
    if (dossier->count > 0)
        return;
    fputs("tipsearch: ", stderr);
    printable_print(stderr, dossier->name);
    fputs(": it names no passage: an id stands on a line of its own (tipsearch-dossier(7))\n",
          stderr);
}

int run_dossier(const struct options *options)
{
    const struct dossier_form *form = NULL;
    struct dossier dossier = {0};
    struct dossier_answers answers = {0};
    struct tipsearch_error error;
    enum tipsearch_code code = options->is_verify ? TIPSEARCH_OK : check(&form, options, &error);
    int status;

    if (code == TIPSEARCH_OK)
        code = dossier_read(&dossier, options->words[0], &error);
    if (code == TIPSEARCH_OK)
        code = dossier_ask(&answers, &dossier, options, &error);
    if (code == TIPSEARCH_OK && !options->is_verify)
        code = check_sources(options, &answers, &error);
    if (code == TIPSEARCH_OK) {
        warn_of_no_entries(&dossier);
        status = options->is_verify ? verify(options, &dossier, &answers)
                                    : make(options, form, &dossier, &answers);
    } else {
        status = fail(&error, options);
    }
    dossier_answers_free(&answers);
    dossier_free(&dossier);
    return status;
}
