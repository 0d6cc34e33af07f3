/* Where a dossier names passages, and when a quotation stands in a text. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/desk/dossier_file.h"
#include "command/desk/markdown.h"
#include "command/desk/wording.h"

TestSuite(client_dossier, .timeout = 60);

#define ID "98edc6016fedf84f"

struct entry_case {
    const char *text;
    const char *found; /* "LINE:MARKER|QUOTE;" of each entry; the quote's lines end with "/" */
};

static const struct entry_case entry_cases[] = {
    {"", ""},
    {ID, "1:|;"},
    {"Text before\n" ID "\ntext behind\n", "2:|;"},
    {"passage " ID "  \n", "1:|;"},
    {"Passage 98EDC6016FEDF84F\n", "1:|;"},
    {"   " ID "\n", "1:   |;"},
    {"- " ID "\n* passage " ID "\n12) " ID "\n", "1:- |;2:* |;3:12) |;"},
    {"- a note\n  - " ID "\n\n    " ID "\n", "2:  - |;4:    |;"},
    {ID "\n> the words\n> and more\nbehind\n", "1:|the words/and more/;"},
    {ID "\n\n> the words\n", "1:|the words/;"},
    {ID "\n\n\n> somebody else's\n", "1:|;"},
    {"- " ID "\n  > in a list\n", "1:- |in a list/;"},
    {ID "\n" ID "\n", "1:|;2:|;"},
    /* the user's own */
    {"see " ID " there\n", ""},
    {ID " and more\n", ""},
    {"`" ID "`\n", ""},
    {"    " ID "\n", ""},
    {"1. item\n\n```\nx\n```\n\n    " ID "\n", ""},
    {"```\n" ID "\n```\n" ID "\n", "4:|;"},
    {"~~~~ text\n~~~\n" ID "\n~~~~\n", ""},
    {"```never closed\n" ID "\n", ""},
    {"<!-- \n" ID "\n-->\n" ID "\n", "4:|;"},
    {"---\nid: |\n" ID "\n---\n" ID "\n", "5:|;"},
    {"---\n" ID "\n", "2:|;"},
    {"> " ID "\n", ""},
    {"98edc6016fedf84\n98edc6016fedf84f0\n98edc6016fedf84g\n", ""},
};

static char *find(const char *text)
{
    struct dossier dossier = {.text = strdup(text), .length = strlen(text)};
    char *found = NULL;
    size_t length;
    FILE *out = open_memstream(&found, &length);

    cr_assert(dossier_find_entries(&dossier));
    for (size_t i = 0; i < dossier.count; i++) {
        const struct dossier_entry *entry = &dossier.entries[i];

        fprintf(out, "%zu:%s|", entry->line, entry->marker);
        for (const char *at = entry->quote; at && *at; at++)
            fputc(*at == '\n' ? '/' : *at, out);
        fputc(';', out);
        cr_expect_str_eq(entry->id, ID);
    }
    fclose(out);
    dossier_free(&dossier);
    return found;
}

Test(client_dossier, an_id_counts_on_a_line_of_its_own)
{
    for (size_t i = 0; i < sizeof entry_cases / sizeof entry_cases[0]; i++) {
        char *found = find(entry_cases[i].text);

        cr_expect_str_eq(found, entry_cases[i].found, "'%s': %s", entry_cases[i].text, found);
        free(found);
    }
}

static const char KILNS[] =
    "The owner’s agents — three of them — kept the workers’ papers, and paid 1,250.50 rupees "
    "for the season.\nNobody could leave. ភាសាខ្មែរ";

struct quote_case {
    const char *quote;
    bool stands;
};

static const struct quote_case quote_cases[] = {
    {"kept the workers' papers", true},
    {"The owner's agents -- three of them -- kept the workers' papers", true},
    {"kept\nthe  workers'\n papers", true},
    {"\"kept the workers' papers\"", true},
    {"*kept* the **workers'** papers", true},
    {"agents … kept the workers' papers ... Nobody could leave", true},
    {"agents [of the owner] kept", true},
    {"[t]he owner's agents", false}, /* a letter that was changed is told */
    {"[The] owner's agents", true},
    {"pap-\ners, and paid", true},
    {"paid 1,250.50 rupees", true},
    {"សាខ្មែ", true},
    {"paid 125050 rupees", false},
    {"paid 1,250 rupees", false},
    {"kept the worker papers", false},
    {"kept their papers", false},
    {"apers, and paid", false},
    {"Nobody could leave … kept the workers' papers", false},
    {"nobody could leave", false},
    {"", false},
    {"…", false},
};

