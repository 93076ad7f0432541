"""How long 100,000 meetings take to merge, and how much memory: ``python tests/benchmarks/bench_merge.py``.

The corpus is drawn from a fixed seed: dated and undated reports of every pair of 120 parties, a fifth of the meetings
told by a second article, articles of some 200 words. It holds heavy pairs on purpose: cost must follow candidates.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from pipeline import merge
from pipeline.records import Document, Extraction, PartialDate, Participant, Report, TopicHit

WORDS = 8_000
ARTICLE_WORDS = 200
PARTIES = 120
PEOPLE_A_PARTY = 12
SECOND_SOURCE = 0.2
UNDATED = 0.1
REPORTS_AN_ARTICLE = 2
TOPICS = ("economy_trade", "energy", "health", "political_process", "sanctions", "humanitarian")


def corpus(meetings: int, seed: int = 5) -> list[Extraction]:
    """Articles that tell of that many meetings."""
    draw = random.Random(seed)
    syllables = [a + b + c for a in "bdgklmnprstvz" for b in "aeiou" for c in "lmnrst"]
    words = ["".join(draw.choices(syllables, k=draw.choice((2, 3)))) for _ in range(WORDS)]
    people = {
        party: [" ".join(draw.choices(syllables, k=2)).title() + draw.choice(words) for _ in range(PEOPLE_A_PARTY)]
        for party in (f"P{number:02X}" for number in range(PARTIES))
    }
    told = [report for _ in range(meetings) for report in _reports(draw, people)]
    draw.shuffle(told)
    return [
        _article(draw, words, index, told[index : index + REPORTS_AN_ARTICLE])
        for index in range(0, len(told), REPORTS_AN_ARTICLE)
    ]


def _reports(draw: random.Random, people: dict[str, list[str]]) -> list[Report]:
    """One meeting, told once or twice."""
    # A home party takes part in most meetings, as in the press of one ministry.
    home = draw.choice(("P00", "P01", "P02", draw.choice(list(people))))
    guest = draw.choice([party for party in people if party != home])
    day = date(2015, 1, 1) + timedelta(days=draw.randrange(3650))
    sides = tuple(
        Participant(party, party, "country", draw.choice(people[party]), level="minister") for party in (home, guest)
    )
    undated = draw.random() < UNDATED
    report = Report(
        doc_id="",
        ordinal=0,
        status="held",
        mode=draw.choice(("in_person", "phone")),
        participants=sides,
        date=None if undated else PartialDate.from_date(day),
        date_basis=None if undated else "stated",
        topics=tuple(TopicHit(topic, 0.8, 0, 0) for topic in draw.sample(TOPICS, 2)),
        confidence=0.8,
    )
    return [report, report] if draw.random() < SECOND_SOURCE else [report]


def _article(draw: random.Random, words: list[str], index: int, reports: list[Report]) -> Extraction:
    """One article with the reports it holds."""
    doc_id = f"d-{index:06d}"
    text = " ".join(draw.choices(words, k=ARTICLE_WORDS))
    kept = tuple(
        Report(**{**{name: getattr(report, name) for name in Report.__slots__}, "doc_id": doc_id, "ordinal": ordinal})
        for ordinal, report in enumerate(reports)
    )
    return Extraction(Document(doc_id=doc_id, path=f"{doc_id}.txt", text=text, sha256=doc_id), kept)


def main() -> None:
    """Build the corpus, merge it, print one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("meetings", nargs="?", type=int, default=100_000)
    meetings = parser.parse_args().meetings
    extractions = corpus(meetings)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    started = time.process_time()
    merged = merge.merge(extractions)
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    reports = sum(len(item.reports) for item in extractions)
    print(
        f"{meetings} meetings in {reports} reports of {len(extractions)} articles: {len(merged)} rows, "
        f"{seconds:.1f} s on one core, peak {peak:.0f} MB ({before:.0f} MB of it the articles)"
    )


if __name__ == "__main__":
    main()
