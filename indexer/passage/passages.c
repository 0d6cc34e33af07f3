/* Blocks -> passages.
 *
 * The run of a section (paragraphs, list items) gathers in a draft until it is long enough to stand
 * alone; what stands beside the run (stories, quotations, captions, rows of tables) becomes a
 * passage at once and does not end the draft. A heading ends it. Headings under which nothing
 * stands are gathered too, so that none of their words is lost, and become captions. */
#include "passage/passage.h"

#include <stdlib.h>
#include <string.h>

#include "base/string_builder.h"
#include "passage/collector.h"
#include "passage/split.h"
#include "reader/document.h"

enum {
    /* Paragraphs and items of a section, or passages of a paragraph: in more than so many, cuts are
     * made at landmarks (split.h). Below, they are made where the parts come out even. */
    LONG_SECTION = 60,
    LONG_PARAGRAPH = 8
};

struct open_heading {
    const struct tip_block *block;
    bool is_used; /* a passage stands under it */
};

struct maker {
    struct tip_passages *passages;
    const struct tip_document *document;
    struct tip_passage_sizes sizes;
    struct open_heading open[TIP_SECTION_DEPTH];
    size_t depth;

    bool is_long; /* the section has more than LONG_SECTION blocks of running text */

    /* The draft: running text that is not yet a passage. */
    struct tip_string draft;
    size_t draft_words;
    enum tip_kind draft_kind;
    const struct tip_block *draft_from;
    struct tip_page_turn *turns; /* where in the draft pages begin; labels are the blocks' */
    size_t turn_count, turn_capacity;
    size_t last_in_section; /* place + 1 of the section's last passage from a draft; 0: none */

    struct tip_string empty; /* headings without text that stand directly behind one another */
    const struct tip_block *empty_from;
    struct tip_error *error;
};

static struct tip_section_path path_of(const struct maker *maker, size_t depth)
{
    struct tip_section_path path = {.depth = depth};
    for (size_t i = 0; i < depth; i++)
        path.headings[i] = maker->open[i].block->text;
    return path;
}

static tip_status flush_empty(struct maker *maker);

static tip_status add(struct maker *maker, enum tip_kind kind, const char *text, size_t length,
                      const struct tip_block *from)
{
    tip_status status = flush_empty(maker);
    if (status != TIP_OK)
        return status;
    struct tip_section_path path = path_of(maker, maker->depth);
    for (size_t i = 0; i < maker->depth; i++)
        maker->open[i].is_used = true;
    return tip_passages_add(maker->passages, &path, kind, text, length, from, maker->error);
}

/* ---- the draft ---- */

static void clear_draft(struct maker *maker)
{
    tip_string_clear(&maker->draft);
    maker->draft_words = 0;
    maker->draft_from = NULL;
    maker->turn_count = 0;
}

static bool add_turn(struct maker *maker, size_t offset, char *page, int number)
{
    if (maker->turn_count == maker->turn_capacity) {
        size_t capacity = maker->turn_capacity == 0 ? 16 : maker->turn_capacity * 2;
        struct tip_page_turn *turns = realloc(maker->turns, capacity * sizeof *turns);
        if (turns == NULL)
            return false;
        maker->turns = turns;
        maker->turn_capacity = capacity;
    }
    maker->turns[maker->turn_count++] = (struct tip_page_turn){offset, page, number};
    return true;
}

/* Remembers the pages of a block whose text is about to be added to the draft. */
static bool add_turns(struct maker *maker, const struct tip_block *block)
{
    size_t offset = maker->draft.length;
    bool is_done = true;
    if (block->page_is != TIP_PAGE_EXACT || block->page_number == 0)
        return true;
    if (maker->draft_from != block)
        is_done = add_turn(maker, offset, block->page, block->page_number);
    for (size_t i = 0; i < block->turn_count && is_done; i++) {
        const struct tip_page_turn *turn = &block->turns[i];
        is_done = add_turn(maker, offset + turn->offset, turn->page, turn->page_number);
    }
    return is_done;
}

/* The block with the page on which the text at an offset stands. */
static struct tip_block at_offset(const struct tip_block *from, const struct tip_page_turn *turns,
                                  size_t count, size_t offset)
{
    struct tip_block block = *from;
    for (size_t i = 0; i < count && turns[i].offset <= offset; i++) {
        block.page = turns[i].page;
        block.page_number = turns[i].page_number;
    }
    return block;
}

static size_t trimmed(const char *text, size_t length)
{
    while (length > 0 && strchr(" \n\t", text[length - 1]) != NULL)
        length--;
    return length;
}

