/* Every status of the index binding, provoked; and every allocation of every function failing in
 * three ways: by std::bad_alloc, by another exception, by something that is none.
 *
 * That index.h is included here first proves that it is C++ as well as C. */
#include "index/index.h"

#include <criterion/criterion.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <new>
#include <stdexcept>
#include <string>
#include <unistd.h>

#include <xapian.h>

/* Xapian 1.4 itself forgets what it was building when an allocation fails inside it, and deletes a
 * table in Database::check by the name of its base. What this project allocates is not covered by
 * these: no frame of Xapian's is above it. */
extern "C" {
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
__attribute__((visibility("default"))) const char *__asan_default_options(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libxapian";
}

const char *__asan_default_options(void)
{
    return "new_delete_type_mismatch=0:print_suppressions=0";
}
}

/* ---- allocations that fail ---- */

using Thrower = void();

static Thrower *armed; /* what the allocation throws that fails; NULL: none does */
static long allocations_left;

static void throw_bad_alloc()
{
    throw std::bad_alloc();
}

static void throw_exception()
{
    throw std::runtime_error("made to fail");
}

static void throw_number()
{
    throw 42;
}

template <typename Error> static void throw_xapian()
{
    throw Error("made to fail");
}

static void fail_when_armed()
{
    if (armed == nullptr || allocations_left-- > 0)
        return;
    Thrower *const thrower = armed;
    armed = nullptr;
    thrower();
}

void *operator new(size_t size)
{
    fail_when_armed();
    void *memory = std::malloc(size > 0 ? size : 1);
    if (memory == nullptr)
        throw std::bad_alloc();
    return memory;
}

void operator delete(void *memory) noexcept
{
    std::free(memory);
}

void operator delete(void *memory, size_t) noexcept
{
    std::free(memory);
}

/* ---- a database to try things on ---- */

static std::string folder;
static std::string path;
static tip_error error;

static void shell(const std::string &command)
{
    cr_assert_eq(std::system(command.c_str()), 0, "%s", command.c_str());
}

static void make_folder()
{
    char name[] = "/tmp/tip-status-XXXXXX";
    cr_assert_not_null(mkdtemp(name));
    folder = name;
    path = folder + "/postings";
}

static void remove_folder()
{
    shell("rm -rf " + folder);
    folder.clear();
    folder.shrink_to_fit();
    path.clear();
    path.shrink_to_fit();
}

TestSuite(status, .init = make_folder, .fini = remove_folder);

static const tip_index_term one_term[] = {{"camp", 4, 16}};

static void make_database()
{
    tip_index_writer *writer;
    cr_assert_eq(tip_index_create(&writer, path.c_str(), &error), TIP_OK, "%s", error.message);
    for (uint32_t number = 1; number <= 3; number++)
        cr_assert_eq(tip_index_put(writer, number, one_term, 1, "record", 6, &error), TIP_OK);
    cr_assert_eq(tip_index_set_value(writer, "key", "value", 5, &error), TIP_OK);
    cr_assert_eq(tip_index_commit(writer, &error), TIP_OK);
    tip_index_close_writer(writer);
}

static tip_index *open_index()
{
    tip_index *index;
    cr_assert_eq(tip_index_open(&index, path.c_str(), &error), TIP_OK, "%s", error.message);
    return index;
}

static tip_index_writer *open_writer()
{
    tip_index_writer *writer;
    cr_assert_eq(tip_index_open_writer(&writer, path.c_str(), &error), TIP_OK, "%s", error.message);
    return writer;
}

static tip_status open_and_close(const std::string &name)
{
    tip_index *index = nullptr;
    const tip_status status = tip_index_open(&index, name.c_str(), &error);
    tip_index_close(index);
    return status;
}

static tip_status write_and_close(const std::string &name)
{
    tip_index_writer *writer = nullptr;
    const tip_status status = tip_index_open_writer(&writer, name.c_str(), &error);
    tip_index_close_writer(writer);
    return status;
}

static void expect_message(const char *part)
{
    cr_expect(std::strstr(error.message, part) != nullptr, "%s: not in: %s", part, error.message);
}

/* ---- what the files say ---- */

