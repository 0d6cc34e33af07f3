/* QUOTE: is a text in the reports, word for word? Candidates come through the index; each is read,
 * and the quotation compared with it as it is written. */
#include <stdlib.h>
#include <string.h>

#include "search/answer.h"
#include "search/quote/quote_candidates.h"
#include "search/quote/quoted.h"
#include "search/view.h"

enum {
    EXACT_LIMIT = 256, /* passages that have it exactly: beyond, they are "at least" so many */
    ALONE_LIMIT = 512, /* passages with all words that are read alone, while none has it exactly */
    BEGIN_LIMIT = 24, /* passages that are read with their neighbours, as it may begin there, … */
    AROUND_LIMIT = 8, /* … and others, which may have it altered */
    ELLIPSIS_LIMIT = 8,    /* likewise, where an ellipsis may leave out much */
    AROUND_LEAST = 3,      /* of a long quotation, whose tables are large: so many passages … */
    CELLS_LIMIT = 4000000, /* … and others only within so many pairs of words, some 15 ms */
    SLACK_WORDS = 40,      /* read on both sides of what the quotation may take */
    LEFT_OUT_WORDS = 1500, /* that ellipses leave out: eight to ten passages on each side */
};

/* A text is altered, and not another one, when this share of its words is the same and in order,
 * the words that were replaced, dropped or added counted against it. Measured on the report of June
 * 2023: of 300 sentences of 12 to 40 words the least alike was 0.90 with one word replaced, 0.76
 * with two and 0.50 with five (one in a hundred under 0.58, one in ten under 0.64); the same
 * sentences with all their words in a random order had 0.27 (the median; 0.38 one in ten);
 * sentences of our own on the report's subjects, paraphrases of it among them, 0.30 at most, on
 * other subjects 0.28. tests/integration/test_quote_report.c holds both sides. */
static const double least_likeness = 0.5;

/* A passage that has the quotation exactly, and what it is ordered by. */
struct found {
    uint32_t place;
    int32_t year;
    bool is_contents;
    bool is_other_case; /* of the first letter */
};

/* One look for a quotation. */
struct look {
    struct tip_searcher *searcher;
    const char *text;
    struct tip_quote_words words;
    struct tip_quote_pattern pattern;
    struct tip_quote_candidates candidates;
    struct tip_quote_window window;
    bool has_ellipsis;
    bool is_late;
    struct found exact[EXACT_LIMIT];
    size_t exact_count;
    bool has_more; /* candidates that were not read, since there are enough */
    double best_likeness;
    uint32_t best_matched, best_from, best_to; /* the places of the window that has most of it */
    size_t cells;                              /* of the tables that were filled */
    struct tip_bitmap seen;                    /* places that an alignment ran over */
};

static bool is_exact(const struct tip_quote_alignment *alignment)
{
    return alignment->changes == 0 && alignment->matched > 0;
}

static void note_exact(struct look *look, const struct tip_quote_alignment *alignment)
{
    const struct tip_columns *columns = look->searcher->generation->columns;
    uint32_t home = tip_quoted_home(alignment, &look->pattern, &look->window);
    uint32_t place = tip_columns_place_of(columns, home), first = alignment->pairs[0];
    struct tip_report report;
    for (size_t i = 0; i < look->exact_count; i++) {
        if (look->exact[i].place == place) {
            return;
        }
    }
    tip_columns_report(columns, tip_columns_report_of(columns, home), &report);
    if (look->exact_count < EXACT_LIMIT) {
        look->exact[look->exact_count++] = (struct found){
            .place = place,
            .year = report.year,
            .is_contents = tip_columns_kind_of(columns, home) == TIP_KIND_CONTENTS,
            .is_other_case = first != TIP_QUOTE_NO_WORD &&
                             look->window.numbers[first] == look->pattern.readings[0][3]};
    }
}

/* Where an alignment runs over a passage, another one that begins there would be the same. */
static void note_seen(struct look *look, const struct tip_quote_alignment *alignment)
{
    const struct tip_columns *columns = look->searcher->generation->columns;
    for (uint32_t j = alignment->from; j < alignment->to; j++) {
        uint32_t number = look->window.parts[look->window.words.items[j].part].number;
        tip_bitmap_set(&look->seen, tip_columns_place_of(columns, number));
    }
}

/* Compares the quotation with the passages at places [from, to). */
static tip_status compare(struct look *look, uint32_t from, uint32_t to, struct tip_error *error)
{
    struct tip_quote_alignment alignment = {0};
    tip_status status =
        tip_quote_window_read(&look->window, look->searcher, &look->pattern, from, to, error);
    if (status == TIP_OK) {
        status = tip_quote_align(&alignment, &look->pattern, &look->window.words,
                                 look->window.numbers, error);
    }
    if (status == TIP_OK) {
        double likeness = tip_quote_likeness(&alignment);
        look->cells += (size_t)look->pattern.count * look->window.words.count;
        note_seen(look, &alignment);
        if (is_exact(&alignment)) {
            note_exact(look, &alignment);
        }
        if (likeness > look->best_likeness ||
            (likeness == look->best_likeness && alignment.matched > look->best_matched)) {
            look->best_likeness = likeness;
            look->best_matched = alignment.matched;
            look->best_from = from;
            look->best_to = to;
        }
    }
    tip_quote_alignment_free(&alignment);
    return status;
}