/* A draft longer than a passage: pieces of about the same length. */
static tip_status add_pieces(struct maker *maker, enum tip_kind kind, const char *text,
                             size_t length, const struct tip_block *from,
                             const struct tip_page_turn *turns, size_t turn_count)
{
    size_t words = tip_text_words(text, length);
    size_t pieces = (words + maker->sizes.high - 1) / maker->sizes.high;
    size_t target = pieces == 0 ? maker->sizes.high : words / pieces;
    if (pieces > LONG_PARAGRAPH)
        target = TIP_SPLIT_AT_LANDMARKS;
    /* Never more than the words that are left. A cut within a word makes two of it, so what is left
     * is counted anew when this comes down to a passage; counted for every piece, a text of few and
     * endless words would be read to its end each time. */
    size_t left = words;
    tip_status status = TIP_OK;
    for (size_t start = 0; start < length && status == TIP_OK;) {
        size_t end = tip_split_end(&maker->sizes, text, length, start, target);
        size_t rest = tip_text_words(text + end, length - end < 2048 ? length - end : 2048);
        if (rest < TIP_PASSAGE_WORDS_SHORT && left <= maker->sizes.merge) {
            left = tip_text_words(text + start, length - start);
            end = left <= maker->sizes.merge ? length : end;
        }
        size_t taken = tip_text_words(text + start, end - start);
        left -= taken < left ? taken : left;
        size_t shown = start + strspn(text + start, " \n\t");
        struct tip_block block = at_offset(from, turns, turn_count, shown);
        status = add(maker, kind, text + start, trimmed(text + start, end - start), &block);
        start = end;
    }
    return status;
}

/* Whether what is left at a section's end goes to the passage before it. */
static struct tip_passage *neighbour_for(struct maker *maker, size_t words)
{
    if (maker->last_in_section == 0 || words >= maker->sizes.low)
        return NULL;
    struct tip_passage *last = &maker->passages->items[maker->last_in_section - 1];
    size_t together = last->words + words;
    bool fits = together <= maker->sizes.high ||
                (words < TIP_PASSAGE_WORDS_SHORT && together <= maker->sizes.merge);
    bool is_alike = (last->kind == TIP_KIND_CONTENTS) == (maker->draft_kind == TIP_KIND_CONTENTS) &&
                    (last->kind == TIP_KIND_TABLE) == (maker->draft_kind == TIP_KIND_TABLE);
    return fits && is_alike ? last : NULL;
}

static tip_status flush_draft(struct maker *maker)
{
    if (maker->draft.failed)
        return tip_error_memory(maker->error, "making passages");
    if (maker->draft.length == 0)
        return TIP_OK;
    tip_status status;
    struct tip_passage *last = neighbour_for(maker, maker->draft_words);
    if (last != NULL) {
        status =
            tip_passage_extend(last, "\n\n", maker->draft.data, maker->draft.length, maker->error);
    } else if (maker->draft_words > maker->sizes.high || maker->draft.length > 8192) {
        status = add_pieces(maker, maker->draft_kind, maker->draft.data, maker->draft.length,
                            maker->draft_from, maker->turns, maker->turn_count);
        maker->last_in_section = maker->passages->count;
    } else {
        status = add(maker, maker->draft_kind, maker->draft.data, maker->draft.length,
                     maker->draft_from);
        maker->last_in_section = maker->passages->count;
    }
    clear_draft(maker);
    return status;
}

static bool ends_with_colon(const struct tip_string *text)
{
    return text->length > 0 && text->data[text->length - 1] == ':';
}

/* Whether the draft is to become a passage before a block of running text joins it. */
static bool is_full(const struct maker *maker, enum tip_kind kind, const char *text, size_t words)
{
    size_t together = maker->draft_words + words;
    if (maker->draft.length == 0)
        return false;
    if ((kind == TIP_KIND_TABLE) != (maker->draft_kind == TIP_KIND_TABLE) ||
        (kind == TIP_KIND_CONTENTS) != (maker->draft_kind == TIP_KIND_CONTENTS))
        return true;
    if (maker->draft_words < TIP_PASSAGE_WORDS_SHORT || ends_with_colon(&maker->draft))
        return false;
    if (maker->is_long && maker->draft_words >= maker->sizes.low &&
        tip_split_is_landmark(text, strlen(text)))
        return true;
    if (kind != TIP_KIND_NARRATIVE)
        return together > maker->sizes.high;
    if (maker->draft_words < maker->sizes.low)
        return false;
    if (text[strlen(text) - 1] == ':')
        return true;
    return words >= maker->sizes.low ||
           (words >= TIP_PASSAGE_WORDS_SHORT && together > maker->sizes.high);
}

/* "1. …", "ii) …", "(a) …": the item has a mark of its own. */
static bool is_numbered(const char *text)
{
    size_t at = strspn(text, "(0123456789abcdefghivxlc");
    return at > 0 && at <= 5 && (text[at] == '.' || text[at] == ')') && text[at + 1] == ' ';
}