Test(status, a_missing_database_is_not_found)
{
    const std::string nowhere = folder + "/nowhere";
    cr_expect_eq(open_and_close(nowhere), TIP_NOT_FOUND);
    expect_message(nowhere.c_str());
    cr_expect_eq(write_and_close(nowhere), TIP_NOT_FOUND);
    cr_expect_eq(tip_index_check(nowhere.c_str(), &error), TIP_NOT_FOUND);
    cr_expect_eq(tip_index_compact(nowhere.c_str(), path.c_str(), &error), TIP_NOT_FOUND);
}

Test(status, an_empty_folder_is_not_found)
{
    cr_expect_eq(open_and_close(folder), TIP_NOT_FOUND);
    cr_expect_eq(write_and_close(folder), TIP_NOT_FOUND);
}

Test(status, a_text_file_is_opening)
{
    /* A stub file, as Xapian would take it for, that names a program to run. */
    shell("echo 'remote :touch " + folder + "/ran' > " + path);
    cr_expect_eq(open_and_close(path), TIP_OPENING);
    expect_message("file");
    cr_expect_eq(write_and_close(path), TIP_OPENING);
    cr_expect_eq(tip_index_check(path.c_str(), &error), TIP_OPENING);
    cr_expect_eq(tip_index_compact(path.c_str(), (folder + "/x").c_str(), &error), TIP_OPENING);
    tip_index_writer *writer;
    cr_expect_eq(tip_index_create(&writer, path.c_str(), &error), TIP_OPENING);
    cr_expect_neq(access((folder + "/ran").c_str(), F_OK), 0);
}

Test(status, a_missing_table_is_opening)
{
    make_database();
    cr_assert_eq(unlink((path + "/postlist.glass").c_str()), 0);
    cr_expect_eq(open_and_close(path), TIP_OPENING);
    cr_expect_eq(tip_index_check(path.c_str(), &error), TIP_OPENING);
    cr_expect_eq(tip_index_compact(path.c_str(), (folder + "/x").c_str(), &error), TIP_OPENING);
}

Test(status, a_truncated_root_is_corrupt)
{
    make_database();
    cr_assert_eq(truncate((path + "/iamglass").c_str(), 10), 0);
    cr_expect_eq(open_and_close(path), TIP_CORRUPT);
    expect_message("build the index again");
    cr_expect_eq(write_and_close(path), TIP_CORRUPT);
    cr_expect_eq(tip_index_check(path.c_str(), &error), TIP_CORRUPT);
    cr_expect_eq(tip_index_compact(path.c_str(), (folder + "/x").c_str(), &error), TIP_CORRUPT);
}

Test(status, a_truncated_table_is_corrupt)
{
    make_database();
    cr_assert_eq(truncate((path + "/postlist.glass").c_str(), 10), 0);
    cr_expect_eq(open_and_close(path), TIP_CORRUPT);
    cr_expect_eq(tip_index_check(path.c_str(), &error), TIP_CORRUPT);
}

Test(status, another_version_is_format)
{
    make_database();
    std::FILE *root = std::fopen((path + "/iamglass").c_str(), "r+b");
    cr_assert_not_null(root);
    std::fseek(root, 14, SEEK_SET); /* the version follows the magic of 14 bytes */
    std::fputc('\x7f', root);
    std::fputc('\x7f', root);
    std::fclose(root);
    cr_expect_eq(open_and_close(path), TIP_FORMAT, "%s", error.message);
    cr_expect_eq(write_and_close(path), TIP_FORMAT, "%s", error.message);
    cr_expect_eq(tip_index_check(path.c_str(), &error), TIP_FORMAT);
}

Test(status, a_second_writer_is_locked)
{
    make_database();
    tip_index_writer *writer = open_writer();
    cr_expect_eq(write_and_close(path), TIP_LOCKED);
    expect_message("other writer");
    tip_index_close_writer(writer);
    cr_expect_eq(write_and_close(path), TIP_OK);
}

Test(status, creating_over_a_database_is_database)
{
    make_database();
    tip_index_writer *writer;
    cr_expect_eq(tip_index_create(&writer, path.c_str(), &error), TIP_DATABASE);
    cr_expect_eq(open_and_close(path), TIP_OK);
}

Test(status, creating_under_no_folder_is_database)
{
    tip_index_writer *writer;
    cr_expect_eq(tip_index_create(&writer, (folder + "/a/b").c_str(), &error), TIP_DATABASE);
    expect_message("No such file");
}

