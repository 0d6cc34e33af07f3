/* A passage as the forms of a citation need it: texts on one line, the date in numbers.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_CITED_H
#define TIPSEARCH_CITED_H

#include <stdbool.h>

#include "tipsearch.h"

struct cited_date {
    int year, month, day; /* 0 where it is not known */
};

/* Texts are NULL where nothing is known; all are owned. */
struct cited {
    char *key;       /* letters, digits, "-", "_", "." only: report's id, "-", passage's id */
    char *title;     /* the report's, or its id; never NULL */
    char *publisher; /* stands for the author, too: such reports name no persons */
    char *url;
    char *page; /* only one that is known exactly */
    char *note; /* heading, what a section's page says, who spoke, the passage's id; never NULL */
    char *keyword; /* what it was found by; NULL until cited_set_keyword */
    struct cited_date date;
};

/* False when there is not enough memory. The caller frees it in any case. */
bool cited_make(struct cited *cited, const struct tipsearch_passage *passage);

/* Takes a copy of `keyword`, or nothing of NULL. False when there is not enough memory. */
bool cited_set_keyword(struct cited *cited, const char *keyword);

void cited_free(struct cited *cited);

/* What a date says as people print it: "June 2023", "20 July 2021", "July 20, 2021", "2021-07-20",
 * "2021"; `year` where it says nothing. */
struct cited_date cited_date_read(const char *text, long year);

#endif
