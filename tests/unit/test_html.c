/* HTML pages as blocks: a line a block, "kind|text", levels of headings and speakers shown. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/string_builder.h"
#include "reader/html.h"
#include "reader/reader.h"

TestSuite(html, .timeout = 60);

static char *blocks_of(const char *bytes, size_t length, struct tip_document *document)
{
    struct tip_error error = {.message = ""};
    tip_status status = tip_read_bytes(document, "page.html", bytes, length, NULL, &error);
    struct tip_string out = {0};
    if (status != TIP_OK)
        tip_string_printf(&out, "! %s", error.message);
    for (size_t i = 0; i < document->count; i++) {
        const struct tip_block *block = &document->blocks[i];
        tip_string_append_text(&out, tip_block_kind_name(block->kind));
        if (block->kind == TIP_BLOCK_HEADING)
            tip_string_printf(&out, " %d", block->level);
        tip_string_printf(&out, "|%s", block->text);
        if (block->by != NULL)
            tip_string_printf(&out, "|by %s", block->by);
        if (block->page != NULL)
            tip_string_printf(&out, "|p. %s", block->page);
        tip_string_append_char(&out, '\n');
    }
    return tip_string_release(&out);
}

struct page_case {
    const char *page, *blocks;
};

static void expect(const struct page_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct tip_document document;
        char *blocks = blocks_of(cases[i].page, strlen(cases[i].page), &document);
        cr_expect_str_eq(blocks, cases[i].blocks, "%s\n  gives\n%s\n  not\n%s", cases[i].page,
                         blocks, cases[i].blocks);
        free(blocks);
        tip_document_free(&document);
    }
}

#define EXPECT(cases) expect(cases, sizeof cases / sizeof cases[0])

Test(html, text_of_a_page_becomes_blocks)
{
    static const struct page_case cases[] = {
        {"<h1>Kilns</h1><h2>Debts</h2><p>Workers owe\n money.<p>They <b>cannot</b> leave.",
         "heading 1|Kilns\nheading 1|Debts\nparagraph|Workers owe money.\n"
         "paragraph|They cannot leave.\n"},
        {"<h2>One</h2><p>a text.<h4>Two</h4><p>b text.", /* no gap in levels */
         "heading 1|One\nparagraph|a text.\nheading 2|Two\nparagraph|b text.\n"},
        {"<body>Text &amp; more&nbsp;text &eacute;&#8212;x<br>second line",
         "paragraph|Text & more text \u00e9\u2014x second line\n"},
        {"<p>one<br><br>two words", "paragraph|one\nparagraph|two words\n"},
        {"<p>hy&shy;phen zero&#8203;width", "paragraph|hyphen zerowidth\n"},
        {"<p>He said <q>go away</q> twice.", "paragraph|He said \u201cgo away\u201d twice.\n"},
        {"<p>A claim.<sup><a href='#n1'>1</a></sup> m<sup>2</sup>", "paragraph|A claim.[1] m[2]\n"},
        {"<pre>1. first\n2. second\n\nA line of text.</pre>",
         "list_item|1. first\nlist_item|2. second\nparagraph|A line of text.\n"},
    };
    EXPECT(cases);
}

Test(html, lists)
{
    static const struct page_case cases[] = {
        {"<p>They take:</p><ul>\n<li>wages\n<li>\xe2\x80\xa2 papers</ul>",
         "paragraph|They take:\nlist_item|wages\nlist_item|papers\n"},
        {"<ol start=3><li>three<li>4. four<li value=9>nine</ol>",
         "list_item|3. three\nlist_item|4. four\nlist_item|9. nine\n"},
        {"<ol type=a><li>x</ol><ol type=i><li>y<li>z</ol>",
         "list_item|a. x\nlist_item|i. y\nlist_item|ii. z\n"},
        {"<ul><li>outer<ul><li>inner one<li>inner two</ul><li>next</ul>",
         "list_item|outer\n  inner one\n  inner two\nlist_item|next\n"},
        {"<dl><dt>ILO<dd>a labour body<dt>UN</dt><dt>UNO<dd>united</dl>",
         "table_row|ILO: a labour body\ntable_row|UN, UNO: united\n"},
        {"<dl><dt>Why is it so?<dd><p>Because of debts.<p>And threats.</dl>",
         "paragraph|Why is it so?\nparagraph|Because of debts.\nparagraph|And threats.\n"},
        {"<ul><li><h3>Story</h3><p>Its text is here.<li><h3>Other</h3><p>More of it.</ul>",
         "heading 1|Story\nparagraph|Its text is here.\nheading 1|Other\nparagraph|More of it.\n"},
    };
    EXPECT(cases);
}

