/* Numbers as people read them: a comma before each three digits, whatever the locale. */
#include "command/figure.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const char *tip_figure(char out[TIP_FIGURE_SIZE], uint64_t number)
{
    char digits[TIP_FIGURE_SIZE];
    snprintf(digits, sizeof digits, "%" PRIu64, number);
    size_t length = strlen(digits);
    char *end = out;
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0) {
            *end++ = ',';
        }
        *end++ = digits[i];
    }
    *end = '\0';
    return out;
}

const char *tip_figure_plural(uint64_t number)
{
    return number == 1 ? "" : "s";
}
