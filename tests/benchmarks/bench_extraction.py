"""The whole extraction against plain spaCy with the same model on the same texts, both in this process.

python -m tests.benchmarks.bench_extraction

The texts are the practice articles with other days and surnames, so that nothing is remembered from one to the next.
The two take turns on the same texts, and the processor's time is taken, not the clock's: what else the machine does
counts for neither. Reading files comes before and is in neither.
"""

from __future__ import annotations

import json
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import spacy

from pipeline import config, engine
from pipeline.read import article
from tests.benchmarks import stream

ARTICLES = 36
ROUNDS = 5
TARGET = 3.0
SYLLABLES = ("ka", "ri", "mo", "sa", "de", "lu", "bo", "ni", "ta", "ze", "ha", "vi")


@dataclass(frozen=True, slots=True)
class Measured:
    """Articles a second of processor time, medians of the rounds; ``ratios`` has one a round."""

    plain: float
    extraction: float
    ratios: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """How many times faster than plain spaCy: the median of the rounds."""
        return statistics.median(self.ratios)


def texts(n_articles: int, seed: int) -> list[str]:
    """Practice articles in turn, each with days and surnames drawn anew."""
    chance = random.Random(seed)
    paths = sorted((stream.PRACTICE / "gold").glob("*.json"))
    return [_varied(paths[number % len(paths)].stem, chance) for number in range(n_articles)]


def _varied(stem: str, chance: random.Random) -> str:
    """One practice article, told of other people on other days."""
    text = (stream.PRACTICE / "texts" / f"{stem}.txt").read_text("utf-8")
    told = json.loads((stream.PRACTICE / "gold" / f"{stem}.json").read_text("utf-8"))
    named = {person["name"] for meeting in told["meetings"] for person in meeting.get("people", ())}
    for surname in sorted({name.split()[-1] for name in named if name}):
        text = text.replace(surname, "".join(chance.choices(SYLLABLES, k=4)).title())
    return stream.on_other_days(text, chance)


def measure(n_articles: int = ARTICLES, rounds: int = ROUNDS) -> Measured:
    """Let the two read the same texts in turn; every round has texts of its own."""
    settings = config.Config()
    nlp = spacy.load(settings.model)
    plain, extraction = [], []
    for number in range(rounds + 1):
        fresh = texts(n_articles, seed=number)
        documents = [article.build(f"{index}.txt", text, settings) for index, text in enumerate(fresh)]
        plain.append(_seconds(lambda fresh=fresh: sum(1 for _ in nlp.pipe(fresh))))
        extraction.append(_seconds(lambda documents=documents: sum(1 for _ in engine.run(documents, settings))))
    # The first round loads the registers and is not counted.
    return Measured(
        n_articles / statistics.median(plain[1:]),
        n_articles / statistics.median(extraction[1:]),
        tuple(one / other for one, other in zip(plain[1:], extraction[1:], strict=True)),
    )


def _seconds(work: Callable[[], object]) -> float:
    """Processor time of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Measure and print."""
    found = measure()
    rounds = ", ".join(f"{ratio:.2f}" for ratio in found.ratios)
    print(f"plain spaCy           {found.plain:>10,.1f} articles/s")
    print(f"whole extraction      {found.extraction:>10,.1f} articles/s")
    print(f"ratio                 {found.ratio:>10.2f}   (must reach {TARGET:g}; rounds {rounds})")


if __name__ == "__main__":
    main()
