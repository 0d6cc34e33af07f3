/* Every limit of the protocol and the server, by name. VERSION tells clients those that concern
 * them. */
#ifndef TIP_LIMITS_H
#define TIP_LIMITS_H

#include "search/query.h"

enum {
    TIP_LIMIT_LINE = 65536,                  /* bytes of a request, its LF included */
    TIP_LIMIT_UNENDED = 1048576,             /* bytes without LF that end a connection */
    TIP_LIMIT_QUERY = 4096,                  /* bytes of a query or a filter */
    TIP_LIMIT_QUERY_TERMS = TIP_QUERY_TERMS, /* words of a query */
    TIP_LIMIT_PAGE_FILTERS = 32,             /* values of fields that a page or a feed is asked by:
                                                each of its links repeats them all */
    TIP_LIMIT_LIKE = 32768,                  /* bytes of SIMILAR's text */
    TIP_LIMIT_QUOTED = 32768,                /* bytes of QUOTE's text */
    TIP_LIMIT_HITS = 100,                    /* LIMIT */
    TIP_LIMIT_HITS_DEFAULT = 10,
    TIP_LIMIT_SCANNED = 1000, /* LIMIT of SCAN */
    TIP_LIMIT_SCANNED_DEFAULT = 100,
    TIP_LIMIT_CURSOR = 256,     /* bytes of SCAN's AFTER */
    TIP_LIMIT_SCANNED_KEPT = 2, /* states (a generation with its knowledge) out of service that are
                                   kept for scans: the last used ones … */
    TIP_TIMEOUT_SCANNED_KEPT_S =
        300, /* … so long after the last page that was asked of them, as a connection may be idle:
                an update may take longer than a minute */
    TIP_LIMIT_CHANGES = 1000, /* LIMIT of COMPARE */
    TIP_LIMIT_CHANGES_DEFAULT = 100,
    TIP_LIMIT_EXPLAINED_DEFAULT = 3, /* of EXPLAIN */
    TIP_LIMIT_WINDOW = 10000,        /* OFFSET + LIMIT */
    TIP_LIMIT_CONTEXT = 10,          /* GET … CONTEXT */
    TIP_LIMIT_SHOWN = 1000,          /* bytes of a heading, title, citation or speaker in a reply */
    TIP_LIMIT_SHOWN_META = 512,      /* bytes of a report's further facts in a hit; GET shows all */
    TIP_LIMIT_JSON_DEPTH = 8,
    TIP_LIMIT_TAG = 64,
    TIP_LIMIT_IN_FLIGHT = 64,      /* requests of a connection that wait or run */
    TIP_LIMIT_UNSENT = 1048576,    /* bytes of replies waiting for a client */
    TIP_LIMIT_TURN = 16,           /* requests of a connection that one worker takes at once */
    TIP_LIMIT_TURN_BYTES = 262144, /* bytes of replies after which a turn ends early */
    TIP_LIMIT_TURN_MS = 50,        /* of running after which a turn ends early */
    TIP_LIMIT_WAITING = 131072,    /* bytes of a connection's requests that wait for their turn */
    TIP_LIMIT_UNSENT_FAIR = 65536, /* of TIP_LIMIT_UNSENT, which a connection may use … */
    TIP_LIMIT_UNSENT_ALL = 268435456, /* … when those of all connections together are so many */
    TIP_LIMIT_QUEUE = 512,            /* turns waiting for a worker */
    TIP_LIMIT_QUEUE_PART = 4,         /* the part of a query's time that who comes next may have to
                                         wait for a worker: so answers come within that time */
    TIP_LIMIT_QUEUE_LEAST = 16,       /* turns that may wait however long they take */
    TIP_LIMIT_CONNECTIONS = 1024,
    TIP_LIMIT_HANDSHAKE_SHARE = 4, /* one connection in so many may be in its TLS handshake */
    TIP_LIMIT_AUTH_FAILURES = 3,
    TIP_LIMIT_TOKENS = 1024,             /* lines of the tokens' file */
    TIP_LIMIT_TOKEN_NAME = 64,           /* bytes */
    TIP_LIMIT_TOKEN_RATE = 1000000,      /* requests a second */
    TIP_TIMEOUT_QUERY_MS = 2000,         /* for a query while it runs */
    TIP_TIMEOUT_QUEUE_MS = 30000,        /* for its wait for a worker, behind a full house */
    TIP_TIMEOUT_IDLE_S = 300,            /* between requests */
    TIP_TIMEOUT_HANDSHAKE_S = 10,        /* for all of TLS's */
    TIP_TIMEOUT_HANDSHAKE_CROWDED_S = 1, /* after which one gives way when others want to begin */
    TIP_TIMEOUT_WRITE_S = 30,            /* without progress */
    TIP_TIMEOUT_LINGER_S = 2,            /* draining after the last reply */
    TIP_TIMEOUT_DRAIN_S = 10,            /* SIGTERM: for the queries under way */
    TIP_LIMIT_HTTP_HEAD = 32768,         /* bytes of a request's first line and fields */
    TIP_LIMIT_HTTP_TARGET = 16384,       /* bytes of its path and query: room for TIP_LIMIT_QUERY
                                            bytes, escaped */
    TIP_LIMIT_HTTP_FIELDS = 100,         /* of a head */
    TIP_LIMIT_HTTP_CHUNK_LINE = 256,     /* bytes of a chunk's first line */
    TIP_LIMIT_HTTP_TRAILER = 4096,       /* bytes of the fields behind the last chunk */
    TIP_LIMIT_HTTP_REQUESTS = 1000,      /* of a connection */
    TIP_LIMIT_HTTP_PLAIN = 512,          /* bytes of a reply that are not worth compressing */
    TIP_TIMEOUT_HTTP_REQUEST_S = 20,     /* from a request's first byte to its last */
    TIP_TIMEOUT_HTTP_IDLE_S = 75,        /* between requests; likewise no longer than idle_s */
    TIP_PROTOCOL_VERSION = 1
};

#endif
