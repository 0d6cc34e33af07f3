/* The outline of a plain text, in one pass: levels of headings, and paragraphs put together again.
 *
 * A heading's level follows from its rank and what is open: what the table of contents has is firm,
 * capitals stand below a firm first level, title case below the last firm heading or capitals. A
 * title-case heading directly behind another one of its level is its child, and so are those that
 * follow with the same first word ("Tier 1", "Tier 2" below "A Guide to the Tiers").
 *
 * A paragraph that begins with a small letter goes on with the last one that has no end, across
 * pictures, stories, quotations and boxes. Where headings stood between the two (a box), those that
 * were open before are opened again behind it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "reader/paragraph.h"
#include "reader/text.h"

enum {
    OUTLINE_DEPTH = 6,
    SEARCH_BLOCKS = 40,  /* how far back the first half of a cut paragraph may stand */
    OPEN_WORDS = 8,      /* shorter ones without an end are labels and signatures */
    BETWEEN_WORDS = 70,  /* a paragraph between two halves up to this is a caption */
    JOINED_BYTES = 32768 /* a paragraph that grew so far takes no more */
};

struct heading {
    size_t block; /* place in the new document */
    int rank;
};

/* The headings that are open, outermost first; index is level - 1. */
struct path {
    struct heading headings[OUTLINE_DEPTH];
    int depth;
};

struct outline {
    struct tip_document to;
    struct path *paths; /* for each block of `to`, what was open at it */
    struct path open;
    int group_level;    /* level of the children of a heading without text; 0: none */
    size_t group_first; /* the first of those children, a block of `to` */
    struct tip_error *error;
};

/* ---- levels ---- */

static bool same_first_word(const char *a, const char *b)
{
    size_t length = strcspn(a, " ");
    return length == strcspn(b, " ") && strncasecmp(a, b, length) == 0;
}

/* The level of the last open heading that is firm: all but title case. */
static int firm_level(const struct path *open)
{
    for (int level = open->depth; level > 0; level--)
        if (open->headings[level - 1].rank != TIP_RANK_TITLE)
            return level;
    return 0;
}

static int plain_level(const struct outline *outline, int rank)
{
    const struct path *open = &outline->open;
    if (rank >= TIP_RANK_MARKED)
        return rank - TIP_RANK_MARKED + 1;
    switch (rank) {
    case TIP_RANK_CONTENTS_1:
        return 1;
    case TIP_RANK_CONTENTS_2:
        return 2;
    case TIP_RANK_CAPITALS:
        return open->depth > 0 && open->headings[0].rank == TIP_RANK_CONTENTS_1 ? 2 : 1;
    default:
        return firm_level(open) < OUTLINE_DEPTH ? firm_level(open) + 1 : OUTLINE_DEPTH;
    }
}

/* Whether the block before is a heading of the same level, so that this one is its child. */
static bool is_child(const struct outline *outline, int rank, int level)
{
    size_t count = outline->to.count;
    if (count == 0 || level < 2 || rank >= TIP_RANK_MARKED)
        return false;
    const struct tip_block *before = &outline->to.blocks[count - 1];
    int rank_before = outline->open.headings[level - 1].rank;
    return before->kind == TIP_BLOCK_HEADING && before->level == level &&
           rank != TIP_RANK_CAPITALS && rank_before == TIP_RANK_TITLE;
}

static int settle_level(struct outline *outline, const struct tip_block *heading)
{
    int rank = heading->level, level = plain_level(outline, rank);
    if (is_child(outline, rank, level)) {
        outline->group_level = level + 1;
        outline->group_first = outline->to.count;
        level++;
    } else if (rank == TIP_RANK_TITLE && outline->group_level == level + 1 &&
               same_first_word(outline->to.blocks[outline->group_first].text, heading->text)) {
        level++;
    } else {
        outline->group_level = 0;
    }
    return level < OUTLINE_DEPTH ? level : OUTLINE_DEPTH;
}

static void open_heading(struct outline *outline, size_t block, int rank, int level)
{
    struct path *open = &outline->open;
    for (int gap = open->depth; gap < level - 1; gap++)
        open->headings[gap] = (struct heading){.block = block, .rank = TIP_RANK_TITLE};
    open->headings[level - 1] = (struct heading){.block = block, .rank = rank};
    open->depth = level;
}

/* ---- paragraphs ---- */

static size_t words_of(const struct tip_block *block)
{
    return tip_text_words(block->text, strlen(block->text));
}

