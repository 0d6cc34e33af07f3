"""What the browser tells of itself: its requests and its console."""
import collections
import json
import urllib.parse

Request = collections.namedtuple("Request", "url method kind page")
# Made inside the page itself: they reach no host.
INSIDE = ("blob", "data", "about")


class Records:
    """Gathers the logs of a WebDriver, each line of which is handed out once."""

    def __init__(self, driver):
        self.driver = driver
        self.clear()

    def clear(self):
        self.requests = []
        self.console = []
        self.dialogs = []

    def gather(self):
        for line in self.driver.get_log("performance"):
            message = json.loads(line["message"])["message"]
            self._take(message["method"], message["params"])
        self.console += [line for line in self.driver.get_log("browser")
                         if line["level"] in ("SEVERE", "WARNING")]

    def _take(self, method, of):
        if method == "Network.requestWillBeSent":
            self.requests.append(Request(of["request"]["url"], of["request"]["method"],
                                         of.get("type"), of.get("documentURL")))
        elif method == "Network.webSocketCreated":
            self.requests.append(Request(of["url"], "GET", "WebSocket", None))
        elif method == "Page.javascriptDialogOpening":
            self.dialogs.append(of["message"])

    def strangers(self, origin):
        """The requests that are not for `origin`."""
        return [request for request in self.requests
                if not request.url.startswith(origin + "/")
                and urllib.parse.urlsplit(request.url).scheme not in INSIDE]
