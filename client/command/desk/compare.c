/* tipsearch compare: asks for all pages of a comparison, and prints them in one of three forms.
 *
 * Pages are asked for one after the other. When the index changes between two of them, all are
 * asked for anew, as a list made of two indexes would be of none.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/compare.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "command/desk/compare_pages.h"
#include "command/failure.h"
#include "command/outcome.h"
#include "command/output.h"
#include "command/server.h"

enum {
    PAGE_SIZE = 1000, /* the most that COMPARE gives: daemon/protocol/README.md */
    WINDOW = 10000,   /* offset and limit together: likewise */
    TRIES = 3         /* an index that changes more often is not to be caught; of a page for which
                         the server had no time, as it keeps what it found of patterns */
};

struct asking {
    const struct options *options;
    struct tipsearch_client *client;
    char *query; /* owned: the words but the years */
    const char *years;
    struct compare_pages pages;
    struct tipsearch_error *error;
};

enum compare_form compare_form_named(const char *name)
{
    static const char *const names[COMPARE_NONE] = {
        [COMPARE_MARKDOWN] = "md", [COMPARE_HTML] = "html", [COMPARE_JSON] = "json"};
    int form = COMPARE_MARKDOWN;

    while (form < COMPARE_NONE && strcmp(name, names[form]) != 0)
        form++;
    return (enum compare_form)form;
}

bool compare_is_range(const char *word)
{
    size_t before = strspn(word, "0123456789"), after;

    if (before > 4 || strncmp(word + before, "..", 2) != 0)
        return false;
    after = strspn(word + before + 2, "0123456789");
    return after <= 4 && before + after > 0 && word[before + 2 + after] == '\0';
}

/* ---- the words ---- */

/* All words but the first range of years, with blanks between them; "*" for none. */
static enum tipsearch_code take_words(struct asking *asking)
{
    const struct options *options = asking->options;
    size_t room = 2;
    char *end;

    for (size_t i = 0; i < options->word_count; i++)
        room += strlen(options->words[i]) + 1;
    asking->query = end = malloc(room);
    if (!end)
        return failure_set(asking->error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
    *end = '\0';
    for (size_t i = 0; i < options->word_count; i++) {
        if (!asking->years && compare_is_range(options->words[i])) {
            asking->years = options->words[i];
            continue;
        }
        if (end > asking->query)
            *end++ = ' ';
        end = stpcpy(end, options->words[i]);
    }
    if (end == asking->query)
        strcpy(asking->query, "*");
    return TIPSEARCH_OK;
}

/* ---- pages ---- */

static void drop_pages(struct compare_pages *pages)
{
    for (size_t i = 0; i < pages->count; i++) {
        tipsearch_comparison_free(pages->items[i]);
        free(pages->lines[i]);
    }
    free(pages->items);
    free(pages->lines);
    *pages = (struct compare_pages){0};
}

static bool has_room(struct compare_pages *pages)
{
    struct tipsearch_comparison **items =
        reallocarray(pages->items, pages->count + 1, sizeof *items);
    char **lines;

    if (!items)
        return false;
    pages->items = items;
    lines = reallocarray(pages->lines, pages->count + 1, sizeof *lines);
    if (!lines)
        return false;
    pages->lines = lines;
    return true;
}

/* *reply and *page are the caller's. A server that had no time is asked again. */
static enum tipsearch_code ask_patiently(struct asking *asking, const char *line, char **reply,
                                         struct tipsearch_comparison **page)
{
    enum tipsearch_code code = TIPSEARCH_TIMEOUT;
    size_t length;

    for (int tries = 0; code == TIPSEARCH_TIMEOUT && tries < TRIES; tries++) {
        *reply = NULL;
        code = tipsearch_ask_raw(asking->client, line, reply, &length, asking->error);
        if (code != TIPSEARCH_OK)
            return code;
        code = tipsearch_comparison_parse(page, *reply, length, asking->error);
        if (code != TIPSEARCH_OK)
            free(*reply);
    }
    return code;
}

static enum tipsearch_code ask_page(struct asking *asking)
{
    struct compare_pages *pages = &asking->pages;
    struct tipsearch_query query = {
        .query = asking->query, .limit = PAGE_SIZE, .offset = (long)pages->count * PAGE_SIZE};
    char *line;
    enum tipsearch_code code;

