/* The sandbox, from inside: a child process enters it and tries what must fail and what must not.
 * It ends by _exit(2), so that no sanitizer looks at its memory, which the sandbox would not let.
 */
#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/harness.h"
#include "server/sandbox.h"

/* What a child's exit status says beside errno. */
enum { SUCCEEDED = 0, PREPARING_FAILED = 200, WITHOUT_LANDLOCK };

static char *folder;  /* of the test; all below are in it */
static char *index_;  /* a folder that may be read */
static char *inside;  /* a file there */
static char *outside; /* a file that is not named to the sandbox */
static char *tokens;  /* a file that may be read again, in a folder of its own */
static char *link_;   /* leads to `outside`, from the index */
static char *doomed;  /* a file that may be removed */
static int received;  /* a connected socket, as accept(2) gives them */
static int listener;

static char *make_folder(const char *name)
{
    char *path = tip_test_path(folder, name);

    cr_assert_eq(mkdir(path, 0700), 0, "%s: %s", path, strerror(errno));
    return path;
}

static char *make_file(const char *in, const char *name)
{
    char *path = tip_test_path(in, name);

    tip_test_write(path, "text\n", 5);
    return path;
}

static void prepare(void)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    char *part, *run;

    folder = tip_test_folder();
    index_ = make_folder("index");
    inside = make_file(index_, "CURRENT");
    outside = make_file(folder, "outside");
    part = make_folder("etc");
    tokens = make_file(part, "tokens");
    free(part);
    link_ = tip_test_path(index_, "link");
    cr_assert_eq(symlink(outside, link_), 0);
    run = make_folder("run");
    doomed = make_file(run, "socket.lock");
    listener = socket(AF_UNIX, SOCK_STREAM, 0);
    snprintf(name.sun_path, sizeof name.sun_path, "%s/s", run);
    free(run);
    cr_assert_eq(bind(listener, (struct sockaddr *)&name, sizeof name), 0);
    cr_assert_eq(listen(listener, 4), 0);
    received = socket(AF_UNIX, SOCK_STREAM, 0);
    cr_assert_eq(connect(received, (struct sockaddr *)&name, sizeof name), 0);
}

static void forget(void)
{
    char *paths[] = {index_, inside, outside, tokens, link_, doomed};

    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        free(paths[i]);
    close(received);
    close(listener);
    tip_test_folder_remove(folder);
}

TestSuite(sandbox, .init = prepare, .fini = forget, .timeout = 60);

static bool has_landlock(void)
{
    struct tip_sandbox sandbox;
    bool has;

    cr_assert_eq(tip_sandbox_begin(&sandbox, NULL), TIP_OK);
    has = sandbox.abi > 0;
    tip_sandbox_end(&sandbox);
    cr_assert(has || getenv("CI") == NULL, "this kernel has no Landlock");
    return has;
}

static void enter(void)
{
    struct tip_sandbox sandbox;
    bool has_calls = false;

    if (tip_sandbox_begin(&sandbox, NULL) != TIP_OK ||
        tip_sandbox_may_read(&sandbox, index_, NULL) != TIP_OK ||
        tip_sandbox_may_reread(&sandbox, tokens, NULL) != TIP_OK ||
        tip_sandbox_may_remove(&sandbox, doomed, NULL) != TIP_OK ||
        tip_sandbox_enter(&sandbox, &has_calls, NULL) != TIP_OK || !has_calls)
        _exit(PREPARING_FAILED);
    tip_sandbox_end(&sandbox);
}

/* The status of a child that has tried it in the sandbox: 0 when it could, else errno. */
static int try(long (*attempt)(void))
{
    int status;
    pid_t child = fork();

    cr_assert_geq(child, 0);
    if (child == 0) {
        enter();
        errno = 0;
        _exit(attempt() >= 0 ? SUCCEEDED : errno);
    }
    cr_assert_eq(waitpid(child, &status, 0), child);
    return status;
}

struct attempt {
    const char *name;
    long (*run)(void);
    bool is_landlocks; /* Landlock alone refuses it */
    int expected;      /* errno; 0: it succeeds */
};

static void expect(const struct attempt *attempts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int status;

        if (attempts[i].is_landlocks && !has_landlock())
            continue;
        status = try(attempts[i].run);
        cr_assert(WIFEXITED(status), "%s: ended by signal %d", attempts[i].name, WTERMSIG(status));
        cr_expect_eq(WEXITSTATUS(status), attempts[i].expected, "%s: %s instead of %s",
                     attempts[i].name, strerror(WEXITSTATUS(status)),
                     strerror(attempts[i].expected));
    }
}

