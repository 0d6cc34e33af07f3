/* Page labels as numbers. A roman number is read by writing: only what the number read is written
 * as again is one, so that "iiii" and "civil" are none. */
#include "search/page_label.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { ROMAN_LIMIT = 3999 };

static const struct numeral {
    int value;
    const char *text;
} numerals[] = {
    {1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"}, {50, "l"},
    {40, "xl"},  {10, "x"},   {9, "ix"},  {5, "v"},    {4, "iv"},  {1, "i"},
};

static void write_roman(char out[TIP_PAGE_LABEL_SIZE], int number)
{
    size_t length = 0;
    for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++) {
        for (; number >= numerals[i].value; number -= numerals[i].value) {
            length += (size_t)snprintf(out + length, TIP_PAGE_LABEL_SIZE - length, "%s",
                                       numerals[i].text);
        }
    }
}

/* 0 when it is none. */
static int read_roman(const char *label, size_t length)
{
    char again[TIP_PAGE_LABEL_SIZE];
    int number = 0;
    size_t at = 0;
    for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++) {
        size_t size = strlen(numerals[i].text);
        while (length - at >= size && strncasecmp(label + at, numerals[i].text, size) == 0 &&
               number <= ROMAN_LIMIT) {
            number += numerals[i].value;
            at += size;
        }
    }
    if (number == 0 || number > ROMAN_LIMIT || at != length) {
        return 0;
    }
    write_roman(again, number);
    return strlen(again) == length && strncasecmp(label, again, length) == 0 ? number : 0;
}

enum tip_numbering tip_page_label_number(const char *label, size_t length, int *number)
{
    *number = 0;
    size_t digits = 0;
    while (digits < length && label[digits] >= '0' && label[digits] <= '9' &&
           *number <= TIP_PAGE_HIGHEST) {
        *number = *number * 10 + (label[digits++] - '0');
    }
    if (length > 0 && digits == length && *number <= TIP_PAGE_HIGHEST) {
        return TIP_NUMBERING_ARABIC;
    }
    *number = digits == 0 ? read_roman(label, length) : 0;
    return *number > 0 ? TIP_NUMBERING_ROMAN : TIP_NUMBERING_NONE;
}

void tip_page_label_write(char out[TIP_PAGE_LABEL_SIZE], enum tip_numbering numbering, int number)
{
    out[0] = '\0';
    if (numbering == TIP_NUMBERING_ROMAN) {
        write_roman(out, number);
    } else {
        snprintf(out, TIP_PAGE_LABEL_SIZE, "%d", number);
    }
}
