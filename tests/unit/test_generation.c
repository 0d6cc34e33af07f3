/* Generations: what is live answers, whatever happens to a build or to a file. */
#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "index/generation_name.h"
#include "unit/small_index.h"

static const char *folder;
static struct tip_error error;
static char warning[TIP_ERROR_MESSAGE_SIZE];

static void begin(void)
{
    folder = small_folder();
}

static void end(void)
{
    cr_assert_eq(tip_folder_remove(folder, &error), TIP_OK);
}

TestSuite(generation, .init = begin, .fini = end, .timeout = 60);

static bool is_there(const char *name)
{
    char *path = tip_path_join(folder, name);
    bool is = access(path, F_OK) == 0;
    free(path);
    return is;
}

static void put(const char *name, const char *text)
{
    char *path = tip_path_join(folder, name);
    cr_assert_eq(tip_file_write(path, text, strlen(text), &error), TIP_OK);
    free(path);
}

static void make_folder(const char *name)
{
    char *path = tip_path_join(folder, name);
    cr_assert_eq(tip_folder_make(path, &error), TIP_OK);
    free(path);
}

/* Flips one bit of a file. */
static void flip(const char *name, size_t offset)
{
    char *path = tip_path_join(folder, name), byte;
    int fd = open(path, O_RDWR);
    cr_assert(fd >= 0, "%s", path);
    cr_assert_eq(pread(fd, &byte, 1, (off_t)offset), 1);
    byte ^= 1;
    cr_assert_eq(pwrite(fd, &byte, 1, (off_t)offset), 1);
    close(fd);
    free(path);
}

static size_t size_of(const char *name)
{
    struct stat facts;
    char *path = tip_path_join(folder, name);
    cr_assert_eq(stat(path, &facts), 0);
    free(path);
    return (size_t)facts.st_size;
}

static tip_status try_open(uint32_t number)
{
    struct tip_generation *generation;
    tip_status status = tip_generation_open(&generation, folder, number, &error);
    if (status == TIP_OK)
        tip_generation_close(generation);
    return status;
}

/* The number of the generation that answers. */
static uint32_t answering(void)
{
    struct tip_generation *generation;
    cr_assert_eq(tip_generation_open_current(&generation, folder, warning, &error), TIP_OK, "%s",
                 error.message);
    uint32_t number = generation->number;
    tip_generation_close(generation);
    return number;
}

/* ---- opening ---- */

Test(generation, an_empty_folder_says_how_to_build)
{
    struct tip_generation *generation;
    cr_assert_eq(tip_generation_open_current(&generation, folder, warning, &error), TIP_NOT_FOUND);
    cr_assert_not_null(strstr(error.message, "tipindex build -i"));
    cr_assert_eq(tip_generation_open_current(&generation, "/nowhere", warning, &error),
                 TIP_NOT_FOUND);
}

Test(generation, opens_what_was_published)
{
    small_index_make(folder, 1);
    struct tip_generation *generation = small_index_open(folder);
    cr_assert_eq(generation->number, 1);
    cr_assert_eq(generation->manifest.passages, 2);
    cr_assert_eq(tip_columns_passages(generation->columns), 2);
    cr_assert(generation->bytes_on_disk > size_of("generation-000001/manifest.json"));
    tip_generation_close(generation);
}

Test(generation, a_text_comes_back)
{
    small_index_make(folder, 1);
    struct tip_generation *generation = small_index_open(folder);
    struct tip_index *index;
    char *text;
    size_t length;
    cr_assert_eq(tip_index_open(&index, generation->postings_path, &error), TIP_OK);
    cr_assert_eq(tip_generation_text(generation, index, 1, &text, &length, &error), TIP_OK);
    cr_assert_str_eq(text, "Cyber scams are run from compounds.");
    cr_assert_eq(length, strlen(text));
    cr_assert_eq(tip_generation_text(generation, index, 9, &text, &length, &error), TIP_NOT_FOUND);
    free(text);
    tip_index_close(index);
    tip_generation_close(generation);
}

