/* The years that are compared, as they are typed. */
#ifndef TIP_YEAR_RANGE_H
#define TIP_YEAR_RANGE_H

#include "index/columns.h"
#include "search/request.h"

struct tip_year_range {
    int from, to; /* both included */
};

/* Reads the one value of YEAR that the request must have: two years with ".." between them, the
 * earlier first, of which one may be left out for the first or last that `columns` have a report
 * of. TIP_INVALID: it is another, or spans too many years. */
tip_status tip_year_range_read(struct tip_year_range *range, const struct tip_request *request,
                               const struct tip_columns *columns,
                               struct tip_error *error) TIP_MUST_CHECK;

#endif
