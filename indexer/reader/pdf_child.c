/* A PDF through poppler-glib, told as lines. Only this file knows the library. */
#include "reader/pdf_child.h"

#include <glib.h>
#include <math.h>
#include <poppler.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reader/pdf_pages.h"

enum {
    WORD_BYTES = 4000, /* longer runs without a blank are told in parts */
    LABEL_BYTES = 32,  /* a longer label is no number of a page */
    TEXT_BYTES = 1000, /* of a title, an entry of the outline */
    OUTLINE_DEPTH = 16 /* deeper is a loop in a broken file */
};

/* What poppler says of the characters of one page. */
struct characters {
    gunichar *text;
    glong count;
    const PopplerRectangle *boxes; /* as many as characters, but for errors of the library */
    guint box_count;
    GList *attributes; /* of PopplerTextAttributes, in order */
};

/* ---- text ---- */

static bool is_blank(gunichar character)
{
    return character <= ' ' || g_unichar_isspace(character) || character == 0x7F;
}

/* Marks of direction, which poppler adds around what is written from right to left: the order of
 * the characters says it already. */
static bool is_direction(gunichar character)
{
    return (character >= 0x202A && character <= 0x202E) || character == 0x200E ||
           character == 0x200F || (character >= 0x2066 && character <= 0x2069);
}

/* Ligatures and presentation forms stand for letters. */
static bool is_form(gunichar character)
{
    return (character >= 0xFB00 && character <= 0xFDFF) ||
           (character >= 0xFE70 && character <= 0xFEFC);
}

/* Code points that are no characters, or a private matter between a font and itself. */
static bool is_shown(gunichar character)
{
    return g_unichar_validate(character) && g_unichar_type(character) != G_UNICODE_CONTROL &&
           g_unichar_type(character) != G_UNICODE_UNASSIGNED && character != 0xFEFF;
}

static void append_character(GString *text, gunichar character)
{
    if (!is_shown(character))
        return;
    if (!is_form(character)) {
        g_string_append_unichar(text, character);
        return;
    }
    char encoded[8] = "";
    encoded[g_unichar_to_utf8(character, encoded)] = '\0';
    char *letters = g_utf8_normalize(encoded, -1, G_NORMALIZE_NFKC);
    if (letters != NULL)
        for (const char *at = letters; *at != '\0'; at = g_utf8_next_char(at))
            if (!is_blank(g_utf8_get_char(at)))
                g_string_append_unichar(text, g_utf8_get_char(at));
    g_free(letters);
}

/* A line of its own with `text` as one: no line feeds, runs of blanks one. */
static void write_text(FILE *out, const char *keyword, const char *text)
{
    GString *clean = g_string_new(NULL);
    char *valid = g_utf8_make_valid(text == NULL ? "" : text, -1);
    for (const char *at = valid; *at != '\0' && clean->len < TEXT_BYTES;
         at = g_utf8_next_char(at)) {
        gunichar character = g_utf8_get_char(at);
        bool after_blank = clean->len == 0 || clean->str[clean->len - 1] == ' ';
        if (!is_blank(character) && !is_direction(character))
            append_character(clean, character);
        else if (!after_blank)
            g_string_append_c(clean, ' ');
    }
    g_strchomp(clean->str);
    if (clean->str[0] != '\0')
        fprintf(out, "%s %s\n", keyword, clean->str);
    g_free(valid);
    g_string_free(clean, TRUE);
}

/* ---- words ---- */

static int hundredths(double points)
{
    double value = points * 100;
    if (!isfinite(value))
        return 0;
    return (int)lround(CLAMP(value, -TIP_PDF_LENGTH_MOST, TIP_PDF_LENGTH_MOST));
}

static bool has_tag(const char *name, const char *const *tags)
{
    char *small = g_ascii_strdown(name, -1);
    bool found = false;
    for (; *tags != NULL && !found; tags++)
        found = strstr(small, *tags) != NULL;
    g_free(small);
    return found;
}

/* Weight and slant as fonts' names tell them: PDF 1.7, 9.8.1 gives no better that is always there.
 */
static unsigned font_flags(const char *name)
{
    static const char *const bold[] = {"bold", "black", "heavy", "cmbx", "-bd", "demi", NULL};
    static const char *const italic[] = {"italic", "oblique", "cmti", "-it", NULL};
    if (name == NULL)
        return 0;
    return (has_tag(name, bold) ? TIP_PDF_BOLD : 0u) |
           (has_tag(name, italic) ? TIP_PDF_ITALIC : 0u);
}

