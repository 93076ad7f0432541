"""How long a page takes to appear and to follow a filter, in a real browser on a warm server; one line a page.

python -m tests.benchmarks.generate 100000 build-large
python -m tests.benchmarks.bench_pages build-large [ROUNDS]

Milliseconds by the clock, median and least of the rounds, and the processor time that the server spent (median).
The browser has been on the page once before, with a profile on disk, as a reader's has: its scripts are not loaded anew.
On a busy machine the clock measures the neighbours too: then read the least, and the processor time.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from pipeline import query
from tests.benchmarks import printed
from tests.browser import conftest as browser

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 5
LIMITS_MS = {"first data": 2000, "filter": 1000}
CHART = "[data-testid=stPlotlyChart] .main-svg :is(.choroplethlayer, .scatterlayer, .barlayer) path"
TABLE = "[data-testid=stDataFrame] canvas"
PAGES = {
    "": CHART,
    "meetings": TABLE,
    "map": CHART,
    "timeline": CHART,
    "network": CHART,
    "countries": CHART,
    "people": CHART,
    "topics": CHART,
    "review": TABLE,
    "data": "[data-testid=stDownloadButton]",
}
"""Each page by its first data: a chart that is drawn, a table, a file to take."""

AT_REST = "[data-testid=stApp][data-test-script-state=notRunning]"
Taken = dict[str, list[float]]


def processor_ms(pid: int) -> float:
    """What a process has spent so far, of Linux's own account in hundredths of a second."""
    spent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(spent[11]) + int(spent[12])) * 10.0


def open_page(page: Any, address: str, data: str, taken: Taken) -> None:
    """From the request to the title with the first data, and to the script's rest."""
    began = time.perf_counter()
    page.goto(address)
    page.locator("[data-testid=stMain] h1").first.wait_for()
    page.locator(f"[data-testid=stMain] {data}").first.wait_for()
    taken["first data"].append((time.perf_counter() - began) * 1000)
    page.locator(AT_REST).wait_for()
    taken["rest"].append((time.perf_counter() - began) * 1000)


def change_filter(page: Any, taken: Taken) -> None:
    """From the click on a chip to the page without it, at rest."""
    chip = page.get_by_role("button", name="How they met: In person")
    chip.wait_for()
    page.locator(AT_REST).wait_for()
    began = time.perf_counter()
    chip.click()
    chip.wait_for(state="detached")
    page.locator(AT_REST).wait_for()
    taken["filter"].append((time.perf_counter() - began) * 1000)


def measure(
    name: str, data: str, begin: Callable[[], Any], server: browser.Server, countries: Iterator[str], rounds: int
) -> Taken:
    """Some rounds of one page; each filters by another country, so that no answer is known beforehand."""
    taken: Taken = {"first data": [], "rest": [], "filter": [], "processor, page": [], "processor, filter": []}
    page = begin()
    open_page(page, f"{server.address}/{name}", data, {"first data": [], "rest": []})
    for _ in range(rounds):
        before = processor_ms(server.process.pid)
        open_page(page, f"{server.address}/{name}", data, taken)
        taken["processor, page"].append(processor_ms(server.process.pid) - before)
        page.goto(f"{server.address}/{name}?country={next(countries)}&mode=in_person")
        page.locator(AT_REST).wait_for()
        before = processor_ms(server.process.pid)
        change_filter(page, taken)
        taken["processor, filter"].append(processor_ms(server.process.pid) - before)
    page.close()
    return taken


def main(build: Path, rounds: int = ROUNDS) -> None:
    """Serve the build, open every page, print."""
    chromium = next(filter(None, map(shutil.which, browser.CHROMIUM_NAMES)), None)
    database = query.open(build)
    rows = query.facet(database, query.Filters(mode=("in_person",)), "country", rounds * len(PAGES) + 1)
    countries = iter([str(one) for one in rows["id"]][1:])  # the first takes part in nearly all
    count = query.count(database, query.Filters(status=()))
    database.close()
    sys.stdout.write(f"{count:,} meetings; milliseconds, median (least) of {rounds}\n")
    columns = ("first data", "rest", "filter", "processor, page", "processor, filter")
    sys.stdout.write(f"{'':10}" + "".join(f"{name:>20}" for name in columns) + "\n")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = browser.start(ROOT, build.resolve(), Path(folder) / "log")
        context = playwright.chromium.launch_persistent_context(
            Path(folder) / "profile", executable_path=chromium, args=[browser.OFFLINE], viewport=browser.DESK
        )
        slowest: dict[str, tuple[float, str]] = {}
        try:
            for name, data in PAGES.items():
                taken = measure(name, data, context.new_page, server, countries, rounds)
                cells = "".join(f"{statistics.median(ms):12.0f} ({min(ms):5.0f})" for ms in taken.values())
                sys.stdout.write(f"{name or 'overview':10}{cells}\n")
                sys.stdout.flush()
                for what in LIMITS_MS:
                    slowest[what] = max(
                        slowest.get(what, (0.0, "")), (statistics.median(taken[what]), name or "overview")
                    )
        finally:
            context.close()
            server.process.terminate()
            server.process.wait(timeout=10)
    for what, (median, page) in slowest.items():
        sys.stdout.write(printed.line(what, f"{median:,.0f} ms", f"be at most {LIMITS_MS[what]}", page) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
