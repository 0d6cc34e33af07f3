/* What a passage says, as a page lays it out: all of it, and nothing else. */
#include <criterion/criterion.h>
#include <string.h>

#include "web/parts.h"

static const struct {
    enum tip_kind kind;
    const char *text, *html;
} laid_out[] = {
    {TIP_KIND_NARRATIVE, "A clerk < B: one; two\nthree", "A clerk &lt; B: one; two\nthree"},
    {TIP_KIND_TABLE, "Port: Alma; Boats: 3 (1)",
     "<span class=\"cell\"><span class=\"cell-name\">Port:</span> Alma; </span>"
     "<span class=\"cell\"><span class=\"cell-name\">Boats:</span> 3 (1)</span>"},
    {TIP_KIND_TABLE, "Boats counted; Alma: 3\nhttps://alma.example;x",
     "<span class=\"cell\">Boats counted; </span>"
     "<span class=\"cell\"><span class=\"cell-name\">Alma:</span> 3\n</span>"
     "<span class=\"cell\">https://alma.example;x</span>"},
    {TIP_KIND_TABLE, ": x; ;  ; <b>: 1",
     "<span class=\"cell\">: x; </span><span class=\"cell\">; </span>"
     "<span class=\"cell\"> ; </span>"
     "<span class=\"cell\"><span class=\"cell-name\">&lt;b&gt;:</span> 1</span>"},
    {TIP_KIND_LIST, "Ask:\n- who\n12. when\na) why\nA. B. C",
     "<span class=\"line\">Ask:\n</span><span class=\"line item\">- who\n</span>"
     "<span class=\"line item\">12. when\n</span><span class=\"line item\">a) why\n</span>"
     "<span class=\"line item\">A. B. C</span>"},
    {TIP_KIND_LIST, "\n-\n1",
     "<span class=\"line\">\n</span><span class=\"line\">-\n</span>"
     "<span class=\"line\">1</span>"},
    {TIP_KIND_LIST, "", ""},
};

Test(web_text, kinds_are_laid_out_without_a_change_of_text, .timeout = 10)
{
    for (size_t i = 0; i < sizeof laid_out / sizeof laid_out[0]; i++) {
        char text[200];
        struct tip_view view = {.row.kind = laid_out[i].kind, .text = text};
        struct tip_string html = {0};

        strcpy(text, laid_out[i].text);
        tip_web_text(&html, &view);
        cr_expect_str_eq(html.data == NULL ? "" : html.data, laid_out[i].html);
        tip_string_free(&html);
    }
}

static const struct {
    const char *text, *language;
} told[] = {
    {"ជនរងគ្រោះជាច្រើន (NGO 2023)", "km"},
    {"يدفع العمال رسوم الاستقدام", "ar"},
    {"ผู้เสียหายจากการค้ามนุษย์", "th"},
    {"A clerk wrote ជន and went on in English", NULL},
    {"Une dette, à payer", NULL},
    {"2023: 4,500 (12 %)", NULL},
    {"", NULL},
};

Test(web_text, script_tells_the_language, .timeout = 10)
{
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        const char *language = tip_web_script_language(told[i].text);

        cr_expect((language == NULL) == (told[i].language == NULL), "%s", told[i].text);
        if (language != NULL && told[i].language != NULL)
            cr_expect_str_eq(language, told[i].language);
    }
}
