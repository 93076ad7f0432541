"""Two workers against one on the same articles, through ``pipeline.engine``, and a whole build with either.

    python -m tests.benchmarks.bench_workers [ARTICLES [ROUNDS]]

A worker loads the model and the registers before its first article; that takes seconds once, whatever comes after.
The ratio is therefore of the steady state: the clock starts when the first articles have come back and stops with the
last one, for one worker as for two, which take turns on the same texts, in a fresh process every time.
At either end of that time about half a batch of one worker is counted wrongly, in opposite directions.
The start-up, and a whole build from the first file to the last table, are shown beside it.
"""

from __future__ import annotations

import multiprocessing
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psutil

from pipeline import config, engine
from pipeline.read import article
from pipeline.records import Document
from tests.benchmarks import bench_extraction, printed

ARTICLES = 1_200
FIRST = 6 * 32
"""Articles before the clock starts: three batches a worker, so that both have read some of theirs."""
ROUNDS = 3
TARGET = 1.8


@dataclass(frozen=True, slots=True)
class Run:
    """One pass over the articles.

    Attributes:
        start: Seconds until the first article came back.
        steady: Articles a second after the first ones.
        processor: Milliseconds of processor time an article took after the first ones, of all processes together.
        main: Those of the process that hands out and collects.
    """

    start: float
    steady: float
    processor: float
    main: float


def articles(count: int, seed: int) -> list[Document]:
    """Practice articles with other days and surnames, read and ready to be extracted."""
    settings = config.Config()
    texts = bench_extraction.texts(count, seed)
    return [article.build(f"{number}.txt", text, settings) for number, text in enumerate(texts)]


def measure(count: int, seed: int, workers: int) -> Run:
    """Extract them all; one worker is the process that builds, as the command has it."""
    documents = articles(count, seed)
    began = time.perf_counter()
    back: list[float] = []
    own = others = 0.0
    for _ in engine.run(documents, config.Config(), workers):
        back.append(time.perf_counter())
        if len(back) == FIRST:
            own, others = time.process_time(), _of_workers()
        elif len(back) == count:  # the workers are still there, waiting for more
            own, others = time.process_time() - own, _of_workers() - others
    counted = count - FIRST
    return Run(
        start=back[0] - began,
        steady=counted / (back[-1] - back[FIRST - 1]),
        processor=1000 * (own + others) / counted,
        main=1000 * own / counted,
    )


def afresh(count: int, seed: int, workers: int) -> Run:
    """Measure in a process that remembers nothing of the round before."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(measure, count, seed, workers).result()


def _of_workers() -> float:
    """Seconds of processor time of the workers so far."""
    times = [psutil.Process(child.pid).cpu_times() for child in multiprocessing.active_children()]
    return sum(one.user + one.system for one in times)


def whole_build(documents: list[Document], workers: int) -> float:
    """Seconds from starting the command to its end, everything included."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for document in documents:
            (corpus / document.path).write_text(document.text, "utf-8")
        began = time.perf_counter()
        command = [sys.executable, "-m", "pipeline", "build", str(corpus), "--out", f"{folder}/build"]
        subprocess.run([*command, "--workers", str(workers)], check=True, capture_output=True)
        return time.perf_counter() - began


def main(count: int = ARTICLES, rounds: int = ROUNDS) -> None:
    """Measure and print; every round has texts of its own."""
    runs: dict[int, list[Run]] = {1: [], 2: []}
    for number in range(rounds):
        for workers in runs:
            runs[workers].append(afresh(count, number, workers))
    for workers, found in runs.items():
        rate, spent, own, start = (
            statistics.median(getattr(run, name) for run in found) for name in ("steady", "processor", "main", "start")
        )
        note = f"{spent:.1f} ms of processor time an article"
        note += f", {own:.1f} of it handing out" if workers > 1 else ""
        print(printed.line(f"{workers} worker{'s' * (workers > 1)}, steady", f"{rate:,.1f} articles/s", note=note))
        print(printed.line("  start-up", f"{start:.1f} s", note="until the first article is back"))
    ratios = [two.steady / one.steady for one, two in zip(runs[1], runs[2], strict=True)]
    told = "rounds " + ", ".join(f"{ratio:.2f}" for ratio in ratios)
    print(printed.line("ratio", f"{statistics.median(ratios):.2f}", f"reach {TARGET:g}", told))
    alone, together = (whole_build(articles(count, rounds), workers) for workers in runs)
    told = f"{alone:.1f} s and {together:.1f} s for {count:,} articles, start-up and tables included"
    print(printed.line("whole build, ratio", f"{alone / together:.2f}", note=told))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
