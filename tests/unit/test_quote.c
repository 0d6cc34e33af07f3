/* QUOTE: what matters to a quotation and what does not. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/string_builder.h"
#include "search/quote/quoted.h"
#include "unit/search_fixture.h"

#define BOILERPLATE                                                                                \
    "The office trained officers on the new law and opened one further shelter in the capital."

static const struct fixture_passage passages[] = {
    {"tip-2022", 2022, "Fees", TIP_KIND_NARRATIVE, .text = BOILERPLATE},
    {"tip-2023", 2023, "Fees", TIP_KIND_NARRATIVE,
     .text =
         "Recruiters charged fishers’ families $1,500 in fees—often 12% a month—and said nothing "
         "of the anti-trafficking unit in Côte d’Ivoire. The U.S. embassy asked whether labour "
         "inspectors had visited."},
    {"tip-2023", 2023, "Fees", TIP_KIND_LIST, .text = "The ministry promised to do three things:"},
    {"tip-2023", 2023, "Fees", TIP_KIND_LIST,
     .text = "- visit every vessel twice a year\n- pay back what was withheld"},
    {"tip-2023", 2023, "Shelters at Sea", TIP_KIND_NARRATIVE, .text = BOILERPLATE},
    {"tip-2023", 2023, "Figures", TIP_KIND_TABLE,
     .text = "Year: 2021; Convictions: 41; Victims: 1,204"},
    {"tip-2023", 2023, "Orders", TIP_KIND_NARRATIVE,
     .text = "The court did not free the crew. The crew did free the court’s clerk, though."},
    {"tip-2023", 2023, "Orders", TIP_KIND_NARRATIVE,
     .text = "\xe1\x9e\x98\xe1\x9e\x93\xe1\x9e\xbb\xe1\x9e\x9f\xe1\x9f\x92\xe1\x9e\x9f "
             "\xd7\x94\xd7\x95\xd7\x90 \xd7\x91\xd7\x90"},
    {"old-notes", 0, "Fees", TIP_KIND_NARRATIVE, .text = BOILERPLATE},
};

enum { PASSAGES = sizeof passages / sizeof *passages };

static struct search_fixture fixture;

static void set_up(void)
{
    search_fixture_open(&fixture, passages, PASSAGES);
}

static void tear_down(void)
{
    search_fixture_close(&fixture);
}

TestSuite(quote, .init = set_up, .fini = tear_down, .timeout = 50);

static void ask(const char *text, struct tip_reply *reply)
{
    struct tip_request request = {.command = TIP_COMMAND_QUOTE, .quoted = (char *)text};
    tip_searcher_run(fixture.searcher, &request, 0, reply);
    cr_assert_eq(reply->kind, TIP_REPLY_QUOTED, "[%s]: %s", text, reply->error.message);
}

/* "exact", or the verdict and the diff with [-gone-] and {+new+}. */
static void expect(const char *text, const char *expected)
{
    static const char *const forms[] = {"%s", "[-%s-]", "{+%s+}"};
    struct tip_reply reply;
    struct tip_string shown = {0};
    ask(text, &reply);
    tip_string_append_text(&shown, tip_verdict_name(reply.quoted->verdict));
    if (reply.quoted->verdict == TIP_VERDICT_ALTERED)
        tip_string_append_text(&shown, ": ");
    for (size_t i = 0; i < reply.quoted->piece_count; i++)
        if (reply.quoted->verdict == TIP_VERDICT_ALTERED)
            tip_string_printf(&shown, forms[reply.quoted->pieces[i].is],
                              reply.quoted->pieces[i].text);
    cr_expect_str_eq(shown.data, expected, "[%s] is %s", text, shown.data);
    tip_string_free(&shown);
    tip_reply_free(&reply);
}