/* Ends with a word that cannot end a sentence: what follows goes on, capital or not. */
static bool ends_leaning(const char *text)
{
    static const char *const words[] = {"of", "and", "the",  "in", "to", "with", "for",  "a",
                                        "an", "by",  "from", "or", "on", "at",   "their"};
    const char *blank = strrchr(text, ' ');
    if (blank == NULL)
        return false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(blank + 1, words[i]) == 0)
            return true;
    return false;
}

static bool is_open(const struct tip_block *block)
{
    return block->kind == TIP_BLOCK_PARAGRAPH && (block->flags & TIP_BLOCK_STORY) == 0 &&
           strnlen(block->text, JOINED_BYTES) < JOINED_BYTES &&
           !tip_paragraph_is_ended(block->text) && words_of(block) >= OPEN_WORDS &&
           strncasecmp(block->text, "by: ", 4) != 0;
}

static bool is_run(const struct tip_block *block)
{
    return (block->flags & TIP_BLOCK_STORY) == 0 &&
           (block->kind == TIP_BLOCK_PARAGRAPH || block->kind == TIP_BLOCK_LIST_ITEM);
}

/* The place of the first half of a paragraph; the count of blocks when there is none. */
static size_t find_first_half(const struct outline *outline, const struct tip_block *second)
{
    const struct tip_document *to = &outline->to;
    bool is_small = tip_paragraph_begins_small(second->text);
    if (second->kind != TIP_BLOCK_PARAGRAPH || (second->flags & TIP_BLOCK_STORY) != 0)
        return to->count;
    size_t far = to->count > SEARCH_BLOCKS ? to->count - SEARCH_BLOCKS : 0;
    for (size_t i = to->count; i-- > far;) {
        const struct tip_block *block = &to->blocks[i];
        bool is_section = block->kind == TIP_BLOCK_HEADING && (block->flags & TIP_BLOCK_STORY) == 0;
        if (is_section && (block->level == 1 || !is_small))
            break;
        if (is_open(block) && (is_small || ends_leaning(block->text)))
            return i;
        if (!is_small && is_run(block))
            break;
    }
    return to->count;
}

/* Moves a block over; it must not be used in `from` again. */
static void move_block(struct outline *outline, struct tip_block *block)
{
    struct tip_document *to = &outline->to;
    to->blocks[to->count] = *block;
    outline->paths[to->count++] = outline->open;
    *block = (struct tip_block){0};
}

/* Opens again what was open at a block before a box: the headings that differ, as copies. */
static tip_status reopen(struct outline *outline, const struct path *path)
{
    int same = 0;
    while (same < path->depth && same < outline->open.depth &&
           path->headings[same].block == outline->open.headings[same].block)
        same++;
    outline->open.depth = same;
    if (same == path->depth)
        return TIP_OK;
    for (int level = same; level < path->depth; level++) {
        const struct tip_block *heading = &outline->to.blocks[path->headings[level].block];
        struct tip_block copy = {.kind = TIP_BLOCK_HEADING,
                                 .level = level + 1,
                                 .text = strdup(heading->text),
                                 .page = heading->page == NULL ? NULL : strdup(heading->page),
                                 .page_number = heading->page_number,
                                 .page_is = heading->page_is,
                                 .line = heading->line};
        if (copy.text == NULL || (heading->page != NULL && copy.page == NULL)) {
            free(copy.text);
            free(copy.page);
            return tip_error_memory(outline->error, "putting paragraphs together");
        }
        open_heading(outline, path->headings[level].block, path->headings[level].rank, level + 1);
        move_block(outline, &copy);
    }
    return TIP_OK;
}

/* Short paragraphs between two halves are captions; across a heading they may be a box's text. */
static void mark_between(struct tip_document *to, size_t first_half)
{
    for (size_t i = first_half + 1; i < to->count; i++) {
        struct tip_block *block = &to->blocks[i];
        if (block->kind == TIP_BLOCK_HEADING && (block->flags & TIP_BLOCK_STORY) == 0)
            return;
        if (is_run(block) && block->kind == TIP_BLOCK_PARAGRAPH && words_of(block) <= BETWEEN_WORDS)
            block->kind = TIP_BLOCK_CAPTION;
    }
}

/* How many pages further the second half begins than the first one ends: form feeds in its text are
 * turns (page_turns.h). */