#define EXPECT(attempts) expect(attempts, sizeof attempts / sizeof attempts[0])

/* ---- files ---- */

static long open_inside(void)
{
    char text[8];

    return read(open(inside, O_RDONLY | O_CLOEXEC), text, sizeof text) == 5 ? 0 : -1;
}

static long list_index(void)
{
    DIR *entries = opendir(index_);
    long count = 0;

    while (entries != NULL && readdir(entries) != NULL)
        count++;
    return count == 4 ? 0 : -1;
}

static long open_tokens(void)
{
    return open(tokens, O_RDONLY);
}

static long map_inside(void)
{
    return mmap(NULL, 1, PROT_READ, MAP_SHARED, open(inside, O_RDONLY), 0) == MAP_FAILED ? -1 : 0;
}

static long remove_doomed(void)
{
    return unlink(doomed);
}

static long open_passwd(void)
{
    return open("/etc/passwd", O_RDONLY);
}

/* The call itself, which the C library makes by another name. */
static long open_by_its_own_call(void)
{
#ifdef SYS_open
    return syscall(SYS_open, "/etc/passwd", O_RDONLY);
#else
    return open_passwd();
#endif
}

static long open_relative(void)
{
    return openat(open(index_, O_RDONLY | O_DIRECTORY), "../outside", O_RDONLY);
}

static long open_by_link(void)
{
    return open(link_, O_RDONLY);
}

static long open_by_openat2(void)
{
    uint64_t how[3] = {O_RDONLY, 0, 0};

    return syscall(SYS_openat2, AT_FDCWD, "/etc/passwd", how, sizeof how);
}

static long list_root(void)
{
    return open("/", O_RDONLY | O_DIRECTORY);
}

static long remove_inside(void)
{
    return unlink(inside);
}

static long remove_outside(void)
{
    return unlinkat(AT_FDCWD, outside, 0);
}

static long make_in_index(void)
{
    return openat(open(index_, O_RDONLY | O_DIRECTORY), "new", O_WRONLY | O_CREAT, 0600);
}

static long write_inside(void)
{
    return open(inside, O_RDWR);
}

static long append_inside(void)
{
    return open(inside, O_WRONLY | O_APPEND);
}

static long truncate_inside(void)
{
    return truncate(inside, 0);
}

static long open_nameless(void)
{
    return open(index_, O_TMPFILE | O_RDWR, 0600);
}

static long make_a_folder(void)
{
    return mkdir("/tmp/tipsearch-never", 0700);
}

static long link_inside(void)
{
    return link(inside, tokens);
}

static long rename_inside(void)
{
    return rename(inside, outside);
}

static long change_mode(void)
{
    return chmod(inside, 0644);
}

static long look_at_facts(void)
{
    struct stat facts;
    struct statx more;

    return stat("/etc/passwd", &facts) == 0 &&
                   statx(AT_FDCWD, inside, 0, STATX_BASIC_STATS, &more) == 0
               ? 0
               : -1;
}

Test(sandbox, what_serving_needs_can_be_opened)
{
    static const struct attempt attempts[] = {
        {"a file of the index", open_inside, false, 0},
        {"the index's folder", list_index, false, 0},
        {"a file of the index, mapped", map_inside, false, 0},
        {"the tokens", open_tokens, false, 0},
        {"the lock is removed", remove_doomed, false, 0},
        {"facts of files", look_at_facts, false, 0},
    };

    EXPECT(attempts);
}

Test(sandbox, no_other_file_is_opened_or_removed)
{
    static const struct attempt attempts[] = {
        {"open /etc/passwd", open_passwd, true, EACCES},
        {"open(2) /etc/passwd", open_by_its_own_call, true, EACCES},
        {"openat ../outside", open_relative, true, EACCES},
        {"open a link out of the index", open_by_link, true, EACCES},
        {"openat2 /etc/passwd", open_by_openat2, false, ENOSYS},
        {"open /", list_root, true, EACCES},
        {"unlink in the index", remove_inside, true, EACCES},
        {"unlinkat elsewhere", remove_outside, true, EACCES},
    };

    EXPECT(attempts);
}

