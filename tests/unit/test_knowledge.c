/* The knowledge files: what is read of them, how it is found, and the faults that are told. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/harness.h"
#include "knowledge/knowledge.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static char *folder;
static struct tip_knowledge *knowledge;
static struct tip_error error;
static char told[4096]; /* "NAME:LINE:COLUMN: MESSAGE" a line */

static void set_up(void)
{
    folder = tip_test_folder();
}

static void tear_down(void)
{
    tip_knowledge_free(knowledge);
    knowledge = NULL;
    tip_test_folder_remove(folder);
}

TestSuite(knowledge, .init = set_up, .fini = tear_down);

static void tell(void *context, const char *file, unsigned line, unsigned column,
                 const char *message)
{
    size_t length = strlen(context);
    snprintf((char *)context + length, sizeof told - length, "%s:%u:%u: %s\n",
             strrchr(file, '/') + 1, line, column, message);
}

static void put(const char *name, const char *text)
{
    char *path = tip_test_path(folder, name);
    tip_test_write(path, text, strlen(text));
    free(path);
}

static tip_status read_folder(void)
{
    tip_knowledge_free(knowledge);
    knowledge = NULL;
    told[0] = '\0';
    return tip_knowledge_read(&knowledge, folder, tell, told, &error);
}

static const char *const regions = "code\tname\tnames\nEAP\tEast Asia and Pacific\tEast Asia\n";
static const char *const countries =
    "# a comment\n"
    "code\tcode3\tregion\tname\tnames\tpeople\tabbreviations\n"
    "KH\tKHM\tEAP\tCambodia\tKampuchea\tCambodian\n"
    "CI\tCIV\t\tCôte d'Ivoire\tIvory Coast\tIvorian\n"
    "CD\tCOD\t\tCongo, Democratic Republic of the\tCongo?\tCongolese?\tDRC\n"
    "CG\tCOG\t\tCongo, Republic of the\tCongo?\tCongolese?\n"
    "KR\tKOR\tEAP\tKorea, Republic of\tKorea\tKorean\n"
    "KP\tPRK\tEAP\tKorea, Democratic People's Republic of\tKorea?\tKorean?\n";

static void read_sample(void)
{
    put("regions.tsv", regions);
    put("countries.tsv", countries);
    cr_assert_eq(read_folder(), TIP_OK, "%s", told);
}

Test(knowledge, a_folder_without_files_is_empty_knowledge)
{
    cr_assert_eq(read_folder(), TIP_OK);
    cr_expect_eq(tip_country_count(knowledge), 0);
    cr_expect_eq(tip_region_count(knowledge), 0);
    cr_expect_eq(tip_pattern_count(knowledge), 0);
    cr_expect_eq(tip_synonyms_longest(knowledge), 0);
    cr_expect_eq(tip_tier_of(knowledge, "KH", 2023), TIP_TIER_NONE);
    size_t place;
    cr_expect_not(tip_country_find(knowledge, "KH", 2, &place));
}

Test(knowledge, a_country_is_found_by_code_name_and_people)
{
    static const struct {
        const char *name;
        const char *code; /* NULL: none, or two */
    } cases[] = {
        {"KH", "KH"},
        {"kh", "KH"},
        {"Khm", "KH"},
        {"cambodia", "KH"},
        {"CAMBODIAN", "KH"},
        {"Cambodians", "KH"},
        {"kampuchea", "KH"},
        {"cote d’ivoire", "CI"},
        {"Ivory  Coast", "CI"},
        {"drc", "CD"},
        {"Democratic Republic of the", NULL},
        {"congo democratic republic of the", "CD"},
        {"Congo", NULL},     /* two are unsure */
        {"Congolese", NULL}, /* likewise */
        {"korea", "KR"},     /* one is sure */
        {"koreans", "KR"},
        {"Atlantis", NULL},
        {"", NULL},
        {"?!", NULL},
    };
    read_sample();
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t place;
        bool found = tip_country_find(knowledge, cases[i].name, strlen(cases[i].name), &place);
        cr_expect_eq(found, cases[i].code != NULL, "%s", cases[i].name);
        if (found && cases[i].code != NULL)
            cr_expect_str_eq(tip_country_at(knowledge, place)->code, cases[i].code);
    }
}

