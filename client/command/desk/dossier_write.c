/* A dossier filled in: the user's words as they are, quotations so that nothing in them is obeyed.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/dossier_write.h"

#include <stdlib.h>
#include <string.h>

#include "command/desk/dossier_sources.h"
#include "command/desk/markdown.h"
#include "command/desk/wording.h"
#include "command/printable.h"

/* An entry on its way into the text. */
struct filling {
    FILE *out;
    const struct dossier *dossier;
    const struct dossier_entry *entry;
    char marker[DOSSIER_INDENT_MAX + 1]; /* a list item's mark, before the first line only … */
    char indent[DOSSIER_INDENT_MAX + 1]; /* … and as many blanks */
    bool has_begun;
    bool is_sound;
};

static void begin_line(struct filling *filling)
{
    fputs(filling->has_begun ? filling->indent : filling->marker, filling->out);
    filling->has_begun = true;
}

/* A text of the server's on one line: nothing in it is obeyed, by Markdown or by a terminal. */
static void put_line(FILE *out, const char *text)
{
    char *line = NULL;
    size_t length = 0;
    FILE *printable = open_memstream(&line, &length);

    if (printable) {
        printable_print(printable, text);
        fclose(printable);
    }
    if (line)
        markdown_put_line(out, line);
    free(line);
}

/* ---- quotations ---- */

/* A text as a block quote that keeps its lines. */
static void put_text(struct filling *filling, const char *text)
{
    char *copy = strdup(text ? text : ""), *rest = copy;
    bool is_first = true;

    for (char *line; copy && (line = strsep(&rest, "\n"));) {
        if (line[strspn(line, " \t\r")] == '\0')
            continue;
        if (!is_first)
            fputs("\\\n", filling->out);
        begin_line(filling);
        fputs("> ", filling->out);
        put_line(filling->out, line);
        is_first = false;
    }
    fputc('\n', filling->out);
    free(copy);
}

/* The user's own block quote, as it is. */
static void put_own_quote(struct filling *filling)
{
    const char *at = filling->entry->quote;

    while (*at) {
        size_t length = strcspn(at, "\n");

        begin_line(filling);
        fprintf(filling->out, "> %.*s\n", (int)length, at);
        at += length + (at[length] == '\n');
    }
}

/* A paragraph behind what was written of the entry: "before" is Markdown, `text` is none. */
static void put_paragraph(struct filling *filling, const char *before, const char *text)
{
    if (filling->has_begun)
        fputc('\n', filling->out);
    begin_line(filling);
    fputs(before, filling->out);
    put_line(filling->out, text);
    fputc('\n', filling->out);
}

/* ---- what does not stand ---- */

/* Says so in the text, and on standard error. */
static void warn(struct filling *filling, const char *message)
{
    filling->is_sound = false;
    fprintf(stderr, "tipsearch: %s:%zu: ", filling->dossier->name, filling->entry->line);
    printable_print(stderr, message);
    fputc('\n', stderr);
    put_paragraph(filling, "**Does not stand as cited:** ", message);
}

static void put_plain(FILE *out, const char *text, size_t length)
{
    char *piece = strndup(text, length);

    if (piece)
        printable_print(out, piece);
    free(piece);
}

static void put_in_markdown(FILE *out, const char *text, size_t length)
{
    char *piece = strndup(text, length);

    if (piece)
        put_line(out, piece);
    free(piece);
}

static void tell_difference(struct filling *filling, const char *text)
{
    static const struct wording_marks plain = {"[-", "-]", "{+", "+}", put_plain, false};
    static const struct wording_marks marked = {"~~", "~~", "**", "**", put_in_markdown, false};
    struct wording whole, part;
    char *difference = NULL;
    size_t length = 0;
    FILE *in_text = open_memstream(&difference, &length);
    bool is_made = in_text && wording_make(&whole, text, WORDING_TEXT);

    if (is_made && wording_make(&part, filling->entry->quote, WORDING_QUOTE) &&
        wording_put_difference(in_text, &whole, &part, &marked)) {
        fputs("    ", stderr);
        wording_put_difference(stderr, &whole, &part, &plain);
        fputc('\n', stderr);
        fflush(in_text);
        fprintf(filling->out, "\n%sDifference (~~passage~~, **quotation**): %s\n", filling->indent,
                difference);
    }
    if (is_made) {
        wording_free(&whole);
        wording_free(&part);
    }
    if (in_text)
        fclose(in_text);
    free(difference);
}

