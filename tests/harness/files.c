/* Folders and files of a test, and the full report where it is there. */
#include <criterion/criterion.h>
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "harness/harness.h"

char *tip_test_folder(void)
{
    const char *temporary = getenv("TMPDIR");
    char *folder = tip_test_path(temporary != NULL ? temporary : "/tmp", "tip-test-XXXXXX");
    cr_assert_not_null(mkdtemp(folder), "%s: cannot make the folder: %s", folder, strerror(errno));
    return folder;
}

void tip_test_folder_remove(char *folder)
{
    if (folder == NULL)
        return;
    struct tip_error error = {0};
    tip_status status = tip_folder_remove(folder, &error);
    free(folder);
    cr_assert_eq(status, TIP_OK, "%s", error.message);
}

char *tip_test_path(const char *folder, const char *name)
{
    char *path = tip_path_join(folder, name);
    cr_assert_not_null(path, "out of memory");
    return path;
}

void tip_test_write(const char *path, const void *bytes, size_t length)
{
    struct tip_error error = {0};
    cr_assert_eq(tip_file_write(path, bytes, length, &error), TIP_OK, "%s", error.message);
}

char *tip_test_read(const char *path, size_t *length)
{
    struct tip_error error = {0};
    char *content = NULL;
    size_t size = 0;
    cr_assert_eq(tip_file_read(&content, &size, path, SIZE_MAX, &error), TIP_OK, "%s",
                 error.message);
    if (length != NULL)
        *length = size;
    return content;
}

const char *tip_test_report(void)
{
    /* Kept for the process: the caller owns nothing. */
    static char beside[PATH_MAX];
    const char *path = getenv("TIP_REPORT");
    if (path == NULL) {
        const char *source = getenv("TIP_SOURCE");
        snprintf(beside, sizeof(beside), "%s/../shared/corpus/tip-report-2023.txt",
                 source != NULL ? source : ".");
        path = beside;
    }
    if (access(path, R_OK) == 0)
        return path;
    cr_assert_null(getenv("CI"), "%s: the report is needed here: set TIP_REPORT", path);
    fprintf(stderr, "skipped: %s is not there; TIP_REPORT can name the report\n", path);
    return NULL;
}

bool tip_test_await_file(const char *path, bool may_be_empty)
{
    const struct timespec pause = {.tv_nsec = 10000000};
    struct stat status;
    for (int look = 0; look < 2000; look++) {
        if (stat(path, &status) == 0 && (may_be_empty || status.st_size > 0)) {
            return true;
        }
        nanosleep(&pause, NULL);
    }
    return false;
}
