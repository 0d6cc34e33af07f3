/* The facts of each passage, read.
 *
 * The file is a tip_table ("tipcolum", table_file.h). Its sections are listed in columns_file.h:
 *
 *   ID to PAGE_IS    an array each, passage N at element N; element 0 stands for no passage. A
 *                    REPORT of 0xffffffff says that no passage has that number
 *   BY_ID            the numbers of all passages, ordered by id
 *   BY_ORDINAL       the same, ordered by report and place in it
 *   TWIN             for each number, where in TWINS its group is, counted from 1; 0 for a passage
 *                    that no other report has, or nearly. Empty when all are 0
 *   TWINS            groups of passages that are nearly the same (twin_groups.h): how many, then
 *                    their numbers, the newest report's first
 *   REPORT_FACTS     twelve numbers a report: offsets of its texts, and the year
 *   SECTION_STARTS   where a section's headings begin in HEADINGS, and one more: where they end
 *   HEADINGS         offsets of the headings' texts, section after section, outermost first
 *   COUNTRY_SETS     offsets of the texts of all sets of countries, the empty one first; COUNTRIES
 *                    names them by their place here
 *   TEXT             all texts, each ended by a NUL and there once; a NUL comes first
 *
 * A text is named by its offset in TEXT; 0 is one that is not known. As TEXT ends with a NUL, an
 * offset inside it is all that has to be proved for a text. */
#include "index/columns.h"

#include <stdlib.h>

#include "index/columns_file.h"

const struct tip_table_format tip_columns_format = {"tipcolum",
                                                    1,
                                                    TIP_COLUMN_COUNT,
                                                    {
#define XX(name, width) width,
                                                        TIP_COLUMNS_MAP(XX)
#undef XX
                                                    }};

static const struct tip_section *column(const struct tip_columns *columns, enum tip_column which)
{
    return &columns->table.sections[which];
}

static uint32_t fact(const struct tip_columns *columns, enum tip_column which, uint32_t number)
{
    return tip_section_u32(column(columns, which), number);
}

/* ---- single facts ---- */

uint32_t tip_columns_passages(const struct tip_columns *columns)
{
    return (uint32_t)column(columns, TIP_COLUMN_BY_ID)->count;
}

uint32_t tip_columns_size(const struct tip_columns *columns)
{
    return (uint32_t)column(columns, TIP_COLUMN_ID)->count;
}

bool tip_columns_has(const struct tip_columns *columns, uint32_t number)
{
    return number < tip_columns_size(columns) &&
           tip_columns_report_of(columns, number) != TIP_NO_REPORT;
}

uint32_t tip_columns_report_of(const struct tip_columns *columns, uint32_t number)
{
    return fact(columns, TIP_COLUMN_REPORT, number);
}

uint32_t tip_columns_section_of(const struct tip_columns *columns, uint32_t number)
{
    return fact(columns, TIP_COLUMN_SECTION, number);
}

enum tip_kind tip_columns_kind_of(const struct tip_columns *columns, uint32_t number)
{
    return (enum tip_kind)column(columns, TIP_COLUMN_KIND)->bytes[number];
}

uint32_t tip_columns_country_set_of(const struct tip_columns *columns, uint32_t number)
{
    return fact(columns, TIP_COLUMN_COUNTRIES, number);
}

/* ---- texts, rows, reports, sections ---- */

static const char *text_at(const struct tip_columns *columns, uint32_t offset)
{
    return (const char *)column(columns, TIP_COLUMN_TEXT)->bytes + offset;
}

static const char *text_or_null(const struct tip_columns *columns, uint32_t offset)
{
    return offset == TIP_TEXT_ABSENT ? NULL : text_at(columns, offset);
}

uint32_t tip_columns_since_of(const struct tip_columns *columns, uint32_t number)
{
    return fact(columns, TIP_COLUMN_SINCE, number);
}

const char *tip_columns_page_of(const struct tip_columns *columns, uint32_t number)
{
    return text_or_null(columns, fact(columns, TIP_COLUMN_PAGE, number));
}

uint32_t tip_columns_country_set_count(const struct tip_columns *columns)
{
    return (uint32_t)column(columns, TIP_COLUMN_COUNTRY_SETS)->count;
}

const char *tip_columns_country_set(const struct tip_columns *columns, uint32_t set)
{
    return text_at(columns, fact(columns, TIP_COLUMN_COUNTRY_SETS, set));
}

