#!/usr/bin/python3
"""The harness sees what it must: the other tests of the page stand on it."""
from harness import cases, programs, waiting


class Harness(cases.WebTest):
    def test_console_is_seen(self):
        self.browser.goto("/")
        self.browser.run("console.error('a slip')")
        with self.assertRaisesRegex(AssertionError, "a slip"):
            self.check()

    def test_violation_of_the_policy_is_seen(self):
        self.browser.goto("/help")
        for slip in ("document.body.append(Object.assign(document.createElement('img'),"
                     " {src: 'http://elsewhere.invalid/a.png'}))",
                     "document.body.innerHTML = '<p>'",
                     "document.body.setAttribute('style', 'color: red')"):
            with self.subTest(slip):
                self.browser.run(f"try {{ {slip} }} catch (refused) {{ }}")
                with self.assertRaisesRegex(AssertionError, "console"):
                    self.check()

    def test_request_to_another_host_is_seen(self):
        stray = self.another_browser()
        stray.driver.get("http://elsewhere.invalid/page")
        self.assertRegex(waiting.until(stray.trap.callers, "a caller")[0], rb"^GET /page")
        stray.records.gather()
        self.assertIn("http://elsewhere.invalid/page",
                      [request.url for request in stray.records.strangers(stray.origin)])

    def test_dialog_is_seen(self):
        self.browser.goto("/")
        self.browser.run("setTimeout(() => alert('open'), 0)")
        waiting.until(lambda: self.browser.records.gather() or self.browser.records.dialogs,
                      "the dialog")
        self.browser.driver.switch_to.alert.accept()
        with self.assertRaisesRegex(AssertionError, "open"):
            self.check()

    def test_server_that_cannot_start_tells_why(self):
        with self.assertRaisesRegex(AssertionError, "it said: .*nowhere"):
            programs.Daemon(self.folder / "nowhere", self.folder / "other")

    def test_clipboard_is_read(self):
        self.browser.goto("/")
        self.browser.driver.execute_async_script(
            "navigator.clipboard.writeText('ledger ក').then(arguments[0])")
        self.assertEqual(self.browser.clipboard(), "ledger ក")


class WithoutScript(cases.WebTest):
    SCRIPT = False

    def test_page_has_no_script(self):
        self.browser.driver.get("data:text/html,<title>off</title><script>"
                                "document.title = 'on'</script>")
        self.assertEqual(self.browser.driver.title, "off")


if __name__ == "__main__":
    cases.main()
