#!/usr/bin/python3
"""Markup that comes from outside, in whatever place, is shown as text."""
import json
import urllib.parse

from harness import cases, sources


class Markup(cases.WebTest):
    def is_text(self):
        """Nothing on the page came of the markup: no element, no script that ran."""
        self.assertIsNone(self.browser.run("return window.tipSentinel ?? null"))
        self.assertEqual(self.browser.values(
            "main img, main script, main b, main iframe, main a[href^='javascript' i],"
            "[onerror], [onclick], [style], textarea:not([name]) ~ script", "outerHTML"), [])
        self.check()

    def goto(self, path, **parameters):
        query = urllib.parse.urlencode(parameters)
        self.browser.goto(path + ("?" + query if query else ""))
        self.browser.until(lambda: self.browser.one("main"), path)

    def test_in_results(self):
        self.goto("/", q="peculiar")
        shown = self.browser.text("#results")
        for part in (sources.IMAGE, sources.SCRIPT, "<b>bold</b>", "&lt;i&gt;", "]]>-->",
                     "</title></textarea>", "{{7*7}}"):
            with self.subTest(part):
                self.assertIn(part, shown)
        self.is_text()

    def test_in_a_passage_and_its_title(self):
        hits = json.loads(self.daemon.get("/search?q=peculiar")[2])["hits"]
        self.assertEqual(len(hits), 2)
        for hit in hits:
            with self.subTest(hit["id"]):
                self.goto("/read/" + hit["id"])
                self.assertEqual(self.browser.text("article .citation"), hit["citation"])
                self.assertIn(hit["report"]["title"], self.browser.text("article"))
                self.assertIn("tipsearch", self.browser.driver.title)
                self.is_text()
        self.assertIn(sources.SCRIPT, self.browser.text("article blockquote"))

    def test_in_a_query(self):
        self.expect("400")
        for query in (sources.SCRIPT, f"\"><{sources.IMAGE}", "'-alert(1)-'", "</title><b>x",
                      f"watchman {sources.IMAGE}", "javascript:window.tipSentinel=1",
                      "%00\u202e<b>", "ledger\x00<b>x</b>", "<" * 4000):
            with self.subTest(query[:40]):
                self.goto("/", q=query)
                self.is_text()
                if "\x00" not in query:
                    self.assertEqual(self.browser.one("#q").get_attribute("value"), query)

    def test_in_filters_and_parameters(self):
        self.expect("400")
        for name in ("country", "year", "kind", "pattern", "section", "report", "filter", "sort",
                     "offset", f"x{sources.IMAGE}"):
            with self.subTest(name):
                self.goto("/", **{"q": "harbour", name: f"\"'>{sources.IMAGE}{sources.SCRIPT}"})
                self.is_text()

    def test_in_facet_values(self):
        self.goto("/", q="peculiar")
        for facet, part in (("section", sources.IMAGE), ("report", sources.SCRIPT)):
            with self.subTest(facet):
                self.goto("/", q="peculiar")
                labels = self.browser.texts(f"[data-facet={facet}] a")
                self.assertIn(part, " ".join(labels))
                self.browser.follow(f"[data-facet={facet}] a")
                self.assertIn(part.replace(" ", ""),
                              self.browser.text("#filters").replace(" ", ""))
                self.assertGreaterEqual(len(self.browser.all("#hits > li")), 1)
                self.is_text()

    def test_in_an_address(self):
        self.expect("404", "400")
        for path in (f"/read/{urllib.parse.quote(sources.IMAGE)}", "/read/%00", "/%3Cb%3Ex",
                     "/read/0000000000000000%22%3E%3Cb%3E"):
            with self.subTest(path):
                self.goto(path)
                self.is_text()


if __name__ == "__main__":
    cases.main()