void tip_columns_get(const struct tip_columns *columns, uint32_t number, struct tip_row *row)
{
    *row = (struct tip_row){
        .id = tip_section_u64(column(columns, TIP_COLUMN_ID), number),
        .text_key = tip_section_u64(column(columns, TIP_COLUMN_TEXT_KEY), number),
        .report = fact(columns, TIP_COLUMN_REPORT, number),
        .section = fact(columns, TIP_COLUMN_SECTION, number),
        .ordinal = fact(columns, TIP_COLUMN_ORDINAL, number),
        .since = fact(columns, TIP_COLUMN_SINCE, number),
        .words = fact(columns, TIP_COLUMN_WORDS, number),
        .kind = tip_columns_kind_of(columns, number),
        .page_is = (enum tip_page_is)column(columns, TIP_COLUMN_PAGE_IS)->bytes[number],
        .page_number = (int32_t)fact(columns, TIP_COLUMN_PAGE_NUMBER, number),
        .page = tip_columns_page_of(columns, number),
        .by = text_or_null(columns, fact(columns, TIP_COLUMN_BY, number)),
        .countries = tip_columns_country_set(columns, tip_columns_country_set_of(columns, number)),
    };
}

uint32_t tip_columns_report_count(const struct tip_columns *columns)
{
    return (uint32_t)column(columns, TIP_COLUMN_REPORT_FACTS)->count;
}

static uint32_t report_fact(const struct tip_columns *columns, uint32_t report,
                            enum tip_report_fact which)
{
    return tip_section_u32(column(columns, TIP_COLUMN_REPORT_FACTS),
                           (size_t)report * TIP_REPORT_FACTS + which);
}

static const char *report_text(const struct tip_columns *columns, uint32_t report,
                               enum tip_report_fact which)
{
    return text_or_null(columns, report_fact(columns, report, which));
}

void tip_columns_report(const struct tip_columns *columns, uint32_t report, struct tip_report *out)
{
    *out = (struct tip_report){
        .id = report_text(columns, report, TIP_FACT_ID),
        .title = report_text(columns, report, TIP_FACT_TITLE),
        .publisher = report_text(columns, report, TIP_FACT_PUBLISHER),
        .date = report_text(columns, report, TIP_FACT_DATE),
        .year = (int)report_fact(columns, report, TIP_FACT_YEAR),
        .language = report_text(columns, report, TIP_FACT_LANGUAGE),
        .file = report_text(columns, report, TIP_FACT_FILE),
        .sha256 = report_text(columns, report, TIP_FACT_SHA256),
        .url = report_text(columns, report, TIP_FACT_URL),
        .tags = report_text(columns, report, TIP_FACT_TAGS),
        .meta = report_text(columns, report, TIP_FACT_META),
        .collection = report_text(columns, report, TIP_FACT_COLLECTION),
    };
}

uint32_t tip_columns_section_count(const struct tip_columns *columns)
{
    return (uint32_t)(column(columns, TIP_COLUMN_SECTION_STARTS)->count - 1);
}

size_t tip_columns_section_depth(const struct tip_columns *columns, uint32_t section)
{
    return fact(columns, TIP_COLUMN_SECTION_STARTS, section + 1) -
           fact(columns, TIP_COLUMN_SECTION_STARTS, section);
}

const char *tip_columns_heading(const struct tip_columns *columns, uint32_t section, size_t level)
{
    size_t start = fact(columns, TIP_COLUMN_SECTION_STARTS, section);
    return text_at(columns, tip_section_u32(column(columns, TIP_COLUMN_HEADINGS), start + level));
}

/* ---- looking up ---- */

/* What the sorted sections are ordered by. */
typedef uint64_t key_of(const struct tip_columns *columns, uint32_t number);

static uint64_t id_key(const struct tip_columns *columns, uint32_t number)
{
    return tip_section_u64(column(columns, TIP_COLUMN_ID), number);
}

static uint64_t ordinal_key(const struct tip_columns *columns, uint32_t number)
{
    return (uint64_t)tip_columns_report_of(columns, number) << 32 |
           fact(columns, TIP_COLUMN_ORDINAL, number);
}