Test(quote, what_does_not_matter)
{
    static const char *const texts[] = {
        "Recruiters charged fishers’ families $1,500 in fees",
        "recruiters charged fishers' families",
        "“Recruiters  charged\nfishers' families”,",
        "Recruit-\ners charged fish-\ners’ families $1,500",
        "Recruit\xc2\xad\ners char\xc2\xadged fishers’",
        "Recruiters charged\xc2\xa0\xef\xac\x81shers’ families",
        "in fees - often 12% a month -- and said nothing",
        "in fees – often 12 % a month – and said",
        "nothing of the anti-\ntrafficking unit",
        "nothing of the anti\xe2\x80\x90trafficking unit in Co\xcc\x82te d'Ivoire",
        "**nothing** of the <p>anti-trafficking</p> unit",
        "families \\$1,500 in fees",
        "Recruiters charged … in fees",
        "Recruiters ... $1,500 [...] 12% a month",
        "Recruiters charged fishers’ families [sic] $1,500",
        "[r]ecruiters charged [their] families $1,500",
        "[The agents] charged fishers’ families",
        "said nothing of the anti-trafficking unit12 in Côte d’Ivoire.3 The U.S. embassy",
        "said nothing of the\n45\nanti-trafficking unit in",
        "said nothing of the\nREPORT ON FEES 2023\nanti-trafficking unit in",
        "fees",
        "the crew",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        expect(texts[i], "exact");
}

Test(quote, every_word_as_it_is_written_matters)
{
    static const struct {
        const char *text, *shown;
    } cases[] = {
        {"Recruiters charged fishers’ family $1,500",
         "Recruiters charged fishers’ [-families-]{+family+} $1,500"},
        {"Recruiters charged fishers families $1,500",
         "Recruiters charged [-fishers’-]{+fishers+} families $1,500"},
        {"Recruiters charged fishers’ families $15,000 in fees",
         "Recruiters charged fishers’ families [-$1,500-]{+$15,000+} in fees"},
        {"Recruiters charged fishers’ families €1,500 in fees",
         "Recruiters charged fishers’ families [-$1,500-]{+€1,500+} in fees"},
        {"in fees—often 12 a month—and", "in fees—often [-12%-]{+12+} a month—and"},
        {"asked whether labor inspectors had", "asked whether [-labour-]{+labor+} inspectors had"},
        {"The US embassy asked whether labour", "The [-U.S-]{+US+}. embassy asked whether labour"},
        {"the anti trafficking unit in Côte",
         "the [-anti-trafficking-]{+anti trafficking+} unit in Côte"},
        {"the antitrafficking unit in Côte",
         "the [-anti-trafficking-]{+antitrafficking+} unit in Côte"},
        {"anti-trafficking unit in Cote d’Ivoire",
         "anti-trafficking unit in [-Côte-]{+Cote+} d’Ivoire"},
        {"the court did free the crew", NULL},
        {"asked whether labour inspectors visited",
         "asked whether labour inspectors [-had -]visited"},
        {"asked whether the labour inspectors had", "asked whether {+the +}labour inspectors had"},
        {"asked whether labour labour inspectors had",
         "asked whether {+labour +}labour inspectors had"},
        {"asked Whether labour inspectors had",
         "asked [-whether-]{+Whether+} labour inspectors had"},
        {"asked whether inspectors labour had visited", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char shown[512];
        struct tip_reply reply;
        if (cases[i].shown != NULL) {
            snprintf(shown, sizeof shown, "altered: %s", cases[i].shown);
            expect(cases[i].text, shown);
            continue;
        }
        ask(cases[i].text, &reply);
        cr_expect_eq(reply.quoted->verdict, TIP_VERDICT_ALTERED, "%s", cases[i].text);
        tip_reply_free(&reply);
    }
}

Test(quote, other_texts_are_absent)
{
    static const char *const texts[] = {
        "zebra", "No shelter was ever closed by an officer of the law in this country",
        "Families paid what recruiters asked", "inspectors of the embassy visited recruiters"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct tip_reply reply;
        ask(texts[i], &reply);
        cr_expect_eq(reply.quoted->verdict, TIP_VERDICT_ABSENT, "%s: %g", texts[i],
                     reply.quoted->likeness);
        cr_expect_not(reply.quoted->has_passage);
        tip_reply_free(&reply);
    }
}

/* An introduction and its list, a heading and what is below it, a row of a table. */
Test(quote, borders_of_passages_do_not_matter)
{
    struct tip_reply reply;
    expect("to do three things: visit every vessel twice a year; pay back", "exact");
    expect("pay back what was withheld. The office trained officers", "exact");
    expect("pay back what was withheld. Topics: Shelters at Sea. The office trained", "exact");
    expect("Shelters at Sea", "exact");
    expect("2021\t41\t1,204", "exact");
    expect("2021\t42\t1,204", "altered: 2021; Convictions: [-41-]{+42+}; Victims: 1,204");
    expect("what was withheld. Shelters Sea. The office trained officers",
           "altered: what was withheld\n\nShelters [-at -]Sea\n\nThe office trained officers");
    ask("three things: visit every vessel twice a year", &reply);
    cr_expect_eq(reply.quoted->through_count, 2);
    cr_expect_eq(reply.quoted->passage.row.ordinal, 2, "the one with most of the words");
    tip_reply_free(&reply);
}

Test(quote, what_many_have_is_named_by_the_newest)
{
    struct tip_reply reply;
    ask("opened one further shelter in the capital", &reply);
    cr_expect_eq(reply.quoted->verdict, TIP_VERDICT_EXACT);
    cr_expect_str_eq(reply.quoted->passage.report.id, "tip-2023");
    cr_assert_eq(reply.quoted->other_count, 2);
    cr_expect_eq(reply.quoted->other_total, 2);
    cr_expect_eq(reply.quoted->other_total_is, TIP_TOTAL_EXACT);
    cr_expect_str_eq(reply.quoted->others[0].report.id, "tip-2022");
    cr_expect_str_eq(reply.quoted->others[1].report.id, "old-notes");
    tip_reply_free(&reply);
}

Test(quote, scripts_without_blanks_and_from_right_to_left)
{
    expect("\xe1\x9e\x98\xe1\x9e\x93\xe1\x9e\xbb\xe1\x9e\x9f\xe1\x9f\x92\xe1\x9e\x9f", "exact");
    expect("\xd7\x94\xd7\x95\xd7\x90 \xe2\x80\x8f\xd7\x91\xd7\x90", "exact");
    expect("\xd7\x94\xd7\x95\xd7\x90 \xd7\x91\xd7\x91\xd7\x90 ",
           "altered: \xd7\x94\xd7\x95\xd7\x90 "
           "[-\xd7\x91\xd7\x90-]"
           "{+\xd7\x91\xd7\x91\xd7\x90+}");
}

Test(quote, a_text_without_words_is_refused)
{
    static const char *const texts[] = {"", " \n", "“…”", "[---]"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct tip_request request = {.command = TIP_COMMAND_QUOTE, .quoted = (char *)texts[i]};
        struct tip_reply reply;
        tip_searcher_run(fixture.searcher, &request, 0, &reply);
        cr_expect_eq(reply.kind, TIP_REPLY_ERROR);
        cr_expect_eq(reply.error.code, TIP_CODE_BAD_QUERY);
        tip_reply_free(&reply);
    }
}

/* Whatever is sent, there is an answer, and soon. */
Test(quote, hostile_texts_are_answered)
{
    static const char *const units[] = {"a ",       "the ",         "[",     "]",  "[a",   "<a",
                                        "&a;",      "-\n",          "…",     "'",  "a-\n", "crew ",
                                        "(\n45\n)", "\xe1\x9e\x98", "AAA\n", "s' "};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct tip_string text = {0};
        struct tip_reply reply;
        while (text.length + strlen(units[i]) < 32768)
            tip_string_append_text(&text, units[i]);
        struct tip_request request = {.command = TIP_COMMAND_QUOTE, .quoted = text.data};
        tip_searcher_run(fixture.searcher, &request, 2000, &reply);
        cr_expect(reply.kind == TIP_REPLY_QUOTED || reply.error.code == TIP_CODE_BAD_QUERY);
        cr_expect_lt(reply.took_ms, 8000, "%s: %g ms", units[i], reply.took_ms);
        tip_reply_free(&reply);
        tip_string_free(&text);
    }
}
