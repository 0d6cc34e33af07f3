"""A listener on loopback that stands in for every host but the server's own."""
import contextlib
import socket
import threading

# What Chromium calls by itself, whatever flags it has: these names lead nowhere. A page's request
# for one is seen in the browser's own records.
OWN = ("*.google.com", "*.googleapis.com", "*.gstatic.com", "*.gvt1.com")


class Trap:
    """Chromium is told that all other hosts are here (`rules`), so who calls one is seen."""

    def __init__(self):
        self.seen = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        port = self.listener.getsockname()[1]
        self.rules = ",".join([*(f"MAP {name} ~NOTFOUND" for name in OWN),
                               f"MAP * 127.0.0.1:{port}", "EXCLUDE 127.0.0.1"])
        self.listening = threading.Thread(target=self._listen)
        self.listening.start()

    def _listen(self):
        while True:
            try:
                caller, _ = self.listener.accept()
            except OSError:
                return
            with caller:
                caller.settimeout(1)
                first = b""
                with contextlib.suppress(OSError):
                    first = caller.recv(400)
                    caller.sendall(b"HTTP/1.0 404 Not Found\r\n\r\nA stranger's page")
                self.seen.append(first)

    def callers(self):
        """The first bytes of each connection that came since the last look."""
        seen, self.seen = self.seen, []
        return seen

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listening.join()
        self.listener.close()
