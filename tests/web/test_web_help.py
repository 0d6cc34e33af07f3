#!/usr/bin/python3
"""The query help: each example is a link that asks what it says, and finds something."""
import html.parser
import pathlib
import shutil
import tempfile
import unittest
import urllib.parse

from harness import cases, programs

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Outline(html.parser.HTMLParser):
    """Of a page: its ids, the anchors it links to, its headings' levels, and (address, text) of its
    examples."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.anchors, self.levels, self.examples = [], [], [], []
        self.example = None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag in ("h1", "h2", "h3", "h4"):
            self.levels.append(int(tag[1]))
        if attributes.get("href", "").startswith("#"):
            self.anchors.append(attributes["href"][1:])
        if attributes.get("class") == "ask":
            self.example = [attributes["href"], ""]

    def handle_data(self, data):
        if self.example:
            self.example[1] += data

    def handle_endtag(self, tag):
        if tag == "a" and self.example:
            self.examples.append(tuple(self.example))
            self.example = None


class Help(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="tipsearch-help-"))
        cls.addClassCleanup(shutil.rmtree, folder, ignore_errors=True)
        programs.run("tipindex", "build", "-q", "-i", folder / "index",
                     *sorted((ROOT / "corpus").glob("sample-*")))
        cls.daemon = programs.Daemon(folder / "index", folder / "run", "--query-timeout-ms", "30000")
        cls.addClassCleanup(cls.daemon.stop)
        status, _, text = cls.daemon.get("/help")
        assert status == 200, text
        cls.page = Outline(text)

    def test_examples_ask_what_they_say(self):
        self.assertGreater(len(self.page.examples), 20)
        for address, text in self.page.examples:
            query = urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)
            self.assertEqual(query, {"q": [text]})

    def test_examples_find_something(self):
        for address, text in self.page.examples:
            with self.subTest(text):
                status, _, page = self.daemon.get(address)
                self.assertEqual(status, 200)
                self.assertIn('<ol id="hits"', page)

    def test_anchors_lead_somewhere(self):
        self.assertEqual(set(self.page.anchors) - set(self.page.ids), set())
        self.assertEqual(len(self.page.ids), len(set(self.page.ids)))

    def test_headings_are_in_order(self):
        levels = self.page.levels
        self.assertEqual(levels.count(1), 1)
        self.assertEqual(levels[0], 1)
        for above, below in zip(levels, levels[1:]):
            self.assertLessEqual(below, above + 1)


if __name__ == "__main__":
    cases.main()
