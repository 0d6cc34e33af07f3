/* Addresses as the protocol writes them: unix:PATH, tcp:HOST:PORT and tls:HOST:PORT. */
#ifndef TIP_ADDRESS_H
#define TIP_ADDRESS_H

#include <stdbool.h>

#include "base/status.h"

enum { TIP_ADDRESS_HOST_SIZE = 256, TIP_ADDRESS_PATH_SIZE = 108, TIP_ADDRESS_TEXT_SIZE = 384 };

enum tip_address_kind { TIP_ADDRESS_UNIX, TIP_ADDRESS_TCP, TIP_ADDRESS_TLS };

/* "unix", "tcp", "tls". */
const char *tip_address_scheme(enum tip_address_kind kind);

struct tip_address {
    enum tip_address_kind kind;
    char path[TIP_ADDRESS_PATH_SIZE]; /* of a Unix socket: what sun_path holds */
    char host[TIP_ADDRESS_HOST_SIZE]; /* of the others, without brackets */
    char port[8];
    char text[TIP_ADDRESS_TEXT_SIZE]; /* as it was given: for messages */
};

/* TIP_INVALID for what is no address, with the reason. Whether a host is this machine
 * shows when it is looked up. */
tip_status tip_address_parse(struct tip_address *address, const char *text,
                             struct tip_error *error) TIP_MUST_CHECK;

/* An address of HTTP: as the above, or HOST:PORT, which is TCP. */
tip_status tip_address_parse_http(struct tip_address *address, const char *text,
                                  struct tip_error *error) TIP_MUST_CHECK;

#endif
