/* What is found of a quotation. */
#ifndef TIP_QUOTED_H
#define TIP_QUOTED_H

#include "search/quote/quote_align.h"
#include "search/quote/quote_window.h"
#include "search/reply.h"
#include "search/word_diff.h"

enum tip_verdict {
    TIP_VERDICT_EXACT,   /* the reports have it word for word */
    TIP_VERDICT_ALTERED, /* a passage has most of it */
    TIP_VERDICT_ABSENT,  /* none has */
    TIP_VERDICT_UNKNOWN, /* time ended before all was looked at: what was seen has it not */
};

enum { TIP_QUOTE_OTHERS = 10 /* passages named beside the first; more are only counted */ };

struct tip_quoted_piece {
    enum tip_diff_is is;
    char *text; /* owned */
};

/* Zero-initialised is empty. */
struct tip_quoted {
    enum tip_verdict verdict;
    double likeness;         /* 0 to 1: tip_quote_likeness */
    uint32_t changes;        /* words */
    bool has_passage;        /* the others below are of it */
    struct tip_view passage; /* that has most of its words */
    char *source; /* owned: what corresponds, as the source has it; " … " stands for what the
                     quotation leaves out */
    struct tip_quoted_piece *pieces; /* owned: the source to the quotation */
    size_t piece_count;
    uint64_t *through; /* owned: ids of all passages that it runs over, in their order */
    size_t through_count;
    struct tip_view *others; /* owned: other passages that have it exactly, the newest first */
    size_t other_count;
    uint32_t other_total;
    enum tip_total_is other_total_is;
};

const char *tip_verdict_name(enum tip_verdict verdict); /* "exact" and so on */

/* NULL is allowed. */
void tip_quoted_free(struct tip_quoted *quoted);

/* Fills source, pieces and through from an alignment of the quotation with a window. */
tip_status tip_quoted_show(struct tip_quoted *quoted, const struct tip_quote_alignment *alignment,
                           const struct tip_quote_words *words,
                           const struct tip_quote_window *window, const struct tip_columns *columns,
                           struct tip_error *error) TIP_MUST_CHECK;

/* The number of the passage of the window that has most of the aligned words; of equal ones the
 * first. */
uint32_t tip_quoted_home(const struct tip_quote_alignment *alignment,
                         const struct tip_quote_pattern *pattern,
                         const struct tip_quote_window *window);

#endif
