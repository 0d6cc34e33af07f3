/* Lines on their way to blocks: what the steps of the text reader share. Formats with markup give
 * their lines roles and go the same way (tip_lines_read in text.h). */
#ifndef TIP_READER_READING_H
#define TIP_READER_READING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "reader/contents.h"
#include "reader/document.h"
#include "reader/lines.h"

/* What the source's markup says of headings. A line of a shape that it marks elsewhere is none
 * where it does not. */
enum {
    TIP_MARKS_CAPITALS = 1 << 0,
    TIP_MARKS_TITLES = 1 << 1,
    TIP_MARKS_LEVELS = 1 << 2 /* it gives their levels, too */
};

struct tip_reading {
    struct tip_document *document;
    const struct tip_lines *lines;
    struct tip_contents contents;
    const char *page;     /* label that the contents give for what is read now; in `contents` */
    unsigned item_indent; /* of the last list item that is in no other */
    unsigned marks;       /* TIP_MARKS_ */
    struct tip_error *error;
};

/* The block added last, or NULL. */
struct tip_block *tip_reading_last(const struct tip_reading *reading);

/* Gives a block the page of a line. */
tip_status tip_reading_set_page(struct tip_reading *reading, struct tip_block *block,
                                const struct tip_line *line) TIP_MUST_CHECK;

/* The shown text of the lines [first, end), `skip` bytes of the first left out, for free(3); NULL
 * when there is no memory. */
char *tip_reading_join(const struct tip_reading *reading, size_t first, size_t end, size_t skip,
                       const char *between);

/* Adds shown text; pages and breaks follow from the lines [first, end) it stands on. `added` may be
 * NULL. */
tip_status tip_reading_add(struct tip_reading *reading, enum tip_block_kind kind, const char *shown,
                           size_t first, size_t end, struct tip_block **added) TIP_MUST_CHECK;

/* The two before in one: lines joined by `between` become a block. */
tip_status tip_reading_add_lines(struct tip_reading *reading, enum tip_block_kind kind,
                                 size_t first, size_t end, size_t skip,
                                 const char *between) TIP_MUST_CHECK;

/* Appends shown text to a block of the document. */
tip_status tip_reading_append(struct tip_reading *reading, struct tip_block *block,
                              const char *between, const char *more) TIP_MUST_CHECK;

/* ---- plain.c: headings, quotations, who said them, paragraphs ---- */

/* Whether the line at a place is, by its shape or the contents, a heading. */
bool tip_reading_is_heading(const struct tip_reading *reading, size_t place);

/* Adds the lines [first, end) as one heading, or to the one before that ends with a colon. */
tip_status tip_reading_add_heading(struct tip_reading *reading, size_t first,
                                   size_t end) TIP_MUST_CHECK;

/* Gives the quotation that was added last its speaker. */
tip_status tip_reading_add_speaker(struct tip_reading *reading, size_t first,
                                   size_t end) TIP_MUST_CHECK;

/* A run of plain lines: a speaker, or headings and a paragraph. */
tip_status tip_reading_plain(struct tip_reading *reading, size_t first, size_t end) TIP_MUST_CHECK;

#endif
