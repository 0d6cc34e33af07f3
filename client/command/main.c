/* tipsearch: passages of reports, found from the command line.
 *
 * Everything goes through libtipsearch: a request line out, a reply line in, which --json prints as
 * it came and which otherwise is shown for people.
 *
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command/complete.h"
#include "command/options.h"
#include "command/printable.h"
#include "command/server.h"
#include "command/show.h"
#include "command/terminal.h"
#include "command/viewer.h"

enum { NOTE_WIDTH = 80 /* columns of what is said on standard error */ };

enum { EXIT_FOUND = 0, EXIT_NONE = 1, EXIT_ERROR = 2 };

/* A reply with what it was asked by. */
struct answer {
    const struct options *options;
    char *line; /* owned */
    size_t length;
};

/* Character widths are needed, and text is UTF-8 whatever the user's locale says. */
static void choose_locale(void)
{
    setlocale(LC_ALL, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_CTYPE, "C.UTF-8");
    setlocale(LC_NUMERIC, "C");
}

static int fail(const struct tipsearch_error *error, const struct options *options)
{
    show_error(stderr, error, options->query);
    if (error->code == TIPSEARCH_UNAUTHORIZED && !options->token_file)
        fputs("tipsearch: name a file with your token: --token-file FILE\n", stderr);
    return EXIT_ERROR;
}

static enum tipsearch_code make_request(char **line, const struct options *options,
                                        struct tipsearch_error *error)
{
    struct tipsearch_query query = {
        .query = options->query,
        .limit = options->open > 0 ? 1 : options->limit,
        .offset = options->open > 0 ? options->open - 1 : options->offset,
        .facets = options->facets,
        .facet_count = options->facet_count,
        .sort = options->sort,
        .with_text = options->is_full,
    };
    struct tipsearch_like like = {.id = options->similar, .limit = options->limit};

    if (options->is_explain)
        return tipsearch_explain_line(line, &query, options->get, error);
    if (options->is_patterns)
        return tipsearch_patterns_line(line, error);
    if (options->suggest)
        return tipsearch_suggest_line(line, options->suggest, options->limit, error);
    if (options->get)
        return tipsearch_get_line(line, options->get, 0, error);
    if (options->similar)
        return tipsearch_similar_line(line, &like, error);
    return tipsearch_search_line(line, &query, error);
}

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
static enum tipsearch_code ask(struct answer *answer, struct tipsearch_error *error)
{
    char *line;
    enum tipsearch_code code = make_request(&line, answer->options, error);

    if (code != TIPSEARCH_OK)
        return code;
    code = ask_once(answer, line, error);
    if (code == TIPSEARCH_CLOSED && !answer->options->server)
        code = ask_once(answer, line, error);
    free(line);
    return code;
}

