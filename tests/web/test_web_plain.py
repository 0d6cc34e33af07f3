#!/usr/bin/python3
"""Without JavaScript: searching, narrowing, reading, going on to the last page."""
import json
import urllib.parse

from harness import cases


class WithoutScript(cases.WebTest):
    SCRIPT = False

    def asked(self, words, **more):
        """The server's reply in JSON, of every passage that is found."""
        parameters = urllib.parse.urlencode({"q": words, "limit": 100, **more})
        return json.loads(self.daemon.get(f"/search?{parameters}")[2])

    def test_search_and_each_next_page(self):
        wanted = [hit["id"] for hit in self.asked("harbour")["hits"]]
        self.browser.goto("/")
        self.browser.search("harbour")
        seen = self.browser.values("#hits > li", "data-id")
        starts = self.browser.values("#hits", "start")
        while self.browser.all("#pages a[rel=next]"):
            self.browser.follow("#pages a[rel=next]")
            seen += self.browser.values("#hits > li", "data-id")
            starts += self.browser.values("#hits", "start")
        self.assertEqual(seen, wanted)
        self.assertGreater(len(starts), 4)
        self.assertEqual(starts, [str(10 * page + 1) for page in range(len(starts))])
        self.browser.follow("#pages a[rel=prev]")
        self.assertEqual(self.browser.values("#hits > li", "data-id"), wanted[-20:][:10]
                         if len(wanted) % 10 == 0 else wanted[-10 - len(wanted) % 10:][:10])

    def test_read_a_passage_and_its_neighbours(self):
        self.browser.goto("/?q=harbour+Nepal")
        link = self.browser.values("#hits h2 a, #hits h3 a", "href")[0]
        self.browser.follow("#hits li:first-child a[href^='/read/']")
        self.assertEqual(self.browser.path(), link)
        passage = json.loads(self.daemon.get(link.replace("/read/", "/passages/"))[2])["passage"]
        self.assertEqual(self.browser.text("article.passage blockquote"),
                         " ".join(passage["text"].split()))
        self.assertEqual(self.browser.text("article.passage .citation"), passage["citation"])
        self.browser.follow("#after a[href^='/read/'], #before a[href^='/read/']")
        self.assertNotEqual(self.browser.path(), link)
        self.assertTrue(self.browser.one("article.passage blockquote"))
        self.browser.driver.back()
        self.browser.driver.back()
        self.assertEqual(self.browser.path(), "/?q=harbour+Nepal")

    def test_each_facet_narrows_to_its_count(self):
        for facet in ("country", "year", "kind", "section", "report"):
            with self.subTest(facet):
                self.browser.goto("/?q=harbour")
                self.browser.run("document.querySelectorAll('details').forEach(d => d.open = true)")
                link = f"#facets [data-facet={facet}] a[data-value]"
                count = int(self.browser.values(link, "data-count")[0])
                value = self.browser.values(link, "data-value")[0]
                self.browser.follow(link)
                found = self.asked("harbour", **{facet: value})["total"] \
                    if facet != "section" else count
                self.assertEqual(found, count)
                self.assertIn(f"{count} ", self.browser.text("#status"))
                self.assertEqual(len(self.browser.all("#filters a")), 1)
                self.browser.follow("#filters a")
                self.assertEqual(self.browser.path(), "/?q=harbour")

    def test_filters_stay_when_the_form_is_sent_again(self):
        self.browser.goto("/?q=harbour&country=NP&year=2021")
        self.browser.search("ledger")
        self.assertEqual(urllib.parse.parse_qs(urllib.parse.urlsplit(self.browser.path()).query),
                         {"q": ["ledger"], "country": ["NP"], "year": ["2021"]})

    def test_the_tables_of_countries_and_years_narrow(self):
        for table, name in (("by-country", "country"), ("by-year", "year")):
            with self.subTest(table):
                self.browser.goto("/?q=harbour")
                self.browser.run("document.querySelectorAll('details').forEach(d => d.open = true)")
                row = f"#{table} tr[data-value]"
                value, count = (self.browser.values(row, of)[0]
                                for of in ("data-value", "data-count"))
                self.browser.follow(f"{row} a")
                self.assertIn(f"{name}={value}", self.browser.path())
                self.assertIn(f"{count} ", self.browser.text("#status"))

    def test_nothing_found_says_so(self):
        self.browser.goto("/")
        self.browser.search("zzyzx")
        self.assertEqual(self.browser.all("#hits > li"), [])
        self.assertTrue(self.browser.text("#status"))

    def test_a_wrong_query_is_explained_on_a_page(self):
        self.expect("400")
        self.browser.goto("/?q=%22harbour")
        self.browser.goto("/?q=nonsense:%28")
        self.assertIn("nonsense", self.browser.text("#main"))
        self.assertEqual(self.browser.one("#q").get_attribute("value"), "nonsense:(")


if __name__ == "__main__":
    cases.main()
