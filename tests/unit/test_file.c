/* Files and folders: what was written is there whole, or it is not there. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/file.h"
#include "harness/harness.h"

static char *folder;

static void make_folder(void)
{
    folder = tip_test_folder();
}

static void remove_folder(void)
{
    tip_test_folder_remove(folder);
}

TestSuite(file, .init = make_folder, .fini = remove_folder);

static void expect_content(const char *path, const char *expected)
{
    size_t length;
    char *content = tip_test_read(path, &length);
    cr_expect_eq(length, strlen(expected));
    cr_expect_str_eq(content, expected);
    free(content);
}

Test(file, what_is_written_is_read_and_mapped)
{
    char *path = tip_test_path(folder, "a.txt");
    cr_assert_eq(tip_file_write(path, "text", 4, NULL), TIP_OK);
    expect_content(path, "text");
    struct tip_mapped_file mapped;
    cr_assert_eq(tip_file_map(&mapped, path, NULL), TIP_OK);
    cr_expect(mapped.size == 4 && memcmp(mapped.data, "text", 4) == 0);
    tip_file_unmap(&mapped);
    cr_assert_eq(tip_file_replace(path, "new", 3, NULL), TIP_OK);
    expect_content(path, "new");
    char *aside = tip_test_path(folder, "a.txt.new");
    cr_expect_neq(access(aside, F_OK), 0, "nothing is left beside the file");
    free(aside);
    free(path);
}

Test(file, an_empty_file_is_fine)
{
    char *path = tip_test_path(folder, "empty");
    tip_test_write(path, "", 0);
    expect_content(path, "");
    struct tip_mapped_file mapped;
    cr_assert_eq(tip_file_map(&mapped, path, NULL), TIP_OK);
    cr_expect(mapped.data == NULL && mapped.size == 0);
    tip_file_unmap(&mapped);
    free(path);
}

Test(file, refusals_name_the_file)
{
    struct tip_error error;
    char *content;
    size_t size;
    char *absent = tip_test_path(folder, "absent");
    cr_expect_eq(tip_file_read(&content, &size, absent, 100, &error), TIP_NOT_FOUND);
    cr_expect_not_null(strstr(error.message, absent));
    cr_expect_eq(tip_file_read(&content, &size, folder, 100, &error), TIP_INVALID);
    cr_expect_not_null(strstr(error.message, "folder"));
    cr_expect_eq(tip_file_read(&content, &size, "/dev/zero", 100, &error), TIP_INVALID);
    struct tip_mapped_file mapped;
    cr_expect_eq(tip_file_map(&mapped, folder, &error), TIP_INVALID);
    char *pipe_path = tip_test_path(folder, "pipe");
    cr_assert_eq(mkfifo(pipe_path, 0600), 0);
    cr_expect_eq(tip_file_read(&content, &size, pipe_path, 100, &error), TIP_INVALID,
                 "a pipe is refused and not waited for");
    free(pipe_path);
    free(absent);
}

Test(file, a_file_above_the_limit_is_refused)
{
    char *path = tip_test_path(folder, "large");
    char *content;
    size_t size;
    struct tip_error error;
    tip_test_write(path, "12345", 5);
    cr_expect_eq(tip_file_read(&content, &size, path, 4, &error), TIP_LIMIT);
    cr_assert_eq(tip_file_read(&content, &size, path, 5, &error), TIP_OK);
    free(content);
    free(path);
}

Test(file, a_full_disk_is_told)
{
    struct tip_error error;
    cr_expect_eq(tip_file_write("/dev/full", "text", 4, &error), TIP_NO_SPACE);
    cr_expect_not_null(strstr(error.message, "/dev/full"));
    cr_expect_eq(access("/dev/full", F_OK), 0, "a device is not removed");
}

Test(file, a_clone_has_the_same_content)
{
    char *from = tip_test_path(folder, "from");
    char *to = tip_test_path(folder, "to");
    enum { SIZE = 300 * 1000 };
    char *bytes = malloc(SIZE);
    cr_assert_not_null(bytes);
    for (size_t i = 0; i < SIZE; i++)
        bytes[i] = (char)(i * 31 >> 3);
    tip_test_write(from, bytes, SIZE);
    cr_assert_eq(tip_file_clone(from, to, NULL), TIP_OK);
    char first[TIP_DIGEST_HEX_SIZE];
    char second[TIP_DIGEST_HEX_SIZE];
    unsigned long long size;
    cr_assert_eq(tip_digest_file(first, &size, from, NULL), TIP_OK);
    cr_assert_eq(tip_digest_file(second, &size, to, NULL), TIP_OK);
    cr_expect_eq(size, SIZE);
    cr_expect_str_eq(first, second);
    cr_expect_eq(tip_file_clone(folder, to, NULL), TIP_INVALID);
    free(bytes);
    free(from);
    free(to);
}

Test(file, folders_are_made_and_removed)
{
    char *deep = tip_test_path(folder, "a/b//c/");
    char *file = tip_test_path(folder, "a/b/c/file");
    char *top = tip_test_path(folder, "a");
    cr_assert_eq(tip_folder_make(deep, NULL), TIP_OK);
    cr_expect_eq(tip_folder_make(deep, NULL), TIP_OK, "one that exists is no error");
    tip_test_write(file, "x", 1);
    struct tip_error error;
    cr_expect_eq(tip_folder_make(file, &error), TIP_INVALID);
    cr_expect_eq(tip_folder_make("", &error), TIP_INVALID);
    cr_assert_eq(tip_folder_remove(top, NULL), TIP_OK);
    cr_expect_neq(access(top, F_OK), 0);
    cr_expect_eq(tip_folder_remove(top, NULL), TIP_OK, "one that is not there is no error");
    free(deep);
    free(file);
    free(top);
}

Test(file, removing_a_folder_follows_no_link)
{
    char *outside = tip_test_path(folder, "outside");
    char *inside = tip_test_path(folder, "inside");
    char *kept = tip_test_path(outside, "kept");
    char *link_path = tip_test_path(inside, "link");
    cr_assert_eq(tip_folder_make(outside, NULL), TIP_OK);
    cr_assert_eq(tip_folder_make(inside, NULL), TIP_OK);
    tip_test_write(kept, "x", 1);
    cr_assert_eq(symlink(outside, link_path), 0);
    cr_assert_eq(tip_folder_remove(inside, NULL), TIP_OK);
    expect_content(kept, "x");
    free(outside);
    free(inside);
    free(kept);
    free(link_path);
}

Test(file, paths_are_joined_by_one_slash)
{
    static const char *const rows[][3] = {
        {"a", "b", "a/b"}, {"a/", "b", "a/b"}, {"/", "b", "/b"}, {"", "b", "b"}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char *path = tip_path_join(rows[i][0], rows[i][1]);
        cr_expect_str_eq(path, rows[i][2]);
        free(path);
    }
}
