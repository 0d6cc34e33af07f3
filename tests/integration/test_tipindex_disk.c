/* What a build meets outside itself: another writer, a full disk, a disk that cannot be written. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "index_fixture.h"

static struct index_fixture fixture;

static void set_up(void)
{
    index_fixture_init(&fixture);
    index_fixture_write(&fixture, "a.txt", "Miners dug by night and were locked in by day.\n");
}

static void tear_down(void)
{
    umount2(fixture.index, MNT_DETACH);
    index_fixture_free(&fixture);
}

TestSuite(tipindex_disk, .init = set_up, .fini = tear_down, .timeout = 60);

Test(tipindex_disk, a_second_writer_is_refused_with_the_pid_of_the_first)
{
    static const char *const commands[] = {"build", "update"};
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    char *path = tip_test_path(fixture.index, "lock");
    int lock = open(path, O_RDWR | O_TRUNC | O_CLOEXEC);
    cr_assert_geq(lock, 0);
    cr_assert_eq(flock(lock, LOCK_EX | LOCK_NB), 0);
    cr_assert_eq(write(lock, "4242\n", 5), 5);
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        struct tip_run run;
        index_fixture_run(&fixture, &run, 2, commands[i], fixture.sources);
        cr_expect_not_null(strstr(run.err, "4242"), "%s", run.err);
        tip_run_free(&run);
    }
    index_fixture_expect(&fixture, 0, "check", NULL);
    close(lock);
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    free(path);
}

/* A small disk of its own for the index, in a mount namespace of this test process. */
static void mount_index(void)
{
    cr_assert_eq(mkdir(fixture.index, 0777), 0);
    if (unshare(CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("tmpfs", fixture.index, "tmpfs", 0, "size=4m") != 0) {
        cr_skip_test("mounting is not allowed here");
    }
}

/* Xapian's compaction leaks what it holds when a write fails, which no caller can release. */
static void expect_leaks_of_xapian(void)
{
    static const char suppression[] = "leak:libxapian\n";
    char options[512];
    char *path = tip_test_path(fixture.folder, "suppressions");
    tip_test_write(path, suppression, strlen(suppression));
    snprintf(options, sizeof options, "print_suppressions=0:suppressions=%s", path);
    setenv("LSAN_OPTIONS", options, 1);
    free(path);
}

/* Fills the disk but for `room` bytes. */
static void fill(const char *path, size_t room)
{
    struct statvfs disk;
    static const char zeros[4096];
    unlink(path);
    cr_assert_eq(statvfs(fixture.index, &disk), 0);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    cr_assert_geq(fd, 0);
    for (size_t left = disk.f_bavail * disk.f_bsize; left > room + sizeof zeros;
         left -= sizeof zeros) {
        if (write(fd, zeros, sizeof zeros) <= 0) {
            break;
        }
    }
    while (room == 0 && write(fd, zeros, sizeof zeros) > 0) {
    }
    close(fd);
}

Test(tipindex_disk, a_full_disk_fails_a_build_and_leaves_the_old_index)
{
    static const size_t rooms[] = {0, 4096, 8192, 16384, 32768, 65536};
    static const char *const commands[] = {"build", "update"};
    mount_index();
    expect_leaks_of_xapian();
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    index_fixture_write(&fixture, "a.txt", "Miners dug by day and were paid by the week.\n");
    char *filler = tip_test_path(fixture.index, "filler");
    for (size_t i = 0; i < 2 * sizeof rooms / sizeof rooms[0]; i++) {
        struct tip_run run;
        fill(filler, rooms[i / 2]);
        TIP_RUN(&run, "tipindex", commands[i % 2], "-i", fixture.index, fixture.sources);
        cr_expect(run.status == 2 || (run.status == 0 && rooms[i / 2] > 0),
                  "%zu bytes of room: exit status %d; it said: %s", rooms[i / 2], run.status,
                  run.err);
        if (run.status == 2) {
            cr_expect_not_null(strstr(run.err, "disk is full"), "%s", run.err);
            cr_expect_not_null(strstr(run.err, fixture.index), "%s", run.err);
        }
        tip_run_free(&run);
        index_fixture_expect(&fixture, 0, "check", NULL);
    }
    cr_assert_eq(unlink(filler), 0);
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    index_fixture_expect(&fixture, 0, "check", NULL);
    free(filler);
}

Test(tipindex_disk, a_full_disk_without_an_index_promises_none)
{
    mount_index();
    char *filler = tip_test_path(fixture.index, "filler");
    fill(filler, 0);
    struct tip_run run;
    index_fixture_run(&fixture, &run, 2, "build", fixture.sources);
    cr_expect_not_null(strstr(run.err, "(the disk is full; nothing was changed)"), "%s", run.err);
    tip_run_free(&run);
    free(filler);
}

Test(tipindex_disk, a_disk_that_cannot_be_written_is_named_and_can_still_be_read)
{
    mount_index();
    index_fixture_expect(&fixture, 0, "build", fixture.sources);
    cr_assert_eq(mount(NULL, fixture.index, NULL, MS_REMOUNT | MS_RDONLY, NULL), 0);
    struct tip_run run;
    index_fixture_run(&fixture, &run, 2, "build", fixture.sources);
    cr_expect_not_null(strstr(run.err, fixture.index), "%s", run.err);
    cr_expect_not_null(strstr(run.err, "Read-only file system"), "%s", run.err);
    tip_run_free(&run);
    index_fixture_expect(&fixture, 0, "stats", NULL);
    index_fixture_expect(&fixture, 0, "dump", NULL);
}
