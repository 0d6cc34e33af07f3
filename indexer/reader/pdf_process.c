/* The parser's process: how it is started, listened to and ended.
 *
 * The parent believes nothing: it reads a bounded number of bounded lines, each checked by
 * pdf_pages.c, and kills a parser that breaks a limit or the protocol. */
#include "reader/pdf_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "reader/pdf_child.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IS_SANITIZED 1
#endif
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED 0
#endif

enum { CHUNK = 1 << 16, WATCH_MS = 100 };

/* One file on its way through one or several processes. */
struct parse {
    struct tip_pdf *pdf;
    tip_pdf_parser *parser;
    const char *bytes;
    size_t length;
    int page_ms, file_ms;
    long long started_ms,
        heard_ms; /* when the file was begun, and when the parser was heard last */
    size_t told;  /* bytes */
    pid_t pid;
    int input;
    char line[TIP_PDF_LINE_BYTES + 1];
    size_t line_length;
    const char *reason; /* why the parser was killed; NULL: it was not */
    struct tip_error *error;
};

static long long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* The pages of memory that a process has: all it mapped, and what of it is in memory. */
static bool memory_of(pid_t pid, unsigned long *mapped, unsigned long *resident)
{
    char path[48];
    snprintf(path, sizeof path, "/proc/%d/statm", (int)pid);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return false;
    bool is_read = fscanf(file, "%lu %lu", mapped, resident) == 2;
    fclose(file);
    return is_read;
}

/* ---- in the child ---- */

static void limit(__rlimit_resource_t resource, rlim_t most)
{
    struct rlimit value;
    if (getrlimit(resource, &value) == 0 &&
        (value.rlim_max == RLIM_INFINITY || value.rlim_max > most))
        value.rlim_max = most;
    value.rlim_cur = value.rlim_max;
    setrlimit(resource, &value);
}

/* Address sanitizer reserves terabytes of addresses, so with it RLIMIT_AS would end every parser;
 * what is then left is the parent's look at the resident memory. */
static void limit_child(const struct parse *parse)
{
    unsigned long mapped = 0, resident = 0;
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_NPROC, 0);
    limit(RLIMIT_CPU, (rlim_t)TIP_PDF_FILE_MOST_MS / 1000);
    (void)parse;
    if (!IS_SANITIZED && memory_of(getpid(), &mapped, &resident))
        limit(RLIMIT_AS,
              (rlim_t)mapped * (rlim_t)sysconf(_SC_PAGESIZE) + ((rlim_t)TIP_PDF_MEMORY_MB << 20));
}

/* What a library says on its own of a broken file is no message of ours. Sanitizers speak there. */
static void silence(void)
{
    int null = IS_SANITIZED ? -1 : open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (null >= 0)
        dup2(null, STDERR_FILENO);
}

static _Noreturn void run_child(const struct parse *parse, int output, pid_t parent, int first)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(EXIT_FAILURE);
    for (int number = SIGHUP; number <= SIGTERM; number++)
        signal(number, SIG_DFL);
    signal(SIGPIPE, SIG_DFL);
    silence();
    /* Neither the index's lock nor any other file is the parser's business. */
    int last = output;
    if (last != 3 && dup2(output, 3) >= 0)
        last = 3;
    if (last == 3)
        close_range(4, ~0U, 0);
    limit_child(parse);
    _exit(parse->parser(last, parse->bytes, parse->length, first));
}

/* ---- in the parent ---- */

static tip_status start(struct parse *parse, int first)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return tip_error_errno(parse->error, "starting the PDF's parser");
    pid_t parent = getpid();
    parse->pid = fork();
    if (parse->pid == 0) {
        run_child(parse, ends[1], parent, first);
    }
    close(ends[1]);
    if (parse->pid < 0) {
        close(ends[0]);
        return tip_error_errno(parse->error, "starting the PDF's parser");
    }
    parse->input = ends[0];
    parse->line_length = 0;
    parse->reason = NULL;
    parse->heard_ms = now_ms();
    return TIP_OK;
}

static void stop(struct parse *parse, const char *reason)
{
    parse->reason = reason;
    kill(parse->pid, SIGKILL);
}

/* Waits for the process's end and tells whether it ended as it should. */
static bool finish(struct parse *parse)
{
    int status = 0;
    close(parse->input);
    while (waitpid(parse->pid, &status, 0) < 0 && errno == EINTR)
        ;
    return WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS && parse->pdf->is_ended;
}

static long long file_limit_ms(const struct parse *parse)
{
    long long most = parse->file_ms + (long long)TIP_PDF_MORE_MS * parse->pdf->pages_promised;
    return most < TIP_PDF_FILE_MOST_MS ? most : TIP_PDF_FILE_MOST_MS;
}

static void watch(struct parse *parse)
{
    unsigned long mapped = 0, resident = 0;
    unsigned long most = ((unsigned long)TIP_PDF_MEMORY_MB << 20) + parse->length;
    long long now = now_ms();
    if (now - parse->heard_ms > parse->page_ms)
        stop(parse, "it takes the parser longer than one page may");
    else if (now - parse->started_ms > file_limit_ms(parse))
        stop(parse, "the file takes longer to read than it may");
    else if (memory_of(parse->pid, &mapped, &resident) &&
             resident > most / (unsigned long)sysconf(_SC_PAGESIZE))
        stop(parse, "it takes the parser more memory than it may have");
}