Test(html, tables)
{
    static const struct page_case cases[] = {
        {"<table><caption>Cases a year</caption><tr><th>Year<th>Cases<tr><td>2022<td>15\n</table>",
         "caption|Cases a year\ntable_row|Year: 2022; Cases: 15\n"},
        {"<table><thead><tr><th rowspan=2>Place<th colspan=2>Cases<tr><th>old<th>new</thead>"
         "<tr><td rowspan=2>Coast<td>1<td>2<tr><td>3<td></table>",
         "table_row|Place: Coast; Cases old: 1; Cases new: 2\ntable_row|Place: Coast; Cases old: "
         "3\n"},
        {"<table><tr><td><b>Year</b><td><b>Cases</b><tr><td>2022<td>5</table>",
         "table_row|Year: 2022; Cases: 5\n"},
        {"<table><tr><td><h2>Part</h2><p>Laid out text.</table>",
         "heading 1|Part\nparagraph|Laid out text.\n"},
        {"<table><tr><td>Only a frame</td></tr></table>", "paragraph|Only a frame\n"},
        {"<table><tr><th>A<th>B<tr><td>x<table><tr><td>in</table><td>y</table>",
         "paragraph|A\nparagraph|B\nparagraph|x\nparagraph|in\nparagraph|y\n"},
    };
    EXPECT(cases);
}

Test(html, quotations_and_captions)
{
    static const struct page_case cases[] = {
        {"<blockquote><p>They took it.</p><footer>\u2014 <cite>Ann Lee, survivor</cite></footer>"
         "</blockquote>",
         "quotation|They took it.|by Ann Lee, survivor\n"},
        {"<blockquote>They took it.<br>- all of it</blockquote><p>Text goes on.",
         "quotation|They took it.\n- all of it\nparagraph|Text goes on.\n"},
        {"<figure><blockquote>We left at night.</blockquote><figcaption>Bo, Oslo</figcaption>"
         "</figure>",
         "quotation|We left at night.|by Bo, Oslo\n"},
        {"<blockquote><h2>Set in</h2><p>It is a part of the text.</blockquote>",
         "heading 1|Set in\nparagraph|It is a part of the text.\n"},
        {"<p>\u201cNobody there asked us what we wanted to do.\u201d<p>Ann Lee,<br>Survivor",
         "quotation|\u201cNobody there asked us what we wanted to do.\u201d|by Ann Lee, "
         "Survivor\n"},
        {"<figure><img alt='A kiln by the river at night'><figcaption>A "
         "kiln.</figcaption></figure>",
         "caption|A kiln.\n"},
        {"<p>Text <img alt='A kiln by the river at night'> goes on <img alt='logo'>.",
         "paragraph|Text goes on .\ncaption|A kiln by the river at night\n"},
    };
    EXPECT(cases);
}

/* What surrounds the text of a page is left out; what may be text is not. */
Test(html, main_content)
{
    static const struct page_case cases[] = {
        {"<header><nav><a href=/>Home</a></nav></header><main><p>The text.</main>"
         "<footer>Imprint</footer>",
         "paragraph|The text.\n"},
        {"<ul class=menu><li><a href=/a>News</a></ul><p>The text of this page.<div id='cookie-bar'>"
         "We use cookies.</div><script>var x='script'</script><style>p{}</style>"
         "<form><label>Search</label><button>Go</button></form>"
         "<p hidden>gone</p><p style='display: none'>gone</p>",
         "paragraph|The text of this page.\n"},
        {"<header><h1>The Title</h1></header><p>The text.",
         "heading 1|The Title\nparagraph|The text.\n"},
        {"<article><header><p>Its own head.</header><p>The text.<aside>A box in "
         "it.</aside></article>",
         "paragraph|Its own head.\nparagraph|The text.\nparagraph|A box in it.\n"},
        {"<form id=aspnet><p>All of the page stands within a form.</form>",
         "paragraph|All of the page stands within a form.\n"},
        {"<nav><a href=/x>Only links here</a></nav>", "paragraph|Only links here\n"},
        {"<ul><li><a href='#a'>Debts</a><li><a href='#b'>Threats</a><li><a "
         "href='#c'>Papers</a></ul>"
         "<h2>Debts</h2><p>x text",
         "contents_entry|Debts\ncontents_entry|Threats\ncontents_entry|Papers\nheading 1|Debts\n"
         "paragraph|x text\n"},
    };
    EXPECT(cases);
}

Test(html, pages)
{
    static const struct page_case cases[] = {
        {"<span epub:type=pagebreak title='xii'></span><p>One text.<p>Two "
         "<a id='page_13'></a>goes on.<p>Three.",
         "paragraph|One text.|p. xii\nparagraph|Two goes on.|p. xii\nparagraph|Three.|p. 13\n"},
        {"<p><span class=pagenum>[Pg 7]</span>Text of it.", "paragraph|Text of it.|p. 7\n"},
        {"<div id=page1><p>The one text.</div><div id=page2><p>The two texts.</div>",
         "paragraph|The one text.|p. 1\nparagraph|The two texts.|p. 2\n"},
        {"<p>CONTENTS<ul><li><a href='#d'>Debts and Wages</a> ... 39<li><a href='#t'>Threats</a> 45"
         "</ul><h2>Debts and Wages</h2><p>They owe.<h2>Threats</h2><p>They fear.",
         "heading 1|CONTENTS\ncontents_entry|Debts and Wages 39\ncontents_entry|Threats 45\n"
         "heading 1|Debts and Wages\nparagraph|They owe.|p. 39\nheading 1|Threats|p. 39\n"
         "paragraph|They fear.|p. 45\n"},
    };
    EXPECT(cases);
}

