/* The threads that answer.
 *
 * One mutex guards the queue, the finished turns and the flags. The finished list is spliced whole,
 * and the eventfd is written only when it was empty: a busy loop is woken once for many turns. */
#include "server/pool.h"

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

/* A mean follows the last so many requests, about. */
enum { LEARNING = 16 };

/* How far a search thread steps back behind the loop, which has little to do and should do it at
 * once: read what arrives, refuse what is too much, send what is answered. Measured by
 * bench_overload on one core for both: at 70 % of the load 99 of 100 are answered within 18.8
 * instead of 20.4 ms, and busy comes within 0.2 instead of 3 ms; 10 brings hardly more. */
enum { WORKER_NICE = 5 };

struct turn_list {
    struct tip_turn *head, *tail;
    unsigned count;
};

struct pool_thread {
    struct tip_pool *pool;
    struct tip_worker *worker;
    pthread_t thread;
    unsigned epoch;        /* of the generation it has adopted */
    bool is_warm;          /* nothing is left to be made for it */
    int64_t busy_since_ns; /* when its work began; 0 while it has none; under the pool's mutex */
    bool has_turn;         /* the work is a turn; likewise */
};

struct tip_pool {
    pthread_mutex_t mutex;
    pthread_cond_t wanted;
    struct turn_list waiting;
    struct turn_list finished;
    unsigned waiting_requests; /* in the waiting turns */
    int64_t request_ns;        /* what one takes: a mean of the last ones; 0: none has run */
    int64_t wait_ns;           /* that who comes next may have to wait */
    unsigned epoch;            /* counts the generations put in service */
    bool is_stopping;
    int wake_fd;
    struct pool_thread *threads;
    unsigned thread_count;
    unsigned started;
};

static void turn_list_add(struct turn_list *list, struct tip_turn *turn)
{
    turn->next = NULL;
    if (list->tail == NULL)
        list->head = turn;
    else
        list->tail->next = turn;
    list->tail = turn;
    list->count++;
}

static struct tip_turn *turn_list_take(struct turn_list *list)
{
    struct tip_turn *turn = list->head;

    if (turn == NULL)
        return NULL;
    list->head = turn->next;
    if (list->head == NULL)
        list->tail = NULL;
    list->count--;
    return turn;
}

static void turn_list_free(struct turn_list *list)
{
    struct tip_turn *turn;

    while ((turn = turn_list_take(list)) != NULL)
        tip_turn_free(turn);
}

tip_status tip_pool_create(struct tip_pool **out, const struct tip_worker_options *options,
                           unsigned workers, struct tip_error *error)
{
    struct tip_pool *pool = calloc(1, sizeof *pool);
    tip_status status = TIP_OK;

    if (pool == NULL)
        return tip_error_memory(error, "making the search threads");
    pool->wait_ns = (int64_t)options->query_timeout_ms * 1000000 / TIP_LIMIT_QUEUE_PART;
    pthread_mutex_init(&pool->mutex, NULL);
    pthread_cond_init(&pool->wanted, NULL);
    pool->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    pool->threads = calloc(workers, sizeof *pool->threads);
    if (pool->wake_fd < 0)
        status = tip_error_errno(error, "cannot make an eventfd");
    else if (pool->threads == NULL)
        status = tip_error_memory(error, "making the search threads");
    for (; status == TIP_OK && pool->thread_count < workers; pool->thread_count++) {
        struct pool_thread *thread = &pool->threads[pool->thread_count];

        thread->pool = pool;
        status = tip_worker_create(&thread->worker, options, error);
    }
    if (status != TIP_OK) {
        tip_pool_free(pool);
        return status;
    }
    *out = pool;
    return TIP_OK;
}

static struct tip_turn *take_waiting(struct tip_pool *pool)
{
    struct tip_turn *turn = turn_list_take(&pool->waiting);

    if (turn != NULL)
        pool->waiting_requests -= turn->items.count;
    return turn;
}

/* What a thread does next. */
enum task { TASK_TURN, TASK_ADOPT, TASK_WARM, TASK_END };

/* Waits for something to do. A turn goes before all else; while there is none, another generation
 * is adopted and then made ready, step by step. *turn is set with TASK_TURN. */
static enum task next_task(struct pool_thread *thread, struct tip_turn **turn)
{
    struct tip_pool *pool = thread->pool;
    enum task task = TASK_WARM;

    pthread_mutex_lock(&pool->mutex);
    thread->busy_since_ns = 0;
    thread->has_turn = false;
    while (!pool->is_stopping && pool->waiting.count == 0 && thread->epoch == pool->epoch &&
           thread->is_warm)
        pthread_cond_wait(&pool->wanted, &pool->mutex);
    if (pool->is_stopping)
        task = TASK_END;
    else if ((*turn = take_waiting(pool)) != NULL)
        task = TASK_TURN;
    else if (thread->epoch != pool->epoch)
        task = TASK_ADOPT;
    if (thread->epoch != pool->epoch)
        thread->is_warm = false;
    thread->epoch = pool->epoch;
    thread->busy_since_ns = tip_now_ns();
    thread->has_turn = task == TASK_TURN;
    pthread_mutex_unlock(&pool->mutex);
    return task;
}

static void finish_turn(struct tip_pool *pool, struct tip_turn *turn)
{
    const uint64_t one = 1;
    bool was_empty;

    pthread_mutex_lock(&pool->mutex);
    was_empty = pool->finished.count == 0;
    turn_list_add(&pool->finished, turn);
    pthread_mutex_unlock(&pool->mutex);
    /* It can fail only when the counter is full, and then the loop is woken anyway. */
    if (was_empty && write(pool->wake_fd, &one, sizeof one) < 0)
        return;
}