Test(knowledge, a_country_has_its_facts_and_names)
{
    read_sample();
    size_t place;
    cr_assert(tip_country_find(knowledge, "DRC", 3, &place));
    const struct tip_country *country = tip_country_at(knowledge, place);
    cr_expect_str_eq(country->code3, "COD");
    cr_expect_str_eq(country->name, "Congo, Democratic Republic of the");
    cr_expect_str_eq(country->region, "");
    cr_assert_eq(country->name_count, 4);
    cr_expect_str_eq(tip_country_name(knowledge, place, 0), country->name);
    cr_expect_str_eq(tip_country_name(knowledge, place, 1), "Congo");
    cr_expect_str_eq(tip_country_name(knowledge, place, 2), "Congolese");
    cr_expect_str_eq(tip_country_name(knowledge, place, 3), "DRC");
}

Test(knowledge, a_region_is_found_by_code_and_names)
{
    static const char *const names[] = {"EAP", "eap", "east asia and pacific", "East Asia"};
    read_sample();
    for (size_t i = 0; i < COUNT(names); i++) {
        size_t place;
        cr_assert(tip_region_find(knowledge, names[i], strlen(names[i]), &place), "%s", names[i]);
        cr_expect_str_eq(tip_region_at(knowledge, place)->name, "East Asia and Pacific");
    }
    size_t place;
    cr_expect_not(tip_region_find(knowledge, "Asia", 4, &place));
}

Test(knowledge, tiers_are_read_in_any_order_of_rows_and_columns)
{
    put("tiers.tsv", "tier\tyear\tcountry\r\n2WL\t2022\tKH\r\n3\t2023\tKH\r\n\r\nSC\t2023\tCG\r\n");
    read_sample();
    cr_expect_eq(tip_tier_of(knowledge, "KH", 2022), TIP_TIER_2_WATCH_LIST);
    cr_expect_eq(tip_tier_of(knowledge, "KH", 2023), TIP_TIER_3);
    cr_expect_eq(tip_tier_of(knowledge, "CG", 2023), TIP_TIER_SPECIAL_CASE);
    cr_expect_eq(tip_tier_of(knowledge, "CG", 2022), TIP_TIER_NONE);
    cr_expect_eq(tip_placement_count(knowledge), 3);
}

Test(knowledge, a_tier_can_be_written_in_ways)
{
    static const struct {
        const char *name;
        enum tip_tier tier; /* TIP_TIER_NONE: none */
    } cases[] = {
        {"1", TIP_TIER_1},
        {"Tier 2", TIP_TIER_2},
        {"2wl", TIP_TIER_2_WATCH_LIST},
        {"2W", TIP_TIER_2_WATCH_LIST},
        {"watch list", TIP_TIER_2_WATCH_LIST},
        {"tier 2 watch list", TIP_TIER_2_WATCH_LIST},
        {"sc", TIP_TIER_SPECIAL_CASE},
        {"Special Case", TIP_TIER_SPECIAL_CASE},
        {"4", TIP_TIER_NONE},
        {"", TIP_TIER_NONE},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        enum tip_tier tier = TIP_TIER_NONE;
        tip_tier_parse(&tier, cases[i].name, strlen(cases[i].name));
        cr_expect_eq(tier, cases[i].tier, "%s", cases[i].name);
    }
    for (enum tip_tier tier = TIP_TIER_1; tier < TIP_TIER_COUNT; tier++) {
        enum tip_tier again = TIP_TIER_NONE;
        cr_expect(tip_tier_parse(&again, tip_tier_name(tier), strlen(tip_tier_name(tier))));
        cr_expect_eq(again, tier);
    }
}

