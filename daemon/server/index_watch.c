/* Notices a new CURRENT and puts its generation in service.
 *
 * inotify tells at once; a look every second finds what it misses (network file systems, a folder
 * that was replaced). A generation is verified in a thread of its own, which reads all its files:
 * meanwhile the loop and the workers go on with the old one. One that is refused is not tried again
 * until CURRENT changes or someone asks, as each try reads everything; but one that could not be
 * opened for want of files or memory is tried again after a while. */
#include "server/index_watch.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "index/erasure.h"
#include "server/metrics.h"
#include "server/turn.h"

enum { RETRY_S = 5 };

/* The result of an opening; the thread's until it has ended. */
struct opening {
    const char *index_path;
    uint32_t number;
    int done_fd;
    struct tip_generation *generation; /* NULL when it was refused */
    struct tip_error error;
};

struct tip_index_watch {
    const char *index_path;
    struct tip_served *served;
    struct tip_pool *pool;
    const struct tip_log *log;
    char *current_path;
    struct stat seen; /* CURRENT as it was when it was last acted upon */
    struct event *changed, *every_second, *opened;
    int inotify_fd, done_fd;
    pthread_t thread;
    struct opening opening;
    void (*on_replaced)(void *context); /* NULL: another folder may take the index's place */
    void *context;
    struct stat folder; /* with on_replaced */
    bool is_opening;
    bool must_look_again;
    bool is_missing;  /* CURRENT is; said in the log */
    unsigned retry_s; /* seconds until a generation that was refused is tried again; 0: never */
};

static void look(struct tip_index_watch *watch, bool is_forced);

static void *open_generation(void *argument)
{
    struct opening *opening = argument;
    const uint64_t one = 1;

    if (tip_generation_open(&opening->generation, opening->index_path, opening->number,
                            &opening->error) != TIP_OK)
        opening->generation = NULL;
    while (write(opening->done_fd, &one, sizeof one) < 0 && errno == EINTR)
        continue;
    return NULL;
}

/* The log has it once, however often it is tried. */
static void refuse(struct tip_index_watch *watch, const char *message)
{
    char before[TIP_ERROR_MESSAGE_SIZE];

    tip_served_damage(watch->served, before);
    if (strcmp(before, message) == 0)
        return;
    tip_metrics_reloaded(TIP_METRIC_RELOAD_INDEX, false);
    tip_log(watch->log, LOG_ERR, "generation_refused",
            "the new generation is refused, the old one stays: %s", message);
    tip_served_set_damage(watch->served, message);
}

/* Whether the generation may be sound all the same: something was wanting, or it is held. */
static bool may_pass(const struct tip_error *error)
{
    return error->status == TIP_NO_MEMORY || error->status == TIP_LOCKED ||
           error->status == TIP_OPENING || (error->status == TIP_IO && error->system_errno != EIO);
}

/* What is kept for scans is let go when they have ended, and at once when something of it is to be
 * erased: whoever erases waits for it. */
static void drop_kept(struct tip_index_watch *watch)
{
    if (tip_served_drop_kept(watch->served, tip_now_ns(), tip_erasure_is_owed(watch->index_path)))
        tip_pool_refresh(watch->pool);
}

static void put_in_service(struct tip_index_watch *watch, struct tip_generation *generation)
{
    uint32_t number = generation->number;
    uint32_t passages = generation->manifest.passages;
    uint32_t number_before, passages_before;
    struct tip_log_line line;

    tip_served_describe(watch->served, &number_before, &passages_before);
    if (!tip_served_swap(watch->served, generation)) {
        tip_generation_close(generation);
        refuse(watch, "there is not enough memory");
        watch->retry_s = RETRY_S;
        return;
    }
    drop_kept(watch);
    tip_pool_refresh(watch->pool);
    tip_metrics_reloaded(TIP_METRIC_RELOAD_INDEX, true);
    tip_log_begin(&line, watch->log, LOG_INFO, "serving");
    tip_log_number(&line, "generation", number);
    tip_log_number(&line, "passages", passages);
    tip_log_end(&line, "serving generation %u (%u passage%s) of %s%s", number, passages,
                passages == 1 ? "" : "s", watch->index_path,
                number <= number_before ? ", which was removed and built anew" : "");
}

