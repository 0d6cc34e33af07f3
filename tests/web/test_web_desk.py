#!/usr/bin/python3
"""The dossier: kept in the browser, saved as the file that `tipsearch dossier` reads, opened."""
import json
import re

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from harness import cases, programs

KEY = "tipsearch.dossier"
UNKNOWN = "0123456789abcdef"
NOTE = ("Above *all*:\n\n{id}\n- passage {id}\n\n---\n\n> not a quotation\n\n<script>alert(1)"
        "</script>\n\n```\nnever closed")


class Dossier(cases.WebTest):
    def setUp(self):
        super().setUp()
        self.browser.goto("/help")
        self.browser.run("localStorage.clear()")

    # Steps

    def add(self, count=3, query="harbour"):
        """Adds the first hits of a query; their ids."""
        self.browser.goto(f"/?q={query}")
        self.browser.one(".to-dossier")
        for number, button in enumerate(self.browser.all(".to-dossier")[:count]):
            button.click()
            self.browser.wait("document.getElementById('dossier-count').textContent"
                              " == String(arguments[0])", number + 1)
        return self.browser.values(".hit", "data-id")[:count]

    def open_page(self):
        self.browser.goto("/dossier")
        self.browser.one("#dossier-save")

    def stored(self):
        return self.browser.storage(KEY)

    def ids(self):
        return self.browser.values("#entries .entry", "data-id")

    def note(self, number, text):
        field = self.browser.all(".note")[number]
        self.browser.run("arguments[0].value = arguments[1]; arguments[0].dispatchEvent("
                         "new Event('input', {bubbles: true}))", field, text)
        self.browser.until(lambda: self.stored()["entries"][number]["note"] == text, "the note")

    def save(self):
        """The bytes of the file that is saved."""
        self.browser.one("#dossier-save").click()
        file = self.browser.downloaded()
        try:
            return file.read_bytes()
        finally:
            file.unlink()

    def choose(self, content, name="case.md"):
        """Opens a file with these bytes."""
        path = self.folder / name
        path.write_bytes(content)
        self.browser.one("#dossier-file").send_keys(str(path))

    def answer(self, label):
        """Presses a button of the dialog that asks."""
        dialog = self.browser.one("dialog[open]")
        next(button for button in dialog.find_elements(By.TAG_NAME, "button")
             if button.text == label).click()
        self.browser.wait("!document.querySelector('dialog')")

    def verify(self, content, status=0):
        """What the command says of each id of the file: (id, verdict)."""
        path = self.folder / "verified.md"
        path.write_bytes(content)
        told = programs.run("tipsearch", "dossier", "--verify", "--format", "jsonl", "-s",
                            f"unix:{self.daemon.socket}", path, status=status)
        return [(line["id"], line["verdict"]) for line in map(json.loads, told.splitlines())]

    # Keeping

    def test_passages_are_added_and_removed(self):
        ids = self.add(2)
        self.assertEqual([entry["id"] for entry in self.stored()["entries"]], ids)
        button = self.browser.all(".to-dossier")[0]
        self.assertEqual(button.text, "Remove from dossier")
        button.click()
        self.browser.wait("document.getElementById('dossier-count').textContent == '1'")
        self.assertEqual(self.browser.all(".to-dossier")[0].text, "Add to dossier")
        entry = self.stored()["entries"][0]
        self.assertEqual(entry["id"], ids[1])
        self.assertIn(ids[1], entry["citation"])
        status, _, reply = self.daemon.get(f"/passages/{ids[1]}")
        self.assertEqual((status, entry["text"]), (200, json.loads(reply)["passage"]["text"]))

    def test_passage_that_is_removed_by_a_slip_comes_back_with_its_note(self):
        ids = self.add(1)
        self.open_page()
        self.note(0, "Long thought about.")
        self.browser.one(".entry h2 a").send_keys("d")
        self.assertFalse(self.ids())
        self.assertEqual(self.browser.focused().text, "Undo")
        self.browser.press(Keys.ENTER)
        self.assertEqual(self.ids(), ids)
        self.browser.goto(f"/read/{ids[0]}")
        self.browser.one(".to-dossier").click()
        self.assertIn("with its note", self.browser.text(".copied"))
        self.browser.one(".to-dossier").click()
        self.browser.until(lambda: self.stored()["entries"], "the entry")
        self.assertEqual(self.stored()["entries"][0]["note"], "Long thought about.")

    def test_empty_dossier_says_what_to_do(self):
        self.open_page()
        self.assertTrue(self.browser.one("#dossier-empty").is_displayed())
        self.assertFalse(self.browser.one(".closing").is_displayed())
        self.assertFalse(self.browser.one("#dossier-count").is_displayed())

    def test_entries_move_and_come_back(self):
        ids = self.add(3)
        self.open_page()
        self.assertEqual(self.ids(), ids)
        self.browser.all(".up")[1].click()
        self.assertEqual(self.ids(), [ids[1], ids[0], ids[2]])
        self.assertEqual(self.browser.run("return document.activeElement.closest('.entry')"
                                          ".dataset.id"), ids[1])
        self.note(1, "Kept.")
        self.browser.all(".remove")[1].click()
        self.assertEqual(self.ids(), [ids[1], ids[2]])
        self.assertEqual(self.browser.focused().text, "Undo")
        self.browser.press(Keys.ENTER)
        self.assertEqual(self.ids(), [ids[1], ids[0], ids[2]])
        self.assertEqual(self.stored()["entries"][1]["note"], "Kept.")
        self.open_page()
        self.assertEqual(self.ids(), [ids[1], ids[0], ids[2]])
        self.assertEqual(self.browser.run(
            "return [...document.querySelectorAll('.note')].map(note => note.value)"),
            ["", "Kept.", ""])

    def test_note_that_is_just_typed_is_kept(self):
        self.add(1)
        self.open_page()
        self.browser.one(".note").send_keys("typed")
        self.browser.goto("/help")
        self.assertEqual(self.stored()["entries"][0]["note"], "typed")

    def test_other_tab_sees_changes_and_nobody_loses_a_note(self):
        ids = self.add(2)
        self.open_page()
        first = self.browser.driver.current_window_handle
        self.browser.one(".note").send_keys("mine")
        self.browser.driver.switch_to.new_window("tab")
        self.addCleanup(self.browser.driver.switch_to.window, first)
        self.addCleanup(self.browser.driver.close)
        self.browser.until(lambda: self.browser.goto("/?q=debt") or True, "the second tab")
        self.browser.one(".hit .to-dossier").click()
        self.browser.until(lambda: len(self.stored()["entries"]) == 3, "the third passage")
        self.browser.driver.switch_to.window(first)
        self.browser.wait("document.querySelectorAll('.entry').length == 3")
        self.assertEqual(self.browser.one(".note").get_attribute("value"), "mine")
        self.assertEqual(self.stored()["entries"][0]["note"], "mine")
        self.assertEqual(self.ids()[:2], ids)
        self.browser.driver.switch_to.window(self.browser.driver.window_handles[1])

    # Files

    def test_file_is_accepted_by_the_command_and_opened_again(self):
        ids = self.add(3)
        self.open_page()
        self.browser.one("#dossier-title").send_keys("A case: \"ledgers\"")
        note = NOTE.format(id=ids[2])
        self.note(0, note)
        self.note(2, "> begins with a quotation")
        saved = self.save()
        self.assertEqual(self.verify(saved), [(found, "stands") for found in ids])
        self.browser.forget()
        self.open_page()
        self.assertFalse(self.ids())
        self.choose(saved)
        self.browser.until(lambda: self.stored()["entries"][2]["text"], "the last passage's text")
        self.assertEqual(self.save(), saved)
        self.assertEqual(self.stored()["entries"][0]["note"], note)
        self.assertEqual(self.stored()["title"], "A case: \"ledgers\"")

    def test_file_of_an_editor_is_opened(self):
        self.expect("404")
        ids = self.add(2)
        self.browser.run("localStorage.clear()")
        self.open_page()
        self.choose(f"\ufeff---\r\nauthor: The desk\r\ntitle: Edited\r\n---\r\n\r\n# Begin\r\n\r\n"
                    f"- passage {ids[0].upper()}\r\n\r\n{UNKNOWN}\r\n\r\n{ids[1]}\r\n\r\nEnd.\r\n"
                    .encode())
        self.browser.until(lambda: len(self.ids()) == 3, "the entries")
        self.assertEqual(self.ids(), [ids[0], UNKNOWN, ids[1]])
        self.browser.wait("document.querySelectorAll('.entry .state')[1].textContent != ''")
        self.assertIn("does not have this passage", self.browser.texts(".entry .state")[1])
        self.browser.until(lambda: self.stored()["entries"][2]["text"], "the last one's text")
        saved = self.save().decode()
        self.assertEqual(saved, f"---\ntitle: Edited\nauthor: The desk\n---\n\n# Begin\n\n{ids[0]}"
                                f"\n\n{UNKNOWN}\n\n{ids[1]}\n\nEnd.\n")

    def test_file_that_the_command_filled_in_is_opened(self):
        ids = self.add(2)
        path = self.folder / "bare.md"
        path.write_text(f"---\ntitle: Filled\n---\n\nFirst.\n\n{ids[0]}\n\n{ids[1]}\n> harbour\n")
        filled = programs.run("tipsearch", "dossier", "-s", f"unix:{self.daemon.socket}", path)
        self.browser.run("localStorage.clear()")
        self.open_page()
        self.choose(filled.encode())
        self.browser.until(lambda: self.ids() == ids, "the entries")
        self.browser.until(lambda: self.stored()["entries"][1]["text"], "their texts")
        self.assertEqual([entry["quote"] for entry in self.stored()["entries"]], ["", "harbour"])
        self.assertEqual(self.save(), path.read_bytes())

    def test_opening_asks_whether_to_add_or_to_replace(self):
        self.expect("404")
        ids = self.add(3)
        self.open_page()
        self.note(0, "mine")
        file = f"theirs\n\n{ids[0]}\n\n{UNKNOWN}\n".encode()
        self.choose(file)
        self.answer("Cancel")
        self.assertEqual(self.ids(), ids)
        self.choose(file)
        self.answer("Add to it")
        self.assertEqual(self.ids(), [*ids, UNKNOWN])
        self.assertEqual(self.stored()["entries"][0]["note"], "mine\n\ntheirs")
        self.choose(file)
        self.answer("Replace it")
        self.assertEqual(self.ids(), [ids[0], UNKNOWN])
        self.browser.one("#dossier-notice button").click()
        self.assertEqual(self.ids(), [*ids, UNKNOWN])

    def test_what_is_no_dossier_is_told(self):
        self.open_page()
        for content, told in ((b"a\xff", "UTF-8"), (b"a\0b", "NUL"),
                              (b"x" * ((16 << 20) + 1), "16 MiB")):
            self.choose(content)
            self.browser.wait("document.getElementById('dossier-notice').textContent"
                              ".includes(arguments[0])", told)
            self.assertFalse(self.ids())
        self.choose(b"No id here.\n")
        self.browser.wait("document.getElementById('dossier-notice').textContent"
                          ".includes('names no passage')")
        self.assertEqual(self.stored()["closing"], "No id here.")

    def test_selected_part_is_quoted(self):
        passage = self.add(1, "debt+bondage")[0]
        self.browser.goto(f"/read/{passage}")
        self.browser.one(".quote-part").click()
        self.assertIn("Select a part", self.browser.text(".copied"))
        self.browser.run("""
            let text = document.querySelector("blockquote").firstChild;
            while (text.nodeType !== Node.TEXT_NODE) { text = text.firstChild; }
            const begin = text.data.indexOf("ebt grew wi");
            getSelection().setBaseAndExtent(text, begin, text, begin + 11);""")
        self.browser.one(".quote-part").click()
        self.browser.until(lambda: self.stored()["entries"][0]["quote"], "the quotation")
        self.open_page()
        self.assertEqual(self.browser.text(".entry blockquote"), "debt grew with")
        saved = self.save()
        self.assertIn(f"{passage}\n> debt grew with\n", saved.decode())
        self.assertEqual(self.verify(saved), [(passage, "stands")])
        self.browser.one(".quote-is button").click()
        self.assertNotIn(">", self.save().decode())

    def test_words_that_are_not_in_the_passage_are_no_quotation(self):
        passage = self.add(1, "debt+bondage")[0]
        self.browser.run("localStorage.clear()")
        self.open_page()
        file = (f"* passage {passage}\n  > not in passage at all\n\n"
                f"* passage {passage}\n  > \"debt\" grew ... *meal* [of that\n  > time]\n")
        self.choose(file.encode())
        self.browser.wait("document.querySelector('.misquoted')?.textContent"
                          ".startsWith('The passage does not say this')")
        shown = [[self.browser.run("return !!arguments[0].querySelector(arguments[1])"
                                   "?.checkVisibility()", entry, part)
                  for part in (".misquoted", ".quote-is span", ".copy-quotation")]
                 for entry in self.browser.all(".entry")]
        self.assertEqual(shown, [[True, False, False], [False, True, True]])
        self.assertEqual(self.verify(self.save(), status=1),
                         [(passage, "misquoted"), (passage, "stands")])
        self.assertIn("The passage does not say this", re.sub(r"\s+", " ", self.browser.print()))
        self.browser.one(".quote-is button").click()
        self.browser.wait("document.querySelector('.entry .copy-quotation').checkVisibility()")

    # Storage

    def test_what_cannot_be_read_is_kept(self):
        for raw, told in (("{\"version\":1,", "damaged"),
                          ('{"version":9,"entries":[]}', "newer version")):
            self.browser.goto("/help")
            self.browser.run("localStorage.clear(); localStorage.setItem(arguments[0],"
                             " arguments[1])", KEY, raw)
            self.open_page()
            self.assertIn(told, self.browser.text("#dossier-notice"))
            self.browser.one("#dossier-notice button").click()
            file = self.browser.downloaded()
            self.assertEqual(file.read_text(), raw)
            file.unlink()
            self.add(1)
            self.assertIn(raw, self.browser.run("return Object.values(localStorage)"))
            self.open_page()
            self.browser.all("#dossier-copies button")[1].click()
            self.browser.wait("document.getElementById('dossier-copies').hidden")
            self.assertNotIn(raw, self.browser.run("return Object.values(localStorage)"))

    def test_full_storage_is_told_and_nothing_changes(self):
        self.add(1)
        self.browser.run("const text = 'x'.repeat(1 << 20); try { for (let i = 0; ; i++)"
                         " localStorage.setItem('filler' + i, text); } catch { for (let i = 0; i <"
                         " 1 << 20; i++) { try { localStorage.setItem('small' + i, 'x'.repeat(99));"
                         " } catch { break; } } }")
        self.browser.all(".to-dossier")[1].click()
        self.assertIn("storage is full", self.browser.text("#dossier-full"))
        self.assertEqual(len(self.stored()["entries"]), 1)
        self.open_page()
        self.browser.one(".note").send_keys("x" * 500)
        self.browser.wait("document.getElementById('dossier-notice').textContent"
                          ".includes('did not store')")
        self.assertRegex(self.save().decode(), "x{500}")

    def test_without_storage_the_page_is_the_plain_one(self):
        added = self.browser.cdp("Page.addScriptToEvaluateOnNewDocument", source=
                                 "Object.defineProperty(window, 'localStorage', {get()"
                                 " { throw new DOMException('no', 'SecurityError'); }})")
        self.addCleanup(self.browser.cdp, "Page.removeScriptToEvaluateOnNewDocument", **added)
        self.browser.goto("/?q=harbour")
        self.browser.one(".copy-citation")
        self.assertFalse(self.browser.all(".to-dossier"))
        self.browser.goto("/dossier")
        self.assertIn("keeps nothing", self.browser.text("#dossier .notice"))

    # Paper

    def test_print_has_notes_and_quotations(self):
        self.add(2)
        self.open_page()
        self.note(0, "A note for paper.")
        paper = re.sub(r"\s+", " ", self.browser.print())
        self.assertIn("A note for paper.", paper)
        for entry in self.stored()["entries"]:
            self.assertIn(entry["id"], paper)
        self.assertNotIn("Save as a file", paper)
        self.assertNotIn("Move up", paper)


if __name__ == "__main__":
    cases.main()
