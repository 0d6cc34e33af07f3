#include "relevance/print.h"

#include <stdio.h>

#include "relevance/judged.h"
#include "relevance/scores.h"

enum { NAME_WIDTH = 22 };

void print_head(void)
{
    printf("%-*s queries", NAME_WIDTH, "");
    for (int m = 0; m < MEASURE_COUNT; m++) {
        printf(" %7s", measure_name((enum measure)m));
    }
    printf("\n");
}

static void print_name(const char *name, const char *half)
{
    char whole[128];
    snprintf(whole, sizeof whole, half != NULL ? "%s, %s" : "%s", name, half);
    printf("%-*s", NAME_WIDTH, whole);
}

static void print_means(const struct measures *means)
{
    for (int m = 0; m < MEASURE_COUNT; m++) {
        printf(" %7.4f", means->values[m]);
    }
    printf("\n");
}

void print_scores(const char *name, const struct judged_queries *queries,
                  const struct measures *scores, const char *half)
{
    struct measures means = scores_mean(queries, scores, half);
    print_name(name, half);
    printf(" %7zu", scores_count(queries, half));
    print_means(&means);
    fflush(stdout);
}

tip_status print_comparison(const char *name, const struct judged_queries *queries,
                            const struct measures *scores, const struct measures *others,
                            const char *half, struct tip_error *error)
{
    struct measures mine = scores_mean(queries, scores, half);
    struct measures theirs = scores_mean(queries, others, half);
    printf("  %-*s", NAME_WIDTH + 6, name);
    print_means(&theirs);
    printf("  %-*s", NAME_WIDTH + 6, "change, percent");
    for (int m = 0; m < MEASURE_COUNT; m++) {
        double before = theirs.values[m];
        printf(" %+7.2f", before > 0 ? 100 * (mine.values[m] - before) / before : 0.0);
    }
    printf("\n  %-*s", NAME_WIDTH + 6, "p");
    for (int m = 0; m < MEASURE_COUNT; m++) {
        double p;
        tip_status status =
            scores_significance(&p, queries, scores, others, half, (enum measure)m, error);
        if (status != TIP_OK) {
            return status;
        }
        printf(" %7.4f", p);
    }
    printf("\n");
    return TIP_OK;
}
