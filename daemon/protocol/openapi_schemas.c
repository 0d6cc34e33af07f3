/* The schemas of replies.
 *
 * A row is a member of an object; the rows of an object stand together. Its type is written as
 *     string integer number boolean any id     a value; id is a passage's
 *     #Hit                                     an object with rows of its own
 *     =kind                                    one of the names of a list below
 *     [ before any of them                     an array of it
 *     ? behind it                              null, too
 * A test holds every reply against these schemas, closed to further members: so a member that an
 * encoder writes and no row has does not pass. */
#include "protocol/openapi_schemas.h"

#include <string.h>

#include "base/kind.h"
#include "index/suggestions.h"
#include "search/quote/quoted.h"
#include "search/reply.h"
#include "search/request.h"

enum { MAY_LACK = 0, MUST = 1 };

struct row {
    const char *object, *member, *type;
    int is_required;
    const char *about; /* NULL: the name says it */
};

static const struct row rows[] = {
    {"Error", "error", "#ErrorFacts", MUST, NULL},
    {"ErrorFacts", "code", "=code", MUST, "Decide by this."},
    {"ErrorFacts", "message", "string", MUST, "What is wrong, where, and what to do."},
    {"ErrorFacts", "at", "integer", MAY_LACK, "Code points of the query before the place."},
    {"ErrorFacts", "generation", "integer", MAY_LACK, "With gone: the one in service."},
    {"ErrorFacts", "retry_after_ms", "integer", MAY_LACK, NULL},

    {"Health", "status", "string", MUST, NULL},

    {"Index", "generation", "integer", MUST, "Of the index that answered."},
    {"Index", "passages", "integer", MUST, NULL},

    {"Query", "text", "string", MUST, NULL},
    {"Query", "read_as", "string", MUST, "The query as understood; asking it finds the same."},
    {"Query", "corrected", "string?", MUST, "What was searched for in place of text."},
    {"Query", "corrections", "[#Correction", MAY_LACK, NULL},
    {"Query", "synonyms", "[#Synonym", MAY_LACK, NULL},
    {"Query", "expansions", "[#Expansion", MAY_LACK, NULL},
    {"Query", "countries", "[#NamedCountry", MAY_LACK, NULL},
    {"Correction", "typed", "string", MUST, NULL},
    {"Correction", "meant", "string", MUST, NULL},
    {"Synonym", "typed", "string", MUST, NULL},
    {"Synonym", "also", "[string", MUST, NULL},
    {"Expansion", "typed", "string", MUST, NULL},
    {"Expansion", "words", "integer", MUST, "How many words of the index it stands for."},
    {"Expansion", "cut", "boolean", MUST, NULL},
    {"NamedCountry", "typed", "string", MUST, NULL},
    {"NamedCountry", "code", "string", MUST, "ISO 3166 alpha-2."},
    {"NamedCountry", "name", "string", MUST, NULL},

    {"Report", "id", "string", MUST, NULL},
    {"Report", "title", "string?", MUST, NULL},
    {"Report", "publisher", "string?", MUST, NULL},
    {"Report", "date", "string?", MUST, NULL},
    {"Report", "year", "integer?", MUST, NULL},
    {"Report", "url", "string", MAY_LACK, NULL},
    {"Report", "tags", "[string", MAY_LACK, NULL},
    {"Report", "meta", "any", MAY_LACK, "Further facts of its record."},
    {"Source", "file", "string?", MUST, NULL},
    {"Source", "sha256", "string?", MUST, NULL},
    {"Source", "page", "integer?", MUST, "Physical, from 1."},
    {"Source", "address", "string?", MUST, NULL},
    {"SnippetPiece", "text", "string", MUST, NULL},
    {"SnippetPiece", "hit", "boolean", MAY_LACK, "True: this is what matched."},
    {"Twin", "report", "#Report", MUST, NULL},
    {"Twin", "id", "id", MUST, NULL},
    {"Twin", "page", "string?", MUST, NULL},
    {"Twin", "page_is", "=page_is?", MUST, NULL},
    {"Twin", "citation", "string?", MUST, NULL},
    {"Twin", "same", "boolean", MUST, "The very text; else nearly."},
    {"Twin", "overlap", "number", MUST, "Of the words of both, 0 to 1."},

    {"Hit", "rank", "integer", MUST, "From 1, over all pages."},
    {"Hit", "id", "id", MUST, NULL},
    {"Hit", "score", "number", MUST, NULL},
    {"Hit", "report", "#Report", MUST, NULL},
    {"Hit", "section", "[string", MUST, "The path of headings, outermost first."},
    {"Hit", "kind", "=kind", MUST, NULL},
    {"Hit", "page", "string?", MUST, "As printed."},
    {"Hit", "page_is", "=page_is?", MUST, NULL},
    {"Hit", "countries", "[string", MUST, "ISO 3166 alpha-2."},
    {"Hit", "since", "integer", MUST, "The generation in which its id appeared."},
    {"Hit", "snippet", "[#SnippetPiece", MUST, NULL},
    {"Hit", "citation", "string?", MUST, "To be pasted as it stands."},
    {"Hit", "source", "#Source", MUST, NULL},
    {"Hit", "also_in", "[#Twin", MAY_LACK, "Other reports that say the same, or nearly."},
    {"Hit", "also_in_total", "integer", MAY_LACK, NULL},
    {"Hit", "by", "string", MAY_LACK, "Who said a quotation."},
    {"Hit", "matched_in", "=matched_in", MAY_LACK, NULL},
    {"Hit", "text", "string", MAY_LACK, NULL},

    {"FacetCount", "value", "string", MUST, "As a filter takes it."},
    {"FacetCount", "label", "string", MUST, "For people."},
    {"FacetCount", "count", "integer", MUST, NULL},
    {"FacetCount", "depth", "integer", MAY_LACK, "Of a section: headings above it."},

    {"SearchReply", "query", "#Query", MUST, NULL},
    {"SearchReply", "index", "#Index", MUST, NULL},
    {"SearchReply", "total", "integer", MUST, "Does not depend on offset and limit."},
    {"SearchReply", "total_all", "integer", MUST, "With nothing taken together."},
    {"SearchReply", "total_distinct", "integer", MUST, "What is nearly the same counted once."},
    {"SearchReply", "total_is", "=total_is", MUST, NULL},
    {"SearchReply", "collapsed", "integer", MAY_LACK,
     "Matches that a hit says in the same words, or nearly."},
    {"SearchReply", "partial", "boolean", MUST, "True: the time limit cut the search."},
    {"SearchReply", "took_ms", "number", MUST, NULL},
    {"SearchReply", "hint", "string", MAY_LACK, "Why nothing was found."},
    {"SearchReply", "hits", "[#Hit", MUST, NULL},
    {"SearchReply", "facets", "#Facets", MAY_LACK, NULL},
    {"SearchReply", "facets_more", "#FacetsMore", MAY_LACK, "Values that facets lack."},

    {"ScannedHit", "id", "id", MUST, NULL},
    {"ScannedHit", "report", "#Report", MUST, NULL},
    {"ScannedHit", "section", "[string", MUST, "The path of headings, outermost first."},
    {"ScannedHit", "kind", "=kind", MUST, NULL},
    {"ScannedHit", "page", "string?", MUST, "As printed."},
    {"ScannedHit", "page_is", "=page_is?", MUST, NULL},
    {"ScannedHit", "countries", "[string", MUST, "ISO 3166 alpha-2."},
    {"ScannedHit", "since", "integer", MUST, "The generation in which its id appeared."},
    {"ScannedHit", "citation", "string?", MUST, "To be pasted as it stands."},
    {"ScannedHit", "source", "#Source", MUST, NULL},
    {"ScannedHit", "also_in", "[#Twin", MAY_LACK, "Other reports that say the same, or nearly."},
    {"ScannedHit", "also_in_total", "integer", MAY_LACK, NULL},
    {"ScannedHit", "by", "string", MAY_LACK, "Who said a quotation."},
    {"ScannedHit", "text", "string", MAY_LACK, NULL},

    {"ScanReply", "query", "#Query", MUST, NULL},
    {"ScanReply", "index", "#Index", MUST, NULL},
    {"ScanReply", "total", "integer", MUST, "Of all pages."},
    {"ScanReply", "total_all", "integer", MUST, "With nothing taken together."},
    {"ScanReply", "total_distinct", "integer", MUST, "What is nearly the same counted once."},
    {"ScanReply", "total_is", "=total_is", MUST, "Always exact."},
    {"ScanReply", "collapsed", "integer", MAY_LACK, NULL},
    {"ScanReply", "partial", "boolean", MUST, "Always false."},
    {"ScanReply", "took_ms", "number", MUST, NULL},
    {"ScanReply", "hint", "string", MAY_LACK, "Why nothing was found."},
    {"ScanReply", "hits", "[#ScannedHit", MUST, "In the order of their ids."},
    {"ScanReply", "next", "string?", MUST, "For after; null: there are no more."},

    {"CompareReply", "query", "#Query", MUST, NULL},
    {"CompareReply", "index", "#Index", MUST, NULL},
    {"CompareReply", "from", "integer", MUST, "The first year."},
    {"CompareReply", "to", "integer", MUST, "The last year."},
    {"CompareReply", "took_ms", "number", MUST, NULL},
    {"CompareReply", "hint", "string", MAY_LACK, "Why nothing was found."},
    {"CompareReply", "years", "[#ComparedYear", MUST, "That have a report."},
    {"CompareReply", "missing", "[integer", MUST, "Years that have none."},
    {"CompareReply", "total", "integer", MUST, "Entries of all steps."},
    {"CompareReply", "more", "integer", MUST, "Entries behind those of this page."},
    {"CompareReply", "steps", "[#ComparedStep", MUST, "From each year to the next."},
    {"ComparedYear", "year", "integer", MUST, NULL},
    {"ComparedYear", "reports", "[#ComparedReport", MUST, "By id, the first ones."},
    {"ComparedYear", "report_total", "integer", MUST, NULL},
    {"ComparedYear", "passages", "integer", MUST, "That match."},
    {"ComparedYear", "tiers", "[#ComparedTier", MUST, "Of the countries that are named."},
    {"ComparedYear", "kinds", "[#FacetCount", MUST, NULL},
    {"ComparedYear", "patterns", "[#FacetCount", MUST, NULL},
    {"ComparedReport", "id", "string", MUST, NULL},
    {"ComparedReport", "title", "string?", MUST, NULL},
    {"ComparedReport", "publisher", "string?", MUST, NULL},
    {"ComparedReport", "date", "string?", MUST, NULL},
    {"ComparedTier", "code", "string", MUST, NULL},
    {"ComparedTier", "name", "string", MUST, NULL},
    {"ComparedTier", "tier", "string?", MUST, "Null: not known of that year."},
    {"ComparedTier", "label", "string?", MUST, NULL},
    {"ComparedStep", "from", "integer", MUST, NULL},
    {"ComparedStep", "to", "integer", MUST, NULL},
    {"ComparedStep", "edits", "integer", MUST, "Hunks in all, without what was moved."},
    {"ComparedStep", "counts", "#ChangeCounts", MUST, "Entries in all."},
    {"ComparedStep", "unchanged", "#Unchanged", MUST, "Of the later year."},
    {"ComparedStep", "changed", "[#Change", MUST, "Of this page, as those below."},
    {"ComparedStep", "new", "[#Change", MUST, NULL},
    {"ComparedStep", "gone", "[#Change", MUST, NULL},
    {"ComparedStep", "moved", "[#Change", MUST, NULL},
    {"ChangeCounts", "changed", "integer", MUST, NULL},
    {"ChangeCounts", "new", "integer", MUST, NULL},
    {"ChangeCounts", "gone", "integer", MUST, NULL},
    {"ChangeCounts", "moved", "integer", MUST, NULL},
    {"Unchanged", "passages", "integer", MUST, NULL},
    {"Unchanged", "sentences", "integer", MUST, NULL},
    {"Change", "was", "[#CitedPassage", MUST, "In the earlier year."},
    {"Change", "now", "[#CitedPassage", MUST, "In the later year."},
    {"Change", "hunks", "[#Hunk", MUST, NULL},
    {"Hunk", "is", "string", MUST, "changed, new, gone or moved."},
    {"Hunk", "heading", "boolean", MAY_LACK, "True: it begins with a heading."},
    {"Hunk", "diff", "[#DiffPiece", MUST, NULL},
    {"DiffPiece", "is", "=diff_is", MUST, NULL},
    {"DiffPiece", "text", "string", MUST, NULL},
    {"CitedPassage", "id", "id", MUST, NULL},
    {"CitedPassage", "report", "#Report", MUST, NULL},
    {"CitedPassage", "section", "[string", MUST, NULL},
    {"CitedPassage", "kind", "=kind", MUST, NULL},
    {"CitedPassage", "page", "string?", MUST, "As printed."},
    {"CitedPassage", "page_is", "=page_is?", MUST, NULL},
    {"CitedPassage", "countries", "[string", MUST, NULL},
    {"CitedPassage", "by", "string", MAY_LACK, "Who said a quotation."},
    {"CitedPassage", "citation", "string?", MUST, NULL},

    {"Moved", "from", "id", MUST, NULL},
    {"Moved", "successors", "[#Successor", MUST, NULL},
    {"Successor", "id", "id", MUST, NULL},
    {"Successor", "overlap", "number", MUST, NULL},

    {"SimilarReply", "index", "#Index", MUST, NULL},
    {"SimilarReply", "status", "string", MAY_LACK, "moved: the id's text has changed."},
    {"SimilarReply", "overlap", "number", MAY_LACK, NULL},
    {"SimilarReply", "moved", "#Moved", MAY_LACK, NULL},
    {"SimilarReply", "total", "integer", MUST, NULL},
    {"SimilarReply", "total_all", "integer", MUST, "With nothing taken together."},
    {"SimilarReply", "total_distinct", "integer", MUST, "What is nearly the same counted once."},
    {"SimilarReply", "total_is", "=total_is", MUST, NULL},
    {"SimilarReply", "collapsed", "integer", MAY_LACK, NULL},
    {"SimilarReply", "partial", "boolean", MUST, NULL},
    {"SimilarReply", "took_ms", "number", MUST, NULL},
    {"SimilarReply", "hint", "string", MAY_LACK, "Why nothing was found."},
    {"SimilarReply", "hits", "[#Hit", MUST, NULL},

    {"ExplainReply", "query", "#Query", MUST, NULL},
    {"ExplainReply", "tree", "#Node?", MUST, "The query as understood."},
    {"ExplainReply", "index", "#Index", MUST, NULL},
    {"ExplainReply", "status", "string", MAY_LACK, NULL},
    {"ExplainReply", "overlap", "number", MAY_LACK, NULL},
    {"ExplainReply", "moved", "#Moved", MAY_LACK, NULL},
    {"ExplainReply", "total", "integer", MUST, NULL},
    {"ExplainReply", "total_all", "integer", MUST, "With nothing taken together."},
    {"ExplainReply", "total_distinct", "integer", MUST, "What is nearly the same counted once."},
    {"ExplainReply", "total_is", "=total_is", MUST, NULL},
    {"ExplainReply", "collapsed", "integer", MAY_LACK, NULL},
    {"ExplainReply", "partial", "boolean", MUST, NULL},
    {"ExplainReply", "took_ms", "number", MUST, NULL},
    {"ExplainReply", "hint", "string", MAY_LACK, NULL},
    {"ExplainReply", "hits", "[#ExplainedHit", MUST, NULL},
    {"Node", "kind", "string", MUST, NULL},
    {"Node", "role", "string", MAY_LACK, NULL},
    {"Node", "text", "string", MAY_LACK, NULL},
    {"Node", "weight", "number", MAY_LACK, NULL},
    {"Node", "distance", "integer", MAY_LACK, NULL},
    {"Node", "passages", "integer", MAY_LACK, "That it matches by itself."},
    {"Node", "idf", "number", MAY_LACK, NULL},
    {"Node", "words", "[#NodeWord", MAY_LACK, NULL},
    {"Node", "also", "[#NodeAlso", MAY_LACK, NULL},
    {"Node", "parts", "[#Node", MAY_LACK, NULL},
    {"NodeWord", "word", "string", MUST, NULL},
    {"NodeWord", "by", "string", MUST, NULL},
    {"NodeWord", "compound", "boolean", MAY_LACK, NULL},
    {"NodeWord", "stems", "[#Stem", MAY_LACK, NULL},
    {"NodeWord", "stands_for", "[string", MAY_LACK, NULL},
    {"NodeWord", "count", "integer", MAY_LACK, NULL},
    {"NodeWord", "cut", "boolean", MAY_LACK, NULL},
    {"Stem", "stem", "string", MUST, NULL},
    {"Stem", "passages", "integer", MUST, NULL},
    {"Stem", "idf", "number", MUST, NULL},
    {"NodeAlso", "kind", "string", MUST, NULL},
    {"NodeAlso", "text", "string?", MUST, NULL},
    {"NodeAlso", "idf", "number", MUST, NULL},
    {"ExplainedHit", "rank", "integer?", MUST, "Null: it does not match."},
    {"ExplainedHit", "id", "id", MUST, NULL},
    {"ExplainedHit", "score", "number?", MUST, NULL},
    {"ExplainedHit", "matches", "boolean", MUST, NULL},
    {"ExplainedHit", "parts", "[#ScorePart", MUST, "They add up to the score."},
    {"ExplainedHit", "lacks", "[#Lack", MAY_LACK, "Why it does not match."},
    {"ExplainedHit", "report", "#Report", MUST, NULL},
    {"ExplainedHit", "section", "[string", MUST, NULL},
    {"ExplainedHit", "kind", "=kind", MUST, NULL},
    {"ExplainedHit", "page", "string?", MUST, NULL},
    {"ExplainedHit", "page_is", "=page_is?", MUST, NULL},
    {"ExplainedHit", "countries", "[string", MUST, NULL},
    {"ExplainedHit", "since", "integer", MUST, "The generation in which its id appeared."},
    {"ExplainedHit", "snippet", "[#SnippetPiece", MUST, NULL},
    {"ExplainedHit", "citation", "string?", MUST, NULL},
    {"ExplainedHit", "source", "#Source", MUST, NULL},
    {"ExplainedHit", "also_in", "[#Twin", MAY_LACK, NULL},
    {"ExplainedHit", "also_in_total", "integer", MAY_LACK, NULL},
    {"ExplainedHit", "by", "string", MAY_LACK, NULL},
    {"ExplainedHit", "matched_in", "=matched_in", MAY_LACK, NULL},
    {"ExplainedHit", "text", "string", MAY_LACK, NULL},
    {"ScorePart", "kind", "string", MUST, NULL},
    {"ScorePart", "text", "string", MAY_LACK, NULL},
    {"ScorePart", "stem", "string", MAY_LACK, NULL},
    {"ScorePart", "field", "string", MAY_LACK, NULL},
    {"ScorePart", "count", "integer", MAY_LACK, NULL},
    {"ScorePart", "score", "number", MUST, NULL},
    {"Lack", "why", "string", MUST, NULL},
    {"Lack", "text", "string", MAY_LACK, NULL},

    {"PassageReply", "index", "#Index", MUST, NULL},
    {"PassageReply", "status", "string", MAY_LACK, "moved: the id's text has changed."},
    {"PassageReply", "overlap", "number", MAY_LACK, NULL},
    {"PassageReply", "moved", "#Moved", MAY_LACK, NULL},
    {"PassageReply", "passage", "#Passage", MUST, NULL},
    {"PassageReply", "before", "[#Passage", MUST, NULL},
    {"PassageReply", "after", "[#Passage", MUST, NULL},
    {"Passage", "id", "id", MUST, NULL},
    {"Passage", "report", "#Report", MUST, NULL},
    {"Passage", "section", "[string", MUST, NULL},
    {"Passage", "kind", "=kind", MUST, NULL},
    {"Passage", "page", "string?", MUST, NULL},
    {"Passage", "page_is", "=page_is?", MUST, NULL},
    {"Passage", "countries", "[string", MUST, NULL},
    {"Passage", "page_number", "integer?", MUST, "Physical, from 1."},
    {"Passage", "ordinal", "integer", MUST, "Its place in the report."},
    {"Passage", "since", "integer", MUST, "The generation in which its id appeared."},
    {"Passage", "by", "string", MAY_LACK, NULL},
    {"Passage", "citation", "string?", MUST, NULL},
    {"Passage", "source", "#Source", MUST, NULL},
    {"Passage", "also_in", "[#Twin", MAY_LACK, NULL},
    {"Passage", "also_in_total", "integer", MAY_LACK, NULL},
    {"Passage", "text", "string", MUST, NULL},
    {"Passage", "meta", "any", MAY_LACK, NULL},

    {"QuoteReply", "verdict", "=verdict", MUST, "Unknown: time ended before all was looked at."},
    {"QuoteReply", "alike", "number", MUST, "The share of words that are the same, 0 to 1."},
    {"QuoteReply", "changes", "integer", MAY_LACK, "Words replaced, dropped and added."},
    {"QuoteReply", "index", "#Index", MUST, NULL},
    {"QuoteReply", "partial", "boolean", MUST, "True: the time limit cut the search."},
    {"QuoteReply", "took_ms", "number", MUST, NULL},
    {"QuoteReply", "passage", "#QuotedPassage?", MUST, "That has the quotation, or most of it."},
    {"QuoteReply", "through", "[id", MAY_LACK, "All passages that it runs over, in their order."},
    {"QuoteReply", "source_text", "string", MAY_LACK, "What the quotation corresponds to."},
    {"QuoteReply", "diff", "[#DiffPiece", MAY_LACK, "From the source to the quotation."},
    {"QuoteReply", "others", "[#BriefPassage", MAY_LACK, "That have it exactly, newest first."},
    {"QuoteReply", "others_total", "integer", MAY_LACK, NULL},
    {"QuoteReply", "others_total_is", "=total_is", MAY_LACK, NULL},
    {"QuotedPassage", "id", "id", MUST, NULL},
    {"QuotedPassage", "report", "#Report", MUST, NULL},
    {"QuotedPassage", "section", "[string", MUST, NULL},
    {"QuotedPassage", "kind", "=kind", MUST, NULL},
    {"QuotedPassage", "page", "string?", MUST, NULL},
    {"QuotedPassage", "page_is", "=page_is?", MUST, NULL},
    {"QuotedPassage", "countries", "[string", MUST, NULL},
    {"QuotedPassage", "since", "integer", MUST, "The generation in which its id appeared."},
    {"QuotedPassage", "by", "string", MAY_LACK, NULL},
    {"QuotedPassage", "citation", "string?", MUST, NULL},
    {"QuotedPassage", "source", "#Source", MUST, NULL},
    {"QuotedPassage", "also_in", "[#Twin", MAY_LACK, NULL},
    {"QuotedPassage", "also_in_total", "integer", MAY_LACK, NULL},
    {"BriefPassage", "report", "#Report", MUST, NULL},
    {"BriefPassage", "id", "id", MUST, NULL},
    {"BriefPassage", "page", "string?", MUST, NULL},
    {"BriefPassage", "page_is", "=page_is?", MUST, NULL},
    {"BriefPassage", "citation", "string?", MUST, NULL},

    {"SuggestReply", "index", "#Index", MUST, NULL},
    {"SuggestReply", "suggestions", "[#Suggestion", MUST, NULL},
    {"Suggestion", "text", "string", MUST, NULL},
    {"Suggestion", "kind", "=suggestion", MUST, NULL},
    {"Suggestion", "count", "integer", MUST, NULL},
    {"Suggestion", "query", "string", MUST, "What finds it."},

    {"PatternsReply", "index", "#Index", MUST, NULL},
    {"PatternsReply", "partial", "boolean", MUST, NULL},
    {"PatternsReply", "patterns", "[#Pattern", MUST, NULL},
    {"Pattern", "id", "string", MUST, NULL},
    {"Pattern", "title", "string", MUST, NULL},
    {"Pattern", "group", "string?", MUST, NULL},
    {"Pattern", "source", "string?", MUST, NULL},
    {"Pattern", "queries", "[string", MUST, NULL},
    {"Pattern", "count", "integer", MUST, NULL},

    {"StatsReply", "index", "#IndexFigures", MUST, NULL},
    {"IndexFigures", "generation", "integer", MUST, NULL},
    {"IndexFigures", "passages", "integer", MUST, NULL},
    {"IndexFigures", "words", "integer", MUST, NULL},
    {"IndexFigures", "passage_words", "integer", MUST, NULL},
    {"IndexFigures", "made_by", "string?", MUST, NULL},
    {"IndexFigures", "made_at", "string?", MUST, NULL},
    {"IndexFigures", "report_count", "integer", MUST, NULL},
    {"IndexFigures", "reports", "[#ReportFigures", MUST, "The first 1,000."},
    {"IndexFigures", "damage", "string", MAY_LACK,
     "Why an older generation, or one that is gone from its place, is served."},
    {"ReportFigures", "id", "string", MUST, NULL},
    {"ReportFigures", "title", "string?", MUST, NULL},
    {"ReportFigures", "publisher", "string?", MUST, NULL},
    {"ReportFigures", "date", "string?", MUST, NULL},
    {"ReportFigures", "year", "integer?", MUST, NULL},
    {"ReportFigures", "language", "string?", MUST, NULL},
    {"ReportFigures", "file", "string?", MUST, NULL},
    {"ReportFigures", "sha256", "string?", MUST, NULL},
    {"ReportFigures", "url", "string", MAY_LACK, NULL},
    {"ReportFigures", "tags", "[string", MAY_LACK, NULL},
    {"ReportFigures", "passages", "integer", MUST, NULL},
};

