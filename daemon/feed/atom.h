/* Answers as an Atom feed (RFC 4287), with the response elements of OpenSearch 1.1 and the links
 * between pages of RFC 5005, section 3. */
#ifndef TIP_FEED_ATOM_H
#define TIP_FEED_ATOM_H

#include "base/string_builder.h"
#include "feed/xml.h"
#include "search/reply.h"
#include "search/request.h"

struct tip_feed {
    const char *base; /* scheme and host: "https://search.example.org" */
    const struct tip_request *request;
    const struct tip_reply *reply; /* TIP_REPLY_HITS, with text and facts */
};

/* Appends the feed. */
void tip_feed_write(struct tip_string *out, const struct tip_feed *feed);

/* Writes the entry of a hit. */
void tip_feed_entry_write(struct tip_xml *xml, const struct tip_feed *feed,
                          const struct tip_hit *hit);

#endif
