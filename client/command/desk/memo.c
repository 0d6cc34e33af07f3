/* The quotations in a memo.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/memo.h"

#include <stdlib.h>
#include <string.h>

/* A mark that opens, and those that close what it opened. Within “ ” the same marks may be nested.
 */
static const struct mark {
    const char *open;
    const char *close[3];
} MARKS[] = {
    {"\xe2\x80\x9c", {"\xe2\x80\x9d", NULL}},                 /* “ ” */
    {"\xe2\x80\x9e", {"\xe2\x80\x9c", "\xe2\x80\x9d", NULL}}, /* „ “ and „ ” */
    {"\xc2\xab", {"\xc2\xbb", NULL}},                         /* « » */
    {"\xc2\xbb", {"\xc2\xab", NULL}},                         /* » « */
    {"\"", {"\"", NULL}},
};

enum {
    MARK_COUNT = sizeof MARKS / sizeof *MARKS,
    UNCLOSED_MAX = 16 /* of a paragraph: what has more is no text, and each is sought to its end */
};

struct finder {
    struct memo *memo;
    const char *text;
    size_t length;
    size_t line;                           /* of `at` */
    size_t at;                             /* up to where lines were counted */
    size_t paragraph_start, paragraph_end; /* of the one that was looked at last */
    size_t unclosed;                       /* marks of the paragraph that nothing closes */
    bool has_failed;
};

/* ---- the list ---- */

static bool note_line(size_t **lines, size_t *count, size_t *capacity, size_t line)
{
    if (*count == *capacity) {
        size_t wanted = *capacity == 0 ? 16 : *capacity * 2;
        size_t *moved = reallocarray(*lines, wanted, sizeof *moved);

        if (!moved)
            return false;
        *lines = moved;
        *capacity = wanted;
    }
    (*lines)[(*count)++] = line;
    return true;
}

static size_t line_of(struct finder *finder, size_t at)
{
    for (; finder->at < at; finder->at++)
        finder->line += finder->text[finder->at] == '\n';
    return finder->line;
}

size_t memo_count_words(const char *text, size_t length)
{
    size_t count = 0;
    bool is_within = false;

    for (size_t i = 0; i < length; i++) {
        bool is_blank = strchr(" \t\n\r\v\f", text[i]) != NULL;

        count += !is_blank && !is_within;
        is_within = !is_blank;
    }
    return count;
}

/* Takes `text`, owned, over. */
static void add(struct finder *finder, char *text, size_t line)
{
    struct memo *memo = finder->memo;

    if (!text || memo_count_words(text, strlen(text)) < MEMO_WORDS_MIN) {
        finder->has_failed |= !text || !note_line(&memo->short_lines, &memo->short_count,
                                                  &memo->short_capacity, line);
        free(text);
        return;
    }
    if (memo->count == memo->capacity) {
        size_t wanted = memo->capacity == 0 ? 32 : memo->capacity * 2;
        struct memo_quotation *moved = reallocarray(memo->items, wanted, sizeof *moved);

        if (!moved) {
            finder->has_failed = true;
            free(text);
            return;
        }
        memo->items = moved;
        memo->capacity = wanted;
    }
    memo->items[memo->count++] = (struct memo_quotation){.line = line, .text = text};
}

/* ---- lines ---- */

static size_t line_end(const struct finder *finder, size_t at)
{
    const char *end = memchr(finder->text + at, '\n', finder->length - at);

    return end ? (size_t)(end - finder->text) : finder->length;
}

static bool is_blank_line(const struct finder *finder, size_t at)
{
    return strspn(finder->text + at, " \t\r\v\f") >= line_end(finder, at) - at;
}

/* What of a line is behind the signs of a block quote; `at` when it is none. */
static size_t behind_quote_signs(const struct finder *finder, size_t at)
{
    size_t from = at, found = at;

    for (;;) {
        size_t blanks = strspn(finder->text + from, " ");

        if (blanks > 3 || finder->text[from + blanks] != '>')
            return found;
        from += blanks + 1;
        found = from + (finder->text[from] == ' ');
        from = found;
    }
}

/* ---- block quotes ---- */

