#!/usr/bin/python3
"""What of the style sheet can be judged without eyes: contrast, both schemes, both directions."""
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
ASSETS = ROOT / "daemon/web/assets"

# Text on its ground, and the contrast it has at least: 7 is WCAG 2.2's AAA (1.4.6), 4.5 AA (1.4.3),
# 3 what tells a control, its focus or a bar from its surroundings (1.4.11).
PAIRS = [
    ("ink", "paper", 7), ("ink", "sheet", 7), ("ink-soft", "paper", 7), ("ink-soft", "sheet", 7),
    ("link", "paper", 7), ("link", "sheet", 7), ("visited", "paper", 7), ("visited", "sheet", 7),
    ("mark-ink", "mark", 7), ("button-ink", "button", 7), ("fault", "paper", 7),
    ("fault", "sheet", 7), ("edge", "paper", 3), ("edge", "sheet", 3), ("focus", "paper", 3),
    ("focus", "sheet", 3), ("bar", "paper", 3), ("bar", "sheet", 3),
]

# What a sheet says that serves one direction of writing only.
ONE_DIRECTION = re.compile(
    r"^(left|right|(margin|padding|border)-(left|right)(-.*)?|border-(top|bottom)-(left|right)-.*)$")


def without_comments(text):
    return re.sub(r"/\*.*?\*/", "", text, flags=re.S)


def blocks(text):
    """Yields (selector or at-rule, content) of the outermost braces."""
    start, depth, head = 0, 0, ""
    for at, character in enumerate(text):
        if character == "{":
            if depth == 0:
                head, start = text[start:at].strip(), at + 1
            depth += 1
        elif character == "}":
            depth -= 1
            if depth == 0:
                yield head, text[start:at]
                start = at + 1
            if depth < 0:
                raise ValueError(f"a brace too many at {at}")
    if depth:
        raise ValueError(f"{head!r} is not closed")


def declarations(content):
    """(property, value) of a rule's content."""
    for part in content.split(";"):
        name, colon, value = part.partition(":")
        if colon:
            yield name.strip(), value.strip()


def rules(text):
    """(selector, properties) of every rule, those within @media, too."""
    for head, content in blocks(text):
        if head.startswith("@media") or head.startswith("@supports"):
            yield from rules(content)
        else:
            yield head, list(declarations(content))


def properties(text, media=None):
    """The custom properties of :root, or of :root within that @media."""
    found = {}
    for head, content in blocks(text):
        if head == (":root" if media is None else f"@media {media}"):
            if media:
                content = dict(blocks(content))[":root"]
            found.update({n[2:]: v for n, v in declarations(content) if n.startswith("--")})
    return found


def luminance(colour):
    """Relative luminance of #rrggbb (WCAG 2.2, its definition)."""
    channels = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


class StyleSheet(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.text = "".join(without_comments((ASSETS / name).read_text(encoding="utf-8"))
                           for name in ("page.css", "results.css", "reading.css", "print.css"))
        cls.light = properties(cls.text)
        cls.dark = {**cls.light, **properties(cls.text, "(prefers-color-scheme: dark)")}
        cls.print = {**cls.light, **properties(cls.text, "print")}

    def sheets(self):
        """(name, text) of every style sheet."""
        for sheet in sorted(ASSETS.glob("*.css")):
            yield sheet.name, without_comments(sheet.read_text(encoding="utf-8"))

    def test_contrast_is_computed_as_defined(self):
        self.assertAlmostEqual(contrast("#000000", "#ffffff"), 21)
        self.assertAlmostEqual(contrast("#767676", "#ffffff"), 4.54, places=2)

    def test_text_stands_out_in_each_scheme(self):
        for name, scheme in (("light", self.light), ("dark", self.dark), ("print", self.print)):
            for text, ground, least in PAIRS:
                with self.subTest(f"{name}: {text} on {ground}"):
                    self.assertGreaterEqual(contrast(scheme[text], scheme[ground]), least)

    def test_each_colour_has_one_for_the_dark_and_for_paper(self):
        colours = {name for name, value in self.light.items() if value.startswith("#")}
        for medium in ("(prefers-color-scheme: dark)", "print"):
            others = properties(self.text, medium).items()
            self.assertEqual(colours, {name for name, value in others if value.startswith("#")})
        self.assertEqual({n for pair in PAIRS for n in pair[:2]} | {"rule"}, colours)

    def test_colours_are_named_once(self):
        for selector, content in rules(self.text):
            for name, value in content:
                if not name.startswith("--"):
                    self.assertNotRegex(value, r"#[0-9a-f]{3}|rgb|hsl", f"{selector}: {name}")

    def test_properties_are_defined(self):
        for name, text in self.sheets():
            defined = {n for _, content in rules(self.text + text) for n, _ in content}
            for used in re.findall(r"var\((--[a-z0-9-]+)", text):
                self.assertIn(used, defined, name)

    def test_both_directions_are_served(self):
        for sheet, text in self.sheets():
            for selector, content in rules(text):
                for name, value in content:
                    self.assertNotRegex(name, ONE_DIRECTION, f"{sheet}: {selector}")
                    if name in ("text-align", "float", "clear"):
                        self.assertNotRegex(value, "left|right", f"{sheet}: {selector}")

    def test_nothing_is_fetched(self):
        for name, text in self.sheets():
            self.assertNotRegex(text, r"url\(|@import|@font-face", name)

    def test_pages_hold_no_style(self):
        for source in sorted((ROOT / "daemon/web").rglob("*")):
            if source.suffix in (".c", ".h", ".html"):
                self.assertNotRegex(source.read_text(encoding="utf-8"), r"<style|\sstyle=", source)


if __name__ == "__main__":
    unittest.main()
