/* libtipsearch: asks a tipsearch server and hands back passages as plain structs.
 *
 * There are two ways to ask. A client blocks: each call returns with the reply. A handle never
 * blocks: it has a descriptor to poll, and calls back. Both have the same options, requests and
 * replies.
 *
 * Threads: a client or handle, with all that was made by it, belongs to one thread at a time, and
 * nothing of it may be used by two at once; different ones may be used by different threads, as
 * nothing is shared between them. Results belong to nobody but their owner. After fork(2) only one
 * of the two processes may go on with a client or handle, and the other must not even close it.
 *
 * No function prints, exits, raises a signal (SIGPIPE neither), or changes signal handlers or the
 * locale. All text is UTF-8, NUL-terminated.
 *
 *     struct tipsearch_error error;
 *     struct tipsearch_client *client;
 *     struct tipsearch_result *result;
 *     struct tipsearch_query query = {.query = "cyber scam Cambodia", .limit = 5};
 *
 *     if (tipsearch_connect(&client, "unix:/run/tipsearch.sock", NULL, &error) != TIPSEARCH_OK)
 *         return puts(error.message);
 *     if (tipsearch_search(client, &query, &result, &error) == TIPSEARCH_OK) {
 *         for (size_t i = 0; i < result->hit_count; i++)
 *             puts(result->hits[i].passage.citation);
 *         tipsearch_result_free(result);
 *     }
 *     tipsearch_disconnect(client);
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_H
#define TIPSEARCH_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define TIPSEARCH_API        __attribute__((visibility("default")))
#define TIPSEARCH_MUST_CHECK __attribute__((warn_unused_result))
#else
#define TIPSEARCH_API
#define TIPSEARCH_MUST_CHECK
#endif

/* ---- errors ---- */

/* What can go wrong: code, name. The first group arises here; the second comes from the server and
 * is named as the protocol names it. */
#define TIPSEARCH_CODE_MAP(XX)                                                                     \
    XX(OK, "ok")                     /* success */                                                 \
    XX(INVALID, "invalid")           /* an argument: no address, text that is not UTF-8 */         \
    XX(NO_MEMORY, "no_memory")       /* there is not enough memory */                              \
    XX(NO_SERVER, "no_server")       /* nothing answers at the address */                          \
    XX(NO_REPLY, "no_reply")         /* the reply did not come in time */                          \
    XX(CLOSED, "closed")             /* the connection has ended: connect again */                 \
    XX(BAD_REPLY, "bad_reply")       /* what came is no reply of the protocol */                   \
    XX(UNTRUSTED, "untrusted")       /* the server's certificate is not what it should be */       \
    XX(BAD_REQUEST, "bad_request")   /* the server could not read the request */                   \
    XX(BAD_QUERY, "bad_query")       /* the query cannot be understood: see `at` */                \
    XX(UNKNOWN_ID, "unknown_id")     /* no passage has that id */                                  \
    XX(NOT_FOUND, "not_found")       /* what was asked for does not exist */                       \
    XX(GONE, "gone")                 /* it existed once */                                         \
    XX(TOO_LONG, "too_long")         /* a limit of the protocol */                                 \
    XX(UNAUTHORIZED, "unauthorized") /* the server wants a token */                                \
    XX(BUSY, "busy")                 /* ask again after retry_after_ms */                          \
    XX(TIMEOUT, "timeout")           /* the server had no time to run the query */                 \
    XX(UNAVAILABLE, "unavailable")   /* the server has no index to answer from */                  \
    XX(INTERNAL, "internal")         /* a bug in the server */                                     \
    XX(OTHER, "other")               /* a code that this library does not know yet */

enum tipsearch_code {
#define XX(code, name) TIPSEARCH_##code,
    TIPSEARCH_CODE_MAP(XX)
#undef XX
};

enum { TIPSEARCH_MESSAGE_SIZE = 512 };

/* An error in the caller's hands. Functions that take one fill it when they return anything but
 * TIPSEARCH_OK; NULL is allowed. */
struct tipsearch_error {
    enum tipsearch_code code;
    long at;                              /* bad_query: code points into the query; else -1 */
    long retry_after_ms;                  /* busy: when to ask again; else -1 */
    char message[TIPSEARCH_MESSAGE_SIZE]; /* one sentence; may hold text of the server as it came */
};

/* "bad_query" and so on; "other" for a number that is no code. Static. */
TIPSEARCH_API const char *tipsearch_code_name(enum tipsearch_code code);

/* The version of the library, such as "0.1.0". Static. */
TIPSEARCH_API const char *tipsearch_version(void);

/* ---- connections ---- */

