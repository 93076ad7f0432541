"""How long the dashboard's questions take; prints one line a question and the 95th percentile of all.

python -m tests.benchmarks.generate 1000000 build-large
python -m tests.benchmarks.bench_query build-large
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from pipeline import query
from tests.benchmarks import printed

REPEATS = 5
TARGET_MS = 150


def filters(database: query.Database) -> dict[str, query.Filters]:
    """From no filter to several at once, as a reader would narrow down."""
    counterparts = query.facet(database, query.Filters(), "country", 6)["id"].tolist()
    people = query.facet(database, query.Filters(), "person", 5)["id"].tolist()
    topics = query.facet(database, query.Filters(), "topic", 2)["id"].tolist()
    return {
        "default": query.Filters(),
        "every status": query.Filters(status=()),
        "one country": query.Filters(country=tuple(counterparts[3:4])),
        "dyad": query.Filters(country=tuple(counterparts[:2]), match="dyad"),
        "all of two, five years": query.Filters(
            country=tuple(counterparts[:2]), match="all", since=date(2015, 1, 1), until=date(2019, 12, 31)
        ),
        "one year": query.Filters(since=date(2020, 1, 1), until=date(2020, 12, 31)),
        "person, topics, mode": query.Filters(person=tuple(people[1:3]), topic=tuple(topics), mode=("in_person",)),
        "text": query.Filters(q="kari"),
    }


def questions(database: query.Database) -> dict[str, Callable[[query.Filters], object]]:
    """Everything a page asks under the filters."""
    asked: dict[str, Callable[[query.Filters], object]] = {
        "headline": lambda one: query.headline(database, one),
        "hidden": lambda one: query.hidden(database, one),
        "page newest": lambda one: query.page(database, one),
        "page 1000": lambda one: query.page(database, one, "sources", offset=1000),
        "parties": lambda one: query.parties(database, one),
        "people": lambda one: query.people(database, one),
        "topics": lambda one: query.topics(database, one),
        "places": lambda one: query.places(database, one),
        "dates": lambda one: query.dates(database, one),
        "months": lambda one: query.months(database, one),
        "timeline": lambda one: query.timeline(database, one),
        "gaps": lambda one: query.gaps(database, one),
        "edges": lambda one: query.edges(database, one, 200),
        "years": lambda one: query.years(database, one),
        "topics by year": lambda one: query.topics_by_year(database, one),
        "span": lambda one: query.span(database, one),
    }
    for name in query.LISTS:
        asked[f"facet {name}"] = lambda one, name=name: query.facet(database, one, name, 100)  # type: ignore[misc]
    return asked


def percentile_95(values: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]


def main(path: Path) -> None:
    """Open, ask everything a few times, print milliseconds."""
    began = time.perf_counter()
    database = query.open(path)
    counted = database.row("SELECT (SELECT count(*) FROM meetings) AS m, (SELECT count(*) FROM participants) AS p")
    print(f"{counted['m']:,} meetings, {counted['p']:,} participants; opened in {time.perf_counter() - began:.1f} s")
    chosen = filters(database)
    print(f"{'ms (median)':16}" + "".join(f"{name[:14]:>15}" for name in chosen))
    every: list[float] = []
    for name, question in questions(database).items():
        line = f"{name:16}"
        for one in chosen.values():
            taken = _milliseconds(lambda question=question, one=one: question(one))
            every += taken
            line += f"{statistics.median(taken):15.0f}"
        print(line)
    meeting_id = str(query.page(database, query.Filters(), limit=1)["meeting_id"].iloc[0])
    for name, single in {
        "one meeting": lambda: query.meeting(database, meeting_id),
        "related": lambda: query.related(database, meeting_id),
        "coverage": lambda: query.coverage(database),
    }.items():
        taken = _milliseconds(single)
        every += taken
        print(f"{name:16}{statistics.median(taken):15.0f}")
    print(printed.line("median", f"{statistics.median(every):.0f} ms"))
    print(printed.line("95th percentile", f"{percentile_95(every):.0f} ms", f"be at most {TARGET_MS}"))


def _milliseconds(ask: Callable[[], object]) -> list[float]:
    """How long a question takes, asked a few times; the first time is counted as well."""
    taken = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - began) * 1000)
    return taken


if __name__ == "__main__":
    main(Path(sys.argv[1]))