Test(knowledge, patterns_and_synonyms_are_found)
{
    put("patterns.ini", "[debt-bondage]\ntitle = Debt bondage\ngroup = ILO\nsource = ILO 2012\n"
                        "query = \"debt bondage\" OR\n  \"bonded labor\"\nquery = peonage\n"
                        "told = +owe +work\n");
    put("synonyms.tsv", "members\tnote\tfinds\n"
                        "NGO; nongovernmental organizations; non-profit\t\tcharity; NGO fund\n");
    read_sample();
    size_t place;
    cr_assert(tip_pattern_find(knowledge, "debt-bondage", 12, &place));
    const struct tip_pattern *pattern = tip_pattern_at(knowledge, place);
    cr_assert_eq(pattern->query_count, 2);
    cr_expect_str_eq(pattern->queries[0].text, "\"debt bondage\" OR \"bonded labor\"");
    cr_expect_eq(pattern->queries[0].line, 5);
    cr_expect_eq(pattern->queries[0].column, 9);
    cr_expect_str_eq(pattern->queries[1].text, "peonage");
    cr_expect_eq(pattern->queries[1].line, 7);
    cr_assert_eq(pattern->told_count, 1);
    cr_expect_str_eq(pattern->told[0].text, "+owe +work");
    struct tip_synonyms synonyms;
    const char *const words[] = {"nongovernment", "organ"}; /* stems: any inflection */
    cr_assert(tip_synonyms_find(knowledge, words, 2, &synonyms));
    cr_expect_eq(synonyms.count, 5);
    cr_expect_eq(synonyms.own, 1);
    cr_expect_str_eq(synonyms.members[0], "NGO");
    cr_expect_str_eq(synonyms.members[4], "NGO fund");
    const char *const found_only[] = {"chariti"};
    cr_expect_not(tip_synonyms_find(knowledge, found_only, 1, &synonyms));
    cr_expect_not(tip_synonyms_find(knowledge, words, 1, &synonyms));
    cr_expect_eq(tip_synonyms_longest(knowledge), 2);
}

