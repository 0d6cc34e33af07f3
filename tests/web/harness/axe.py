"""axe-core, which judges a page as it stands: what a screen reader or a keyboard would stumble on.

The one thing the tests need that Debian 12 has no package of. It is fetched once, proved by its hash
and kept; `python3 tests/web/harness/axe.py` fetches it without a test."""
import base64
import functools
import hashlib
import io
import os
import pathlib
import sys
import tarfile
import urllib.request

VERSION = "4.14.1"
ADDRESS = f"https://registry.npmjs.org/axe-core/-/axe-core-{VERSION}.tgz"
SHA512 = ("FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LIMIT_S = 60


def _is_whole(archive):
    return base64.b64encode(hashlib.sha512(archive).digest()).decode() == SHA512


def _kept():
    cache = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(cache, "tipsearch", f"axe-core-{VERSION}.tgz")


def fetch():
    """The archive's path, after fetching it where it is not there or not whole."""
    path = _kept()
    if path.exists() and _is_whole(path.read_bytes()):
        return path
    try:
        with urllib.request.urlopen(ADDRESS, timeout=LIMIT_S) as reply:
            archive = reply.read()
    except OSError as error:
        raise RuntimeError(f"{ADDRESS} cannot be fetched ({error}): put it at {path}") from error
    if not _is_whole(archive):
        raise RuntimeError(f"{ADDRESS}: not the file whose SHA-512 is known here")
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}")
    part.write_bytes(archive)
    part.rename(path)
    return path


@functools.cache
def source():
    """The script, as text."""
    with tarfile.open(fileobj=io.BytesIO(fetch().read_bytes())) as archive:
        return archive.extractfile("package/axe.min.js").read().decode()


def enter(page):
    """Brings axe to the document that the browser `page` shows. The place for violations(), until
    another document is shown."""
    # In a world of its own, where the page's policy and its trusted types do not hold.
    frame = page.cdp("Page.getFrameTree")["frameTree"]["frame"]["id"]
    world = page.cdp("Page.createIsolatedWorld", frameId=frame)["executionContextId"]
    _evaluate(page, world, source())
    return world


def violations(page, world):
    """What axe finds on the page that the browser `page` shows: a line for each element."""
    found = _evaluate(page, world, "axe.run(document, {resultTypes: ['violations'], runOnly: "
                                   f"{TAGS}}}).then(found => found.violations)")
    return [f"{rule['id']} ({rule['impact']}): {rule['help']}: {node['html'][:200]}: "
            f"{node['failureSummary']}" for rule in found for node in rule["nodes"]]


def _evaluate(page, world, script):
    reply = page.cdp("Runtime.evaluate", expression=script, contextId=world, awaitPromise=True,
                     returnByValue=True)
    if "exceptionDetails" in reply:
        raise AssertionError(f"axe: {reply['exceptionDetails']}")
    return reply["result"].get("value")


if __name__ == "__main__":
    try:
        fetch()
    except RuntimeError as error:
        sys.exit(str(error))