/* How many places before or behind one make up for a quotation that begins or ends there. */
static uint32_t reach(const struct look *look, uint32_t place, uint32_t limit, bool is_back)
{
    const struct tip_columns *columns = look->searcher->generation->columns;
    uint32_t wanted = look->pattern.count + SLACK_WORDS, words = 0, passages = 0;
    wanted += look->has_ellipsis ? LEFT_OUT_WORDS : 0;
    while (words < wanted && passages < limit) {
        struct tip_row row;
        passages++;
        tip_columns_get(
            columns, tip_columns_at(columns, is_back ? place - passages : place + passages), &row);
        words += row.words;
    }
    return passages;
}

static tip_status compare_around(struct look *look, uint32_t place, struct tip_error *error)
{
    const struct tip_columns *columns = look->searcher->generation->columns;
    uint32_t report = tip_columns_report_of(columns, tip_columns_at(columns, place));
    uint32_t start = tip_columns_report_start(columns, report);
    uint32_t end = tip_columns_report_start(columns, report + 1);
    uint32_t back = reach(look, place, place - start, true);
    uint32_t on = reach(look, place, end - place - 1, false);
    return compare(look, place - back, place + on + 1, error);
}

/* Passages that have all words, each by itself. */
static tip_status look_alone(struct look *look, struct tip_error *error)
{
    tip_status status = TIP_OK;
    size_t read = 0;
    for (size_t i = 0; i < look->candidates.count && status == TIP_OK; i++) {
        const struct tip_quote_candidate *candidate = &look->candidates.items[i];
        if (!candidate->has_all) {
            continue;
        }
        if (look->exact_count == EXACT_LIMIT || (read == ALONE_LIMIT && look->exact_count > 0)) {
            look->has_more = true;
            break;
        }
        if (tip_searcher_is_late(look->searcher)) {
            look->is_late = true;
            break;
        }
        read++;
        status = compare(look, candidate->place, candidate->place + 1, error);
    }
    return status;
}

/* Passages with those around them: the likeliest of all, or of those alone in which a quotation may
 * begin that is exact. */
static tip_status look_around(struct look *look, size_t limit, bool must_begin,
                              struct tip_error *error)
{
    tip_status status = TIP_OK;
    size_t read = 0;
    limit = look->has_ellipsis && limit > ELLIPSIS_LIMIT ? ELLIPSIS_LIMIT : limit;
    for (size_t i = 0; i < look->candidates.count && read < limit && status == TIP_OK; i++) {
        const struct tip_quote_candidate *candidate = &look->candidates.items[i];
        if ((must_begin && !candidate->may_begin) ||
            tip_bitmap_has(&look->seen, candidate->place)) {
            continue;
        }
        if (read >= AROUND_LEAST && look->cells > CELLS_LIMIT) {
            break;
        }
        read++;
        if (tip_searcher_is_late(look->searcher)) {
            look->is_late = true;
            break;
        }
        status = compare_around(look, candidate->place, error);
    }
    return status;
}

/* ---- the reply ---- */

static int newest_first(const void *left, const void *right)
{
    const struct found *a = left, *b = right;
    if (a->is_contents != b->is_contents) {
        return a->is_contents ? 1 : -1;
    }
    if (a->is_other_case != b->is_other_case) {
        return a->is_other_case ? 1 : -1;
    }
    return a->year != b->year ? (a->year < b->year ? 1 : -1)
                              : (a->place > b->place) - (a->place < b->place);
}

/* Compares once more with what is to be shown, and shows it. */
static tip_status show_best(struct look *look, struct tip_quoted *quoted, struct tip_error *error)
{
    const struct tip_columns *columns = look->searcher->generation->columns;
    struct tip_quote_alignment alignment = {0};
    tip_status status = tip_quote_window_read(&look->window, look->searcher, &look->pattern,
                                              look->best_from, look->best_to, error);
    if (status == TIP_OK) {
        status = tip_quote_align(&alignment, &look->pattern, &look->window.words,
                                 look->window.numbers, error);
    }
    if (status == TIP_OK) {
        uint32_t home = tip_quoted_home(&alignment, &look->pattern, &look->window);
        quoted->likeness = tip_quote_likeness(&alignment);
        quoted->changes = alignment.changes;
        quoted->has_passage = true;
        status = tip_view_make(&quoted->passage, look->searcher, home, false, error);
    }
    if (status == TIP_OK) {
        status = tip_quoted_show(quoted, &alignment, &look->words, &look->window, columns, error);
    }
    tip_quote_alignment_free(&alignment);
    return status;
}

