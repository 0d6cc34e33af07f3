/* Suggestions as people read them.
 *
 *      13  Debt bondage (pattern)
 *
 * SPDX-License-Identifier: MIT */
#include "command/printable.h"
#include "command/show.h"

void show_suggestions(FILE *out, const struct tipsearch_suggestions *suggestions)
{
    for (size_t i = 0; i < suggestions->count; i++) {
        const struct tipsearch_suggestion *suggestion = &suggestions->items[i];

        fprintf(out, "%6lld  ", suggestion->count);
        printable_print(out, suggestion->text);
        fputs(" (", out);
        printable_print(out, suggestion->kind ? suggestion->kind : "other");
        fputs(")\n", out);
    }
}