/* The place of the first passage in a sorted section whose key is not below this one. */
static uint32_t find_place(const struct tip_columns *columns, enum tip_column sorted,
                           key_of *key_at, uint64_t key)
{
    uint32_t low = 0;
    uint32_t high = tip_columns_passages(columns);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (key_at(columns, fact(columns, sorted, middle)) < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The first passage in a sorted section with this key; 0 when there is none. */
static uint32_t find_key(const struct tip_columns *columns, enum tip_column sorted, key_of *key_at,
                         uint64_t key)
{
    uint32_t place = find_place(columns, sorted, key_at, key);
    if (place == tip_columns_passages(columns))
        return 0;
    uint32_t number = fact(columns, sorted, place);
    return key_at(columns, number) == key ? number : 0;
}

uint32_t tip_columns_find_id(const struct tip_columns *columns, uint64_t id)
{
    return find_key(columns, TIP_COLUMN_BY_ID, id_key, id);
}

uint32_t tip_columns_by_id(const struct tip_columns *columns, uint32_t place)
{
    return fact(columns, TIP_COLUMN_BY_ID, place);
}

uint32_t tip_columns_id_place(const struct tip_columns *columns, uint64_t id)
{
    return find_place(columns, TIP_COLUMN_BY_ID, id_key, id);
}

uint32_t tip_columns_place_of(const struct tip_columns *columns, uint32_t number)
{
    return find_place(columns, TIP_COLUMN_BY_ORDINAL, ordinal_key, ordinal_key(columns, number));
}

uint32_t tip_columns_find_ordinal(const struct tip_columns *columns, uint32_t report,
                                  uint32_t ordinal)
{
    return find_key(columns, TIP_COLUMN_BY_ORDINAL, ordinal_key, (uint64_t)report << 32 | ordinal);
}

bool tip_columns_find_twins(const struct tip_columns *columns, uint32_t number,
                            struct tip_twins *twins)
{
    if (column(columns, TIP_COLUMN_TWIN)->count == 0)
        return false;
    twins->first = fact(columns, TIP_COLUMN_TWIN, number);
    if (twins->first == 0)
        return false;
    twins->count = fact(columns, TIP_COLUMN_TWINS, twins->first - 1);
    return true;
}

uint32_t tip_columns_twin(const struct tip_columns *columns, const struct tip_twins *twins,
                          uint32_t which)
{
    return fact(columns, TIP_COLUMN_TWINS, twins->first + which);
}

uint32_t tip_columns_twin_places(const struct tip_columns *columns)
{
    return (uint32_t)column(columns, TIP_COLUMN_TWINS)->count;
}

uint32_t tip_columns_at(const struct tip_columns *columns, uint32_t place)
{
    return fact(columns, TIP_COLUMN_BY_ORDINAL, place);
}

uint32_t tip_columns_report_start(const struct tip_columns *columns, uint32_t report)
{
    uint32_t low = 0, high = tip_columns_passages(columns);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (tip_columns_report_of(columns, tip_columns_at(columns, middle)) < report)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- opening ---- */

static bool counts_are_sound(const struct tip_columns *columns)
{
    size_t size = column(columns, TIP_COLUMN_ID)->count;
    for (int i = 0; i < TIP_COLUMN_PER_PASSAGE; i++) {
        if (columns->table.sections[i].count != size)
            return false;
    }
    const struct tip_section *text = column(columns, TIP_COLUMN_TEXT);
    size_t passages = column(columns, TIP_COLUMN_BY_ID)->count;
    return size > 0 && size <= UINT32_MAX && passages < size &&
           column(columns, TIP_COLUMN_BY_ORDINAL)->count == passages &&
           column(columns, TIP_COLUMN_REPORT_FACTS)->count < TIP_NO_REPORT &&
           column(columns, TIP_COLUMN_SECTION_STARTS)->count > 0 &&
           column(columns, TIP_COLUMN_SECTION_STARTS)->count <= UINT32_MAX &&
           column(columns, TIP_COLUMN_COUNTRY_SETS)->count <= UINT32_MAX && text->count > 0 &&
           text->count <= UINT32_MAX && text->bytes[text->count - 1] == '\0';
}

static bool text_is_inside(const struct tip_columns *columns, uint32_t offset)
{
    return offset < column(columns, TIP_COLUMN_TEXT)->count;
}

static bool reports_are_sound(const struct tip_columns *columns)
{
    for (uint32_t report = 0; report < tip_columns_report_count(columns); report++) {
        for (int which = 0; which < TIP_REPORT_FACTS; which++) {
            uint32_t value = report_fact(columns, report, (enum tip_report_fact)which);
            if (which != TIP_FACT_YEAR && !text_is_inside(columns, value))
                return false;
        }
    }
    return true;
}

static bool sections_are_sound(const struct tip_columns *columns)
{
    const struct tip_section *starts = column(columns, TIP_COLUMN_SECTION_STARTS);
    const struct tip_section *headings = column(columns, TIP_COLUMN_HEADINGS);
    for (size_t i = 1; i < starts->count; i++) {
        if (tip_section_u32(starts, i - 1) > tip_section_u32(starts, i))
            return false;
    }
    for (size_t i = 0; i < headings->count; i++) {
        if (!text_is_inside(columns, tip_section_u32(headings, i)))
            return false;
    }
    return tip_section_u32(starts, starts->count - 1) <= headings->count;
}

static bool country_sets_are_sound(const struct tip_columns *columns)
{
    for (uint32_t set = 0; set < tip_columns_country_set_count(columns); set++) {
        if (!text_is_inside(columns, fact(columns, TIP_COLUMN_COUNTRY_SETS, set)))
            return false;
    }
    return true;
}

static bool passage_is_sound(const struct tip_columns *columns, uint32_t number)
{
    return tip_columns_report_of(columns, number) < tip_columns_report_count(columns) &&
           tip_columns_section_of(columns, number) < tip_columns_section_count(columns) &&
           tip_columns_kind_of(columns, number) < TIP_KIND_COUNT &&
           column(columns, TIP_COLUMN_PAGE_IS)->bytes[number] <= TIP_PAGE_SECTION_START &&
           text_is_inside(columns, fact(columns, TIP_COLUMN_PAGE, number)) &&
           text_is_inside(columns, fact(columns, TIP_COLUMN_BY, number)) &&
           tip_columns_country_set_of(columns, number) < tip_columns_country_set_count(columns);
}

static bool passages_are_sound(const struct tip_columns *columns)
{
    uint32_t passages = 0;
    for (uint32_t number = 0; number < tip_columns_size(columns); number++) {
        if (!tip_columns_has(columns, number))
            continue;
        if (number == 0 || !passage_is_sound(columns, number))
            return false;
        passages++;
    }
    return passages == tip_columns_passages(columns);
}

/* Whether a sorted section names living passages only, by rising key and, among equal ones, by
 * rising number: then it names each once. */
static bool order_is_sound(const struct tip_columns *columns, enum tip_column sorted,
                           key_of *key_at)
{
    uint32_t before = 0;
    for (uint32_t place = 0; place < tip_columns_passages(columns); place++) {
        uint32_t number = fact(columns, sorted, place);
        if (!tip_columns_has(columns, number))
            return false;
        if (place > 0) {
            uint64_t key_before = key_at(columns, before);
            uint64_t key = key_at(columns, number);
            if (key_before > key || (key_before == key && before >= number))
                return false;
        }
        before = number;
    }
    return true;
}

/* Whether each group lies in its section, names living passages, and these name it. */
static bool twins_are_sound(const struct tip_columns *columns)
{
    const struct tip_section *twin = column(columns, TIP_COLUMN_TWIN);
    const struct tip_section *twins = column(columns, TIP_COLUMN_TWINS);
    size_t named = 0, members = 0;
    if (twin->count == 0)
        return twins->count == 0;
    if (twin->count != tip_columns_size(columns) || twins->count > UINT32_MAX)
        return false;
    for (size_t first = 0, count; first < twins->count; first += 1 + count) {
        count = tip_section_u32(twins, first);
        if (count < 2 || count >= twins->count - first)
            return false;
        for (size_t i = 1; i <= count; i++) {
            uint32_t number = tip_section_u32(twins, first + i);
            if (!tip_columns_has(columns, number) || tip_section_u32(twin, number) != first + 1)
                return false;
        }
        members += count;
    }
    for (size_t number = 0; number < twin->count; number++)
        named += tip_section_u32(twin, number) != 0;
    return named == members;
}

static tip_status check_columns(const struct tip_columns *columns, const char *path,
                                struct tip_error *error)
{
    if (!counts_are_sound(columns))
        return tip_table_damaged(error, path, "its counts do not agree");
    if (!reports_are_sound(columns) || !sections_are_sound(columns) ||
        !country_sets_are_sound(columns) || !passages_are_sound(columns))
        return tip_table_damaged(error, path, "a fact points outside the file");
    if (!order_is_sound(columns, TIP_COLUMN_BY_ID, id_key) ||
        !order_is_sound(columns, TIP_COLUMN_BY_ORDINAL, ordinal_key))
        return tip_table_damaged(error, path, "its passages are out of order");
    if (!twins_are_sound(columns))
        return tip_table_damaged(error, path, "its groups of equal texts are wrong");
    return TIP_OK;
}

tip_status tip_columns_open(struct tip_columns **out, const char *path, struct tip_error *error)
{
    struct tip_columns *columns = calloc(1, sizeof *columns);
    if (columns == NULL)
        return tip_error_memory(error, "opening the facts of the passages");
    tip_status status = tip_table_open(&columns->table, path, &tip_columns_format, error);
    if (status == TIP_OK)
        status = check_columns(columns, path, error);
    if (status != TIP_OK) {
        tip_columns_close(columns);
        return status;
    }
    *out = columns;
    return TIP_OK;
}

void tip_columns_close(struct tip_columns *columns)
{
    if (columns == NULL)
        return;
    tip_table_close(&columns->table);
    free(columns);
}