/* Exact ones are shown by the newest: alone where that has all of it, else as it was found. */
static tip_status show_exact(struct look *look, struct tip_quoted *quoted, bool is_alone,
                             struct tip_error *error)
{
    const struct tip_columns *columns = look->searcher->generation->columns;
    tip_status status = TIP_OK;
    qsort(look->exact, look->exact_count, sizeof *look->exact, newest_first);
    if (is_alone) {
        look->best_from = look->exact[0].place;
        look->best_to = look->exact[0].place + 1;
    } else {
        look->best_likeness = 0;
        status = compare_around(look, look->exact[0].place, error);
    }
    if (status == TIP_OK) {
        status = show_best(look, quoted, error);
    }
    quoted->others = calloc(TIP_QUOTE_OTHERS, sizeof *quoted->others);
    if (status == TIP_OK && quoted->others == NULL) {
        status = tip_error_memory(error, "showing a quotation");
    }
    for (size_t i = 1; i < look->exact_count && status == TIP_OK; i++) {
        if (quoted->other_count < TIP_QUOTE_OTHERS) {
            status = tip_view_make_alone(&quoted->others[quoted->other_count++], look->searcher,
                                         tip_columns_at(columns, look->exact[i].place), error);
        }
    }
    quoted->other_total = (uint32_t)look->exact_count - 1;
    return status;
}

static tip_status answer(struct look *look, struct tip_reply *reply, struct tip_error *error)
{
    struct tip_quoted *quoted = reply->quoted;
    tip_status status = look_alone(look, error);
    bool is_alone = look->exact_count > 0;
    tip_bitmap_clear(&look->seen);
    if (status == TIP_OK && !is_alone && !look->is_late) {
        status = look_around(look, BEGIN_LIMIT, true, error);
    }
    if (status == TIP_OK && look->exact_count == 0 && !look->is_late) {
        status = look_around(look, AROUND_LIMIT, false, error);
    }
    if (status != TIP_OK) {
        return status;
    }
    reply->is_partial = look->is_late || look->candidates.is_cut;
    quoted->other_total_is =
        reply->is_partial || look->has_more ? TIP_TOTAL_AT_LEAST : TIP_TOTAL_EXACT;
    if (look->exact_count > 0) {
        quoted->verdict = TIP_VERDICT_EXACT;
        return show_exact(look, quoted, is_alone, error);
    }
    if (look->best_likeness >= least_likeness) {
        quoted->verdict = TIP_VERDICT_ALTERED;
        return show_best(look, quoted, error);
    }
    quoted->verdict = reply->is_partial ? TIP_VERDICT_UNKNOWN : TIP_VERDICT_ABSENT;
    quoted->likeness = look->best_likeness;
    return TIP_OK;
}

static tip_status begin(struct look *look, struct tip_error *error)
{
    tip_status status =
        tip_quote_words_add(&look->words, look->text, strlen(look->text), 0, 0, true, error);
    for (uint32_t i = 0; i < look->words.count; i++) {
        look->has_ellipsis =
            look->has_ellipsis || (look->words.items[i].flags & TIP_WORD_LEFT_OUT) != 0;
    }
    if (status == TIP_OK) {
        status = tip_quote_pattern_make(&look->pattern, &look->words, error);
    }
    if (status == TIP_OK) {
        status = tip_bitmap_init(&look->seen, look->searcher->live.size + 1, error);
    }
    if (status == TIP_OK && look->words.count > 0) {
        status = tip_quote_candidates_find(&look->candidates, look->searcher, &look->words, error);
    }
    return status;
}

tip_status tip_answer_quote(struct tip_searcher *searcher, const struct tip_request *request,
                            struct tip_reply *reply, struct tip_error *error)
{
    struct look *look = calloc(1, sizeof *look);
    reply->quoted = calloc(1, sizeof *reply->quoted);
    if (look == NULL || reply->quoted == NULL) {
        free(look);
        return tip_error_memory(error, "looking for a quotation");
    }
    look->searcher = searcher;
    look->text = request->quoted;
    tip_status status = begin(look, error);
    if (status == TIP_OK && look->words.count == 0) {
        tip_reply_fail(reply, TIP_CODE_BAD_QUERY, "the text has no word: give what was quoted");
        reply->error.at = 0;
    } else if (status == TIP_OK) {
        reply->kind = TIP_REPLY_QUOTED;
        status = answer(look, reply, error);
    }
    tip_quote_words_free(&look->words);
    tip_quote_pattern_free(&look->pattern);
    tip_quote_candidates_free(&look->candidates);
    tip_quote_window_free(&look->window);
    tip_bitmap_free(&look->seen);
    free(look);
    return status;
}
