#!/usr/bin/python3
"""How pages are laid out: narrow, on paper, from right to left."""
import json

from harness import cases

NARROW = 320
# What stands out of the window, but for what scrolls within a box of its own.
OUTSIDE = """
const scrolls = (e) => e && e !== document.body && e !== document.documentElement &&
    (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(e).overflowX) ||
        scrolls(e.parentElement));
return [...document.querySelectorAll('body *')]
    .filter((e) => !scrolls(e.parentElement) && e.getClientRects().length > 0 &&
        !e.closest('.visually-hidden, .skip') &&
        (e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1))
    .map((e) => e.outerHTML.slice(0, 120));
"""


class Layout(cases.WebTest):
    def first(self, query):
        """The first hit of a query, as the server's JSON has it."""
        return json.loads(self.daemon.get(f"/search?q={query}&limit=1")[2])["hits"][0]

    def test_narrow_pages_do_not_scroll_sideways(self):
        self.expect("400")
        long, arabic = self.first("overlong")["id"], self.first("report:arabic-case")["id"]
        self.browser.width(NARROW, 640)
        for name, path in (("home", "/"), ("results", "/?q=harbour"), ("long", "/?q=overlong"),
                           ("peculiar", "/?q=peculiar"), ("wrong", "/?q=" + "%28" * 300),
                           ("nothing", "/?q=" + "zzyzx" * 60), ("long-passage", f"/read/{long}"),
                           ("arabic", f"/read/{arabic}"), ("dossier", "/dossier"),
                           ("help", "/help")):
            with self.subTest(name):
                self.browser.goto(path)
                self.browser.open_parts()
                self.browser.screenshot(f"narrow-{name}")
                self.assertEqual(self.browser.run(OUTSIDE), [])
                self.assertLessEqual(
                    self.browser.run("return document.scrollingElement.scrollWidth"), NARROW)

    def test_paper_has_the_citation_and_no_buttons(self):
        hit = self.first("harbour+Peru")
        self.browser.goto(f"/read/{hit['id']}")
        button = self.browser.text("article .actions button")
        paper = " ".join(self.browser.print().split())
        self.assertIn(hit["citation"], paper)
        for word in (button, "Search", "Dossier", "Help"):
            self.assertNotIn(word, paper)
        self.browser.goto("/?q=harbour+Peru")
        paper = " ".join(self.browser.print().split())
        self.assertIn(hit["citation"], paper)
        self.assertNotIn("Copy", paper)

    def test_text_runs_in_its_own_direction(self):
        for query, direction, language in (("report:arabic-case", "rtl", "ar"),
                                           ("report:khmer-case", "ltr", "km"),
                                           ("harbour", "ltr", None)):
            with self.subTest(query):
                self.browser.goto(f"/?q={query}")
                self.browser.screenshot(f"direction-{query}")
                shown = ".hit .snippet, .hit .citation" if not language else ".hit .snippet"
                self.assertEqual(set(self.browser.run(
                    "return [...document.querySelectorAll(arguments[0])]"
                    ".map(e => getComputedStyle(e).direction)", shown)), {direction})
                self.browser.goto(f"/read/{self.first(query)['id']}")
                self.browser.screenshot(f"direction-passage-{query}")
                text = self.browser.one("article blockquote")
                self.assertEqual(text.value_of_css_property("direction"), direction)
                self.assertEqual(self.browser.run(
                    "return arguments[0].closest('[lang]').lang", text), language or "en")

    def test_signs_of_each_script_have_a_glyph(self):
        """The browser says which fonts drew a text: those of fonts-noto-core have the scripts."""
        for query in ("report:arabic-case", "report:khmer-case"):
            with self.subTest(query):
                self.browser.goto(f"/read/{self.first(query)['id']}")
                fonts = self.browser.fonts("article blockquote")
                self.assertTrue(any("Noto" in font for font in fonts), fonts)

    def test_a_sign_wider_than_its_line_is_broken(self):
        self.browser.goto("/?q=overlong")
        self.assertLessEqual(self.browser.run("return document.scrollingElement.scrollWidth"), 1280)


if __name__ == "__main__":
    cases.main()
