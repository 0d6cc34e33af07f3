/* A folder with sources and an index. */
#include "index_fixture.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void index_fixture_init(struct index_fixture *fixture)
{
    fixture->folder = tip_test_folder();
    fixture->sources = tip_test_path(fixture->folder, "sources");
    fixture->index = tip_test_path(fixture->folder, "index");
    cr_assert_eq(mkdir(fixture->sources, 0777), 0);
}

void index_fixture_free(struct index_fixture *fixture)
{
    free(fixture->sources);
    free(fixture->index);
    tip_test_folder_remove(fixture->folder);
    *fixture = (struct index_fixture){0};
}

char *index_fixture_source(const struct index_fixture *fixture, const char *name)
{
    return tip_test_path(fixture->sources, name);
}

void index_fixture_write(const struct index_fixture *fixture, const char *name, const char *text)
{
    char *path = index_fixture_source(fixture, name);
    tip_test_write(path, text, strlen(text));
    free(path);
}

void index_fixture_run(const struct index_fixture *fixture, struct tip_run *run, int status,
                       const char *command, const char *argument)
{
    TIP_RUN(run, "tipindex", command, "-i", fixture->index, argument);
    cr_assert_eq(run->status, status, "tipindex %s %s: exit status %d instead of %d; it said: %s",
                 command, argument ? argument : "", run->status, status, run->err);
}

void index_fixture_expect(const struct index_fixture *fixture, int status, const char *command,
                          const char *argument)
{
    struct tip_run run;
    index_fixture_run(fixture, &run, status, command, argument);
    tip_run_free(&run);
}

json_t *index_fixture_dump(const struct index_fixture *fixture)
{
    struct tip_run run;
    index_fixture_run(fixture, &run, 0, "dump", NULL);
    json_t *passages = json_array();
    for (char *line = strtok(run.out, "\n"); line; line = strtok(NULL, "\n")) {
        json_error_t error;
        json_t *passage = json_loads(line, JSON_REJECT_DUPLICATES, &error);
        cr_assert_not_null(passage, "%s in the line: %s", error.text, line);
        json_array_append_new(passages, passage);
    }
    tip_run_free(&run);
    return passages;
}

char *index_fixture_dump_text(const struct index_fixture *fixture, bool with_since)
{
    json_t *passages = index_fixture_dump(fixture);
    for (size_t i = 0; !with_since && i < json_array_size(passages); i++) {
        json_object_del(json_array_get(passages, i), "since");
    }
    char *text = json_dumps(passages, JSON_INDENT(1));
    json_decref(passages);
    return text;
}

json_t *index_fixture_manifest(const struct index_fixture *fixture, unsigned number)
{
    char name[64];
    json_error_t error;
    snprintf(name, sizeof name, "generation-%06u/manifest.json", number);
    char *path = tip_test_path(fixture->index, name);
    json_t *manifest = json_load_file(path, 0, &error);
    cr_assert_not_null(manifest, "%s: %s", path, error.text);
    free(path);
    return manifest;
}

int index_fixture_entries(const struct index_fixture *fixture, const char *part)
{
    DIR *folder = opendir(fixture->index);
    cr_assert_not_null(folder);
    int count = 0;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        count += strstr(entry->d_name, part) != NULL;
    }
    closedir(folder);
    return count;
}
