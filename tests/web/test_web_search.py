#!/usr/bin/python3
"""Searching with JavaScript: results as typed, facets, map, timeline, back and forward, and a server
that goes away."""
import json
import urllib.parse

from selenium.webdriver.common.keys import Keys

from harness import cases, programs

BUDGET = 300_000  # bytes: of scripts, style and map as they are, of a visit as it is sent

KEPT = 300  # at most this is told of what a browser had already (Resource Timing, transferSize)


class Search(cases.WebTest):
    def asked(self, words, **more):
        """The server's reply in JSON."""
        parameters = urllib.parse.urlencode({"q": words, **more})
        return json.loads(self.daemon.get(f"/search?{parameters}")[2])

    def ids(self):
        return self.browser.values("#hits > li", "data-id")

    def await_hits_of(self, words, **more):
        wanted = [hit["id"] for hit in self.asked(words, **more)["hits"]]
        self.browser.until(lambda: self.ids() == wanted, f"the hits of {words} {more}")

    def test_results_come_as_they_are_typed(self):
        self.browser.goto("/")
        self.browser.run("window.isTheSame = true")
        for words in ("ledger", "ledger Nepal", "ledger Nepal telephones"):
            self.browser.one("#q").send_keys(words[len(self.browser.query() or ""):])
            self.await_hits_of(words)
            self.browser.until(lambda w=words: self.browser.query() == w, "the address")
            self.assertIn(words, self.browser.driver.title)
        self.assertTrue(self.browser.run("return window.isTheSame"), "the page was not left")
        self.browser.driver.refresh()
        self.await_hits_of("ledger Nepal telephones")

    def test_a_facet_narrows_and_is_taken_out(self):
        self.browser.goto("/?q=harbour")
        self.browser.one("#facets [data-facet=country] a[data-value=NP]").click()
        self.await_hits_of("harbour", country="NP")
        self.browser.one("#facets [data-facet=year] a[data-value='2022']").click()
        self.await_hits_of("harbour", country="NP", year="2022")
        self.browser.one("#filters a").click()
        self.browser.until(lambda: len(self.browser.all("#filters a")) == 1, "one filter less")
        self.await_hits_of("harbour", year="2022")

    def test_map_and_timeline_narrow(self):
        for part, place, name, value in (
                ("by-country", ".world a[data-code=KE]", "country", "KE"),
                ("by-year", ".timeline a[data-year='2021']", "year", "2021")):
            with self.subTest(name):
                self.browser.goto("/?q=harbour")
                self.browser.open_parts()
                self.browser.run("arguments[0].scrollIntoView({block: 'center'})",
                                 self.browser.one(place))
                self.browser.one(place).click()
                self.await_hits_of("harbour", **{name: value})
                self.assertIn(f"{name}={value}", self.browser.path())
                self.assertEqual(self.browser.values(f"#{part} tr[data-value='{value}']",
                                                     "data-count"),
                                 [str(self.asked("harbour", **{name: value})["total"])])

    def test_back_and_forward_show_what_was_there(self):
        self.browser.goto("/")
        self.browser.search("harbour")
        self.await_hits_of("harbour")
        self.browser.one("#facets [data-facet=country] a[data-value=PE]").click()
        self.await_hits_of("harbour", country="PE")
        self.browser.follow("#hits h2 a")
        self.browser.one("article.passage")
        self.browser.driver.back()
        self.await_hits_of("harbour", country="PE")
        self.browser.driver.back()
        self.await_hits_of("harbour")
        self.assertEqual(self.browser.one("#q").get_attribute("value"), "harbour")
        self.browser.driver.forward()
        self.await_hits_of("harbour", country="PE")
        self.assertEqual(len(self.browser.all("#filters a")), 1)

    def test_next_pages_without_a_gap(self):
        self.browser.goto("/?q=harbour")
        seen, wanted = self.ids(), [hit["id"] for hit in self.asked("harbour", limit=100)["hits"]]
        while self.browser.all("#pages a[rel=next]"):
            before = self.ids()
            self.browser.follow("#pages a[rel=next]")
            self.browser.until(lambda b=before: self.ids() != b, "the next page")
            seen += self.ids()
        self.assertEqual(seen, wanted)

    def test_server_that_goes_away_is_told_and_found_again(self):
        self.expect("ERR_CONNECTION_REFUSED", "ERR_EMPTY_RESPONSE", "ERR_CONNECTION_RESET",
                    "ERR_SOCKET_NOT_CONNECTED")
        daemon = programs.Daemon(self.daemon.index, self.folder / "leaving")
        self.browser.driver.get(daemon.origin + "/?q=harbour")
        before = self.ids()
        daemon.stop()
        field = self.browser.one("#q")
        field.send_keys(" Nepal")
        self.browser.until(lambda: "not answer" in self.browser.text("#main"), "the problem")
        self.assertEqual(self.ids(), before, "what was found before stays")
        daemon.start(daemon.port)
        self.addCleanup(daemon.stop)
        field.send_keys(" telephones")
        self.await_hits_of("harbour Nepal telephones")
        self.browser.until(lambda: "not answer" not in self.browser.text("#main"), "all is well")
        self.browser.records.gather()
        self.browser.records.requests.clear()  # they were for that server

    def test_first_visit_with_results_and_map_is_small(self):
        self.browser.forget()
        self.browser.goto("/?q=harbour")
        self.browser.open_parts()
        sizes = self.browser.run(
            "return ['navigation', 'resource'].flatMap(of => performance.getEntriesByType(of))"
            ".map(e => [e.name, e.transferSize, e.decodedBodySize])")
        assets = [decoded for name, _, decoded in sizes if "/assets/" in name]
        self.assertIn("atlas.json", str(sizes))
        self.assertLess(sum(assets), BUDGET, sizes)
        self.assertTrue(all(transferred > KEPT for _, transferred, _ in sizes), sizes)
        self.assertLess(sum(transferred for _, transferred, _ in sizes), BUDGET, sizes)

    def test_misspelt_word_is_corrected_and_said(self):
        self.browser.goto("/?q=harbuor")
        self.assertIn("harbour", self.browser.text(".corrected"))


if __name__ == "__main__":
    cases.main()
