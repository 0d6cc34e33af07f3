/* The rules of Prometheus' text format and of `promtool check metrics`. */
#include "metrics_rules.h"

#include <criterion/criterion.h>
#include <regex.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FAMILY_LIMIT = 64, NAME_SIZE = 128 };

struct family {
    char name[NAME_SIZE], type[16];
    bool has_help, has_type;
    unsigned samples;
};

struct lint {
    struct family families[FAMILY_LIMIT];
    size_t count;
    struct metrics_verdict *verdict;
};

static void find_fault(struct lint *lint, const char *what, const char *line)
{
    char *fault = lint->verdict->fault;

    if (fault[0] == '\0')
        snprintf(fault, sizeof lint->verdict->fault, "%s: %.300s", what, line);
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

void metrics_judge(struct metrics_verdict *verdict, const char *text)
{
    struct lint lint = {.verdict = verdict};
    char *copy = strdup(text);
    size_t length = strlen(text);

    *verdict = (struct metrics_verdict){0};
    if (length == 0 || text[length - 1] != '\n' || strstr(text, "\n\n") != NULL)
        find_fault(&lint, "LF at the end, and no line without text", "");
    check_lines(&lint, copy);
    for (size_t i = 0; i < lint.count; i++)
        if (lint.families[i].samples == 0)
            find_fault(&lint, "a family without samples", lint.families[i].name);
    check_histograms(&lint, text);
    verdict->families = lint.count;
    free(copy);
}
