"""The filter for crawls against plain spaCy: articles a second on a stream with 2 % diplomatic ones, and what it keeps.

python -m tests.benchmarks.bench_triage [ARTICLES]
"""

from __future__ import annotations

import itertools
import statistics
import sys
import time
from collections.abc import Callable

import spacy

from pipeline import config, triage
from tests.benchmarks import printed, stream

ARTICLES = 10_000
PARSED = 100
"""Plain spaCy gets the start of the same stream; its speed does not depend on how long it runs."""
ROUNDS = 3
TARGET, KEPT_TARGET = 60, 99.5


def main(articles: int = ARTICLES) -> None:
    """Measure and print."""
    told = list(stream.stream(articles))
    nlp = spacy.load(config.MODEL_NAME)
    sieve = triage.sieve()
    first = [text for text, _ in itertools.islice(told, PARSED)]
    plain = _rate(lambda: sum(1 for _ in nlp.pipe(first)), PARSED)
    sifted = _rate(lambda: sum(sieve.passes(text) for text, _ in told), articles)
    passed = [(sieve.passes(text), is_diplomatic) for text, is_diplomatic in told]
    wanted = [is_passed for is_passed, is_diplomatic in passed if is_diplomatic]
    others = [is_passed for is_passed, is_diplomatic in passed if not is_diplomatic]
    share = sum(is_passed for is_passed, _ in passed) / articles
    behind = 1 / (1 / sifted + share / plain)
    print(printed.line("plain spaCy", f"{plain:,.1f} articles/s"))
    print(printed.line("triage", f"{sifted:,.1f} articles/s"))
    print(printed.line("ratio", f"{sifted / plain:,.0f} times", f"reach {TARGET}"))
    print(
        printed.line("triage, then spaCy", f"{behind:,.1f} articles/s", note=f"{behind / plain:,.1f} times plain spaCy")
    )
    kept, slipped = (f"{100 * sum(some) / len(some):.2f} %" for some in (wanted, others))
    print(printed.line("diplomatic kept", kept, f"reach {KEPT_TARGET} %", f"of {len(wanted):,}"))
    print(printed.line("others let through", slipped, note=f"of {len(others):,}"))


def _rate(work: Callable[[], object], articles: int) -> float:
    """Articles a second: the median of some rounds."""
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return articles / statistics.median(seconds)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
