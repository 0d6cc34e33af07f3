/* An alignment as it is shown: the source's text in pieces, and what the quotation has in place of
 * some. */
#include "search/quote/quoted.h"

#include <stdlib.h>
#include <string.h>

#include "search/view.h"

const char *tip_verdict_name(enum tip_verdict verdict)
{
    static const char *const names[] = {"exact", "altered", "absent", "unknown"};
    return names[verdict];
}

void tip_quoted_free(struct tip_quoted *quoted)
{
    if (quoted == NULL) {
        return;
    }
    tip_view_free(&quoted->passage);
    for (size_t i = 0; i < quoted->piece_count; i++) {
        free(quoted->pieces[i].text);
    }
    for (size_t i = 0; i < quoted->other_count; i++) {
        tip_view_free(&quoted->others[i]);
    }
    free(quoted->source);
    free(quoted->pieces);
    free(quoted->through);
    free(quoted->others);
    free(quoted);
}

/* Pieces under construction. */
struct writer {
    struct tip_quoted *quoted;
    struct tip_string source, piece;
    enum tip_diff_is is; /* of `piece` */
    size_t capacity;
    bool failed;
    const struct tip_quote_alignment *alignment;
    const struct tip_quote_words *words;
    const struct tip_quote_window *window;
};

static void end_piece(struct writer *writer)
{
    struct tip_quoted *quoted = writer->quoted;
    if (writer->piece.length == 0) {
        return;
    }
    if (quoted->piece_count == writer->capacity) {
        size_t wanted = writer->capacity == 0 ? 8 : writer->capacity * 2;
        struct tip_quoted_piece *moved = reallocarray(quoted->pieces, wanted, sizeof *moved);
        if (moved == NULL) {
            writer->failed = true;
            return;
        }
        quoted->pieces = moved;
        writer->capacity = wanted;
    }
    char *text = tip_string_release(&writer->piece);
    if (text == NULL) {
        writer->failed = true;
        return;
    }
    quoted->pieces[quoted->piece_count++] = (struct tip_quoted_piece){writer->is, text};
}

static void write(struct writer *writer, enum tip_diff_is is, const char *bytes, size_t length)
{
    if (length == 0) {
        return;
    }
    if (is != writer->is) {
        end_piece(writer);
    }
    writer->is = is;
    tip_string_append(&writer->piece, bytes, length);
    if (is != TIP_DIFF_NEW) {
        tip_string_append(&writer->source, bytes, length);
    }
}

/* What stands behind the source's word j, up to the next one. */
static void write_gap(struct writer *writer, enum tip_diff_is is, uint32_t j)
{
    const struct tip_quote_word *word = &writer->window->words.items[j];
    const char *text = writer->window->parts[word->part].text;
    if (word[1].part != word->part) {
        write(writer, is, "\n\n", 2);
    } else {
        write(writer, is, text + word->end, word[1].start - word->end);
    }
}

/* The same behind words that changed: what was only dropped goes with the blank behind it. */
static void write_gap_behind(struct writer *writer, bool is_dropped, uint32_t j)
{
    const struct tip_quote_word *word = &writer->window->words.items[j];
    const char *gap = writer->window->parts[word->part].text + word->end;
    if (!is_dropped || word[1].part != word->part || word[1].start == word->end || *gap != ' ') {
        write_gap(writer, TIP_DIFF_SAME, j);
        return;
    }
    write(writer, TIP_DIFF_GONE, gap, 1);
    write(writer, TIP_DIFF_SAME, gap + 1, word[1].start - word->end - 1);
}

static void write_source(struct writer *writer, enum tip_diff_is is, uint32_t j)
{
    const struct tip_quote_word *word = &writer->window->words.items[j];
    write(writer, is, writer->window->parts[word->part].text + word->start,
          word->end - word->start);
}

/* What stands between two words of the quotation, as it was meant: the end of a line leaves a
 * hyphen only where the source has one. */
static const char *between(const struct writer *writer, uint32_t i)
{
    uint32_t pair = writer->alignment->pairs[i];
    switch (writer->words->items[i].glue) {
    case TIP_GLUE_TIGHT:
        return "";
    case TIP_GLUE_HYPHEN:
        return "-";
    case TIP_GLUE_BROKEN:
        return pair != TIP_QUOTE_NO_WORD &&
                       writer->window->words.items[pair].glue == TIP_GLUE_HYPHEN
                   ? "-"
                   : "";
    case TIP_GLUE_NONE:
    case TIP_GLUE_DASH:
        break;
    }
    return " ";
}

/* The quotation's words [i, i_end) that are its own, as they are compared. */
static bool write_new(struct writer *writer, uint32_t i, uint32_t i_end, bool is_blank_before)
{
    bool has_written = false;
    for (; i < i_end; i++) {
        const struct tip_quote_word *word = &writer->words->items[i];
        if (writer->alignment->quoted_fate[i] != TIP_FATE_CHANGED) {
            continue;
        }
        const char *before = has_written ? between(writer, i - 1) : is_blank_before ? " " : "";
        write(writer, TIP_DIFF_NEW, before, strlen(before));
        write(writer, TIP_DIFF_NEW, writer->words->forms.data + word->form, word->length);
        if ((word->flags & TIP_WORD_APOSTROPHE) != 0) {
            write(writer, TIP_DIFF_NEW, "'", 1);
        }
        has_written = true;
    }
    return has_written;
}