static bool is_quote_standing(const struct filling *filling,
                              const struct tipsearch_passage *passage)
{
    bool has_memory;

    return filling->entry->quote &&
           wording_quotes(passage->text, filling->entry->quote, &has_memory);
}

static void check_own_quote(struct filling *filling, const struct tipsearch_passage *passage)
{
    char message[160];

    if (is_quote_standing(filling, passage))
        return;
    snprintf(message, sizeof message, "the block quote does not stand in passage %s word by word",
             passage->id);
    warn(filling, message);
    tell_difference(filling, passage->text);
}

static void tell_of_move(struct filling *filling, const struct tipsearch_excerpt *excerpt)
{
    char message[320];

    if (is_quote_standing(filling, &excerpt->passage)) { /* so all that is cited stands */
        snprintf(message, sizeof message, "%s, changed elsewhere since passage %s was cited.",
                 excerpt->passage.id, filling->entry->id);
        put_paragraph(filling, "Now passage ", message);
        return;
    }
    snprintf(message, sizeof message,
             "passage %s was changed or is cut in another way by now: this is passage %s, and "
             "%.0f %% of the words cited stand in it%s",
             filling->entry->id, excerpt->passage.id,
             (excerpt->moved.successor_count > 0 ? excerpt->moved.successors[0].overlap
                                                 : excerpt->moved.overlap) *
                 100,
             excerpt->moved.successor_count > 1 ? " (the others follow in the report)" : "");
    warn(filling, message);
}

/* ---- an entry ---- */

static void put_passage(struct filling *filling, const struct tipsearch_excerpt *excerpt)
{
    const struct tipsearch_passage *passage = &excerpt->passage;

    if (filling->entry->quote)
        put_own_quote(filling);
    else
        put_text(filling, passage->text);
    if (passage->by)
        put_paragraph(filling, "— ", passage->by);
    put_paragraph(filling, "", passage->citation ? passage->citation : passage->id);
    if (passage->source.sha256)
        put_paragraph(filling, "Source as indexed: SHA-256 ", passage->source.sha256);
    if (excerpt->moved.from)
        tell_of_move(filling, excerpt);
    if (filling->entry->quote)
        check_own_quote(filling, passage);
}

/* What has no passage keeps its line and, if there is one, its block quote. */
static void put_missing(struct filling *filling, const struct tipsearch_error *error)
{
    char message[TIPSEARCH_MESSAGE_SIZE + 64];

    if (filling->entry->quote)
        put_own_quote(filling);
    snprintf(message, sizeof message, "no passage %s can be found: %s", filling->entry->id,
             error->message);
    warn(filling, message);
}

/* Whether a blank line, or nothing, stands before the entry, and behind it. */
static bool is_behind_blank(const struct filling *filling)
{
    size_t start = filling->entry->start;

    return start < 2 || filling->dossier->text[start - 2] == '\n';
}

static bool is_before_blank(const struct filling *filling)
{
    const char *next = filling->dossier->text + filling->entry->end;

    return *next == '\n' || *next == '\0';
}

static void fill(struct filling *filling, const struct dossier_answer *answer)
{
    const char *marker = filling->entry->marker;

    memcpy(filling->marker, marker, sizeof filling->marker);
    memset(filling->indent, ' ', strlen(marker));
    if (strspn(marker, " ") == strlen(marker) && !is_behind_blank(filling))
        fputc('\n', filling->out); /* no list's item: it ends the paragraph above it */
    if (answer->excerpt)
        put_passage(filling, answer->excerpt);
    else
        put_missing(filling, &answer->error);
    if (!is_before_blank(filling))
        fputc('\n', filling->out);
}

bool dossier_write(FILE *out, const struct dossier *dossier, const struct dossier_answers *answers,
                   bool *is_sound)
{
    size_t at = 0;

    *is_sound = true;
    for (size_t i = 0; i < dossier->count; i++) {
        const struct dossier_entry *entry = &dossier->entries[i];
        struct filling filling = {.out = out, .dossier = dossier, .entry = entry, .is_sound = true};

        fwrite(dossier->text + at, 1, entry->start - at, out);
        fill(&filling, &answers->items[i]);
        *is_sound &= filling.is_sound;
        at = entry->end;
    }
    fwrite(dossier->text + at, 1, dossier->length - at, out);
    return dossier_sources_write(out, answers) && !ferror(out);
}
