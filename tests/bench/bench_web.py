#!/usr/bin/python3
"""How soon the web page answers on the report: by itself, and in a browser.

Prints a table: the time from a request to the last byte of /?q=… on loopback, over one connection,
warm (every judged query, several rounds) and cold (the first request that a server gets), and what
Chromium's clock says from the beginning of a navigation to the results. README.md says more."""
import argparse
import csv
import http.client
import os
import pathlib
import platform
import statistics
import sys
import tempfile
import time
import urllib.parse

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests" / "web"))
LANDMARKS = {"first byte": "responseStart", "last byte": "responseEnd",
             "results can be read": "domInteractive", "scripts have run":
             "domContentLoadedEventEnd", "all is loaded": "loadEventEnd"}


def options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--bin", default=SOURCE / "build" / "release" / "bin",
                        help="the folder of the programs (build/release/bin)")
    parser.add_argument("--report", default=os.environ.get(
        "TIP_REPORT", SOURCE / ".." / "shared" / "corpus" / "tip-report-2023.txt"))
    parser.add_argument("--rounds", type=int, default=3, help="of all queries, warm (3)")
    parser.add_argument("--starts", type=int, default=10, help="of a server, cold (10)")
    parser.add_argument("--visits", type=int, default=20, help="of the browser (20)")
    return parser.parse_args()


def judged():
    """The queries of tests/relevance on the report, as addresses."""
    queries = []
    for name in sorted((SOURCE / "tests" / "relevance").glob("tip-2023-*.tsv")):
        with open(name, encoding="utf-8") as file:
            queries += [row["query"] for row in csv.DictReader(file, delimiter="\t")
                        if row.get("query")]
    return ["/?" + urllib.parse.urlencode({"q": query}) for query in queries]


def time_request(connection, address):
    """Milliseconds from a request to the last byte of its reply, and how many bytes those are."""
    begin = time.perf_counter()
    connection.request("GET", address)
    reply = connection.getresponse()
    size = len(reply.read())
    if reply.status not in (200, 400):
        raise RuntimeError(f"{address}: {reply.status}")
    return (time.perf_counter() - begin) * 1000, size


def warm(daemon, addresses, rounds):
    connection = http.client.HTTPConnection("127.0.0.1", daemon.port)
    for address in addresses:
        time_request(connection, address)
    return [time_request(connection, address) for _ in range(rounds) for address in addresses]


def cold(daemon, addresses, starts):
    """The first request of a server, over a new connection, of one that starts anew each time."""
    taken = []
    for address in addresses[:starts]:
        daemon.stop()
        daemon.start()
        taken.append(time_request(http.client.HTTPConnection("127.0.0.1", daemon.port), address))
    return taken


def visits(daemon, addresses, count):
    """Of each visit what the browser noted, in milliseconds: a dictionary by landmark."""
    from harness import browser  # needs Chromium, which the rest does not
    page = browser.Browser(daemon.origin)
    try:
        noted = []
        for address in addresses[:count]:
            page.goto(address)
            page.wait("performance.getEntriesByName('first-contentful-paint').length > 0")
            noted.append(page.run(
                "const n = performance.getEntriesByType('navigation')[0].toJSON();"
                "n.paint = performance.getEntriesByName('first-contentful-paint')[0].startTime;"
                "return n"))
        return noted
    finally:
        page.close()


def row(name, times):
    ordered = sorted(times)
    last = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    print(f"| {name} | {len(ordered)} | {statistics.median(ordered):.1f} | {last:.1f} | "
          f"{ordered[-1]:.1f} |")


def print_visits(noted):
    for name, landmark in LANDMARKS.items():
        row(f"browser, {name}", [visit[landmark] for visit in noted])
    row("browser, first paint", [visit["paint"] for visit in noted])


def main():
    given = options()
    os.environ["TIP_BIN"] = str(given.bin)
    from harness import programs  # reads TIP_BIN
    addresses = judged()
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, load "
          f"{os.getloadavg()[0]:.1f}; {len(addresses)} queries\n")
    with tempfile.TemporaryDirectory(prefix="tipsearch-bench-") as folder:
        index = pathlib.Path(folder, "index")
        programs.run("tipindex", "build", "-q", "-i", index, given.report)
        daemon = programs.Daemon(index, pathlib.Path(folder, "run"))
        print("| ms | times | median | 99 of 100 | longest |\n| --- | ---: | ---: | ---: | ---: |")
        try:
            answers = warm(daemon, addresses, given.rounds)
            row("warm, to the last byte", [taken for taken, _ in answers])
            row("cold, to the last byte", [t for t, _ in cold(daemon, addresses, given.starts)])
            print_visits(visits(daemon, addresses, given.visits))
        finally:
            daemon.stop()
        sizes = sorted(size for _, size in answers)
        print(f"\nA page of results has {statistics.median(sizes):,.0f} bytes, "
              f"{sizes[-1]:,} at most.")


if __name__ == "__main__":
    main()