static void end_opening(struct tip_index_watch *watch)
{
    pthread_join(watch->thread, NULL);
    watch->is_opening = false;
}

static void on_opened(evutil_socket_t fd, short what, void *context)
{
    struct tip_index_watch *watch = context;
    uint64_t count;

    (void)what;
    if (read(fd, &count, sizeof count) < 0)
        return;
    end_opening(watch);
    if (watch->opening.generation != NULL) {
        put_in_service(watch, watch->opening.generation);
    } else {
        refuse(watch, watch->opening.error.message);
        watch->retry_s = may_pass(&watch->opening.error) ? RETRY_S : 0;
    }
    if (watch->must_look_again)
        look(watch, false);
}

static void start_opening(struct tip_index_watch *watch, uint32_t number)
{
    int reason;

    watch->opening = (struct opening){
        .index_path = watch->index_path, .number = number, .done_fd = watch->done_fd};
    watch->must_look_again = false;
    reason = pthread_create(&watch->thread, NULL, open_generation, &watch->opening);
    if (reason != 0) {
        refuse(watch, strerror(reason));
        watch->retry_s = RETRY_S;
        return;
    }
    watch->is_opening = true;
}

static bool is_same(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
           a->st_ctim.tv_sec == b->st_ctim.tv_sec && a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

/* What CURRENT names now. A number below the one in service is refused: within a connection the
 * generation never goes back. When the files in service are no longer at their path, the index was
 * removed and built anew: then numbers have begun again, and what was removed must not be served
 * any longer. */
static void act_on_current(struct tip_index_watch *watch)
{
    struct tip_error error = {0};
    char message[TIP_ERROR_MESSAGE_SIZE];
    uint32_t wanted, served, passages;

    watch->retry_s = 0;
    if (tip_generation_current(&wanted, watch->index_path, &error) != TIP_OK) {
        refuse(watch, error.message);
        watch->retry_s = may_pass(&error) ? RETRY_S : 0;
        return;
    }
    tip_served_describe(watch->served, &served, &passages);
    if (wanted > served || !tip_served_is_at_its_path(watch->served)) {
        start_opening(watch, wanted);
    } else if (wanted < served) {
        snprintf(message, sizeof message,
                 "%s names generation %u, which is older than %u in service: restart the server to "
                 "go back",
                 watch->current_path, wanted, served);
        refuse(watch, message);
    } else {
        tip_served_set_damage(watch->served, "");
    }
}

static bool is_same_folder(const struct tip_index_watch *watch)
{
    struct stat now;

    return stat(watch->index_path, &now) == 0 && now.st_dev == watch->folder.st_dev &&
           now.st_ino == watch->folder.st_ino;
}

/* The index was removed, or cannot be reached: what was read stays in service. */
static void note_missing(struct tip_index_watch *watch, int reason)
{
    char message[TIP_ERROR_MESSAGE_SIZE];

    if (watch->is_missing)
        return;
    watch->is_missing = true;
    snprintf(message, sizeof message,
             "%s: %s: the index was removed or moved; what was read of it is served until one is "
             "there again, but not after a restart",
             watch->current_path, strerror(reason));
    tip_log(watch->log, LOG_WARNING, "index_missing", "%s", message);
    tip_served_set_damage(watch->served, message);
}

/* The same one or another: it is looked at in any case, which clears the damage or tells another.
 */
static void note_return(struct tip_index_watch *watch)
{
    watch->is_missing = false;
    tip_log(watch->log, LOG_NOTICE, "index_back", "%s is there again", watch->current_path);
}

static void look(struct tip_index_watch *watch, bool is_forced)
{
    struct stat now = {0};

    if (watch->is_opening) {
        watch->must_look_again = true;
        return;
    }
    if (stat(watch->current_path, &now) != 0) {
        note_missing(watch, errno);
        return;
    }
    if (!is_forced && !watch->is_missing && is_same(&now, &watch->seen))
        return;
    if (watch->is_missing)
        note_return(watch);
    watch->seen = now;
    if (watch->on_replaced != NULL && !is_same_folder(watch))
        watch->on_replaced(watch->context);
    else
        act_on_current(watch);
}

static void on_changed(evutil_socket_t fd, short what, void *context)
{
    char events[4096];

    (void)what;
    while (read(fd, events, sizeof events) > 0)
        continue;
    look(context, false);
}

static void on_second(evutil_socket_t fd, short what, void *context)
{
    struct tip_index_watch *watch = context;
    bool is_due = watch->retry_s > 0 && --watch->retry_s == 0;

    (void)fd;
    (void)what;
    drop_kept(watch);
    look(watch, is_due);
}

void tip_index_watch_look(struct tip_index_watch *watch)
{
    look(watch, true);
}

void tip_index_watch_confine(struct tip_index_watch *watch, void (*on_replaced)(void *context),
                             void *context)
{
    if (stat(watch->index_path, &watch->folder) != 0)
        return;
    watch->on_replaced = on_replaced;
    watch->context = context;
}

/* The first look finds CURRENT as new: so one that changed while the server started is not missed,
 * and a damaged one is tried once more, which tells STATS of it. */
static tip_status begin(struct tip_index_watch *watch, struct event_base *base,
                        struct tip_error *error)
{
    static const struct timeval second = {.tv_sec = 1};

    watch->current_path = tip_path_join(watch->index_path, "CURRENT");
    if (watch->current_path == NULL)
        return tip_error_memory(error, "watching the index");
    watch->done_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (watch->done_fd < 0)
        return tip_error_errno(error, "cannot make an eventfd");
    watch->opened = event_new(base, watch->done_fd, EV_READ | EV_PERSIST, on_opened, watch);
    watch->every_second = event_new(base, -1, EV_PERSIST, on_second, watch);
    if (watch->opened == NULL || watch->every_second == NULL ||
        event_add(watch->opened, NULL) != 0 || event_add(watch->every_second, &second) != 0)
        return tip_error_memory(error, "watching the index");
    return TIP_OK;
}

/* Without inotify (its instances are few on some machines) the look every second must do. */
static void begin_inotify(struct tip_index_watch *watch, struct event_base *base)
{
    watch->inotify_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (watch->inotify_fd < 0 || inotify_add_watch(watch->inotify_fd, watch->index_path,
                                                   IN_MOVED_TO | IN_CREATE | IN_CLOSE_WRITE) < 0) {
        tip_log(watch->log, LOG_NOTICE, "watch_limited",
                "%s is looked at every second only: inotify: %s", watch->index_path,
                strerror(errno));
        return;
    }
    watch->changed = event_new(base, watch->inotify_fd, EV_READ | EV_PERSIST, on_changed, watch);
    if (watch->changed != NULL)
        event_add(watch->changed, NULL);
}

tip_status tip_index_watch_create(struct tip_index_watch **out, struct event_base *base,
                                  const char *index_path, struct tip_served *served,
                                  struct tip_pool *pool, const struct tip_log *log,
                                  struct tip_error *error)
{
    struct tip_index_watch *watch = calloc(1, sizeof *watch);
    tip_status status;

    if (watch == NULL)
        return tip_error_memory(error, "watching the index");
    watch->index_path = index_path;
    watch->served = served;
    watch->pool = pool;
    watch->log = log;
    watch->inotify_fd = -1;
    watch->done_fd = -1;
    status = begin(watch, base, error);
    if (status != TIP_OK) {
        tip_index_watch_free(watch);
        return status;
    }
    begin_inotify(watch, base);
    *out = watch;
    return TIP_OK;
}

static void free_event(struct event *event)
{
    if (event != NULL)
        event_free(event);
}

void tip_index_watch_free(struct tip_index_watch *watch)
{
    if (watch == NULL)
        return;
    if (watch->is_opening) {
        end_opening(watch);
        tip_generation_close(watch->opening.generation);
    }
    free_event(watch->changed);
    free_event(watch->every_second);
    free_event(watch->opened);
    if (watch->inotify_fd >= 0)
        close(watch->inotify_fd);
    if (watch->done_fd >= 0)
        close(watch->done_fd);
    free(watch->current_path);
    free(watch);
}