/* By the filter of calls, so also where the kernel has no Landlock. */
Test(sandbox, no_file_is_made_or_written)
{
    static const struct attempt attempts[] = {
        {"openat with O_CREAT", make_in_index, false, EPERM},
        {"open for reading and writing", write_inside, false, EPERM},
        {"open for appending", append_inside, false, EPERM},
        {"truncate", truncate_inside, false, EPERM},
        {"O_TMPFILE", open_nameless, false, EPERM},
        {"mkdir", make_a_folder, false, EPERM},
        {"link", link_inside, false, EPERM},
        {"rename", rename_inside, false, EPERM},
        {"chmod", change_mode, false, EPERM},
    };

    EXPECT(attempts);
}

/* An editor writes anew and renames: the file has another inode then. The folder of the index is
 * the one that was named. */
Test(sandbox, a_replaced_file_is_read_and_a_replaced_folder_is_not)
{
    char *aside = tip_test_path(folder, "aside");
    int entered[2], replaced[2], status;
    pid_t child;
    char byte = 0;

    cr_assert(pipe(entered) == 0 && pipe(replaced) == 0);
    child = fork();
    cr_assert_geq(child, 0);
    if (child == 0) {
        enter();
        if (write(entered[1], &byte, 1) != 1 || read(replaced[0], &byte, 1) != 1)
            _exit(1);
        if (open_tokens() < 0)
            _exit(2);
        _exit(open_inside() < 0 && errno == EBADF ? 0 : WITHOUT_LANDLOCK);
    }
    cr_assert_eq(read(entered[0], &byte, 1), 1);
    tip_test_write(aside, "anew\n", 5);
    cr_assert_eq(rename(aside, tokens), 0);
    cr_assert_eq(rename(index_, aside), 0);
    cr_assert_eq(mkdir(index_, 0700), 0);
    tip_test_write(inside, "text\n", 5);
    cr_assert_eq(write(replaced[1], &byte, 1), 1);
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_assert(WIFEXITED(status) && (WEXITSTATUS(status) == 0 ||
                                    (!has_landlock() && WEXITSTATUS(status) == WITHOUT_LANDLOCK)),
              "status %#x", (unsigned)status);
    close(entered[0]);
    close(entered[1]);
    close(replaced[0]);
    close(replaced[1]);
    free(aside);
}

/* ---- sockets ---- */

static long accept_one(void)
{
    return accept4(listener, NULL, NULL, SOCK_CLOEXEC);
}

static long send_bytes(void)
{
    return send(received, "PING\n", 5, MSG_NOSIGNAL) == 5 ? 0 : -1;
}

static long make_socket(void)
{
    return socket(AF_INET, SOCK_STREAM, 0);
}

static long make_unix_socket(void)
{
    return socket(AF_UNIX, SOCK_DGRAM, 0);
}

static long make_pair(void)
{
    int pair[2];

    return socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
}

static long connect_one(void)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX, .sun_path = "/dev/log"};

    return connect(received, (struct sockaddr *)&name, sizeof name);
}

static long bind_one(void)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};

    return bind(received, (struct sockaddr *)&name, sizeof(sa_family_t));
}

static long listen_one(void)
{
    return listen(listener, 8);
}

Test(sandbox, no_socket_but_accepted_ones)
{
    static const struct attempt attempts[] = {
        {"send", send_bytes, false, 0},
        {"accept4", accept_one, false, 0},
        {"socket of the Internet", make_socket, false, EPERM},
        {"socket of this machine", make_unix_socket, false, EPERM},
        {"socketpair", make_pair, false, EPERM},
        {"connect", connect_one, false, EPERM},
        {"bind", bind_one, false, EPERM},
        {"listen", listen_one, false, EPERM},
    };

    EXPECT(attempts);
}

/* ---- processes, memory, limits ---- */

static void *do_nothing(void *argument)
{
    return argument;
}

static long start_thread(void)
{
    pthread_t thread;

    return pthread_create(&thread, NULL, do_nothing, NULL) == 0 && pthread_join(thread, NULL) == 0
               ? 0
               : -1;
}

static long clone_by_structure(void)
{
    return syscall(SYS_clone3, NULL, 0);
}

static long signal_parent(void)
{
    return kill(getppid(), 0);
}

static long signal_parents_thread(void)
{
    return syscall(SYS_tgkill, getppid(), getppid(), 0);
}

static long signal_itself(void)
{
    return syscall(SYS_tgkill, getpid(), getpid(), 0);
}

static long map_executable(void)
{
    return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED
               ? -1
               : 0;
}

static long make_executable(void)
{
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    return mprotect(page, 4096, PROT_READ | PROT_EXEC);
}

static long raise_limit(void)
{
    struct rlimit limit = {64, 64};

    return setrlimit(RLIMIT_NOFILE, &limit);
}

