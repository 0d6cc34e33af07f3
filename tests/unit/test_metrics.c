/* The metrics' exposition, judged by the rules that promtool's `check metrics` has, and by the
 * format's own. */
#include <criterion/criterion.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/exposition.h"
#include "server/metrics.h"

enum { FAMILY_LIMIT = 64, NAME_SIZE = 128 };

static struct tip_string text;

static void tear_down(void)
{
    tip_string_free(&text);
}

TestSuite(metrics, .fini = tear_down);

/* ---- the rules ---- */

struct family {
    char name[NAME_SIZE], type[16];
    bool has_help, has_type, is_closed;
    unsigned samples;
};

struct lint {
    struct family families[FAMILY_LIMIT];
    size_t count;
    char fault[512]; /* "": none */
};

static void find_fault(struct lint *lint, const char *what, const char *line)
{
    if (lint->fault[0] == '\0')
        snprintf(lint->fault, sizeof lint->fault, "%s: %.300s", what, line);
}

static bool fits(const char *pattern, const char *line)
{
    regex_t compiled;
    bool fits;

    cr_assert_eq(regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB), 0);
    fits = regexec(&compiled, line, 0, NULL, 0) == 0;
    regfree(&compiled);
    return fits;
}

static bool ends_with(const char *name, const char *ending)
{
    size_t length = strlen(name), size = strlen(ending);

    return length >= size && strcmp(name + length - size, ending) == 0;
}

static struct family *last_family(struct lint *lint)
{
    return lint->count > 0 ? &lint->families[lint->count - 1] : NULL;
}

static void open_family(struct lint *lint, const char *line)
{
    struct family *family = &lint->families[lint->count];
    char help[8];

    cr_assert_lt(lint->count, FAMILY_LIMIT);
    *family = (struct family){.has_help = true};
    cr_assert_eq(sscanf(line, "# HELP %127s %7s", family->name, help), 2, "%s", line);
    for (size_t i = 0; i < lint->count; i++)
        if (strcmp(lint->families[i].name, family->name) == 0)
            find_fault(lint, "a family stands twice", line);
    lint->count++;
}

static void take_type(struct lint *lint, const char *line)
{
    struct family *family = last_family(lint);
    char name[NAME_SIZE];
    bool is_counter;

    if (family == NULL || sscanf(line, "# TYPE %127s %15s", name, family->type) != 2 ||
        strcmp(name, family->name) != 0 || family->has_type || family->samples > 0) {
        find_fault(lint, "TYPE does not follow its HELP", line);
        return;
    }
    family->has_type = true;
    is_counter = strcmp(family->type, "counter") == 0;
    if (is_counter != ends_with(name, "_total"))
        find_fault(lint, "counters, and they alone, end in _total", line);
    if (fits("_(milli|micro|nano)?(seconds|bytes)?_?(ms|us|ns|kb|mb|minutes|hours)$|"
             "milliseconds|kilobytes|percent",
             name))
        find_fault(lint, "no base unit", line);
    if (fits("[A-Z]", name) || fits("(_counter|_gauge|_histogram|_summary)", name))
        find_fault(lint, "the name tells its type or has capitals", line);
}

static bool belongs_to(const char *line, const struct family *family)
{
    size_t length = strlen(family->name);
    const char *rest = line + length;

    if (strncmp(line, family->name, length) != 0)
        return false;
    if (strcmp(family->type, "histogram") != 0)
        return *rest == ' ' || *rest == '{';
    return strncmp(rest, "_bucket{", 8) == 0 || strncmp(rest, "_sum ", 5) == 0 ||
           strncmp(rest, "_count ", 7) == 0;
}

static void take_sample(struct lint *lint, const char *line)
{
    struct family *family = last_family(lint);

    if (!fits("^[a-z_][a-z0-9_]*(\\{[a-z_]+=\"([^\"\\\\]|\\\\[\\\\\"n])*\""
              "(,[a-z_]+=\"([^\"\\\\]|\\\\[\\\\\"n])*\")*\\})? [0-9.e+-]+$",
              line))
        find_fault(lint, "no sample", line);
    if (family == NULL || !family->has_type || !belongs_to(line, family))
        find_fault(lint, "a sample outside its family", line);
    else
        family->samples++;
}

