/* The outline of a PDF ("bookmarks"): which lines are headings, and of which level. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "reader/pdf_flow.h"

enum {
    KEY_BYTES = 120,
    MATCHES_LEAST = 2, /* one entry is the document's name as often as not */
    LEVEL_MOST = 6
};

/* Letters and digits alone, small: the outline has no line's ends and other blanks. */
static void fold(char key[KEY_BYTES], const char *text, size_t length)
{
    size_t at = 0;
    for (size_t i = 0; i < length && at < KEY_BYTES - 1; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (isalnum(byte) || (byte >= 0x80 && byte != 0xE2 && at > 0))
            key[at++] = (char)tolower(byte);
    }
    key[at] = '\0';
}

static bool may_be_heading(const struct tip_line *line)
{
    return line->role == TIP_ROLE_SHAPE || line->role == TIP_ROLE_HEADING;
}

/* The line from `first` on, on the entry's page, that has its title. */
static size_t find_line(const struct tip_pdf_flow *flow, const struct tip_pdf_entry *entry,
                        size_t first)
{
    char title[KEY_BYTES], key[KEY_BYTES];
    const struct tip_lines *lines = &flow->lines;
    fold(title, entry->title, strlen(entry->title));
    for (size_t i = first; title[0] != '\0' && i < lines->count; i++) {
        const struct tip_line *line = &lines->items[i];
        int page = flow->marks[line->page].number;
        if (entry->page > 0 && page > entry->page)
            break;
        if (!may_be_heading(line) || (entry->page > 0 && page != entry->page))
            continue;
        fold(key, line->text, line->length);
        if (strcmp(key, title) == 0)
            return i;
    }
    return lines->count;
}

/* Entries come in the order of the text, so that each is looked for behind the one before. What is
 * set like a heading but is none of the outline's stands below those that are. */
bool tip_pdf_outline_apply(struct tip_pdf_flow *flow, const struct tip_pdf *pdf)
{
    struct tip_lines *lines = &flow->lines;
    int *levels = calloc(lines->count + 1, sizeof *levels);
    size_t matches = 0, from = 0;
    if (levels == NULL)
        return false;
    for (size_t i = 0; i < pdf->outline_count && from < lines->count; i++) {
        const struct tip_pdf_entry *entry = &pdf->outline[i];
        if (entry->page == 0)
            continue; /* without a page each would be sought through the whole text */
        while (from < lines->count && flow->marks[lines->items[from].page].number < entry->page)
            from++;
        size_t place = find_line(flow, entry, from);
        if (place == lines->count)
            continue;
        levels[place] = entry->level < LEVEL_MOST ? entry->level : LEVEL_MOST;
        from = place + 1;
        matches++;
    }
    for (size_t i = 0; i < lines->count && matches >= MATCHES_LEAST; i++) {
        lines->items[i].level = levels[i];
        if (levels[i] > 0)
            lines->items[i].role = TIP_ROLE_HEADING;
    }
    free(levels);
    return true;
}
