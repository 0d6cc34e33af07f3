/* Dates are read word by word: what is a number, what a month's name, and in which order. */
#include "search/date.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { PARTS = 3, MONTH_LETTERS = 3 };

static const char *const months[] = {"january",   "february", "march",    "april",
                                     "may",       "june",     "july",     "august",
                                     "september", "october",  "november", "december"};

/* A number or a word of a date. */
struct part {
    const char *text;
    size_t length;
    int number; /* -1: it is a word */
};

static bool is_leap_year(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_of(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap_year(year) ? 29 : days[month - 1];
}

/* `month` and `day` are 0 where they are not given. */
static bool make_span(struct tip_date_span *span, int year, int month, int day)
{
    bool is_good = year >= 1 && year <= 9999 && month >= 0 && month <= 12 && day >= 0 &&
                   (month > 0 || day == 0) && (day == 0 || day <= days_of(year, month));
    if (is_good) {
        span->from = year * 10000 + (month == 0 ? 1 : month) * 100 + (day == 0 ? 1 : day);
        span->to = year * 10000 + (month == 0 ? 12 : month) * 100 + (day == 0 ? 31 : day);
    }
    return is_good;
}

/* ---- 2023-06-15 ---- */

/* Exactly `count` digits at *cursor. */
static bool take_digits(const char **cursor, const char *end, int count, int *number)
{
    *number = 0;
    for (int i = 0; i < count; i++, (*cursor)++) {
        if (*cursor == end || **cursor < '0' || **cursor > '9') {
            return false;
        }
        *number = *number * 10 + (**cursor - '0');
    }
    return true;
}

static bool take_part(const char **cursor, const char *end, int *number)
{
    if (*cursor == end || **cursor != '-') {
        *number = 0;
        return true;
    }
    ++*cursor;
    return take_digits(cursor, end, 2, number) && *number > 0;
}

static bool read_iso(struct tip_date_span *span, const char *text, size_t length)
{
    const char *cursor = text, *end = text + length;
    int year, month, day = 0;
    if (!take_digits(&cursor, end, 4, &year) || !take_part(&cursor, end, &month) ||
        (month > 0 && !take_part(&cursor, end, &day))) {
        return false;
    }
    bool has_time = day > 0 && cursor < end && (*cursor == 'T' || *cursor == ' ');
    return (cursor == end || has_time) && make_span(span, year, month, day);
}

/* ---- 15 June 2023 ---- */

/* Cuts at blanks and commas; false when there are more parts than a date has. */
static bool split(struct part *parts, size_t *count, const char *text, size_t length)
{
    const char *end = text + length;
    *count = 0;
    for (;;) {
        while (text < end && (*text == ' ' || *text == ',')) {
            text++;
        }
        if (text == end) {
            return true;
        }
        if (*count == PARTS) {
            return false;
        }
        struct part *part = &parts[(*count)++];
        *part = (struct part){.text = text, .number = 0};
        for (; text < end && *text != ' ' && *text != ','; text++, part->length++) {
            bool is_digit = *text >= '0' && *text <= '9' && part->number >= 0 && part->length < 4;
            part->number = is_digit ? part->number * 10 + (*text - '0') : -1;
        }
    }
}

/* 1 to 12, or 0 when it is no month's name. */
static int month_of(const struct part *part)
{
    size_t length = part->length;
    if (length > MONTH_LETTERS && part->text[length - 1] == '.') {
        length--;
    }
    for (int month = 0; month < 12 && length >= MONTH_LETTERS; month++) {
        if (length <= strlen(months[month]) &&
            strncasecmp(part->text, months[month], length) == 0) {
            return month + 1;
        }
    }
    return 0;
}

static bool read_words(struct tip_date_span *span, const char *text, size_t length)
{
    struct part parts[PARTS];
    size_t count;
    if (!split(parts, &count, text, length) || count < 2 || parts[count - 1].number <= 31) {
        return false;
    }
    int year = parts[count - 1].number;
    if (count == 2) {
        int month = month_of(&parts[0]);
        return month > 0 && make_span(span, year, month, 0);
    }
    const struct part *day = parts[0].number > 0 ? &parts[0] : &parts[1];
    int month = month_of(day == &parts[0] ? &parts[1] : &parts[0]);
    return month > 0 && day->number > 0 && make_span(span, year, month, day->number);
}

bool tip_date_read(struct tip_date_span *span, const char *text, size_t length)
{
    while (length > 0 && isspace((unsigned char)text[length - 1])) {
        length--;
    }
    return read_iso(span, text, length) || read_words(span, text, length);
}

/* ---- spans ---- */

/* Where ".." stands, or NULL. */
static const char *find_dots(const char *text, size_t length)
{
    for (size_t i = 0; i + 1 < length; i++) {
        if (text[i] == '.' && text[i + 1] == '.') {
            return text + i;
        }
    }
    return NULL;
}

bool tip_date_read_span(struct tip_date_span *span, const char *text, size_t length)
{
    const char *dots = find_dots(text, length);
    if (dots == NULL) {
        return tip_date_read(span, text, length);
    }
    size_t before = (size_t)(dots - text), after = length - before - 2;
    struct tip_date_span first = {.from = TIP_DATE_FIRST}, last = {.to = TIP_DATE_LAST};
    if (before + after == 0 || (before > 0 && !tip_date_read(&first, text, before)) ||
        (after > 0 && !tip_date_read(&last, dots + 2, after))) {
        return false;
    }
    *span = (struct tip_date_span){.from = first.from, .to = last.to};
    return span->from <= span->to;
}

/* As short as it can be: what stands at a month's or a year's edge is written as that. */
static void write_day(struct tip_string *out, int day, int edge_day, int edge_month)
{
    int month = day / 100 % 100;
    tip_string_printf(out, "%04d", day / 10000);
    if (day % 100 != edge_day) {
        tip_string_printf(out, "-%02d-%02d", month, day % 100);
    } else if (month != edge_month) {
        tip_string_printf(out, "-%02d", month);
    }
}

void tip_date_write_span(struct tip_string *out, const struct tip_date_span *span)
{
    if (span->from == span->to) {
        write_day(out, span->from, 0, 0);
        return;
    }
    if (span->from / 100 == span->to / 100 && span->from % 100 == 1 && span->to % 100 == 31) {
        tip_string_printf(out, "%04d-%02d", span->from / 10000, span->from / 100 % 100);
        return;
    }
    struct tip_string first = {0}, last = {0};
    if (span->from != TIP_DATE_FIRST) {
        write_day(&first, span->from, 1, 1);
    }
    if (span->to != TIP_DATE_LAST) {
        write_day(&last, span->to, 31, 12);
    }
    bool is_one = first.length > 0 && first.length == last.length &&
                  memcmp(first.data, last.data, first.length) == 0;
    tip_string_append(out, first.data, first.length);
    if (!is_one) {
        tip_string_append_text(out, "..");
        tip_string_append(out, last.data, last.length);
    }
    out->failed |= first.failed || last.failed;
    tip_string_free(&first);
    tip_string_free(&last);
}