Test(generation, a_number_that_is_not_there_is_not_found)
{
    small_index_make(folder, 1);
    cr_assert_eq(try_open(5), TIP_NOT_FOUND);
}

Test(generation, a_damaged_current_falls_back_to_what_is_there)
{
    static const char *const lines[] = {"",
                                        "generation-1\n",
                                        "generation-000000\n",
                                        "../generation-000001\n",
                                        "generation-000009\n",
                                        "generation-99999999999999999999\n"};
    uint32_t number;
    small_index_make(folder, 1);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        put("CURRENT", lines[i]);
        cr_assert_eq(tip_generation_current(&number, folder, &error), TIP_CORRUPT, "%s", lines[i]);
        cr_assert_not_null(strstr(error.message, "CURRENT"));
        cr_assert_eq(answering(), 1);
        cr_assert_not_null(strstr(warning, "CURRENT"));
    }
}

/* ---- damage ---- */

Test(generation, a_flipped_bit_anywhere_is_found_and_named)
{
    static const char *const names[] = {"words",      "tokens",      "columns",      "moved",
                                        "signatures", "suggestions", "manifest.json"};
    small_index_make(folder, 1);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char name[64];
        snprintf(name, sizeof name, "generation-000001/%s", names[i]);
        size_t size = size_of(name);
        for (size_t offset = 0; offset < size; offset += 1 + size / 50) {
            flip(name, offset);
            cr_assert_eq(try_open(1), TIP_CORRUPT, "%s at %zu", name, offset);
            cr_assert_not_null(strstr(error.message, names[i]));
            flip(name, offset);
        }
    }
    cr_assert_eq(try_open(1), TIP_OK);
}

Test(generation, a_flipped_bit_in_the_postings_is_found_before_xapian_looks)
{
    small_index_make(folder, 1);
    char *postings = tip_path_join(folder, "generation-000001/postings");
    DIR *entries = opendir(postings);
    const struct dirent *entry;
    int files = 0;
    while ((entry = readdir(entries)) != NULL) {
        char name[512];
        if (entry->d_name[0] == '.')
            continue;
        snprintf(name, sizeof name, "generation-000001/postings/%s", entry->d_name);
        if (size_of(name) == 0)
            continue;
        flip(name, size_of(name) / 2);
        cr_assert_eq(try_open(1), TIP_CORRUPT, "%s", name);
        cr_assert_not_null(strstr(error.message, entry->d_name));
        flip(name, size_of(name) / 2);
        files++;
    }
    closedir(entries);
    free(postings);
    cr_assert(files > 0);
}

Test(generation, the_previous_one_answers_for_a_damaged_one)
{
    small_index_make(folder, 2);
    flip("generation-000002/words", 20);
    cr_assert_eq(answering(), 1);
    cr_assert_not_null(strstr(warning, "generation-000002/words"), "%s", warning);
}

Test(generation, with_nothing_good_left_the_live_ones_damage_is_told)
{
    struct tip_generation *generation;
    small_index_make(folder, 2);
    flip("generation-000001/columns", 20);
    flip("generation-000002/words", 20);
    cr_assert_eq(tip_generation_open_current(&generation, folder, warning, &error), TIP_CORRUPT);
    cr_assert_not_null(strstr(error.message, "generation-000002/words"));
    cr_assert_str_eq(warning, "");
}

Test(generation, a_folder_under_another_name_is_refused)
{
    small_index_make(folder, 1);
    char *from = tip_path_join(folder, "generation-000001");
    char *to = tip_path_join(folder, "generation-000003");
    cr_assert_eq(rename(from, to), 0);
    cr_assert_eq(try_open(3), TIP_CORRUPT);
    cr_assert_not_null(strstr(error.message, "belongs to generation 1"));
    free(from);
    free(to);
}

/* ---- the full check ---- */

