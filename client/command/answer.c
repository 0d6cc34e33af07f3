/* A reply of the server, and how it is shown.
 *
 * SPDX-License-Identifier: MIT */
#include "command/answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "command/outcome.h"
#include "command/printable.h"
#include "command/server.h"
#include "command/show.h"
#include "command/terminal.h"

static enum tipsearch_code ask_once(struct answer *answer, const char *line,
                                    struct tipsearch_error *error)
{
    struct tipsearch_client *client = NULL;
    enum tipsearch_code code = server_reach(&client, answer->options, error);

    if (code == TIPSEARCH_OK)
        code = tipsearch_ask_raw(client, line, &answer->line, &answer->length, error);
    tipsearch_disconnect(client);
    return code;
}

/* A server of our own may end, being idle, just when it is asked: the next one answers. */
static enum tipsearch_code ask(struct answer *answer, const char *line,
                               struct tipsearch_error *error)
{
    enum tipsearch_code code = ask_once(answer, line, error);

    if (code == TIPSEARCH_CLOSED && !answer->options->server)
        code = ask_once(answer, line, error);
    return code;
}

int answer_run(const struct options *options, enum tipsearch_code code, char *request,
               struct tipsearch_error *error, int (*show)(const struct answer *answer))
{
    struct answer answer = {.options = options};
    int status;

    if (code == TIPSEARCH_OK)
        code = ask(&answer, request, error);
    status = code == TIPSEARCH_OK ? show(&answer) : fail(error, options);
    free(request);
    free(answer.line);
    return status;
}

/* The reply as it came; only a terminal is spared what it would obey. */
static bool print_line(const struct answer *answer)
{
    if (isatty(STDOUT_FILENO))
        printable_print_json(stdout, answer->line);
    else
        fwrite(answer->line, 1, answer->length, stdout);
    fputc('\n', stdout);
    return fflush(stdout) == 0;
}

static bool print_for_people(const struct options *options, const struct shown *shown)
{
    struct show_style style = {.is_full = options->is_full};
    struct terminal terminal;
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    bool is_written;

    if (!out)
        return false;
    terminal_look(&terminal, options->color);
    style.has_color = terminal.has_color;
    style.width = terminal.width;
    if (shown->excerpt)
        show_excerpt(out, &style, shown->excerpt);
    else if (shown->explanation)
        show_explanation(out, &style, shown->explanation);
    else if (shown->patterns)
        show_patterns(out, &style, shown->patterns);
    else if (shown->suggestions)
        show_suggestions(out, shown->suggestions);
    else
        show_result(out, &style, shown->result, options->offset);
    is_written = fclose(out) == 0 && terminal_show(&terminal, text, length);
    free(text);
    return is_written;
}

bool answer_print(const struct answer *answer, const struct shown *shown)
{
    return answer->options->is_json ? print_line(answer) : print_for_people(answer->options, shown);
}

bool answer_print_citations(const struct options *options,
                            const struct tipsearch_passage *const *passages, size_t count)
{
    return cite_print(stdout, options->cite, passages, count) && fflush(stdout) == 0 &&
           !ferror(stdout);
}

int answer_refuse(const struct answer *answer, const struct tipsearch_error *error)
{
    if (answer->options->is_json && error->code >= TIPSEARCH_BAD_REQUEST)
        print_line(answer);
    return fail(error, answer->options);
}

int answer_result_status(const struct tipsearch_result *result)
{
    if (result->is_partial) {
        fprintf(stderr, "tipsearch: time ran out: there may be more and better passages: "
                        "make the query narrower\n");
        return EXIT_ERROR;
    }
    return result->total > 0 ? EXIT_FOUND : EXIT_NONE;
}
