#!/usr/bin/python3
"""axe finds nothing wrong with any page in any state, light, dark and narrow."""
import json

from harness import axe, cases

NARROW = 320


class Axe(cases.WebTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.passage, cls.khmer, cls.arabic = (
            json.loads(cls.daemon.get(f"/search?q={query}&limit=1")[2])["hits"][0]["id"]
            for query in ("harbour+Peru", "report:khmer-case", "report:arabic-case"))

    def judge(self, name, modes=("light", "dark", "narrow")):
        """Has axe judge the page that is shown, with all its parts open."""
        self.browser.open_parts()
        world = axe.enter(self.browser)
        for mode in modes:
            with self.subTest(f"{name}, {mode}"):
                self.browser.dark(mode == "dark")
                if mode == "narrow":
                    self.browser.width(NARROW)
                self.assertEqual(axe.violations(self.browser, world), [])
                self.browser.screenshot(f"axe-{name}-{mode}")

    def test_search_page(self):
        self.browser.goto("/")
        self.judge("home")

    def test_results(self):
        self.browser.goto("/?q=harbour&country=KE")
        self.judge("results")

    def test_results_in_other_scripts(self):
        self.browser.goto("/?q=report:khmer-case+OR+report:arabic-case+OR+overlong")
        self.judge("scripts", modes=("light",))

    def test_nothing_found(self):
        self.browser.goto("/?q=zzyzx&year=2021")
        self.judge("nothing", modes=("light", "dark"))

    def test_wrong_query(self):
        self.expect("400")
        self.browser.goto("/?q=nonsense:(")
        self.judge("wrong", modes=("light", "dark"))

    def test_no_such_page(self):
        self.expect("404")
        self.browser.goto("/nowhere")
        self.judge("nowhere", modes=("light",))

    def test_passages(self):
        self.browser.goto(f"/read/{self.passage}")
        self.judge("passage")
        for name in ("khmer", "arabic"):
            self.browser.width(1280)
            self.browser.goto(f"/read/{getattr(self, name)}")
            self.judge(name, modes=("light",))

    def test_help(self):
        self.browser.goto("/help")
        self.judge("help")

    def test_page_for_programs(self):
        self.browser.goto("/api")
        self.judge("api", modes=("light",))

    def test_dossier_without_and_with_passages(self):
        self.browser.goto("/dossier")
        self.browser.run("localStorage.clear()")
        self.browser.goto("/dossier")
        self.judge("dossier-empty", modes=("light", "dark"))
        self.browser.width(1280)
        for address in (f"/read/{self.passage}", f"/read/{self.arabic}"):
            self.browser.goto(address)
            self.browser.one("article .to-dossier").click()
            self.browser.wait("document.querySelector('article .to-dossier').textContent"
                              ".includes('Remove')")
        self.judge("passage-kept", modes=("light",))
        self.browser.goto("/dossier")
        self.judge("dossier")


if __name__ == "__main__":
    cases.main()
