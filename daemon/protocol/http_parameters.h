/* The parameters of a query, one after the other, and how a request gets them. */
#ifndef TIP_HTTP_PARAMETERS_H
#define TIP_HTTP_PARAMETERS_H

#include <stdbool.h>
#include <stddef.h>

#include "protocol/http_fault.h"
#include "protocol/member.h"

/* NAME=VALUE, without escapes: both are UTF-8 without NUL. */
struct tip_http_parameter {
    const char *name, *value; /* NUL-terminated */
    size_t name_length, value_length;
    bool has_value; /* there is an "=" */
};

/* Takes one; false, the fault filled, ends the reading. */
typedef bool tip_http_parameter_take(void *context, const struct tip_http_parameter *parameter);

/* Calls `take` for each of a query's (what stands behind "?"). False, `fault` filled, when an
 * escape is wrong, or as `take` says. */
bool tip_http_parameters_read(const char *query, tip_http_parameter_take *take, void *context,
                              struct tip_http_fault *fault);

/* Gives the request a member, or fills `fault`. */
bool tip_http_parameter_set(struct tip_request *request, enum tip_member member,
                            const struct tip_http_parameter *parameter,
                            struct tip_http_fault *fault);

/* Gives the request the id that stands in a path. */
bool tip_http_id_set(struct tip_request *request, const char *id, size_t length,
                     struct tip_http_fault *fault);

#endif