/* The attributes of character `at`; they are asked for in rising order. */
static const PopplerTextAttributes *attributes_at(struct characters *page, glong at)
{
    while (page->attributes != NULL) {
        const PopplerTextAttributes *attributes = page->attributes->data;
        if (at <= attributes->end_index)
            return attributes;
        page->attributes = page->attributes->next;
    }
    return NULL;
}

/* Which way the characters [first, end) go. */
static unsigned direction(const struct characters *page, glong first, glong end)
{
    const PopplerRectangle *from = &page->boxes[first], *to = &page->boxes[end - 1];
    double across = fabs((to->x1 + to->x2) - (from->x1 + from->x2));
    double along = (to->y1 + to->y2) - (from->y1 + from->y2);
    if (end - first < 2 || fabs(along) <= across)
        return 0;
    return along > 0 ? TIP_PDF_DOWNWARD : TIP_PDF_UPWARD;
}

static PopplerRectangle box_around(const struct characters *page, glong first, glong end)
{
    PopplerRectangle box = page->boxes[first];
    for (glong i = first + 1; i < end; i++) {
        box.x1 = fmin(box.x1, page->boxes[i].x1);
        box.y1 = fmin(box.y1, page->boxes[i].y1);
        box.x2 = fmax(box.x2, page->boxes[i].x2);
        box.y2 = fmax(box.y2, page->boxes[i].y2);
    }
    return box;
}

static void write_word(FILE *out, struct characters *page, glong first, glong end, GString *text)
{
    g_string_truncate(text, 0);
    for (glong i = first; i < end; i++)
        append_character(text, page->text[i]);
    glong boxed = MIN(end, (glong)page->box_count);
    if (text->len == 0 || first >= boxed)
        return;
    const PopplerTextAttributes *attributes = attributes_at(page, first);
    PopplerRectangle box = box_around(page, first, boxed);
    unsigned flags = direction(page, first, boxed);
    if (attributes != NULL)
        flags |= font_flags(attributes->font_name);
    int left = hundredths(box.x1), top = hundredths(box.y1);
    int size = attributes == NULL ? 0 : hundredths(fabs(attributes->font_size));
    fprintf(out, "word %d %d %d %d %d %u %s\n", left, top, MAX(left, hundredths(box.x2)),
            MAX(top, hundredths(box.y2)), size, flags, text->str);
}

/* Whether character `at` begins a word although no blank stands before it: poppler gives none
 * between the cells of some tables. A fifth of the height is half a narrow blank. */
static bool is_apart(const struct characters *page, glong at)
{
    const PopplerRectangle *before = &page->boxes[at - 1], *box = &page->boxes[at];
    double height = fmax(box->y2 - box->y1, before->y2 - before->y1);
    double width = fmax(box->x2 - box->x1, before->x2 - before->x1);
    double across = fmax(box->x1 - before->x2, before->x1 - box->x2);
    double along = fmax(box->y1 - before->y2, before->y1 - box->y2);
    return fmax(across, along) > fmax(height, width) / 5;
}

static void write_words(FILE *out, struct characters *page)
{
    GString *text = g_string_new(NULL);
    size_t words = 0;
    for (glong at = 0; at < page->count && words < TIP_PDF_PAGE_WORDS_MOST; words++) {
        while (at < page->count && is_blank(page->text[at]))
            at++;
        glong end = at;
        while (end < page->count && !is_blank(page->text[end]) && end - at < WORD_BYTES / 6 &&
               (end == at || end >= (glong)page->box_count || !is_apart(page, end)))
            end++;
        if (end > at)
            write_word(out, page, at, end, text);
        at = end;
    }
    if (words == TIP_PDF_PAGE_WORDS_MOST)
        fprintf(out, "fault it has more than %d words, what is beyond is left out\n",
                TIP_PDF_PAGE_WORDS_MOST);
    g_string_free(text, TRUE);
}

/* Takes the marks of direction out, which have no boxes. */
static glong strip_directions(gunichar *text, glong count)
{
    glong kept = 0;
    for (glong i = 0; i < count; i++)
        if (!is_direction(text[i]))
            text[kept++] = text[i];
    return kept;
}

/* Whether there is anything that is written from right to left: poppler puts marks around it. */
static bool has_right_to_left(const char *text)
{
    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at))
        if (g_utf8_get_char(at) == 0x202B)
            return true;
    return false;
}

