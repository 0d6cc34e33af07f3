/* The index is built by the real tipindex in a folder of its own. */
#include "query_fixture.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "index_fixture.h"
#include "oracle/knowledge.h"
#include "oracle/synthetic.h"

struct query_fixture query_fixture;
static struct index_fixture files;
static struct tip_generation *generation;
static struct tip_knowledge *knowledge;

static void open_index(char *source)
{
    char warning[TIP_ERROR_MESSAGE_SIZE];
    struct tip_error error;
    struct query_fixture *fixture = &query_fixture;
    index_fixture_expect(&files, 0, "build", source);
    free(source);
    oracle_collection_load(&fixture->collection, index_fixture_dump(&files));
    cr_assert_eq(tip_generation_open_current(&generation, files.index, warning, &error), TIP_OK,
                 "%s", error.message);
    cr_assert_eq(tip_searcher_create(&fixture->searcher, &error), TIP_OK, "%s", error.message);
    cr_assert_eq(tip_searcher_use(fixture->searcher, generation, &error), TIP_OK, "%s",
                 error.message);
}

void query_fixture_open_samples(void)
{
    index_fixture_init(&files);
    open_index(tip_test_path(getenv("TIP_SOURCE"), "corpus"));
}

void query_fixture_open_records(void)
{
    struct tip_string text = {0};
    index_fixture_init(&files);
    oracle_synthetic_write(&text);
    index_fixture_write(&files, "records.jsonl", text.data);
    tip_string_free(&text);
    open_index(index_fixture_source(&files, "records.jsonl"));
}

void query_fixture_know(void)
{
    struct tip_error error;
    index_fixture_write(&files, "synonyms.tsv", oracle_synonyms_tsv);
    index_fixture_write(&files, "countries.tsv", oracle_countries_tsv);
    cr_assert_eq(tip_knowledge_read(&knowledge, files.sources, NULL, NULL, &error), TIP_OK, "%s",
                 error.message);
    tip_searcher_know(query_fixture.searcher, knowledge);
    query_fixture.collection.with_knowledge = true;
}

void query_fixture_close(void)
{
    tip_searcher_free(query_fixture.searcher);
    tip_knowledge_free(knowledge);
    knowledge = NULL;
    tip_generation_close(generation);
    oracle_collection_free(&query_fixture.collection);
    index_fixture_free(&files);
}

void query_fixture_ask(struct tip_reply *reply, const char *query, unsigned limit, unsigned offset)
{
    struct tip_request request = {
        .command = TIP_COMMAND_SEARCH, .query = (char *)query, .limit = limit, .offset = offset};
    *reply = (struct tip_reply){0};
    tip_searcher_run(query_fixture.searcher, &request, 0, reply);
}

uint64_t query_fixture_number(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text == NULL ? otherwise : strtoull(text, NULL, 10);
}