Test(status, what_xapian_refuses_is_invalid)
{
    make_database();
    tip_index *index = open_index();
    char *record;
    size_t length;
    cr_expect_eq(tip_index_record(index, 0, &record, &length, &error), TIP_INVALID);
    tip_index_close(index);
    cr_expect_eq(tip_index_compact(path.c_str(), path.c_str(), &error), TIP_INVALID);
}

Test(status, an_error_is_optional)
{
    cr_expect_eq(tip_index_check((folder + "/nowhere").c_str(), nullptr), TIP_NOT_FOUND);
}

Test(status, the_version_is_xapian_s)
{
    cr_expect_eq(std::strncmp(tip_index_xapian_version(), "1.4.", 4), 0);
}

Test(status, a_full_disk_is_no_space)
{
    tip_index_writer *writer;
    cr_assert_eq(tip_index_create(&writer, path.c_str(), &error), TIP_OK);
    /* The table of records is made by the first commit: every write to it finds a full disk. */
    cr_assert_eq(symlink("/dev/full", (path + "/docdata.glass").c_str()), 0);
    cr_assert_eq(tip_index_put(writer, 1, one_term, 1, "record", 6, &error), TIP_OK);
    cr_expect_eq(tip_index_commit(writer, &error), TIP_NO_SPACE, "%s", error.message);
    expect_message("make room");
    cr_expect_eq(tip_index_put(writer, 2, one_term, 1, "record", 6, &error), TIP_DATABASE);
    expect_message("earlier change failed");
    cr_expect_eq(tip_index_commit(writer, &error), TIP_DATABASE);
    tip_index_close_writer(writer);
}

/* ---- every exception has its status ---- */

struct mapping {
    Thrower *thrower;
    tip_status status;
};

static const mapping mappings[] = {
    {throw_xapian<Xapian::DatabaseNotFoundError>, TIP_NOT_FOUND},
    {throw_xapian<Xapian::DocNotFoundError>, TIP_NOT_FOUND},
    {throw_xapian<Xapian::DatabaseVersionError>, TIP_FORMAT},
    {throw_xapian<Xapian::DatabaseCorruptError>, TIP_CORRUPT},
    {throw_xapian<Xapian::DatabaseLockError>, TIP_LOCKED},
    {throw_xapian<Xapian::DatabaseOpeningError>, TIP_OPENING},
    {throw_xapian<Xapian::DatabaseClosedError>, TIP_DATABASE},
    {throw_xapian<Xapian::DatabaseModifiedError>, TIP_DATABASE},
    {throw_xapian<Xapian::InvalidArgumentError>, TIP_INVALID},
    {throw_xapian<Xapian::RangeError>, TIP_INVALID},
    {throw_xapian<Xapian::UnimplementedError>, TIP_UNSUPPORTED},
    {throw_xapian<Xapian::FeatureUnavailableError>, TIP_UNSUPPORTED},
    {throw_xapian<Xapian::InternalError>, TIP_DATABASE},
    {throw_xapian<Xapian::NetworkError>, TIP_DATABASE},
    {throw_bad_alloc, TIP_NO_MEMORY},
    {throw_exception, TIP_INTERNAL},
    {throw_number, TIP_UNKNOWN},
};

Test(status, every_exception_has_its_status)
{
    make_database();
    for (const mapping &each : mappings) {
        tip_index *index = nullptr;
        allocations_left = 0;
        armed = each.thrower;
        cr_expect_eq(tip_index_open(&index, path.c_str(), &error), each.status);
        cr_expect_null(armed);
        cr_expect_null(index);
        cr_expect_eq(error.status, each.status);
        expect_message(path.c_str());
    }
}

/* ---- every allocation fails once ---- */

/* Calls `attempt` with the first, second, … allocation failing, until none does. Each failure must
 * give `expected`, and `check` must find that nothing was harmed. */
