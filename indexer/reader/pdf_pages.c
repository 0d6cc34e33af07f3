/* The lines of a PDF's parser, checked one by one. */
#include "reader/pdf_pages.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

static const char doing[] = "reading a PDF";

/* What is left of a line. */
struct rest {
    const char *text;
    size_t length;
};

static tip_status refuse(const struct rest *rest, struct tip_error *error)
{
    int shown = rest->length < 40 ? (int)rest->length : 40;
    return tip_error_set(error, TIP_CORRUPT, "the PDF's parser wrote what it must not: \"%.*s\"",
                         shown, rest->text);
}

/* ---- parts of a line ---- */

static bool take_keyword(struct rest *rest, const char *keyword)
{
    size_t length = strlen(keyword);
    if (rest->length < length || memcmp(rest->text, keyword, length) != 0)
        return false;
    if (rest->length > length && rest->text[length] != ' ')
        return false;
    size_t taken = rest->length > length ? length + 1 : length;
    rest->text += taken;
    rest->length -= taken;
    return true;
}

/* A decimal number within [low, high] and the blank behind it. */
static bool take_number(struct rest *rest, long long low, long long high, long long *number)
{
    size_t at = rest->length > 0 && rest->text[0] == '-', start = at;
    long long value = 0;
    for (; at < rest->length && isdigit((unsigned char)rest->text[at]); at++) {
        if (at - start >= 15)
            return false;
        value = value * 10 + (rest->text[at] - '0');
    }
    if (at == start || (at < rest->length && rest->text[at] != ' '))
        return false;
    *number = start == 1 ? -value : value;
    at += at < rest->length;
    rest->text += at;
    rest->length -= at;
    return *number >= low && *number <= high;
}

static bool take_int(struct rest *rest, int low, int high, int *number)
{
    long long value;
    if (!take_number(rest, low, high, &value))
        return false;
    *number = (int)value;
    return true;
}

/* Valid UTF-8 without control characters. */
static bool is_text(const struct rest *rest)
{
    for (size_t i = 0; i < rest->length; i++)
        if ((unsigned char)rest->text[i] < 0x20 || rest->text[i] == 0x7F)
            return false;
    return tip_utf8_invalid_at(rest->text, rest->length) == rest->length;
}

/* Keeps a text that may come once. */
static tip_status keep(char **kept, const struct rest *rest, struct tip_error *error)
{
    if (*kept != NULL || rest->length == 0)
        return refuse(rest, error);
    *kept = strndup(rest->text, rest->length);
    return *kept == NULL ? tip_error_memory(error, doing) : TIP_OK;
}

/* ---- lines ---- */

/* Makes room for one more of `size` bytes. */
static bool reserve(void **items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return true;
    size_t more = *capacity == 0 ? 64 : *capacity * 2;
    void *grown = realloc(*items, more * size);
    if (grown == NULL)
        return false;
    *items = grown;
    *capacity = more;
    return true;
}

static tip_status add_page(struct tip_pdf *pdf, const struct tip_pdf_page *page,
                           struct tip_error *error)
{
    void *pages = pdf->pages;
    if (!reserve(&pages, pdf->page_count, &pdf->page_capacity, sizeof *pdf->pages))
        return tip_error_memory(error, doing);
    pdf->pages = pages;
    pdf->pages[pdf->page_count] = *page;
    pdf->pages[pdf->page_count++].first_word = pdf->word_count;
    return TIP_OK;
}

static tip_status take_page(struct tip_pdf *pdf, struct rest *rest, struct tip_error *error)
{
    int least = pdf->page_count == 0 ? 1 : pdf->pages[pdf->page_count - 1].number + 1;
    struct tip_pdf_page page = {0};
    if (!take_int(rest, least, pdf->pages_promised, &page.number) || rest->length > 0)
        return refuse(rest, error);
    return add_page(pdf, &page, error);
}

/* What belongs to the page before, words apart. */
static tip_status take_of_page(struct tip_pdf_page *page, struct rest *rest,
                               struct tip_error *error)
{
    if (take_keyword(rest, "label"))
        return keep(&page->label, rest, error);
    if (take_keyword(rest, "fault"))
        return keep(&page->fault, rest, error);
    if (take_keyword(rest, "size") && take_int(rest, 0, TIP_PDF_LENGTH_MOST, &page->width) &&
        take_int(rest, 0, TIP_PDF_LENGTH_MOST, &page->height))
        return TIP_OK;
    if (take_keyword(rest, "pictures")) {
        page->has_pictures = true;
        return TIP_OK;
    }
    return refuse(rest, error);
}

