"""The programs as they were built: tipindex makes an index, tipsearchd answers on it."""
import os
import pathlib
import re
import subprocess
import threading
import urllib.error
import urllib.request

from harness import waiting

BIN = pathlib.Path(os.environ.get("TIP_BIN", "build/dev/bin")).resolve()
STOP_LIMIT_S = 40
SANITIZER = re.compile(r"(Leak|Address|Thread)Sanitizer|runtime error:")


def run(program, *arguments, status=0):
    """What `program` printed; a failure unless it exits with `status`."""
    done = subprocess.run([BIN / program, *map(str, arguments)], capture_output=True, text=True,
                          timeout=120, check=False)
    if done.returncode != status:
        raise AssertionError(f"{program} {' '.join(map(str, arguments))}: exit status "
                             f"{done.returncode} instead of {status}: {done.stdout}{done.stderr}")
    return done.stdout


def build_index(folder, sources):
    """The index of sources, a dictionary of file names and texts, made in `folder`."""
    folder = pathlib.Path(folder)
    (folder / "sources").mkdir(parents=True)
    for name, text in sources.items():
        (folder / "sources" / name).write_text(text, encoding="utf-8")
    run("tipindex", "build", "-q", "-i", folder / "index", folder / "sources")
    return folder / "index"


class Daemon:
    """A tipsearchd that serves `index` by HTTP on a free port of loopback, and on a Unix socket."""

    def __init__(self, index, folder, *arguments, port=0):
        self.index = index
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.arguments = arguments
        self.socket = self.folder / "socket"
        self.start(port)

    def start(self, port=0):
        """Starts it, and returns when it says that it serves."""
        command = [BIN / "tipsearchd", "-f", "-i", self.index, "-l", f"unix:{self.socket}",
                   "--http", f"127.0.0.1:{port}", *self.arguments]
        self.log = []
        self.is_told = threading.Event()
        self.process = subprocess.Popen(list(map(str, command)), stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                        text=True)
        self.reader = threading.Thread(target=self._read_log)
        self.reader.start()
        self.is_told.wait(waiting.LIMIT_S)
        served = re.search(r"http://127\.0\.0\.1:(\d+)", "".join(self.log))
        if not served:
            self._end(self.process.kill)
            raise AssertionError(f"tipsearchd does not serve; it said: {''.join(self.log)}")
        self.port = int(served[1])
        self.origin = f"http://127.0.0.1:{self.port}"

    def _read_log(self):
        for line in self.process.stderr:
            self.log.append(line)
            if "event=serving" in line:
                self.is_told.set()
        self.is_told.set()

    def stop(self):
        """Ends it; a failure unless it ends in time, with status 0 and no word of a sanitizer."""
        status = self._end(self.process.terminate)
        said = "".join(self.log)
        if status != 0 or SANITIZER.search(said):
            raise AssertionError(f"tipsearchd ended with status {status}; it said: {said}")

    def _end(self, signal):
        signal()
        try:
            status = self.process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = "none: it had to be killed"
        self.reader.join()
        self.process.stderr.close()
        return status

    def get(self, path, **headers):
        """(status, headers, text) of the reply to GET `path`, asked without a browser."""
        request = urllib.request.Request(self.origin + path, headers=headers)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=waiting.LIMIT_S) as reply:
                return reply.status, reply.headers, reply.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.headers, refused.read().decode()
