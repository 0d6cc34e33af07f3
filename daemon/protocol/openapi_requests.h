/* How requests are described, for openapi.json. */
#ifndef TIP_OPENAPI_REQUESTS_H
#define TIP_OPENAPI_REQUESTS_H

#include "base/json_writer.h"
#include "protocol/http_route.h"

/* Writes the member "parameters" of a route's GET. */
void tip_openapi_parameters_write(struct tip_json *json, const struct tip_http_route *route);

/* Writes the member "requestBody" of a route's POST. */
void tip_openapi_body_write(struct tip_json *json, const struct tip_http_route *route);

/* Writes the members of "schemas" that bodies refer to. */
void tip_openapi_bodies_write(struct tip_json *json);

#endif