static tip_status take_word(struct tip_pdf *pdf, struct rest *rest, struct tip_error *error)
{
    enum { FAR = TIP_PDF_LENGTH_MOST };
    struct tip_pdf_page *page = pdf->page_count == 0 ? NULL : &pdf->pages[pdf->page_count - 1];
    struct tip_pdf_word word = {0};
    int flags;
    if (page == NULL || page->word_count >= TIP_PDF_PAGE_WORDS_MOST ||
        !take_int(rest, -FAR, FAR, &word.left) || !take_int(rest, -FAR, FAR, &word.top) ||
        !take_int(rest, word.left, FAR, &word.right) ||
        !take_int(rest, word.top, FAR, &word.bottom) || !take_int(rest, 0, FAR, &word.size) ||
        !take_int(rest, 0, TIP_PDF_FLAGS, &flags) || rest->length == 0)
        return refuse(rest, error);
    void *words = pdf->words;
    if (!reserve(&words, pdf->word_count, &pdf->word_capacity, sizeof *pdf->words))
        return tip_error_memory(error, doing);
    pdf->words = words;
    word.flags = (unsigned)flags;
    word.text = pdf->texts.length;
    word.length = (uint32_t)rest->length;
    tip_string_append(&pdf->texts, rest->text, rest->length);
    if (pdf->texts.failed)
        return tip_error_memory(error, doing);
    pdf->words[pdf->word_count++] = word;
    page->word_count++;
    return TIP_OK;
}

static tip_status take_entry(struct tip_pdf *pdf, struct rest *rest, struct tip_error *error)
{
    struct tip_pdf_entry entry = {0};
    if (pdf->outline_count >= TIP_PDF_OUTLINE_MOST || !take_int(rest, 1, 64, &entry.level) ||
        !take_int(rest, 0, pdf->pages_promised, &entry.page))
        return refuse(rest, error);
    void *outline = pdf->outline;
    if (!reserve(&outline, pdf->outline_count, &pdf->outline_capacity, sizeof *pdf->outline))
        return tip_error_memory(error, doing);
    pdf->outline = outline;
    tip_status status = keep(&entry.title, rest, error);
    if (status == TIP_OK)
        pdf->outline[pdf->outline_count++] = entry;
    return status;
}

static tip_status take_count(struct tip_pdf *pdf, struct rest *rest, struct tip_error *error)
{
    int pages;
    if (!take_int(rest, 0, TIP_PDF_PAGES_MOST, &pages) ||
        (pdf->pages_promised > 0 && pdf->pages_promised != pages))
        return refuse(rest, error);
    pdf->pages_promised = pages;
    return TIP_OK;
}

tip_status tip_pdf_take_line(struct tip_pdf *pdf, const char *line, size_t length,
                             struct tip_error *error)
{
    struct rest rest = {.text = line, .length = length};
    if (pdf->is_ended || pdf->refused != NULL || length > TIP_PDF_LINE_BYTES || !is_text(&rest))
        return refuse(&rest, error);
    if (take_keyword(&rest, "word"))
        return take_word(pdf, &rest, error);
    if (take_keyword(&rest, "page"))
        return take_page(pdf, &rest, error);
    if (take_keyword(&rest, "pages"))
        return take_count(pdf, &rest, error);
    if (take_keyword(&rest, "outline"))
        return take_entry(pdf, &rest, error);
    if (take_keyword(&rest, "title"))
        return keep(&pdf->title, &rest, error);
    if (take_keyword(&rest, "author"))
        return keep(&pdf->author, &rest, error);
    if (take_keyword(&rest, "refused"))
        return keep(&pdf->refused, &rest, error);
    if (take_keyword(&rest, "created") && pdf->created == 0 &&
        take_number(&rest, 1, 253402300799, &pdf->created)) /* up to the year 9999 */
        return TIP_OK;
    if (take_keyword(&rest, "end")) {
        pdf->is_ended = true;
        return TIP_OK;
    }
    if (pdf->page_count > 0)
        return take_of_page(&pdf->pages[pdf->page_count - 1], &rest, error);
    return refuse(&rest, error);
}

const char *tip_pdf_text(const struct tip_pdf *pdf, const struct tip_pdf_word *word)
{
    return pdf->texts.data + word->text;
}

tip_status tip_pdf_add_fault(struct tip_pdf *pdf, int number, const char *fault,
                             struct tip_error *error)
{
    struct tip_pdf_page page = {.number = number, .fault = strdup(fault)};
    if (page.fault == NULL)
        return tip_error_memory(error, doing);
    tip_status status = add_page(pdf, &page, error);
    if (status != TIP_OK)
        free(page.fault);
    return status;
}

void tip_pdf_free(struct tip_pdf *pdf)
{
    for (size_t i = 0; i < pdf->page_count; i++) {
        free(pdf->pages[i].label);
        free(pdf->pages[i].fault);
    }
    for (size_t i = 0; i < pdf->outline_count; i++)
        free(pdf->outline[i].title);
    free(pdf->pages);
    free(pdf->words);
    free(pdf->outline);
    tip_string_free(&pdf->texts);
    free(pdf->title);
    free(pdf->author);
    free(pdf->refused);
    *pdf = (struct tip_pdf){0};
}
