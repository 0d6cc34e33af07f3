/* A date on a title page is the report's; one elsewhere is not. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "reader/reader.h"

static const struct sample {
    const char *text;
    const char *date; /* NULL: none */
    int year;
} samples[] = {
    {"ANNUAL REPORT\n\nJUNE 2023\n\nForeword\n", "June 2023", 2023},
    {"Annual report\n\n15 june 2023\n", "June 15, 2023", 2023},
    {"Annual report\n\nJune 15, 2023\n", "June 15, 2023", 2023},
    {"Annual report\n\nFor the year\n\nMarch 1999\n\nApril 2001\n", "March 1999", 1999},
    {"Annual report of June 2023\n", NULL, 0},
    {"Annual report\n\n2023\n", NULL, 0},
    {"Annual report\n\nJune 2023 to May 2024\n", NULL, 0},
    {"Annual report\n\nJuly 32, 2023\n", NULL, 0},
    {"Annual report\n\nJune 1066\n", NULL, 0},
    {"Annual report\n\nSmarch 2023\n", NULL, 0},
    {"Annual report\n\nHere the text begins, in a sentence of more words than the title of any "
     "report "
     "on a title page would ever have.\n\nJune 2023\n",
     NULL, 0},
};

static void read_text(struct tip_document *document, const char *name, const char *text)
{
    struct tip_error error;
    cr_assert_eq(tip_read_bytes(document, name, text, strlen(text), NULL, &error), TIP_OK, "%s",
                 error.message);
}

Test(title_date, of_a_text)
{
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        struct tip_document document;
        read_text(&document, "report.txt", samples[i].text);
        cr_expect_eq(document.year, samples[i].year, "%s", samples[i].text);
        if (samples[i].date != NULL)
            cr_expect_str_eq(document.date, samples[i].date);
        else
            cr_expect_null(document.date, "%s", samples[i].text);
        tip_document_free(&document);
    }
}

Test(title_date, what_the_source_states_comes_first)
{
    struct tip_document document;
    read_text(&document, "report.md", "---\ndate: 2021-04-02\n---\n# Annual report\n\nJune 2023\n");
    cr_expect_str_eq(document.date, "2021-04-02");
    tip_document_free(&document);
}
