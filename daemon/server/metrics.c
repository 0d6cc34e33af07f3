/* What the server counts. */
#include "server/metrics.h"

#include <stdatomic.h>
#include <stddef.h>
#include <sys/resource.h>
#include <time.h>

#include "index/index.h"
#include "server/exposition.h"
#include "server/pool.h"
#include "server/served.h"

/* Prometheus' own default bounds, and finer ones below: most queries take less than 5 ms. */
static const double bounds_s[] = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                  0.1,    0.25,  0.5,    1,     2.5,  5,     10};

enum { BOUND_COUNT = sizeof bounds_s / sizeof bounds_s[0] };

#define XX(...) +1
/* ok, partial, and one for each error code */
enum { OUTCOME_OK, OUTCOME_PARTIAL, OUTCOME_ERROR, OUTCOME_COUNT = 2 TIP_ERROR_CODE_MAP(XX) };
#undef XX

struct histogram {
    atomic_ullong buckets[BOUND_COUNT + 1]; /* the last one is above all bounds */
    atomic_ullong sum_ns;
};

/* The process has one of each. */
static struct {
    atomic_ullong answered[TIP_COMMAND_COUNT + 1][OUTCOME_COUNT];
    atomic_ullong refused[TIP_METRIC_REFUSAL_COUNT];
    atomic_ullong opened[TIP_METRIC_PROTOCOL_COUNT];
    atomic_ullong closed[TIP_METRIC_PROTOCOL_COUNT];
    atomic_ullong paused[TIP_METRIC_PAUSE_COUNT];
    atomic_ullong reloaded[TIP_METRIC_RELOAD_COUNT][2]; /* refused, done */
    struct histogram durations[TIP_METRIC_DURATION_COUNT];
} counts;

/* Of the loop's thread. */
static struct tip_pool *shown_pool;
static struct tip_served *shown_served;
static double started_s; /* Unix time */

static void bump(atomic_ullong *counter)
{
    atomic_fetch_add_explicit(counter, 1, memory_order_relaxed);
}