static tip_status add_to_draft(struct maker *maker, enum tip_kind kind, const char *text,
                               const struct tip_block *from)
{
    size_t words = tip_text_words(text, strlen(text));
    tip_status status = TIP_OK;
    if (*text == '\0')
        return TIP_OK;
    if (is_full(maker, kind, text, words))
        status = flush_draft(maker);
    if (status != TIP_OK)
        return status;
    if (maker->draft.length == 0) {
        maker->draft_from = from;
        maker->draft_kind = kind;
    } else {
        tip_string_append_text(&maker->draft, kind == TIP_KIND_NARRATIVE ? "\n\n" : "\n");
    }
    if (kind == TIP_KIND_LIST) {
        maker->draft_kind = TIP_KIND_LIST;
        if (!is_numbered(text))
            tip_string_append_text(&maker->draft, "- ");
    }
    if (!add_turns(maker, from))
        return tip_error_memory(maker->error, "making passages");
    tip_string_append_text(&maker->draft, text);
    maker->draft_words += words;
    return maker->draft_words > maker->sizes.high ? flush_draft(maker) : TIP_OK;
}

/* ---- headings ---- */

/* Keeps the words of headings that nothing stands under. */
static tip_status gather_empty(struct maker *maker, size_t depth)
{
    for (size_t i = depth; i < maker->depth; i++) {
        if (maker->open[i].is_used)
            continue;
        if (maker->empty.length > 0)
            tip_string_append_char(&maker->empty, '\n');
        else
            maker->empty_from = maker->open[i].block;
        tip_string_append_text(&maker->empty, maker->open[i].block->text);
    }
    return maker->empty.failed ? tip_error_memory(maker->error, "making passages") : TIP_OK;
}

static tip_status flush_empty(struct maker *maker)
{
    if (maker->empty.length == 0)
        return TIP_OK;
    struct tip_section_path none = {.depth = 0};
    tip_status status =
        tip_passages_add(maker->passages, &none, TIP_KIND_CAPTION, maker->empty.data,
                         maker->empty.length, maker->empty_from, maker->error);
    tip_string_clear(&maker->empty);
    return status;
}

/* The same path opened again (a box lies behind, or the page's head repeats it) goes on. */
static bool is_open_already(const struct maker *maker, const struct tip_block *heading)
{
    size_t level = (size_t)heading->level;
    return maker->depth >= level && strcmp(maker->open[level - 1].block->text, heading->text) == 0;
}

/* Whether the section of the blocks from `place` on is a long one. */
static bool is_long_section(const struct tip_document *document, size_t place)
{
    size_t count = 0;
    for (; place < document->count && count <= LONG_SECTION; place++) {
        const struct tip_block *block = &document->blocks[place];
        if (block->kind == TIP_BLOCK_HEADING && (block->flags & TIP_BLOCK_STORY) == 0)
            break;
        count += block->kind == TIP_BLOCK_PARAGRAPH || block->kind == TIP_BLOCK_LIST_ITEM ||
                 block->kind == TIP_BLOCK_CONTENTS_ENTRY;
    }
    return count > LONG_SECTION;
}

static tip_status open_section(struct maker *maker, const struct tip_block *heading)
{
    size_t level = heading->level < 1 ? 1 : (size_t)heading->level;
    if (level > TIP_SECTION_DEPTH)
        level = TIP_SECTION_DEPTH;
    if (level > maker->depth + 1)
        level = maker->depth + 1;
    tip_status status = flush_draft(maker);
    if (status != TIP_OK)
        return status;
    struct tip_block settled = *heading;
    settled.level = (int)level;
    if (is_open_already(maker, &settled)) {
        status = gather_empty(maker, level);
        maker->depth = level;
    } else {
        status = gather_empty(maker, level - 1);
        maker->open[level - 1] = (struct open_heading){.block = heading};
        maker->depth = level;
    }
    maker->last_in_section = 0;
    maker->is_long =
        is_long_section(maker->document, (size_t)(heading - maker->document->blocks) + 1);
    return status;
}

/* ---- blocks ---- */

/* A story: its heading is the innermost one for its paragraphs alone, at the level it has. What it
 * covers meanwhile is open again behind it. */
static tip_status add_story(struct maker *maker, size_t *place)
{
    const struct tip_document *document = maker->document;
    const struct tip_block *heading = &document->blocks[*place];
    size_t at = *place + 1, depth = maker->depth, level = (size_t)heading->level - 1;
    if (level > depth)
        level = depth;
    struct open_heading covered = maker->open[level];
    maker->open[level] = (struct open_heading){.block = heading};
    maker->depth = level + 1;
    tip_status status = TIP_OK;
    for (; at < document->count && status == TIP_OK; at++) {
        const struct tip_block *block = &document->blocks[at];
        if ((block->flags & TIP_BLOCK_STORY) == 0 || block->kind == TIP_BLOCK_HEADING)
            break;
        status = add_pieces(maker, TIP_KIND_STORY, block->text, strlen(block->text), block,
                            block->turns, block->turn_count);
    }
    maker->open[level] = covered;
    maker->depth = depth;
    *place = at - 1;
    return status;
}

