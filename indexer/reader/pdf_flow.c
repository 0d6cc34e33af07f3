/* Paragraphs out of lines. */
#include "reader/pdf_flow.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char doing[] = "putting the lines of a PDF together";

/* Owns a text from now on, also where it fails. */
static bool keep_text(struct tip_pdf_flow *flow, char *text)
{
    if (flow->text_count == flow->text_capacity) {
        size_t capacity = flow->text_capacity == 0 ? 256 : flow->text_capacity * 2;
        char **texts = realloc(flow->texts, capacity * sizeof *texts);
        if (texts == NULL) {
            free(text);
            return false;
        }
        flow->texts = texts;
        flow->text_capacity = capacity;
    }
    flow->texts[flow->text_count++] = text;
    return true;
}

static bool reserve(struct tip_pdf_flow *flow, size_t count)
{
    flow->lines.items = calloc(count + 1, sizeof *flow->lines.items);
    flow->lines.capacity = count + 1;
    return flow->lines.items != NULL;
}

/* A page's label as printed, or its number as text. */
static bool mark_pages(struct tip_pdf_flow *flow, const struct tip_pdf *pdf)
{
    flow->marks = calloc(pdf->page_count + 1, sizeof *flow->marks);
    flow->lines.page_marks = flow->marks;
    bool is_done = flow->marks != NULL;
    for (size_t i = 0; is_done && i < pdf->page_count; i++) {
        const struct tip_pdf_page *page = &pdf->pages[i];
        char *number = NULL;
        flow->marks[i] = (struct tip_page_mark){.label = page->label, .number = page->number};
        if (page->label != NULL)
            continue;
        is_done = asprintf(&number, "%d", page->number) >= 0 && keep_text(flow, number);
        flow->marks[i].label = number;
    }
    return is_done;
}

tip_status tip_pdf_flow_make(struct tip_pdf_flow *flow, const struct tip_pdf_layout *layout,
                             const struct tip_pdf *pdf, struct tip_error *error)
{
    if (!reserve(flow, layout->count) || !mark_pages(flow, pdf))
        return tip_error_memory(error, doing);
    for (size_t i = 0; i < layout->count; i++) {
        const struct tip_pdf_line *from = &layout->lines[i], *before = i == 0 ? NULL : from - 1;
        bool is_far = before != NULL && (from->page != before->page ||
                                         from->top - before->bottom > (from->bottom - from->top));
        flow->lines.items[flow->lines.count++] = (struct tip_line){.text = from->text,
                                                                   .length = strlen(from->text),
                                                                   .number = i + 1,
                                                                   .blanks = is_far,
                                                                   .page = (unsigned)from->page};
    }
    flow->lines.pages_flow = true;
    return TIP_OK;
}

void tip_pdf_flow_free(struct tip_pdf_flow *flow)
{
    for (size_t i = 0; i < flow->text_count; i++)
        free(flow->texts[i]);
    free(flow->texts);
    free(flow->marks);
    tip_lines_free(&flow->lines);
    *flow = (struct tip_pdf_flow){0};
}
