"""A server in front of another one, which can be slow, busy or gone when a test says so."""
import http.client
import http.server
import threading
import urllib.parse

PASSED_ON = ("content-type", "content-security-policy", "x-content-type-options")
BUSY = (b"<!DOCTYPE html><title>Busy</title><form id='search'></form>"
        b"<main id='main'><h1>The server is busy</h1><p class='error'>too many at once</p></main>")


class Front:
    """Listens on a free port and hands requests on to `origin`."""

    def __init__(self, origin):
        self.behind = urllib.parse.urlsplit(origin).netloc
        self.asked = []  # the paths of all requests, in order
        self.busy = 0  # how many requests for pages are answered that way from now on
        self.is_gone = False  # every connection is closed without an answer
        self.held = {}  # a text of a path: the event that its answer waits for
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def stop(self):
        for event in self.held.values():
            event.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def hold(self, text):
        """Answers to paths that hold `text` wait until the event that is returned is set."""
        self.held[text] = threading.Event()
        return self.held[text]

    def pages(self, since=0):
        """The searches that were asked for, from the request `since` on."""
        return [path for path in self.asked[since:] if path.startswith("/?")]

    def _handler(self):
        front = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                front.asked.append(self.path)
                for text, event in list(front.held.items()):
                    if text in self.path:
                        event.wait()
                if front.is_gone:
                    self.close_connection = True
                elif front.busy and self.path.startswith("/?"):
                    front.busy -= 1
                    self._answer(503, {"content-type": "text/html", "retry-after": "1"}, BUSY)
                else:
                    self._answer(*front.fetch(self.path))

            def _answer(self, status, fields, body):
                try:
                    self.send_response(status)
                    for name, value in fields.items():
                        self.send_header(name, value)
                    self.send_header("content-length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    self.close_connection = True  # the browser gave the request up

            def log_message(self, *_):
                pass

        return Handler

    def fetch(self, path):
        """(status, fields, body) of the server behind."""
        connection = http.client.HTTPConnection(self.behind, timeout=40)
        try:
            connection.request("GET", path, headers={"host": self.behind})
            reply = connection.getresponse()
            fields = {name: reply.headers[name] for name in PASSED_ON if name in reply.headers}
            return reply.status, fields, reply.read()
        finally:
            connection.close()
