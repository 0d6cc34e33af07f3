/* What the command line says of a source: its report's id, title, publisher and so on.
 *
 * The ledger keeps them as one line of text, so that an update without options reads a source with
 * the facts it was built with, and one with other options knows that they are others. */
#ifndef TIP_FACTS_H
#define TIP_FACTS_H

#include <jansson.h>

#include "base/status.h"

/* NULL, or 0 for a number: not given. Strings are borrowed from argv or from `remembered`. */
struct tip_facts {
    const struct tip_facts *folder; /* borrowed; what the report.ini beside the source says, which
                                       gives way to all else that is said; NULL: there is none */
    const char *id;
    const char *title;
    const char *publisher;
    const char *date;
    const char *language;
    const char *url; /* by report.ini only */
    int year;
    int passage_words;  /* how long its passages are to be; 0: as the index's others */
    json_t *remembered; /* owned; NULL for facts that come from the command line alone */
};

/* Sets one fact by the name of its option ("id", "title", "publisher", "date", "year",
 * "language", "url", "passage-words"). TIP_INVALID says what the value should have been. */
tip_status tip_facts_set(struct tip_facts *facts, const char *name, const char *value,
                         struct tip_error *error) TIP_MUST_CHECK;

/* `given` where it says something, else what the ledger remembers in `line` (NULL: nothing). A
 * line that cannot be read remembers nothing. The result is freed by tip_facts_free. */
void tip_facts_merge(struct tip_facts *facts, const struct tip_facts *given, const char *line);
void tip_facts_free(struct tip_facts *facts);

/* The line for the ledger, for free(3); equal facts, those of the folder among them, give equal
 * lines. NULL without memory. */
char *tip_facts_line(const struct tip_facts *facts);

/* The year given, else the one that stands in the date ("June 2023"), else 0. */
int tip_facts_year(const struct tip_facts *facts);

#endif
