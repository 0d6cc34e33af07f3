/* Signals, limits, the background. */
#include "server/process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

/* Connections, the index's files of two generations for each worker, and some to spare. */
enum { FILES_WANTED = 8192 };

void tip_process_prepare(void)
{
    struct rlimit files;

    signal(SIGPIPE, SIG_IGN);
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= FILES_WANTED)
        return;
    files.rlim_cur = files.rlim_max < FILES_WANTED ? files.rlim_max : FILES_WANTED;
    (void)setrlimit(RLIMIT_NOFILE, &files); /* accepting pauses when files run out all the same */
}

unsigned tip_process_file_limit(void)
{
    struct rlimit files;

    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur > FILES_WANTED)
        return FILES_WANTED;
    return (unsigned)files.rlim_cur;
}

static void on_stop_signal(evutil_socket_t number, short what, void *context)
{
    struct tip_process_signals *signals = context;

    (void)number;
    (void)what;
    signals->on_stop(signals->context);
}

static void on_reload_signal(evutil_socket_t number, short what, void *context)
{
    struct tip_process_signals *signals = context;

    (void)number;
    (void)what;
    signals->on_reload(signals->context);
}

tip_status tip_process_watch_signals(struct tip_process_signals *signals, struct event_base *base,
                                     struct tip_error *error)
{
    signals->terminate = evsignal_new(base, SIGTERM, on_stop_signal, signals);
    signals->interrupt = evsignal_new(base, SIGINT, on_stop_signal, signals);
    signals->hang_up = evsignal_new(base, SIGHUP, on_reload_signal, signals);
    if (signals->terminate == NULL || signals->interrupt == NULL || signals->hang_up == NULL ||
        event_add(signals->terminate, NULL) != 0 || event_add(signals->interrupt, NULL) != 0 ||
        event_add(signals->hang_up, NULL) != 0)
        return tip_error_memory(error, "watching for signals");
    return TIP_OK;
}

void tip_process_forget_signals(struct tip_process_signals *signals)
{
    struct event *events[] = {signals->terminate, signals->interrupt, signals->hang_up};

    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++)
        if (events[i] != NULL)
            event_free(events[i]);
}

/* The caller's process ends without cleaning up: sockets and locks are the child's now. */
static tip_status fork_on(struct tip_error *error)
{
    pid_t child = fork();

    if (child < 0)
        return tip_error_errno(error, "cannot go to the background");
    if (child > 0)
        _exit(0);
    return TIP_OK;
}

tip_status tip_process_to_background(struct tip_error *error)
{
    tip_status status;
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);

    if (nowhere < 0)
        return tip_error_errno(error, "cannot open /dev/null");
    status = fork_on(error);
    if (status == TIP_OK && setsid() < 0)
        status = tip_error_errno(error, "cannot leave the terminal");
    /* No leader of a session: such a one could get a terminal again. */
    if (status == TIP_OK)
        status = fork_on(error);
    if (status == TIP_OK)
        for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
            (void)dup2(nowhere, fd);
    if (nowhere > STDERR_FILENO)
        close(nowhere);
    return status;
}