Test(knowledge, every_fault_is_told_with_its_place)
{
    static const struct {
        const char *file;
        const char *text;
        const char *told;
    } cases[] = {
        {"regions.tsv", "code\nX\n", "regions.tsv:1:1: the header lacks the column 'name'\n"},
        {"regions.tsv", "code\tname\tcolour\n",
         "regions.tsv:1:11: there is no column 'colour' in the header\n"},
        {"regions.tsv", "code\tname\nAF\tAfrica\nWHA\tafrica\n",
         "regions.tsv:3:5: 'africa' is already the region 'AF'\n"},
        {"countries.tsv", "code\tcode3\tregion\tname\nKH\tKHM\tXX\tCambodia\n",
         "countries.tsv:2:8: there is no region 'XX': name one of regions.tsv, or leave it "
         "empty\n"},
        {"countries.tsv", "code\tcode3\tname\nKH\tKHM\tCambodia\nKH\tLAO\tLaos\n",
         "countries.tsv:3:1: the code KH is that of 'Cambodia' in line 2 already\n"},
        {"countries.tsv",
         "code\tcode3\tname\tnames\nKH\tKHM\tCambodia\nLA\tLAO\tLaos\tLand; "
         "CAMBODIA\n",
         "countries.tsv:3:19: 'CAMBODIA' is also a name of 'Cambodia' in line 2: take it out of "
         "one, or put a question mark behind it where the other is meant more often\n"},
        {"countries.tsv", "code\tcode3\tname\nKH\tKHM\t\n",
         "countries.tsv:2:8: the cell 'name' is empty\n"},
        {"countries.tsv", "code\tcode3\tname\nKH\tKHM\tCambodia\tmore\n",
         "countries.tsv:2:1: the row has 4 cells, the header 3: take out what is too much\n"},
        {"countries.tsv", "code\tcode3\tname\nCI\tCIV\tC\xF4te\n",
         "countries.tsv:2:9: byte F4 is not UTF-8: save the file as UTF-8\n"},
        {"countries.tsv", "code\tcode3\tname\nkh\tKHM\tCambodia\n",
         "countries.tsv:2:1: 'kh' is no code: 2 capital letters\n"},
        {"countries.tsv", "code\tcode3\tname\tnot\nKH\tKHM\tCambodia\nLA\tLAO\tLaos\tCambodia\n",
         "countries.tsv:3:1: the column 'not' holds a name of 'Cambodia': take it out, the longer "
         "name wins in any case\n"},
        {"persons.tsv", "kind\twords\nfriend\tPal\n",
         "persons.tsv:2:1: there is no kind 'friend': title, kin, person, given, family, forename "
         "or institution\n"},
        {"persons.tsv", "kind\twords\ntitle\tMr; Vice President\n",
         "persons.tsv:2:11: 'Vice President' is not one word\n"},
        {"tiers.tsv", "year\tcountry\ttier\n2023\tQQ\t1\n",
         "tiers.tsv:2:6: 'QQ' is no code of a country in countries.tsv: two capital letters\n"},
        {"tiers.tsv", "year\tcountry\ttier\n1999\tKH\t1\n",
         "tiers.tsv:2:1: '1999' is no year from 2001 to 2100\n"},
        {"patterns.ini", "[Debt]\ntitle = a\ngroup = b\nsource = c\nquery = d\n",
         "patterns.ini:1:2: 'Debt' is no pattern's id: small letters, digits and hyphens\n"},
        {"patterns.ini", "[a]\ntitle = a\ntitle = b\ngroup = b\nsource = c\n",
         "patterns.ini:3:1: a second title: only query and told may be repeated\n"
         "patterns.ini:1:1: the pattern 'a' has no query\n"},
        {"patterns.ini",
         "[a]\ntitle = a\ngroup = b\nsource = c\nquery = d\n[a]\ntitle = a\n"
         "group = b\nsource = c\nquery = d\n",
         "patterns.ini:6:2: there is a pattern 'a' already\n"},
        {"patterns.ini", "title = a\n\n  more\n[b\n",
         "patterns.ini:1:1: 'title' stands before the first section: begin with [id]\n"
         "patterns.ini:3:3: an indented line goes on a value, and there is none before it\n"
         "patterns.ini:4:1: a section is written [id], alone in its line\n"},
        {"patterns.ini", "[a]\ntitle = é\ntilte = b\nwords\n",
         "patterns.ini:3:1: there is no key 'tilte': the keys are title, group, source, query and "
         "told\n"
         "patterns.ini:4:1: this is neither [id] nor KEY = VALUE\n"
         "patterns.ini:1:1: the pattern 'a' has no group\n"
         "patterns.ini:1:1: the pattern 'a' has no source\n"
         "patterns.ini:1:1: the pattern 'a' has no query\n"},
        {"synonyms.tsv", "members\tfinds\nNGO\t\nmaid\tmaid; !\n\tmaid\n",
         "synonyms.tsv:2:1: a group needs two members or more, with semicolons between them\n"
         "synonyms.tsv:3:12: '!' holds no word\n"
         "synonyms.tsv:4:1: the cell 'members' is empty\n"},
        {"synonyms.tsv", "members\nNGO; ngo's\n",
         "synonyms.tsv:2:6: 'ngo's' is in a group already: put the two groups together\n"
         "synonyms.tsv:2:1: a group needs two members or more, with semicolons between them\n"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        put(cases[i].file, cases[i].text);
        cr_expect_eq(read_folder(), TIP_INVALID);
        cr_expect_str_eq(told, cases[i].told);
        cr_expect_null(knowledge);
        put(cases[i].file, "");
    }
}

Test(knowledge, the_first_fault_is_the_error)
{
    put("regions.tsv", "code\tname\nA\t\nB\t\n");
    cr_assert_eq(read_folder(), TIP_INVALID);
    cr_expect(strstr(error.message, "regions.tsv:2:3: the cell 'name' is empty") != NULL, "%s",
              error.message);
}

Test(knowledge, the_folder_is_the_environments_or_beside_the_program)
{
    setenv("TIPSEARCH_KNOWLEDGE", "/some/folder", 1);
    char *found = tip_knowledge_default_folder();
    cr_expect_str_eq(found, "/some/folder");
    free(found);
    unsetenv("TIPSEARCH_KNOWLEDGE");
    found = tip_knowledge_default_folder();
    cr_assert_eq(tip_knowledge_read(&knowledge, found, NULL, NULL, &error), TIP_OK, "%s",
                 error.message);
    cr_expect_geq(tip_country_count(knowledge), 249, "ISO 3166-1 has 249 in %s", found);
    free(found);
}
