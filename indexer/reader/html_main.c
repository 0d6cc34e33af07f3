/* The main content of a page: what is left when its furniture is taken out.
 *
 * A reader must not drop text of the report, so what is not surely furniture by its element or role
 * must also look like it: short, or made of links. What would leave too little is taken back. */
#include "reader/html_main.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "reader/document.h"

enum {
    NOTICE_WORDS = 300,   /* a cookie notice is not longer */
    FURNITURE_WORDS = 40, /* what is named as furniture and is as short needs no links to be it */
    MENU_LINKS = 5,
    MENU_LINK_WORDS = 5, /* on average; what is longer are titles of things to read */
    FOOTER_WORDS = 150,  /* a longer one without links holds notes */
    HIDDEN_PART = 2,     /* what hides half of the page hides its text for a while only */
    KEEP_PART = 4,       /* less than this part left, */
    KEEP_WORDS = 50,     /* and fewer words: what was left out is taken back */
    MAIN_PART = 3        /* a main element with less than this part of the text is a shell */
};

/* What a page has at one moment: sums over the nodes before each, without what is dropped. */
struct sums {
    uint32_t *words, *link_words, *links;
};

/* The words within a node, and those of them that are within links, without what is dropped. */
struct share {
    size_t words, link_words, links;
};

struct search {
    struct tip_html_tree *tree;
    struct sums sums;
    tip_html_place body;
    struct tip_error *error;
};

/* ---- sums ---- */

static void sums_free(struct sums *sums)
{
    free(sums->words);
    free(sums->link_words);
    free(sums->links);
    *sums = (struct sums){0};
}

static bool is_link(const struct tip_html_tree *tree, tip_html_place place)
{
    return tree->nodes[place].tag == TIP_HTML_A &&
           tip_html_attribute(tree, place, TIP_HTML_AT_HREF) != NULL;
}

static void sum(struct search *search)
{
    const struct tip_html_tree *tree = search->tree;
    struct sums *sums = &search->sums;
    tip_html_place link_end = 0, dropped_end = 0;
    for (tip_html_place at = 0; at < tree->count; at++) {
        const struct tip_html_node *node = &tree->nodes[at];
        sums->words[at + 1] = sums->words[at];
        sums->link_words[at + 1] = sums->link_words[at];
        sums->links[at + 1] = sums->links[at];
        if (node->is_dropped && node->end > dropped_end)
            dropped_end = node->end;
        if (at < dropped_end)
            continue;
        if (at >= link_end && is_link(tree, at)) {
            link_end = node->end;
            sums->links[at + 1]++;
        }
        if (node->tag != TIP_HTML_TEXT)
            continue;
        uint32_t words = (uint32_t)tip_text_words(tree->text.data + node->text, node->length);
        sums->words[at + 1] += words;
        sums->link_words[at + 1] += at < link_end ? words : 0;
    }
}

static tip_status make_sums(struct search *search)
{
    size_t count = search->tree->count + 1;
    search->sums = (struct sums){.words = calloc(count, sizeof(uint32_t)),
                                 .link_words = calloc(count, sizeof(uint32_t)),
                                 .links = calloc(count, sizeof(uint32_t))};
    if (!search->sums.words || !search->sums.link_words || !search->sums.links)
        return tip_error_memory(search->error, "reading a page");
    sum(search);
    return TIP_OK;
}

static struct share share_of(const struct search *search, tip_html_place place)
{
    tip_html_place end = search->tree->nodes[place].end;
    const struct sums *sums = &search->sums;
    return (struct share){.words = sums->words[end] - sums->words[place],
                          .link_words = sums->link_words[end] - sums->link_words[place],
                          .links = sums->links[end] - sums->links[place]};
}

/* ---- what a node is called ---- */

/* Whether one of the words in `text` (parted by what is no letter) is in the NULL-terminated list.
 */
static bool has_word(const char *text, const char *const *list)
{
    while (text != NULL && *text != '\0') {
        size_t length = 0;
        while (isalpha((unsigned char)text[length]))
            length++;
        for (size_t i = 0; list[i] != NULL; i++)
            if (strlen(list[i]) == length && strncasecmp(list[i], text, length) == 0)
                return true;
        text += length + (text[length] != '\0');
    }
    return false;
}

static bool is_named(const struct search *search, tip_html_place place, const char *const *list)
{
    return has_word(tip_html_attribute(search->tree, place, TIP_HTML_AT_CLASS), list) ||
           has_word(tip_html_attribute(search->tree, place, TIP_HTML_AT_ID), list);
}

static bool has_role(const struct search *search, tip_html_place place, const char *const *list)
{
    return has_word(tip_html_attribute(search->tree, place, TIP_HTML_AT_ROLE), list);
}

/* ---- what is no text by its element ---- */

