"""Adding 100 articles to a store against building the store: both through the whole pipeline, each in its own process.

    python -m tests.benchmarks.bench_increment 5000

The articles are made up (see ``articles``). 100,000 of them, which is what is measured if no number is given, take a
quarter of an hour and more. The ratio is that of the clock; processor time stands beside it.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import pipeline
from tests.benchmarks import articles

ARTICLES = 100_000
ADDED = 100
ROUNDS = 3
"""Ten seconds are short enough for the machine to be busy with something else; the median counts."""
TARGET = 0.03


@dataclass(frozen=True, slots=True)
class Cost:
    """What one build took: seconds by the clock, and of all processors."""

    clock: float
    processor: float
    cached: int


def measure(count: int, folder: Path) -> tuple[Cost, list[Cost]]:
    """The full build, and adding to it one hundred after another."""
    whole = articles.write(folder / "whole.jsonl", count)
    full = _in_own_process(whole, folder / "build")
    added = (articles.write(folder / f"added{n}.jsonl", ADDED, start=count + n * ADDED) for n in range(ROUNDS))
    return full, [_in_own_process(file, folder / "build", "--add") for file in added]


def _in_own_process(*words: object) -> Cost:
    """A build as a user starts it: the model is loaded, nothing is left of a build before."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_increment", "--build", *map(str, words)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    clock = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(clock, processor, json.loads(printed)["cached"])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="?", type=int, default=ARTICLES)
    parser.add_argument("--build", type=Path, nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--add", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.build:
        source, out = given.build
        print(json.dumps({"cached": pipeline.build([source], out, add=given.add).cached}))
        return
    with tempfile.TemporaryDirectory() as folder:
        full, rounds = measure(given.articles, Path(folder))
    again = [given.articles + n * ADDED - one.cached for n, one in enumerate(rounds)]
    if any(again):
        sys.exit(f"{sum(again)} articles were extracted again; nothing was measured.")
    increment = sorted(rounds, key=lambda one: one.clock)[ROUNDS // 2]
    print(
        f"full build            {full.clock:>10,.1f} s   {full.processor:,.1f} s of processors, {given.articles:,} articles"
    )
    print(
        f"adding to it          {increment.clock:>10,.1f} s   {increment.processor:,.1f} s of processors, {ADDED} articles"
    )
    print(f"of processor time     {increment.processor / full.processor:>10.4f}")
    ratios = ", ".join(f"{one.clock / full.clock:.4f}" for one in rounds)
    print(
        f"ratio                 {increment.clock / full.clock:>10.4f}   (must be at most {TARGET:g}; rounds {ratios})"
    )


if __name__ == "__main__":
    main()
