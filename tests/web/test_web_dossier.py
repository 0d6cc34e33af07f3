#!/usr/bin/python3
"""From a hit to a memo: citations copied, passages kept, the dossier saved, opened again, verified."""
import json
import pathlib

from selenium.webdriver.common.keys import Keys

from harness import cases, programs, sources

NOTE = f"A note with {sources.IMAGE} and {sources.SCRIPT},\n\n- a *list*\n- កម្មករ العمال"
TITLE = f"Sheds & \"quays\" {sources.IMAGE}"


class Dossier(cases.WebTest):
    def setUp(self):
        super().setUp()
        self.browser.goto("/help")
        self.browser.run("localStorage.clear(); return navigator.clipboard.writeText('')")

    def hits(self, query):
        return json.loads(self.daemon.get(f"/search?q={query}")[2])["hits"]

    def keep(self, *queries):
        """Puts the first hit of each query into the dossier; returns the hits."""
        kept = []
        for query in queries:
            self.browser.goto(f"/?q={query}")
            self.browser.one("#hits > li:first-child .to-dossier").click()
            kept.append(self.hits(query)[0])
            self.browser.until(lambda: len(self.entries(self.browser)) == len(kept), "an entry")
        return kept

    def entries(self, page):
        """What the page keeps, without what only this browser knows."""
        dossier = page.storage("tipsearch.dossier") or {"entries": []}
        return [(entry["id"], entry["note"]) for entry in dossier["entries"]]

    def save(self, page):
        """Saves the dossier and returns the file's path."""
        page.one("#dossier-save").click()
        return page.downloaded()

    def open(self, page, file):
        page.one("#dossier-file").send_keys(str(file))

    def write_note(self, page, text, title=None):
        """Types a note for the first entry, and a title, and awaits that they are kept."""
        page.one(".entry .note").send_keys(text)
        if title:
            page.one("#dossier-title").send_keys(title)
        page.press(Keys.TAB)
        page.until(lambda: self.entries(page)[0][1] == text, "the note")

    def test_citation_copied_is_the_replys(self):
        for query in ("harbour", "report:khmer-case", "peculiar"):
            with self.subTest(query):
                hit = self.hits(query)[0]
                self.browser.goto(f"/?q={query}")
                self.browser.one("#hits > li:first-child .copy-citation").click()
                self.browser.until(lambda h=hit: self.browser.clipboard() == h["citation"],
                                   "the citation")
                self.browser.run("return navigator.clipboard.writeText('')")
                self.browser.goto(f"/read/{hit['id']}")
                self.browser.one("article .copy-citation").click()
                self.browser.until(lambda h=hit: self.browser.clipboard() == h["citation"],
                                   "the citation")

    def test_saved_verified_opened_elsewhere_and_equal(self):
        kept = self.keep("harbour+Nepal", "peculiar", "report:khmer-case")
        self.assertIn("3", self.browser.text("#dossier-count"))
        self.browser.goto("/dossier")
        self.browser.until(lambda: self.browser.values(".entry", "data-id")
                           == [hit["id"] for hit in kept], "the entries in order")
        self.write_note(self.browser, NOTE, TITLE)
        self.browser.screenshot("dossier-full")
        file = self.save(self.browser)
        said = programs.run("tipsearch", "-s", f"unix:{self.daemon.socket}", "dossier", file,
                            "--verify")
        for hit in kept:
            self.assertIn(hit["id"], said)
        memo = programs.run("tipsearch", "-s", f"unix:{self.daemon.socket}", "dossier", file)
        self.assertIn(kept[0]["citation"], memo)
        other = self.another_browser()
        other.goto("/dossier")
        self.open(other, file)
        other.until(lambda: self.entries(other) == self.entries(self.browser), "the same entries")
        self.assertEqual(other.storage("tipsearch.dossier")["title"], TITLE)
        other.until(lambda: other.texts(".entry .citation") == [h["citation"] for h in kept],
                    "the citations, from the server")
        self.assertEqual(self.save(other).read_bytes(), file.read_bytes())
        self.is_text(other)

    def test_markup_in_a_file_and_a_note_is_text(self):
        hit = self.hits("harbour")[0]
        self.expect("404")  # a passage that is not there
        file = pathlib.Path(self.folder, f"a {sources.IMAGE.replace('/', '')}.md")
        file.write_text(f"---\ntitle: {sources.SCRIPT}\nauthor: \"{sources.IMAGE}\"\n---\n\n"
                        f"# {sources.IMAGE}\n\n{sources.SCRIPT}\n\n{hit['id']}\n> harbour "
                        f"{sources.IMAGE}\n\n<iframe src=//elsewhere.invalid></iframe>\n\n"
                        f"0123456789abcdef\n\n{sources.SCRIPT}\n", encoding="utf-8")
        self.browser.goto("/dossier")
        self.open(self.browser, file)
        self.browser.until(lambda: len(self.browser.all(".entry")) == 2, "two entries")
        self.browser.until(lambda: "does not have" in self.browser.text(".entry:last-child"),
                           "that one is not there")
        self.assertIn(sources.SCRIPT, self.browser.one(".entry .note").get_attribute("value"))
        self.browser.screenshot("dossier-hostile")
        self.is_text(self.browser)
        self.browser.driver.refresh()
        self.browser.one(".entry")
        self.is_text(self.browser)

    def is_text(self, page):
        """Nothing on the page came of markup."""
        self.assertIsNone(page.run("return window.tipSentinel ?? null"))
        self.assertEqual(page.values("main img, main script, main b, main iframe, main em, main h1 *,"
                                     "[onerror], [style]", "outerHTML"), [])
        self.check(page)


