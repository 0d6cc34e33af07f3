/* An exposition of metrics, judged by the rules that `promtool check metrics` has, and by those of
 * the text format itself: HELP and TYPE before a family's samples, all of which stand together;
 * counters, and they alone, end in _total; base units; labels escaped; no series twice; a
 * histogram's buckets rise to +Inf, which is _count. */
#ifndef TIP_TEST_METRICS_RULES_H
#define TIP_TEST_METRICS_RULES_H

#include <stddef.h>

struct metrics_verdict {
    char fault[512]; /* the first rule that is broken, and where; "": none */
    size_t families;
};

void metrics_judge(struct metrics_verdict *verdict, const char *text);

#endif
