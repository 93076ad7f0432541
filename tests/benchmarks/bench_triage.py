"""The filter for crawls against plain spaCy: articles a second on a stream with 2 % diplomatic ones, and what it keeps.

python -m tests.benchmarks.bench_triage
"""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable

import spacy

from pipeline import config, triage
from tests.benchmarks import stream

ARTICLES = 10_000
PARSED = 100
"""Plain spaCy gets the start of the same stream; its speed does not depend on how long it runs."""
ROUNDS = 3


def main() -> None:
    """Measure and print."""
    articles = list(stream.stream(ARTICLES))
    nlp = spacy.load(config.MODEL_NAME)
    sieve = triage.sieve()
    first = [text for text, _ in itertools.islice(articles, PARSED)]
    plain = _rate(lambda: sum(1 for _ in nlp.pipe(first)), PARSED)
    sifted = _rate(lambda: sum(sieve.passes(text) for text, _ in articles), ARTICLES)
    passed = [(sieve.passes(text), is_diplomatic) for text, is_diplomatic in articles]
    wanted = [is_passed for is_passed, is_diplomatic in passed if is_diplomatic]
    others = [is_passed for is_passed, is_diplomatic in passed if not is_diplomatic]
    print(f"plain spaCy           {plain:>10,.1f} articles/s")
    print(
        f"triage                {sifted:>10,.1f} articles/s   {sifted / plain:,.0f} times plain spaCy (must reach 60)"
    )
    share = sum(is_passed for is_passed, _ in passed) / ARTICLES
    behind = 1 / (1 / sifted + share / plain)
    print(f"triage, then spaCy    {behind:>10,.1f} articles/s   {behind / plain:,.1f} times plain spaCy")
    print(f"diplomatic kept       {sum(wanted) / len(wanted):>10.2%}   of {len(wanted):,} (must reach 99.5 %)")
    print(f"others let through    {sum(others) / len(others):>10.2%}   of {len(others):,}")


def _rate(work: Callable[[], object], articles: int) -> float:
    """Articles a second: the median of some rounds."""
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return articles / statistics.median(seconds)


if __name__ == "__main__":
    main()
