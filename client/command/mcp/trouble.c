/* Errors of a search as a model is told of them: what went wrong, and what can be done by it, or by
 * whoever it works for.
 *
 * SPDX-License-Identifier: MIT */
#include "command/mcp/trouble.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/mcp/quoted.h"

static const char UNREACHED[] =
    "Nothing was searched. Tell the user that the search server cannot be reached, and call again "
    "when it can; do not answer from memory in its place.";

static const char *advice_for(enum tipsearch_code code)
{
    switch (code) {
    case TIPSEARCH_BAD_QUERY:
        return "Correct the query and call again; plain words without operators always work.";
    case TIPSEARCH_UNKNOWN_ID:
        return "Use ids from results of search_reports or similar_passages, and make up none.";
    case TIPSEARCH_NOT_FOUND:
    case TIPSEARCH_GONE:
        return "Search again for what it said; do not cite the old passage.";
    case TIPSEARCH_TOO_LONG:
        return "Call again with less text.";
    case TIPSEARCH_BAD_REQUEST:
        return "Correct the arguments and call again.";
    case TIPSEARCH_BUSY:
        return "The server has too much to do: call again in some seconds.";
    case TIPSEARCH_TIMEOUT:
        return "Call again, with fewer words or a filter such as year or country.";
    case TIPSEARCH_UNAUTHORIZED:
        return "Tell the user that the server wants a token: tipsearch --mcp with --token-file.";
    case TIPSEARCH_UNAVAILABLE:
        return "Tell the user that the server has no index that it can use.";
    case TIPSEARCH_UNTRUSTED:
    case TIPSEARCH_INVALID:
    case TIPSEARCH_NO_SERVER:
    case TIPSEARCH_NO_REPLY:
    case TIPSEARCH_CLOSED:
    case TIPSEARCH_BAD_REPLY:
    case TIPSEARCH_NO_MEMORY:
    case TIPSEARCH_INTERNAL:
    case TIPSEARCH_OTHER:
    case TIPSEARCH_OK:
        break;
    }
    return UNREACHED;
}

/* The part of a query from code point `at` on, so many of them that the place is plain. */
static void write_place(FILE *out, const char *query, long at)
{
    enum { SHOWN = 40 /* bytes */ };
    const char *from = query;
    char *part;

    for (long i = 0; *from && i < at; i++)
        do
            from++;
        while (((unsigned char)*from & 0xC0) == 0x80);
    part = strndup(from, quoted_cut(from, SHOWN));
    fprintf(out, " (character %ld", at + 1);
    if (part && part[strspn(part, " ")]) {
        fputs(", at: ", out);
        quoted_write_inline(out, part);
    }
    fputc(')', out);
    free(part);
}

static bool ends_sentence(const char *text)
{
    size_t length = strlen(text);

    return length > 0 && strchr(".?!", text[length - 1]);
}

char *trouble_say(const struct tipsearch_error *error, const char *query)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    if (!out)
        return NULL;
    fprintf(out, "%s: ", tipsearch_code_name(error->code));
    quoted_write_inline(out, error->message);
    if (error->at >= 0 && query)
        write_place(out, query, error->at);
    fprintf(out, "%s %s", ends_sentence(error->message) ? "" : ".", advice_for(error->code));
    if (error->code == TIPSEARCH_BUSY && error->retry_after_ms > 0)
        fprintf(out, " (It asks for %ld ms.)", error->retry_after_ms);
    fclose(out);
    return text;
}
