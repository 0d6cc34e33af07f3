/* PDFs: what is read of them, and what is said of those that cannot be. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reader/reader.h"
#include "small_pdf.h"

/* ---- reading ---- */

struct told {
    char text[4096];
};

static void note(void *context, const char *file, size_t line, const char *message)
{
    struct told *told = context;
    size_t length = strlen(told->text);
    (void)file;
    (void)line;
    snprintf(told->text + length, sizeof told->text - length, "%s\n", message);
}

static tip_status read_bytes(struct tip_document *document, const char *bytes, size_t length,
                             struct told *told, struct tip_error *error)
{
    const struct tip_reader_options options = {.warn = note, .warn_context = told};
    *told = (struct told){""};
    return tip_read_bytes(document, "test.pdf", bytes, length, &options, error);
}

static void read_pdf(struct tip_document *document, struct small_pdf *pdf, struct told *told)
{
    struct tip_error error = {0};
    cr_assert_eq(read_bytes(document, pdf->bytes.data, pdf->bytes.length, told, &error), TIP_OK,
                 "%s", error.message);
    tip_string_free(&pdf->bytes);
}

/* "kind|page|number|text" lines. */
static char *shown(const struct tip_document *document)
{
    struct tip_string out = {0};
    for (size_t i = 0; i < document->count; i++) {
        const struct tip_block *block = &document->blocks[i];
        tip_string_printf(&out, "%s|%s|%d|%s\n", tip_block_kind_name(block->kind),
                          block->page == NULL ? "-" : block->page, block->page_number, block->text);
    }
    return tip_string_release(&out);
}

static void expect_shown(const struct tip_document *document, const char *expected)
{
    char *text = shown(document);
    cr_expect_str_eq(text, expected);
    free(text);
}

static const char paragraph[] = "The labor inspectorate visited twenty brick kilns in the north.";

static void add_page(struct small_pdf *pdf, const char *text, const char *more)
{
    struct tip_string content = {0};
    small_pdf_text(&content, 0, 10, 72, 700, text);
    small_pdf_page(pdf, content.data, more);
    tip_string_free(&content);
}

/* ---- pages ---- */

Test(pdf, a_page_has_the_label_it_is_printed_with_beside_its_number)
{
    struct small_pdf pdf;
    struct tip_document document;
    struct told told;
    small_pdf_begin(&pdf);
    add_page(&pdf, "The inspectors came in the spring.", "");
    add_page(&pdf, "They found nothing that they had not seen before.", "");
    add_page(&pdf, "In the autumn the kilns were shut.", "");
    small_pdf_end(&pdf, "/PageLabels << /Nums [0 << /S /r /St 11 >> 2 << /S /D /St 64 >>] >>", "");
    read_pdf(&document, &pdf, &told);
    cr_assert_eq(document.count, 3);
    static const char *const labels[] = {"xi", "xii", "64"};
    for (int i = 0; i < 3; i++) {
        cr_expect_str_eq(document.blocks[i].page, labels[i]);
        cr_expect_eq(document.blocks[i].page_number, i + 1);
        cr_expect_eq(document.blocks[i].page_is, TIP_PAGE_EXACT);
    }
    cr_expect_eq(document.pages, 3);
    cr_expect_eq(document.pages_without_text, 0);
    cr_expect_str_eq(document.reader, "pdf");
    cr_expect_str_eq(told.text, "");
    tip_document_free(&document);
}

Test(pdf, title_author_and_month_come_from_the_document)
{
    struct small_pdf pdf;
    struct tip_document document;
    struct told told;
    small_pdf_begin(&pdf);
    add_page(&pdf, paragraph, "");
    small_pdf_object(&pdf, "<< /Title (Work in the kilns) /Author (Ministry of Labor) "
                           "/CreationDate (D:20230614120000Z) >>");
    small_pdf_end(&pdf, "", "/Info 7 0 R");
    read_pdf(&document, &pdf, &told);
    cr_expect_str_eq(document.title, "Work in the kilns");
    cr_expect_str_eq(document.publisher, "Ministry of Labor");
    cr_expect_str_eq(document.date, "June 2023");
    cr_expect_eq(document.year, 2023);
    tip_document_free(&document);
}

Test(pdf, a_page_that_is_a_picture_is_named)
{
    struct small_pdf pdf;
    struct tip_document document;
    struct told told;
    small_pdf_begin(&pdf);
    add_page(&pdf, paragraph, "");
    for (int i = 0; i < 2; i++)
        small_pdf_page(&pdf, "400 0 0 400 72 200 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x7F EI", "");
    small_pdf_page(&pdf, "", "");
    small_pdf_end(&pdf, "", "");
    read_pdf(&document, &pdf, &told);
    cr_expect_str_eq(told.text, "pages 2 to 3: it holds pictures and no text, as a scan does: put "
                                "it through OCR\npage 4: it holds no text\n");
    cr_expect_eq(document.pages, 4);
    cr_expect_eq(document.pages_without_text, 3);
    tip_document_free(&document);
}