/* Where the quotation is when the source's words before j are done: behind the last paired one. */
static uint32_t quoted_end(const struct writer *writer, uint32_t i, uint32_t j)
{
    const uint32_t *pairs = writer->alignment->pairs;
    uint32_t count = writer->words->count, end = i;
    for (uint32_t k = i; k < count; k++) {
        if (pairs[k] != TIP_QUOTE_NO_WORD && pairs[k] >= j) {
            return k;
        }
        end = k + 1;
    }
    return end;
}

/* A run of the source's words of one fate, and what the quotation has there. */
static uint32_t run_end(const struct writer *writer, uint32_t j)
{
    const unsigned char *fates = writer->alignment->source_fate;
    uint32_t end = j + 1;
    while (end < writer->alignment->to && fates[end] == fates[j]) {
        end++;
    }
    return end;
}

static void write_changed(struct writer *writer, uint32_t j, uint32_t end, uint32_t *i)
{
    uint32_t i_end = quoted_end(writer, *i, end);
    bool is_last = end == writer->alignment->to;
    for (uint32_t k = j; k < end; k++) {
        write_source(writer, TIP_DIFF_GONE, k);
        if (k + 1 < end) {
            write_gap(writer, TIP_DIFF_GONE, k);
        }
    }
    bool has_new = write_new(writer, *i, i_end, false);
    *i = i_end;
    if (!is_last) {
        write_gap_behind(writer, !has_new, end - 1);
    }
}

/* Words that only the quotation has, before the source's word j. */
static void write_added(struct writer *writer, uint32_t j, uint32_t *i)
{
    uint32_t i_end = quoted_end(writer, *i, j);
    if (write_new(writer, *i, i_end, false)) {
        write(writer, TIP_DIFF_NEW, " ", 1);
    }
    *i = i_end;
}

static void write_same(struct writer *writer, uint32_t j, uint32_t end, uint32_t *i)
{
    for (uint32_t k = j; k < end; k++) {
        if (writer->alignment->source_fate[k] == TIP_FATE_SAME) {
            write_added(writer, k, i);
        }
        while (*i < writer->words->count && writer->alignment->pairs[*i] == k) {
            (*i)++;
        }
        write_source(writer, TIP_DIFF_SAME, k);
        if (k + 1 < writer->alignment->to) {
            write_gap(writer, TIP_DIFF_SAME, k);
        }
    }
}

static void write_left_out(struct writer *writer)
{
    static const char ellipsis[] = "\xe2\x80\xa6 ";
    write(writer, TIP_DIFF_SAME, ellipsis, strlen(ellipsis));
}

/* A heading that is passed over is not shown: it is no part of what was quoted. */
static bool is_heading(const struct writer *writer, uint32_t j)
{
    return writer->window->parts[writer->window->words.items[j].part].owned == NULL;
}

static void write_all(struct writer *writer)
{
    const struct tip_quote_alignment *alignment = writer->alignment;
    uint32_t i = 0;
    for (uint32_t j = alignment->from, end; j < alignment->to; j = end) {
        unsigned char fate = alignment->source_fate[j];
        end = run_end(writer, j);
        if (fate == TIP_FATE_CHANGED) {
            write_changed(writer, j, end, &i);
        } else if (fate == TIP_FATE_LEFT_OUT) {
            write_left_out(writer);
        } else if (fate == TIP_FATE_SAME || !is_heading(writer, j)) {
            write_same(writer, j, end, &i);
        }
    }
    write_new(writer, i, writer->words->count, alignment->to > alignment->from);
    end_piece(writer);
}

static tip_status take_through(struct writer *writer, const struct tip_columns *columns,
                               struct tip_error *error)
{
    struct tip_quoted *quoted = writer->quoted;
    uint32_t before = 0;
    quoted->through = calloc(writer->window->part_count + 1, sizeof *quoted->through);
    if (quoted->through == NULL) {
        return tip_error_memory(error, "showing a quotation");
    }
    for (uint32_t i = 0; i < writer->words->count; i++) {
        uint32_t j = writer->alignment->pairs[i];
        if (j == TIP_QUOTE_NO_WORD) {
            continue;
        }
        uint32_t number = writer->window->parts[writer->window->words.items[j].part].number;
        if (number != before) {
            struct tip_row row;
            tip_columns_get(columns, number, &row);
            quoted->through[quoted->through_count++] = row.id;
            before = number;
        }
    }
    return TIP_OK;
}

tip_status tip_quoted_show(struct tip_quoted *quoted, const struct tip_quote_alignment *alignment,
                           const struct tip_quote_words *words,
                           const struct tip_quote_window *window, const struct tip_columns *columns,
                           struct tip_error *error)
{
    struct writer writer = {
        .quoted = quoted, .alignment = alignment, .words = words, .window = window};
    write_all(&writer);
    quoted->source = tip_string_release(&writer.source);
    tip_string_free(&writer.piece);
    if (writer.failed || quoted->source == NULL) {
        return tip_error_memory(error, "showing a quotation");
    }
    return take_through(&writer, columns, error);
}

uint32_t tip_quoted_home(const struct tip_quote_alignment *alignment,
                         const struct tip_quote_pattern *pattern,
                         const struct tip_quote_window *window)
{
    uint32_t best = 0, best_words = 0, number = 0, words = 0;
    for (uint32_t i = 0; i < pattern->count; i++) {
        uint32_t j = alignment->pairs[i];
        if (j == TIP_QUOTE_NO_WORD) {
            continue;
        }
        uint32_t here = window->parts[window->words.items[j].part].number;
        words = here == number ? words + 1 : 1;
        number = here;
        if (words > best_words) {
            best_words = words;
            best = number;
        }
    }
    return best;
}