static tip_status add_beside(struct maker *maker, enum tip_kind kind, const struct tip_block *block)
{
    if (block->text[0] == '\0')
        return TIP_OK;
    return add_pieces(maker, kind, block->text, strlen(block->text), block, block->turns,
                      block->turn_count);
}

/* A row is a passage; the columns of a list that is set in columns are one. */
static tip_status add_row(struct maker *maker, const struct tip_block *block)
{
    tip_status status = TIP_OK;
    if ((block->flags & TIP_BLOCK_TABLE_COLUMN) != 0) {
        if ((block->flags & TIP_BLOCK_TABLE_START) != 0)
            status = flush_draft(maker);
        return status != TIP_OK ? status : add_to_draft(maker, TIP_KIND_TABLE, block->text, block);
    }
    if (maker->draft_words >= TIP_PASSAGE_WORDS_SHORT)
        status = flush_draft(maker); /* what is shorter waits for the text behind the table */
    return status != TIP_OK ? status : add_beside(maker, TIP_KIND_TABLE, block);
}

static tip_status add_block(struct maker *maker, size_t *place)
{
    const struct tip_block *block = &maker->document->blocks[*place];
    switch (block->kind) {
    case TIP_BLOCK_HEADING:
        if (strlen(block->text) > TIP_HEADING_BYTES)
            return add_to_draft(maker, TIP_KIND_NARRATIVE, block->text, block);
        if ((block->flags & TIP_BLOCK_STORY) != 0)
            return add_story(maker, place);
        return open_section(maker, block);
    case TIP_BLOCK_PARAGRAPH:
        return add_to_draft(maker, TIP_KIND_NARRATIVE, block->text, block);
    case TIP_BLOCK_LIST_ITEM:
        return add_to_draft(maker, TIP_KIND_LIST, block->text, block);
    case TIP_BLOCK_CONTENTS_ENTRY:
        return add_to_draft(maker, TIP_KIND_CONTENTS, block->text, block);
    case TIP_BLOCK_TABLE_ROW:
        return add_row(maker, block);
    case TIP_BLOCK_QUOTATION:
        return add_beside(maker, TIP_KIND_QUOTE, block);
    case TIP_BLOCK_CAPTION:
        return add_beside(maker, TIP_KIND_CAPTION, block);
    }
    return TIP_OK;
}

/* All in the proportion that they have at the default length; 270 and 40 words are for it. */
static struct tip_passage_sizes sizes_of(size_t words)
{
    return (struct tip_passage_sizes){
        .low = words * TIP_PASSAGE_WORDS_LOW / TIP_PASSAGE_WORDS_HIGH,
        .high = words,
        .limit = words * TIP_PASSAGE_WORDS_LIMIT / TIP_PASSAGE_WORDS_HIGH,
        .merge = words * 270 / TIP_PASSAGE_WORDS_HIGH,
        .overshoot = words * 40 / TIP_PASSAGE_WORDS_HIGH,
    };
}

tip_status tip_passages_make(struct tip_passages *passages, const struct tip_document *document,
                             const struct tip_report *report,
                             const struct tip_passage_options *options, struct tip_error *error)
{
    unsigned words =
        options == NULL || options->words == 0 ? TIP_PASSAGE_WORDS_HIGH : options->words;
    struct maker maker = {
        .passages = passages, .document = document, .sizes = sizes_of(words), .error = error};
    tip_status status = TIP_OK;
    *passages = (struct tip_passages){0};
    if (words < TIP_PASSAGE_WORDS_LEAST || words > TIP_PASSAGE_WORDS_MOST)
        return tip_error_set(error, TIP_INVALID, "passages of %u words: %d to %d can be made",
                             words, TIP_PASSAGE_WORDS_LEAST, TIP_PASSAGE_WORDS_MOST);
    maker.is_long = is_long_section(document, 0);
    for (size_t i = 0; i < document->count && status == TIP_OK; i++)
        status = add_block(&maker, &i);
    if (status == TIP_OK)
        status = flush_draft(&maker);
    if (status == TIP_OK)
        status = gather_empty(&maker, 0);
    if (status == TIP_OK)
        status = flush_empty(&maker);
    if (status == TIP_OK)
        status = tip_passages_identify(passages, report->id, error);
    tip_string_free(&maker.draft);
    free(maker.turns);
    tip_string_free(&maker.empty);
    return status;
}
