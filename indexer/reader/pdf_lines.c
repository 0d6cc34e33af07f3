/* Rows of words as lines of text, and as rows of tables. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/string_builder.h"
#include "base/utf8.h"
#include "reader/pdf_columns.h"
#include "reader/pdf_layout.h"

enum { CELLS = 24, LABEL_BYTES = 8 };

/* ---- lines ---- */

static bool reserve_line(struct tip_pdf_layout *layout)
{
    if (layout->count < layout->capacity)
        return true;
    size_t capacity = layout->capacity == 0 ? 256 : layout->capacity * 2;
    struct tip_pdf_line *lines = realloc(layout->lines, capacity * sizeof *lines);
    if (lines == NULL)
        return false;
    layout->lines = lines;
    layout->capacity = capacity;
    return true;
}

/* The way a word is written: 1 from right to left, -1 from left to right, 0 either (a number). */
static int writing_of(const struct tip_pdf *pdf, const struct tip_pdf_word *word)
{
    const char *cursor = tip_pdf_text(pdf, word), *end = cursor + word->length;
    while (cursor < end) {
        switch (u_charDirection((UChar32)tip_utf8_next(&cursor, end))) {
        case U_RIGHT_TO_LEFT:
        case U_RIGHT_TO_LEFT_ARABIC:
            return 1;
        case U_LEFT_TO_RIGHT:
            return -1;
        default:
            break;
        }
    }
    return 0;
}

/* Words [first, end) of a line that is written from right to left, last first, but for what stands
 * in another script between them (rule L2 of UAX #9, for whole words). */
static void order_words(const struct tip_pdf *pdf, const struct tip_pdf_placed *words, size_t count,
                        const struct tip_pdf_word **ordered)
{
    long balance = 0;
    for (size_t i = 0; i < count; i++) {
        ordered[i] = words[i].word;
        balance += writing_of(pdf, words[i].word);
    }
    if (balance <= 0)
        return;
    for (size_t i = 0; i < count; i++)
        ordered[i] = words[count - 1 - i].word;
    for (size_t first = 0; first < count; first++) {
        size_t end = first;
        while (end < count && writing_of(pdf, ordered[end]) < 0)
            end++;
        for (size_t low = first, high = end; low + 1 < high; low++, high--) {
            const struct tip_pdf_word *word = ordered[low];
            ordered[low] = ordered[high - 1];
            ordered[high - 1] = word;
        }
        first = end > first ? end : first;
    }
}

/* A page's label at the end of an entry of a table of contents: far from what it belongs to. */
static bool is_far_label(const struct tip_pdf *pdf, const struct tip_pdf_placed *word)
{
    const char *text = tip_pdf_text(pdf, word->word);
    int height = word->bottom - word->top;
    if (word->word->length > LABEL_BYTES || word->left - word[-1].right < height * 3)
        return false;
    for (size_t i = 0; i < word->word->length; i++)
        if (!isdigit((unsigned char)text[i]) && strchr("ivxlc", text[i]) == NULL)
            return false;
    return true;
}

/* An initial and the rest of its word. */
static bool is_initial(const struct tip_pdf *pdf, const struct tip_pdf_placed *word)
{
    const struct tip_pdf_word *next = word[1].word;
    return word->word->length == 1 && word->word->size > next->size / 2 * 3 &&
           word[1].left - word->right < word[1].bottom - word[1].top &&
           islower((unsigned char)*tip_pdf_text(pdf, next));
}

static bool append_words(struct tip_string *text, const struct tip_pdf *pdf,
                         const struct tip_pdf_placed *words, size_t count)
{
    const struct tip_pdf_word **ordered = calloc(count + 1, sizeof *ordered);
    if (ordered == NULL)
        return false;
    order_words(pdf, words, count, ordered);
    for (size_t i = 0; i < count; i++) {
        bool is_last = count > 1 && i == count - 1 && ordered[i] == words[i].word;
        bool is_glued = i == 1 && ordered[0] == words[0].word && is_initial(pdf, words);
        if (is_last && is_far_label(pdf, &words[i]))
            tip_string_append_char(text, '\t');
        else if (i > 0 && !is_glued)
            tip_string_append_char(text, ' ');
        tip_string_append(text, tip_pdf_text(pdf, ordered[i]), ordered[i]->length);
    }
    free(ordered);
    return !text->failed;
}

