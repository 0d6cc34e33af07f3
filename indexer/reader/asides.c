/* What stands beside the run of a text: stories, captions, descriptions of pictures.
 *
 * A text that was taken from a laid-out report keeps them between its paragraphs without a mark. A
 * story is a heading that names a route or a country, and one paragraph. A description of a picture
 * speaks of what is seen ("in the background", "is wearing"). A caption is short and stands at a
 * page break or behind a description. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "reader/heading.h"
#include "reader/paragraph.h"
#include "reader/text.h"

enum { STORY_WORDS = 30, CAPTION_WORDS = 65, DESCRIPTION_WORDS = 130 };

/* Of a scene: how far in the person and, behind that, what is done may stand; its sentence. */
enum { SCENE_PERSON = 4, SCENE_ACT = 4, SCENE_WORDS = 24, SCENE_LEAST = 5, SCENE_MANY = 10 };

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

static bool is_one_of(const char *word, size_t length, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(list[i]) == length && strncmp(list[i], word, length) == 0)
            return true;
    return false;
}

#define IS_ONE_OF(word, length, list) is_one_of(word, length, list, sizeof list / sizeof list[0])

/* "takes", "speaks": what one person does now. */
static bool is_act(const char *word, size_t length)
{
    static const char *const others[] = {"is",   "has",  "was", "does", "its",
                                         "this", "says", "his", "needs"};
    return length > 3 && islower((unsigned char)word[0]) && word[length - 1] == 's' &&
           word[length - 2] != 's' && memchr(word, '\'', length) == NULL &&
           !IS_ONE_OF(word, length, others);
}

/* Words of a sentence that tells what is, was or may be. */
static const char *const telling[] = {"who", "was",  "were", "may",  "must", "can",
                                      "had", "will", "when", "that", "if",   "should",
                                      "are", "have", "do",   "often"};

static const char *const groups[] = {"Workers ",  "Children ", "Women ",   "Men ",
                                     "Girls ",    "Boys ",     "Farmers ", "Migrants ",
                                     "Students ", "Families "};

/* "and her daughter weave": what two do now. */
static bool is_shared_act(const char *at, const char *end)
{
    static const char *const joins[] = {"and her ", "and his ", "and a ", "and their "};
    for (size_t i = 0; i < sizeof joins / sizeof joins[0]; i++) {
        size_t length = strlen(joins[i]);
        if ((size_t)(end - at) <= length || strncmp(at, joins[i], length) != 0)
            continue;
        const char *act = at + length + strcspn(at + length, " ");
        return act + 1 < end && islower((unsigned char)act[1]) &&
               !IS_ONE_OF(act + 1, strcspn(act + 1, " ."), telling);
    }
    return false;
}

/* "Workers unload bricks from a kiln.": what several do, with or at one thing that was not named
 * before. */
static bool is_scene_of_many(const char *at, const char *end)
{
    size_t words = 0;
    bool has_thing = false;
    for (; at < end; words++) {
        size_t length = strcspn(at, " .");
        if (IS_ONE_OF(at, length, telling) || (words == 1 && !islower((unsigned char)*at)))
            return false;
        has_thing |= (length == 1 && *at == 'a') || (length == 2 && strncmp(at, "an", 2) == 0);
        at += length + 1;
    }
    return has_thing && words >= SCENE_LEAST && words <= SCENE_MANY;
}

/* "A migrant worker picks fruit.": a short first sentence in which somebody, whom the text has not
 * named, does something now. So a picture's caption begins where nothing else tells it apart; a
 * sentence that says what is, was or may be is of the text. */
static bool is_scene(const struct tip_block *block)
{
    static const char *const people[] = {"woman",  "man",    "boy",    "girl",      "child",
                                         "worker", "mother", "father", "survivor",  "inspector",
                                         "farmer", "fisher", "couple", "fisherman", "student",
                                         "family", "officer"};
    const char *at = block->text;
    if (strncmp(at, "In ", 3) == 0 && strncmp(at + strcspn(at, ","), ", a ", 4) == 0)
        at += strcspn(at, ",") + 2;
    const char *stop = strstr(at, ". ");
    const char *end = stop == NULL ? at + strlen(at) : stop;
    if (STARTS_WITH(at, groups))
        return is_scene_of_many(at, end);
    if (strncasecmp(at, "a ", 2) != 0 && strncasecmp(at, "an ", 3) != 0)
        return false;
    size_t words = 0, person = 0, act = 0;
    for (; at < end; words++) {
        size_t length = strcspn(at, " .");
        if (IS_ONE_OF(at, length, telling))
            return false;
        if (person == 0 && words <= SCENE_PERSON && IS_ONE_OF(at, length, people))
            person = words;
        else if (person > 0 && act == 0 && words <= person + SCENE_ACT &&
                 (is_act(at, length) || (words == person + 1 && is_shared_act(at, end))))
            act = words;
        at += length + 1;
    }
    return act > 0 && words <= SCENE_WORDS;
}

/* The block at a place, or NULL outside the document. */
static const struct tip_block *block_at(const struct tip_document *document, size_t place)
{
    return place < document->count ? &document->blocks[place] : NULL;
}

static bool ends_with_colon(const struct tip_block *block)
{
    size_t length = strlen(block->text);
    return length > 0 && block->text[length - 1] == ':';
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
        block->text[0] == '\0' || words_of(block) > CAPTION_WORDS ||
        !tip_paragraph_is_ended(block->text) || ends_with_colon(block) ||
        tip_paragraph_begins_small(block->text) || STARTS_WITH(block->text, leaning_words))
        return false;
    if (before != NULL && is_description(before))
        return true;
    if (is_scene(block) && before != NULL && before->kind != TIP_BLOCK_HEADING &&
        !ends_with_colon(before))
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
    return is_boundary(after) || tip_paragraph_begins_small(after->text) || is_scene(after);
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
