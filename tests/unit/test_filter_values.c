/* Dates, page labels and languages, as reports and queries write them. */
#include <criterion/criterion.h>
#include <string.h>

#include "search/date.h"
#include "search/language.h"
#include "search/page_label.h"

struct dated {
    const char *text;
    int from, to; /* 0: it is no date */
};

Test(date, a_report_says_it_in_several_ways)
{
    static const struct dated table[] = {
        {"2023-06-15", 20230615, 20230615},
        {"2023-06-15T09:30:00Z", 20230615, 20230615},
        {"2023-06", 20230601, 20230631},
        {"2023", 20230101, 20231231},
        {"June 2023", 20230601, 20230631},
        {"june, 2023", 20230601, 20230631},
        {"Sept. 2021", 20210901, 20210931},
        {"15 June 2023", 20230615, 20230615},
        {"June 15, 2023", 20230615, 20230615},
        {"29 Feb 2024", 20240229, 20240229},
        {"29 February 2023", 0, 0},
        {"2023-06-31", 0, 0},
        {"2023-6-1", 0, 0},
        {"15/06/2023", 0, 0},
        {"June", 0, 0},
        {"Ju 2023", 0, 0},
        {"June 15 16 2023", 0, 0},
        {"12345", 0, 0},
        {"summer 2023", 0, 0},
        {"", 0, 0},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct tip_date_span span = {0};
        bool is_date = tip_date_read(&span, table[i].text, strlen(table[i].text));
        cr_expect_eq(is_date, table[i].from != 0, "[%s]", table[i].text);
        cr_expect(!is_date || (span.from == table[i].from && span.to == table[i].to),
                  "[%s] is %d to %d", table[i].text, span.from, span.to);
    }
}

struct label {
    const char *text;
    enum tip_numbering numbering;
    int number;
};

Test(page_label, roman_numbers_are_those_that_are_written_so)
{
    static const struct label table[] = {
        {"64", TIP_NUMBERING_ARABIC, 64},
        {"0", TIP_NUMBERING_ARABIC, 0},
        {"xii", TIP_NUMBERING_ROMAN, 12},
        {"XLIX", TIP_NUMBERING_ROMAN, 49},
        {"mmxxiii", TIP_NUMBERING_ROMAN, 2023},
        {"iiii", TIP_NUMBERING_NONE, 0},
        {"civil", TIP_NUMBERING_NONE, 0},
        {"mmmm", TIP_NUMBERING_NONE, 0},
        {"A-3", TIP_NUMBERING_NONE, 0},
        {"64a", TIP_NUMBERING_NONE, 0},
        {"1000000", TIP_NUMBERING_NONE, 0},
        {"99999999999999999999", TIP_NUMBERING_NONE, 0},
        {"", TIP_NUMBERING_NONE, 0},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        int number;
        enum tip_numbering numbering =
            tip_page_label_number(table[i].text, strlen(table[i].text), &number);
        cr_expect_eq(numbering, table[i].numbering, "[%s]", table[i].text);
        cr_expect_eq(number, table[i].number, "[%s] is %d", table[i].text, number);
    }
}

Test(page_label, every_roman_number_comes_back)
{
    for (int number = 1; number < 4000; number++) {
        char label[TIP_PAGE_LABEL_SIZE];
        int again;
        tip_page_label_write(label, TIP_NUMBERING_ROMAN, number);
        cr_assert_eq(tip_page_label_number(label, strlen(label), &again), TIP_NUMBERING_ROMAN);
        cr_assert_eq(again, number, "%s", label);
    }
}

Test(language, codes_and_names_meet)
{
    static const struct {
        const char *text, *code; /* NULL: no language */
    } table[] = {
        {"en", "en"},     {"EN", "en"},     {"eng", "en"},  {"en-US", "en"}, {"English", "en"},
        {"french", "fr"}, {"Khmer", "km"},  {"fil", "fil"}, {"e", NULL},     {"xx", NULL},
        {"Elvish", NULL}, {"Englis", NULL}, {"", NULL},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        char code[TIP_LANGUAGE_SIZE] = "";
        bool is_known = tip_language_code(code, table[i].text, strlen(table[i].text));
        cr_expect_eq(is_known, table[i].code != NULL, "[%s]", table[i].text);
        cr_expect(!is_known || strcmp(code, table[i].code) == 0, "[%s] is %s", table[i].text, code);
    }
}

Test(language, a_code_has_a_name)
{
    char name[TIP_LANGUAGE_NAME_SIZE];
    tip_language_name(name, "km");
    cr_expect_str_eq(name, "Khmer");
    tip_language_name(name, "zz");
    cr_expect_str_eq(name, "zz");
}