enum { ROW_COUNT = sizeof rows / sizeof rows[0] };

/* ---- lists of names ---- */

static const char *code_name(unsigned i)
{
    return i <= TIP_CODE_INTERNAL ? tip_error_code_name((enum tip_error_code)i) : NULL;
}

static const char *page_is_name(unsigned i)
{
    return tip_page_is_name((enum tip_page_is)(i + TIP_PAGE_EXACT));
}

static const char *suggestion_name(unsigned i)
{
    return i < TIP_SUGGESTION_KIND_COUNT ? tip_suggestion_kind_name((enum tip_suggestion_kind)i)
                                         : NULL;
}

static const char *total_is_name(unsigned i)
{
    static const char *const names[] = {"exact", "at_least", "estimate", NULL};

    return names[i];
}

static const char *matched_in_name(unsigned i)
{
    static const char *const names[] = {"text", "by", "section", "title", "country", NULL};

    return names[i];
}

static const char *verdict_name(unsigned i)
{
    return i <= TIP_VERDICT_UNKNOWN ? tip_verdict_name((enum tip_verdict)i) : NULL;
}

static const char *diff_is_name(unsigned i)
{
    return i <= TIP_DIFF_NEW ? tip_diff_is_name((enum tip_diff_is)i) : NULL;
}