/* Who said it may stand on the last line: "— Name". */
static bool is_attribution(const char *line)
{
    line += strspn(line, " \t");
    return strncmp(line, "\xe2\x80\x94", 3) == 0 || strncmp(line, "\xe2\x80\x93", 3) == 0 ||
           strncmp(line, "--", 2) == 0;
}

/* Cuts a text behind its last character that is no blank; returns its length. */
static size_t trim(char *text, size_t length)
{
    while (length > 0 && strchr(" \t\r\n", text[length - 1]))
        length--;
    text[length] = '\0';
    return length;
}

static void drop_attribution(char *text)
{
    size_t length = strlen(text);
    char *last;

    length = trim(text, length);
    last = strrchr(text, '\n');
    if (last && is_attribution(last + 1))
        trim(text, (size_t)(last - text));
}

/* The block quote at `at`, without its signs; returns where it ends. */
static size_t take_block(struct finder *finder, size_t at)
{
    size_t line = line_of(finder, at), kept = 0;
    char *text = malloc(finder->length - at + 2);

    while (at < finder->length) {
        size_t from = behind_quote_signs(finder, at), end = line_end(finder, at);

        if (from == at && (is_blank_line(finder, at) || !text))
            break; /* what has no sign goes on with the paragraph above it */
        if (text) {
            memcpy(text + kept, finder->text + from, end - from);
            kept += end - from;
            text[kept++] = '\n';
        }
        at = end < finder->length ? end + 1 : end;
    }
    if (text) {
        text[kept] = '\0';
        drop_attribution(text);
    }
    add(finder, text, line);
    return at;
}

/* ---- quotation marks ---- */

static bool begins_with(const struct finder *finder, size_t at, const char *mark)
{
    return strncmp(finder->text + at, mark, strlen(mark)) == 0;
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte & 0x80) != 0;
}

/* The mark that opens a quotation at `at`. A straight one, or », behind a letter or a figure
 * closes: it belongs to what was not opened, or means inches. */