/* What happens when a connection ends: the server was restarted, closed it as it was idle (after
 * 300 s), or did not answer in time. In every case a request that was not answered in time fails
 * with NO_REPLY, and one that was answered by something else with BAD_REPLY: it is never sent
 * again, and the connection ends with it. */
enum tipsearch_reconnect {
    /* All requests that wait fail with CLOSED, and so do all that are asked later: make another
     * client or handle. */
    TIPSEARCH_RECONNECT_NEVER,
    /* The next request makes another connection. Requests of which nothing had been sent wait for
     * it, those that were sent fail with CLOSED. Where a connection cannot be made, all requests
     * that wait fail with the reason, and the next one tries again. Between connections over which
     * no reply came there is a pause, up to a second. */
    TIPSEARCH_RECONNECT_UNSENT,
    /* As UNSENT, and requests that were sent and not answered are sent again, each once. No request
     * of the protocol changes anything at the server, so that does no harm but the work done
     * twice. */
    TIPSEARCH_RECONNECT_ALL
};

/* How to connect. Zero-initialised all is as by default; texts are copied. */
struct tipsearch_options {
    /* Until the connection can be used, TLS and token included, in milliseconds; default 5,000.
     * Finding a host by name is not counted. A connection after one that had worked is tried again
     * and again for so long; the first one is not. */
    unsigned connect_ms;
    /* From asking, connecting included where that is needed, to the end of the reply, in
     * milliseconds; default 30,000. */
    unsigned reply_ms;
    size_t reply_limit; /* bytes of a reply, which a longer one is refused at; default 64 MiB */
    enum tipsearch_reconnect reconnect;
    /* Who asks: a token is presented (AUTH) on each connection before anything is asked. It goes
     * over Unix sockets, TLS, and TCP within this machine only, is part of no message, and memory
     * of the library that held it is wiped. Give one of the two, or none. */
    const char *token_file; /* its first line is the token; read again for each connection */
    const char *token;      /* 1 to 1,024 bytes without control characters */
    /* TLS. The server's certificate is always verified. */
    const char *ca_file;     /* PEM: whom to trust, in place of the authorities that the system
                                trusts; the server's own certificate will do */
    const char *server_name; /* whom it must be for, a name or number, in place of the address's
                                host */
};

/* ---- asking and waiting ---- */

struct tipsearch_client; /* a connection that is asked one thing at a time */

/* Connects to "unix:PATH", "tcp:HOST:PORT" or "tls:HOST:PORT"; an IPv6 address stands in brackets,
 * "tcp:[::1]:7700". On success *out is the caller's, for tipsearch_disconnect. `options` may be
 * NULL.
 *
 * INVALID: no such form of address, options that contradict each other, a token file or CA file
 * that cannot be used, a token that would go over the network in the clear. NO_SERVER: nobody
 * answers there, or not in time. UNTRUSTED: the certificate is for somebody else, or of nobody who
 * is trusted. UNAUTHORIZED: the token is not known. CLOSED, BAD_REPLY: the server broke off, or is
 * none. NO_MEMORY. */
