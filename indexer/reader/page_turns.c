/* Form feeds in blocks become turns of pages. */
#include "reader/page_turns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The label of a page by its number, for free(3): as the marks have it, else the number. */
static char *label_of(const struct tip_lines *lines, int number)
{
    char *label = NULL;
    size_t low = 0, high = lines->page_marks == NULL ? 0 : (size_t)lines->pages + 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct tip_page_mark *mark = &lines->page_marks[middle];
        if (mark->number == number && mark->label != NULL)
            return strdup(mark->label);
        if (mark->number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return asprintf(&label, "%d", number) < 0 ? NULL : label;
}

static bool add_turn(struct tip_block *block, const struct tip_lines *lines, size_t offset,
                     int number)
{
    struct tip_page_turn *turns =
        realloc(block->turns, (block->turn_count + 1) * sizeof *block->turns);
    if (turns == NULL)
        return false;
    block->turns = turns;
    char *page = label_of(lines, number);
    if (page == NULL)
        return false;
    turns[block->turn_count++] = (struct tip_page_turn){offset, page, number};
    return true;
}

/* A run of form feeds is one turn, over pages without text. */
static bool take_turns(struct tip_block *block, const struct tip_lines *lines)
{
    char *to = block->text;
    int number = block->page_number;
    for (const char *from = block->text; *from != '\0';) {
        if (*from != '\f') {
            *to++ = *from++;
            continue;
        }
        for (; *from == '\f'; from++)
            number++;
        if (block->page_is == TIP_PAGE_EXACT && block->page_number > 0 &&
            !add_turn(block, lines, (size_t)(to - block->text), number))
            return false;
    }
    *to = '\0';
    return true;
}

tip_status tip_page_turns_take(struct tip_document *document, const struct tip_lines *lines,
                               struct tip_error *error)
{
    for (size_t i = 0; i < document->count; i++)
        if (strchr(document->blocks[i].text, '\f') != NULL &&
            !take_turns(&document->blocks[i], lines))
            return tip_error_memory(error, "reading pages");
    return TIP_OK;
}