static const struct mark *opening(const struct finder *finder, size_t at)
{
    char before = at > 0 ? finder->text[at - 1] : ' ';

    for (size_t i = 0; i < MARK_COUNT; i++) {
        bool is_two_faced = i >= 3;

        if (begins_with(finder, at, MARKS[i].open))
            return is_two_faced &&
                           ((is_letter(before) && i == 3) || (before >= '0' && before <= '9') ||
                            (before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z'))
                       ? NULL
                       : &MARKS[i];
    }
    return NULL;
}

static const char *closing(const struct finder *finder, const struct mark *mark, size_t at)
{
    for (size_t i = 0; mark->close[i]; i++)
        if (begins_with(finder, at, mark->close[i]))
            return mark->close[i];
    return NULL;
}

/* Where the paragraph of `at` ends: at an empty line, a block quote, or the end. */
static size_t paragraph_end(struct finder *finder, size_t at)
{
    size_t end = finder->paragraph_end;

    if (at >= finder->paragraph_start && at < end)
        return end;
    end = line_end(finder, at);
    while (end < finder->length && !is_blank_line(finder, end + 1) &&
           behind_quote_signs(finder, end + 1) == end + 1)
        end = line_end(finder, end + 1);
    finder->paragraph_start = at;
    finder->paragraph_end = end;
    return end;
}

/* Where a quotation that goes on in the next paragraph does: behind its mark; 0 when none does. */
static size_t next_paragraph(const struct finder *finder, const struct mark *mark, size_t end)
{
    size_t next = end + strspn(finder->text + end, " \t\n");

    return next < finder->length && begins_with(finder, next, mark->open)
               ? next + strlen(mark->open)
               : 0;
}

/* Where what begins behind an opening mark ends: at its closing one; `finder->length` and more when
 * it does not. */
static size_t find_end(struct finder *finder, const struct mark *mark, size_t from)
{
    size_t end = paragraph_end(finder, from);
    unsigned depth = 1;

    for (size_t at = from;; at++) {
        if (at >= end) {
            at = next_paragraph(finder, mark, end);
            if (at == 0)
                return finder->length + 1;
            end = paragraph_end(finder, at);
            depth = 1;
        }
        if (closing(finder, mark, at) && --depth == 0)
            return at;
        if (mark == &MARKS[0] && begins_with(finder, at, mark->open))
            depth++;
    }
}

/* The quotation that a mark opens at `at`; returns where to go on. */
static size_t take_marked(struct finder *finder, const struct mark *mark, size_t at)
{
    size_t from = at + strlen(mark->open), end = find_end(finder, mark, from);
    size_t line = line_of(finder, at);
    struct memo *memo = finder->memo;

    if (end > finder->length) {
        finder->unclosed++;
        finder->has_failed |=
            !note_line(&memo->open_lines, &memo->open_count, &memo->open_capacity, line);
        return from;
    }
    add(finder, strndup(finder->text + from, end - from), line);
    return end + strlen(closing(finder, mark, end));
}

static void find_in_paragraph(struct finder *finder, size_t *at)
{
    size_t end = paragraph_end(finder, *at);

    finder->unclosed = 0;
    while (*at < end && !finder->has_failed && finder->unclosed < UNCLOSED_MAX) {
        const struct mark *mark = opening(finder, *at);

        *at = mark ? take_marked(finder, mark, *at) : *at + 1;
    }
    *at = finder->unclosed < UNCLOSED_MAX ? *at : end;
}

bool memo_find_quotations(struct memo *memo, const char *text, size_t length)
{
    struct finder finder = {.memo = memo, .text = text, .length = length, .line = 1};
    size_t at = 0;

    *memo = (struct memo){0};
    while (at < length && !finder.has_failed) {
        if (text[at] == '\n')
            at++;
        else if ((at == 0 || text[at - 1] == '\n') && behind_quote_signs(&finder, at) != at)
            at = take_block(&finder, at);
        else
            find_in_paragraph(&finder, &at);
    }
    return !finder.has_failed;
}

/* ---- sentences ---- */

/* Where the sentence at `from` ends: behind its full stop and the marks that follow it, before a
 * blank that no small letter follows. "U.S. officials", "No. 5", "e.g. fees": a full stop behind
 * one capital, or before a figure or a small letter, ends none. */
static size_t sentence_end(const char *text, size_t from, size_t end)
{
    for (size_t at = from; at < end; at++) {
        size_t behind = at + 1, next;

        if (!strchr(".!?", text[at]))
            continue;
        while (behind < end && (strchr("\"')]*_", text[behind]) || (text[behind] & 0x80) != 0))
            behind++;
        next = behind + strspn(text + behind, " \t\n");
        if (next == behind && behind < end)
            continue;
        if (next >= end)
            return end;
        if ((text[next] >= 'a' && text[next] <= 'z') || (text[next] >= '0' && text[next] <= '9'))
            continue;
        if (text[at] == '.' && at > from && text[at - 1] >= 'A' && text[at - 1] <= 'Z' &&
            (at - from < 2 || !is_letter(text[at - 2])))
            continue;
        return behind;
    }
    return end;
}

/* What stands before a line's words in Markdown: signs of headings, lists and block quotes. */
static size_t behind_signs(const char *text, size_t at, size_t end)
{
    return at + strspn(text + at, " \t\n#>*+-") < end ? at + strspn(text + at, " \t\n#>*+-") : end;
}

bool memo_find_sentences(struct memo *memo, const char *text, size_t length)
{
    struct finder finder = {.memo = memo, .text = text, .length = length, .line = 1};
    size_t at = 0;

    *memo = (struct memo){0};
    while (at < length && !finder.has_failed) {
        const char *blank = strstr(text + at, "\n\n");
        size_t end = blank ? (size_t)(blank - text) : length;

        for (at = behind_signs(text, at, end); at < end; at = behind_signs(text, at, end)) {
            size_t stop = sentence_end(text, at, end);

            add(&finder, strndup(text + at, stop - at), line_of(&finder, at));
            at = stop;
        }
        at = end + strspn(text + end, "\n");
    }
    return !finder.has_failed;
}

void memo_free(struct memo *memo)
{
    for (size_t i = 0; i < memo->count; i++)
        free(memo->items[i].text);
    free(memo->items);
    free(memo->short_lines);
    free(memo->open_lines);
    *memo = (struct memo){0};
}
