/* Text -> atoms: runs of letters, marks and digits between which Unicode or a sign parts.
 *
 * Atoms are what words are made of (word.h): "women's" has two, "U.S." two, "non-punishment" two;
 * Khmer or Chinese text has one a word of ICU's dictionary. Text is taken chunk by chunk, a chunk
 * being what stands between ASCII white space, so that the iterator is not asked about plain
 * English at all: a scanner takes chunks of ASCII and of the quotes and dashes of typesetting. Both
 * ways give the same atoms for such a chunk, and a test holds them to it. */
#ifndef TIP_ANALYSIS_SEGMENT_H
#define TIP_ANALYSIS_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <unicode/ubrk.h>

#include "base/status.h"

enum {
    /* A longer chunk is taken in parts. It bounds the buffers; real chunks of any script that
     * writes blanks are a hundred times smaller. */
    TIP_CHUNK_LIMIT = 8192,
    TIP_ATOM_LIMIT = TIP_CHUNK_LIMIT + 1,
};

struct tip_atom {
    uint32_t start; /* byte offsets into the text */
    uint32_t end;
};

struct tip_segmenter {
    UBreakIterator *words;
    UChar units[TIP_CHUNK_LIMIT];
    uint32_t starts[TIP_CHUNK_LIMIT]; /* where each unit's character begins in the text */
    struct tip_atom atoms[TIP_ATOM_LIMIT];
    size_t atom_count;
};

/* TIP_INTERNAL when ICU lacks its data. Closed by tip_segmenter_close, also when it failed. */
tip_status tip_segmenter_open(struct tip_segmenter *segmenter,
                              struct tip_error *error) TIP_MUST_CHECK;
void tip_segmenter_close(struct tip_segmenter *segmenter);

/* Fills `atoms` with those of the chunk that begins at `at`, and returns where to go on; `length`
 * when the text is done. `length` is at most UINT32_MAX. */
size_t tip_segment_next(struct tip_segmenter *segmenter, const char *text, size_t length,
                        size_t at);

/* The two ways of tip_segment_next, `at` being behind any white space. tip_segment_plain gives
 * `at` back when the chunk is not plain. */
size_t tip_segment_plain(struct tip_segmenter *segmenter, const char *text, size_t length,
                         size_t at);
size_t tip_segment_unicode(struct tip_segmenter *segmenter, const char *text, size_t length,
                           size_t at);

#endif
