/* Which page it is. */
#include "web/page.h"

#include <string.h>

#include "web/asset.h"
#include "web/html.h"
#include "web/parts.h"

#define BIT(facet) (1u << TIP_FACET_##facet)

unsigned tip_web_facets(void)
{
    return BIT(COUNTRY) | BIT(YEAR) | BIT(REGION) | BIT(TIER) | BIT(KIND) | BIT(PATTERN) |
           BIT(SECTION) | BIT(REPORT) | BIT(LANGUAGE);
}

static void write_dossier(struct tip_string *out, const struct tip_web_content *content)
{
    tip_frame_begin(out, content, "dossier", "Dossier", NULL);
    tip_html_markup(
        out,
        "<h1>Dossier</h1>\n<noscript><p>A dossier is kept in your browser, by a script; scripts "
        "are "
        "switched off here. At the command line, write the passages’ ids and your notes into a "
        "Markdown file and run <code>tipsearch dossier FILE</code>: it fills in quotations, "
        "citations and hashes.</p></noscript>\n<div id=\"dossier\"></div>\n");
    tip_frame_end(out);
}

/* Its content is a file, for who edits it. */
static void write_help(struct tip_string *out, const struct tip_web_content *content)
{
    const struct tip_web_asset *help = tip_web_asset_find("help.html", strlen("help.html"));

    tip_frame_begin(out, content, "help", "How to ask", NULL);
    tip_string_append(out, help->data, help->size);
    tip_frame_end(out);
}

void tip_web_page_write(struct tip_string *out, const struct tip_web_content *content)
{
    if (content->reply != NULL && content->reply->kind == TIP_REPLY_ERROR) {
        tip_error_page_write(out, content);
        return;
    }
    switch (content->page) {
    case TIP_WEB_SEARCH:
        tip_search_page_write(out, content);
        break;
    case TIP_WEB_PASSAGE:
        tip_passage_page_write(out, content);
        break;
    case TIP_WEB_DOSSIER:
        write_dossier(out, content);
        break;
    case TIP_WEB_HELP:
        write_help(out, content);
        break;
    }
}
