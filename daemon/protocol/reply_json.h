/* The members of a reply that show passages. */
#ifndef TIP_REPLY_JSON_H
#define TIP_REPLY_JSON_H

#include "base/json_writer.h"
#include "search/reply.h"

/* Which index answered. */
void tip_which_index_write(struct tip_json *json, const struct tip_reply *reply);

/* The query as it was understood; nothing for SIMILAR, which has none. */
void tip_query_write(struct tip_json *json, const struct tip_reply *reply);

/* Text that a source may have too long, cut to TIP_LIMIT_SHOWN. */
void tip_bounded_member_write(struct tip_json *json, const char *key, const char *text);

/* A passage without its text: where it stands and how it is cited. */
void tip_cited_passage_write(struct tip_json *json, const struct tip_view *view);

/* What changed through the years. */
void tip_comparison_write(struct tip_json *json, const struct tip_reply *reply);

/* Hits, and all that belongs to them: query, totals, facets. */
void tip_hits_write(struct tip_json *json, const struct tip_reply *reply);

/* One passage whole, with its neighbours. */
void tip_passage_write(struct tip_json *json, const struct tip_reply *reply);

/* What may be meant. */
void tip_suggestions_write(struct tip_json *json, const struct tip_reply *reply);

/* The patterns with their counts. */
void tip_patterns_write(struct tip_json *json, const struct tip_reply *reply);

/* What is found of a quotation. */
void tip_quoted_write(struct tip_json *json, const struct tip_reply *reply);

/* The passage that has a quotation, without its text; and one briefly, as one of several. */
void tip_quoted_passage_write(struct tip_json *json, const struct tip_view *view);
void tip_brief_passage_write(struct tip_json *json, const struct tip_view *view);

/* "exact" and the like. */
const char *tip_total_is_name(enum tip_total_is total_is);

/* The tree of the query, and what the score of one of its hits is made of. */
void tip_explained_tree_write(struct tip_json *json, const struct tip_explanation *explanation);
void tip_explained_hit_write(struct tip_json *json, const struct tip_explained_hit *hit);

#endif
