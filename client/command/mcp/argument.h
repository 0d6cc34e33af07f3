/* Arguments of tools: rows from which both their JSON Schema and their check come.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_MCP_ARGUMENT_H
#define TIPSEARCH_MCP_ARGUMENT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum argument_kind {
    ARGUMENT_TEXT,    /* `most` bytes */
    ARGUMENT_NUMBER,  /* a whole one, `least` to `most` */
    ARGUMENT_ID,      /* of a passage */
    ARGUMENT_VALUES,  /* a text, or several in an array */
    ARGUMENT_CHOICES, /* the same, each one of `choices` */
    ARGUMENT_YEARS    /* a year, a range such as "2021..2023", or several in an array */
};

struct argument {
    const char *name; /* NULL behind the last row */
    enum argument_kind kind;
    bool is_needed;
    long least, most;
    long standard; /* of a number: what it is when it is not given */
    const char *const *choices;
    const char *description; /* for a model */
};

enum { ARGUMENT_VALUES_MAX = 20 /* values of one filter */, ARGUMENT_FAULT_SIZE = 600 };

/* The schema of an object with these arguments and no others (JSON Schema 2020-12). Without oneOf
 * and its like at the top, which makers of models refuse. NULL: no memory. */
json_t *argument_schema(const struct argument *rows);

/* Whether `arguments` (NULL: none) is such an object; else `fault`, of ARGUMENT_FAULT_SIZE bytes,
 * is a sentence that names what is wrong and what is allowed. */
bool argument_check(const struct argument *rows, const char *tool, const json_t *arguments,
                    char *fault);

/* A number that was checked, or its standard. */
long argument_number(const struct argument *rows, const json_t *arguments, const char *name);

/* A text that was checked; NULL: not given. Borrowed. */
const char *argument_text(const json_t *arguments, const char *name);

#endif