static tip_status take_bytes(struct parse *parse, const char *bytes, size_t length)
{
    tip_status status = TIP_OK;
    for (size_t at = 0; at < length && status == TIP_OK;) {
        const char *feed = memchr(bytes + at, '\n', length - at);
        size_t end = feed == NULL ? length : (size_t)(feed - bytes), more = end - at;
        if (parse->line_length + more > TIP_PDF_LINE_BYTES)
            return tip_error_set(parse->error, TIP_CORRUPT,
                                 "the PDF's parser wrote a line without "
                                 "an end");
        memcpy(parse->line + parse->line_length, bytes + at, more);
        parse->line_length += more;
        at = end + 1;
        if (feed == NULL)
            break;
        status = tip_pdf_take_line(parse->pdf, parse->line, parse->line_length, parse->error);
        parse->line_length = 0;
    }
    return status;
}

/* Takes what is there to be read. *is_open tells whether more may come. */
static tip_status take_some(struct parse *parse, bool *is_open)
{
    char chunk[CHUNK];
    ssize_t got = read(parse->input, chunk, sizeof chunk);
    *is_open = got > 0 || (got < 0 && errno == EINTR);
    if (got <= 0)
        return TIP_OK;
    parse->told += (size_t)got;
    parse->heard_ms = now_ms();
    if (parse->told > (size_t)TIP_PDF_TEXT_MB << 20) {
        stop(parse, "it holds more text than one source may");
        *is_open = false;
        return TIP_OK;
    }
    tip_status status = take_bytes(parse, chunk, (size_t)got);
    if (status != TIP_CORRUPT)
        return status;
    stop(parse, "its parser was taken over or failed");
    *is_open = false;
    return TIP_OK;
}

/* Listens until the parser has nothing more to say or is stopped. */
static tip_status listen_to(struct parse *parse)
{
    long long watched_ms = now_ms();
    bool is_open = true;
    tip_status status = TIP_OK;
    while (is_open && parse->reason == NULL && status == TIP_OK) {
        struct pollfd input = {.fd = parse->input, .events = POLLIN};
        int ready = poll(&input, 1, WATCH_MS);
        if (ready > 0)
            status = take_some(parse, &is_open);
        if (is_open && now_ms() - watched_ms >= WATCH_MS) {
            watched_ms = now_ms();
            watch(parse);
        }
    }
    if (status != TIP_OK)
        stop(parse, "reading it failed");
    return status;
}

/* Notes at the page that was being read why there is not all of it. */
static tip_status note_death(struct parse *parse, size_t pages_before, int *next)
{
    struct tip_pdf *pdf = parse->pdf;
    const char *reason = parse->reason != NULL ? parse->reason : "it makes the parser fail";
    if (pdf->page_count == pages_before && pages_before > 0)
        *next = pdf->pages_promised + 1; /* it can no longer be opened */
    if (pdf->page_count == 0)
        return tip_error_set(parse->error, TIP_INVALID, "it cannot be read: %s", reason);
    struct tip_pdf_page *page = &pdf->pages[pdf->page_count - 1];
    if (*next <= page->number)
        *next = page->number + 1;
    free(page->fault);
    page->fault = strdup(reason);
    return page->fault == NULL ? tip_error_memory(parse->error, "reading a PDF") : TIP_OK;
}

/* Once the whole file's limit is reached, what comes behind the last page is not tried. */
static bool is_given_up(const struct parse *parse, int deaths, int next)
{
    return deaths >= TIP_PDF_DEATHS_MOST || next > parse->pdf->pages_promised ||
           parse->told > (size_t)TIP_PDF_TEXT_MB << 20 ||
           now_ms() - parse->started_ms > file_limit_ms(parse);
}

static tip_status note_rest(struct parse *parse, int next)
{
    if (next > parse->pdf->pages_promised)
        return TIP_OK;
    return tip_pdf_add_fault(parse->pdf, next, "with this page the reading was given up",
                             parse->error);
}

tip_status tip_pdf_parse_with(struct tip_pdf *pdf, tip_pdf_parser *parser, const char *bytes,
                              size_t length, int page_ms, int file_ms, struct tip_error *error)
{
    struct parse *parse = calloc(1, sizeof *parse);
    if (parse == NULL)
        return tip_error_memory(error, "reading a PDF");
    *parse = (struct parse){.pdf = pdf,
                            .parser = parser,
                            .bytes = bytes,
                            .length = length,
                            .page_ms = page_ms,
                            .file_ms = file_ms,
                            .started_ms = now_ms(),
                            .error = error};
    tip_status status = TIP_OK;
    int next = 1;
    for (int deaths = 0; status == TIP_OK;) {
        size_t before = pdf->page_count;
        status = start(parse, next);
        if (status != TIP_OK)
            break;
        status = listen_to(parse);
        bool is_whole = finish(parse);
        if (status != TIP_OK || is_whole || pdf->refused != NULL)
            break;
        status = note_death(parse, before, &next);
        if (status == TIP_OK && is_given_up(parse, ++deaths, next)) {
            status = note_rest(parse, next);
            break;
        }
    }
    if (status == TIP_OK && pdf->refused != NULL)
        status = tip_error_set(error, TIP_INVALID, "%s", pdf->refused);
    free(parse);
    return status;
}

tip_status tip_pdf_parse(struct tip_pdf *pdf, const char *bytes, size_t length,
                         struct tip_error *error)
{
    return tip_pdf_parse_with(pdf, tip_pdf_child, bytes, length, TIP_PDF_PAGE_MS, TIP_PDF_FILE_MS,
                              error);
}