static size_t turned_pages(const struct tip_block *first, const struct tip_block *second)
{
    int last = first->page_number;
    for (const char *at = first->text; (at = strchr(at, '\f')) != NULL; at++)
        last++;
    if (first->page_is != TIP_PAGE_EXACT || first->page_number == 0 || second->page_number <= last)
        return 0;
    return (size_t)(second->page_number - last);
}

static tip_status join(struct outline *outline, size_t first_half, struct tip_block *second)
{
    struct tip_block *first = &outline->to.blocks[first_half];
    size_t length = strlen(first->text), more = strlen(second->text);
    size_t turned = turned_pages(first, second);
    char *text = malloc(length + 1 + turned + more + 1);
    if (text == NULL)
        return tip_error_memory(outline->error, "putting paragraphs together");
    memcpy(text, first->text, length);
    text[length] = ' ';
    memset(text + length + 1, '\f', turned);
    memcpy(text + length + 1 + turned, second->text, more + 1);
    free(first->text);
    first->text = text;
    mark_between(&outline->to, first_half);
    struct path path = outline->paths[first_half];
    return reopen(outline, &path);
}

/* Two headings in capitals below a chapter's, one directly behind the other, head one text: two
 * people who are honored together. */
static bool is_shared(const struct outline *outline, const struct tip_block *heading)
{
    size_t count = outline->to.count;
    if (count == 0 || heading->level != TIP_RANK_CAPITALS)
        return false;
    const struct tip_block *before = &outline->to.blocks[count - 1];
    return before->kind == TIP_BLOCK_HEADING && (before->flags & TIP_BLOCK_STORY) == 0 &&
           before->level == 2 && plain_level(outline, TIP_RANK_CAPITALS) == 2 &&
           outline->open.headings[1].rank == TIP_RANK_CAPITALS;
}

static tip_status share_heading(struct outline *outline, const struct tip_block *heading)
{
    struct tip_block *before = &outline->to.blocks[outline->to.count - 1];
    char *text = NULL;
    if (asprintf(&text, "%s; %s", before->text, heading->text) < 0)
        return tip_error_memory(outline->error, "settling the outline of a text");
    free(before->text);
    before->text = text;
    return TIP_OK;
}

static tip_status settle_block(struct outline *outline, struct tip_block *block)
{
    if (block->kind == TIP_BLOCK_HEADING && (block->flags & TIP_BLOCK_STORY) == 0 &&
        is_shared(outline, block))
        return share_heading(outline, block);
    if (block->kind == TIP_BLOCK_HEADING && (block->flags & TIP_BLOCK_STORY) == 0) {
        int rank = block->level;
        block->level = settle_level(outline, block);
        open_heading(outline, outline->to.count, rank, block->level);
        move_block(outline, block);
        return TIP_OK;
    }
    if (block->kind == TIP_BLOCK_HEADING) /* a story is of its chapter, of no section in it */
        block->level = outline->open.depth > 0 ? 2 : 1;
    size_t first_half = find_first_half(outline, block);
    if (first_half == outline->to.count) {
        move_block(outline, block);
        return TIP_OK;
    }
    return join(outline, first_half, block);
}

tip_status tip_outline_settle(struct tip_document *document, struct tip_error *error)
{
    /* A paragraph that goes on may open as many headings again as the path is deep. */
    size_t room = document->count * (OUTLINE_DEPTH + 1) + 1;
    struct outline outline = {.error = error};
    outline.to.blocks = calloc(room, sizeof *outline.to.blocks);
    outline.paths = calloc(room, sizeof *outline.paths);
    tip_status status = TIP_OK;
    if (outline.to.blocks == NULL || outline.paths == NULL)
        status = tip_error_memory(error, "settling the outline of a text");
    for (size_t i = 0; i < document->count && status == TIP_OK; i++)
        status = settle_block(&outline, &document->blocks[i]);
    free(outline.paths);
    if (status != TIP_OK) {
        tip_document_free(&outline.to);
        return status;
    }
    for (size_t i = 0; i < document->count; i++) {
        free(document->blocks[i].text);
        free(document->blocks[i].by);
        free(document->blocks[i].page);
    }
    free(document->blocks);
    document->blocks = outline.to.blocks;
    document->count = outline.to.count;
    document->capacity = room;
    for (size_t i = 0; i < document->count; i++)
        document->blocks[i].flags &= ~(unsigned)TIP_BLOCK_READING_FLAGS;
    return TIP_OK;
}
