/* Plain text -> blocks. */
#ifndef TIP_READER_TEXT_H
#define TIP_READER_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "reader/document.h"
#include "reader/lines.h"

/* What a line shape says of a heading before its level is settled; stands in `level` meanwhile. */
enum tip_heading_rank {
    TIP_RANK_CONTENTS_1 = 1, /* the table of contents has it, in the first level */
    TIP_RANK_CONTENTS_2,     /* … below a group */
    TIP_RANK_CAPITALS,
    TIP_RANK_TITLE,  /* title case */
    TIP_RANK_MARKED, /* the source's markup gives level 1; what follows: 2 and so on */
};

/* Flags of blocks while a text is read; none is left when it is done. */
enum {
    TIP_BLOCK_AFTER_BREAK = 1 << 8,  /* a page break stands before it */
    TIP_BLOCK_BEFORE_BREAK = 1 << 9, /* … behind it */
    TIP_BLOCK_READING_FLAGS = TIP_BLOCK_AFTER_BREAK | TIP_BLOCK_BEFORE_BREAK
};

/* Reads valid UTF-8 without control characters. A paragraph is a line, or the lines between empty
 * ones. */
tip_status tip_text_read(struct tip_document *document, const char *name, const char *text,
                         size_t length, const struct tip_reader_options *options,
                         struct tip_error *error) TIP_MUST_CHECK;

/* The same for lines that another format made, with the roles that its markup gives them. `marks`
 * (reading.h) says which shapes of headings the markup marks. */
tip_status tip_lines_read(struct tip_document *document, const struct tip_lines *lines,
                          unsigned marks, struct tip_error *error) TIP_MUST_CHECK;

/* Marks what stands beside the run of the text: stories (the heading and its paragraph) and, among
 * the paragraphs, captions and descriptions of pictures. */
void tip_asides_mark(struct tip_document *document);

/* Settles the levels of headings, and puts paragraphs together that a page break, a picture or a
 * box cut in two; behind a box the section that it interrupted is open again. */
tip_status tip_outline_settle(struct tip_document *document,
                              struct tip_error *error) TIP_MUST_CHECK;

#endif