Test(pdf, what_a_form_was_filled_in_with_is_text)
{
    struct small_pdf pdf;
    struct tip_document document;
    struct told told;
    small_pdf_begin(&pdf);
    add_page(&pdf, "Country of origin:", "/Annots [7 0 R]");
    small_pdf_object(&pdf, "<< /Type /Annot /Subtype /Widget /FT /Tx /T (origin) /V (Cambodia and "
                           "Laos) /Rect [180 695 300 710] >>");
    small_pdf_end(&pdf, "/AcroForm << /Fields [7 0 R] >>", "");
    read_pdf(&document, &pdf, &told);
    expect_shown(&document, "paragraph|1|1|Country of origin: Cambodia and Laos\n");
    tip_document_free(&document);
}

/* ---- what cannot be read ---- */

static void expect_failure(const char *bytes, size_t length, const char *message)
{
    struct tip_document document;
    struct tip_error error = {0};
    struct told told;
    cr_assert_eq(read_bytes(&document, bytes, length, &told, &error), TIP_INVALID);
    cr_expect_str_eq(error.message, message);
    tip_document_free(&document);
}

Test(pdf, a_document_in_which_no_page_has_text_is_a_failure)
{
    struct small_pdf pdf;
    small_pdf_begin(&pdf);
    small_pdf_page(&pdf, "400 0 0 400 72 200 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x7F EI", "");
    small_pdf_page(&pdf, "", "");
    small_pdf_end(&pdf, "", "");
    expect_failure(
        pdf.bytes.data, pdf.bytes.length,
        "test.pdf: none of its pages (2) has text; the first: it holds pictures and no text, as "
        "a scan does: put it through OCR");
    tip_string_free(&pdf.bytes);
}

Test(pdf, an_encrypted_document_is_a_failure_that_says_so)
{
    /* The standard handler's dictionary; the keys are of no password that anybody has. */
    static const char keys[] =
        "<< /Filter /Standard /V 1 /R 2 /P -4 "
        "/O <00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF> "
        "/U <FFEEDDCCBBAA99887766554433221100FFEEDDCCBBAA99887766554433221100> >>";
    struct small_pdf pdf;
    small_pdf_begin(&pdf);
    add_page(&pdf, paragraph, "");
    small_pdf_object(&pdf, keys);
    small_pdf_end(&pdf, "", "/Encrypt 7 0 R /ID [<00> <00>]");
    expect_failure(pdf.bytes.data, pdf.bytes.length,
                   "test.pdf: it is encrypted and opens with a password only: save it without one");
    tip_string_free(&pdf.bytes);
}

Test(pdf, a_broken_table_of_objects_is_mended)
{
    struct small_pdf pdf;
    struct tip_document document;
    struct told told;
    small_pdf_begin(&pdf);
    add_page(&pdf, paragraph, "");
    small_pdf_end(&pdf, "", "");
    char *xref = strstr(pdf.bytes.data, "startxref");
    memcpy(xref + 10, "9", 1);
    read_pdf(&document, &pdf, &told);
    cr_assert_eq(document.count, 1);
    cr_expect_str_eq(document.blocks[0].text, paragraph);
    tip_document_free(&document);
}

Test(pdf, what_only_begins_as_a_pdf_is_a_failure)
{
    static const char broken[] = "%PDF-1.7\n1 0 obj\n<< /Type /Catalog";
    expect_failure(broken, strlen(broken),
                   "test.pdf: it is damaged, or no PDF: no page can be found in it");
}

Test(pdf, a_rotated_page_is_read_as_it_is_shown)
{
    struct small_pdf pdf;
    struct tip_document document;
    struct told told;
    struct tip_string content = {0};
    tip_string_append_text(&content,
                           "BT /F1 10 Tf 0 1 -1 0 100 72 Tm (The text of a page that ) Tj "
                           "(lies on its side) Tj ET\n"
                           "BT /F1 10 Tf 0 1 -1 0 112 72 Tm (goes on below.) Tj ET\n");
    for (int i = 0; i < 2; i++) {
        small_pdf_begin(&pdf);
        small_pdf_page(&pdf, content.data, i == 0 ? "/Rotate 90" : "");
        small_pdf_end(&pdf, "", "");
        read_pdf(&document, &pdf, &told);
        expect_shown(&document,
                     "paragraph|1|1|The text of a page that lies on its side goes on below.\n");
        tip_document_free(&document);
    }
    tip_string_free(&content);
}
