/* Every option of the daemon. */
#include "config_table.h"

#include <stdio.h>
#include <string.h>

#include "config.h"
#include "protocol/limits.h"

#define FIELD(name) .field = offsetof(struct tip_config, name)
#define NUMBER(low, high, first)                                                                   \
    .type = TIP_OPTION_NUMBER, .lowest = (low), .highest = (high), .initial = (first)

static const struct tip_option options[] = {
    {.key = "index",
     .letter = 'i',
     .type = TIP_OPTION_TEXT,
     .argument = "DIR",
     .help = "the folder of the index (default: $TIPSEARCH_INDEX, then "
             "$XDG_DATA_HOME/tipsearch/index, then ~/.local/share/tipsearch/index)",
     FIELD(index_path)},
    {.key = "listen",
     .letter = 'l',
     .type = TIP_OPTION_LIST,
     .argument = "ADDRESS",
     .help =
         "unix:PATH, tcp:HOST:PORT or tls:HOST:PORT; may be repeated (default: tipsearch.sock in "
         "$XDG_RUNTIME_DIR)",
     .more = "A host that is not a loopback address is served by TLS and with tokens only, unless "
             "insecure says yes. Port 0 picks a free one, which the log names. A socket's file "
             "that no server answers any more is replaced. The default holds if "
             "$XDG_RUNTIME_DIR is a folder that the user can write to and the path fits the 107 "
             "bytes of a socket's; else the socket is made in /tmp/tipsearch-UID, a folder of mode "
             "0700.",
     FIELD(listen)},
    {.key = "http",
     .type = TIP_OPTION_LIST,
     .argument = "ADDRESS",
     .help = "serve HTTP at HOST:PORT, tcp:HOST:PORT, tls:HOST:PORT or unix:PATH; may be repeated",
     .more = "tipsearch-http(7) describes what is served there. Port 0 picks a free one, which the "
             "log names.",
     FIELD(http)},
    {.key = "cors",
     .type = TIP_OPTION_LIST,
     .argument = "ORIGIN",
     .help = "an origin, such as https://cases.example.org, whose pages may ask by HTTP, or *; may "
             "be repeated",
     FIELD(cors)},
    {.key = "http_base",
     .type = TIP_OPTION_TEXT,
     .argument = "ORIGIN",
     .help = "what the addresses in feeds begin with, such as https://search.example.org",
     .more = "For a server behind a proxy that has TLS and a name of its own; else addresses begin "
             "with http or https, as is spoken, and the host that the request names. Requests that "
             "name this host are answered as those that name this machine.",
     FIELD(http_base)},
    {.key = "tokens",
     .type = TIP_OPTION_TEXT,
     .argument = "FILE",
     .help = "the file of tokens: who may ask what, and how often",
     .more = "Without one, everybody who can connect may ask everything. See TOKENS.",
     FIELD(tokens_path)},
    {.key = "tls_certificate",
     .type = TIP_OPTION_TEXT,
     .argument = "FILE",
     .help = "the certificate and those that vouch for it, in PEM",
     FIELD(tls_certificate_path)},
    {.key = "tls_key",
     .type = TIP_OPTION_TEXT,
     .argument = "FILE",
     .help = "the certificate's private key, in PEM",
     FIELD(tls_key_path)},
    {.key = "insecure",
     .type = TIP_OPTION_TRUTH,
     .help = "serve other machines even without tokens and TLS",
     .more = "Everybody on the network can then read the reports, and what others ask.",
     FIELD(is_insecure)},
    {.key = "socket_mode",
     .type = TIP_OPTION_OCTAL,
     .highest = 0777,
     .initial = 0600,
     .argument = "MODE",
     .help = "the mode of Unix sockets' files, in octal digits",
     .more = "Who may write to the file may connect.",
     FIELD(socket_mode)},
    {.key = "socket_users",
     .type = TIP_OPTION_LIST,
     .argument = "USER",
     .help = "a user who may connect to the Unix sockets; may be repeated (default: whoever the "
             "files' mode lets in)",
     .more = "A name or a number. The server's own user and root always may; others are told that "
             "they may not. The mode must let in whom this names: socket_mode = 0666.",
     FIELD(socket_users)},
    {.key = "knowledge",
     .letter = 'k',
     .type = TIP_OPTION_TEXT,
     .argument = "DIR",
     .help = "the files about countries, tiers, patterns and synonyms (default: "
             "$TIPSEARCH_KNOWLEDGE, then those that came along)",
     .more = "A fault in one is logged and nothing is served.",
     FIELD(knowledge_path)},
    {.key = "workers",
     .letter = 'w',
     NUMBER(1, 256, 0),
     .argument = "N",
     .help = "search threads (default: one a core)",
     FIELD(workers)},
    {.key = "max_connections",
     NUMBER(1, TIP_LIMIT_CONNECTIONS, TIP_LIMIT_CONNECTIONS),
     .argument = "N",
     .help = "connections served at once; more wait until one closes",
     .more = "MEMORY below says what one may take.",
     FIELD(max_connections)},
    {.key = "query_timeout_ms",
     NUMBER(1, 600000, TIP_TIMEOUT_QUERY_MS),
     .argument = "N",
     .help = "the time limit of a query; what was found by then is returned, marked partial",
     FIELD(query_timeout_ms)},
    {.key = "queue_timeout_ms",
     NUMBER(1, 600000, TIP_TIMEOUT_QUEUE_MS),
     .argument = "N",
     .help = "how long a request may wait for a search thread; one that waited longer is answered "
             "“timeout” and does not run",
     FIELD(queue_timeout_ms)},
    {.key = "idle_s",
     NUMBER(1, 86400, TIP_TIMEOUT_IDLE_S),
     .argument = "N",
     .help = "close a connection that sends no request for so long",
     FIELD(idle_s)},
    {.key = "write_s",
     NUMBER(1, 3600, TIP_TIMEOUT_WRITE_S),
     .argument = "N",
     .help = "close a connection that takes no byte of its replies for so long",
     FIELD(write_s)},
    {.key = "linger_s",
     NUMBER(1, 60, TIP_TIMEOUT_LINGER_S),
     .argument = "N",
     .help = "after the last reply, read on for so long at most before closing",
     FIELD(linger_s)},
    {.key = "drain_s",
     NUMBER(1, 3600, TIP_TIMEOUT_DRAIN_S),
     .argument = "N",
     .help = "when told to stop, go on answering what was received for so long at most",
     FIELD(drain_s)},
    {.key = "idle_exit_s",
     NUMBER(0, 86400, 0),
     .argument = "N",
     .help = "end after so long without a connection; 0: never",
     FIELD(idle_exit_s)},
    {.key = "log_queries",
     .type = TIP_OPTION_TRUTH,
     .help = "write the queries to the log",
     .more = "Without it no query is ever written anywhere.",
     FIELD(log_queries)},
    {.key = "sandbox",
     .type = TIP_OPTION_TRUTH,
     .initial = true,
     .help = "once it serves, give up what serving does not need: other files, programs, sockets",
     .more = "SANDBOX below says what. No is for finding faults.",
     FIELD(has_sandbox)},
};

enum { OPTION_COUNT = sizeof options / sizeof options[0] };
_Static_assert((int)OPTION_COUNT <= (int)TIP_OPTIONS_MOST,
               "struct tip_config has no room for so many");

const struct tip_option *tip_options(size_t *count)
{
    *count = OPTION_COUNT;
    return options;
}

const struct tip_option *tip_option_find(const char *key)
{
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (strcmp(options[i].key, key) == 0)
            return &options[i];
    return NULL;
}

size_t tip_option_number(const struct tip_option *option)
{
    return (size_t)(option - options);
}

void tip_option_flag(const struct tip_option *option, char flag[TIP_OPTION_NAME_SIZE])
{
    snprintf(flag, TIP_OPTION_NAME_SIZE, "%s", option->key);
    for (char *c = flag; *c != '\0'; c++)
        if (*c == '_')
            *c = '-';
}