static void *run_thread(void *argument)
{
    struct pool_thread *thread = argument;
    struct tip_turn *turn;

    /* To Linux this is the thread alone. Where it is refused, all have one priority. */
    (void)setpriority(PRIO_PROCESS, 0, WORKER_NICE);
    for (;;) {
        switch (next_task(thread, &turn)) {
        case TASK_TURN:
            tip_worker_run(thread->worker, turn);
            tip_pool_learn(thread->pool, turn->answered, tip_now_ns() - thread->busy_since_ns);
            finish_turn(thread->pool, turn);
            break;
        case TASK_ADOPT:
            if (tip_worker_adopt(thread->worker, NULL) != TIP_OK)
                continue; /* the next turn tries again, and tells who asks */
            break;
        case TASK_WARM:
            thread->is_warm = !tip_worker_warm(thread->worker);
            break;
        case TASK_END:
            return NULL;
        }
    }
}

tip_status tip_pool_start(struct tip_pool *pool, struct tip_error *error)
{
    for (; pool->started < pool->thread_count; pool->started++) {
        struct pool_thread *thread = &pool->threads[pool->started];
        int reason = pthread_create(&thread->thread, NULL, run_thread, thread);

        if (reason != 0) {
            errno = reason;
            return tip_error_errno(error, "cannot start a search thread");
        }
    }
    return TIP_OK;
}

static void stop_threads(struct tip_pool *pool)
{
    pthread_mutex_lock(&pool->mutex);
    pool->is_stopping = true;
    pthread_cond_broadcast(&pool->wanted);
    pthread_mutex_unlock(&pool->mutex);
    for (unsigned i = 0; i < pool->started; i++)
        pthread_join(pool->threads[i].thread, NULL);
}

void tip_pool_free(struct tip_pool *pool)
{
    if (pool == NULL)
        return;
    stop_threads(pool);
    for (unsigned i = 0; i < pool->thread_count; i++)
        tip_worker_free(pool->threads[i].worker);
    turn_list_free(&pool->waiting);
    turn_list_free(&pool->finished);
    if (pool->wake_fd >= 0)
        close(pool->wake_fd);
    pthread_cond_destroy(&pool->wanted);
    pthread_mutex_destroy(&pool->mutex);
    free(pool->threads);
    free(pool);
}

void tip_pool_learn(struct tip_pool *pool, unsigned requests, int64_t took_ns)
{
    if (requests == 0)
        return;
    pthread_mutex_lock(&pool->mutex);
    for (unsigned i = 0; i < requests; i++)
        pool->request_ns += (took_ns / requests - pool->request_ns) / LEARNING;
    pthread_mutex_unlock(&pool->mutex);
}

static bool takes_too_long(const struct tip_pool *pool)
{
    int64_t threads = pool->thread_count > 0 ? pool->thread_count : 1;

    return pool->waiting.count >= TIP_LIMIT_QUEUE_LEAST &&
           pool->waiting_requests * pool->request_ns > pool->wait_ns * threads;
}

bool tip_pool_is_full(struct tip_pool *pool)
{
    bool is_full;

    pthread_mutex_lock(&pool->mutex);
    is_full = pool->waiting.count >= TIP_LIMIT_QUEUE || takes_too_long(pool);
    pthread_mutex_unlock(&pool->mutex);
    return is_full;
}

void tip_pool_submit(struct tip_pool *pool, struct tip_turn *turn)
{
    turn->queued_ns = tip_now_ns();
    pthread_mutex_lock(&pool->mutex);
    turn_list_add(&pool->waiting, turn);
    pool->waiting_requests += turn->items.count;
    pthread_cond_signal(&pool->wanted);
    pthread_mutex_unlock(&pool->mutex);
}

int tip_pool_fd(const struct tip_pool *pool)
{
    return pool->wake_fd;
}

struct tip_turn *tip_pool_take_finished(struct tip_pool *pool)
{
    struct tip_turn *head;
    uint64_t count;

    /* Emptied before the list is taken: a turn that ends in between wakes the loop once more. */
    if (read(pool->wake_fd, &count, sizeof count) < 0 && errno != EAGAIN)
        return NULL;
    pthread_mutex_lock(&pool->mutex);
    head = pool->finished.head;
    pool->finished = (struct turn_list){0};
    pthread_mutex_unlock(&pool->mutex);
    return head;
}

void tip_pool_describe(struct tip_pool *pool, unsigned *waiting, unsigned *busy, unsigned *workers)
{
    pthread_mutex_lock(&pool->mutex);
    *waiting = pool->waiting.count;
    *busy = 0;
    for (unsigned i = 0; i < pool->thread_count; i++)
        if (pool->threads[i].has_turn)
            ++*busy;
    *workers = pool->thread_count;
    pthread_mutex_unlock(&pool->mutex);
}

bool tip_pool_is_alive(struct tip_pool *pool, int64_t limit_ns)
{
    int64_t now_ns = tip_now_ns();
    bool is_alive = true;

    pthread_mutex_lock(&pool->mutex);
    for (unsigned i = 0; i < pool->thread_count; i++) {
        int64_t since_ns = pool->threads[i].busy_since_ns;

        if (since_ns != 0 && now_ns - since_ns > limit_ns)
            is_alive = false;
    }
    pthread_mutex_unlock(&pool->mutex);
    return is_alive;
}

void tip_pool_refresh(struct tip_pool *pool)
{
    pthread_mutex_lock(&pool->mutex);
    pool->epoch++;
    pthread_cond_broadcast(&pool->wanted);
    pthread_mutex_unlock(&pool->mutex);
}
