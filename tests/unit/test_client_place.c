/* Where the socket is when nobody says: the client and the server must look in the same place. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/place.h"
#include "default_paths.h"
#include "harness/harness.h"

static char *folder;
static char fallback[128];

static void set_up(void)
{
    folder = tip_test_folder();
    snprintf(fallback, sizeof fallback, "unix:/tmp/tipsearch-%lu/tipsearch.sock",
             (unsigned long)geteuid());
    setenv("XDG_DATA_HOME", folder, 1); /* no index is there: the default address is meant */
    unsetenv("TIPSEARCH_INDEX");
}

static void tear_down(void)
{
    tip_test_folder_remove(folder);
}

TestSuite(client_place, .init = set_up, .fini = tear_down);

/* With that XDG_RUNTIME_DIR both mean the same address. */
static void expect_address(const char *runtime, const char *expected)
{
    struct place place;
    struct tipsearch_error client_error;
    struct tip_error error = {0};
    char *address = NULL;

    setenv("XDG_RUNTIME_DIR", runtime, 1);
    cr_assert_eq(place_find(&place, NULL, &client_error), TIPSEARCH_OK, "%s", client_error.message);
    cr_assert_eq(tip_default_address(&address, &error), TIP_OK, "%s", error.message);
    cr_expect_str_eq(place.address, expected, "client, %s: %s", runtime, place.address);
    cr_expect_str_eq(address, expected, "server, %s: %s", runtime, address);
    place_free(&place);
    free(address);
}

/* A folder below the test's whose path has `length` bytes; for free(3). */
static char *make_folder_of(size_t length)
{
    char *path = calloc(1, length + 1);

    cr_assert(path != NULL && strlen(folder) + 2 <= length);
    memset(path, 'x', length);
    memcpy(path, folder, strlen(folder));
    path[strlen(folder)] = '/';
    cr_assert_eq(mkdir(path, 0700), 0);
    return path;
}

Test(client_place, the_runtime_folder_holds_the_socket)
{
    char expected[300];

    snprintf(expected, sizeof expected, "unix:%s/tipsearch.sock", folder);
    expect_address(folder, expected);
}

Test(client_place, what_is_no_folder_is_passed_over)
{
    char *file = tip_test_path(folder, "file");

    tip_test_write(file, "", 0);
    expect_address(file, fallback);
    expect_address("/nonexistent/runtime", fallback);
    expect_address("relative", fallback);
    expect_address("", fallback);
    free(file);
}

Test(client_place, a_path_that_no_socket_can_have_is_passed_over)
{
    enum { SOCKET_PATH_BYTES = 107, NAME_BYTES = sizeof "/tipsearch.sock" - 1 };
    char *fits = make_folder_of(SOCKET_PATH_BYTES - NAME_BYTES);
    char *too_long = make_folder_of(SOCKET_PATH_BYTES - NAME_BYTES + 1);
    char expected[300];

    snprintf(expected, sizeof expected, "unix:%s/tipsearch.sock", fits);
    expect_address(fits, expected);
    expect_address(too_long, fallback);
    free(fits);
    free(too_long);
}

/* The superuser can write to any folder: the test goes on as another user. */
Test(client_place, a_folder_that_cannot_be_written_to_is_passed_over)
{
    enum { NOBODY = 65534 };
    char made[64];

    cr_assert_eq(chmod(folder, 0555), 0);
    if (geteuid() == 0)
        cr_assert_eq(seteuid(NOBODY), 0);
    snprintf(made, sizeof made, "/tmp/tipsearch-%lu", (unsigned long)geteuid());
    snprintf(fallback, sizeof fallback, "unix:%s/tipsearch.sock", made);
    expect_address(folder, fallback);
    if (getuid() == 0) {
        rmdir(made);
        cr_assert_eq(seteuid(0), 0);
    }
    cr_assert_eq(chmod(folder, 0700), 0);
}

/* The name with the index's hash is longer: what is left must fit it. */
Test(client_place, another_index_has_a_socket_whose_path_fits_too)
{
    char *runtime = make_folder_of(90);
    struct place place;
    struct tipsearch_error error;

    setenv("XDG_RUNTIME_DIR", runtime, 1);
    cr_assert_eq(place_find(&place, folder, &error), TIPSEARCH_OK, "%s", error.message);
    cr_expect_eq(strncmp(place.address, fallback, strlen("unix:/tmp/tipsearch-")), 0, "%s",
                 place.address);
    cr_expect_leq(strlen(place.address), strlen("unix:") + 107);
    place_free(&place);
    free(runtime);
}
