/* The list of patterns as people read it.
 *
 *     ILO indicators of forced labour
 *         12  Debt bondage (debt-bondage)
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "command/printable.h"
#include "command/show.h"
#include "command/wrap.h"

enum { INDENT = 8 };

static bool is_same(const char *one, const char *other)
{
    return one && other ? strcmp(one, other) == 0 : one == other;
}

static void show_line(FILE *out, const struct show_style *style, const char *text,
                      enum emphasis emphasis)
{
    struct wrap wrap;

    if (!text)
        return;
    wrap_begin(&wrap, out, style->has_color, style->width, INDENT, "");
    wrap_text(&wrap, text, emphasis);
    wrap_end(&wrap);
}

static void show_pattern(FILE *out, const struct show_style *style,
                         const struct tipsearch_pattern *pattern)
{
    fprintf(out, "%6lld  ", pattern->count);
    printable_print(out, pattern->title ? pattern->title : pattern->id);
    fputs(" (", out);
    printable_print(out, pattern->id);
    fputs(")\n", out);
    if (!style->is_full)
        return;
    show_line(out, style, pattern->source, EMPHASIS_DIM);
    for (size_t i = 0; i < pattern->query_count; i++)
        show_line(out, style, pattern->queries[i], EMPHASIS_NONE);
}

void show_patterns(FILE *out, const struct show_style *style,
                   const struct tipsearch_patterns *patterns)
{
    for (size_t i = 0; i < patterns->count; i++) {
        const char *group = patterns->items[i].group;

        if (i == 0 || !is_same(group, patterns->items[i - 1].group)) {
            fputs(i == 0 ? "" : "\n", out);
            printable_print(out, group ? group : "");
            fputc('\n', out);
        }
        show_pattern(out, style, &patterns->items[i]);
    }
    if (patterns->count == 0)
        fputs("the server knows no patterns: see patterns.ini of its knowledge\n", out);
}