static bool is_no_text(enum tip_html_tag tag)
{
    switch (tag) {
    case TIP_HTML_HEAD:
    case TIP_HTML_SCRIPT:
    case TIP_HTML_STYLE:
    case TIP_HTML_TEMPLATE:
    case TIP_HTML_NOSCRIPT:
    case TIP_HTML_SVG:
    case TIP_HTML_CANVAS:
    case TIP_HTML_AUDIO:
    case TIP_HTML_VIDEO:
    case TIP_HTML_IFRAME:
    case TIP_HTML_OBJECT:
    case TIP_HTML_BUTTON:
    case TIP_HTML_INPUT:
    case TIP_HTML_SELECT:
    case TIP_HTML_OPTION:
    case TIP_HTML_TEXTAREA:
    case TIP_HTML_DIALOG:
    case TIP_HTML_TITLE:
    case TIP_HTML_META:
    case TIP_HTML_LINK:
        return true;
    default:
        return false;
    }
}

static bool hides(const char *style)
{
    static const char *const names[] = {"display", "visibility"}, *const values[] = {"none",
                                                                                     "hidden"};
    for (size_t i = 0; style != NULL && i < 2; i++) {
        const char *at = strcasestr(style, names[i]);
        if (at == NULL)
            continue;
        at += strlen(names[i]);
        at += strspn(at, " \t\n:");
        if (strncasecmp(at, values[i], strlen(values[i])) == 0)
            return true;
    }
    return false;
}

/* A screen reader's word is taken for what is small: behind a dialogue all of a page is hidden. */
static bool is_hidden(const struct search *search, tip_html_place place)
{
    const struct tip_html_tree *tree = search->tree;
    const char *aria = tip_html_attribute(tree, place, TIP_HTML_AT_ARIA_HIDDEN);
    bool is_said = tip_html_attribute(tree, place, TIP_HTML_AT_HIDDEN) != NULL ||
                   hides(tip_html_attribute(tree, place, TIP_HTML_AT_STYLE)) ||
                   (aria != NULL && strcasecmp(aria, "true") == 0);
    return is_said &&
           share_of(search, place).words * HIDDEN_PART < share_of(search, search->body).words;
}

/* ---- furniture ---- */

static bool is_of_links(const struct share *share)
{
    return share->link_words * 2 >= share->words;
}

/* Whether a node is the page's own and not that of an article or a quotation in it. */
static bool is_of_page(const struct search *search, tip_html_place place)
{
    static const enum tip_html_tag parts[] = {TIP_HTML_ARTICLE, TIP_HTML_MAIN, TIP_HTML_SECTION,
                                              TIP_HTML_BLOCKQUOTE, TIP_HTML_FIGURE};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (tip_html_around(search->tree, place, parts[i]) != 0)
            return false;
    return true;
}

static bool holds_title(const struct search *search, tip_html_place place)
{
    return tip_html_within(search->tree, place, TIP_HTML_H1) != 0 ||
           tip_html_within(search->tree, place, TIP_HTML_MAIN) != 0 ||
           tip_html_within(search->tree, place, TIP_HTML_ARTICLE) != 0;
}

/* A list or table of short links that leads elsewhere. */
static bool is_menu(const struct search *search, tip_html_place place, const struct share *share)
{
    switch (search->tree->nodes[place].tag) {
    case TIP_HTML_UL:
    case TIP_HTML_OL:
    case TIP_HTML_MENU:
    case TIP_HTML_TABLE:
    case TIP_HTML_DIV:
        break;
    default:
        return false;
    }
    return share->links >= MENU_LINKS && share->link_words * 10 >= share->words * 9 &&
           share->link_words <= share->links * MENU_LINK_WORDS;
}

/* Footers and what stands beside: furniture unless there is something to read in them. */
static bool is_margin(const struct share *share)
{
    return share->words < FURNITURE_WORDS || share->link_words * 3 >= share->words;
}

static bool is_furniture_by_name(const struct search *search, tip_html_place place,
                                 const struct share *share)
{
    static const char *const notices[] = {"cookie", "cookies", "consent", "gdpr", NULL};
    static const char *const names[] = {
        "nav",     "navbar",  "navigation", "menu",      "breadcrumb", "breadcrumbs",
        "sidebar", "social",  "share",      "sharing",   "skip",       "pagination",
        "pager",   "related", "newsletter", "subscribe", "promo",      "advert",
        "ads",     "toolbar", "masthead",   "footer",    "disqus",     "popup",
        "modal",   "search",  "login",      "copyright", NULL};
    if (is_named(search, place, notices))
        return share->words < NOTICE_WORDS;
    return is_named(search, place, names) && (is_of_links(share) || share->words < FURNITURE_WORDS);
}

static bool is_furniture(const struct search *search, tip_html_place place, bool has_main)
{
    static const char *const roles[] = {"navigation", "search",      "menu",        "menubar",
                                        "dialog",     "alertdialog", "contentinfo", NULL};
    static const char *const banner[] = {"banner", NULL}, *const beside[] = {"complementary", NULL};
    struct share share = share_of(search, place);
    enum tip_html_tag tag = search->tree->nodes[place].tag;
    if (!tip_html_is_block(tag) || tip_html_heading_level(tag) > 0 || tag == TIP_HTML_BODY ||
        tag == TIP_HTML_HTML || tag == TIP_HTML_MAIN)
        return false;
    if (tag == TIP_HTML_NAV || has_role(search, place, roles))
        return !holds_title(search, place);
    if ((tag == TIP_HTML_HEADER && is_of_page(search, place)) || has_role(search, place, banner))
        return !holds_title(search, place);
    if (tag == TIP_HTML_FOOTER && is_of_page(search, place))
        return share.words < FOOTER_WORDS || is_margin(&share);
    if (tag == TIP_HTML_ASIDE || has_role(search, place, beside))
        return is_of_page(search, place) ? is_margin(&share) : is_of_links(&share);
    if (tag == TIP_HTML_FORM)
        return share.words * KEEP_PART < share_of(search, search->body).words;
    if (is_furniture_by_name(search, place, &share))
        return !holds_title(search, place);
    return !has_main && is_menu(search, place, &share);
}

