"""How much memory a build takes: of the process that was started and of a worker, for 1,000 articles and for many.

    python -m tests.benchmarks.bench_memory 5000

The articles are made up (see ``articles``) and go through the whole pipeline with two workers, each build in a process
of its own. A process counts with the most memory it ever held at once; of the workers the larger one does.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pipeline
from tests.benchmarks import articles

FEW, MANY = 1_000, 100_000
WORKERS = 2
TARGET = 1.5


@dataclass(frozen=True, slots=True)
class Peaks:
    """Megabytes."""

    main: float
    worker: float


def measure(count: int) -> Peaks:
    """Build that many articles in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        source = articles.write(Path(folder, "articles.jsonl"), count)
        command = [sys.executable, "-m", "tests.benchmarks.bench_memory", "--build", source, f"{folder}/build"]
        return Peaks(**json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))


def _build(source: Path, out: Path) -> Peaks:
    """Build here; the workers are the children."""
    pipeline.build([source], out, workers=WORKERS)
    for worker in multiprocessing.active_children():
        worker.join()  # a child that nobody waited for is not counted
    return Peaks(
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="?", type=int, default=MANY)
    parser.add_argument("--build", type=Path, nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.build:
        peaks = _build(*given.build)
        print(json.dumps({"main": peaks.main, "worker": peaks.worker}))
        return
    few, many = measure(FEW), measure(given.articles)
    for count, peaks in ((FEW, few), (given.articles, many)):
        print(
            f"{count:>9,} articles    {peaks.worker:>10,.0f} MB a worker, {peaks.main:,.0f} MB the process that writes"
        )
    grown = (many.main - few.main) * 1024 / max(1, given.articles - FEW)
    print(f"the writing process   {many.main / few.main:>10.2f}   times, {grown:,.1f} kB an article")
    print(f"ratio                 {many.worker / few.worker:>10.2f}   (must be at most {TARGET:g})")


if __name__ == "__main__":
    main()
