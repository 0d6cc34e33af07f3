/* The line under a hit that can be pasted into a memo. */
#ifndef TIP_CITATION_H
#define TIP_CITATION_H

#include <stddef.h>

#include "base/kind.h"
#include "base/report.h"
#include "base/string_builder.h"

/* Appends "Publisher, Title, Date, p. 64, “Innermost heading”": what is not known is left out. A
 * page that is only the section's first reads "p. 64 ff.". The date is the report's, else its
 * year. */
void tip_citation(struct tip_string *out, const struct tip_report *report,
                  const char *const *headings, size_t depth, const char *page,
                  enum tip_page_is page_is);

#endif