static const struct {
    const char *name;
    const char *(*item)(unsigned i); /* NULL behind the last */
} lists[] = {
    {"code", code_name},         {"kind", tip_kind_name},
    {"page_is", page_is_name},   {"suggestion", suggestion_name},
    {"total_is", total_is_name}, {"matched_in", matched_in_name},
    {"verdict", verdict_name},   {"diff_is", diff_is_name},
};

/* `with_null`: null is one of them. */
static void write_list(struct tip_json *json, const char *name, size_t length, bool with_null)
{
    const char *item;

    tip_json_key(json, "enum");
    tip_json_array(json);
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        if (strlen(lists[i].name) == length && memcmp(lists[i].name, name, length) == 0)
            for (unsigned n = 0; (item = lists[i].item(n)) != NULL; n++)
                tip_json_text(json, item);
    if (with_null)
        tip_json_null(json);
    tip_json_end_array(json);
}

/* ---- types ---- */

void tip_openapi_reference_write(struct tip_json *json, const char *kind, const char *name)
{
    struct tip_string text = {0};

    tip_string_printf(&text, "#/components/%s/%s", kind, name);
    tip_json_object(json);
    tip_json_member_text(json, "$ref", text.failed ? "" : text.data);
    tip_json_end_object(json);
    tip_string_free(&text);
}