Test(generation, the_check_passes_what_is_good)
{
    small_index_make(folder, 2);
    cr_assert_eq(tip_generation_check(folder, 1, &error), TIP_OK, "%s", error.message);
    cr_assert_eq(tip_generation_check(folder, 2, &error), TIP_OK, "%s", error.message);
}

Test(generation, the_check_finds_parts_that_disagree)
{
    struct tip_manifest manifest;
    small_index_make(folder, 1);
    char *path = tip_path_join(folder, "generation-000001");
    cr_assert_eq(tip_manifest_read(&manifest, path, &error), TIP_OK);
    manifest.words++;
    cr_assert_eq(tip_manifest_write(&manifest, path, &error), TIP_OK);
    cr_assert_eq(try_open(1), TIP_OK);
    cr_assert_eq(tip_generation_check(folder, 1, &error), TIP_CORRUPT);
    cr_assert_not_null(strstr(error.message, "words in columns"));
    manifest.words--;
    manifest.passages++;
    cr_assert_eq(tip_manifest_write(&manifest, path, &error), TIP_OK);
    cr_assert_eq(tip_generation_check(folder, 1, &error), TIP_CORRUPT);
    cr_assert_not_null(strstr(error.message, "passages in postings"));
    tip_manifest_free(&manifest);
    free(path);
}

Test(generation, the_check_is_not_passed_by_a_flipped_bit)
{
    small_index_make(folder, 1);
    flip("generation-000001/tokens", size_of("generation-000001/tokens") - 1);
    cr_assert_eq(tip_generation_check(folder, 1, &error), TIP_CORRUPT);
    cr_assert_not_null(strstr(error.message, "generation-000001/tokens"));
}

/* ---- writers ---- */

Test(generation, a_second_writer_is_told_the_first_ones_pid)
{
    struct tip_index_lock first, second;
    char expected[96];
    cr_assert_eq(tip_index_lock_take(&first, folder, &error), TIP_OK);
    cr_assert_eq(tip_index_lock_take(&second, folder, &error), TIP_LOCKED);
    snprintf(expected, sizeof expected, "another tipindex (pid %ld) is writing to", (long)getpid());
    cr_assert_not_null(strstr(error.message, expected), "%s", error.message);
    tip_index_lock_release(&first);
    cr_assert_eq(tip_index_lock_take(&second, folder, &error), TIP_OK);
    tip_index_lock_release(&second);
}

Test(generation, a_writer_removes_what_killed_builds_left)
{
    struct tip_index_lock lock;
    small_index_make(folder, 1);
    make_folder("generation-000002.building/postings");
    make_folder("generation-000003.removed");
    make_folder("generation-000002");
    make_folder("generation-of-vipers.building");
    put("generation-000002/words", "half");
    put("CURRENT.new", "generation-0");
    put("notes.new", "the user's own");
    cr_assert_eq(tip_index_lock_take(&lock, folder, &error), TIP_OK, "%s", error.message);
    cr_assert_not(is_there("generation-000002.building"));
    cr_assert_not(is_there("generation-000003.removed"));
    cr_assert_not(is_there("generation-000002"));
    cr_assert_not(is_there("CURRENT.new"));
    cr_assert(is_there("notes.new"));
    cr_assert(is_there("generation-of-vipers.building"));
    cr_assert(is_there("generation-000001/words"));
    tip_index_lock_release(&lock);
}

Test(generation, before_the_first_current_all_generations_are_remains)
{
    struct tip_index_lock lock;
    make_folder("generation-000001");
    cr_assert_eq(tip_index_lock_take(&lock, folder, &error), TIP_OK);
    cr_assert_not(is_there("generation-000001"));
    tip_index_lock_release(&lock);
}

static void remove_current(void)
{
    char *path = tip_path_join(folder, "CURRENT");
    cr_assert_eq(unlink(path), 0);
    free(path);
}