/* ---- the whole page ---- */

static void drop_no_text(struct search *search)
{
    struct tip_html_tree *tree = search->tree;
    for (tip_html_place at = 1; at < tree->count; at++)
        tree->nodes[at].is_dropped = is_no_text((enum tip_html_tag)tree->nodes[at].tag);
}

static void drop_hidden(struct search *search)
{
    struct tip_html_tree *tree = search->tree;
    for (tip_html_place at = 1; at < tree->count; at++)
        if (tree->nodes[at].tag != TIP_HTML_TEXT && is_hidden(search, at))
            tree->nodes[at].is_dropped = true;
}

static bool is_within(const struct tip_html_tree *tree, tip_html_place place, tip_html_place root)
{
    return place >= root && place < tree->nodes[root].end;
}

/* The element with the tag, or role, that has most of the words; 0 when that are few. */
static tip_html_place find_largest(const struct search *search, enum tip_html_tag tag,
                                   const char *role, size_t least)
{
    const char *const roles[] = {role, NULL};
    const struct tip_html_tree *tree = search->tree;
    tip_html_place best = 0;
    for (tip_html_place at = 1; at < tree->count; at++) {
        const struct tip_html_node *node = &tree->nodes[at];
        if (node->is_dropped) {
            at = node->end - 1;
            continue;
        }
        if (node->tag != tag && (role == NULL || !has_role(search, at, roles)))
            continue;
        size_t words = share_of(search, at).words;
        if (words >= least && (best == 0 || words > share_of(search, best).words))
            best = at;
    }
    return best;
}

/* Within `root`, what is furniture. */
static void drop_furniture(struct search *search, tip_html_place root, bool has_main)
{
    struct tip_html_tree *tree = search->tree;
    for (tip_html_place at = root + 1; at < tree->nodes[root].end;) {
        struct tip_html_node *node = &tree->nodes[at];
        if (!node->is_dropped && node->tag != TIP_HTML_TEXT && node->tag != TIP_HTML_OTHER)
            node->is_dropped = is_furniture(search, at, has_main);
        at = node->is_dropped ? node->end : at + 1;
    }
}

/* The root of the text, behind which `before` words were visible. */
static tip_html_place choose_root(const struct search *search, size_t before)
{
    tip_html_place root =
        find_largest(search, TIP_HTML_MAIN, "main", before < MAIN_PART ? 1 : before / MAIN_PART);
    return root != 0 ? root : search->body;
}

/* Once furniture is out, an article that has most of the rest is all of it. */
static tip_html_place narrow_root(const struct search *search, tip_html_place root)
{
    size_t words = share_of(search, root).words;
    tip_html_place article = find_largest(search, TIP_HTML_ARTICLE, NULL, words - words / 4);
    return article != 0 && is_within(search->tree, article, root) ? article : root;
}

static tip_status search_main(struct search *search, tip_html_place *root, size_t *left_out)
{
    struct tip_html_tree *tree = search->tree;
    drop_no_text(search);
    tip_status status = make_sums(search);
    if (status != TIP_OK)
        return status;
    drop_hidden(search);
    sum(search);
    bool *dropped = malloc(tree->count * sizeof *dropped);
    if (dropped == NULL)
        return tip_error_memory(search->error, "reading a page");
    for (size_t i = 0; i < tree->count; i++)
        dropped[i] = tree->nodes[i].is_dropped;
    size_t visible = share_of(search, search->body).words;
    *root = choose_root(search, visible);
    bool has_main = *root != search->body;
    size_t before = share_of(search, *root).words;
    drop_furniture(search, *root, has_main);
    sum(search);
    size_t kept = share_of(search, *root).words;
    if (kept < KEEP_WORDS && kept * KEEP_PART < before) {
        for (size_t i = 0; i < tree->count; i++)
            tree->nodes[i].is_dropped = dropped[i];
        sum(search);
    } else if (!has_main) {
        *root = narrow_root(search, *root);
    }
    free(dropped);
    *left_out = visible - share_of(search, *root).words;
    return TIP_OK;
}

tip_status tip_html_find_main(struct tip_html_tree *tree, tip_html_place *root, size_t *left_out,
                              struct tip_error *error)
{
    struct search search = {.tree = tree, .error = error};
    search.body = tip_html_within(tree, 0, TIP_HTML_BODY);
    tip_status status = search_main(&search, root, left_out);
    sums_free(&search.sums);
    return status;
}
