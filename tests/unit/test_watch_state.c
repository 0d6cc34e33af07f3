/* What tipsearch --watch remembers, and how it is written. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/desk/draft.h"
#include "command/desk/watch_state.h"
#include "harness/harness.h"

static char *folder;
static char *path;

static void make_folder(void)
{
    folder = tip_test_folder();
    path = tip_test_path(folder, "cases.watch.state");
}

static void remove_folder(void)
{
    tip_test_folder_remove(folder);
    free(path);
}

TestSuite(watch_state, .init = make_folder, .fini = remove_folder, .timeout = 60);

static void expect_ok(enum tipsearch_code code, const struct tipsearch_error *error)
{
    cr_assert_eq(code, TIPSEARCH_OK, "%s", error->message);
}

static void read_state(struct watch_state *state)
{
    struct tipsearch_error error;

    expect_ok(watch_state_read(state, path, &error), &error);
}

static void write_state(const struct watch_state *state)
{
    struct tipsearch_error error;
    struct draft draft;

    expect_ok(draft_open(&draft, path, NULL, &error), &error);
    watch_state_write(state, draft.file);
    expect_ok(draft_commit(&draft, &error), &error);
}

static void show(struct watch_state *state, const char *name, uint64_t from, uint64_t step,
                 int count)
{
    struct watch_seen *seen = watch_state_find(state, name);

    cr_assert_not_null(seen);
    for (int i = count; i-- > 0;)
        cr_assert(watch_seen_add(seen, from + (uint64_t)i * step));
    cr_assert(watch_seen_keep(seen));
}

Test(watch_state, what_was_shown_is_known_in_the_next_run)
{
    struct watch_state state;
    const struct watch_seen *seen;

    read_state(&state);
    cr_expect_eq(state.count, 0);
    show(&state, "boats", 7, 3, 1000);
    show(&state, "kilns and \xd8\xb9", UINT64_MAX, 1, 1);
    show(&state, "nothing yet", 0, 1, 0);
    show(&state, "boats", 1, 0, 1);
    write_state(&state);
    watch_state_free(&state);
    read_state(&state);
    cr_expect_eq(state.count, 3);
    seen = watch_state_find(&state, "boats");
    cr_expect_eq(seen->count, 1001);
    cr_expect(watch_seen_has(seen, 1) && watch_seen_has(seen, 7) && watch_seen_has(seen, 3004));
    cr_expect_not(watch_seen_has(seen, 8) || watch_seen_has(seen, 0));
    cr_expect(watch_seen_has(watch_state_find(&state, "kilns and \xd8\xb9"), UINT64_MAX));
    cr_expect_eq(watch_state_find(&state, "nothing yet")->count, 0);
    cr_expect_eq(watch_state_find(&state, "a new one")->count, 0);
    watch_state_free(&state);
}

Test(watch_state, what_is_not_kept_is_not_written)
{
    struct watch_state state;
    struct watch_seen *seen;

    read_state(&state);
    seen = watch_state_find(&state, "boats");
    cr_assert(watch_seen_add(seen, 5));
    cr_expect_not(watch_seen_has(seen, 5));
    write_state(&state);
    watch_seen_forget(seen);
    cr_assert(watch_seen_keep(seen));
    cr_expect_eq(seen->count, 0);
    watch_state_free(&state);
    read_state(&state);
    cr_expect_not(watch_seen_has(watch_state_find(&state, "boats"), 5));
    watch_state_free(&state);
}

static void expect_refused(const char *bytes, size_t length, const char *message)
{
    struct tipsearch_error error;
    struct watch_state state;

    tip_test_write(path, bytes, length);
    cr_assert_eq(watch_state_read(&state, path, &error), TIPSEARCH_INVALID, "%zu bytes: %.*s",
                 length, (int)length, bytes);
    cr_expect_not_null(strstr(error.message, message), "%s", error.message);
    watch_state_free(&state);
}

/* Every byte changed in turn, and the file cut at every place. */
Test(watch_state, damage_anywhere_is_found)
{
    struct watch_state state = {0};
    size_t length;
    char *bytes;

    show(&state, "a", 1, 1, 3);
    show(&state, "b", 1, 1, 2);
    write_state(&state);
    watch_state_free(&state);
    bytes = tip_test_read(path, &length);
    for (size_t i = 0; i < length; i++) {
        bytes[i] ^= 1;
        expect_refused(bytes, length, path);
        bytes[i] ^= 1;
        expect_refused(bytes, i, path);
    }
    tip_test_write(path, bytes, length);
    read_state(&state);
    watch_state_free(&state);
    bytes[length] = '\n'; /* in the place of the NUL */
    expect_refused(bytes, length + 1, "is damaged");
    free(bytes);
}