Test(generation, a_lost_current_is_damage_and_the_newest_good_one_answers)
{
    uint32_t number;
    small_index_make(folder, 2);
    remove_current();
    cr_assert_eq(tip_generation_current(&number, folder, &error), TIP_CORRUPT);
    cr_assert_not_null(strstr(error.message, "CURRENT is missing"), "%s", error.message);
    cr_assert_eq(answering(), 2);
    cr_assert_not_null(strstr(warning, "CURRENT is missing"), "%s", warning);
    flip("generation-000002/words", 20);
    cr_assert_eq(answering(), 1);
}

Test(generation, a_lost_current_costs_no_generation_before_a_new_one_is_published)
{
    struct tip_index_lock lock;
    small_index_make(folder, 2);
    remove_current();
    cr_assert_eq(tip_index_lock_take(&lock, folder, &error), TIP_OK, "%s", error.message);
    cr_assert(is_there("generation-000001"));
    cr_assert(is_there("generation-000002"));
    tip_index_lock_release(&lock);
    struct small_build build;
    small_build_begin(&build, folder, false);
    cr_assert_eq(build.draft.number, 3);
    small_build_give_up(&build);
    cr_assert(is_there("generation-000001"));
    cr_assert(is_there("generation-000002"));
    small_index_make(folder, 1);
    cr_assert_eq(answering(), 3);
    cr_assert_str_eq(warning, "");
}

Test(generation, a_draft_that_could_not_be_named_beside_a_lost_current_leaves_nothing)
{
    struct small_build build;
    small_index_make(folder, 1);
    remove_current();
    small_build_begin(&build, folder, false);
    SMALL_ADD(&build, "new", "Heading", "A text.");
    cr_assert_eq(tip_builder_finish(build.builder, &error), TIP_OK, "%s", error.message);
    make_folder("CURRENT.new"); /* where the new CURRENT would be written */
    cr_assert_neq(tip_draft_publish(&build.draft, &error), TIP_OK);
    small_build_give_up(&build);
    cr_assert_not(is_there("generation-000002"));
    cr_assert(is_there("generation-000001"));
}

Test(generation, a_damaged_current_costs_no_generation)
{
    struct tip_index_lock lock;
    small_index_make(folder, 2);
    put("CURRENT", "rubbish");
    cr_assert_eq(tip_index_lock_take(&lock, folder, &error), TIP_OK);
    cr_assert(is_there("generation-000001"));
    cr_assert(is_there("generation-000002"));
    tip_index_lock_release(&lock);
    struct small_build build;
    small_build_begin(&build, folder, false);
    cr_assert_eq(build.draft.number, 3);
    SMALL_ADD(&build, "new", "Heading", "A text.");
    small_build_publish(&build);
    cr_assert_eq(answering(), 3);
    cr_assert(is_there("generation-000002"));
}

Test(generation, an_index_path_that_is_a_file_is_an_error)
{
    struct tip_index_lock lock;
    char *path = tip_path_join(folder, "file");
    put("file", "text");
    cr_assert_neq(tip_index_lock_take(&lock, path, &error), TIP_OK);
    cr_assert_not_null(strstr(error.message, path));
    free(path);
}

Test(generation, one_previous_generation_is_kept)
{
    small_index_make(folder, 3);
    cr_assert_not(is_there("generation-000001"));
    cr_assert(is_there("generation-000002"));
    cr_assert(is_there("generation-000003"));
    cr_assert_eq(answering(), 3);
}

Test(generation, a_generation_that_is_read_is_not_removed)
{
    small_index_make(folder, 1);
    struct tip_generation *reader = small_index_open(folder);
    small_index_make(folder, 3);
    cr_assert(is_there("generation-000001/words"));
    cr_assert_eq(tip_columns_passages(reader->columns), 2);
    tip_generation_close(reader);
    small_index_make(folder, 1);
    cr_assert_not(is_there("generation-000001"));
}

