/* Who gets in: the tokens, the users of Unix sockets and the certificate, as the options say. */
#ifndef TIP_ENTRY_H
#define TIP_ENTRY_H

#include "base/status.h"
#include "server/access.h"
#include "server/listener.h"
#include "server/log.h"
#include "server/peers.h"
#include "server/server.h"
#include "server/tls.h"

/* Zero-initialised is open to everybody. */
struct tip_entry {
    const struct tip_server_options *options;
    const struct tip_log *log;
    struct tip_access *access; /* NULL: everybody may ask everything */
    struct tip_peers *peers;   /* NULL: who can connect may */
    struct tip_tls *tls;       /* NULL: there is no certificate */
    bool is_confined;          /* the sandbox limits which files can be read again */
};

/* `options` and `log` outlive it. TIP_INVALID names what is at fault. What was made is released by
 * tip_entry_close, after a failure too. */
tip_status tip_entry_open(struct tip_entry *entry, const struct tip_server_options *options,
                          const struct tip_log *log, struct tip_error *error) TIP_MUST_CHECK;
void tip_entry_close(struct tip_entry *entry);

/* Reads the tokens and the certificate again; what is bad is logged, and the old one stays. */
void tip_entry_reload(struct tip_entry *entry);

/* What follows from it for the sockets. */
struct tip_listener_rules tip_entry_rules(const struct tip_entry *entry);

#endif
