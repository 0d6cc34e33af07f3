/* Where a dossier names passages.
 *
 * An id counts only on a line of its own, alone or as a list's item, with or without "passage"
 * before it. All else is its user's Markdown: of that only so much is understood as is needed to
 * leave ids alone in front matter, in code and in comments.
 *
 * SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/desk/dossier_file.h"

enum {
    ITEMS_MAX = 16,  /* lists within lists */
    CODE_INDENT = 4, /* columns, of CommonMark 0.31, 4.4 */
    FENCE_LEAST = 3  /* signs that open a block of code, 4.5 */
};

struct scan {
    struct dossier *dossier;
    size_t at;   /* where the line begins */
    size_t next; /* where the next one does */
    size_t line;
    size_t items[ITEMS_MAX]; /* columns at which the texts of the open lists' items begin */
    size_t item_count;
    bool is_after_blank;
    bool is_in_comment;
    char fence; /* what a block of code was opened with; 0: outside of one */
    size_t fence_length;
};

/* A line without its LF. */
struct line {
    const char *text;
    size_t length;
};

static struct line current(const struct scan *scan)
{
    size_t length = scan->next - scan->at;
    const char *text = scan->dossier->text + scan->at;

    if (length > 0 && text[length - 1] == '\n')
        length--;
    return (struct line){text, length};
}

static bool advance(struct scan *scan)
{
    const struct dossier *dossier = scan->dossier;
    const char *end;

    scan->at = scan->next;
    if (scan->at >= dossier->length)
        return false;
    end = memchr(dossier->text + scan->at, '\n', dossier->length - scan->at);
    scan->next = end ? (size_t)(end - dossier->text) + 1 : dossier->length;
    scan->line++;
    return true;
}

static size_t count_indent(const struct line *line)
{
    size_t indent = 0;

    while (indent < line->length && line->text[indent] == ' ')
        indent++;
    return indent;
}

static bool is_blank(const struct line *line)
{
    for (size_t i = 0; i < line->length; i++)
        if (!isspace((unsigned char)line->text[i]))
            return false;
    return true;
}

/* ---- what is not looked at ---- */

/* Front matter is a first line of "---" up to one of "---" or "...". One that never ends is none.
 */
static void skip_front_matter(struct scan *scan)
{
    const struct scan begin = *scan;
    struct line line;

    if (!advance(scan))
        return;
    line = current(scan);
    if (line.length >= 3 && strncmp(line.text, "---", 3) == 0 &&
        strspn(line.text, "- ") >= line.length)
        while (advance(scan)) {
            line = current(scan);
            if (line.length >= 3 &&
                (strncmp(line.text, "---", 3) == 0 || strncmp(line.text, "...", 3) == 0))
                return;
        }
    *scan = begin;
}

/* Where the text of the innermost open list's item begins. */
static size_t item_column(const struct scan *scan)
{
    return scan->item_count > 0 ? scan->items[scan->item_count - 1] : 0;
}

/* Whether a line is of a block of code between fences, which it may open or close. */
static bool is_fenced(struct scan *scan, const struct line *line)
{
    size_t indent = count_indent(line), length = 0;
    const char *signs = line->text + indent;

    while (indent + length < line->length && signs[length] == signs[0])
        length++;
    if (scan->fence) {
        if (length >= scan->fence_length && signs[0] == scan->fence &&
            indent + length + strspn(signs + length, " \t") >= line->length)
            scan->fence = 0;
        return true;
    }
    if (length < FENCE_LEAST || (signs[0] != '`' && signs[0] != '~') ||
        indent >= item_column(scan) + CODE_INDENT)
        return false;
    if (signs[0] == '`' && memchr(signs + length, '`', line->length - indent - length))
        return false; /* code within a line */
    scan->fence = signs[0];
    scan->fence_length = length;
    return true;
}

/* Whether a line is of a comment that begins a line. */
static bool is_comment(struct scan *scan, const struct line *line)
{
    size_t indent = count_indent(line);
    bool is_begun = line->length >= indent + 4 && strncmp(line->text + indent, "<!--", 4) == 0;

    if (!scan->is_in_comment && !is_begun)
        return false;
    scan->is_in_comment = !memmem(line->text, line->length, "-->", 3);
    return true;
}

/* ---- lists and ids ---- */

/* The length of a list item's mark with the blanks behind it; 0: there is none. */
static size_t count_mark(const char *text, size_t length)
{
    size_t sign = 0, blanks = 0;

    if (length == 0)
        return 0;
    if (strchr("-*+", text[0])) {
        sign = 1;
    } else {
        while (sign < length && sign < 9 && isdigit((unsigned char)text[sign]))
            sign++;
        if (sign == 0 || sign == length || (text[sign] != '.' && text[sign] != ')'))
            return 0;
        sign++;
    }
    while (sign + blanks < length && text[sign + blanks] == ' ')
        blanks++;
    if (blanks == 0)
        return 0;
    return sign + (blanks > CODE_INDENT ? 1 : blanks);
}

