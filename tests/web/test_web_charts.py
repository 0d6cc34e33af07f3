#!/usr/bin/python3
"""The world map, the timeline and the trend: their numbers are the server's, keys narrow by them, and
what they are made of is small and as its authors published it."""
import hashlib
import json
import os
import pathlib
import re
import subprocess
import unittest
import urllib.parse

from selenium.webdriver.common.keys import Keys

from harness import cases, programs

SOURCE = pathlib.Path(os.environ.get("TIP_SOURCE", "."))
ASSETS = SOURCE / "daemon" / "web" / "assets"
VENDOR = ASSETS / "vendor"
BUDGET = 300_000  # bytes of a page with everything that it may ask for
YEARS = {2018: 2, 2019: 5, 2021: 9, 2022: 4}  # of these reports: passages about a kiln; none of 2020


def countries():
    """The codes and names of corpus/countries.tsv."""
    lines = (SOURCE / "corpus" / "countries.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if re.match(r"[A-Z]{2}\t", line)]
    return {row[0]: row[3].rstrip("?") for row in rows}


def front(name, year):
    return (f"---\nid: {name}\ntitle: {name}\npublisher: The invented desk\ndate: June {year}\n"
            f"year: {year}\n---\n")


def kiln_report(year, kilns):
    """A report with `kilns` passages about kilns and six about ferries."""
    places = ("Malta", "Kenya", "Nepal", "Singapore", "Fiji", "Peru", "Togo", "Norway", "Qatar")
    kiln = [f"## Yard {n} of {year}\n\nAt the kiln of yard {n} in {places[n]} a clerk of {year} read "
            f"the wage book of {n + year} aloud, and nobody signed it.\n" for n in range(kilns)]
    ferry = [f"## Deck {n} of {year}\n\nOn deck {n} of a ferry from Kenya to Togo a steward of {year} counted "
             f"{n + 3} bunks and asked who slept in them by day.\n" for n in range(6)]
    return front(f"yards-{year}", year) + "\n".join(kiln + ferry)


def atlas_report():
    """A passage on each country that there is."""
    return front("atlas", 2021) + "\n".join(
        f"## Visit {n}\n\nA visitor went to {name} and wrote a letter of {n + 40} words from there.\n"
        for n, name in enumerate(countries().values()))


REPORTS = {f"yards-{year}.md": kiln_report(year, kilns) for year, kilns in YEARS.items()}
OPENED = "[...document.querySelectorAll('#overview details')].forEach(d => d.open = true)"


# A timeline of 29 years; its figures, and whether they lie outside or on each other.
MANY_YEARS = """return (async (width, at) => {
    const {Timeline} = await import('/assets/timeline.js');
    const timeline = new Timeline();
    const rows = Array.from({length: 29}, (_, i) => ({value: String(1997 + i),
        count: i === at ? 4830 : i % 10, link: {href: '/'}}));
    document.getElementById('main').append(timeline.element);
    timeline.resize(width);
    timeline.update(rows, new Set(), null);
    const counts = [...timeline.element.querySelectorAll('.count')];
    const boxes = counts.map((count) => count.getBBox());
    timeline.element.remove();
    return [counts.map((count) => count.textContent),
        boxes.some((a) => a.x < 0 || a.y < 0 || a.x + a.width > width || boxes.some((b) => a !== b &&
            a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
            b.y < a.y + a.height))];
})(...arguments)"""


class ChartsTest(cases.WebTest):
    def setUp(self):
        super().setUp()
        self.browser.goto("/help")
        self.browser.run("sessionStorage.clear()")

    def open_charts(self, path):
        """Opens a page of results with all its charts drawn."""
        self.browser.goto(path)
        self.browser.one(".trend-details")
        self.browser.run(OPENED)
        self.browser.one(".world path[d]")

    def ask(self, **parameters):
        """The server's reply in JSON."""
        return json.loads(self.daemon.get("/search?" + urllib.parse.urlencode(parameters))[2])

    def facet(self, query, name):
        found = self.ask(q=query, limit=0, facets=name)["facets"][name]
        return {value["value"]: value["count"] for value in found}

    def mapped(self):
        """What the map's links say, by code."""
        links = self.browser.run("return [...document.querySelectorAll('.world a[href]')].map(a =>"
                                 " [a.dataset.code, a.getAttribute('aria-label')])")
        return {code: int(re.search(r": ([\d,]+) passage", label)[1].replace(",", ""))
                for code, label in links}

    def focus(self, selector):
        self.browser.run("document.querySelector(arguments[0]).focus()", selector)

    def focused(self, name):
        return self.browser.focused().get_attribute(name)


class Numbers(ChartsTest):
    SOURCES = REPORTS

    def test_chart_that_does_not_come_is_told_in_our_words(self):
        self.expect("ERR_BLOCKED_BY_CLIENT")
        self.addCleanup(self.browser.cdp, "Network.setBlockedURLs", urls=[])
        self.browser.cdp("Network.enable")
        told = "could not be drawn: the server does not answer. Close"
        for blocked in ("*/map.js", "*/atlas.json"):
            self.browser.cdp("Network.setBlockedURLs", urls=[blocked])
            self.browser.goto("/?q=kiln")
            self.browser.one(".trend-details")
            self.browser.run(OPENED)
            self.browser.until(lambda: told in self.browser.text(".chart-place-map"), blocked)
            self.browser.cdp("Network.setBlockedURLs", urls=[])
            for _ in ("closed", "opened"):
                self.browser.one("#overview summary").click()
            self.browser.one(".world path[d]")
        self.browser.cdp("Network.setBlockedURLs", urls=["*/search?*"])
        self.browser.goto("/?q=kiln")
        self.browser.until(lambda: "counted: kiln: the server does not answer" in
                           self.browser.text(".trend-state"), "the trend's words")

    def test_map_has_the_counts_of_the_reply(self):
        for query in ("kiln", "ferry", "kiln NOT Malta"):
            with self.subTest(query):
                self.open_charts(f"/?q={urllib.parse.quote(query)}")
                self.assertEqual(self.mapped(), self.facet(query, "country"))

    def test_legend_tells_real_numbers(self):
        self.open_charts("/?q=kiln")
        most = max(self.facet("kiln", "country").values())
        keys = self.browser.texts(".legend li")
        self.assertEqual(keys[0], "Passages")
        self.assertRegex(keys[-2], rf"(^|–){most}$")
        self.assertEqual(keys[-1], "none")

    def test_timeline_has_the_counts_of_the_reply_and_zeros_between(self):
        self.open_charts("/?q=kiln")
        self.browser.until(lambda: self.columns() == {2018: 2, 2019: 5, 2020: 0, 2021: 9, 2022: 4},
                           "the columns of the years")
        self.assertEqual(self.facet("kiln", "year"), {str(y): n for y, n in YEARS.items()})
        self.open_charts("/?q=%22yard+7%22")
        self.browser.until(lambda: self.columns() == {2018: 0, 2019: 0, 2020: 0, 2021: 1, 2022: 0},
                           "years without hits as zero")

    def test_timeline_writes_its_largest_number_wherever_it_stands(self):
        self.open_charts("/?q=kiln")
        for width, at in ((560, 8), (560, 0), (320, 28), (160, 14)):
            with self.subTest(width=width, at=at):
                counts, has_fault = self.browser.run(MANY_YEARS, width, at)
                self.assertIn("4,830", counts)
                self.assertFalse(has_fault, counts)

    def columns(self):
        return {int(year): int(count) for year, count in self.browser.run(
            "return [...document.querySelectorAll('.column')].map(c =>"
            " [c.dataset.year, c.dataset.count])")}

    def test_trend_is_that_of_counts_on_the_command_line(self):
        self.open_charts("/?q=kiln&trend=ferry&trend=Malta")
        self.browser.one(".trend-table td:nth-of-type(3)")
        cells = self.browser.run(
            "return [...document.querySelectorAll('.trend-table tbody tr')].map(r => [r.dataset.year,"
            " ...[...r.querySelectorAll('td')].map(c => [+c.dataset.count, +c.dataset.of])])")
        counted = self.counts("kiln", "ferry", "Malta", "*")
        for year, *found in cells:
            expected = [[counts.get(year, 0), counted[3][year]] for counts in counted[:3]]
            self.assertEqual(found, expected, year)
        self.assertEqual([row[0] for row in cells], [str(year) for year in YEARS])

    def counts(self, *queries):
        """The counts by year of `tipsearch --counts`, a dictionary a query."""
        done = subprocess.run(
            [programs.BIN / "tipsearch", "-s", f"unix:{self.daemon.socket}", "--batch", "-",
             "--counts", "year", "--format", "jsonl"],
            input="\n".join(queries), capture_output=True, text=True, timeout=60, check=True)
        return [json.loads(line)["counts"] for line in done.stdout.splitlines()]

    def test_trend_breaks_at_a_year_without_reports(self):
        self.open_charts("/?q=kiln")
        self.browser.one(".series .line")
        line = self.browser.values(".lines .series .line", "d")[0]
        self.assertEqual(re.sub(r"[^ML]", "", line), "MLML")
        hollow = self.browser.values(".lines .few", "d")
        self.assertEqual(len(hollow), sum(count < 5 for count in YEARS.values()))

    def test_queries_to_compare_are_in_the_address(self):
        self.open_charts("/?q=kiln")
        field = self.browser.one(".trend-add input")
        field.send_keys("ferry", Keys.ENTER)
        self.browser.until(lambda: self.browser.texts(".trend-queries bdi") == ["kiln", "ferry"],
                           "two queries")
        self.assertIn("trend=ferry", self.browser.driver.current_url)
        self.browser.goto(self.browser.path())
        self.browser.until(lambda: self.browser.texts(".trend-queries bdi") == ["kiln", "ferry"],
                           "the same from the address, opened by itself")
        self.browser.one(".trend-queries button").click()
        self.browser.until(lambda: self.browser.texts(".trend-queries bdi") == ["kiln"], "one query")
        self.assertNotIn("trend=", self.browser.driver.current_url)

    def test_query_that_cannot_be_read_is_told(self):
        self.expect("400")
        self.open_charts("/?q=kiln&trend=year:soon")
        self.browser.until(lambda: "year:soon" in self.browser.text(".trend-state"), "what is wrong")

    def test_markup_in_a_compared_query_is_text(self):
        query = "<img src=x onerror=alert(1)>"
        self.open_charts(f"/?q=kiln&trend={urllib.parse.quote(query)}")
        self.browser.until(lambda: query in self.browser.texts(".trend-queries bdi"), "the query")
        self.assertEqual(self.browser.all("img"), [])

    def test_keys_walk_over_the_map_and_narrow(self):
        self.open_charts("/?q=kiln")
        self.assertEqual(len(self.browser.all(".world a[tabindex='0']")), 1)
        self.focus(".world a[tabindex='0']")
        codes = [self.focused("data-code")]
        for _ in range(20):
            self.browser.press(Keys.ARROW_LEFT)
        for _ in self.mapped():
            codes.append(self.focused("data-code"))
            self.browser.press(Keys.ARROW_RIGHT)
        self.assertEqual(set(codes), set(self.mapped()))
        self.browser.press(Keys.HOME)
        most = self.focused("data-code")
        self.assertEqual(self.mapped()[most], max(self.mapped().values()))
        self.assertEqual(self.browser.text(".map .chart-tip"), self.focused("aria-label"))
        self.browser.press(Keys.ENTER)
        self.browser.until(lambda: f"country={most}" in self.browser.path(), "the narrowed page")
        self.browser.run(OPENED)
        self.browser.one(f".place.live[data-code='{most}']")

    def test_keys_walk_over_the_years_and_narrow(self):
        self.open_charts("/?q=kiln")
        self.focus(".timeline a[tabindex='0']")
        self.assertEqual(self.focused("data-year"), "2021")
        self.browser.press(Keys.ARROW_LEFT)
        self.assertEqual(self.focused("data-year"), "2019")
        self.browser.press(Keys.ENTER)
        self.browser.until(lambda: "year=2019" in self.browser.path(), "the narrowed page")
        self.browser.run(OPENED)
        self.browser.one(".column.live[data-year='2019']")

    def test_nothing_of_the_map_is_asked_for_before_it_is_opened(self):
        self.browser.goto("/?q=kiln")
        self.browser.one(".trend-details")
        self.assertEqual(self.fetched("vendor/"), [])
        self.browser.run(OPENED)
        self.browser.one(".world path[d]")
        self.assertNotEqual(self.fetched("atlas.json"), [])
        self.browser.goto(self.browser.values("#hits a[href^='/read/']", "href")[0])
        self.browser.one("article.passage")
        self.assertEqual(self.fetched("charts.js"), [])

    def fetched(self, name):
        return self.browser.run("return performance.getEntriesByType('resource').map(r => r.name)"
                                ".filter(n => n.includes(arguments[0]))", f"/assets/{name}")

    def test_what_was_open_stays_open(self):
        self.browser.goto("/?q=kiln")
        self.browser.one(".trend-details")
        self.browser.one("#overview summary").click()
        self.browser.one(".world path[d]")
        self.browser.goto("/?q=ferry")
        self.browser.one(".world path[d]")
        self.assertEqual(self.mapped(), self.facet("ferry", "country"))

    def test_charts_follow_what_is_typed_without_being_made_anew(self):
        self.open_charts("/?q=kiln")
        self.browser.one(".trend-table td")
        self.browser.run("document.querySelectorAll('.chart svg').forEach(s => s.isFirst = true)")
        self.browser.one("#q").send_keys(Keys.CONTROL, "a")
        self.browser.one("#q").send_keys("ferry")
        self.browser.until(lambda: self.mapped() == self.facet("ferry", "country"), "the new counts")
        self.browser.until(lambda: self.browser.texts(".trend-queries bdi") == ["ferry"], "the trend")
        self.assertTrue(self.browser.run(
            "return ['.world', '.timeline', '.lines'].every(s => document.querySelector(s).isFirst)"))
        self.assertEqual(self.browser.focused().get_attribute("id"), "q")

    def test_what_is_narrowed_to_narrows_the_trend(self):
        self.open_charts("/?q=*&country=KE&country=TG&kind=narrative&year=2021&trend=kiln")
        self.browser.one(".trend-table td")
        self.assertEqual(self.browser.texts(".trend-panel > .note")[0],
                         "Each within country: KE, country: TG, kind: narrative.")
        within = "country:KE AND country:TG AND kind:narrative"
        expected = [self.facet(query, "year") for query in (within, f"kiln AND {within}")]
        self.assertEqual(sum(expected[0].values()), 6 * len(YEARS))
        cells = self.browser.values(".trend-table td", "data-count")
        self.assertEqual(cells, [str(counts.get(str(year), 0))
                                 for year in YEARS for counts in expected])

    def test_page_with_all_that_is_served_beside_it_is_small(self):
        lists = re.findall(r"TIP_WEB_ASSETS\n([^)]*)\)",
                           (ASSETS.parent / "CMakeLists.txt").read_text(encoding="utf-8"))
        sizes = {name: len((ASSETS / name).read_bytes()) for name in " ".join(lists).split()}
        self.assertIn("atlas.json", sizes)
        del sizes["help.html"], sizes["dossier_page.js"]  # of pages of their own, which have no chart
        sizes["page"] = len(self.daemon.get("/?q=kiln")[2].encode())
        self.assertLess(sum(sizes.values()), BUDGET, sizes)

    def test_no_width_is_too_narrow(self):
        self.open_charts("/?q=kiln&trend=ferry")
        self.browser.one(".trend-table td")
        for width in (400, 161, 75, 73, 10, 1, 300):
            self.browser.run("document.querySelector('#overview').style.inlineSize ="
                             " `${arguments[0]}px`", width)
            self.browser.driver.execute_async_script(
                "requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
        self.browser.wait("document.querySelector('.lines').viewBox.baseVal.width == 300")

    def test_narrow_screen_has_no_sideways_scrolling(self):
        self.browser.width(320)
        self.open_charts("/?q=kiln&trend=ferry")
        self.browser.one(".trend-table td")
        self.assertLessEqual(self.browser.run("return document.documentElement.scrollWidth"), 320)
        self.browser.screenshot("charts-320")
        dots = self.browser.run("return [...document.querySelectorAll('.place:has(circle)')].map(p =>"
                                " [p.dataset.code, p.querySelector('circle').getAttribute('r')])")
        counts = self.facet("kiln", "country")
        found = [counts.get(code, 0) for code, _ in dots]
        self.assertEqual(found, sorted(found), "dots of more passages lie above others")
        self.assertEqual({radius for code, radius in dots if code in counts}, {"3"})


class OneYear(ChartsTest):
    SOURCES = {"atlas.md": atlas_report()}

    def test_trend_of_one_year_is_a_line_of_text(self):
        self.open_charts("/?q=letter")
        self.browser.until(lambda: "2021" in self.browser.text(".trend-state"), "the line")
        self.assertFalse(self.browser.one(".chart.trend").is_displayed())

    def test_every_country_found_is_on_the_map(self):
        self.open_charts("/?q=*")
        counts = self.facet("*", "country")
        self.assertGreater(len(counts), 240)
        self.assertEqual(self.mapped(), counts)
        self.assertEqual(self.browser.run("""
            const {width, height} = document.querySelector('.world').viewBox.baseVal;
            return [...document.querySelectorAll('.world a[href]')].filter(a => {
                const box = a.getBBox();
                return box.width < 3 || box.x < 0 || box.y < 0 || box.x + box.width > width
                    || box.y + box.height > height;
            }).map(a => a.dataset.code)"""), [], "drawn too small or outside")
        self.browser.screenshot("charts-every-country")


class Files(unittest.TestCase):
    def test_every_country_has_a_shape_or_a_dot(self):
        places = dict(re.findall(r'([A-Z]{2}): ("[^"]+"|\[[^]]+\])',
                                 (ASSETS / "places.js").read_text(encoding="utf-8")))
        atlas = json.loads((ASSETS / "atlas.json").read_text(encoding="utf-8"))
        shapes = {shape["id"] for shape in atlas["objects"]["countries"]["geometries"]}
        self.assertEqual(set(places), set(countries()))
        for code, place in places.items():
            place = json.loads(place)
            if isinstance(place, str):
                self.assertIn(place, shapes, code)
            else:
                longitude, latitude = place
                self.assertTrue(-180 <= longitude <= 180 and -90 <= latitude <= 90, code)

    def test_files_of_others_are_as_they_were_published(self):
        table = re.findall(r"^\| (\S+) \| .* \| ([0-9a-f]{64}) \|$",
                           (VENDOR / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
        for name, told in table:
            self.assertEqual(hashlib.sha256((VENDOR / name).read_bytes()).hexdigest(), told, name)
        self.assertEqual({name for name, _ in table} | {"README.md"},
                         {str(file.relative_to(VENDOR)) for file in VENDOR.rglob("*") if file.is_file()})


if __name__ == "__main__":
    cases.main()