Test(generation, all_others_are_removed_but_one_that_is_read)
{
    uint32_t held = 0;
    small_index_make(folder, 1);
    struct tip_generation *reader = small_index_open(folder);
    small_index_make(folder, 2);
    cr_assert_eq(tip_generation_remove_others(folder, 3, 100, &held, &error), TIP_OK);
    cr_assert_eq(held, 1);
    cr_assert(is_there("generation-000001/words"));
    cr_assert_not(is_there("generation-000002"));
    tip_generation_close(reader);
    cr_assert_eq(tip_generation_remove_others(folder, 3, 0, &held, &error), TIP_OK);
    cr_assert_eq(held, 0);
    cr_assert_not(is_there("generation-000001"));
    cr_assert_eq(answering(), 3);
}

Test(generation, a_draft_given_up_leaves_nothing)
{
    struct small_build build;
    small_index_make(folder, 1);
    small_build_begin(&build, folder, false);
    cr_assert(is_there("generation-000002.building"));
    small_build_give_up(&build);
    cr_assert_not(is_there("generation-000002.building"));
    cr_assert_eq(answering(), 1);
}

Test(generation, a_draft_that_is_not_finished_is_not_published)
{
    struct small_build build;
    small_index_make(folder, 1);
    small_build_begin(&build, folder, false);
    cr_assert_neq(tip_draft_publish(&build.draft, &error), TIP_OK);
    small_build_give_up(&build);
    cr_assert_not(is_there("generation-000002"));
    cr_assert_eq(answering(), 1);
}

/* ---- readers beside a writer ---- */

static bool has_ended(pid_t child)
{
    siginfo_t ended = {0};
    cr_assert_eq(waitid(P_PID, (id_t)child, &ended, WEXITED | WNOHANG | WNOWAIT), 0);
    return ended.si_pid != 0;
}

Test(generation, readers_never_fail_while_generations_are_published)
{
    enum { BUILDS = 6 };
    small_index_make(folder, 1);
    pid_t child = fork();
    if (child == 0) {
        for (int i = 0; i < BUILDS; i++)
            small_index_make(folder, 1);
        _exit(0);
    }
    cr_assert(child > 0);
    uint32_t seen = 1;
    while (!has_ended(child)) {
        uint32_t now = answering();
        cr_assert_str_eq(warning, "");
        cr_assert(now >= seen, "generation %u after %u", now, seen);
        seen = now;
    }
    int status;
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_assert_eq(status, 0);
    cr_assert_eq(answering(), 1 + BUILDS);
}

/* ---- killed builds ---- */

/* Waits until `name` is there or the child has ended, which a build without fault does. */
static void await_file(pid_t child, const char *name)
{
    while (!is_there(name) && !has_ended(child))
        sched_yield();
}

/* A child makes generation `number` and is killed when a file of it appears. Returns the generation
 * that answers then. */
static uint32_t kill_a_build(uint32_t number, const char *file)
{
    char name[96];
    snprintf(name, sizeof name, "generation-%06u%s", number, file);
    pid_t child = fork();
    if (child == 0) {
        small_index_make(folder, 1);
        _exit(0);
    }
    cr_assert(child > 0);
    await_file(child, name);
    kill(child, SIGKILL);
    cr_assert_eq(waitpid(child, NULL, 0), child);
    return answering();
}

Test(generation, a_killed_build_never_leaves_half_an_index)
{
    static const char *const instants[] = {
        ".building",       ".building/postings", ".building/postings.compacted",
        ".building/words", ".building/columns",  ".building/manifest.json",
        "/manifest.json"};
    small_index_make(folder, 1);
    uint32_t live = 1;
    for (size_t i = 0; i < sizeof instants / sizeof *instants; i++) {
        uint32_t now = kill_a_build(live + 1, instants[i]);
        cr_assert_str_eq(warning, "", "killed at %s", instants[i]);
        cr_assert(now == live || now == live + 1, "generation %u after %u", now, live);
        live = now;
    }
    small_index_make(folder, 1);
    cr_assert_eq(answering(), live + 1);
    cr_assert_eq(tip_generation_check(folder, live + 1, &error), TIP_OK, "%s", error.message);
}