/* Closes the items that a line is not of. */
static void leave_items(struct scan *scan, const struct line *line)
{
    size_t indent = count_indent(line);
    size_t mark = count_mark(line->text + indent, line->length - indent);

    while (scan->item_count > 0 && indent < item_column(scan) && (scan->is_after_blank || mark > 0))
        scan->item_count--;
}

/* Opens the items that begin on a line, and finds where its text begins; false when what begins
 * there is code. */
static bool enter_items(struct scan *scan, const struct line *line, size_t *begin)
{
    *begin = count_indent(line);
    for (;;) {
        size_t mark = count_mark(line->text + *begin, line->length - *begin);

        if (*begin >= item_column(scan) + CODE_INDENT)
            return false;
        if (mark == 0 || scan->item_count == ITEMS_MAX)
            return true;
        *begin += mark;
        scan->items[scan->item_count++] = *begin;
        *begin += count_indent(&(struct line){line->text + *begin, line->length - *begin});
    }
}

/* Whether a text is an id, alone or behind "passage"; then `id` is set, in lower case. */
static bool is_id(char id[DOSSIER_ID_LENGTH + 1], const char *text, size_t length)
{
    static const char word[] = "passage ";

    while (length > 0 && isspace((unsigned char)text[length - 1]))
        length--;
    if (length > strlen(word) && strncasecmp(text, word, strlen(word)) == 0) {
        text += strlen(word);
        length -= strlen(word);
        while (length > 0 && *text == ' ') {
            text++;
            length--;
        }
    }
    if (length != DOSSIER_ID_LENGTH)
        return false;
    for (size_t i = 0; i < length; i++) {
        if (!isxdigit((unsigned char)text[i]))
            return false;
        id[i] = (char)tolower((unsigned char)text[i]);
    }
    id[length] = '\0';
    return true;
}

static struct dossier_entry *add_entry(struct dossier *dossier)
{
    size_t capacity = dossier->capacity ? 2 * dossier->capacity : 64;
    struct dossier_entry *entries = dossier->entries;

    if (dossier->count == dossier->capacity) {
        entries = realloc(entries, capacity * sizeof *entries);
        if (!entries)
            return NULL;
        dossier->entries = entries;
        dossier->capacity = capacity;
    }
    entries[dossier->count] = (struct dossier_entry){0};
    return &entries[dossier->count++];
}

/* The text behind a block quote's sign; NULL when the line is of none. `column`: where the text of
 * the list's item begins, from which on the sign may be indented. */
static const char *quoted(const struct line *line, size_t column, size_t *length)
{
    size_t at = count_indent(line);

    if (at >= line->length || line->text[at] != '>' || at >= column + CODE_INDENT)
        return NULL;
    at++;
    at += at < line->length && line->text[at] == ' ';
    *length = line->length - at;
    return line->text + at;
}

/* The block quote that follows an id; the scan goes on behind it, or behind the id where there is
 * none. False when memory is short. */
static bool take_quote(struct scan *scan, struct dossier_entry *entry, size_t column)
{
    struct scan ahead = *scan;
    size_t length, size = 0;
    const char *text;
    struct line line;
    FILE *quote;

    if (!advance(&ahead))
        return true;
    line = current(&ahead);
    if (is_blank(&line) && !advance(&ahead))
        return true;
    line = current(&ahead);
    if (!quoted(&line, column, &length))
        return true;
    quote = open_memstream(&entry->quote, &size);
    if (!quote)
        return false;
    entry->quote_line = ahead.line;
    for (bool is_on = true; is_on; is_on = advance(&ahead)) {
        line = current(&ahead);
        text = quoted(&line, column, &length);
        if (!text)
            break;
        fwrite(text, 1, length, quote);
        fputc('\n', quote);
        entry->end = ahead.next;
        *scan = ahead;
    }
    return fclose(quote) == 0;
}

static bool take_line(struct scan *scan, const struct line *line)
{
    struct dossier_entry *entry;
    char id[DOSSIER_ID_LENGTH + 1];
    size_t begin;

    if (!enter_items(scan, line, &begin) || begin > DOSSIER_INDENT_MAX ||
        !is_id(id, line->text + begin, line->length - begin))
        return true;
    entry = add_entry(scan->dossier);
    if (!entry)
        return false;
    entry->line = scan->line;
    entry->start = scan->at;
    entry->end = scan->next;
    memcpy(entry->id, id, sizeof id);
    memcpy(entry->marker, line->text, begin);
    return take_quote(scan, entry, begin);
}

bool dossier_find_entries(struct dossier *dossier)
{
    struct scan scan = {.dossier = dossier, .is_after_blank = true};
    bool has_memory = true;

    skip_front_matter(&scan);
    while (has_memory && advance(&scan)) {
        const struct line line = current(&scan);

        if (is_blank(&line)) {
            scan.is_after_blank = true;
            continue;
        }
        if (!scan.is_in_comment && !scan.fence)
            leave_items(&scan, &line);
        if (!is_comment(&scan, &line) && !is_fenced(&scan, &line))
            has_memory = take_line(&scan, &line);
        scan.is_after_blank = false;
    }
    return has_memory;
}