struct figure_case {
    const char *text, *quote;
    bool stands;
};

static const struct figure_case figure_cases[] = {
    {"on 31 of them", "-31 of them", false},
    {"on -31 of them", "31 of them", false},
    {"on -31 of them", "on −31 of them", true},
    {"on −31 of them", "\\-31 of them", true},
    {"(-31)", "“–31”", true},
    {"from 12-31 of them", "12–31 of them", true},
    {"from 12−31 of them", "31 of them", true},
    {"three--31 of them", "31 of them", true},
    {"three — 31 of them", "three - 31 of them", true},
    {"a covid-19 ward", "covid 19 ward", true},
    {"paid 5%-31% of it", "31% of it", true},
};

Test(client_dossier, a_minus_is_of_its_figure)
{
    for (size_t i = 0; i < sizeof figure_cases / sizeof figure_cases[0]; i++) {
        bool has_memory = false;

        cr_expect_eq(wording_quotes(figure_cases[i].text, figure_cases[i].quote, &has_memory),
                     figure_cases[i].stands, "%s: %s", figure_cases[i].text, figure_cases[i].quote);
    }
}

Test(client_dossier, a_quotation_stands_word_by_word)
{
    for (size_t i = 0; i < sizeof quote_cases / sizeof quote_cases[0]; i++) {
        bool has_memory = false;

        cr_expect_eq(wording_quotes(KILNS, quote_cases[i].quote, &has_memory),
                     quote_cases[i].stands, "%s", quote_cases[i].quote);
        cr_expect(has_memory);
    }
}

static void put(FILE *out, const char *text, size_t length)
{
    fwrite(text, 1, length, out);
}

struct difference_case {
    const char *quote, *difference;
};

static const struct difference_case difference_cases[] = {
    {"kept the workers' passports", "kept the workers [papers] {passports}"},
    {"kept the papers", "kept the [workers] papers"},
    {"Nobody could ever leave", "Nobody could {ever} leave"},
    {"The owner's agents … burnt the workers' papers", NULL},
    {"The owner's agents -- three of them -- kept the workers' papers, and paid 1,250.50 rupees "
     "for "
     "the winter",
     "… and paid 1,250.50 rupees for the [season] {winter}"},
};

Test(client_dossier, a_difference_is_shown_word_by_word)
{
    static const struct wording_marks marks = {"[", "]", "{", "}", put, false};

    for (size_t i = 0; i < sizeof difference_cases / sizeof difference_cases[0]; i++) {
        struct wording text, quote;
        char *shown = NULL;
        size_t length;
        FILE *out = open_memstream(&shown, &length);

        cr_assert(wording_make(&text, KILNS, WORDING_TEXT));
        cr_assert(wording_make(&quote, difference_cases[i].quote, WORDING_QUOTE));
        cr_assert(wording_put_difference(out, &text, &quote, &marks));
        fclose(out);
        if (difference_cases[i].difference)
            cr_expect_str_eq(shown, difference_cases[i].difference, "%s", shown);
        else
            cr_expect_not_null(strstr(shown, "{burnt}"), "%s", shown);
        wording_free(&text);
        wording_free(&quote);
        free(shown);
    }
}

struct escape_case {
    const char *text, *markdown;
};

static const struct escape_case escape_cases[] = {
    {"1. not a list", "1\\. not a list"},
    {"(2) nor this", "(2\\) nor this"},
    {"a) nor that", "a\\) nor that"},
    {"iv. nor roman", "iv\\. nor roman"},
    {"Mr. Smith", "Mr. Smith"},
    {"1.5 percent", "1.5 percent"},
    {"@someone wrote to a@b.org", "\\@someone wrote to a@b.org"},
    {"# $5 [x](y) <b> & c", "\\# \\$5 \\[x\\](y) \\<b> & c"},
};

Test(client_dossier, texts_stay_what_they_are_in_markdown)
{
    for (size_t i = 0; i < sizeof escape_cases / sizeof escape_cases[0]; i++) {
        char *markdown = NULL;
        size_t length;
        FILE *out = open_memstream(&markdown, &length);

        markdown_put_line(out, escape_cases[i].text);
        fclose(out);
        cr_expect_str_eq(markdown, escape_cases[i].markdown, "%s", markdown);
        free(markdown);
    }
}
