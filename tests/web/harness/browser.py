"""Chromium without a window, with a new profile, that makes no request of its own."""
import base64
import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

from selenium import webdriver
from selenium.common import exceptions
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from harness import waiting
from harness.records import Records
from harness.trap import Trap

CHROMIUM = shutil.which("chromium")
DRIVER = shutil.which("chromedriver")
WIDTH, HEIGHT = 1280, 900
# What Chromium would ask the network for by itself; as root, its sandbox cannot be had.
FLAGS = ["--headless=new", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--no-default-browser-check", "--no-pings", "--metrics-recording-only",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--disable-default-apps", "--disable-extensions", "--disable-domain-reliability",
         "--disable-client-side-phishing-detection", "--disable-breakpad",
         "--disable-dev-shm-usage", "--disable-search-engine-choice-screen",
         "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication,"
         "CertificateTransparencyComponentUpdater,NetworkTimeServiceQuerying",
         "--no-proxy-server", "--lang=en-US", "--force-device-scale-factor=1",
         f"--window-size={WIDTH},{HEIGHT}"]
# "Cannot look now, the page is about to change": such a look is made again.
PASSING = (exceptions.StaleElementReferenceException, exceptions.NoSuchElementException,
           exceptions.JavascriptException)
# Whether all parts are open and drawn, after opening those that are not: a script may close one again
# when it has been loaded.
OPENED = """(() => {
    const parts = [...document.querySelectorAll("details")];
    const charts = [...document.querySelectorAll("#overview > details")];
    const isOpen = parts.every((part) => part.open);
    parts.forEach((part) => { part.open = true; });
    return isOpen && charts.every((part) => part.querySelector(".chart-place")?.firstChild);
})()"""


def missing():
    """What this machine lacks for a browser test, or None."""
    lacks = [name for name, path in (("chromium", CHROMIUM), ("chromedriver", DRIVER)) if not path]
    return " and ".join(lacks) or None