static void fail_each_allocation(Thrower *what, tip_status expected,
                                 const std::function<tip_status()> &attempt,
                                 const std::function<void()> &check)
{
    for (long allowed = 0; allowed < 100000; allowed++) {
        allocations_left = allowed;
        armed = what;
        const tip_status status = attempt();
        const bool was_hit = armed == nullptr;
        armed = nullptr;
        if (status != TIP_OK)
            cr_assert_eq(status, expected, "allocation %ld: %s", allowed, error.message);
        check();
        if (!was_hit) {
            cr_assert_eq(status, TIP_OK, "%s", error.message);
            cr_assert_gt(allowed, 0, "nothing was ever allocated");
            return;
        }
    }
    cr_assert_fail("it never came to an end");
}

static void fail_in_every_way(const std::function<tip_status()> &attempt,
                              const std::function<void()> &check)
{
    fail_each_allocation(throw_bad_alloc, TIP_NO_MEMORY, attempt, check);
    fail_each_allocation(throw_exception, TIP_INTERNAL, attempt, check);
    fail_each_allocation(throw_number, TIP_UNKNOWN, attempt, check);
}

/* The handle answers as ever. */
static void expect_usable(tip_index *index)
{
    uint32_t passages = 0;
    cr_assert_eq(tip_index_frequency(index, "camp", 4, &passages, &error), TIP_OK, "%s",
                 error.message);
    cr_assert_eq(passages, 3);
}

Test(status, opening_survives_every_failure)
{
    make_database();
    const char *name = path.c_str();
    fail_in_every_way(
        [&] {
            tip_index *index = nullptr;
            const tip_status status = tip_index_open(&index, name, &error);
            tip_index_close(index);
            return status;
        },
        [] {});
}

Test(status, counting_survives_every_failure)
{
    make_database();
    tip_index *index = open_index();
    uint32_t passages, last;
    fail_in_every_way([&] { return tip_index_size(index, &passages, &last, &error); },
                      [&] { expect_usable(index); });
    /* Short terms need no allocation: a long one does. */
    const std::string term(100, 'x');
    fail_in_every_way(
        [&] { return tip_index_frequency(index, term.c_str(), term.size(), &passages, &error); },
        [&] { expect_usable(index); });
    tip_index_close(index);
}

Test(status, reading_survives_every_failure)
{
    make_database();
    tip_index *index = open_index();
    char *bytes;
    size_t length;
    fail_in_every_way(
        [&] {
            const tip_status status = tip_index_record(index, 2, &bytes, &length, &error);
            if (status == TIP_OK)
                std::free(bytes);
            return status;
        },
        [&] { expect_usable(index); });
    const std::string key(100, 'k');
    fail_in_every_way(
        [&] {
            const tip_status status = tip_index_value(index, key.c_str(), &bytes, &length, &error);
            return status == TIP_NOT_FOUND ? TIP_OK : status;
        },
        [&] { expect_usable(index); });
    tip_index_close(index);
}

Test(status, postings_survive_every_failure)
{
    make_database();
    tip_index *index = open_index();
    tip_bitmap bitmap;
    cr_assert_eq(tip_bitmap_init(&bitmap, 10, &error), TIP_OK);
    fail_in_every_way([&] { return tip_index_postings(index, "camp", 4, &bitmap, &error); },
                      [&] { expect_usable(index); });
    cr_expect_eq(tip_bitmap_count(&bitmap), 3);
    tip_bitmap_free(&bitmap);
    tip_index_close(index);
}

Test(status, ranking_survives_every_failure)
{
    make_database();
    tip_index *index = open_index();
    tip_bitmap among;
    cr_assert_eq(tip_bitmap_init(&among, 10, &error), TIP_OK);
    tip_bitmap_set(&among, 2);
    tip_bitmap_set(&among, 3);
    const tip_rank_term terms[] = {{"camp", 4, 1.0}, {"scam", 4, 2.0}};
    const tip_rank_set set = {&among, 0.5};
    const tip_rank_request request = {terms, 2, &among, 1.4, 10, INT64_MAX, &set, 1, nullptr};
    tip_rank_result result;
    fail_in_every_way(
        [&] {
            const tip_status status = tip_index_rank(index, &request, &result, &error);
            if (status == TIP_OK) {
                cr_assert_eq(result.count, 2);
                std::free(result.hits);
            }
            return status;
        },
        [&] { expect_usable(index); });
    tip_bitmap_free(&among);
    tip_index_close(index);
}

