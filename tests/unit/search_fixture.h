/* A small index with reports of several years and passages of several kinds, and a searcher on it.
 * All functions assert that what they do succeeds. */
#ifndef TIP_TEST_SEARCH_FIXTURE_H
#define TIP_TEST_SEARCH_FIXTURE_H

#include "base/kind.h"
#include "search/search.h"

/* One passage; those of a report follow each other. */
struct fixture_passage {
    const char *report; /* its title is "Trafficking in Persons Report" */
    int year;
    const char *heading; /* below the heading "Topics"; NULL: it has none */
    enum tip_kind kind;
    const char *text;
    const char *page;      /* NULL where there is none, as with those below */
    const char *countries; /* codes, joined by blanks */
    const char *date;      /* of the report: its first passage says it */
    const char *language;  /* likewise; NULL: English */
};

struct search_fixture {
    char folder[64];
    struct tip_generation *generation;
    struct tip_searcher *searcher;
};

void search_fixture_open(struct search_fixture *fixture, const struct fixture_passage *passages,
                         size_t count);
void search_fixture_close(struct search_fixture *fixture);

/* Answers `query` with LIMIT `limit` from OFFSET `offset`. */
void search_fixture_ask(struct search_fixture *fixture, const char *query, unsigned limit,
                        unsigned offset, struct tip_reply *reply);

/* How many passages a query finds; it must be answered. */
uint32_t search_fixture_total(struct search_fixture *fixture, const char *query);

#endif
