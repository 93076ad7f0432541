"""Runs every benchmark one after the other and writes what they measured to ``docs/benchmarks.md`` and ``README.md``.

    python -m tests.benchmarks.report [--articles N] [--meetings N] [--quick]

Each runs in processes of its own, so that none leaves its memory or its caches to the next.
One that fails costs its own row and no other.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts import figures
from tests.benchmarks import chart, printed

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "benchmarks.md"
PICTURE = ROOT / "docs" / "pictures" / "benchmarks.svg"
QUICK = ROOT / "build-bench"
"""Where a quick run writes the same files, for nobody to take them for the real ones."""

ARTICLES = 100_000
"""Articles of the store that new ones are put into, and at which memory is looked at: some 15 minutes on two cores."""
MEETINGS = 1_000_000
"""Meetings under the dashboard's questions; there are three participants to each."""
SHOWN = 100_000
"""Meetings under the pages that are opened in a browser."""
FOLDERS = re.compile(r"(?<!\w)/(?:[\w.-]+/)+")
"""Folders of the machine, which have no place on the page."""

HOURS = 6
"""A benchmark that takes longer hangs."""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One module of this folder.

    Attributes:
        module: Its name.
        title: What it measures, as the heading of its section and the name of its ratio.
        says: What one must know to read its lines.
        words: Arguments.
        has_target: Whether one of its lines must have one; a benchmark that suddenly prints none has failed.
    """

    module: str
    title: str
    says: str
    words: tuple[str, ...] = ()
    has_target: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a benchmark printed, or in one line why there is nothing."""

    benchmark: Benchmark
    printed: str
    seconds: float
    failure: str = ""

    @property
    def lines(self) -> list[str]:
        """What there is to read."""
        return [text for text in (self.printed, self.failure) if text]

    @property
    def rows(self) -> list[tuple[str, printed.Figure]]:
        """Its figures with their names in the table."""
        title = self.benchmark.title
        return [(title if one.what == "ratio" else f"{title}: {one.what}", one) for one in printed.read(self.printed)]


def benchmarks(articles: int, meetings: int, large: str, shown: str, *, is_quick: bool) -> tuple[Benchmark, ...]:
    """All of them, in the order of the page.

    Args:
        articles: Of the large store.
        meetings: Of the made-up build.
        large: The folder of that build.
        shown: The folder of the build that is opened in a browser.
        is_quick: Whether the others run at small sizes as well.
    """
    few = {"triage": ("1000",), "workers": ("300", "1"), "pages": ("1",)} if is_quick else {}
    merged = "2000" if is_quick else "100000"
    return (
        Benchmark(
            "bench_extraction",
            "extraction against plain spaCy",
            "The practice articles with other days and surnames, in one process; plain spaCy runs all components of the"
            " same model on the same texts. Processor time.",
        ),
        Benchmark(
            "bench_triage",
            "triage against plain spaCy",
            "A made-up stream, of which one article in fifty is diplomatic.",
            few.get("triage", ()),
        ),
        Benchmark(
            "bench_workers",
            "two workers against one",
            "The same articles by the clock, when the workers have started; start-up and a whole build beside it.",
            few.get("workers", ()),
        ),
        Benchmark(
            "bench_increment",
            f"100 new articles into {articles:,}",
            "Articles put together from made-up parts; the time of adding against that of the full build.",
            (str(articles),),
        ),
        Benchmark(
            "bench_memory",
            f"memory of {articles:,} articles against 1,000",
            "The greatest memory of a process while it builds such articles.",
            (str(articles),),
        ),
        Benchmark(
            "bench_query",
            f"questions, {meetings:,} meetings",
            "Made-up tables; every question that a page asks, under each filter, in milliseconds.",
            (large,),
        ),
        Benchmark(
            "bench_peers",
            f"peers, {meetings:,} meetings",
            "The same questions to Datasette on SQLite and to pandas in memory, over the same tables, all warm, none"
            " with a cache of answers, no HTTP in between. A facet comes without the filter of its own kind and with"
            " its 30 most frequent values; a page has 50 rows. Datasette’s limits of time are lifted. It holds the"
            " same tables joined by views, and in the last column tables that repeat the filtered columns in every"
            " pair. Figures are how many times slower than ours the peer is: below 1 it is faster.",
            (large,),
        ),
        Benchmark(
            "bench_pages",
            "pages in a browser",
            "Each page opened and filtered in Chromium on a warm server that it shares two cores with, by the clock;"
            " the figure is that of the slowest page.",
            (shown, *few.get("pages", ())),
        ),
        Benchmark(
            "bench_merge",
            "merging",
            "Made-up meetings, a fifth of them told twice; the time grows with the candidates and not with the pairs.",
            (merged,),
            has_target=False,
        ),
        Benchmark("bench_start", "start", "Processes of their own, by the clock."),
    )


