"""How long the first import and ``sidelines --help`` take, each in processes of their own.

    python -m tests.benchmarks.bench_start

Python's own start is part of both and shown beside them.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

from tests.benchmarks import printed

ROUNDS = 15
TARGET = 0.3
STARTS = {
    "bare Python": ("-c", "pass"),
    "import pipeline": ("-c", "import pipeline"),
    "sidelines --help": ("-m", "pipeline", "--help"),
}


def measure(rounds: int = ROUNDS) -> dict[str, list[float]]:
    """Seconds of each start, taken in turn; the first round warms the disk and is not counted."""
    seconds: dict[str, list[float]] = {what: [] for what in STARTS}
    for _ in range(rounds + 1):
        for what, words in STARTS.items():
            began = time.perf_counter()
            subprocess.run([sys.executable, *words], check=True, capture_output=True)
            seconds[what].append(time.perf_counter() - began)
    return {what: found[1:] for what, found in seconds.items()}


def main(rounds: int = ROUNDS) -> None:
    """Measure and print."""
    for what, found in measure(rounds).items():
        must = "" if what == "bare Python" else f"be at most {TARGET:g}"
        note = f"median of {len(found)}, slowest {max(found):.2f}"
        print(printed.line(what, f"{statistics.median(found):.3f} s", must, note))


if __name__ == "__main__":
    main()
