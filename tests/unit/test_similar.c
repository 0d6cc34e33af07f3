/* SIMILAR of a text: case notes as they are written, and what they are answered by. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "unit/knowledge_fixture.h"
#include "unit/search_fixture.h"
#include "unit/small_knowledge.h"

static const struct fixture_passage passages[] = {
    {"a", 2023, "Her", TIP_KIND_STORY,
     .text =
         "She did not know where she was. He told her that she would have to stay with them, and "
         "she did as he said until her 18th birthday."},
    {"a", 2023, "Kiln", TIP_KIND_NARRATIVE,
     .text = "Families work off an advance at brick kilns; the debt is passed on to children."},
    {"a", 2023, "Compounds", TIP_KIND_NARRATIVE,
     .text = "Guards keep workers inside until a ransom is paid.", .countries = "MM"},
    {"a", 2023, "Elsewhere", TIP_KIND_NARRATIVE,
     .text = "Guards keep workers inside until a ransom is paid to them.", .countries = "KH"},
    {"a", 2023, "Trawlers", TIP_KIND_NARRATIVE, .text = "Seafood is caught by forced crews."},
    {"a", 2023, "Placements", TIP_KIND_LIST, .text = "BURMA; CAMBODIA; KENYA",
     .countries = "KH MM"},
    {"a", 2023, "Shelters", TIP_KIND_NARRATIVE, .text = "Shelters for men are few.",
     .countries = "KH"},
};

static struct search_fixture fixture;
static struct tip_knowledge *knowledge;

static void set_up(void)
{
    search_fixture_open(&fixture, passages, sizeof passages / sizeof *passages);
    knowledge = small_knowledge_read();
    tip_searcher_know(fixture.searcher, knowledge);
}

static void tear_down(void)
{
    search_fixture_close(&fixture);
    tip_knowledge_free(knowledge);
}

TestSuite(similar, .init = set_up, .fini = tear_down, .timeout = 60);

/* Notes and the heading of the passage that is first; NULL: there is none. */
static const struct {
    const char *note, *first;
} notes[] = {
    {"She told me that he did not let her go, and that they would have found her; she has an "
     "advance "
     "of 18 to pay off at the kiln.",
     "Kiln"},
    {"Guards, a ransom, somewhere in Myanmar", "Compounds"},
    {"Guards, a ransom, somewhere in Kampuchea", "Elsewhere"},
    {"<p><b>Kiln</b></p>", "Kiln"},
    {"KILN AND (debt OR \"", "Kiln"},
    {"Myanmar", "Compounds"},
    {"she did, as he was there with them until then", NULL},
    {"18 2023 4711", NULL},
    {"គាត់ត្រូវបានគេបោកប្រាស់", NULL},
    {"صاحب العمل أخذ جواز سفرها", NULL},
    {"…", NULL},
};

Test(similar, a_note_is_answered_by_what_it_tells)
{
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        struct tip_request request = {
            .command = TIP_COMMAND_SIMILAR, .like = (char *)notes[i].note, .limit = 5};
        struct tip_reply reply;

        tip_searcher_run(fixture.searcher, &request, 0, &reply);
        cr_assert_eq(reply.kind, TIP_REPLY_HITS, "%s", notes[i].note);
        if (notes[i].first == NULL) {
            cr_expect_eq(reply.total, 0, "%s: %u", notes[i].note, reply.total);
            cr_assert_not_null(reply.hint, "%s", notes[i].note);
            cr_expect_not_null(strstr(reply.hint, "written in: en"), "%s", reply.hint);
        } else if (reply.hit_count == 0) {
            cr_expect_fail("%s: nothing", notes[i].note);
        } else {
            cr_expect_str_eq(reply.hits[0].view.headings[1], notes[i].first, "%s: %s",
                             notes[i].note, reply.hits[0].view.headings[1]);
            cr_expect_null(reply.hint);
        }
        tip_reply_free(&reply);
    }
}

/* A note has no word of a passage, but tells of the same pattern: by its own words, by a phrase
 * with others in between, by a synonym. */
Test(similar, a_note_is_answered_by_the_pattern_that_it_tells_of)
{
    static const struct knowledge_file files[] = {
        {"patterns.ini", "[fishing]\ntitle = Fishing\ngroup = Sectors\nsource = ILO\n"
                         "query = seafood \"deep sea fishing\"\ntold = +boat +(nets OR catch)\n"
                         "told = +oar -holiday\n"},
        {"synonyms.tsv", "members\tfinds\nlongliner\tdeep sea fishing\n"},
    };
    static const struct {
        const char *note;
        bool is_found;
    } told[] = {
        {"He mended a net on the boat", true},
        {"He mended a net", false},
        {"He mended his boat", false},
        {"on the deep, cold sea he was fishing", true},
        {"fishing in a river which led him to the sea, and it was deep", false},
        {"He was on a longliner", true},
        {"He lost an oar", true},
        {"He lost an oar on holiday", false},
    };
    struct tip_knowledge *patterns = knowledge_fixture_read(files, sizeof files / sizeof *files);
    tip_searcher_know(fixture.searcher, patterns);
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        struct tip_request request = {
            .command = TIP_COMMAND_SIMILAR, .like = (char *)told[i].note, .limit = 5};
        struct tip_reply reply;

        tip_searcher_run(fixture.searcher, &request, 0, &reply);
        cr_assert_eq(reply.kind, TIP_REPLY_HITS, "%s", told[i].note);
        cr_expect_eq(reply.hit_count > 0 && strcmp(reply.hits[0].view.headings[1], "Trawlers") == 0,
                     told[i].is_found, "%s", told[i].note);
        tip_reply_free(&reply);
    }
    tip_searcher_know(fixture.searcher, knowledge);
    tip_knowledge_free(patterns);
}

/* What only names the places of a note is no answer to it. */
Test(similar, a_list_of_places_is_like_no_note)
{
    struct tip_request request = {.command = TIP_COMMAND_SIMILAR,
                                  .like = "Guards in Cambodia, a ransom in Burma, a life in Kenya",
                                  .limit = 5};
    struct tip_reply reply;

    tip_searcher_run(fixture.searcher, &request, 0, &reply);
    cr_assert_eq(reply.kind, TIP_REPLY_HITS);
    cr_expect_eq(reply.total, 2, "%u", reply.total);
    for (size_t i = 0; i < reply.hit_count; i++) {
        cr_expect_str_neq(reply.hits[i].view.headings[1], "Placements");
    }
    tip_reply_free(&reply);
}