Test(status, creating_and_compacting_survive_every_failure)
{
    const char *name = path.c_str();
    fail_in_every_way(
        [&] {
            tip_index_writer *writer = nullptr;
            const tip_status status = tip_index_create(&writer, name, &error);
            tip_index_close_writer(writer);
            return status;
        },
        [] { shell("rm -rf " + path); });

    make_database();
    const std::string to = folder + "/to";
    fail_in_every_way([&] { return tip_index_compact(name, to.c_str(), &error); },
                      [&] { shell("rm -rf " + to); });
}

/* What was committed before is there; a writer that failed in the database says so from then on,
 * one that failed before it goes on. Either way nothing half done is committed. */
static tip_status change_and_commit(const std::function<tip_status(tip_index_writer *)> &change)
{
    Thrower *const what = armed;
    armed = nullptr;
    tip_index_writer *writer = open_writer();
    armed = what;
    const tip_status status = change(writer);
    Thrower *const still = armed;
    armed = nullptr;
    tip_error later;
    const tip_status committed = tip_index_commit(writer, &later);
    cr_assert(committed == TIP_OK || (status != TIP_OK && committed == TIP_DATABASE));
    tip_index_close_writer(writer);
    armed = still;
    return status;
}

static void expect_three_passages()
{
    tip_index *index = open_index();
    uint32_t passages, last;
    cr_assert_eq(tip_index_size(index, &passages, &last, &error), TIP_OK);
    cr_assert_eq(passages, 3);
    tip_index_close(index);
}

Test(status, storing_survives_every_failure)
{
    make_database();
    const auto store = [](tip_index_writer *writer) {
        return tip_index_put(writer, 2, one_term, 1, "another record, this one", 24, &error);
    };
    fail_in_every_way([&] { return change_and_commit(store); }, expect_three_passages);
    const auto set = [](tip_index_writer *writer) {
        return tip_index_set_value(writer, "another key, a longer one", "value", 5, &error);
    };
    fail_in_every_way([&] { return change_and_commit(set); }, expect_three_passages);
}

Test(status, removing_survives_every_failure)
{
    make_database();
    const auto remove_and_put_back = [](tip_index_writer *writer) {
        const tip_status status = tip_index_remove(writer, 3, &error);
        Thrower *const still = armed;
        armed = nullptr;
        if (status == TIP_OK)
            cr_assert_eq(tip_index_put(writer, 3, one_term, 1, "back", 4, &error), TIP_OK);
        armed = still;
        return status;
    };
    fail_in_every_way([&] { return change_and_commit(remove_and_put_back); },
                      expect_three_passages);
}

Test(status, checking_survives_every_failure)
{
    make_database();
    const char *name = path.c_str();
    fail_in_every_way([&] { return tip_index_check(name, &error); }, [] {});
}

Test(status, committing_survives_every_failure)
{
    make_database();
    const auto store_and_commit = [](tip_index_writer *writer) {
        Thrower *const what = armed;
        armed = nullptr;
        const tip_status status = tip_index_put(writer, 2, one_term, 1, "new", 3, &error);
        armed = what;
        return status != TIP_OK ? status : tip_index_commit(writer, &error);
    };
    fail_in_every_way([&] { return change_and_commit(store_and_commit); }, expect_three_passages);
}

Test(status, a_failed_change_takes_none_along_silently)
{
    make_database();
    bool has_failed_inside = false;
    for (long allowed = 0; !has_failed_inside; allowed++) {
        cr_assert_lt(allowed, 1000, "no allocation inside the database failed");
        tip_index_writer *writer = open_writer();
        cr_assert_eq(tip_index_put(writer, 4, one_term, 1, "four", 4, &error), TIP_OK);
        allocations_left = allowed;
        armed = throw_bad_alloc;
        cr_assert_eq(tip_index_put(writer, 5, one_term, 1, "five", 4, &error), TIP_NO_MEMORY);
        armed = nullptr;
        has_failed_inside = tip_index_put(writer, 6, one_term, 1, "six", 3, &error) != TIP_OK;
        if (has_failed_inside) {
            expect_message("earlier change failed");
            cr_expect_eq(tip_index_commit(writer, &error), TIP_DATABASE);
            cr_expect_eq(tip_index_remove(writer, 1, &error), TIP_DATABASE);
        }
        tip_index_close_writer(writer);
    }
    expect_three_passages();
}