static void write_type_name(struct tip_json *json, const char *name, bool with_null)
{
    tip_json_key(json, "type");
    if (!with_null) {
        tip_json_text(json, name);
        return;
    }
    tip_json_array(json);
    tip_json_text(json, name);
    tip_json_text(json, "null");
    tip_json_end_array(json);
}

/* Of an object: a reference, beside null where that may be, too. */
static void write_object_type(struct tip_json *json, const char *name, size_t length,
                              bool with_null)
{
    char object[32] = "";

    memcpy(object, name, length < sizeof object ? length : sizeof object - 1);
    if (!with_null) {
        tip_openapi_reference_write(json, "schemas", object);
        return;
    }
    tip_json_object(json);
    tip_json_key(json, "anyOf");
    tip_json_array(json);
    tip_openapi_reference_write(json, "schemas", object);
    tip_json_object(json);
    tip_json_member_text(json, "type", "null");
    tip_json_end_object(json);
    tip_json_end_array(json);
    tip_json_end_object(json);
}

static void write_about(struct tip_json *json, const char *about)
{
    if (about != NULL)
        tip_json_member_text(json, "description", about);
}

/* A value or one of a list's names. */
static void write_plain_type(struct tip_json *json, const char *type, size_t length, bool with_null)
{
    char name[16] = "";

    if (*type == '=') {
        write_type_name(json, "string", with_null);
        write_list(json, type + 1, length - 1, with_null);
    } else if (strcmp(type, "id") == 0) {
        tip_json_member_text(json, "type", "string");
        tip_json_member_text(json, "pattern", "^[0-9a-f]{16}$");
    } else if (strcmp(type, "any") != 0) {
        memcpy(name, type, length < sizeof name ? length : sizeof name - 1);
        write_type_name(json, name, with_null);
    }
}

