/* Entries with their passages and the words of their hunks. */
#include "search/compare/show.h"

#include <stdlib.h>
#include <string.h>

#include "search/view.h"

/* Texts that share less of their words than this are told one behind the other: word by word, what
 * they share would be its articles. */
static const double least_shared = 0.25;

struct showing {
    struct tip_searcher *searcher;
    const struct tip_alignment *alignment;
    const struct tip_changes *changes;
    struct tip_error *error;
};

static tip_status no_memory(const struct showing *showing)
{
    return tip_error_memory(showing->error, "comparing reports");
}

/* ---- pieces ---- */

/* Appends text to the hunk's last piece if that is of its kind, else as another piece. */
static bool add_piece(struct tip_shown_hunk *hunk, enum tip_diff_is is, const char *text,
                      size_t length)
{
    struct tip_string joined = {0};
    struct tip_shown_piece *last =
        hunk->piece_count > 0 ? &hunk->pieces[hunk->piece_count - 1] : NULL;
    if (last != NULL && last->is == is) {
        tip_string_append_text(&joined, last->text);
        tip_string_append(&joined, text, length);
        free(last->text);
        last->text = tip_string_release(&joined);
        return last->text != NULL;
    }
    struct tip_shown_piece *moved =
        reallocarray(hunk->pieces, hunk->piece_count + 1, sizeof *moved);
    if (moved == NULL) {
        return false;
    }
    hunk->pieces = moved;
    moved += hunk->piece_count;
    *moved = (struct tip_shown_piece){is, strndup(text, length)};
    hunk->piece_count += moved->text != NULL ? 1 : 0;
    return moved->text != NULL;
}

/* Whether what is gone and what is new say the same, but for how it is set. */
static bool is_same(const struct tip_diff_piece *gone, const struct tip_diff_piece *new)
{
    return tip_statement_says(gone->text, gone->length, new->text, new->length, false);
}

/* Whether a piece is nothing but blanks and what nobody sees. */
static bool is_blank(const struct tip_diff_piece *piece)
{
    return is_same(piece, &(struct tip_diff_piece){.text = ""});
}

static bool add_pieces(struct tip_shown_hunk *hunk, const struct tip_word_diff *diff)
{
    bool is_done = true;
    for (size_t i = 0; i < diff->count && is_done; i++) {
        const struct tip_diff_piece *piece = &diff->items[i];
        bool is_pair = piece->is == TIP_DIFF_GONE && i + 1 < diff->count &&
                       diff->items[i + 1].is == TIP_DIFF_NEW;
        enum tip_diff_is is = piece->is;
        if (is_pair && is_same(piece, piece + 1)) {
            piece = &diff->items[++i];
            is = TIP_DIFF_SAME;
        } else if (!is_pair && is_blank(piece)) {
            is = piece->is == TIP_DIFF_NEW ? TIP_DIFF_SAME : is;
        }
        bool is_left_out = is == TIP_DIFF_GONE && !is_pair && is_blank(piece);
        is_done = is_left_out || add_piece(hunk, is, piece->text, piece->length);
    }
    return is_done;
}

static tip_status show_diff(struct showing *showing, struct tip_shown_hunk *shown,
                            const struct tip_string *before, const struct tip_string *after)
{
    struct tip_word_diff diff = {0};
    tip_status status = tip_word_diff_make(&diff, before->data, before->length, after->data,
                                           after->length, showing->error);
    if (status == TIP_OK) {
        size_t more = diff.gone_words > diff.new_words ? diff.gone_words : diff.new_words;
        bool is_another = (double)diff.same_words < least_shared * (double)(diff.same_words + more);
        bool is_done = is_another ? add_piece(shown, TIP_DIFF_GONE, before->data, before->length) &&
                                        add_piece(shown, TIP_DIFF_NEW, after->data, after->length)
                                  : add_pieces(shown, &diff);
        status = is_done ? TIP_OK : no_memory(showing);
    }
    tip_word_diff_free(&diff);
    return status;
}

/* ---- hunks ---- */

/* The words of a run of statements, with what stands between them in their passage. */
static void append_run(struct tip_string *out, const struct tip_edition *edition, uint32_t first,
                       uint32_t count)
{
    for (uint32_t i = first; i < first + count; i++) {
        const struct tip_statement *statement = &edition->statements[i];
        const struct tip_statement *last = i > first ? statement - 1 : NULL;
        if (last != NULL && last->passage == statement->passage && last->is_in_text &&
            statement->is_in_text) {
            const char *end = last->text + last->length;
            tip_string_append(out, end, (size_t)(statement->text - end));
        } else if (last != NULL) {
            tip_string_append_text(out, "\n\n");
        }
        tip_string_append(out, statement->text, statement->length);
    }
}

/* Formats part the cells of a row by lines or by semicolons; where the years differ in that, both
 * are shown with semicolons. */
static tip_status set_rows_alike(struct tip_string *before, struct tip_string *after)
{
    struct tip_string *texts[] = {before, after};
    bool in_lines[2] = {strchr(before->data, '\n') != NULL, strchr(after->data, '\n') != NULL};
    for (int t = 0; t < 2 && in_lines[0] != in_lines[1]; t++) {
        struct tip_string row = {0};
        for (const char *at = texts[t]->data; *at != '\0'; at++) {
            tip_string_append(&row, *at == '\n' ? "; " : at, *at == '\n' ? 2 : 1);
        }
        tip_string_free(texts[t]);
        *texts[t] = row;
        if (row.failed) {
            return TIP_NO_MEMORY;
        }
    }
    return TIP_OK;
}

