#!/usr/bin/python3
"""Results as typed, what is suggested, and the query help beside the field."""
from selenium.webdriver.common.keys import Keys

from harness import cases, front

STATUS = "return document.getElementById('status').textContent"
SAID = "return document.getElementById('announcer').textContent.trim()"
FOCUSED = "return document.activeElement.id || document.activeElement.dataset.value"


class Typing(cases.WebTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.front = front.Front(cls.daemon.origin)
        cls.addClassCleanup(cls.front.stop)
        cls.browser.origin = cls.front.origin

    def setUp(self):
        super().setUp()
        self.front.held.clear()
        self.front.busy, self.front.is_gone = 0, False
        self.browser.goto("/")
        self.browser.wait("document.getElementById('suggestions')")
        self.since = len(self.front.asked)

    def type(self, *keys):
        self.browser.one("#q").send_keys(*keys)

    def replace(self, text):
        self.type(Keys.CONTROL + "a" + Keys.NULL, text)

    def shown(self, query):
        """Awaits the results of a query."""
        self.browser.wait("document.querySelector('#main h1').textContent.includes(arguments[0])"
                          " && document.body.dataset.page == 'search'", query)

    def test_results_come_after_a_pause(self):
        self.type("harbour")
        self.shown("harbour")
        self.assertEqual(self.browser.path(), "/?q=harbour")
        self.assertEqual(self.browser.driver.title, "harbour – tipsearch")
        self.assertEqual(self.browser.run(FOCUSED), "q")
        self.assertEqual(self.front.pages(self.since), ["/?q=harbour"])
        self.browser.driver.back()
        self.browser.wait("location.search == '' && document.getElementById('q').value == ''")

    def test_total_is_said_once_typing_pauses(self):
        self.browser.run("window.said = []; new MutationObserver(() => said.push("
                         "document.getElementById('announcer').textContent.trim()))"
                         ".observe(document.getElementById('announcer'), {childList: true})")
        self.type("harbour")
        self.browser.wait("said.length > 0")
        self.assertEqual(self.browser.run("return said"), [self.browser.run(STATUS)])

    def test_same_query_is_not_asked_for_again(self):
        self.type("harbour")
        self.shown("harbour")
        self.type("  ")
        self.type("shed")
        self.shown("shed")
        self.type(Keys.BACKSPACE, "d")
        self.replace("ledger")
        self.shown("ledger")
        self.assertEqual(self.front.pages(self.since),
                         ["/?q=harbour", "/?q=harbour+shed", "/?q=ledger"])

    def test_late_answer_does_not_overwrite_a_newer_one(self):
        late = self.front.hold("q=harbour")
        self.type("harbour")
        self.browser.until(lambda: self.front.pages(self.since), "the first request")
        self.replace("ledger")
        self.shown("ledger")
        late.set()
        self.browser.until(lambda: len(self.front.pages(self.since)) == 2, "both requests")
        self.replace("debt")
        self.shown("debt")
        self.assertEqual(self.front.pages(self.since)[1:], ["/?q=ledger", "/?q=debt"])

    def test_enter_and_links_make_entries_of_the_history(self):
        self.type("harbour")
        self.shown("harbour")
        self.type(Keys.ENTER)
        value = self.browser.values(".facet[data-facet=country] a", "data-value")[1]
        link = f".facet[data-facet=country] a[data-value={value}]"
        self.browser.run("document.querySelector(arguments[0]).focus(); scrollTo(0, 200)", link)
        self.browser.press(Keys.ENTER)
        self.browser.wait("document.getElementById('filters')")
        self.assertEqual(self.browser.run(FOCUSED), value, "the focus stays")
        self.assertIn(f"country={value}", self.browser.path())
        self.browser.driver.back()
        self.browser.wait("!document.getElementById('filters')")
        self.assertEqual(self.browser.path(), "/?q=harbour")
        self.assertEqual(self.browser.run(FOCUSED), value, "and is found again")
        self.browser.wait("scrollY == 200")
        self.browser.driver.back()
        self.browser.wait("location.search == ''")
        self.browser.wait("document.getElementById('q').value == ''")
        self.browser.driver.forward()
        self.shown("harbour")
        self.assertEqual(self.browser.one("#q").get_attribute("value"), "harbour")

    def test_next_page_is_fetched_and_begins_at_its_top(self):
        self.type("harbour", Keys.ENTER)
        self.shown("harbour")
        requests = len(self.front.asked)
        self.browser.run("document.querySelector('#pages a[rel=next]').click()")
        self.browser.wait("document.getElementById('hits').start == 11")
        self.assertEqual(self.front.pages(requests), ["/?q=harbour&offset=10"])
        self.assertEqual(self.browser.run(FOCUSED), "status")
        self.assertEqual(self.browser.run("return scrollY"), 0)
        self.type(" ")
        self.type("shed")
        self.shown("shed")
        self.assertEqual(self.front.pages(requests)[1:], ["/?q=harbour+shed"])

    def narrow(self):
        """Presses the link that narrows to 2023."""
        self.browser.one(".facet[data-facet=year] a[data-value='2023']").click()

    def test_back_and_forward_at_once_show_what_the_address_says(self):
        self.browser.goto("/?q=harbour")
        self.narrow()
        self.browser.wait("document.getElementById('filters')")
        late, since = self.front.hold("/?q=harbour"), len(self.front.asked)
        self.browser.run("history.back()")
        self.browser.until(lambda: self.front.pages(since), "what is left is asked for")
        self.browser.run("history.forward()")
        self.browser.wait("location.search == '?q=harbour&year=2023'"
                          " && !document.getElementById('main').ariaBusy")
        late.set()
        self.type(" shed")
        self.shown("harbour shed")
        self.assertEqual(self.front.pages(since), ["/?q=harbour", "/?q=harbour+shed&year=2023"])
        self.assertEqual(self.browser.values("#search [name=year]", "value"), ["2023"])

    def test_typing_keeps_the_filter_that_was_just_asked_for(self):
        self.browser.goto("/?q=harbour")
        late, since = self.front.hold("/?q=harbour&year"), len(self.front.asked)
        self.narrow()
        self.browser.until(lambda: self.front.pages(since), "the filter is asked for")
        self.type(" shed")
        self.shown("harbour shed")
        late.set()
        self.assertEqual(self.browser.path(), "/?q=harbour+shed&year=2023")
        self.browser.driver.back()
        self.shown("harbour")
        self.assertEqual(self.browser.path(), "/?q=harbour")

    def test_search_that_was_sent_stays_in_the_history(self):
        self.type("harbour", Keys.ENTER)
        self.shown("harbour")
        for query in ("debt", "debt bondage"):
            self.replace(query)
            self.shown(query)
        self.browser.follow("#hits h2 a")
        for query in ("debt bondage", "harbour"):
            self.browser.driver.back()
            self.shown(query)
            self.assertEqual(self.browser.query(), query)
            self.assertEqual(self.browser.one("#q").get_attribute("value"), query)

    def test_filters_are_kept_while_typing(self):
        self.browser.goto("/?q=harbour&year=2023")
        self.browser.wait("document.getElementById('suggestions')")
        self.replace("shed")
        self.shown("shed")
        self.assertEqual(self.browser.path(), "/?q=shed&year=2023")

    def test_query_that_is_wrong_says_where_and_keeps_what_was_found(self):
        self.expect("400")
        self.type("harbour")
        self.shown("harbour")
        self.replace("harbour -(shed")
        self.assertEqual(self.browser.text("#problem mark.error"), "-")
        self.assertFalse(self.browser.one("#suggestions").is_displayed(), "it would hide that")
        self.assertTrue(self.browser.all(".hit"))
        self.assertEqual(self.browser.path(), "/?q=harbour")
        self.type(")")
        self.shown("-(shed)")
        self.assertFalse(self.browser.all("#problem"))

    def test_busy_server_is_asked_again(self):
        self.expect("503")
        self.front.busy = 1
        self.type("harbour")
        self.assertIn("too many at once", self.browser.text("#problem"))
        self.shown("harbour")
        self.assertFalse(self.browser.all("#problem"))

    def test_server_that_is_gone_is_told_and_typing_goes_on(self):
        self.expect("ERR_EMPTY_RESPONSE")
        self.front.is_gone = True
        self.type("harbour")
        self.assertIn("does not answer", self.browser.text("#problem"))
        self.front.is_gone = False
        self.type(" shed")
        self.shown("harbour shed")

    def test_what_is_suggested_is_chosen_by_keys(self):
        self.type("harb")
        self.browser.wait("document.getElementById('q').ariaExpanded == 'true'")
        self.assertFalse(self.browser.values("#q", "aria-activedescendant")[0])
        self.type(Keys.ARROW_DOWN)
        chosen = self.browser.one("[role=option][aria-selected=true]")
        self.assertEqual(self.browser.values("#q", "aria-activedescendant"),
                         [chosen.get_attribute("id")])
        self.type(Keys.ESCAPE)
        self.assertFalse(self.browser.one("#suggestions").is_displayed())
        self.assertEqual(self.browser.one("#q").get_attribute("value"), "harb")
        self.type(Keys.ARROW_DOWN)
        self.browser.wait("document.getElementById('q').ariaExpanded == 'true'")
        self.type(Keys.ARROW_DOWN, Keys.ENTER)
        self.browser.wait("location.search != '' && location.search != '?q=harb'")
        self.assertEqual(self.browser.values("#q", "aria-expanded"), ["false"])
        self.assertEqual(self.browser.run(FOCUSED), "q")
        self.assertEqual(self.browser.one("#q").get_attribute("value"), self.browser.query())

    def test_example_fills_the_field(self):
        self.browser.one(".query-help summary").click()
        example = self.browser.one(".query-help button")
        text = example.text
        example.click()
        self.assertEqual(self.browser.one("#q").get_attribute("value"), text)
        self.shown(text)

    def test_keys_of_an_input_method_wait_for_its_end(self):
        self.browser.cdp("Input.imeSetComposition", text="はん", selectionStart=2, selectionEnd=2)
        self.browser.one("#q").click()
        self.browser.cdp("Input.imeSetComposition", text="har", selectionStart=3, selectionEnd=3)
        self.browser.cdp("Input.insertText", text="harbour")
        self.shown("harbour")
        self.assertEqual(self.front.pages(self.since), ["/?q=harbour"])


if __name__ == "__main__":
    cases.main()
