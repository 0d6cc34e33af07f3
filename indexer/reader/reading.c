/* Adding blocks from lines. */
#include "reader/reading.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/string_builder.h"
#include "reader/markup.h"
#include "reader/text.h"

struct tip_block *tip_reading_last(const struct tip_reading *reading)
{
    size_t count = reading->document->count;
    return count == 0 ? NULL : &reading->document->blocks[count - 1];
}

tip_status tip_reading_set_page(struct tip_reading *reading, struct tip_block *block,
                                const struct tip_line *line)
{
    char number[16];
    const char *label = reading->page;
    block->page_is = label == NULL ? TIP_PAGE_UNKNOWN : TIP_PAGE_SECTION_START;
    if (reading->lines->page_marks != NULL) {
        const struct tip_page_mark *mark = &reading->lines->page_marks[line->page];
        block->page_number = mark->number;
        if (mark->label != NULL) {
            label = mark->label;
            block->page_is = TIP_PAGE_EXACT;
        }
    } else if (reading->lines->pages > 0) {
        snprintf(number, sizeof number, "%u", line->page + 1);
        label = number;
        block->page_is = TIP_PAGE_EXACT;
        block->page_number = (int)line->page + 1;
    }
    if (label == NULL)
        return TIP_OK;
    block->page = strdup(label);
    return block->page == NULL ? tip_error_memory(reading->error, "reading a text") : TIP_OK;
}

tip_status tip_reading_add(struct tip_reading *reading, enum tip_block_kind kind, const char *shown,
                           size_t first, size_t end, struct tip_block **added)
{
    const struct tip_line *line = &reading->lines->items[first];
    struct tip_block *block =
        tip_document_add(reading->document, kind, shown, strlen(shown), line->number);
    if (block == NULL)
        return tip_error_memory(reading->error, "reading a text");
    if (tip_line_breaks_page(reading->lines, first))
        block->flags |= TIP_BLOCK_AFTER_BREAK;
    if (tip_line_breaks_page(reading->lines, end))
        block->flags |= TIP_BLOCK_BEFORE_BREAK;
    if (added != NULL)
        *added = block;
    return tip_reading_set_page(reading, block, line);
}

/* "inter-" and "national": the hyphen stays, a blank would make two words of one. */
static bool parts_word(const struct tip_string *before, const struct tip_line *line)
{
    return before->length >= 2 && before->data[before->length - 1] == '-' &&
           isalpha((unsigned char)before->data[before->length - 2]) &&
           islower((unsigned char)line->text[0]);
}

char *tip_reading_join(const struct tip_reading *reading, size_t first, size_t end, size_t skip,
                       const char *between)
{
    struct tip_string raw = {0};
    for (size_t i = first; i < end; i++) {
        const struct tip_line *line = &reading->lines->items[i];
        size_t from = i == first ? skip : 0;
        if (i > first && !parts_word(&raw, line))
            tip_string_append_text(&raw, between);
        tip_string_append(&raw, line->text + from, line->length - from);
    }
    char *shown =
        raw.failed ? NULL : tip_markup_strip(raw.data == NULL ? "" : raw.data, raw.length);
    tip_string_free(&raw);
    return shown;
}

tip_status tip_reading_add_lines(struct tip_reading *reading, enum tip_block_kind kind,
                                 size_t first, size_t end, size_t skip, const char *between)
{
    char *shown = tip_reading_join(reading, first, end, skip, between);
    if (shown == NULL)
        return tip_error_memory(reading->error, "reading a text");
    tip_status status = tip_reading_add(reading, kind, shown, first, end, NULL);
    free(shown);
    return status;
}

tip_status tip_reading_append(struct tip_reading *reading, struct tip_block *block,
                              const char *between, const char *more)
{
    char *text = NULL;
    if (asprintf(&text, "%s%s%s", block->text, between, more) < 0)
        return tip_error_memory(reading->error, "reading a text");
    reading->document->words += tip_text_words(more, strlen(more));
    free(block->text);
    block->text = text;
    return TIP_OK;
}
