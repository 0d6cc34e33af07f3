/* The query language: what is read, what is refused and where, and that reading what was understood
 * gives the same query. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "search/query.h"

static struct tip_analyser *analyser;
static struct tip_tokens tokens;
static struct tip_knowledge *knowledge;

static void set_up(void)
{
    struct tip_error error;
    cr_assert_eq(tip_analyser_create(&analyser, &error), TIP_OK, "%s", error.message);
    cr_assert_eq(tip_knowledge_read(&knowledge, TIP_CORPUS, NULL, NULL, &error), TIP_OK, "%s",
                 error.message);
}

static void tear_down(void)
{
    tip_tokens_free(&tokens);
    tip_analyser_free(analyser);
    tip_knowledge_free(knowledge);
    tokens = (struct tip_tokens){0};
    analyser = NULL;
}

TestSuite(query, .init = set_up, .fini = tear_down);

static tip_status parse(struct tip_query *query, const char *text, size_t *at,
                        struct tip_error *error)
{
    return tip_query_parse(query, analyser, &tokens, knowledge, text, strlen(text), at, error);
}

/* The query as understood, for free(3). */
static char *read_as(const char *text)
{
    struct tip_query query;
    struct tip_error error;
    struct tip_string out = {0};
    size_t at;
    cr_assert_eq(parse(&query, text, &at, &error), TIP_OK, "%s: %s", text, error.message);
    cr_assert_eq(tip_query_read_as(&out, &query, analyser, &tokens, &error), TIP_OK);
    tip_query_free(&query);
    return tip_string_release(&out);
}

struct reading {
    const char *typed, *understood;
};

static void expect_readings(const struct reading *readings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char *once = read_as(readings[i].typed);
        cr_expect_str_eq(once, readings[i].understood, "[%s] gave [%s]", readings[i].typed, once);
        char *twice = read_as(once);
        cr_expect_str_eq(twice, once, "[%s] read again gave [%s]", once, twice);
        free(once);
        free(twice);
    }
}

#define EXPECT_READINGS(table) expect_readings(table, sizeof table / sizeof *table)

Test(query, operators_have_one_meaning_each)
{
    static const struct reading table[] = {
        {"cyber scam Cambodia", "cyber scam Cambodia"},
        {"+debt -bondage labour", "+debt -bondage labour"},
        {"debt AND bondage", "debt AND bondage"},
        {"debt NOT bondage", "debt -bondage"},
        {"debt AND NOT bondage", "debt AND -bondage"},
        {"Nepal OR India", "Nepal OR India"},
        {"+Nepal OR India", "+Nepal OR India"},
        {"visa AND Nepal OR India", "visa AND Nepal OR India"},
        {"visa AND (Nepal OR India)", "visa AND (Nepal OR India)"},
        {"Nepal OR -India", "Nepal OR -India"},
        {"+(\"debt bondage\" OR peonage)", "+(\"debt bondage\" OR peonage)"},
        {"*", "*"},
        {"* Cambodia", "Cambodia"},
        {"-story", "-story"},
    };
    EXPECT_READINGS(table);
}

Test(query, what_stands_side_by_side_binds_closer_than_operators)
{
    static const struct reading table[] = {
        {"debt bondage AND visa", "debt bondage AND visa"},
        {"(debt bondage) AND (visa)", "debt bondage AND visa"},
        {"debt (bondage AND visa)", "debt (bondage AND visa)"},
        {"debt (bondage visa) fee", "debt bondage visa fee"},
        {"debt (+bondage visa)", "debt (+bondage visa)"},
        {"-(debt visa)", "-(debt visa)"},
        {"NOT (debt OR visa) fee", "-(debt OR visa) fee"},
        {"kind:story Kenya OR Uganda", "(Kenya kind:story) OR Uganda"},
        {"(country:KH OR country:TH) scam", "(country:KH OR country:TH) scam"},
        {"country:KH (country:TH)", "country:KH country:TH"},
        {"-(-debt)", "-(-debt)"},
        {"((((debt))))", "debt"},
    };
    EXPECT_READINGS(table);
}

Test(query, words_may_be_literal_patterns_or_nearly_so)
{
    static const struct reading table[] = {
        {"=Labors", "=labors"},
        {"+=labors", "+=labors"},
        {"=non-punishment", "=non-punishment"},
        {"traffick*", "traffick*"},
        {"Wom?n *labor t*k*ng", "wom?n *labor t*k*ng"},
        {"?abor ??en ?r*", "?abor ??en ?r*"},
        {"non‐gov* O’Br*", "non-gov* o-br*"},
        {"non-gov*", "non-gov*"},
        {"labour~ visa~1 scams~2 to~", "labour~2 visa~1 scams~2 =to"},
        {"moved to Tier 3?", "moved to Tier 3"},
        {"debt^2 \"visa fee\"^0.5 (a b)^3", "debt^2 \"visa fee\"^0.5 a^3 b^3"},
        {"(debt OR visa)^2", "(debt OR visa)^2"},
        {"kind:story^2 debt", "debt kind:story"},
        {"**debt** _visa_", "debt visa"},
        {"traffick** =debt*", "traffick* debt*"},
        {"%^1000 \\~0 debt", "1000 0 debt"},
    };
    EXPECT_READINGS(table);
}