static tip_status show_hunk(struct showing *showing, struct tip_shown_hunk *shown,
                            const struct tip_hunk *hunk)
{
    const struct tip_alignment *alignment = showing->alignment;
    struct tip_string before = {0}, after = {0};
    append_run(&before, alignment->before, hunk->before_first, hunk->before_count);
    append_run(&after, alignment->after, hunk->after_first, hunk->after_count);
    shown->is = hunk->is;
    shown->is_heading = hunk->after_count > 0
                            ? alignment->after->statements[hunk->after_first].is_heading
                            : alignment->before->statements[hunk->before_first].is_heading;
    tip_status status = before.failed || after.failed ? no_memory(showing) : TIP_OK;
    bool is_changed = hunk->is == TIP_CHANGE_CHANGED;
    if (status == TIP_OK && is_changed && alignment->after->statements[hunk->after_first].is_row &&
        set_rows_alike(&before, &after) != TIP_OK) {
        status = no_memory(showing);
    }
    if (status == TIP_OK && is_changed) {
        status = show_diff(showing, shown, &before, &after);
    } else if (status == TIP_OK) {
        const struct tip_string *text = hunk->is == TIP_CHANGE_GONE ? &before : &after;
        enum tip_diff_is is = hunk->is == TIP_CHANGE_GONE  ? TIP_DIFF_GONE
                              : hunk->is == TIP_CHANGE_NEW ? TIP_DIFF_NEW
                                                           : TIP_DIFF_SAME;
        status = add_piece(shown, is, text->data, text->length) ? TIP_OK : no_memory(showing);
    }
    tip_string_free(&before);
    tip_string_free(&after);
    return status;
}

/* ---- passages ---- */

/* Adds passage `place` of an edition to an array of views, once. */
static tip_status add_view(struct showing *showing, struct tip_view **views, size_t *count,
                           const struct tip_edition *edition, uint32_t place)
{
    uint32_t number = edition->passages[place].number;
    struct tip_row row;
    tip_columns_get(showing->searcher->generation->columns, number, &row);
    for (size_t i = 0; i < *count; i++) {
        if ((*views)[i].row.id == row.id) {
            return TIP_OK;
        }
    }
    struct tip_view *moved = reallocarray(*views, *count + 1, sizeof *moved);
    if (moved == NULL) {
        return no_memory(showing);
    }
    *views = moved;
    return tip_view_make_alone(&moved[(*count)++], showing->searcher, number, showing->error);
}

/* The passages of a run, and the one that it goes with when there is no run. */
static tip_status add_views(struct showing *showing, struct tip_view **views, size_t *count,
                            const struct tip_edition *edition, uint32_t first, uint32_t run,
                            uint32_t passage)
{
    tip_status status = TIP_OK;
    if (run == 0 && passage > 0) {
        return add_view(showing, views, count, edition, passage - 1);
    }
    for (uint32_t i = first; i < first + run && status == TIP_OK; i++) {
        if (i == first || edition->statements[i].passage != edition->statements[i - 1].passage) {
            status = add_view(showing, views, count, edition, edition->statements[i].passage);
        }
    }
    return status;
}

static tip_status show_entry(struct showing *showing, struct tip_shown_entry *shown,
                             const struct tip_change_entry *entry)
{
    const struct tip_alignment *alignment = showing->alignment;
    tip_status status = TIP_OK;
    shown->is = entry->is;
    shown->hunks = calloc(entry->count, sizeof *shown->hunks);
    if (shown->hunks == NULL) {
        return no_memory(showing);
    }
    for (size_t i = 0; i < entry->count && status == TIP_OK; i++) {
        const struct tip_hunk *hunk = &showing->changes->hunks[entry->first + i];
        status = add_views(showing, &shown->was, &shown->was_count, alignment->before,
                           hunk->before_first, hunk->before_count, hunk->before_passage);
        if (status == TIP_OK) {
            status = add_views(showing, &shown->now, &shown->now_count, alignment->after,
                               hunk->after_first, hunk->after_count, hunk->after_passage);
        }
        if (status == TIP_OK) {
            status = show_hunk(showing, &shown->hunks[shown->hunk_count++], hunk);
        }
    }
    return status;
}

tip_status tip_changes_show(struct tip_compared_step *step, struct tip_searcher *searcher,
                            const struct tip_alignment *alignment,
                            const struct tip_changes *changes, size_t first, size_t count,
                            struct tip_error *error)
{
    struct showing showing = {searcher, alignment, changes, error};
    tip_status status = TIP_OK;
    step->entries = calloc(count + 1, sizeof *step->entries);
    if (step->entries == NULL) {
        return no_memory(&showing);
    }
    for (size_t i = 0; i < count && status == TIP_OK; i++) {
        status = tip_searcher_is_late(searcher)
                     ? tip_error_set(error, TIP_TIMEOUT, "time ran out")
                     : show_entry(&showing, &step->entries[step->entry_count++],
                                  &changes->entries[first + i]);
    }
    return status;
}
