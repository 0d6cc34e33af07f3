/* Numbers as people read them. */
#ifndef TIP_FIGURE_H
#define TIP_FIGURE_H

#include <stdint.h>

enum { TIP_FIGURE_SIZE = 32 };

/* Writes 33421 as "33,421" to `out` and returns it. */
const char *tip_figure(char out[TIP_FIGURE_SIZE], uint64_t number);

/* "" for 1, "s" for any other number. */
const char *tip_figure_plural(uint64_t number);

#endif
