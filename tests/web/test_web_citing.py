#!/usr/bin/python3
"""Citations and quotations copied, and single keys."""
from selenium.webdriver.common.keys import Keys

from harness import cases

FOCUSED = "return document.activeElement.closest('[data-id]')?.dataset.id"
SAID = "document.getElementById('announcer').textContent"
NO_CLIPBOARD = ("Object.defineProperty(navigator, 'clipboard',"
                " {value: undefined, configurable: true})")


class Page(cases.WebTest):
    def setUp(self):
        super().setUp()
        self.browser.goto("/help")
        self.browser.run("localStorage.clear()")

    def open(self, path="/?q=harbour"):
        self.browser.goto(path)
        self.browser.one(".to-dossier")

    def texts_of_first(self):
        """The citation and the whole text of the first hit."""
        passage = self.browser.values(".hit", "data-id")[0]
        text = self.browser.run("const done = fetch('/passages/' + arguments[0]).then(r => r.json())"
                                "; return done.then(reply => reply.passage.text)", passage)
        return self.browser.text(".hit .citation"), text


class Citing(Page):
    def test_citation_is_copied_and_told(self):
        self.open()
        self.browser.one(".copy-citation").click()
        citation = self.browser.text(".hit .citation")
        self.assertEqual(self.browser.text(".copied .copy"), citation)
        self.assertEqual(self.browser.clipboard(), citation)
        self.browser.wait(f"{SAID}.includes(arguments[0])", f"Citation copied: {citation}")

    def test_quotation_has_the_whole_text(self):
        self.open()
        citation, text = self.texts_of_first()
        self.browser.one(".copy-quotation").click()
        self.browser.one(".copied")
        self.assertEqual(self.browser.clipboard(), f"“{text}”\n{citation}")

    def test_without_a_clipboard_the_selection_is_copied(self):
        self.open()
        self.browser.run(NO_CLIPBOARD)
        self.browser.one(".copy-citation").click()
        citation = self.browser.text(".copied .copy")
        self.browser.run("delete navigator.clipboard")
        self.assertEqual(self.browser.clipboard(), citation)
        self.assertFalse(self.browser.all("body > textarea"))

    def test_where_nothing_may_be_copied_the_text_is_selected(self):
        self.open()
        self.browser.run(NO_CLIPBOARD + "; document.execCommand = () => false")
        self.browser.one(".copy-citation").click()
        field = self.browser.one(".copied textarea")
        self.assertIn("copy it with", self.browser.text(".copied p"))
        self.assertEqual(self.browser.run("return getSelection().toString()"),
                         field.get_attribute("value"))
        self.assertEqual(self.browser.run("return document.activeElement"), field)

    def test_markup_is_copied_as_text(self):
        self.open("/?q=watchman+signs")
        self.browser.one(".copy-quotation").click()
        self.browser.one(".copied")
        self.assertIn("<img src=x onerror=", self.browser.clipboard())
        self.assertIsNone(self.browser.run("return window.tipSentinel ?? null"))


class SingleKeys(Page):
    def test_keys_go_from_passage_to_passage(self):
        self.open()
        hits = self.browser.values(".hit", "data-id")
        for key, hit in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
            self.browser.press(key)
            self.assertEqual(self.browser.run(FOCUSED), hits[hit])
        self.browser.press("k", "k")
        self.browser.wait(f"{SAID}.includes('first passage')")
        self.browser.press("j", "c")
        self.browser.wait(f"{SAID}.includes(arguments[0])", hits[1])
        self.browser.press("d")
        self.browser.wait("document.getElementById('dossier-count').textContent == '1'")
        self.assertEqual(self.browser.storage("tipsearch.dossier")["entries"][0]["id"], hits[1])
        self.browser.press("d")
        self.browser.wait("document.getElementById('dossier-count').hidden")
        self.browser.press("/", "j")
        self.assertEqual(self.browser.one("#q").get_attribute("value"), "j")
        self.browser.press(Keys.ESCAPE)

    def test_enter_opens_the_passage(self):
        self.open()
        self.browser.press("j", Keys.ENTER)
        self.browser.wait("location.pathname.startsWith('/read/')")
        self.browser.one(".to-dossier")
        self.browser.press("c")
        self.browser.wait(f"{SAID}.includes('Citation copied')")

    def test_modifiers_leave_the_keys_to_the_browser(self):
        self.open()
        self.browser.press("j")
        first = self.browser.run(FOCUSED)
        for modifier in (Keys.CONTROL, Keys.ALT):
            for key in "kd":
                self.browser.focused().send_keys(modifier + key)
        self.assertEqual(self.browser.run(FOCUSED), first)
        self.assertIsNone(self.browser.storage("tipsearch.dossier"))

    def test_dialog_tells_of_keys_and_switches_them_off(self):
        self.open()
        self.browser.press("?")
        self.browser.one("#keys[open]")
        self.browser.press("j")
        self.assertIsNone(self.browser.run(FOCUSED))
        self.browser.one("#keys input").click()
        self.browser.press(Keys.ESCAPE)
        self.browser.wait("!document.getElementById('keys').open")
        self.open()
        self.browser.press("j", "?", "/")
        self.assertIsNone(self.browser.run(FOCUSED))
        self.assertFalse(self.browser.all("dialog[open]"))
        self.browser.one("#keys-button").click()
        self.browser.one("#keys input").click()
        self.browser.press(Keys.ESCAPE, "j")
        self.assertTrue(self.browser.run(FOCUSED))


if __name__ == "__main__":
    cases.main()
