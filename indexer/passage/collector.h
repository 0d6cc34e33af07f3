/* Where finished passages go: numbered, with their section, page and ids. */
#ifndef TIP_PASSAGE_COLLECTOR_H
#define TIP_PASSAGE_COLLECTOR_H

#include "passage/passage.h"

enum {
    TIP_SECTION_DEPTH = 6,
    TIP_HEADING_BYTES = 500 /* a longer heading is text: every hit would carry it */
};

/* The headings that are open, outermost first; text borrowed from the document. */
struct tip_section_path {
    const char *headings[TIP_SECTION_DEPTH];
    size_t depth;
};

/* Appends a passage with copies of all it is given; `from` is the block it begins with. */
tip_status tip_passages_add(struct tip_passages *passages, const struct tip_section_path *path,
                            enum tip_kind kind, const char *text, size_t length,
                            const struct tip_block *from, struct tip_error *error) TIP_MUST_CHECK;

/* Puts more text behind that of a passage. */
tip_status tip_passage_extend(struct tip_passage *passage, const char *between, const char *text,
                              size_t length, struct tip_error *error) TIP_MUST_CHECK;

/* Puts all passages in the order of the source and fills in ordinals, ids and text keys. */
tip_status tip_passages_identify(struct tip_passages *passages, const char *report_id,
                                 struct tip_error *error) TIP_MUST_CHECK;

#endif
