#!/usr/bin/python3
"""A server with tokens: who signs in sees what the token may see, and nothing tells of the rest."""
import base64
import hashlib

from harness import cases

ALL, SOME, WRONG = "a-token-for-everything", "a-token-for-one-report", "a-token-of-nobody"


def basic(token):
    return "Basic " + base64.b64encode(f"anyone:{token}".encode()).decode()


class Access(cases.WebTest):
    @classmethod
    def server_options(cls):
        tokens = cls.folder / "tokens"
        tokens.write_text("".join(
            f"{name}\t{hashlib.sha256(token.encode()).hexdigest()}\t1000\t{reports}\n"
            for name, token, reports in (("desk", ALL, "*"), ("guest", SOME, "harbour-2021"))))
        tokens.chmod(0o600)
        return ("--tokens", tokens)

    def sign_in(self, token):
        self.browser.cdp("Network.enable")
        self.browser.cdp("Network.setExtraHTTPHeaders", headers={"Authorization": basic(token)})

    def tearDown(self):
        self.browser.cdp("Network.setExtraHTTPHeaders", headers={})
        super().tearDown()

    def test_page_without_a_token_says_how_to_sign_in(self):
        for headers in ({}, {"Authorization": basic(WRONG)}, {"Authorization": "Basic !"},
                        {"Authorization": f"Bearer {WRONG}"}):
            with self.subTest(headers):
                status, reply, text = self.daemon.get("/?q=harbour", **headers)
                self.assertEqual(status, 401)
                self.assertIn('Basic realm="tipsearch"', reply["WWW-Authenticate"])
                self.assertIn("<main", text)
                self.assertNotIn("Harbour Watch", text)

    def test_browser_asks_for_the_password_by_itself(self):
        self.expect("401")
        address = self.daemon.origin.replace("http://", f"http://anyone:{SOME}@")
        self.browser.driver.get(address + "/?q=harbour")
        self.assertEqual(self.browser.values("[data-facet=report] a", "data-value"),
                         ["harbour-2021"])
        self.browser.one("#q").send_keys(" Nepal")
        self.browser.until(lambda: self.browser.query() == "harbour Nepal", "results as typed")
        self.assertGreater(len(self.browser.all("#hits > li")), 0)
        self.browser.records.gather()
        self.assertEqual([r.url for r in self.browser.records.strangers(self.browser.origin)
                          if "@" not in r.url], [])
        self.browser.records.clear()

    def test_page_of_a_scope_shows_nothing_else(self):
        self.sign_in(SOME)
        for path in ("/", "/?q=harbour", "/?q=ledger&report=harbour-2022"):
            with self.subTest(path):
                self.browser.goto(path)
                self.browser.loaded()
                for year in (2019, 2020, 2022, 2023):
                    self.assertNotIn(f"Harbour Watch {year}", self.browser.driver.page_source)
        self.sign_in(ALL)
        self.browser.goto("/?q=harbour")
        self.assertEqual(len(self.browser.values("[data-facet=report] a", "data-value")), 5)

    def test_passage_of_another_report_is_as_if_it_never_was(self):
        self.sign_in(ALL)
        self.browser.goto("/?q=harbour&report=harbour-2022")
        hidden = self.browser.values("#hits > li", "data-id")[0]
        nobody = "0123456789abcdef"
        replies = [self.daemon.get(f"/read/{some}", Authorization=basic(SOME))
                   for some in (hidden, nobody)]
        self.assertEqual([reply[0] for reply in replies], [404, 404])
        self.assertEqual(replies[0][2].replace(hidden, nobody), replies[1][2])


if __name__ == "__main__":
    cases.main()