/* The page's text, for g_free, and the area that gives it. poppler takes an area for a selection
 * from its one corner to the other. On a page that is mainly written from right to left, one from
 * the left corner leaves out the first line and the last (22.12), so there the longer one counts.
 */
static char *page_text(PopplerPage *page, double width, double height, PopplerRectangle *area)
{
    PopplerRectangle whole = {0, 0, width, height}, mirrored = {width, 0, 0, height};
    char *text = poppler_page_get_text_for_area(page, &whole);
    *area = whole;
    if (text == NULL || !has_right_to_left(text))
        return text;
    char *other = poppler_page_get_text_for_area(page, &mirrored);
    if (other == NULL || strlen(other) <= strlen(text)) {
        g_free(other);
        return text;
    }
    *area = mirrored;
    g_free(text);
    return other;
}

static void write_page_text(FILE *out, PopplerPage *page, double width, double height)
{
    PopplerRectangle *boxes = NULL, area;
    struct characters characters = {0};
    char *text = page_text(page, width, height, &area);
    if (text == NULL || *text == '\0' ||
        !poppler_page_get_text_layout_for_area(page, &area, &boxes, &characters.box_count)) {
        g_free(text);
        return;
    }
    GList *attributes = poppler_page_get_text_attributes_for_area(page, &area);
    characters.attributes = attributes;
    characters.boxes = boxes;
    characters.text = g_utf8_to_ucs4_fast(text, -1, &characters.count);
    characters.count = strip_directions(characters.text, characters.count);
    write_words(out, &characters);
    poppler_page_free_text_attributes(attributes);
    g_free(characters.text);
    g_free(boxes);
    g_free(text);
}

/* ---- forms ---- */

/* What a field was filled in with, for g_free; NULL when it has no text. */
static char *field_text(PopplerFormField *field)
{
    switch (poppler_form_field_get_field_type(field)) {
    case POPPLER_FORM_FIELD_TEXT:
        return poppler_form_field_text_is_password(field) ? NULL
                                                          : poppler_form_field_text_get_text(field);
    case POPPLER_FORM_FIELD_CHOICE:
        for (int i = 0; i < poppler_form_field_choice_get_n_items(field); i++)
            if (poppler_form_field_choice_is_item_selected(field, i))
                return poppler_form_field_choice_get_item(field, i);
        return NULL;
    default:
        return NULL;
    }
}

/* The words of a field's text in a row from its upper left corner on: half an em a letter. */
static void write_field(FILE *out, const char *text, const PopplerRectangle *area, double height)
{
    enum { SIZE = 1000 };
    char *valid = g_utf8_make_valid(text, -1);
    char **words = g_strsplit_set(valid, " \t\r\n", -1);
    int left = hundredths(area->x1), top = hundredths(height - area->y2);
    for (char **word = words; *word != NULL; word++) {
        GString *clean = g_string_new(NULL);
        for (const char *at = *word; *at != '\0' && clean->len < WORD_BYTES / 6;
             at = g_utf8_next_char(at))
            if (!is_blank(g_utf8_get_char(at)))
                append_character(clean, g_utf8_get_char(at));
        int right = left + (int)g_utf8_strlen(clean->str, -1) * SIZE / 2;
        if (clean->len > 0 && right < TIP_PDF_LENGTH_MOST)
            fprintf(out, "word %d %d %d %d %d 0 %s\n", left, top, right, top + SIZE, SIZE,
                    clean->str);
        left = clean->len > 0 ? right + SIZE / 4 : left;
        g_string_free(clean, TRUE);
    }
    g_strfreev(words);
    g_free(valid);
}

/* What forms were filled in with is no part of a page's text to poppler. */
static void write_fields(FILE *out, PopplerPage *page, double height)
{
    GList *fields = poppler_page_get_form_field_mapping(page);
    for (GList *at = fields; at != NULL; at = at->next) {
        const PopplerFormFieldMapping *mapping = at->data;
        char *text = field_text(mapping->field);
        if (text != NULL)
            write_field(out, text, &mapping->area, height);
        g_free(text);
    }
    poppler_page_free_form_field_mapping(fields);
}

/* ---- pages ---- */

static bool has_pictures(PopplerPage *page)
{
    GList *pictures = poppler_page_get_image_mapping(page);
    bool found = pictures != NULL;
    poppler_page_free_image_mapping(pictures);
    return found;
}

