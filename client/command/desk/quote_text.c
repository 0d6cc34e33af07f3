/* A quotation that was checked, for people.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "command/desk/quote_show.h"
#include "command/wrap.h"

enum {
    INDENT = 2,
    TEXT_BYTES = 240, /* of a quotation that is shown to be known again */
    OTHERS_SHOWN = 3
};

/* The beginning of a text, cut between words. */
static void put_text(struct wrap *wrap, const char *text)
{
    char cut[TEXT_BYTES + 1];
    size_t length = strlen(text);

    if (length <= TEXT_BYTES) {
        wrap_text(wrap, text, EMPHASIS_NONE);
        return;
    }
    for (length = TEXT_BYTES; length > 0 && text[length] != ' ' && text[length] != '\n'; length--)
        ;
    if (length == 0)
        for (length = TEXT_BYTES; (text[length] & 0xc0) == 0x80; length--)
            ;
    memcpy(cut, text, length);
    cut[length] = '\0';
    wrap_text(wrap, cut, EMPHASIS_NONE);
    wrap_text(wrap, " \xe2\x80\xa6", EMPHASIS_NONE);
}

static void put_quoted(struct wrap *wrap, const char *text)
{
    wrap_text(wrap, "\xe2\x80\x9c", EMPHASIS_NONE);
    put_text(wrap, text);
    wrap_text(wrap, "\xe2\x80\x9d", EMPHASIS_NONE);
}

/* Colours where there are some, else marks. */
static void put_diff(struct wrap *wrap, const struct tipsearch_quotation *quotation, bool has_color)
{
    static const enum emphasis EMPHASES[] = {EMPHASIS_NONE, EMPHASIS_GONE, EMPHASIS_NEW};
    static const char *const BEFORE[] = {"", "[-", "{+"};
    static const char *const BEHIND[] = {"", "-]", "+}"};

    for (size_t i = 0; i < quotation->diff_count; i++) {
        const struct tipsearch_diff_piece *piece = &quotation->diff[i];
        unsigned is = quote_piece_is(piece);

        wrap_text(wrap, has_color ? "" : BEFORE[is], EMPHASIS_NONE);
        wrap_text(wrap, piece->text, has_color ? EMPHASES[is] : EMPHASIS_NONE);
        wrap_text(wrap, has_color ? "" : BEHIND[is], EMPHASIS_NONE);
    }
}

static void put_verdict(const struct quote_writer *writer, const struct checked *checked)
{
    const struct tipsearch_quotation *quotation = checked->quotation;
    struct wrap wrap;
    char line[40] = "", facts[80] = "";

    if (checked->line > 0)
        snprintf(line, sizeof line, "Line %lld: ", checked->line);
    if (quotation && quotation->verdict == TIPSEARCH_VERDICT_ALTERED)
        snprintf(facts, sizeof facts, " (%ld word%s changed, %.0f %% the same)", quotation->changes,
                 quotation->changes == 1 ? "" : "s", quotation->alike * 100);
    wrap_begin(&wrap, writer->out, writer->has_color, writer->width, 0, "");
    wrap_text(&wrap, line, EMPHASIS_NONE);
    wrap_text(&wrap, quotation ? verdict_name(quotation->verdict) : "not checked", EMPHASIS_BOLD);
    wrap_text(&wrap, facts, EMPHASIS_NONE);
    wrap_end(&wrap);
}

static void put_others(const struct quote_writer *writer,
                       const struct tipsearch_quotation *quotation)
{
    struct wrap wrap;
    char count[80];

    if (quotation->others_total == 0)
        return;
    snprintf(count, sizeof count,
             "Also in %s%lld other passage%s: ", quotation->is_others_at_least ? "at least " : "",
             quotation->others_total, quotation->others_total == 1 ? "" : "s");
    wrap_begin(&wrap, writer->out, writer->has_color, writer->width, INDENT, "");
    wrap_text(&wrap, count, EMPHASIS_DIM);
    for (size_t i = 0; i < quotation->other_count && i < OTHERS_SHOWN; i++) {
        const struct tipsearch_twin *other = &quotation->others[i];

        wrap_text(&wrap, i == 0 ? "" : ", ", EMPHASIS_DIM);
        wrap_text(&wrap, other->report.id ? other->report.id : "", EMPHASIS_DIM);
        wrap_text(&wrap, " ", EMPHASIS_DIM);
        wrap_text(&wrap, other->id, EMPHASIS_DIM);
    }
    if (quotation->others_total > OTHERS_SHOWN)
        wrap_text(&wrap, ", \xe2\x80\xa6", EMPHASIS_DIM);
    wrap_end(&wrap);
}

void quote_write_text(const struct quote_writer *writer, const struct checked *checked)
{
    const struct tipsearch_quotation *quotation = checked->quotation;
    struct wrap wrap;

    put_verdict(writer, checked);
    wrap_begin(&wrap, writer->out, writer->has_color, writer->width, INDENT, "");
    if (quotation && quotation->verdict == TIPSEARCH_VERDICT_ALTERED)
        put_diff(&wrap, quotation, writer->has_color);
    else
        put_quoted(&wrap, checked->text);
    wrap_end(&wrap);
    if (quotation && quotation->passage && quotation->passage->citation) {
        wrap_begin(&wrap, writer->out, writer->has_color, writer->width, INDENT, "");
        wrap_text(&wrap, quotation->passage->citation, EMPHASIS_NONE);
        wrap_end(&wrap);
    }
    if (quotation)
        put_others(writer, quotation);
    fputc('\n', writer->out);
}
