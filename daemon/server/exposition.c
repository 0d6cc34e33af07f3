/* Prometheus' text format. */
#include "server/exposition.h"

/* In HELP a backslash and LF are escaped, in a label's value quotes as well. */
static void append_escaped(struct tip_string *out, const char *text, bool in_quotes)
{
    for (; *text != '\0'; text++) {
        if (*text == '\n') {
            tip_string_append_text(out, "\\n");
            continue;
        }
        if (*text == '\\' || (in_quotes && *text == '"'))
            tip_string_append_char(out, '\\');
        tip_string_append_char(out, *text);
    }
}

void tip_exposition_family(struct tip_string *out, const char *name, const char *type,
                           const char *help)
{
    tip_string_printf(out, "# HELP %s ", name);
    append_escaped(out, help, false);
    tip_string_printf(out, "\n# TYPE %s %s\n", name, type);
}

void tip_exposition_count(struct tip_string *out, const char *name, unsigned long long count,
                          const char *const *labels)
{
    tip_string_append_text(out, name);
    for (size_t i = 0; labels[i] != NULL; i += 2) {
        tip_string_printf(out, "%c%s=\"", i == 0 ? '{' : ',', labels[i]);
        append_escaped(out, labels[i + 1], true);
        tip_string_append_char(out, '"');
    }
    tip_string_printf(out, "%s %llu\n", labels[0] != NULL ? "}" : "", count);
}

void tip_exposition_number(struct tip_string *out, const char *name, double number)
{
    tip_string_printf(out, "%s %.17g\n", name, number);
}

void tip_exposition_histogram(struct tip_string *out, const char *name, const double *bounds,
                              const unsigned long long *buckets, size_t bound_count, double sum)
{
    unsigned long long count = 0;

    for (size_t i = 0; i < bound_count; i++) {
        count += buckets[i];
        tip_string_printf(out, "%s_bucket{le=\"%.15g\"} %llu\n", name, bounds[i], count);
    }
    count += buckets[bound_count];
    tip_string_printf(out, "%s_bucket{le=\"+Inf\"} %llu\n", name, count);
    tip_string_printf(out, "%s_sum %.9f\n", name, sum);
    tip_string_printf(out, "%s_count %llu\n", name, count);
}
