/* Where an HTTP request goes: its host, and its target in one of its forms (RFC 9112, section 3.2).
 */
#ifndef TIP_HTTP_TARGET_H
#define TIP_HTTP_TARGET_H

#include "base/string_builder.h"
#include "protocol/http_head.h"

/* Checks the target and the field host, and makes a path of an absolute target, which must name the
 * same host: an http URL of another one is a proxy's business. */
bool tip_http_target_resolve(struct tip_http_head *head, struct tip_http_fault *fault);

/* Whether the field host, if there is one, names this machine by its loopback address, by
 * "localhost" or as `name` does. Other names may be a page's that had its name point here (DNS
 * rebinding). */
bool tip_http_host_is_local(const struct tip_http_head *head, const char *name);

/* Whether the field host names the host of an origin, whatever the ports. */
bool tip_http_host_is_of(const struct tip_http_head *head, const char *origin);

/* The byte at the front of `length` bytes, at least one; *used is how many stand for it: 3 for an
 * escape, else 1, so that % with 1 is the begin of a malformed escape. */
char tip_http_byte(const char *text, size_t length, size_t *used);

/* Appends what stands for `length` bytes of a path or, is_query, of a query, where + is a blank.
 * False, `fault` filled, when an escape is malformed, or the text is not UTF-8 or holds a NUL;
 * `what` names it in the message. */
bool tip_http_unescape(struct tip_string *out, const char *text, size_t length, bool is_query,
                       const char *what, struct tip_http_fault *fault);

#endif