def main() -> None:
    """Measure everything, then write page, picture and the figures of the README."""
    parser = argparse.ArgumentParser(description="Run every benchmark and write docs/benchmarks.md.")
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--meetings", type=int, default=MEETINGS)
    parser.add_argument("--quick", action="store_true", help=f"small sizes, into {QUICK.name}/, to try the run out")
    options = parser.parse_args()
    articles, meetings = (1_000, 5_000) if options.quick else (options.articles, options.meetings)
    shown = min(SHOWN, meetings)
    began, before = time.monotonic(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        for count, name in ((meetings, "large"), (shown, "shown")):
            run(Benchmark("generate", "", "", (str(count), f"{folder}/{name}"), has_target=False))
        listed = benchmarks(articles, meetings, f"{folder}/large", f"{folder}/shown", is_quick=options.quick)
        outcomes = [run(one) for one in listed]
    minutes, after = (time.monotonic() - began) / 60, os.getloadavg()[0]
    text = page(outcomes, (before, after), minutes, is_quick=options.quick)
    write(QUICK / PAGE.name if options.quick else PAGE, text)
    write(QUICK / PICTURE.name if options.quick else PICTURE, chart.draw(margins(outcomes)))
    if not options.quick:
        figures.fill(figures.README, "speed", table(outcomes))


def run(benchmark: Benchmark) -> Outcome:
    """Run one benchmark to its end, whatever that is."""
    print(f"{benchmark.module} …", flush=True)
    command = [sys.executable, "-m", f"tests.benchmarks.{benchmark.module}", *benchmark.words]
    began = time.monotonic()
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=HOURS * 3600)
    except subprocess.TimeoutExpired:
        return Outcome(benchmark, "", HOURS * 3600, f"no end after {HOURS} hours")
    failure = ""
    if done.returncode:
        last = done.stderr.strip().rpartition("\n")[2].replace("|", "/")
        failure = f"exit {done.returncode}: {FOLDERS.sub('', last)}"
    elif benchmark.has_target and not printed.read(done.stdout):
        failure = "it printed no figure with a target"
    outcome = Outcome(benchmark, done.stdout.strip(), time.monotonic() - began, failure)
    print("\n".join(outcome.lines), flush=True)
    return outcome


def table(outcomes: Sequence[Outcome]) -> str:
    """Every figure that has a target, in Markdown; a benchmark that failed has a row that says so."""
    lines = ["| what | measured | must | |", "|---|---|---|---|"]
    for outcome in outcomes:
        for what, one in outcome.rows:
            least = "at least" if one.is_least else "at most"
            found, target = (f"{number:,g} {one.unit}".strip() for number in (one.value, one.target))
            lines.append(f"| {what} | {found} | {least} {target} | {'met' if one.is_met else '**not met**'} |")
        if outcome.failure:
            lines.append(f"| {outcome.benchmark.title} | {outcome.failure} | | **failed** |")
    return "\n".join(lines) + "\n"


def verdict(outcomes: Sequence[Outcome]) -> str:
    """What is not met, in one sentence."""
    missed = [what for outcome in outcomes for what, one in outcome.rows if not one.is_met]
    missed += [f"{outcome.benchmark.title} (it failed)" for outcome in outcomes if outcome.failure]
    return f"Not met: {'; '.join(missed)}." if missed else "Every target is met."


def margins(outcomes: Sequence[Outcome]) -> list[tuple[str, float]]:
    """What the picture shows."""
    return [(what, one.margin) for outcome in outcomes for what, one in outcome.rows]


def page(outcomes: Sequence[Outcome], load: tuple[float, float], minutes: float, *, is_quick: bool) -> str:
    """The whole page."""
    parts = [
        "# How fast it is",
        "**A quick run at small sizes, to try the run out; none of these figures stands for anything.**"
        if is_quick
        else "`make bench` measures all of this and writes this page.",
        "Peers run in the same run on the same texts and tables; figures are medians of rounds.\n"
        f"The machine: {os.cpu_count()} cores, Python {platform.python_version()};"
        f" its load was {load[0]:.1f} when the run began and {load[1]:.1f} when it ended, {minutes:.0f} minutes later.\n"
        + busy(load[0]),
        verdict(outcomes),
        table(outcomes).rstrip(),
        f"![Each figure against its target](pictures/{PICTURE.name})",
    ]
    for outcome in outcomes:
        benchmark = outcome.benchmark
        parts += [
            f"## {benchmark.title[0].upper()}{benchmark.title[1:]}",
            benchmark.says,
            "\n".join(["```", *outcome.lines, "```"]),
            f"`{benchmark.module}.py` took {outcome.seconds:,.0f} s.",
        ]
    return "\n\n".join(parts) + "\n"


def busy(load: float) -> str:
    """What the machine's load at the beginning, before any benchmark, means for the figures."""
    if load < (os.cpu_count() or 1) / 2:
        return "Nothing else to speak of was running."
    return "Other work was running: ratios are rough, and speeds and milliseconds are worse than on an idle machine."


def write(path: Path, text: str) -> None:
    """Write a file, and say so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    print(f"{path.relative_to(ROOT)}: written")


if __name__ == "__main__":
    main()