/* In a histogram each bucket has what the one before has, the last is +Inf and is _count. */
static void check_histograms(struct lint *lint, const char *all)
{
    for (size_t i = 0; i < lint->count; i++) {
        const struct family *family = &lint->families[i];
        char wanted[NAME_SIZE + 32];
        const char *at = all;
        double before = 0, count;

        if (strcmp(family->type, "histogram") != 0)
            continue;
        snprintf(wanted, sizeof wanted, "\n%s_count ", family->name);
        at = strstr(all, wanted);
        if (at == NULL) {
            find_fault(lint, "no _count", family->name);
            continue;
        }
        count = strtod(at + strlen(wanted), NULL);
        snprintf(wanted, sizeof wanted, "\n%s_bucket{le=\"", family->name);
        for (at = strstr(all, wanted); at != NULL; at = strstr(at + 1, wanted)) {
            double number = strtod(strchr(at, ' '), NULL);

            if (number < before)
                find_fault(lint, "a bucket has less than the one before", at);
            before = number;
            if (strstr(at, "+Inf") != NULL && strstr(at + 1, wanted) == NULL && number != count)
                find_fault(lint, "+Inf is not _count", at);
        }
        snprintf(wanted, sizeof wanted, "\n%s_bucket{le=\"+Inf\"} ", family->name);
        if (strstr(all, wanted) == NULL)
            find_fault(lint, "no +Inf", family->name);
    }
}

/* Two samples of the same name and labels. */
static void check_doubles(struct lint *lint, char *const *lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++) {
            size_t length = (size_t)(strrchr(lines[i], ' ') - lines[i]) + 1;

            if (lines[i][0] != '#' && strncmp(lines[i], lines[j], length) == 0)
                find_fault(lint, "a series stands twice", lines[i]);
        }
}

static void check_lines(struct lint *lint, char *copy)
{
    static char *lines[1024];
    size_t count = 0;
    char *place = NULL;

    for (char *line = strtok_r(copy, "\n", &place); line != NULL;
         line = strtok_r(NULL, "\n", &place)) {
        cr_assert_lt(count, 1024);
        lines[count++] = line;
        if (strncmp(line, "# HELP ", 7) == 0)
            open_family(lint, line);
        else if (strncmp(line, "# TYPE ", 7) == 0)
            take_type(lint, line);
        else
            take_sample(lint, line);
    }
    check_doubles(lint, lines, count);
}

static void check_text(struct lint *lint, const char *all)
{
    char *copy = strdup(all);
    size_t length = strlen(all);

    *lint = (struct lint){0};
    if (length == 0 || all[length - 1] != '\n' || strstr(all, "\n\n") != NULL)
        find_fault(lint, "LF at the end, and no line without text", "");
    check_lines(lint, copy);
    for (size_t i = 0; i < lint->count; i++)
        if (lint->families[i].samples == 0)
            find_fault(lint, "a family without samples", lint->families[i].name);
    check_histograms(lint, all);
    free(copy);
}

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
    struct lint lint;

    tip_metrics_write(&text);
    check_text(&lint, text.data);
    cr_expect_str_eq(lint.fault, "");
    tip_string_clear(&text);
    for (int i = 0; i <= TIP_COMMAND_COUNT; i++) {
        answer((enum tip_command)i, (struct tip_reply){.kind = TIP_REPLY_HITS});
        answer((enum tip_command)i,
               (struct tip_reply){.kind = TIP_REPLY_ERROR, .error.code = TIP_CODE_INTERNAL});
    }
    for (int64_t ns = 1; ns < INT64_C(100000000000); ns *= 3)
        tip_metrics_took(TIP_METRIC_DURATION_WAIT, ns);
    tip_metrics_write(&text);
    check_text(&lint, text.data);
    cr_expect_str_eq(lint.fault, "");
    cr_expect_geq(lint.count, 8);
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
        struct lint lint;

        check_text(&lint, broken[i]);
        cr_expect_neq(lint.fault[0], '\0', "passed: %s", broken[i]);
    }
}