static long step_back(void)
{
    return setpriority(PRIO_PROCESS, 0, 5);
}

static long push_parent_back(void)
{
    return setpriority(PRIO_PROCESS, (id_t)getppid(), 5);
}

static long push_all_back(void)
{
    return setpriority(PRIO_USER, 0, 5);
}

static long ask_limit(void)
{
    struct rlimit limit;

    return getrlimit(RLIMIT_NOFILE, &limit);
}

Test(sandbox, threads_and_memory_as_serving_needs_them)
{
    static const struct attempt attempts[] = {
        {"a thread", start_thread, false, 0},
        {"a signal to itself", signal_itself, false, 0},
        {"asking for a limit", ask_limit, false, 0},
        {"a lower priority of its own", step_back, false, 0},
        {"a lower priority of the parent", push_parent_back, false, EPERM},
        {"a lower priority of all processes", push_all_back, false, EPERM},
        {"clone3", clone_by_structure, false, ENOSYS},
        {"a signal to the parent", signal_parent, false, EPERM},
        {"a signal to a thread of the parent", signal_parents_thread, false, EPERM},
        {"executable memory", map_executable, false, EPERM},
        {"memory made executable", make_executable, false, EPERM},
        {"setting a limit", raise_limit, false, EPERM},
    };

    EXPECT(attempts);
}

static long execute(void)
{
    return execl("/bin/true", "true", (char *)NULL);
}

static long execute_by_descriptor(void)
{
    char *const none[] = {NULL};

    return syscall(SYS_execveat, AT_FDCWD, "/bin/true", none, none, 0);
}

static long unshare_all(void)
{
    return unshare(CLONE_NEWUSER | CLONE_NEWNS);
}

static long enter_namespace(void)
{
    return setns(0, CLONE_NEWNET);
}

static long change_root(void)
{
    return chroot(".");
}

static long make_ring(void)
{
    return syscall(SYS_io_uring_setup, 1, NULL);
}

static long load_bpf(void)
{
    return syscall(SYS_bpf, 0, NULL, 0);
}

static long become_nobody(void)
{
    return syscall(SYS_setuid, 65534);
}

static long write_others_memory(void)
{
    return syscall(SYS_process_vm_writev, getppid(), NULL, 0, NULL, 0, 0);
}

static long trace(void)
{
    return ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

static long read_others_memory(void)
{
    return syscall(SYS_process_vm_readv, getppid(), NULL, 0, NULL, 0, 0);
}

static long fork_one(void)
{
    return fork();
}

static long clone_into_namespace(void)
{
    return syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, NULL, NULL, NULL, NULL);
}
Test(sandbox, who_reaches_for_other_programs_ends)
{
    static const struct {
        const char *name;
        long (*run)(void);
    } attempts[] = {
        {"execve", execute},
        {"execveat", execute_by_descriptor},
        {"unshare", unshare_all},
        {"setns", enter_namespace},
        {"chroot", change_root},
        {"io_uring_setup", make_ring},
        {"bpf", load_bpf},
        {"setuid", become_nobody},
        {"process_vm_writev", write_others_memory},
        {"ptrace", trace},
        {"process_vm_readv", read_others_memory},
        {"fork", fork_one},
        {"clone into a namespace", clone_into_namespace},
    };

    for (size_t i = 0; i < sizeof attempts / sizeof attempts[0]; i++) {
        int status = try(attempts[i].run);

        cr_expect(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS,
                  "%s: ended with %#x instead of SIGSYS", attempts[i].name, (unsigned)status);
    }
}

/* Threads that were there before have the filter as well. */
static void *wait_and_make_socket(void *argument)
{
    char byte;

    if (read(*(int *)argument, &byte, 1) != 1)
        _exit(1);
    _exit(socket(AF_UNIX, SOCK_STREAM, 0) < 0 && errno == EPERM ? 0 : 2);
}

Test(sandbox, the_filter_holds_for_threads_that_there_were)
{
    int pipes[2], status;
    pthread_t thread;
    pid_t child;

    cr_assert_eq(pipe(pipes), 0);
    child = fork();
    cr_assert_geq(child, 0);
    if (child == 0) {
        if (pthread_create(&thread, NULL, wait_and_make_socket, &pipes[0]) != 0)
            _exit(3);
        enter();
        if (write(pipes[1], "", 1) == 1)
            pause();
        pthread_join(thread, NULL);
        _exit(4);
    }
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_assert_eq(status, 0, "status %d", WEXITSTATUS(status));
    close(pipes[0]);
    close(pipes[1]);
}
