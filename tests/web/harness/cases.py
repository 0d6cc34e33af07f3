"""What the tests of a program share: one browser, a server with an index, and what must hold."""
import os
import pathlib
import shutil
import sys
import tempfile
import unittest

from harness import browser, programs, sources


class WebTest(unittest.TestCase):
    """Starts, once for the class, a server on an index of SOURCES and a browser on it. After each
    test: no request left the origin, the console is clean, no dialog was opened."""

    SOURCES = sources.REPORTS
    SERVER = ()
    SCRIPT = True
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="tipsearch-web-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        index = programs.build_index(cls.folder, cls.SOURCES)
        cls.daemon = programs.Daemon(index, cls.folder / "run", *cls.server_options())
        cls.addClassCleanup(cls.daemon.stop)
        cls.browser = browser.Browser(cls.daemon.origin, script=cls.SCRIPT)
        cls.addClassCleanup(cls.browser.close)

    @classmethod
    def server_options(cls):
        """Further arguments of tipsearchd, of which files may be written in cls.folder."""
        return cls.SERVER

    def setUp(self):
        self.browser.width(browser.WIDTH)
        self.browser.dark(False)
        self.expected = ()
        for file in self.browser.downloads.iterdir():
            file.unlink()

    def tearDown(self):
        self.check()

    def expect(self, *words):
        """Lines of the console that hold one of `words` are what this test provokes."""
        self.expected = words

    def check(self, page=None):
        """What must hold after every step; `page`: another browser than the class's."""
        page = page or self.browser
        records = page.records
        records.gather()
        said = [line["message"] for line in records.console
                if not any(word in line["message"] for word in self.expected)]
        strangers, dialogs = records.strangers(page.origin), list(records.dialogs)
        records.clear()
        self.assertEqual(page.trap.callers(), [], "connections to other hosts")
        self.assertEqual(said, [], "the console")
        self.assertEqual(dialogs, [], "dialogs")
        self.assertEqual(strangers, [], "requests that left the origin")

    def another_browser(self):
        """A browser with a new profile, closed at the end of the test."""
        other = browser.Browser(self.daemon.origin)
        self.addCleanup(other.close)
        return other


def main():
    """Runs the tests of the program. Without a browser none runs, which is said, and is a failure
    where CI is set."""
    lacks = browser.missing()
    if lacks:
        print(f"SKIPPED, no test ran: {lacks} not found; scripts/install-packages gets it",
              file=sys.stderr)
        sys.exit(1 if os.environ.get("CI") else 0)
    program = unittest.main(verbosity=2, exit=False)
    ran, left = program.result.testsRun, len(program.result.skipped)
    print(f"{ran - left} tests ran, {left} skipped", file=sys.stderr)
    is_cut = left > 0 and os.environ.get("CI")
    sys.exit(0 if program.result.wasSuccessful() and ran > 0 and not is_cut else 1)
