/* The metrics' exposition, judged by the rules that promtool's `check metrics` has, and by the
 * format's own. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "metrics_rules.h"
#include "server/exposition.h"
#include "server/metrics.h"

static struct tip_string text;

static void tear_down(void)
{
    tip_string_free(&text);
}

TestSuite(metrics, .fini = tear_down);

/* ---- the promises ---- */

static void answer(enum tip_command command, struct tip_reply reply)
{
    tip_metrics_answered(command, &reply);
}

static void expect_line(const char *line)
{
    char wanted[256];

    snprintf(wanted, sizeof wanted, "\n%s\n", line);
    cr_expect_not_null(strstr(text.data, wanted), "no line “%s” in %s", line, text.data);
}

Test(metrics, what_is_counted_is_shown)
{
    answer(TIP_COMMAND_SEARCH, (struct tip_reply){.kind = TIP_REPLY_HITS});
    answer(TIP_COMMAND_SEARCH, (struct tip_reply){.kind = TIP_REPLY_HITS});
    answer(TIP_COMMAND_SEARCH, (struct tip_reply){.kind = TIP_REPLY_HITS, .is_partial = true});
    answer(TIP_COMMAND_GET,
           (struct tip_reply){.kind = TIP_REPLY_ERROR, .error.code = TIP_CODE_NOT_FOUND});
    answer(TIP_COMMAND_COUNT,
           (struct tip_reply){.kind = TIP_REPLY_ERROR, .error.code = TIP_CODE_BAD_REQUEST});
    tip_metrics_refused(TIP_METRIC_REFUSED_BUSY);
    tip_metrics_opened(TIP_METRIC_PROTOCOL_HTTP);
    tip_metrics_opened(TIP_METRIC_PROTOCOL_HTTP);
    tip_metrics_closed(TIP_METRIC_PROTOCOL_HTTP);
    tip_metrics_paused(TIP_METRIC_PAUSE_SHORTAGE);
    tip_metrics_reloaded(TIP_METRIC_RELOAD_TOKENS, true);
    tip_metrics_reloaded(TIP_METRIC_RELOAD_TOKENS, false);
    tip_metrics_write(&text);
    expect_line("tipsearch_requests_total{command=\"search\",outcome=\"ok\"} 2");
    expect_line("tipsearch_requests_total{command=\"search\",outcome=\"partial\"} 1");
    expect_line("tipsearch_requests_total{command=\"get\",outcome=\"not_found\"} 1");
    expect_line("tipsearch_requests_total{command=\"get\",outcome=\"ok\"} 0");
    expect_line("tipsearch_requests_total{command=\"none\",outcome=\"bad_request\"} 1");
    expect_line("tipsearch_refused_total{reason=\"busy\"} 1");
    expect_line("tipsearch_connections{protocol=\"http\"} 1");
    expect_line("tipsearch_connections_opened_total{protocol=\"http\"} 2");
    expect_line("tipsearch_accepting_pauses_total{reason=\"connections\"} 0");
    expect_line("tipsearch_accepting_pauses_total{reason=\"shortage\"} 1");
    expect_line("tipsearch_reloads_total{what=\"tokens\",outcome=\"done\"} 1");
    expect_line("tipsearch_reloads_total{what=\"tokens\",outcome=\"refused\"} 1");
    expect_line("tipsearch_build_info{version=\"" TIP_VERSION "\",xapian=\"1.4.22\"} 1");
}

Test(metrics, a_duration_is_in_the_first_bucket_that_is_not_below_it)
{
    tip_metrics_took(TIP_METRIC_DURATION_QUERY, 500000);
    tip_metrics_took(TIP_METRIC_DURATION_QUERY, 500001);
    tip_metrics_took(TIP_METRIC_DURATION_QUERY, INT64_C(60000000000));
    tip_metrics_took(TIP_METRIC_DURATION_QUERY, -1);
    tip_metrics_write(&text);
    expect_line("tipsearch_query_duration_seconds_bucket{le=\"0.0005\"} 2");
    expect_line("tipsearch_query_duration_seconds_bucket{le=\"0.001\"} 3");
    expect_line("tipsearch_query_duration_seconds_bucket{le=\"10\"} 3");
    expect_line("tipsearch_query_duration_seconds_bucket{le=\"+Inf\"} 4");
    expect_line("tipsearch_query_duration_seconds_sum 60.001000001");
    expect_line("tipsearch_query_duration_seconds_count 4");
}

Test(metrics, the_exposition_keeps_the_rules)
{
    struct metrics_verdict verdict;

    tip_metrics_write(&text);
    metrics_judge(&verdict, text.data);
    cr_expect_str_eq(verdict.fault, "");
    tip_string_clear(&text);
    for (int i = 0; i <= TIP_COMMAND_COUNT; i++) {
        answer((enum tip_command)i, (struct tip_reply){.kind = TIP_REPLY_HITS});
        answer((enum tip_command)i,
               (struct tip_reply){.kind = TIP_REPLY_ERROR, .error.code = TIP_CODE_INTERNAL});
    }
    for (int64_t ns = 1; ns < INT64_C(100000000000); ns *= 3)
        tip_metrics_took(TIP_METRIC_DURATION_WAIT, ns);
    tip_metrics_write(&text);
    metrics_judge(&verdict, text.data);
    cr_expect_str_eq(verdict.fault, "");
    cr_expect_geq(verdict.families, 8);
}

Test(metrics, labels_and_help_are_escaped)
{
    tip_exposition_family(&text, "a_b", "gauge", "one\\two\n\"three\"");
    tip_exposition_count(&text, "a_b", 1, (const char *const[]){"c", "\\ \" \n", NULL});
    cr_expect_str_eq(text.data, "# HELP a_b one\\\\two\\n\"three\"\n# TYPE a_b gauge\n"
                                "a_b{c=\"\\\\ \\\" \\n\"} 1\n");
}

/* What the rules are for: each of these breaks one. */
Test(metrics, the_rules_find_what_breaks_them)
{
    static const char *const broken[] = {
        "",
        "# HELP a_total x\n# TYPE a_total counter\na_total 1",
        "# TYPE a gauge\na 1\n",
        "# HELP a x\n# TYPE a counter\na 1\n",
        "# HELP a_total x\n# TYPE a_total gauge\na_total 1\n",
        "# HELP a x\n# TYPE a gauge\na 1\na 2\n",
        "# HELP a x\n# TYPE a gauge\na 1\n# HELP b x\n# TYPE b gauge\nb 1\na{c=\"d\"} 2\n",
        "# HELP a_ms x\n# TYPE a_ms gauge\na_ms 1\n",
        "# HELP a x\n# TYPE a gauge\na{b=\"\"\"} 1\n",
        "# HELP a x\n# TYPE a histogram\na_bucket{le=\"1\"} 1\na_sum 1\na_count 1\n",
        "# HELP a x\n# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_sum 1\n"
        "a_count 1\n",
        "# HELP a x\n# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 2\n",
    };

    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct metrics_verdict verdict;

        metrics_judge(&verdict, broken[i]);
        cr_expect_neq(verdict.fault[0], '\0', "passed: %s", broken[i]);
    }
}