    if (!has_room(pages))
        return failure_set(asking->error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
    code = tipsearch_compare_line(&line, &query, asking->years, asking->error);
    if (code != TIPSEARCH_OK)
        return code;
    code = ask_patiently(asking, line, &pages->lines[pages->count], &pages->items[pages->count]);
    free(line);
    pages->count += code == TIPSEARCH_OK ? 1 : 0;
    return code;
}

static enum tipsearch_code ask_pages(struct asking *asking)
{
    struct compare_pages *pages = &asking->pages;
    enum tipsearch_code code = server_reach(&asking->client, asking->options, asking->error);

    for (int tries = 1; code == TIPSEARCH_OK;) {
        const struct tipsearch_comparison *last;

        code = ask_page(asking);
        if (code != TIPSEARCH_OK)
            break;
        last = pages->items[pages->count - 1];
        if (last->generation != pages->items[0]->generation) {
            drop_pages(pages);
            if (tries++ == TRIES)
                return failure_set(asking->error, TIPSEARCH_GONE,
                                   "the index was changed while it was read: ask again");
        } else if (last->more == 0 || pages->count == WINDOW / PAGE_SIZE) {
            break;
        }
    }
    return code;
}

/* ---- what is printed ---- */

static void write_lines(FILE *out, const struct compare_pages *pages)
{
    for (size_t i = 0; i < pages->count; i++) {
        fputs(pages->lines[i], out);
        fputc('\n', out);
    }
}

/* Without --format the ending of the file's name tells. */
static enum compare_form form_of(const struct options *options)
{
    const char *dot = options->output ? strrchr(options->output, '.') : NULL;
    enum compare_form form = dot ? compare_form_named(dot + 1) : COMPARE_NONE;

    if (options->is_json)
        return COMPARE_JSON;
    if (options->format)
        return compare_form_named(options->format);
    if (dot && strcmp(dot, ".htm") == 0)
        return COMPARE_HTML;
    return form == COMPARE_NONE ? COMPARE_MARKDOWN : form;
}

static bool write_pages(const struct asking *asking)
{
    FILE *out = output_open(asking->options);

    if (!out)
        return false;
    switch (form_of(asking->options)) {
    case COMPARE_JSON:
        write_lines(out, &asking->pages);
        break;
    case COMPARE_HTML:
        compare_write_html(out, &asking->pages);
        break;
    case COMPARE_MARKDOWN:
    case COMPARE_NONE:
        compare_write_markdown(out, &asking->pages);
        break;
    }
    return output_close(out);
}

/* With fewer than two years there is nothing to compare, which is said. */
static int status_of(const struct compare_pages *pages)
{
    const struct tipsearch_comparison *first = pages->items[0];
    const struct tipsearch_comparison *last = pages->items[pages->count - 1];

    if (first->step_count == 0)
        fprintf(stderr, "tipsearch: of %ld..%ld %s\n", first->from, first->to,
                first->year_count == 0 ? "no year has a report that the words name"
                                       : "one year alone has a report that the words name");
    if (last->more > 0) {
        fprintf(stderr,
                "tipsearch: %lld more changes are not shown: name fewer years, or more words\n",
                last->more);
        return EXIT_ERROR;
    }
    return first->total > 0 ? EXIT_FOUND : EXIT_NONE;
}

int run_compare(const struct options *options)
{
    struct tipsearch_error error = {0};
    struct asking asking = {.options = options, .error = &error};
    enum tipsearch_code code = take_words(&asking);
    int status;

    if (code == TIPSEARCH_OK)
        code = ask_pages(&asking);
    if (code != TIPSEARCH_OK)
        status = fail(&error, options);
    else
        status = write_pages(&asking) ? status_of(&asking.pages) : say_write_failed(options);
    drop_pages(&asking.pages);
    tipsearch_disconnect(asking.client);
    free(asking.query);
    return status;
}
