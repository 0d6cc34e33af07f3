/* PDF -> blocks, in steps that each have a file:
 *
 * 1. pdf_process.c, pdf_child.c, pdf_pages.c: bytes -> positioned words, in a process of their own.
 * 2. pdf_layout.c: words -> lines in reading order, columns and tables told apart.
 * 3. pdf_edges.c: running heads, feet and page numbers are taken out.
 * 4. pdf_flow.c: lines -> paragraphs, headings, rows: lines as a plain text has them.
 * 5. text.c and its passes: lines -> blocks, as for any text. */
#include "reader/pdf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "reader/pdf_flow.h"
#include "reader/pdf_layout.h"
#include "reader/pdf_process.h"
#include "reader/text.h"
#include "reader/title_date.h"

enum { HEAD_BYTES = 1024, WARNINGS_MOST = 20 };

static const char scanned[] = "it holds pictures and no text, as a scan does: put it through OCR";

bool tip_pdf_is(const char *bytes, size_t length)
{
    static const char mark[] = "%PDF-";
    return memmem(bytes, length < HEAD_BYTES ? length : HEAD_BYTES, mark, strlen(mark)) != NULL;
}

/* ---- pages that have a tale to tell ---- */

/* What is wrong with a page, or NULL. */
static const char *page_fault(const struct tip_pdf_page *page)
{
    if (page->fault != NULL)
        return page->fault;
    if (page->word_count > 0)
        return NULL;
    return page->has_pictures ? scanned : "it holds no text";
}

/* Pages in a row that have the same fault make one warning: scans have hundreds. */
static size_t same_fault_end(const struct tip_pdf *pdf, size_t first)
{
    const char *fault = page_fault(&pdf->pages[first]);
    size_t end = first + 1;
    while (end < pdf->page_count && pdf->pages[end].number == pdf->pages[end - 1].number + 1) {
        const char *other = page_fault(&pdf->pages[end]);
        if (other == NULL || strcmp(other, fault) != 0)
            break;
        end++;
    }
    return end;
}

static void warn_of_pages(const struct tip_pdf *pdf, const char *name,
                          const struct tip_reader_options *options)
{
    size_t warnings = 0;
    for (size_t i = 0, end; i < pdf->page_count; i = end) {
        const struct tip_pdf_page *page = &pdf->pages[i];
        const char *fault = page_fault(page);
        end = i + 1;
        if (fault == NULL)
            continue;
        end = same_fault_end(pdf, i);
        if (warnings++ == WARNINGS_MOST) {
            tip_reader_tell(options, name, 0, "further pages cannot be read whole or hold no text");
            return;
        }
        if (end - i == 1)
            tip_reader_tell(options, name, 0, "page %d: %s", page->number, fault);
        else
            tip_reader_tell(options, name, 0, "pages %d to %d: %s", page->number,
                            pdf->pages[end - 1].number, fault);
    }
}

static tip_status count_pages(struct tip_document *document, const struct tip_pdf *pdf,
                              const char *name, struct tip_error *error)
{
    size_t with_text = 0;
    for (size_t i = 0; i < pdf->page_count; i++)
        with_text += pdf->pages[i].word_count > 0;
    document->pages = (size_t)pdf->pages_promised;
    document->pages_without_text = document->pages - with_text;
    if (with_text > 0)
        return TIP_OK;
    const char *fault = pdf->page_count == 0 ? "it has no pages" : page_fault(&pdf->pages[0]);
    return tip_error_set(error, TIP_INVALID, "%s: none of its pages (%zu) has text; the first: %s",
                         name, document->pages, fault);
}

/* ---- what the document says of itself ---- */

/* What programs write into the title on their own: a file's name, or that there is none. */
static bool is_title(const char *title)
{
    static const char *const endings[] = {".doc", ".docx", ".pdf", ".indd", ".qxd", ".rtf",
                                          ".odt", ".ppt",  ".xls", ".tex",  ".dvi", ".txt"};
    size_t length = strlen(title);
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t size = strlen(endings[i]);
        if (length >= size && strcasecmp(title + length - size, endings[i]) == 0)
            return false;
    }
    return strncasecmp(title, "untitled", 8) != 0 && strncasecmp(title, "Microsoft ", 10) != 0;
}

/* "June 2023": the day on which a file was made is no report's. */
static char *month_of(long long seconds, int *year)
{
    char month[64];
    struct tm when;
    time_t moment = (time_t)seconds;
    if (gmtime_r(&moment, &when) == NULL)
        return NULL;
    *year = when.tm_year + 1900;
    snprintf(month, sizeof month, "%s %d", tip_month_name(when.tm_mon), *year);
    return strdup(month);
}

static tip_status describe(struct tip_document *document, const struct tip_pdf *pdf,
                           struct tip_error *error)
{
    bool is_short_of_memory = false;
    if (pdf->title != NULL && is_title(pdf->title)) {
        document->title = strdup(pdf->title);
        is_short_of_memory |= document->title == NULL;
    }
    if (pdf->author != NULL) {
        document->publisher = strdup(pdf->author);
        is_short_of_memory |= document->publisher == NULL;
    }
    return is_short_of_memory ? tip_error_memory(error, "reading a PDF") : TIP_OK;
}

/* A file is often made anew long after its report: what the title page says comes first. */
static tip_status date(struct tip_document *document, const struct tip_pdf *pdf,
                       struct tip_error *error)
{
    tip_status status = tip_title_date_find(document, error);
    if (status != TIP_OK || document->date != NULL || pdf->created <= 0)
        return status;
    document->date = month_of(pdf->created, &document->year);
    return document->date == NULL ? tip_error_memory(error, "reading a PDF") : TIP_OK;
}

/* ---- all of it ---- */

tip_status tip_pdf_to_blocks(struct tip_document *document, const char *name,
                             const struct tip_pdf *pdf, const struct tip_reader_options *options,
                             struct tip_error *error)
{
    struct tip_pdf_layout layout = {0};
    struct tip_pdf_flow flow = {0};
    warn_of_pages(pdf, name, options);
    tip_status status = count_pages(document, pdf, name, error);
    if (status == TIP_OK)
        status = describe(document, pdf, error);
    if (status == TIP_OK)
        status = tip_pdf_lay_out(&layout, pdf, error);
    if (status == TIP_OK)
        status = tip_pdf_flow_make(&flow, &layout, pdf, error);
    if (status == TIP_OK)
        status = tip_lines_read(document, &flow.lines, 0, error);
    if (status == TIP_OK)
        status = date(document, pdf, error);
    tip_pdf_flow_free(&flow);
    tip_pdf_layout_free(&layout);
    return status;
}

tip_status tip_pdf_read(struct tip_document *document, const char *name, const char *bytes,
                        size_t length, const struct tip_reader_options *options,
                        struct tip_error *error)
{
    struct tip_pdf pdf = {0};
    struct tip_error reason;
    tip_status status = tip_pdf_parse(&pdf, bytes, length, &reason);
    if (status != TIP_OK)
        status = tip_error_set(error, status, "%s: %s", name, reason.message);
    else
        status = tip_pdf_to_blocks(document, name, &pdf, options, error);
    tip_pdf_free(&pdf);
    return status;
}