/* `about` is left out beside a reference: 3.1 allows it, but not all who read it. */
static void write_type(struct tip_json *json, const char *type, const char *about)
{
    size_t length = strcspn(type, "?");
    bool with_null = type[length] == '?';

    if (*type == '#') {
        write_object_type(json, type + 1, length - 1, with_null);
        return;
    }
    tip_json_object(json);
    write_about(json, about);
    if (*type == '[') {
        tip_json_member_text(json, "type", "array");
        tip_json_key(json, "items");
        write_type(json, type + 1, NULL);
    } else {
        write_plain_type(json, type, length, with_null);
    }
    tip_json_end_object(json);
}

/* ---- objects ---- */

/* The object whose rows begin at `first`; returns the place behind them. */
static size_t write_object(struct tip_json *json, size_t first)
{
    const char *object = rows[first].object;
    size_t end = first;

    tip_json_key(json, object);
    tip_json_object(json);
    tip_json_member_text(json, "type", "object");
    tip_json_key(json, "properties");
    tip_json_object(json);
    for (; end < ROW_COUNT && strcmp(rows[end].object, object) == 0; end++) {
        tip_json_key(json, rows[end].member);
        write_type(json, rows[end].type, rows[end].about);
    }
    tip_json_end_object(json);
    tip_json_key(json, "required");
    tip_json_array(json);
    for (size_t i = first; i < end; i++)
        if (rows[i].is_required)
            tip_json_text(json, rows[i].member);
    tip_json_end_array(json);
    tip_json_end_object(json);
    return end;
}

/* An object with a member of one type for each facet. */
static void write_by_facet(struct tip_json *json, const char *name, const char *type)
{
    tip_json_key(json, name);
    tip_json_object(json);
    tip_json_member_text(json, "type", "object");
    tip_json_key(json, "properties");
    tip_json_object(json);
    for (enum tip_facet i = 0; i < TIP_FACET_COUNT; i++) {
        tip_json_key(json, tip_facet_name(i));
        write_type(json, type, NULL);
    }
    tip_json_end_object(json);
    tip_json_end_object(json);
}

void tip_openapi_schemas_write(struct tip_json *json)
{
    for (size_t first = 0; first < ROW_COUNT;)
        first = write_object(json, first);
    write_by_facet(json, "Facets", "[#FacetCount");
    write_by_facet(json, "FacetsMore", "integer");
}
