/* What stands beside the run of a text: stories, captions, descriptions of pictures.
 *
 * A text that was taken from a laid-out report keeps them between its paragraphs without a mark. A
 * story is a heading that names a route or a country, and one paragraph. A description of a picture
 * speaks of what is seen ("in the background", "is wearing"). A caption is short and stands at a
 * page break or behind a description. */
#include <string.h>

#include "reader/heading.h"
#include "reader/paragraph.h"
#include "reader/text.h"

enum { STORY_WORDS = 30, CAPTION_WORDS = 65, DESCRIPTION_WORDS = 130 };

static const char *const description_starts[] = {
    "A photograph ",         "The photograph ",  "A photo ",     "A handwritten signature",
    "The background image ", "The image shows ", "An image of ", "This image shows ",
    "A person is shown ",    "Photo: ",          "Image: "};

/* Two of these in a paragraph that begins with an article describe a picture. */
static const char *const description_words[] = {
    "background", "foreground", "wearing",     "silhouette", "camera",  "is sitting",
    "is walking", "is smiling", "is standing", "looking ",   "lighting"};

/* First words of a sentence that leans on the one before: no caption begins so. */
static const char *const leaning_words[] = {
    "This ", "These ", "However", "As ",         "It ",      "They ", "Such ", "Additionally",
    "For ",  "Also",   "Despite", "In addition", "Moreover", "But ",  "The "};

static bool starts_with_any(const char *text, const char *const *starts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strncmp(text, starts[i], strlen(starts[i])) == 0)
            return true;
    return false;
}

#define STARTS_WITH(text, list) starts_with_any(text, list, sizeof list / sizeof list[0])

static size_t words_of(const struct tip_block *block)
{
    return tip_text_words(block->text, strlen(block->text));
}

static bool is_description(const struct tip_block *block)
{
    if (block->kind != TIP_BLOCK_PARAGRAPH || words_of(block) > DESCRIPTION_WORDS)
        return false;
    if (STARTS_WITH(block->text, description_starts))
        return true;
    static const char *const articles[] = {"A ", "An ", "The ", "Two ", "Three ", "Several "};
    if (strstr(block->text, " was ") != NULL || strstr(block->text, " were ") != NULL)
        return false; /* what is told, not what is seen */
    size_t found = 0;
    for (size_t i = 0; i < sizeof description_words / sizeof description_words[0]; i++)
        found += strstr(block->text, description_words[i]) != NULL;
    return found >= 2 && STARTS_WITH(block->text, articles);
}

/* The block at a place, or NULL outside the document. */
static const struct tip_block *block_at(const struct tip_document *document, size_t place)
{
    return place < document->count ? &document->blocks[place] : NULL;
}

/* Whether a block is no part of the running text: nothing goes on across it. */
static bool is_boundary(const struct tip_block *block)
{
    return block == NULL || block->kind == TIP_BLOCK_HEADING ||
           block->kind == TIP_BLOCK_QUOTATION || block->kind == TIP_BLOCK_CAPTION ||
           (block->flags & TIP_BLOCK_STORY) != 0;
}

static bool is_caption(const struct tip_document *document, size_t place)
{
    const struct tip_block *block = &document->blocks[place];
    const struct tip_block *before = place == 0 ? NULL : block_at(document, place - 1);
    const struct tip_block *after = block_at(document, place + 1);
    if (block->kind != TIP_BLOCK_PARAGRAPH || (block->flags & TIP_BLOCK_STORY) != 0 ||
        words_of(block) > CAPTION_WORDS || !tip_paragraph_is_ended(block->text) ||
        block->text[strlen(block->text) - 1] == ':' || tip_paragraph_begins_small(block->text) ||
        STARTS_WITH(block->text, leaning_words))
        return false;
    if (before != NULL && is_description(before))
        return true;
    bool after_break = (block->flags & TIP_BLOCK_AFTER_BREAK) != 0 && before != NULL;
    bool before_break = (block->flags & TIP_BLOCK_BEFORE_BREAK) != 0 && after != NULL;
    if (after_break && (before_break || is_boundary(after)))
        return true;
    if (before_break)
        return before != NULL && before->kind != TIP_BLOCK_TABLE_ROW &&
               before->kind != TIP_BLOCK_LIST_ITEM && before->kind != TIP_BLOCK_HEADING;
    static const char *const articles[] = {"A ", "An "};
    return after_break && is_boundary(before) && STARTS_WITH(block->text, articles);
}

/* A heading that names one country stands over a story only when one paragraph is all it has. */
static bool has_one_paragraph(const struct tip_document *document, size_t heading)
{
    const struct tip_block *paragraph = &document->blocks[heading + 1];
    const struct tip_block *after = block_at(document, heading + 2);
    if ((paragraph->flags & TIP_BLOCK_BEFORE_BREAK) != 0)
        return true;
    bool is_below =
        after != NULL && after->kind == TIP_BLOCK_HEADING &&
        (after->level == TIP_RANK_TITLE ||
         (after->level >= TIP_RANK_MARKED && after->level > document->blocks[heading].level));
    if (is_below)
        return false; /* a country's chapter, which has sections */
    return is_boundary(after) || tip_paragraph_begins_small(after->text);
}

static bool is_story(const struct tip_document *document, size_t place)
{
    const struct tip_block *heading = &document->blocks[place];
    const struct tip_block *paragraph = block_at(document, place + 1);
    if (heading->kind != TIP_BLOCK_HEADING ||
        (heading->level != TIP_RANK_CAPITALS && heading->level < TIP_RANK_MARKED) ||
        paragraph == NULL || paragraph->kind != TIP_BLOCK_PARAGRAPH ||
        words_of(paragraph) < STORY_WORDS)
        return false;
    size_t length = strlen(heading->text);
    if (!tip_heading_is_route(heading->text, length))
        return false;
    return !tip_heading_is_country(heading->text, length) || has_one_paragraph(document, place);
}

void tip_asides_mark(struct tip_document *document)
{
    for (size_t i = 0; i < document->count; i++) {
        if (!is_story(document, i))
            continue;
        document->blocks[i].flags |= TIP_BLOCK_STORY;
        document->blocks[i + 1].flags |= TIP_BLOCK_STORY;
    }
    /* Captions are told by their neighbours as they were, so kinds change behind the reading. */
    bool before_is_caption = false;
    for (size_t i = 0; i < document->count; i++) {
        bool is_aside = is_caption(document, i);
        if (i > 0 && (before_is_caption || is_description(&document->blocks[i - 1])))
            document->blocks[i - 1].kind = TIP_BLOCK_CAPTION;
        before_is_caption = is_aside;
    }
    if (document->count > 0 && before_is_caption)
        document->blocks[document->count - 1].kind = TIP_BLOCK_CAPTION;
}