/* The type most of a row is set in, by letters. */
static void measure_type(struct tip_pdf_line *line, const struct tip_pdf_row *row)
{
    size_t letters = 0, bold = 0, most = 0;
    for (size_t i = 0; i < row->count; i++) {
        const struct tip_pdf_word *word = row->words[i].word;
        size_t same = 0;
        letters += word->length;
        bold += (word->flags & TIP_PDF_BOLD) != 0 ? word->length : 0;
        if (i < 64) /* of a line with more words these tell enough */
            for (size_t k = 0; k < row->count && k < 64; k++)
                same += row->words[k].word->size == word->size ? row->words[k].word->length : 0;
        if (same > most) {
            most = same;
            line->size = word->size;
        }
    }
    line->is_bold = bold * 10 >= letters * 9;
}

static bool add_text(const struct tip_pdf_part *part, const struct tip_pdf_row *row,
                     struct tip_string *text, bool is_row)
{
    char *shown = tip_string_release(text);
    if (shown == NULL || !reserve_line(part->layout)) {
        free(shown);
        return false;
    }
    struct tip_pdf_line *line = &part->layout->lines[part->layout->count++];
    *line = (struct tip_pdf_line){.page = part->page,
                                  .left = row->left,
                                  .top = row->top,
                                  .right = row->right,
                                  .bottom = row->bottom,
                                  .margin_left = part->left,
                                  .margin_right = part->right,
                                  .is_row = is_row,
                                  .text = shown,
                                  .first_width = row->words[0].right - row->words[0].left};
    measure_type(line, row);
    return true;
}

bool tip_pdf_add_lines(const struct tip_pdf_part *part, const struct tip_pdf_row *rows,
                       size_t count)
{
    for (size_t r = 0; r < count; r++) {
        struct tip_string text = {0};
        if (!append_words(&text, part->pdf, rows[r].words, rows[r].count) ||
            !add_text(part, &rows[r], &text, false)) {
            tip_string_free(&text);
            return false;
        }
    }
    return true;
}

/* ---- tables ---- */

/* Where the columns of a table begin. */
struct columns {
    int at[CELLS];
    size_t count;
};

struct span {
    int left, right;
};

static int by_left(const void *a, const void *b)
{
    const struct span *one = a, *other = b;
    return (one->left > other->left) - (one->left < other->left);
}

/* Columns are what is left between strips that all rows leave free. */
static bool find_columns(struct columns *columns, const struct tip_pdf_row *rows, size_t count)
{
    size_t words = 0;
    int width = tip_pdf_gutter_width(rows, count) / 3 * 2; /* all rows together say more than one */
    for (size_t r = 0; r < count; r++)
        words += rows[r].count;
    struct span *spans = calloc(words + 1, sizeof *spans);
    if (spans == NULL)
        return false;
    words = 0;
    for (size_t r = 0; r < count; r++)
        for (size_t i = 0; i < rows[r].count; i++)
            spans[words++] = (struct span){rows[r].words[i].left, rows[r].words[i].right};
    qsort(spans, words, sizeof *spans, by_left);
    int right = 0;
    for (size_t i = 0; i < words; i++) {
        if ((i == 0 || spans[i].left - right >= width) && columns->count < CELLS)
            columns->at[columns->count++] = spans[i].left;
        right = i == 0 || spans[i].right > right ? spans[i].right : right;
    }
    free(spans);
    return true;
}

static size_t column_of(const struct columns *columns, const struct tip_pdf_placed *word)
{
    size_t column = columns->count - 1;
    while (column > 0 && columns->at[column] > word->left)
        column--;
    return column;
}

static bool has_first_cell(const struct columns *columns, const struct tip_pdf_row *row)
{
    return column_of(columns, &row->words[0]) == 0;
}

static size_t cells_of(const struct columns *columns, const struct tip_pdf_row *row)
{
    size_t cells = 1;
    for (size_t i = 1; i < row->count; i++)
        cells += column_of(columns, &row->words[i]) != column_of(columns, &row->words[i - 1]);
    return cells;
}

/* How far apart the rows are that stand closest. */
static int least_pitch(const struct tip_pdf_row *rows, size_t count)
{
    int least = 1 << 30;
    for (size_t r = 1; r < count; r++)
        if (rows[r].top - rows[r - 1].top < least && rows[r].top > rows[r - 1].top)
            least = rows[r].top - rows[r - 1].top;
    return least;
}

enum joining { JOIN_NONE, JOIN_NEAR, JOIN_SPARSE };

/* How cells that have several lines are told: rows far apart have none; else rows go on that stand
 * nearer than others do, where some have one cell alone; else those that have one cell alone or no
 * first one. */
static enum joining find_joining(const struct columns *columns, const struct tip_pdf_row *rows,
                                 size_t count)
{
    int least = least_pitch(rows, count), height = rows[0].bottom - rows[0].top;
    size_t with_first = 0, far = 0, single = 0;
    for (size_t r = 0; r < count; r++) {
        with_first += has_first_cell(columns, &rows[r]);
        single += cells_of(columns, &rows[r]) == 1;
        far += r > 0 && (rows[r].top - rows[r - 1].top) / 6 > least / 5;
    }
    if ((long long)least * 2 > (long long)height * 3)
        return JOIN_NONE;
    if (far > 0 && (single > 0 || with_first * 10 < count * 8))
        return JOIN_NEAR;
    return JOIN_SPARSE;
}