/* Where no heading is marked, shapes tell, as in plain text. */
Test(html, pages_without_headings_are_read_by_shapes)
{
    static const struct page_case cases[] = {
        {"<p>SCAM CENTRES<p>They hold people in compounds there.<p>Year\tCases<br>2022\t15",
         "heading 1|SCAM CENTRES\nparagraph|They hold people in compounds there.\n"
         "table_row|Year: 2022; Cases: 15\n"},
        {"<p>- one\n- two", "list_item|one\nlist_item|two\n"},
        {"<h2>Marked Title</h2><p>Some text of it.<p>Not A Heading<p>More text of it.",
         "heading 1|Marked Title\nparagraph|Some text of it.\nparagraph|Not A Heading\n"
         "paragraph|More text of it.\n"},
        {"<h2>Marked Title</h2><p>Some text of it.<p><b>A Bold One</b><p>More text of it.",
         "heading 1|Marked Title\nparagraph|Some text of it.\nheading 2|A Bold One\n"
         "paragraph|More text of it.\n"},
    };
    EXPECT(cases);
}

Test(html, facts_of_a_page)
{
    static const char page[] =
        "<html lang=es-MX><head><title>Hornos | Sitio</title><meta name=dc.publisher content='La "
        "Oficina'>"
        "<meta property='article:published_time' content='2023-06-15T10:00:00Z'>"
        "<link rel=canonical "
        "href='https://example.org/hornos'></head><body><h1>Hornos</h1><p>Texto.";
    struct tip_document document;
    char *blocks = blocks_of(page, strlen(page), &document);
    cr_expect_str_eq(document.title, "Hornos");
    cr_expect_str_eq(document.publisher, "La Oficina");
    cr_expect_str_eq(document.date, "2023-06-15");
    cr_expect_eq(document.year, 2023);
    cr_expect_str_eq(document.language, "es");
    cr_expect_str_eq(document.url, "https://example.org/hornos");
    free(blocks);
    tip_document_free(&document);
}

Test(html, encodings)
{
    static const struct page_case cases[] = {
        {"<meta charset=utf-8><p>caf\xc3\xa9 x", "paragraph|caf\u00e9 x\n"},
        {"<p>caf\xe9 x", "paragraph|caf\u00e9 x\n"},
        {"<meta charset=iso-8859-2><p>\xb1 \xe6 x", "paragraph|\u0105 \u0107 x\n"},
        {"<meta http-equiv=content-type content='text/html; charset=Shift_JIS'><p>\x93\xfa\x96{ x",
         "paragraph|\u65e5\u672c x\n"},
        {"<meta charset=nonsense><p>caf\xe9 x", "paragraph|caf\u00e9 x\n"},
        {"\xef\xbb\xbf<meta charset=shift_jis><p>\xc3\xa9 x", "paragraph|\u00e9 x\n"},
    };
    EXPECT(cases);
}

Test(html, what_a_page_is_shows_in_its_beginning)
{
    static const char *const pages[] = {"<!DOCTYPE html>x", " \n<HTML lang=en>", "<!-- c --><head>",
                                        "<?xml version='1.0'?>\n<html>"};
    static const char *const others[] = {"<p>text",   "# <html>",   "",
                                         "<!-- open", "<headline>", "<?xml version='1.0'?><rss>"};
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
        cr_expect(tip_html_sniff(pages[i], strlen(pages[i])), "%s", pages[i]);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        cr_expect(!tip_html_sniff(others[i], strlen(others[i])), "%s", others[i]);
}

Test(html, a_page_without_text_is_refused_with_a_reason)
{
    static const char *const pages[] = {"<html><script>x()</script></html>",
                                        "<frameset><frame src=a></frameset>", "<html>",
                                        "<p>&nbsp;"};
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        struct tip_document document;
        char *blocks = blocks_of(pages[i], strlen(pages[i]), &document);
        cr_expect_not_null(strstr(blocks, "! page.html: the page holds no text"), "%s: %s",
                           pages[i], blocks);
        free(blocks);
        tip_document_free(&document);
    }
}

/* `count` times `piece` around the word "deep". */
static char *repeated(const char *piece, size_t count, size_t *length)
{
    struct tip_string page = {0};
    for (size_t i = 0; i < count; i++)
        tip_string_append_text(&page, piece);
    tip_string_append_text(&page, "<p>deep words");
    *length = page.length;
    return tip_string_release(&page);
}

Test(html, deep_and_faulty_pages_end_soon)
{
    static const char *const pieces[] = {"<div>",           "<b>",          "<ul><li>",
                                         "<table><tr><td>", "<blockquote>", "</b>",
                                         "<p></div>",       "<a href=#x>y", "<q>"};
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        struct tip_document document;
        size_t length;
        char *page = repeated(pieces[i], 20000, &length);
        char *blocks = blocks_of(page, length, &document);
        cr_expect_not_null(strstr(blocks, "deep words"), "%s: %.200s", pieces[i], blocks);
        free(blocks);
        free(page);
        tip_document_free(&document);
    }
}