class Browser:
    """A tab on the pages of one server. `origin` is what its requests must be for."""

    def __init__(self, origin, script=True):
        self.origin = origin
        self.profile = tempfile.mkdtemp(prefix="tipsearch-browser-")
        self.downloads = pathlib.Path(self.profile, "downloads")
        self.downloads.mkdir()
        self.trap = Trap()
        self.driver = self._start(script)
        self.driver.set_page_load_timeout(waiting.LIMIT_S)
        self.driver.set_script_timeout(waiting.LIMIT_S)
        self.records = Records(self.driver)
        self.has_script = script
        self._permit()

    def _start(self, script):
        options = Options()
        options.binary_location = CHROMIUM
        flags = FLAGS + ([] if os.geteuid() else ["--no-sandbox"])
        for flag in [*flags, f"--user-data-dir={self.profile}/profile",
                     f"--host-resolver-rules={self.trap.rules}"]:
            options.add_argument(flag)
        preferences = {"session.restore_on_startup": 4, "session.startup_urls": ["about:blank"]}
        if not script:
            preferences["profile.managed_default_content_settings.javascript"] = 2
        options.add_experimental_option("prefs", preferences)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        # A dialog is a failure that the test must find open.
        options.set_capability("unhandledPromptBehavior", "ignore")
        environment = dict(os.environ, HOME=self.profile, LC_ALL="C.UTF-8",
                           XDG_CONFIG_HOME=self.profile, XDG_CACHE_HOME=self.profile)
        return webdriver.Chrome(service=Service(DRIVER, env=environment), options=options)

    def _permit(self):
        self.cdp("Browser.setDownloadBehavior", behavior="allow",
                 downloadPath=str(self.downloads))
        self.cdp("Browser.grantPermissions", origin=self.origin,
                 permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
        self.cdp("Emulation.setFocusEmulationEnabled", enabled=True)

    def close(self):
        """Ends the browser and its driver, and takes the profile away."""
        self.driver.quit()
        self.trap.close()
        # Its last process may still be writing there.
        waiting.until(lambda: shutil.rmtree(self.profile, ignore_errors=True)
                      or not os.path.exists(self.profile), f"the removal of {self.profile}")

    def forget(self):
        """Makes the next visit the first one: nothing is kept of the server's."""
        self.cdp("Network.clearBrowserCache")
        self.cdp("Storage.clearDataForOrigin", origin=self.origin, storageTypes="all")

    def cdp(self, command, **parameters):
        """A command of the Chrome DevTools Protocol."""
        return self.driver.execute_cdp_cmd(command, parameters)

    # Going and looking

    def goto(self, path):
        """Opens `path` of the server and returns when its page is loaded."""
        self.driver.get(self.origin + path)

    def search(self, words):
        """Types `words` into the page's field, sends it with Enter, awaits the results' page."""
        field = self.one("#q")
        field.clear()
        old = self.one("html")
        field.send_keys(words, Keys.ENTER)
        self.until(lambda: self.is_gone(old) or self.query() == words, f"results of {words}")
        self.loaded()

    def query(self):
        """What the address says is searched for."""
        return self.run("return new URLSearchParams(location.search).get('q')")

    def loaded(self):
        self.until(lambda: self.run("return document.readyState") == "complete", "the page")

    def is_gone(self, element):
        """Whether the document that `element` stood in has been left."""
        try:
            element.is_enabled()
            return False
        except exceptions.WebDriverException:
            return True

    def path(self):
        """The address without the origin."""
        return self.driver.current_url.removeprefix(self.origin)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        """The first element of `selector`, awaited."""
        return self.until(lambda: self.all(selector), f"{selector} on {self.path()}")[0]

    def open_parts(self):
        """Opens every part of the page that can be, and awaits the charts in them."""
        self.loaded()
        self.wait(OPENED, what="the charts")

    def texts(self, selector):
        """The text of each element of `selector`, shown or not, white space as one blank."""
        return [" ".join(text.split()) for text in self.run(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)",
            selector)]

    def text(self, selector):
        self.one(selector)
        return self.texts(selector)[0]

    def values(self, selector, name):
        """The attribute `name` of each element of `selector`."""
        return self.run("return [...document.querySelectorAll(arguments[0])]"
                        ".map(e => e.getAttribute(arguments[1]))", selector, name)

    def follow(self, selector):
        """Clicks the link of `selector` and returns when the page behind it is loaded."""
        link = self.one(selector)
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", link)
        before = self.driver.current_url
        link.click()
        self.until(lambda: self.driver.current_url != before, f"the page behind {selector}")
        self.loaded()

    def run(self, script, *arguments):
        """What `script` returns in the page."""
        return self.driver.execute_script(script, *arguments)

    def wait(self, script, *arguments, what=None):
        """Awaits that the expression `script` is true in the page, and returns its value."""
        return self.until(lambda: self.run(f"return ({script})", *arguments), what or script)

    def until(self, condition, what):
        def look():
            with contextlib.suppress(*PASSING):
                return condition()
            return None
        return waiting.until(look, what)

    # Keys

    def press(self, *keys):
        """Presses keys one after the other, wherever the focus is."""
        for key in keys:
            webdriver.ActionChains(self.driver).send_keys(key).perform()

    def focused(self):
        """The element that has the focus."""
        return self.driver.switch_to.active_element

    # The look of it

    def width(self, pixels, height=HEIGHT):
        self.cdp("Emulation.setDeviceMetricsOverride", width=pixels, height=height,
                 deviceScaleFactor=1, mobile=False)

    def dark(self, on=True):
        self.cdp("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if on else "light"}])

    def fonts(self, selector):
        """The names of the fonts that draw the text of the first element of `selector`."""
        self.cdp("DOM.enable")
        self.cdp("CSS.enable")
        root = self.cdp("DOM.getDocument")["root"]["nodeId"]
        node = self.cdp("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        return [font["familyName"]
                for font in self.cdp("CSS.getPlatformFontsForNode", nodeId=node)["fonts"]]

    def screenshot(self, name):
        """The whole page as NAME.png in the folder that TIP_SCREENSHOTS names, if it does."""
        folder = os.environ.get("TIP_SCREENSHOTS")
        if folder:
            # In a window as high as the page: capturing beyond it can hang on pages with charts.
            width, height = self.run("return [innerWidth, document.documentElement.scrollHeight]")
            self.width(width, max(height, HEIGHT))
            picture = self.cdp("Page.captureScreenshot")["data"]
            self.width(width)
            pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
            pathlib.Path(folder, f"{name}.png").write_bytes(base64.b64decode(picture))

    def print(self):
        """The text of the page as it is printed on paper."""
        paper = base64.b64decode(self.cdp("Page.printToPDF")["data"])
        text = subprocess.run(["pdftotext", "-", "-"], input=paper, capture_output=True,
                              check=True, timeout=waiting.LIMIT_S)
        return text.stdout.decode()

    # What the page hands out

    def clipboard(self):
        reply = self.driver.execute_async_script(
            "const done = arguments[0];"
            "navigator.clipboard.readText().then(text => done({text}),"
            " error => done({error: String(error)}))")
        if "error" in reply:
            raise AssertionError(f"the clipboard cannot be read: {reply['error']}")
        return reply["text"]

    def downloaded(self):
        """The path of the one file that was downloaded, awaited."""
        def whole():
            files = list(self.downloads.iterdir())
            return [f for f in files if f.suffix != ".crdownload" and f.stat().st_size > 0]
        return waiting.until(whole, "a download")[0]

    def storage(self, key):
        """What the page keeps under `key` in the browser, read as JSON; None if nothing."""
        text = self.run("return localStorage.getItem(arguments[0])", key)
        return None if text is None else json.loads(text)
