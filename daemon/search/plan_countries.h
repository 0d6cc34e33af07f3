/* The countries of a query in a plan. */
#ifndef TIP_PLAN_COUNTRIES_H
#define TIP_PLAN_COUNTRIES_H

#include "search/plan.h"

/* Fills plan->countries. */
tip_status tip_plan_countries(struct tip_plan *plan, struct tip_searcher *searcher,
                              struct tip_error *error) TIP_MUST_CHECK;

/* What a country weighs, as an idf. */
double tip_plan_country_weight(const struct tip_plan *plan, size_t country);

#endif