Test(query, nearness_is_of_words_phrases_and_alternatives)
{
    static const struct reading table[] = {
        {"\"debt visa\"~3", "\"debt visa\"~3"},
        {"“debt visa”~0", "\"debt visa\"~0"},
        {"debt NEAR visa", "debt NEAR/10 visa"},
        {"debt NEAR/3 visa NEAR/5 fee", "debt NEAR/3 visa NEAR/5 fee"},
        {"scam debt NEAR/3 (visa OR fee)", "scam debt NEAR/3 (visa OR fee)"},
        {"-debt NEAR/3 visa", "-debt NEAR/3 visa"},
        {"\"debt bondage\" NEAR/4 traffick*", "\"debt bondage\" NEAR/4 traffick*"},
        {"near debt", "near debt"},
        {"NEAR debt", "near debt"},
        {"debt NEAR/x visa", "debt near x visa"},
    };
    EXPECT_READINGS(table);
}

Test(query, a_heading_in_capitals_has_no_operators)
{
    static const struct reading table[] = {
        {"THE VICTIMS OF FRAUD AND THE LAW", "THE VICTIMS OF FRAUD and THE LAW"},
        {"NGO AND ILO", "ngo AND ilo"},
        {"NGO AND ILO OR IOM", "ngo AND ilo OR iom"},
        {"VICTIMS ARE NOT CRIMINALS", "VICTIMS ARE not CRIMINALS"},
        {"2021 OR 2022 2023 2024", "2021 OR 2022 2023 2024"},
    };
    EXPECT_READINGS(table);
}

Test(query, phrases_take_any_quotes)
{
    static const struct reading table[] = {
        {"\"Debt bondage\"", "\"debt bondage\""},
        {"“debt bondage”", "\"debt bondage\""},
        {"«debt bondage»", "\"debt bondage\""},
        {"-\"debt bondage\" visa", "-\"debt bondage\" visa"},
        {"\"non-punishment principle\"", "\"non punishment principle\""},
        {"\"1½ Years\" =½ 1½~1", "\"1½ Years\" =½ 1½~1"},
        {"\"\" visa", "visa"},
    };
    EXPECT_READINGS(table);
}

Test(query, filters_are_canonical)
{
    static const struct reading table[] = {
        {"scam kind:story", "scam kind:story"},
        {"KIND:Story scam", "scam kind:story"},
        {"-kind:list", "-kind:list"},
        {"report:tip-2023", "report:\"tip-2023\""},
        {"year:2023", "year:2023"},
        {"year:2021..2023", "year:2021..2023"},
        {"year:2023, scam", "scam year:2023"},
        {"section:\"Cyber scam\"", "section:\"cyber scam\""},
        {"section:scams", "section:\"scams\""},
        {"country:KH", "country:KH"},
        {"country:khm", "country:KH"},
        {"country:cambodia", "country:KH"},
        {"country:\"south korea\"", "country:KR"},
        {"country:Korea", "country:KR"},
        {"-country:KH,LA scam", "scam -country:KH -country:LA"},
        {"country:\"Democratic Republic of the Congo\"", "country:CD"},
        {"region:eap", "region:EAP"},
        {"region:\"East Asia and Pacific\"", "region:EAP"},
        {"tier:3", "tier:3"},
        {"tier:\"watch list\"", "tier:2WL"},
        {"tier:1,SC", "tier:1 tier:SC"},
        {"section:\"Topics > Cyber scam\"", "section:\"topics > cyber scam\""},
        {"kind:story,quote", "kind:story kind:quote"},
        {"-kind:list,table, scam", "scam -kind:list -kind:table"},
        {"year:2021..", "year:2021.."},
        {"year:..2022", "year:..2022"},
        {"year:2020..2021,2023", "year:2020..2021 year:2023"},
        {"date:2023", "date:2023"},
        {"date:2023-06", "date:2023-06"},
        {"date:2023-01", "date:2023-01"},
        {"date:2023-06-30", "date:2023-06-30"},
        {"date:2023-04..", "date:2023-04.."},
        {"date:..2023-04", "date:..2023-04"},
        {"date:2022..2023-06", "date:2022..2023-06"},
        {"date:2022-01-01..2023-06-15", "date:2022..2023-06-15"},
        {"date:\"June 15, 2023\"", "date:2023-06-15"},
        {"date:\"June 2023\"..", "date:2023-06"},
        {"language:EN", "language:en"},
        {"language:fra", "language:fr"},
        {"language:french,khmer", "language:fr language:km"},
        {"language:pt-BR", "language:pt"},
        {"page:64", "page:64"},
        {"page:XII", "page:xii"},
        {"page:64..70,xii", "page:64..70 page:xii"},
        {"page:A-3", "page:\"A-3\""},
    };
    EXPECT_READINGS(table);
}