Test(watch_state, what_is_no_state_is_named)
{
    expect_refused("", 0, "is empty");
    expect_refused("boats: debt\n", 12, "is no state of tipsearch --watch");
    expect_refused("tipsearch-watch-state 2\n", 24, "was written by a newer tipsearch");
    expect_refused("tipsearch-watch-state 1\n", 24, "is damaged");
}

Test(watch_state, ids_are_sixteen_digits)
{
    static const char *const WRONG[] = {"",
                                        "0123",
                                        "0123456789abcdeg",
                                        "0123456789ABCDEF",
                                        "0123456789abcdef0",
                                        "-123456789abcdef"};
    uint64_t id;

    cr_assert(watch_id_read(&id, "fedcba9876543210"));
    cr_expect_eq(id, 0xfedcba9876543210);
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        cr_expect_not(watch_id_read(&id, WRONG[i]), "%s", WRONG[i]);
}

/* ---- drafts ---- */

TestSuite(draft, .init = make_folder, .fini = remove_folder, .timeout = 60);

static void expect_content(const char *expected)
{
    size_t length;
    char *text = tip_test_read(path, &length);

    cr_expect_eq(length, strlen(expected));
    cr_expect_eq(memcmp(text, expected, length), 0);
    free(text);
}

Test(draft, it_takes_its_place_when_it_is_whole)
{
    struct tipsearch_error error;
    struct draft draft;
    struct stat status;
    char *beside = tip_test_path(folder, "cases.watch.state.new");

    tip_test_write(path, "old\n", 4);
    tip_test_write(beside, "of one that was killed, and longer", 34);
    cr_assert_eq(chmod(path, 0640), 0);
    expect_ok(draft_open(&draft, path, NULL, &error), &error);
    fputs("new\n", draft.file);
    fflush(draft.file);
    expect_content("old\n");
    expect_ok(draft_commit(&draft, &error), &error);
    expect_content("new\n");
    cr_expect_eq(stat(path, &status), 0);
    cr_expect_eq(status.st_mode & 0777, 0640);
    cr_expect_neq(access(beside, F_OK), 0);
    expect_ok(draft_open(&draft, path, NULL, &error), &error);
    fputs("never\n", draft.file);
    draft_drop(&draft);
    draft_drop(&draft);
    expect_content("new\n");
    cr_expect_neq(access(beside, F_OK), 0);
    free(beside);
}

Test(draft, two_writers_cannot_be_at_work_at_once)
{
    struct tipsearch_error error;
    struct draft draft, other;

    expect_ok(draft_open(&draft, path, NULL, &error), &error);
    cr_expect_eq(draft_open(&other, path, NULL, &error), TIPSEARCH_BUSY);
    cr_expect_not_null(strstr(error.message, "another tipsearch is writing"), "%s", error.message);
    expect_ok(draft_commit(&draft, &error), &error);
    expect_ok(draft_open(&other, path, NULL, &error), &error);
    draft_drop(&other);
}

Test(draft, a_link_stays_one_and_a_new_file_is_as_private_as_its_model)
{
    struct tipsearch_error error;
    struct draft draft;
    struct stat status;
    char *link = tip_test_path(folder, "link"), *model = tip_test_path(folder, "cases.watch");

    tip_test_write(model, "", 0);
    cr_assert_eq(chmod(model, 0600), 0);
    expect_ok(draft_open(&draft, path, model, &error), &error);
    expect_ok(draft_commit(&draft, &error), &error);
    cr_assert_eq(stat(path, &status), 0);
    cr_expect_eq(status.st_mode & 0777, 0600);
    cr_assert_eq(symlink(path, link), 0);
    expect_ok(draft_open(&draft, link, NULL, &error), &error);
    fputs("through the link\n", draft.file);
    expect_ok(draft_commit(&draft, &error), &error);
    expect_content("through the link\n");
    cr_assert_eq(lstat(link, &status), 0);
    cr_expect(S_ISLNK(status.st_mode));
    free(link);
    free(model);
}

Test(draft, where_none_can_be_made_is_said)
{
    struct tipsearch_error error;
    struct draft draft;
    char *nowhere = tip_test_path(folder, "no-such-folder/state");

    cr_expect_eq(draft_open(&draft, nowhere, NULL, &error), TIPSEARCH_INVALID);
    cr_expect_not_null(strstr(error.message, "state.new cannot be written: No such file"), "%s",
                       error.message);
    draft_drop(&draft);
    free(nowhere);
}