TIPSEARCH_API enum tipsearch_code
tipsearch_connect(struct tipsearch_client **out, const char *address,
                  const struct tipsearch_options *options,
                  struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* Ends the connection and frees the client. NULL is allowed. */
TIPSEARCH_API void tipsearch_disconnect(struct tipsearch_client *client);

/* Sends one line (without its LF; it may hold none, and no tag) and waits for the reply line.
 * *reply (without its LF, NUL-terminated, for free(3)) and *length are set on success, whatever the
 * reply says.
 *
 * INVALID: the line holds an LF or a tag. NO_REPLY, CLOSED, BAD_REPLY: as options.reconnect says;
 * by default the client can only be disconnected then. When it reconnects also the codes of
 * tipsearch_connect. NO_MEMORY. */
TIPSEARCH_API enum tipsearch_code
tipsearch_ask_raw(struct tipsearch_client *client, const char *line, char **reply, size_t *length,
                  struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* ---- asking without waiting ---- */

/* Requests are submitted, any number before the first reply, and each one's callback is called
 * once. In between the program waits in its own loop:
 *
 *     struct tipsearch_handle *handle;
 *     char *line;
 *
 *     tipsearch_handle_open(&handle, "unix:/run/tipsearch.sock", NULL, &error);
 *     tipsearch_search_line(&line, &query, &error);
 *     tipsearch_handle_submit(handle, line, show, NULL, NULL, &error);
 *     while (tipsearch_handle_count(handle) > 0) {
 *         struct pollfd wait = {tipsearch_handle_fd(handle), tipsearch_handle_events(handle), 0};
 *
 *         poll(&wait, 1, tipsearch_handle_timeout_ms(handle));
 *         tipsearch_handle_process(handle);
 *     }
 *     tipsearch_handle_close(handle);
 *
 * and the callback `show` reads reply->line by tipsearch_result_parse. client/examples/poll.c is
 * the whole program.
 *
 * With epoll(7), libevent and the like: fd and events may change by any call but those that take
 * the handle as const, so compare them afterwards with what was registered, and register anew what
 * differs. A new descriptor has another number than the one before, or -1 was to be seen in
 * between. Events must be level-triggered.
 *
 * What blocks: a host of tcp: or tls: that is neither a number nor "localhost" is looked up by
 * getaddrinfo(3) when a connection begins, in tipsearch_handle_open or, with options.reconnect, in
 * tipsearch_handle_process. Give the number, and the name as options.server_name, where that may
 * not be. Nothing else waits, whatever the server does. */
struct tipsearch_handle;

/* What became of a request. All of it is valid during the callback only. */
struct tipsearch_reply {
    enum tipsearch_code code; /* OK: there is a line, whatever it says, as an error of the server */
    const char *line;         /* the reply as it came but for the tag, without its LF; else NULL */
    size_t length;
    const struct tipsearch_error *error; /* what went wrong; else NULL */
};

/* Called once for each request, by tipsearch_handle_process or tipsearch_handle_close. It may
 * submit and cancel requests, and close the handle; it must return (no longjmp(3), no exception of
 * C++). */
typedef void (*tipsearch_callback)(void *context, const struct tipsearch_reply *reply);

/* Begins to connect and returns at once; *out is the caller's, for tipsearch_handle_close. What the
 * connection fails by is told to the requests that wait for it then, or that come first.
 *
 * INVALID, NO_MEMORY: as tipsearch_connect. NO_SERVER: the host has no address. */
TIPSEARCH_API enum tipsearch_code
tipsearch_handle_open(struct tipsearch_handle **out, const char *address,
                      const struct tipsearch_options *options,
                      struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* Ends the connection. Requests that wait are called back with CLOSED first. In a callback: it is
 * done when that returns. NULL is allowed. */
TIPSEARCH_API void tipsearch_handle_close(struct tipsearch_handle *handle);

/* The descriptor to wait at, -1 when there is none for now (poll(2) passes over that), and the
 * events of poll(2) to wait for: POLLIN, POLLOUT, or both. */
TIPSEARCH_API int tipsearch_handle_fd(const struct tipsearch_handle *handle);
TIPSEARCH_API short tipsearch_handle_events(const struct tipsearch_handle *handle);

/* How long to wait at most, in milliseconds as poll(2) takes it: 0 not at all, -1 for ever. */
TIPSEARCH_API int tipsearch_handle_timeout_ms(const struct tipsearch_handle *handle);

/* Does what can be done now: connects, sends, receives (about 1 MiB at most), calls back. To be
 * called when an event came or the time is over; any other time does no harm. */
TIPSEARCH_API void tipsearch_handle_process(struct tipsearch_handle *handle);

/* Takes a request, which is copied, to be sent when the handle is processed. It carries a tag of
 * the library's, so `line` may have none, neither @tag nor the member "tag". Replies come in the
 * order of the requests. *ticket (or NULL) names it for tipsearch_handle_cancel.
 *
 * INVALID: the line holds an LF or a tag, or there is no callback. BUSY: 4,096 requests wait
 * already. CLOSED: the connection has ended, and is not to be made anew; where there never was one,
 * the code says why, as that of tipsearch_connect. NO_MEMORY. After any of these the callback is
 * not called. */
TIPSEARCH_API enum tipsearch_code
tipsearch_handle_submit(struct tipsearch_handle *handle, const char *line,
                        tipsearch_callback callback, void *context, unsigned long long *ticket,
                        struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* Forgets a request: true when it was waiting, and its callback is not called any more. What was
 * sent of it cannot be taken back: its reply is awaited and dropped. */
TIPSEARCH_API bool tipsearch_handle_cancel(struct tipsearch_handle *handle,
                                           unsigned long long ticket);

/* How many requests wait. */
TIPSEARCH_API size_t tipsearch_handle_count(const struct tipsearch_handle *handle);

/* ---- requests ---- */

enum tipsearch_sort { TIPSEARCH_SORT_RELEVANCE, TIPSEARCH_SORT_YEAR };

enum { TIPSEARCH_NO_HITS = -1 };

/* A value that a field of hits must have: of several for one field any, for different fields each.
 * Fields are those of the query language: country, region, tier, year, date, report, section, kind,
 * pattern, language, page. */
struct tipsearch_filter {
    const char *field; /* "year" */
    const char *value; /* as behind the field's colon in a query, without quotes: "2021..2023" */
};

/* A search. Zero-initialised but for the query it is a plain one. Texts are borrowed. */
struct tipsearch_query {
    const char *query;  /* in the query language */
    const char *filter; /* a further query that passages must match, unranked; or NULL */
    const struct tipsearch_filter *filters; /* or NULL */
    size_t filter_count;
    long limit;                /* hits wanted, 1 to 100; 0: the server's default of 10;
                                  TIPSEARCH_NO_HITS: only totals and facets */
    long offset;               /* hits passed over */
    const char *const *facets; /* country, region, tier, year, report, section, kind,
                                  language; or NULL */
    size_t facet_count;
    enum tipsearch_sort sort;
    bool with_text; /* each hit with the passage's whole text */
};

/* Which of the passages that match are wanted. Zero-initialised: all, of what is nearly the same
 * one. */
struct tipsearch_among {
    long long since; /* only passages whose id appeared after this generation (result->generation)
                        of the index; 0: whenever it did */
    bool with_twins; /* what several reports say, or nearly, is a hit for each */
};

/* Passages like another one, or like a text of the caller's: give one of the two. */
struct tipsearch_like {
    const char *id;
    const char *text;
    long limit; /* as above */
};

/* The request as a line for tipsearch_ask_raw, for free(3).
 *
 * INVALID: text that is not UTF-8 or a number that cannot be asked for. NO_MEMORY. */
TIPSEARCH_API enum tipsearch_code
tipsearch_search_line(char **out, const struct tipsearch_query *query,
                      struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;
/* The same for some of what matches; `among` may be NULL. */
TIPSEARCH_API enum tipsearch_code
tipsearch_search_among_line(char **out, const struct tipsearch_query *query,
                            const struct tipsearch_among *among,
                            struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;
/* For a page of all that matches, in the order of ids: 1 to 1,000 passages as query->limit says,
 * 100 when it is 0; offset, facets and sort are passed over. `after` is NULL for the first page,
 * then result->next of the page before, with the same query and the same `among`, until that is
 * NULL. All pages are of the generation of the first one; when the server does not keep that any
 * longer, the code is GONE. */
TIPSEARCH_API enum tipsearch_code
tipsearch_scan_line(char **out, const struct tipsearch_query *query,
                    const struct tipsearch_among *among, const char *after,
                    struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;
/* For what changed through `years`, "2021..2023", in what the query finds: 0 to 1,000 changes as
 * query->limit says, 100 when it is 0, from query->offset on; facets, sort and with_text are passed
 * over. Pages may be of several generations: tipsearch_comparison.generation tells. */
TIPSEARCH_API enum tipsearch_code
tipsearch_compare_line(char **out, const struct tipsearch_query *query, const char *years,
                       struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;
/* For why a query finds what it finds. `id` (or NULL) names a passage, which then is the only hit,
 * also when it does not match. The server's default limit is 3; facets, sort and with_text are
 * passed over. */
TIPSEARCH_API enum tipsearch_code
tipsearch_explain_line(char **out, const struct tipsearch_query *query, const char *id,
                       struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;
TIPSEARCH_API enum tipsearch_code
tipsearch_similar_line(char **out, const struct tipsearch_like *like,
                       struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;
/* The same, each hit with the passage's whole text. */
TIPSEARCH_API enum tipsearch_code
tipsearch_similar_text_line(char **out, const struct tipsearch_like *like,
                            struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;
/* `context`: how many neighbours on each side, 0 to 10. */
TIPSEARCH_API enum tipsearch_code
tipsearch_get_line(char **out, const char *id, unsigned context,
                   struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* For tipsearch_quote. TOO_LONG is said by the server: 32,768 bytes. */
TIPSEARCH_API enum tipsearch_code
tipsearch_quote_line(char **out, const char *text,
                     struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* For the list of patterns. */
TIPSEARCH_API enum tipsearch_code
tipsearch_patterns_line(char **out, struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* For what may be meant by `prefix`, which somebody is typing; `limit` as above. */
TIPSEARCH_API enum tipsearch_code
tipsearch_suggest_line(char **out, const char *prefix, long limit,
                       struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* ---- results ---- */

struct tipsearch_report {
    const char *id;    /* "tip-2023" */
    const char *title; /* NULL when not known, as every text that is not said to be always there */
    const char *publisher;
    const char *date; /* as printed: "June 2023" */
    const char *url;  /* where it can be read */
    long year;        /* 0 when not known */
};

/* The file that a passage's words come from, on the machine of the server. */
struct tipsearch_source {
    const char *file;    /* its path; "-" when it was read from standard input */
    const char *sha256;  /* of its bytes as they were indexed, in hex */
    long page;           /* physical, counted from 1; 0 when not known */
    const char *address; /* "file:///srv/a.pdf#page=81" */
};

/* A passage of another report with the same text, or nearly the same. */
struct tipsearch_twin {
    const char *id; /* always there */
    struct tipsearch_report report;
    const char *page;
    const char *page_is;
    const char *citation;
    bool is_same;   /* the very text */
    double overlap; /* of the words of both, 0 to 1 */
};

struct tipsearch_passage {
    const char *id; /* stable; always there */
    struct tipsearch_report report;
    const char *const *section; /* headings, outermost first */
    size_t section_count;
    const char *kind;             /* narrative, story, list, table, quote, caption, contents */
    const char *page;             /* the printed label */
    const char *page_is;          /* "exact" or "section_start" */
    const char *const *countries; /* ISO 3166 alpha-2 */
    size_t country_count;
    const char *citation; /* for a memo */
    struct tipsearch_source source;
    const struct tipsearch_twin *also_in; /* the newest report first */
    size_t also_in_count;
    long also_in_total; /* other reports that say this; also_in may hold fewer */
    const char *by;     /* who said it, with quotations */
    const char *text;   /* when it was asked for, and always with tipsearch_get */
};

/* A piece of a snippet. */
struct tipsearch_piece {
    const char *text; /* always there */
    bool is_hit;      /* a word of the query */
};

struct tipsearch_hit {
    struct tipsearch_passage passage;
    long rank; /* from 1, over all pages */
    double score;
    const struct tipsearch_piece *snippet;
    size_t snippet_count;
    const char *matched_in; /* "text", "by", "section" or "title": where the words stand;
                               "country": it is about one that the query names */
};

struct tipsearch_count {
    const char *value; /* as a filter of the facet's name wants it: "KH"; always there */
    const char *label; /* for people: "Cambodia"; always there */
    long long count;
    long depth; /* of a section: how many headings are above it; else 0 */
};

struct tipsearch_facet {
    const char *name;
    const struct tipsearch_count *counts; /* highest first; sections behind the one above them */
    size_t count_count;
    long long more; /* values that the server left out: of report and section it names 100 */
};

enum tipsearch_total_is {
    TIPSEARCH_TOTAL_EXACT,
    TIPSEARCH_TOTAL_AT_LEAST,
    TIPSEARCH_TOTAL_ESTIMATE
};

/* What the query has and no passage does, and what was looked for in its place. */
struct tipsearch_correction {
    const char *typed; /* "traficking"; always there, as the other */
    const char *meant; /* "trafficking" */
};

/* Words of the query that stood for other words, too. */
struct tipsearch_synonym {
    const char *typed;       /* "NGO"; always there */
    const char *const *also; /* "nongovernmental organization" */
    size_t also_count;
};

/* A wildcard or fuzzy word of the query. */
struct tipsearch_expansion {
    const char *typed; /* "traffick*"; always there */
    long long words;   /* how many words of the index it stands for */
    bool is_cut;       /* more words fit: these are the most frequent */
};

/* A country that the query named: its passages are found by whatever name they use. */
struct tipsearch_country {
    const char *typed; /* "Myanmar"; always there, as all below */
    const char *code;  /* "MM" */
    const char *name;  /* "Burma" */
};

/* A passage that holds words of one that is no more. */
struct tipsearch_successor {
    const char *id; /* always there */
    double overlap; /* its share of the old passage's words, 0 to 1 */
};

/* What became of an id that was asked for and that no passage has any more, as the text was edited
 * or is cut in another way. The answer is about the first successor. */
struct tipsearch_moved {
    const char *from; /* the id that was asked for; NULL: a passage has it, and all else is empty */
    double overlap;   /* how much of the old words the successors hold together, 0 to 1 */
    const struct tipsearch_successor *successors; /* the largest share first */
    size_t successor_count;
};

/* What a search found. Everything in it belongs to it, until tipsearch_result_free. */
struct tipsearch_result {
    const char *read_as;   /* the query as understood, in the query language */
    const char *corrected; /* the query that was run instead, as the index lacks words of it */
    const struct tipsearch_correction *corrections; /* of which; there when `corrected` is */
    size_t correction_count;
    const struct tipsearch_synonym *synonyms;
    size_t synonym_count;
    const struct tipsearch_expansion *expansions;
    size_t expansion_count;
    const struct tipsearch_country *countries;
    size_t country_count;
    struct tipsearch_moved moved; /* of the id that tipsearch_similar was given */
    long long generation;         /* of the index that answered */
    long long total;              /* passages found, whatever limit and offset are */
    long long collapsed;          /* further ones, which a hit of another report says, or nearly */
    enum tipsearch_total_is total_is;
    bool is_partial; /* time ran out: there may be more and better ones */
    double took_ms;
    const char *hint; /* why nothing was found, for people */
    const struct tipsearch_hit *hits;
    size_t hit_count;
    const struct tipsearch_facet *facets;
    size_t facet_count;
    long long total_all;      /* passages that match, with nothing taken together */
    long long total_distinct; /* with what several reports say, or nearly, counted once */
    const long long *since;   /* of each hit, the generation in which its id first appeared */
    const char *next;         /* of a scan: for the next page; NULL when there are no more */
};

/* One passage with its neighbours in the order of the report. Everything in it belongs to it, until
 * tipsearch_excerpt_free. */
struct tipsearch_excerpt {
    struct tipsearch_passage passage;
    struct tipsearch_moved moved; /* then `passage` is the first successor */
    const struct tipsearch_passage *before;
    size_t before_count;
    const struct tipsearch_passage *after;
    size_t after_count;
};

/* A pattern of trafficking that the server knows: the field `pattern` takes its id. */
struct tipsearch_pattern {
    const char *id;     /* "debt-bondage"; always there */
    const char *title;  /* "Debt bondage" */
    const char *group;  /* "ILO indicators of forced labour" */
    const char *source; /* where it is defined */
    const char *const
        *queries; /* in the query language; what any of them finds is of the pattern */
    size_t query_count;
    long long count; /* passages of the index */
};

/* Everything in it belongs to it, until tipsearch_patterns_free. */
struct tipsearch_patterns {
    const struct tipsearch_pattern *items; /* group by group */
    size_t count;
    bool is_partial; /* time ran out: counts may be too low; asking again goes further */
};

/* ---- years compared ---- */

/* Where a country stands in a year. */
struct tipsearch_tier {
    const char *code; /* "KH"; always there */
    const char *name;
    const char *tier; /* "2WL"; NULL when it is not known */
    const char *label;
};

struct tipsearch_year {
    long year;
    const struct tipsearch_report *reports; /* the first ones, by id; url and year are not told */
    size_t report_count;
    long long report_total;
    long long passages;                 /* that the query finds */
    const struct tipsearch_tier *tiers; /* of the countries that the query names, in one order in
                                           all years */
    size_t tier_count;
    const struct tipsearch_count *kinds;
    size_t kind_count;
    const struct tipsearch_count *patterns;
    size_t pattern_count;
};

/* A piece of a text and what became of it. */
struct tipsearch_diff_piece {
    const char *text; /* always there */
    bool is_gone;     /* the earlier text alone has it */
    bool is_new;      /* the later text alone has it */
};

enum tipsearch_change_kind {
    TIPSEARCH_CHANGED,
    TIPSEARCH_NEW,
    TIPSEARCH_GONE_TEXT,
    TIPSEARCH_MOVED,
    TIPSEARCH_CHANGE_KINDS
};

/* One edit. */
struct tipsearch_hunk {
    enum tipsearch_change_kind kind;
    bool is_heading; /* it begins with a heading */
    const struct tipsearch_diff_piece *diff;
    size_t diff_count;
};

/* A passage with its edits, or several that one edit spans. */
struct tipsearch_change {
    const struct tipsearch_passage *was, *now; /* without texts and sources */
    size_t was_count, now_count;
    const struct tipsearch_hunk *hunks;
    size_t hunk_count;
};

struct tipsearch_changes {
    long long total; /* of all pages */
    const struct tipsearch_change *items;
    size_t count;
};

/* From one year to the next that has a report. */
struct tipsearch_step {
    long from, to;
    long long edits; /* in all, but for what was moved */
    long long unchanged_passages, unchanged_sentences;
    struct tipsearch_changes changes[TIPSEARCH_CHANGE_KINDS];
};

/* Everything in it belongs to it, until tipsearch_comparison_free. */
struct tipsearch_comparison {
    const char *query;
    const char *read_as;
    const char *corrected;
    const char *hint;
    long long generation; /* of the index that answered */
    long from, to;
    const struct tipsearch_year *years; /* that have a report */
    size_t year_count;
    const long *missing; /* years that have none */
    size_t missing_count;
    const struct tipsearch_step *steps;
    size_t step_count;
    long long total; /* changes in all */
    long long more;  /* behind this page */
};

/* Whether a text is in the reports. */
enum tipsearch_verdict {
    TIPSEARCH_VERDICT_EXACT,   /* word for word */
    TIPSEARCH_VERDICT_ALTERED, /* a passage has most of it */
    TIPSEARCH_VERDICT_ABSENT,
    TIPSEARCH_VERDICT_UNKNOWN /* the server had not the time to look everywhere */
};

/* What was found of a quotation. Everything in it belongs to it, until tipsearch_quotation_free. */
struct tipsearch_quotation {
    enum tipsearch_verdict verdict;
    double alike;                            /* share of words that are the same, 0 to 1 */
    long changes;                            /* words replaced, dropped and added */
    bool is_partial;                         /* time ended before all was looked at */
    const struct tipsearch_passage *passage; /* that has it or most of it, without its text; NULL:
                                                none; then what follows is empty */
    const char *const *through;              /* ids of all passages that it runs over */
    size_t through_count;
    const char *source_text;                 /* what it corresponds to, as the source has it */
    const struct tipsearch_diff_piece *diff; /* from the source to the quotation */
    size_t diff_count;
    const struct tipsearch_twin *others; /* that have it exactly, too; the newest first */
    size_t other_count;
    long long others_total;  /* others may hold fewer */
    bool is_others_at_least; /* there may be more than others_total */
};

/* What may be meant by what is typed. */
struct tipsearch_suggestion {
    const char *text;  /* as people write it: "debt bondage"; always there */
    const char *kind;  /* word, phrase, section, country, pattern */
    const char *query; /* what finds it, in the query language: "pattern:debt-bondage" */
    long long count;   /* passages that the query finds */
};

/* Everything in it belongs to it, until tipsearch_suggestions_free. */
struct tipsearch_suggestions {
    const struct tipsearch_suggestion *items; /* the likeliest first */
    size_t count;
};

/* A word of a part of a query. */
struct tipsearch_node_word {
    const char *word; /* as it was folded; always there */
    const char *by;   /* "stem", "exact", "wildcard", "fuzzy" */
    const char *stem; /* NULL for a wildcard or fuzzy word; of several languages the first one's */
    long long passages;            /* that have the stem, in any field */
    double idf;                    /* of the stem: what it weighs */
    const char *const *stands_for; /* words of the index, the most frequent first */
    size_t stands_for_count;
    long long count;  /* of all words it stands for; the server names so many as are of use */
    bool is_cut;      /* more words fit */
    bool is_compound; /* it stands for all parts of a word with hyphens */
};

/* What stands beside a part of a query without having been typed. */
struct tipsearch_addition {
    const char *kind; /* "synonym", "country"; always there */
    const char *text; /* always there */
    double idf;       /* what it weighs; 0: nothing of the index has it */
};

/* A part of a query as it was understood. */
struct tipsearch_node {
    size_t depth;       /* 0: the whole; the parts of a node stand behind it, one deeper */
    const char *kind;   /* sequence, and, or, near, word, name, phrase, exact, wildcard, fuzzy,
                           filter,   all; always there */
    const char *role;   /* "must", "must_not" or NULL */
    const char *text;   /* in the query language; NULL where the parts say it */
    double weight;      /* what ^ says; 1 without it */
    long distance;      /* of a part of near: in words from the part before it; else 0 */
    long long passages; /* that it matches by itself; -1: time ran out before they were counted */
    double idf;         /* of what ranks by these passages as a whole; else 0 */
    const struct tipsearch_node_word *words;
    size_t word_count;
    const struct tipsearch_addition *also;
    size_t also_count;
};

/* Something that added to a score. */
struct tipsearch_score_part {
    const char *kind; /* "word", "synonym", "country", a kind of node, or a part of the ranking such
                         as "nearness"; always there */
    const char *text; /* the word; of a part of the ranking what it does */
    const char *stem; /* by which the word was found */
    const char *field; /* "text", "heading", "title"; NULL: of no one field */
    long long count;   /* how often it stands there; 0: not counted */
    double score;
};

/* What a passage lacks to match. */
struct tipsearch_lack {
    const char *why;  /* absent, excluded, far, filter, contents, twin; always there */
    const char *text; /* of the query; NULL where `why` says all */
};

struct tipsearch_explained {
    bool is_match; /* else it has no rank (0) and no score (0), and lacks something */
    const struct tipsearch_score_part *parts; /* they add up to the score */
    size_t part_count;
    const struct tipsearch_lack *lacks;
    size_t lack_count;
};

/* Why a query finds what it finds. Everything in it belongs to it, until
 * tipsearch_explanation_free. */
struct tipsearch_explanation {
    const struct tipsearch_result *result; /* what a search finds */
    const struct tipsearch_node *nodes;    /* the query, from the whole to its parts */
    size_t node_count;
    const struct tipsearch_explained *hits; /* of result->hits, in their order */
};

/* Reads the reply to SEARCH, SCAN (whose hits have no rank, score or snippet) or SIMILAR. *out is
 * the caller's, for tipsearch_result_free.
 *
 * BAD_REPLY: it is none; the message names the member. The server's codes: it is an error reply.
 * NO_MEMORY. */
TIPSEARCH_API enum tipsearch_code
tipsearch_result_parse(struct tipsearch_result **out, const char *reply, size_t length,
                       struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;
TIPSEARCH_API void tipsearch_result_free(struct tipsearch_result *result); /* NULL is allowed */

/* The same for the reply to EXPLAIN. */
TIPSEARCH_API enum tipsearch_code
tipsearch_explanation_parse(struct tipsearch_explanation **out, const char *reply, size_t length,
                            struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;
TIPSEARCH_API void
tipsearch_explanation_free(struct tipsearch_explanation *explanation); /* NULL is allowed */

/* The same for the reply to GET. */
TIPSEARCH_API enum tipsearch_code
tipsearch_excerpt_parse(struct tipsearch_excerpt **out, const char *reply, size_t length,
                        struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;
TIPSEARCH_API void tipsearch_excerpt_free(struct tipsearch_excerpt *excerpt); /* NULL is allowed */

/* The same for the reply to PATTERNS. */
TIPSEARCH_API enum tipsearch_code
tipsearch_patterns_parse(struct tipsearch_patterns **out, const char *reply, size_t length,
                         struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;
TIPSEARCH_API void tipsearch_patterns_free(struct tipsearch_patterns *patterns); /* or NULL */

/* The same for the reply to COMPARE. */
TIPSEARCH_API enum tipsearch_code
tipsearch_comparison_parse(struct tipsearch_comparison **out, const char *reply, size_t length,
                           struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;
TIPSEARCH_API void
tipsearch_comparison_free(struct tipsearch_comparison *comparison); /* NULL is allowed */

/* The reply to tipsearch_quote_line. BAD_QUERY: the text has no word. */
TIPSEARCH_API enum tipsearch_code
tipsearch_quotation_parse(struct tipsearch_quotation **out, const char *reply, size_t length,
                          struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;
TIPSEARCH_API void
tipsearch_quotation_free(struct tipsearch_quotation *quotation); /* NULL is allowed */

/* The same for the reply to SUGGEST. */
TIPSEARCH_API enum tipsearch_code
tipsearch_suggestions_parse(struct tipsearch_suggestions **out, const char *reply, size_t length,
                            struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;
TIPSEARCH_API void
tipsearch_suggestions_free(struct tipsearch_suggestions *suggestions); /* NULL is allowed */

/* ---- asking for structs ---- */

/* Tells whether a text of up to 32,768 bytes is in the reports, word for word. */
TIPSEARCH_API enum tipsearch_code
tipsearch_quote(struct tipsearch_client *client, const char *text, struct tipsearch_quotation **out,
                struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* Line, tipsearch_ask_raw and parse in one; they return what these return. */
TIPSEARCH_API enum tipsearch_code
tipsearch_search(struct tipsearch_client *client, const struct tipsearch_query *query,
                 struct tipsearch_result **out, struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;
TIPSEARCH_API enum tipsearch_code
tipsearch_search_among(struct tipsearch_client *client, const struct tipsearch_query *query,
                       const struct tipsearch_among *among, struct tipsearch_result **out,
                       struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;
TIPSEARCH_API enum tipsearch_code
tipsearch_scan(struct tipsearch_client *client, const struct tipsearch_query *query,
               const struct tipsearch_among *among, const char *after,
               struct tipsearch_result **out, struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;
TIPSEARCH_API enum tipsearch_code
tipsearch_explain(struct tipsearch_client *client, const struct tipsearch_query *query,
                  const char *id, struct tipsearch_explanation **out,
                  struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;
TIPSEARCH_API enum tipsearch_code
tipsearch_similar(struct tipsearch_client *client, const struct tipsearch_like *like,
                  struct tipsearch_result **out,
                  struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;
TIPSEARCH_API enum tipsearch_code tipsearch_get(struct tipsearch_client *client, const char *id,
                                                unsigned context, struct tipsearch_excerpt **out,
                                                struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;
TIPSEARCH_API enum tipsearch_code
tipsearch_list_patterns(struct tipsearch_client *client, struct tipsearch_patterns **out,
                        struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;
TIPSEARCH_API enum tipsearch_code
tipsearch_compare(struct tipsearch_client *client, const struct tipsearch_query *query,
                  const char *years, struct tipsearch_comparison **out,
                  struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;
TIPSEARCH_API enum tipsearch_code
tipsearch_suggest(struct tipsearch_client *client, const char *prefix, long limit,
                  struct tipsearch_suggestions **out,
                  struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

#ifdef __cplusplus
}
#endif

#endif