Test(query, pasted_text_becomes_plain_words)
{
    static const struct reading table[] = {
        {"(cyber) [scam], Cambodia?!", "cyber scam Cambodia"},
        {"cyber\xC2\xA0scam\r\nCambodia", "cyber scam Cambodia"},
        {"- item", "item"},
        {"colour:KH", "colour KH"},
        {"5\" kind:nothing -pipe", "5 kind nothing pipe"},
        {"AND", "and"},
        {"(debt", "debt"},
        {"debt) visa(", "debt visa"},
        {"debt () visa", "debt visa"},
        {"debt NOT () visa", "debt visa"},
        {"debt AND … visa", "debt AND visa"},
        {"x^y a~b ~5 ^", "x y a b 5"},
        {"OR this", "or this"},
        {"this NOT", "this not"},
        {"kind: story", "kind story"},
        {"www.state.gov", "www state gov"},
        {"non-punishment", "non-punishment"},
        {"-non-punishment", "-non-punishment"},
        {"women’s rights", "women’s rights"},
        {"U.S. law", "U.S. law"},
    };
    EXPECT_READINGS(table);
}

struct refusal {
    const char *typed;
    size_t at;
    const char *says;
};

Test(query, refusals_point_at_the_place)
{
    static const struct refusal table[] = {
        {"", 0, "no word"},
        {"   ", 0, "no word"},
        {"…", 0, "no word"},
        {"()", 0, "no word"},
        {"\"\"", 0, "no word"},
        {"scam kind:nonsense", 10, "narrative, story, list, table, quote, caption, contents"},
        {"«é» kind:é", 9, "narrative"},
        {"year:abc", 5, "year:2023"},
        {"year:2023..2021", 5, "backwards"},
        {"year:..", 5, "year:2021..2023"},
        {"country:Cambodai", 8, "did you mean \"Cambodia\""},
        {"country:KH,Jappan", 11, "\"Japan\""},
        {"country:Kore", 8, "did you mean \"Korea\"?"},
        {"country:Atlantis", 8, "country:KH"},
        {"region:atlantic", 7, "EAP (East Asia and Pacific)"},
        {"tier:4", 5, "2WL"},
        {"kind:story,tale", 11, "\"tale\""},
        {"date:2023-13", 5, "date:2023-06"},
        {"date:2023-02-29", 5, "date:2023-06"},
        {"date:2023..2021", 5, "the earlier first"},
        {"date:..", 5, "date:2023-06"},
        {"language:klingons", 9, "language:fr"},
        {"page:9..xii", 5, "one numbering"},
        {"page:9..3", 5, "one numbering"},
        {"year:20231", 5, "year:2023"},
        {"section:\"…\"", 9, "heading"},
        {"report:\"\"", 8, "id"},
        {"scam -(visa fraud", 5, "each word"},
        {"scam NOT (visa", 5, "each word"},
        {"scam +( visa fraud", 5, "each word"},
        {"country:(KH OR TH)", 8, "country:A,B"},
        {"scam^0 visa", 5, "0.1 to 100"},
        {"scam visa^101", 10, "0.1 to 100"},
        {"(a b)^1000", 6, "0.1 to 100"},
        {"scam~3", 5, "1 or 2"},
        {"a wom?n~", 7, "no ~"},
        {"\"debt visa\"~101", 12, "0 to 100"},
        {"debt NEAR/0 visa", 10, "1 to 100"},
        {"debt NEAR country:KH", 10, "groups"},
        {"* NEAR debt", 0, "groups"},
        {"debt NEAR (visa AND fee)", 10, "groups"},
        {"debt NEAR -visa", 10, "no sign"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct tip_query query;
        struct tip_error error;
        size_t at;
        cr_expect_eq(parse(&query, table[i].typed, &at, &error), TIP_INVALID, "%s", table[i].typed);
        cr_expect_eq(at, table[i].at, "[%s] points at %zu", table[i].typed, at);
        cr_expect_not_null(strstr(error.message, table[i].says), "[%s] says: %s", table[i].typed,
                           error.message);
        tip_query_free(&query);
    }
}

/* `count` times "a ", for free(3). */
static char *many_words(size_t count)
{
    char *text = malloc(2 * count + 1);
    cr_assert_not_null(text);
    for (size_t i = 0; i < count; i++) {
        memcpy(text + 2 * i, "a ", 2);
    }
    text[2 * count] = '\0';
    return text;
}

Test(query, the_limit_of_words_is_exact)
{
    struct tip_query query;
    struct tip_error error;
    size_t at;
    char *most = many_words(TIP_QUERY_TERMS), *more = many_words(TIP_QUERY_TERMS + 1);
    cr_expect_eq(parse(&query, most, &at, &error), TIP_OK);
    cr_expect_eq(query.word_count, TIP_QUERY_TERMS);
    tip_query_free(&query);
    cr_expect_eq(parse(&query, more, &at, &error), TIP_INVALID);
    cr_expect_eq(at, 2 * TIP_QUERY_TERMS);
    tip_query_free(&query);
    free(most);
    free(more);
}

Test(query, only_a_positive_kind_names_contents)
{
    static const char *const texts[] = {"kind:contents", "-kind:contents", "contents"};
    for (size_t i = 0; i < 3; i++) {
        struct tip_query query;
        struct tip_error error;
        size_t at;
        cr_assert_eq(parse(&query, texts[i], &at, &error), TIP_OK);
        cr_expect_eq(tip_query_names_contents(&query), i == 0, "%s", texts[i]);
        tip_query_free(&query);
    }
}

/* `depth` groups in each other, each with a word and a sign before it, for free(3). */
static char *nest(size_t depth)
{
    struct tip_string text = {0};
    for (size_t i = 0; i < depth; i++) {
        tip_string_append_text(&text, "a +(");
    }
    tip_string_append_text(&text, "b");
    for (size_t i = 0; i < depth; i++) {
        tip_string_append_char(&text, ')');
    }
    return tip_string_release(&text);
}

Test(query, groups_nest_sixty_four_deep)
{
    struct tip_query query;
    struct tip_error error;
    size_t at;
    char *most = nest(TIP_QUERY_DEPTH), *more = nest(TIP_QUERY_DEPTH + 1);
    cr_expect_eq(parse(&query, most, &at, &error), TIP_OK);
    tip_query_free(&query);
    cr_expect_eq(parse(&query, more, &at, &error), TIP_INVALID);
    cr_expect_eq(at, 4 * TIP_QUERY_DEPTH + 3);
    tip_query_free(&query);
    free(most);
    free(more);
}

/* A fixed sequence (Numerical Recipes' linear congruence), so that a failure comes again. */
static unsigned next_random(unsigned *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 16;
}

static void make_noise(char *text, size_t size, unsigned *state)
{
    static const char *const parts[] = {
        "debt",     "scam",   "non-punishment",
        "é",        "\"",     "“",
        "”",        "«",      "»",
        "(",        ")",      "+",
        "-",        "*",      " ",
        " ",        " ",      "\t",
        "AND",      "OR",     "NOT",
        ":",        "kind:",  "year:",
        "2023",     "..",     "section:",
        "report:",  "story",  "\xC2\xA0",
        "date:",    "page:",  "language:",
        "country:", "KH",     "tier:",
        "region:",  ",",      " > ",
        "…",        "'",      "’",
        ".",        "ខ្មែរ",   "U.S.",
        "NEAR",     "NEAR/3", "~",
        "^",        "2",      "=",
        "?",        "wom?n",  "**",
    };
    size_t length = 0, wanted = next_random(state) % 40;
    for (size_t i = 0; i < wanted; i++) {
        const char *part = parts[next_random(state) % (sizeof parts / sizeof *parts)];
        if (length + strlen(part) + 1 < size) {
            memcpy(text + length, part, strlen(part));
            length += strlen(part);
        }
    }
    text[length] = '\0';
}

Test(query, noise_is_read_or_refused_and_reads_again_the_same)
{
    unsigned state = 20230615;
    for (int round = 0; round < 6000; round++) {
        char text[512];
        struct tip_query query;
        struct tip_error error;
        size_t at;
        make_noise(text, sizeof text, &state);
        tip_status status = parse(&query, text, &at, &error);
        tip_query_free(&query);
        if (status != TIP_OK) {
            cr_assert_eq(status, TIP_INVALID, "[%s]: %s", text, error.message);
            cr_assert_leq(at, tip_utf8_count(text, strlen(text)));
            continue;
        }
        char *once = read_as(text);
        char *twice = read_as(once);
        cr_assert_str_eq(twice, once, "[%s] is [%s] is [%s]", text, once, twice);
        free(once);
        free(twice);
    }
}
