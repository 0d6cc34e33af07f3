/* Where sentences end: for cutting passages and for snippets. */
#ifndef TIP_ANALYSIS_SENTENCE_H
#define TIP_ANALYSIS_SENTENCE_H

#include <stddef.h>

/* The end of the sentence that begins at `start`: the offset behind its last mark and the closing
 * quotes or brackets that follow it, or `length`. A line break ends one too. Abbreviations (U.S.,
 * Dr., No., v., initials), decimals and marks before a small letter end none. */
size_t tip_sentence_end(const char *text, size_t length, size_t start);

/* Where the next sentence begins at or behind `end`: white space skipped. */
size_t tip_sentence_next(const char *text, size_t length, size_t end);

#endif
