"""Runs the benchmarks one after the other and writes what they measured to ``docs/benchmarks.md``.

python -m tests.benchmarks.report
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import bench_extraction

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "benchmarks.md"
MERGED = 20_000
QUERIED = 100_000
QUERY_TARGET_MS = 150
TRIAGE_TARGET, KEPT_TARGET = 60, 99.5

TEXT = """# How fast it is

Measured by `make bench`, which writes this page.
Peers run in the same run on the same texts; figures are medians of rounds, those of the extraction in processor time.
The machine: {cores} cores, Python {python}; its load was {before:.1f} when the run began and {after:.1f} when it ended.
{busy}

| what | measured | must reach | |
|---|---|---|---|
{rows}

## Not yet met, or not yet measured

{missing}

## Extraction against plain spaCy

The practice articles with other days and surnames, in one process; plain spaCy runs all components of the same model.

```
{extraction}
```

## Triage

A made-up stream of 10,000 articles, of which one in fifty is diplomatic.

```
{triage}
```

## Merging

Made-up meetings, a fifth of them told twice; the time grows with the candidates and not with the pairs.

```
{merge}
```

## Questions of the dashboard

Made-up tables of {queried:,} meetings; each question under each filter, in milliseconds.

```
{query}
```
"""


def main() -> None:
    """Measure everything, then write the page."""
    before = os.getloadavg()[0]
    extraction = _run("bench_extraction")
    triage = _run("bench_triage")
    merge = _run("bench_merge", str(MERGED))
    with tempfile.TemporaryDirectory() as folder:
        _run("generate", str(QUERIED), folder)
        query = _run("bench_query", folder)
    after = os.getloadavg()[0]
    ratio = _figure(r"ratio +([\d.]+)", extraction)
    times, kept = _figure(r"([\d,]+) times plain spaCy \(must", triage), _figure(r"kept +([\d.]+)%", triage)
    slowest = _figure(r"95th percentile (\d+) ms", query)
    rows = (
        (
            "extraction, times plain spaCy",
            f"{ratio:.2f}",
            f"{bench_extraction.TARGET:g}",
            ratio >= bench_extraction.TARGET,
        ),
        ("triage, times plain spaCy", f"{times:,.0f}", f"{TRIAGE_TARGET}", times >= TRIAGE_TARGET),
        ("triage, diplomatic articles kept", f"{kept:.1f} %", f"{KEPT_TARGET} %", kept >= KEPT_TARGET),
        (
            f"questions at {QUERIED:,} meetings, 95th percentile",
            f"{slowest:.0f} ms",
            f"{QUERY_TARGET_MS} ms at 1,000,000",
            None,
        ),
    )
    verdicts = {True: "met", False: "**not met**", None: "smaller than the target asks"}
    PAGE.write_text(
        TEXT.format(
            cores=os.cpu_count(),
            python=platform.python_version(),
            before=before,
            after=after,
            busy=_busy(before, after),
            rows="\n".join(f"| {what} | {found} | {aim} | {verdicts[is_met]} |" for what, found, aim, is_met in rows),
            missing="\n".join(f"- {line}" for line in _missing(ratio)),
            extraction=extraction,
            triage=triage,
            merge=merge,
            queried=QUERIED,
            query=query,
        ),
        "utf-8",
    )
    print(f"{PAGE}: written")


def _run(module: str, *words: str) -> str:
    """What a benchmark prints, in a process of its own: none leaves its memory or its caches to the next."""
    print(f"{module} …", flush=True)
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def _figure(pattern: str, printed: str) -> float:
    """A figure of what a benchmark printed."""
    found = re.search(pattern, printed)
    if found is None:
        raise ValueError(f"no figure like {pattern} in:\n{printed}")
    return float(found[1].replace(",", ""))


def _busy(before: float, after: float) -> str:
    """What the machine's load means for the figures."""
    if max(before, after) < (os.cpu_count() or 1):
        return "Nothing else to speak of was running."
    return "Other work was running: ratios are rough, and speeds and milliseconds are worse than on an idle machine."


def _missing(ratio: float) -> list[str]:
    """What the figures do not show, said plainly."""
    lines = []
    if ratio < bench_extraction.TARGET:
        lines.append(
            f"The extraction reaches {ratio:.2f} times plain spaCy and should reach {bench_extraction.TARGET:g}."
        )
    return [
        *lines,
        "Two workers against one (at least 1.8) is not measured yet.",
        "100 new articles into a store of 100,000 (at most 3 % of the full build) is not measured yet.",
        "Peak memory of a worker at 100,000 articles against 1,000 (at most 1.5 times) is not measured yet.",
        f"Questions are measured at {QUERIED:,} meetings here, not at 1,000,000, and not against Datasette or pandas.",
    ]


if __name__ == "__main__":
    main()