class Keyboard(cases.WebTest):
    """No mouse: from a page that was opened to a citation and to a file."""

    STEPS = 200

    def tab_to(self, selector):
        """Presses Tab until an element of `selector` has the focus, which must be seen to have it."""
        for _ in range(self.STEPS):
            self.browser.press(Keys.TAB)
            if self.browser.run("return document.activeElement.matches(arguments[0])", selector):
                self.assertTrue(self.browser.run(
                    "const s = getComputedStyle(document.activeElement);"
                    "return s.outlineStyle !== 'none' || s.boxShadow !== 'none'"), selector)
                return
        self.fail(f"{selector} is not reached by {self.STEPS} times Tab on {self.browser.path()}")

    def test_to_a_copied_citation_and_a_saved_dossier(self):
        self.browser.goto("/")
        self.browser.run("for (const type of ['mousedown', 'pointerdown'])"
                         " addEventListener(type, () => console.error('the mouse'), true)")
        self.tab_to("a.skip")
        self.tab_to("#q")
        self.browser.press("harbour Nepal", Keys.ENTER)
        hit = json.loads(self.daemon.get("/search?q=harbour+Nepal")[2])["hits"][0]
        self.browser.one(f"#hits > li[data-id='{hit['id']}']")
        self.tab_to("#hits h2 a")
        self.tab_to(".copy-citation")
        self.browser.press(Keys.ENTER)
        self.browser.until(lambda: self.browser.clipboard() == hit["citation"], "the citation")
        self.tab_to(".to-dossier")
        self.browser.press(Keys.SPACE)
        self.browser.until(lambda: self.browser.storage("tipsearch.dossier"), "an entry")
        self.browser.goto("/")
        self.tab_to("nav a[href='/dossier']")
        self.browser.press(Keys.ENTER)
        self.browser.one(".entry")
        self.tab_to("#dossier-save")
        self.browser.press(Keys.ENTER)
        self.assertIn(hit["id"], self.browser.downloaded().read_text(encoding="utf-8"))

    def test_skip_link_leads_to_the_content(self):
        self.browser.goto("/?q=harbour")
        self.tab_to("a.skip")
        self.browser.press(Keys.ENTER)
        self.browser.wait("location.hash === '#main'")
        self.browser.press(Keys.TAB)
        self.assertTrue(self.browser.run(
            "return document.getElementById('main').contains(document.activeElement)"))

    def test_focus_stays_in_the_field_while_results_come(self):
        self.browser.goto("/")
        self.tab_to("#q")
        self.browser.press("harbour")
        self.browser.one("#hits > li")
        self.browser.press(" Peru")
        self.browser.until(lambda: self.browser.query() == "harbour Peru", "the address")
        self.assertEqual(self.browser.focused().get_attribute("id"), "q")


if __name__ == "__main__":
    cases.main()
