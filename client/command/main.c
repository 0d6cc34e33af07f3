/* tipsearch: passages of reports, found from the command line.
 *
 * Everything goes through libtipsearch: a request line out, a reply line in, which --json prints as
 * it came and which otherwise is shown for people.
 *
 * SPDX-License-Identifier: MIT */
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/asked.h"
#include "command/complete.h"
#include "command/desk/all.h"
#include "command/desk/batch.h"
#include "command/desk/compare.h"
#include "command/desk/count_query.h"
#include "command/desk/dossier.h"
#include "command/desk/quote.h"
#include "command/desk/watch.h"
#include "command/found.h"
#include "command/mcp/run.h"
#include "command/options.h"
#include "command/outcome.h"
#include "command/streams.h"

/* Character widths are needed, and text is UTF-8 whatever the user's locale says. */
static void choose_locale(void)
{
    setlocale(LC_ALL, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_CTYPE, "C.UTF-8");
    setlocale(LC_NUMERIC, "C");
}

static int run_complete(const struct options *options)
{
    complete_word(stdout, options, options->complete);
    return fflush(stdout) == 0 ? EXIT_FOUND : EXIT_ERROR;
}

static bool wants_completion(const struct options *options)
{
    return options->complete != NULL;
}

static bool wants_mcp(const struct options *options)
{
    return options->is_mcp;
}

static bool wants_comparison(const struct options *options)
{
    return options->subcommand && strcmp(options->subcommand, "compare") == 0;
}

static bool wants_all(const struct options *options)
{
    return options->is_all;
}

static bool wants_watch(const struct options *options)
{
    return options->watch != NULL;
}

static bool wants_dossier(const struct options *options)
{
    return options->subcommand && strcmp(options->subcommand, "dossier") == 0;
}

static bool wants_explanation(const struct options *options)
{
    return options->is_explain;
}

static bool wants_patterns(const struct options *options)
{
    return options->is_patterns;
}

static bool wants_quote(const struct options *options)
{
    return options->quote != NULL || options->memo != NULL;
}

static bool wants_suggestions(const struct options *options)
{
    return options->suggest != NULL;
}

static bool wants_batch(const struct options *options)
{
    return options->batch != NULL;
}

static bool wants_counts(const struct options *options)
{
    return options->counts != NULL;
}

static bool wants_passage(const struct options *options)
{
    return options->get != NULL;
}

static bool wants_similar(const struct options *options)
{
    return options->similar != NULL;
}

static bool wants_search(const struct options *options)
{
    (void)options;
    return true;
}

/* What the program does: the first that is asked for, the last one else. */
static const struct mode {
    bool (*is_wanted)(const struct options *options);
    int (*run)(const struct options *options); /* the exit status */
} MODES[] = {
    {wants_completion, run_complete}, {wants_mcp, run_mcp},
    {wants_comparison, run_compare},  {wants_all, run_all},
    {wants_watch, run_watch},         {wants_dossier, run_dossier},
    {wants_quote, run_quote},         {wants_explanation, run_explain},
    {wants_patterns, run_patterns},   {wants_suggestions, run_suggest},
    {wants_batch, run_batch},         {wants_counts, run_counts},
    {wants_passage, run_get},         {wants_similar, run_similar},
    {wants_search, run_search},
};

static int run(const struct options *options)
{
    const struct mode *mode = MODES;

    while (!mode->is_wanted(options))
        mode++;
    return mode->run(options);
}

int main(int count, char **arguments)
{
    struct options options;
    int status = EXIT_ERROR;

    if (!streams_hold())
        return EXIT_ERROR;
    choose_locale();
    switch (options_read(&options, count, arguments)) {
    case OPTIONS_RUN:
        status = run(&options);
        break;
    case OPTIONS_DONE:
        status = fflush(stdout) == 0 ? EXIT_SUCCESS : say_write_failed(&options);
        break;
    case OPTIONS_WRONG:
        break;
    }
    options_free(&options);
    return status;
}