static unsigned long long value(const atomic_ullong *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

/* ---- counting ---- */

void tip_metrics_answered(enum tip_command command, const struct tip_reply *reply)
{
    unsigned outcome = reply->is_partial ? OUTCOME_PARTIAL : OUTCOME_OK;

    if (reply->kind == TIP_REPLY_ERROR)
        outcome = OUTCOME_ERROR + (unsigned)reply->error.code;
    bump(&counts.answered[command][outcome]);
}

void tip_metrics_refused(enum tip_metric_refusal reason)
{
    bump(&counts.refused[reason]);
}

void tip_metrics_took(enum tip_metric_duration which, int64_t nanoseconds)
{
    struct histogram *histogram = &counts.durations[which];
    unsigned i = 0;

    if (nanoseconds < 0)
        nanoseconds = 0;
    while (i < BOUND_COUNT && (double)nanoseconds / 1e9 > bounds_s[i])
        i++;
    bump(&histogram->buckets[i]);
    atomic_fetch_add_explicit(&histogram->sum_ns, (unsigned long long)nanoseconds,
                              memory_order_relaxed);
}

void tip_metrics_opened(enum tip_metric_protocol protocol)
{
    bump(&counts.opened[protocol]);
}

void tip_metrics_closed(enum tip_metric_protocol protocol)
{
    bump(&counts.closed[protocol]);
}

void tip_metrics_paused(enum tip_metric_pause reason)
{
    bump(&counts.paused[reason]);
}

void tip_metrics_reloaded(enum tip_metric_reload what, bool is_good)
{
    bump(&counts.reloaded[what][is_good]);
}

/* ---- showing ---- */

void tip_metrics_attach(struct tip_pool *pool, struct tip_served *served)
{
    struct timespec now;

    shown_pool = pool;
    shown_served = served;
    clock_gettime(CLOCK_REALTIME, &now);
    if (started_s == 0)
        started_s = (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static const char *outcome_name(unsigned outcome)
{
    if (outcome == OUTCOME_OK)
        return "ok";
    return outcome == OUTCOME_PARTIAL
               ? "partial"
               : tip_error_code_name((enum tip_error_code)(outcome - OUTCOME_ERROR));
}

static void write_command(struct tip_string *out, unsigned command)
{
    char name[32] = "none";
    size_t i = 0;

    if (command < TIP_COMMAND_COUNT) {
        const char *upper = tip_command_name((enum tip_command)command);

        for (; upper[i] != '\0' && i < sizeof name - 1; i++)
            name[i] = (char)(upper[i] | 0x20);
        name[i] = '\0';
    }
    /* Series that may never come to be are left out, but a command's success is always there: a
     * rate needs a zero to start from. */
    for (unsigned outcome = 0; outcome < OUTCOME_COUNT; outcome++) {
        unsigned long long count = value(&counts.answered[command][outcome]);

        if (count > 0 || (outcome == OUTCOME_OK && command < TIP_COMMAND_COUNT))
            tip_exposition_count(
                out, "tipsearch_requests_total", count,
                (const char *const[]){"command", name, "outcome", outcome_name(outcome), NULL});
    }
}

static void write_requests(struct tip_string *out)
{
    tip_exposition_family(out, "tipsearch_requests_total", "counter",
                          "Requests answered, by command and outcome: ok, partial (cut by the time "
                          "limit), or the error's code.");
    for (unsigned command = 0; command <= TIP_COMMAND_COUNT; command++)
        write_command(out, command);
}

static void write_refusals(struct tip_string *out)
{
    static const char *const names[] = {
#define XX(code, name) name,
        TIP_METRIC_REFUSAL_MAP(XX)
#undef XX
    };

    tip_exposition_family(out, "tipsearch_refused_total", "counter",
                          "Requests and connections that were refused before they could run.");
    for (unsigned i = 0; i < TIP_METRIC_REFUSAL_COUNT; i++)
        tip_exposition_count(out, "tipsearch_refused_total", value(&counts.refused[i]),
                             (const char *const[]){"reason", names[i], NULL});
}

static void write_connections(struct tip_string *out)
{
    static const char *const names[] = {
#define XX(code, name) name,
        TIP_METRIC_PROTOCOL_MAP(XX)
#undef XX
    };

    tip_exposition_family(out, "tipsearch_connections", "gauge", "Connections that are open.");
    for (unsigned i = 0; i < TIP_METRIC_PROTOCOL_COUNT; i++) {
        /* Read in this order the difference cannot be negative. */
        unsigned long long closed = value(&counts.closed[i]);

        tip_exposition_count(out, "tipsearch_connections", value(&counts.opened[i]) - closed,
                             (const char *const[]){"protocol", names[i], NULL});
    }
    tip_exposition_family(out, "tipsearch_connections_opened_total", "counter",
                          "Connections that were accepted.");
    for (unsigned i = 0; i < TIP_METRIC_PROTOCOL_COUNT; i++)
        tip_exposition_count(out, "tipsearch_connections_opened_total", value(&counts.opened[i]),
                             (const char *const[]){"protocol", names[i], NULL});
}

static void write_pauses(struct tip_string *out)
{
    static const char *const names[] = {
#define XX(code, name) name,
        TIP_METRIC_PAUSE_MAP(XX)
#undef XX
    };

    tip_exposition_family(out, "tipsearch_accepting_pauses_total", "counter",
                          "How often no connection could be accepted for a while: as many were "
                          "open as may be, or there was a shortage of files or memory.");
    for (unsigned i = 0; i < TIP_METRIC_PAUSE_COUNT; i++)
        tip_exposition_count(out, "tipsearch_accepting_pauses_total", value(&counts.paused[i]),
                             (const char *const[]){"reason", names[i], NULL});
}

static void write_reloads(struct tip_string *out)
{
    static const char *const names[] = {
#define XX(code, name) name,
        TIP_METRIC_RELOAD_MAP(XX)
#undef XX
    };

    tip_exposition_family(out, "tipsearch_reloads_total", "counter",
                          "What was read again while the server ran: done, or refused while the "
                          "old one stays. A swap of the index's generation is one of them.");
    for (unsigned i = 0; i < TIP_METRIC_RELOAD_COUNT; i++)
        for (unsigned good = 0; good < 2; good++)
            tip_exposition_count(out, "tipsearch_reloads_total", value(&counts.reloaded[i][good]),
                                 (const char *const[]){"what", names[i], "outcome",
                                                       good ? "done" : "refused", NULL});
}

static void write_durations(struct tip_string *out)
{
    static const struct {
        const char *name, *help;
    } families[] = {
#define XX(code, name, help) {name, help},
        TIP_METRIC_DURATION_MAP(XX)
#undef XX
    };

    for (unsigned i = 0; i < TIP_METRIC_DURATION_COUNT; i++) {
        const struct histogram *histogram = &counts.durations[i];
        unsigned long long buckets[BOUND_COUNT + 1];

        for (unsigned j = 0; j <= BOUND_COUNT; j++)
            buckets[j] = value(&histogram->buckets[j]);
        tip_exposition_family(out, families[i].name, "histogram", families[i].help);
        tip_exposition_histogram(out, families[i].name, bounds_s, buckets, BOUND_COUNT,
                                 (double)value(&histogram->sum_ns) / 1e9);
    }
}

static void write_gauge(struct tip_string *out, const char *name, const char *help, double number)
{
    tip_exposition_family(out, name, "gauge", help);
    tip_exposition_number(out, name, number);
}

static void write_pool(struct tip_string *out)
{
    unsigned waiting, busy, workers;

    if (shown_pool == NULL)
        return;
    tip_pool_describe(shown_pool, &waiting, &busy, &workers);
    write_gauge(out, "tipsearch_queue_depth", "Turns that wait for a worker.", waiting);
    write_gauge(out, "tipsearch_workers", "Search threads.", workers);
    write_gauge(out, "tipsearch_workers_busy", "Search threads that answer just now.", busy);
}

static void write_index(struct tip_string *out)
{
    struct tip_lease *lease;
    const struct tip_generation *generation;

    if (shown_served == NULL)
        return;
    lease = tip_served_acquire(shown_served);
    generation = tip_lease_generation(lease);
    write_gauge(out, "tipsearch_index_generation", "The generation in service.",
                generation->number);
    write_gauge(out, "tipsearch_index_passages", "Passages of the generation in service.",
                generation->manifest.passages);
    write_gauge(out, "tipsearch_index_bytes", "Bytes on disk of the generation in service.",
                (double)generation->bytes_on_disk);
    tip_served_release(shown_served, lease);
}

/* The names that Prometheus' client libraries have for them. */
static void write_process(struct tip_string *out)
{
    struct rusage used;
    double seconds;

    getrusage(RUSAGE_SELF, &used);
    seconds = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
              (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
    tip_exposition_family(out, "process_cpu_seconds_total", "counter",
                          "Seconds of processor time, of the user and the system.");
    tip_exposition_number(out, "process_cpu_seconds_total", seconds);
    write_gauge(out, "process_start_time_seconds", "When the server started, as Unix time.",
                started_s);
}

void tip_metrics_write(struct tip_string *out)
{
    write_requests(out);
    write_durations(out);
    write_refusals(out);
    write_connections(out);
    write_pauses(out);
    write_pool(out);
    write_index(out);
    write_reloads(out);
    tip_exposition_family(out, "tipsearch_build_info", "gauge",
                          "1, with the versions of the program and of Xapian.");
    tip_exposition_count(
        out, "tipsearch_build_info", 1,
        (const char *const[]){"version", TIP_VERSION, "xapian", tip_index_xapian_version(), NULL});
    write_process(out);
}
