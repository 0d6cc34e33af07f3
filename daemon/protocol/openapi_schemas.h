/* The schemas of replies, for the description of HTTP (openapi.json). */
#ifndef TIP_OPENAPI_SCHEMAS_H
#define TIP_OPENAPI_SCHEMAS_H

#include "base/json_writer.h"

/* Writes the members of "schemas": one for each object that a reply may hold. */
void tip_openapi_schemas_write(struct tip_json *json);

/* Writes {"$ref":"#/components/KIND/NAME"}. */
void tip_openapi_reference_write(struct tip_json *json, const char *kind, const char *name);

#endif
