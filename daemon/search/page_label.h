/* Page labels as they are printed: "64", "xii", "A-3". */
#ifndef TIP_PAGE_LABEL_H
#define TIP_PAGE_LABEL_H

#include <stddef.h>

enum tip_numbering {
    TIP_NUMBERING_NONE,   /* a label that is no number */
    TIP_NUMBERING_ARABIC, /* 64 */
    TIP_NUMBERING_ROMAN   /* xii, XII */
};

enum { TIP_PAGE_HIGHEST = 999999 };

/* What a label counts by, and in *number its number (from 0 to TIP_PAGE_HIGHEST; 0 for a label that
 * is none). A roman number is one as it is written today, up to 3999. */
enum tip_numbering tip_page_label_number(const char *label, size_t length, int *number);

/* The label of a number: at most 16 bytes with its NUL. `number` is one that the function above
 * gave. */
enum { TIP_PAGE_LABEL_SIZE = 16 };
void tip_page_label_write(char out[TIP_PAGE_LABEL_SIZE], enum tip_numbering numbering, int number);

#endif