static bool goes_on(const struct columns *columns, enum joining joining,
                    const struct tip_pdf_row *rows, size_t place, int least)
{
    if (joining == JOIN_NEAR)
        return (rows[place].top - rows[place - 1].top) / 6 <= least / 5;
    return joining == JOIN_SPARSE &&
           (!has_first_cell(columns, &rows[place]) || cells_of(columns, &rows[place]) == 1);
}

/* The cells of rows [0, count), which are one row of the table. */
static bool add_row(const struct tip_pdf_part *part, const struct columns *columns,
                    const struct tip_pdf_row *rows, size_t count)
{
    struct tip_string cells[CELLS] = {0}, text = {0};
    bool is_done = true;
    for (size_t r = 0; r < count; r++)
        for (size_t first = 0, end; first < rows[r].count && is_done; first = end) {
            size_t column = column_of(columns, &rows[r].words[first]);
            for (end = first + 1;
                 end < rows[r].count && column_of(columns, &rows[r].words[end]) == column;)
                end++;
            if (cells[column].length > 0)
                tip_string_append_char(&cells[column], TIP_PDF_CELL_LINE);
            is_done = append_words(&cells[column], part->pdf, rows[r].words + first, end - first);
        }
    for (size_t i = 0; i < columns->count; i++) {
        if (i > 0)
            tip_string_append_char(&text, '\t');
        for (size_t at = 0; at < cells[i].length; at++)
            tip_string_append_char(&text, cells[i].data[at] == '\t' ? ' ' : cells[i].data[at]);
        tip_string_free(&cells[i]);
    }
    is_done = is_done && add_text(part, &rows[0], &text, true);
    tip_string_free(&text);
    return is_done;
}

static bool add_rows(const struct tip_pdf_part *part, const struct columns *columns,
                     const struct tip_pdf_row *rows, size_t count)
{
    enum joining joining = find_joining(columns, rows, count);
    int least = least_pitch(rows, count);
    bool is_done = true;
    for (size_t first = 0, end; first < count && is_done; first = end) {
        for (end = first + 1; end < count && goes_on(columns, joining, rows, end, least);)
            end++;
        is_done = add_row(part, columns, rows + first, end - first);
    }
    return is_done;
}

static int size_of(const struct tip_pdf_row *row)
{
    return row->words[0].word->size;
}

/* A heading between the rows of a table: one cell in larger type. */
static bool is_between(const struct columns *columns, const struct tip_pdf_row *rows, size_t count,
                       size_t place)
{
    int size = size_of(&rows[count / 2]);
    return cells_of(columns, &rows[place]) == 1 && size_of(&rows[place]) / 9 > size / 8;
}

/* Rows with what stands between them. */
static bool add_chunks(const struct tip_pdf_part *part, const struct columns *columns,
                       const struct tip_pdf_row *rows, size_t count)
{
    bool is_done = true;
    for (size_t first = 0, end; first < count && is_done; first = end) {
        bool is_line = is_between(columns, rows, count, first);
        for (end = first + 1; end < count && is_between(columns, rows, count, end) == is_line;)
            end++;
        is_done = is_line ? tip_pdf_add_lines(part, rows + first, end - first)
                          : add_rows(part, columns, rows + first, end - first);
    }
    return is_done;
}

/* What stands above the first row with several cells, and begins where the first column does, is
 * text; so is what stands below the last, further away than the rows are from each other. */
bool tip_pdf_add_table(const struct tip_pdf_part *part, const struct tip_pdf_row *rows,
                       size_t count)
{
    struct columns columns = {0};
    size_t first = 0, last = 0;
    if (!find_columns(&columns, rows, count))
        return false;
    if (columns.count < 2)
        return tip_pdf_add_lines(part, rows, count);
    while (first < count && cells_of(&columns, &rows[first]) == 1 &&
           has_first_cell(&columns, &rows[first]))
        first++;
    for (size_t r = first; r < count; r++)
        if (cells_of(&columns, &rows[r]) > 1 || !has_first_cell(&columns, &rows[r]))
            last = r;
    int least = least_pitch(rows, count);
    size_t end = first < count ? last + 1 : count;
    while (end < count && (rows[end].top - rows[end - 1].top) / 5 <= least / 4)
        end++;
    return tip_pdf_add_lines(part, rows, first) &&
           add_chunks(part, &columns, rows + first, end - first) &&
           tip_pdf_add_lines(part, rows + end, count - end);
}