static int say_write_failed(void)
{
    fprintf(stderr, "tipsearch: standard output cannot be written: %s\n", strerror(errno));
    return EXIT_ERROR;
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

/* What was read of a reply: one of them. */
struct shown {
    const struct tipsearch_result *result;
    const struct tipsearch_excerpt *excerpt;
    const struct tipsearch_explanation *explanation;
    const struct tipsearch_patterns *patterns;
    const struct tipsearch_suggestions *suggestions;
};

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

/* Prints citations alone. */
static bool print_citations(const struct options *options,
                            const struct tipsearch_passage *const *passages, size_t count)
{
    return cite_print(stdout, options->cite, passages, count) && fflush(stdout) == 0 &&
           !ferror(stdout);
}

static bool cite_hits(const struct options *options, const struct tipsearch_result *result)
{
    const struct tipsearch_passage **passages = calloc(result->hit_count + 1, sizeof *passages);
    bool is_written;

    if (!passages)
        return false;
    for (size_t i = 0; i < result->hit_count; i++)
        passages[i] = &result->hits[i].passage;
    is_written = print_citations(options, passages, result->hit_count);
    free(passages);
    return is_written;
}

/* That it is another passage than was asked for is no part of what is cited. */
static bool cite_excerpt(const struct options *options, const struct tipsearch_excerpt *excerpt)
{
    const struct tipsearch_passage *passage = &excerpt->passage;

    show_moved(stderr, &(struct show_style){.width = NOTE_WIDTH}, &excerpt->moved, false);
    return print_citations(options, &passage, 1);
}

/* The hit that was asked for is the only one of the reply. */
static int open_hit(const struct options *options, const struct tipsearch_result *result)
{
    struct tipsearch_error error;

    if (result->hit_count == 0) {
        fprintf(stderr, "tipsearch: there is no hit %ld: %lld passage%s found\n", options->open,
                result->total, result->total == 1 ? " was" : "s were");
        return result->total == 0 ? EXIT_NONE : EXIT_ERROR;
    }
    if (viewer_open(&result->hits[0].passage.source, &error) != TIPSEARCH_OK)
        return fail(&error, options);
    return EXIT_FOUND;
}

/* What was found, as the exit status; a cut result is an error, as part of it may be missing. */
static int result_status(const struct tipsearch_result *result)
{
    if (result->is_partial) {
        fprintf(stderr, "tipsearch: time ran out: there may be more and better passages: "
                        "make the query narrower\n");
        return EXIT_ERROR;
    }
    return result->total > 0 ? EXIT_FOUND : EXIT_NONE;
}

/* What the server says against it is the answer of --json, too. */
static int refuse_answer(const struct answer *answer, const struct tipsearch_error *error)
{
    if (answer->options->is_json && error->code >= TIPSEARCH_BAD_REQUEST)
        print_line(answer);
    return fail(error, answer->options);
}

static bool print_answer(const struct answer *answer, const struct shown *shown)
{
    return answer->options->is_json ? print_line(answer) : print_for_people(answer->options, shown);
}

static int answer_with_result(const struct answer *answer)
{
    struct tipsearch_error error;
    struct tipsearch_result *result;
    bool is_written;
    int status;

    if (tipsearch_result_parse(&result, answer->line, answer->length, &error) != TIPSEARCH_OK)
        return refuse_answer(answer, &error);
    if (answer->options->open > 0) {
        status = open_hit(answer->options, result);
        tipsearch_result_free(result);
        return status;
    }
    if (!answer->options->is_json && answer->options->cite != CITE_NONE)
        is_written = cite_hits(answer->options, result);
    else
        is_written = print_answer(answer, &(struct shown){.result = result});
    status = is_written ? result_status(result) : say_write_failed();
    tipsearch_result_free(result);
    return status;
}

static int answer_with_explanation(const struct answer *answer)
{
    struct tipsearch_error error;
    struct tipsearch_explanation *explanation;
    bool is_written;
    int status;

    if (tipsearch_explanation_parse(&explanation, answer->line, answer->length, &error) !=
        TIPSEARCH_OK)
        return refuse_answer(answer, &error);
    is_written = print_answer(answer, &(struct shown){.explanation = explanation});
    status = is_written ? result_status(explanation->result) : say_write_failed();
    tipsearch_explanation_free(explanation);
    return status;
}

static int answer_with_passage(const struct answer *answer)
{
    struct tipsearch_error error;
    struct tipsearch_excerpt *excerpt;
    bool is_written;

    if (tipsearch_excerpt_parse(&excerpt, answer->line, answer->length, &error) != TIPSEARCH_OK)
        return refuse_answer(answer, &error);
    if (!answer->options->is_json && answer->options->cite != CITE_NONE)
        is_written = cite_excerpt(answer->options, excerpt);
    else
        is_written = print_answer(answer, &(struct shown){.excerpt = excerpt});
    tipsearch_excerpt_free(excerpt);
    return is_written ? EXIT_FOUND : say_write_failed();
}

static int answer_with_patterns(const struct answer *answer)
{
    struct tipsearch_error error;
    struct tipsearch_patterns *patterns;
    bool is_written, is_partial;

    if (tipsearch_patterns_parse(&patterns, answer->line, answer->length, &error) != TIPSEARCH_OK)
        return refuse_answer(answer, &error);
    is_written = print_answer(answer, &(struct shown){.patterns = patterns});
    is_partial = patterns->is_partial;
    tipsearch_patterns_free(patterns);
    if (!is_written)
        return say_write_failed();
    if (is_partial)
        fputs("tipsearch: time ran out: there may be more passages: ask again\n", stderr);
    return is_partial ? EXIT_ERROR : EXIT_FOUND;
}

static int answer_with_suggestions(const struct answer *answer)
{
    struct tipsearch_error error;
    struct tipsearch_suggestions *suggestions;
    bool is_written, is_empty;

    if (tipsearch_suggestions_parse(&suggestions, answer->line, answer->length, &error) !=
        TIPSEARCH_OK)
        return refuse_answer(answer, &error);
    is_written = print_answer(answer, &(struct shown){.suggestions = suggestions});
    is_empty = suggestions->count == 0;
    tipsearch_suggestions_free(suggestions);
    if (!is_written)
        return say_write_failed();
    return is_empty ? EXIT_NONE : EXIT_FOUND;
}

static int run(const struct options *options)
{
    struct answer answer = {.options = options};
    struct tipsearch_error error;
    int status;

    if (options->complete) {
        complete_word(stdout, options, options->complete);
        return fflush(stdout) == 0 ? EXIT_FOUND : EXIT_ERROR;
    }
    if (ask(&answer, &error) != TIPSEARCH_OK)
        return fail(&error, options);
    if (options->is_explain)
        status = answer_with_explanation(&answer);
    else if (options->is_patterns)
        status = answer_with_patterns(&answer);
    else if (options->suggest)
        status = answer_with_suggestions(&answer);
    else
        status = options->get ? answer_with_passage(&answer) : answer_with_result(&answer);
    free(answer.line);
    return status;
}

int main(int count, char **arguments)
{
    struct options options;
    int status = EXIT_ERROR;

    choose_locale();
    switch (options_read(&options, count, arguments)) {
    case OPTIONS_RUN:
        status = run(&options);
        break;
    case OPTIONS_DONE:
        status = fflush(stdout) == 0 ? EXIT_SUCCESS : say_write_failed();
        break;
    case OPTIONS_WRONG:
        break;
    }
    options_free(&options);
    return status;
}
