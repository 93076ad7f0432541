"""The dashboard's queries beside the same questions to Datasette on SQLite and to pandas in memory.

    python -m tests.benchmarks.generate 1000000 build-large
    python -m tests.benchmarks.bench_peers build-large

Peers take turns on each question, in this process, everything warm: the first answer of each is compared with ours and
not timed. None keeps answers: Datasette has no cache of them, and ours and pandas are asked below theirs.
Datasette is asked through its JSON API without HTTP in between, over an immutable file that fits its page cache, with
the limit of time for facets lifted. It is laid out twice: as the same tables, joined by views, which is what the target
is about; and "wide", with the columns that are filtered by repeated in every pair, which favours it.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from pipeline import query
from tests.benchmarks import peers, printed

ROUNDS = 3
TARGET = 10


def selections(database: query.Database) -> dict[str, query.Filters]:
    """From everything held down to several filters at once."""
    countries = query.facet(database, query.Filters(), "country", 4)["id"].tolist()
    topic = query.facet(database, query.Filters(), "topic", 1)["id"].tolist()[0]
    return {
        "held": query.Filters(),
        "one country": query.Filters(country=(countries[3],)),
        "one year": query.Filters(since=date(2020, 1, 1), until=date(2020, 12, 31)),
        "country, topic, mode": query.Filters(country=(countries[1],), topic=(topic,), mode=("in_person",)),
    }


Times = dict[tuple[str, str], dict[str, float]]
"""Milliseconds, the median of the rounds, by question and selection, then by peer."""


def measure(asked: dict[str, peers.Peer], chosen: dict[str, query.Filters], rounds: int = ROUNDS) -> Times:
    """Ask everybody everything.

    Raises:
        ValueError: A peer answers something other than the first one.
    """
    times: Times = {}
    for question in peers.QUESTIONS:
        for selection, filters in chosen.items():
            first, *others = [peer.ask(question, filters) for peer in asked.values()]
            for name, answer in zip(list(asked)[1:], others, strict=True):
                if not peers.same(first, answer):
                    raise ValueError(f"{name} answers {question} of {selection} otherwise: {answer}, and not {first}")
            taken: dict[str, list[float]] = {name: [] for name in asked}
            for _ in range(rounds):
                for name, peer in asked.items():
                    began = time.perf_counter()
                    peer.ask(question, filters)
                    taken[name].append((time.perf_counter() - began) * 1000)
            times[question, selection] = {name: statistics.median(found) for name, found in taken.items()}
    return times


def main(path: Path) -> None:
    """Load, ask, print."""
    database = query.open(path)
    frames = peers.Frames(database)
    rows = database.row("SELECT count(*) AS n FROM participants")["n"]
    print(f"{len(frames.meetings):,} meetings, {rows:,} participants")
    with tempfile.TemporaryDirectory() as folder:
        same, wide = Path(folder) / "same.db", Path(folder) / "wide.db"
        peers.write_sqlite(frames, same)
        peers.write_sqlite(frames, wide, is_wide=True)
        datasettes = {"Datasette": peers.Datasette(same), "Datasette wide": peers.Datasette(wide)}
        asked: dict[str, peers.Peer] = {"ours": peers.Ours(database), "pandas": peers.Pandas(frames), **datasettes}
        times = measure(asked, selections(database))
        for datasette in datasettes.values():
            datasette.close()
    print(f"{'ms (median)':38}" + "".join(f"{name:>16}" for name in asked))
    for (question, selection), found in times.items():
        print(f"{question:15}{selection:23}" + "".join(f"{found[name]:16.1f}" for name in asked))
    for name in list(asked)[1:]:
        ratios = [found[name] / found["ours"] for (question, _), found in times.items() if question.startswith("facet")]
        others = [found[name] / found["ours"] for (question, _), found in times.items() if question[:5] != "facet"]
        must = f"reach {TARGET}" if name == "Datasette" else ""
        note = f"least {min(ratios):.1f}, greatest {max(ratios):.1f}; other questions {statistics.median(others):.1f}"
        print(printed.line(f"facets, {name}", f"{statistics.median(ratios):.1f} times", must, note))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
