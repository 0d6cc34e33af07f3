/* Small PDFs for tests. */
#include "small_pdf.h"

#include <criterion/criterion.h>
#include <string.h>

static void open_object(struct small_pdf *pdf, int number)
{
    cr_assert_lt(number, SMALL_PDF_OBJECTS);
    pdf->offsets[number] = pdf->bytes.length;
    tip_string_printf(&pdf->bytes, "%d 0 obj\n", number);
}

void small_pdf_begin(struct small_pdf *pdf)
{
    static const char *const fonts[] = {"Helvetica", "Helvetica-Bold"};
    *pdf = (struct small_pdf){.objects = 4};
    tip_string_append_text(&pdf->bytes, "%PDF-1.7\n");
    for (int i = 0; i < 2; i++) {
        open_object(pdf, 3 + i);
        tip_string_printf(&pdf->bytes,
                          "<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding "
                          "/WinAnsiEncoding >>\nendobj\n",
                          fonts[i]);
    }
}

int small_pdf_object(struct small_pdf *pdf, const char *body)
{
    open_object(pdf, ++pdf->objects);
    tip_string_printf(&pdf->bytes, "%s\nendobj\n", body);
    return pdf->objects;
}

void small_pdf_page(struct small_pdf *pdf, const char *content, const char *more)
{
    int stream = ++pdf->objects;
    open_object(pdf, stream);
    tip_string_printf(&pdf->bytes, "<< /Length %zu >>\nstream\n%s\nendstream\nendobj\n",
                      strlen(content), content);
    int page = ++pdf->objects;
    open_object(pdf, page);
    tip_string_printf(&pdf->bytes,
                      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
                      "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> %s >>\nendobj\n",
                      stream, more);
    pdf->pages[pdf->page_count++] = page;
}

void small_pdf_end(struct small_pdf *pdf, const char *catalog, const char *trailer)
{
    struct tip_string *bytes = &pdf->bytes;
    open_object(pdf, 1);
    tip_string_printf(bytes, "<< /Type /Catalog /Pages 2 0 R %s >>\nendobj\n", catalog);
    open_object(pdf, 2);
    tip_string_printf(bytes, "<< /Type /Pages /Count %d /Kids [", pdf->page_count);
    for (int i = 0; i < pdf->page_count; i++)
        tip_string_printf(bytes, "%d 0 R ", pdf->pages[i]);
    tip_string_append_text(bytes, "] >>\nendobj\n");
    size_t xref = bytes->length;
    tip_string_printf(bytes, "xref\n0 %d\n0000000000 65535 f \n", pdf->objects + 1);
    for (int i = 1; i <= pdf->objects; i++)
        tip_string_printf(bytes, "%010zu 00000 n \n", pdf->offsets[i]);
    tip_string_printf(bytes, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%zu\n%%%%EOF\n",
                      pdf->objects + 1, trailer, xref);
    cr_assert(!bytes->failed);
}

void small_pdf_text(struct tip_string *content, int bold, double size, double x, double y,
                    const char *text)
{
    tip_string_printf(content, "BT /F%d %.2f Tf 1 0 0 1 %.2f %.2f Tm (", bold ? 2 : 1, size, x, y);
    for (; *text != '\0'; text++) {
        if (strchr("()\\", *text) != NULL)
            tip_string_append_char(content, '\\');
        tip_string_append_char(content, *text);
    }
    tip_string_append_text(content, ") Tj ET\n");
}
