/* The indexes are built by the real tipindex in folders of their own. */
#include "scope_pair.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "protocol/protocol.h"

static struct tip_error error;

#define OK(call) cr_assert_eq((call), TIP_OK, "%s", error.message)

void scope_pair_init(struct scope_pair *pair)
{
    *pair = (struct scope_pair){.visible = json_object(), .ground.ids = json_array()};
    for (int side = 0; side < SCOPE_SIDES; side++) {
        index_fixture_init(&pair->files[side]);
    }
    pair->sources = tip_test_path(pair->files[SCOPE_WHOLE].folder, "reports");
}

void scope_pair_free(struct scope_pair *pair)
{
    for (int side = 0; side < SCOPE_SIDES; side++) {
        tip_searcher_free(pair->searchers[side]);
        tip_generation_close(pair->generations[side]);
        index_fixture_free(&pair->files[side]);
    }
    free(pair->sources);
    tip_scope_free(pair->scope);
    tip_knowledge_free(pair->knowledge);
    oracle_collection_free(&pair->ground.collection);
    json_decref(pair->ground.ids);
    json_decref(pair->visible);
}

/* ---- sources ---- */

void scope_pair_write(struct scope_pair *pair, const char *name, const char *text,
                      const char *report, bool is_hidden)
{
    scope_pair_remove(pair, name); /* what was seen of the source may be hidden now */
    index_fixture_write(&pair->files[SCOPE_WHOLE], name, text);
    if (!is_hidden) {
        index_fixture_write(&pair->files[SCOPE_PART], name, text);
        json_object_set_new(pair->visible, report, json_true());
    }
}

/* The id of a record, for free(3). */
static char *id_of(const char *record, size_t length)
{
    json_t *facts = json_loadb(record, length, 0, NULL);
    cr_assert_not_null(facts, "no record: %.*s", (int)length, record);
    char *id = strdup(json_string_value(json_object_get(facts, "id")));
    json_decref(facts);
    return id;
}

void scope_pair_write_records(struct scope_pair *pair, const char *name, const char *records,
                              bool (*is_hidden)(const char *id))
{
    unsigned count = 0;
    for (size_t length; *records != '\0'; records += length + (records[length] == '\n')) {
        char file[64];
        length = strcspn(records, "\n");
        char *id = id_of(records, length);
        char *record = strndup(records, length);
        snprintf(file, sizeof file, "%s-%03u.jsonl", name, count++);
        scope_pair_write(pair, file, record, id, is_hidden(id));
        free(record);
        free(id);
    }
}

void scope_pair_remove(struct scope_pair *pair, const char *name)
{
    for (int side = 0; side < SCOPE_SIDES; side++) {
        char *path = index_fixture_source(&pair->files[side], name);
        unlink(path); /* a hidden one is on one side only */
        free(path);
    }
}

/* ---- indexes ---- */

static void remember_ids(struct scope_pair *pair)
{
    json_t *dump = index_fixture_dump(&pair->files[SCOPE_WHOLE]), *passage;
    size_t i;
    json_array_foreach(dump, i, passage)
    {
        json_array_append(pair->ground.ids, json_object_get(passage, "id"));
    }
    json_decref(dump);
}

void scope_pair_index(struct scope_pair *pair, const char *command)
{
    for (int side = 0; side < SCOPE_SIDES; side++) {
        struct tip_run run;
        cr_assert_eq(rename(pair->files[side].sources, pair->sources), 0);
        TIP_RUN(&run, "tipindex", command, "-i", pair->files[side].index, pair->sources);
        cr_assert_eq(rename(pair->sources, pair->files[side].sources), 0);
        cr_assert_eq(run.status, 0, "tipindex %s: %s", command, run.err);
        tip_run_free(&run);
    }
    remember_ids(pair);
}

static void make_scope(struct scope_pair *pair)
{
    const char **ids = calloc(json_object_size(pair->visible) + 1, sizeof *ids);
    size_t count = 0;
    const char *id;
    json_t *value;
    json_object_foreach(pair->visible, id, value)
    {
        ids[count++] = id;
    }
    OK(tip_scope_create(&pair->scope, ids, count, &error));
    free(ids);
}

/* All passages, of one text one: the oracle knows no others. */
static json_t *dump_once(struct scope_pair *pair)
{
    json_t *dump = index_fixture_dump(&pair->files[SCOPE_WHOLE]), *texts = json_object();
    for (size_t i = json_array_size(dump); i-- > 0;) {
        const char *text = json_string_value(json_object_get(json_array_get(dump, i), "text"));
        if (json_object_get(texts, text) != NULL) {
            json_array_remove(dump, i);
        } else {
            json_object_set_new(texts, text, json_true());
        }
    }
    json_decref(texts);
    return dump;
}

void scope_pair_open(struct scope_pair *pair, const char *knowledge)
{
    char warning[TIP_ERROR_MESSAGE_SIZE];
    make_scope(pair);
    oracle_collection_load(&pair->ground.collection, dump_once(pair));
    if (knowledge != NULL) {
        OK(tip_knowledge_read(&pair->knowledge, knowledge, NULL, NULL, &error));
    }
    for (int side = 0; side < SCOPE_SIDES; side++) {
        OK(tip_generation_open_current(&pair->generations[side], pair->files[side].index, warning,
                                       &error));
        OK(tip_searcher_create(&pair->searchers[side], &error));
        OK(tip_searcher_use(pair->searchers[side], pair->generations[side], &error));
        tip_searcher_know(pair->searchers[side], pair->knowledge);
    }
    OK(tip_searcher_limit(pair->searchers[SCOPE_WHOLE], pair->scope, &error));
}

/* ---- replies ---- */

/* Replaces the value behind each `key`, up to one of `end`, by zeros or nothing. */
static void blank(char *reply, const char *key, const char *end)
{
    for (char *at = strstr(reply, key); at != NULL; at = strstr(at, key)) {
        at += strlen(key);
        size_t length = strcspn(at, end);
        memmove(at, at + length, strlen(at + length) + 1);
    }
}

void scope_reply_normalise(char *reply)
{
    blank(reply, "\"took_ms\":", ",}");
    blank(reply, "\"generation\":", ",}");
    blank(reply, "\"since\":", ",}");
    blank(reply, "\"made_at\":\"", "\"");
    blank(reply, "until generation ", ",");
}

char *scope_pair_ask(struct scope_pair *pair, int side, const json_t *request)
{
    struct tip_request decoded = {0};
    struct tip_reply reply = {0};
    struct tip_string out = {0};
    char *line = json_dumps(request, JSON_COMPACT);
    if (tip_line_decode(&decoded, &reply.error, line, strlen(line))) {
        tip_searcher_run(pair->searchers[side], &decoded, 0, &reply);
    }
    tip_line_encode(&out, decoded.tag, &reply);
    tip_reply_free(&reply);
    tip_request_free(&decoded);
    free(line);
    scope_reply_normalise(out.data);
    return tip_string_release(&out);
}
