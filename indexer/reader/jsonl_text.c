/* A record's text -> blocks. */
#include <stdlib.h>
#include <string.h>

#include "reader/document.h"
#include "reader/jsonl_record.h"
#include "reader/text.h"

/* A text of so many words is one passage (passage/passage.h cuts at as many). What stands in it on
 * a line of its own is no heading then: a note is rarely laid out as a report is. */
enum { WHOLE_WORDS = 220 };

/* Moves the blocks of a text behind those of the document, headings below `depth` others. */
static tip_status move_blocks(struct tip_document *document, struct tip_document *text,
                              size_t depth, struct tip_error *error)
{
    for (size_t i = 0; i < text->count; i++) {
        struct tip_block *from = &text->blocks[i];
        struct tip_block *to =
            tip_document_add(document, from->kind, from->text, strlen(from->text), from->line);
        if (to == NULL)
            return tip_error_memory(error, "reading a record");
        to->flags = from->flags;
        to->level = from->kind == TIP_BLOCK_HEADING ? from->level + (int)depth : from->level;
        to->by = from->by;
        to->page = from->page;
        to->page_number = from->page_number;
        to->page_is = from->page_is;
        from->by = from->page = NULL;
    }
    return TIP_OK;
}

tip_status tip_record_add_text(struct tip_document *document, const char *text, size_t length,
                               size_t depth, size_t line, struct tip_error *error)
{
    if (tip_text_words(text, length) <= WHOLE_WORDS)
        return tip_document_add(document, TIP_BLOCK_PARAGRAPH, text, length, line) == NULL
                   ? tip_error_memory(error, "reading a record")
                   : TIP_OK;
    struct tip_document read = {0};
    tip_status status = tip_text_read(&read, "", text, length, NULL, error);
    if (status == TIP_OK)
        status = move_blocks(document, &read, depth, error);
    tip_document_free(&read);
    return status;
}
