/* The commands that need an index, each a function. */
#ifndef TIP_ANSWER_H
#define TIP_ANSWER_H

#include "search/reply.h"
#include "search/request.h"
#include "search/searcher.h"

/* Each fills `reply` (which has the generation's facts already), with an error of the protocol when
 * the request is at fault. Any other status than TIP_OK is the index's or the machine's fault; the
 * caller makes an error of it. */
tip_status tip_answer_search(struct tip_searcher *searcher, const struct tip_request *request,
                             struct tip_reply *reply, struct tip_error *error) TIP_MUST_CHECK;
tip_status tip_answer_compare(struct tip_searcher *searcher, const struct tip_request *request,
                              struct tip_reply *reply, struct tip_error *error) TIP_MUST_CHECK;
tip_status tip_answer_get(struct tip_searcher *searcher, const struct tip_request *request,
                          struct tip_reply *reply, struct tip_error *error) TIP_MUST_CHECK;
tip_status tip_answer_similar(struct tip_searcher *searcher, const struct tip_request *request,
                              struct tip_reply *reply, struct tip_error *error) TIP_MUST_CHECK;
tip_status tip_answer_quote(struct tip_searcher *searcher, const struct tip_request *request,
                            struct tip_reply *reply, struct tip_error *error) TIP_MUST_CHECK;
tip_status tip_answer_suggest(struct tip_searcher *searcher, const struct tip_request *request,
                              struct tip_reply *reply, struct tip_error *error) TIP_MUST_CHECK;
tip_status tip_answer_patterns(struct tip_searcher *searcher, struct tip_reply *reply,
                               struct tip_error *error) TIP_MUST_CHECK;

/* The number of the passage with an id, or of what it became, which reply->moved then tells; 0 when
 * the reply is an error now. */
uint32_t tip_answer_find_passage(const struct tip_searcher *searcher, const char *text,
                                 struct tip_reply *reply);

#endif