static void write_label(FILE *out, PopplerPage *page, int number)
{
    char *label = NULL, own[16];
    g_object_get(page, "label", &label, NULL);
    snprintf(own, sizeof own, "%d", number);
    if (label != NULL && strlen(label) <= LABEL_BYTES && strcmp(label, own) != 0)
        write_text(out, "label", label);
    g_free(label);
}

/* When the parser dies, the page that was told last is known to be the reason. */
static void write_page(FILE *out, PopplerDocument *document, int number)
{
    fprintf(out, "page %d\n", number);
    fflush(out);
    PopplerPage *page = poppler_document_get_page(document, number - 1);
    if (page == NULL) {
        fputs("fault it is damaged\n", out);
        return;
    }
    double width = 0, height = 0;
    poppler_page_get_size(page, &width, &height);
    fprintf(out, "size %d %d\n", abs(hundredths(width)), abs(hundredths(height)));
    write_label(out, page, number);
    write_page_text(out, page, width, height);
    write_fields(out, page, height);
    if (has_pictures(page))
        fputs("pictures\n", out);
    g_object_unref(page);
}

/* ---- the document ---- */

static int entry_page(PopplerDocument *document, PopplerAction *action, int pages)
{
    if (action == NULL || action->type != POPPLER_ACTION_GOTO_DEST ||
        action->goto_dest.dest == NULL)
        return 0;
    PopplerDest *dest = action->goto_dest.dest;
    int page = dest->page_num;
    if (dest->type == POPPLER_DEST_NAMED && dest->named_dest != NULL) {
        PopplerDest *named = poppler_document_find_dest(document, dest->named_dest);
        page = named == NULL ? 0 : named->page_num;
        if (named != NULL)
            poppler_dest_free(named);
    }
    return page >= 1 && page <= pages ? page : 0;
}

static void write_outline(FILE *out, PopplerDocument *document, PopplerIndexIter *iter, int level,
                          size_t *count)
{
    if (iter == NULL || level > OUTLINE_DEPTH)
        return;
    int pages = poppler_document_get_n_pages(document);
    do {
        char keyword[48];
        PopplerAction *action = poppler_index_iter_get_action(iter);
        snprintf(keyword, sizeof keyword, "outline %d %d", level,
                 entry_page(document, action, pages));
        if (action != NULL)
            write_text(out, keyword, action->any.title);
        poppler_action_free(action);
        PopplerIndexIter *child = poppler_index_iter_get_child(iter);
        write_outline(out, document, child, level + 1, count);
        poppler_index_iter_free(child);
    } while (++*count < TIP_PDF_OUTLINE_MOST && poppler_index_iter_next(iter));
}

static void write_facts(FILE *out, PopplerDocument *document)
{
    size_t entries = 0;
    char *title = poppler_document_get_title(document);
    char *author = poppler_document_get_author(document);
    time_t created = poppler_document_get_creation_date(document);
    write_text(out, "title", title);
    write_text(out, "author", author);
    if (created > 0)
        fprintf(out, "created %lld\n", (long long)created);
    PopplerIndexIter *iter = poppler_index_iter_new(document);
    write_outline(out, document, iter, 1, &entries);
    poppler_index_iter_free(iter);
    g_free(title);
    g_free(author);
}

static void write_refusal(FILE *out, const GError *failure)
{
    if (failure != NULL && failure->domain == POPPLER_ERROR &&
        failure->code == POPPLER_ERROR_ENCRYPTED)
        fputs("refused it is encrypted and opens with a password only: save it without one\n", out);
    else
        fputs("refused it is damaged, or no PDF: no page can be found in it\n", out);
}

static void ignore(const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
    (void)domain;
    (void)level;
    (void)message;
    (void)data;
}

int tip_pdf_child(int output, const char *bytes, size_t length, int first)
{
    FILE *out = fdopen(output, "w");
    if (out == NULL)
        return EXIT_FAILURE;
    g_log_set_default_handler(ignore, NULL);
    GError *failure = NULL;
    GBytes *source = g_bytes_new_static(bytes, length);
    PopplerDocument *document = poppler_document_new_from_bytes(source, NULL, &failure);
    int pages = document == NULL ? 0 : poppler_document_get_n_pages(document);
    if (pages < 1) {
        write_refusal(out, failure);
        return fflush(out) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    if (pages > TIP_PDF_PAGES_MOST)
        pages = TIP_PDF_PAGES_MOST;
    fprintf(out, "pages %d\n", pages);
    if (first == 1)
        write_facts(out, document);
    for (int number = first; number <= pages; number++)
        write_page(out, document, number);
    fputs("end\n", out);
    return fflush(out) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
