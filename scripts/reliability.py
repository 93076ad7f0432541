"""Prints how often rows of a confidence are right, on annotated articles: ``python -m scripts.reliability``.

The table in ``docs/extraction.md`` is what this prints.
Right means: told as held, and exactly the parties of an annotated meeting of the same article.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pipeline
from pipeline import gold, gold_score, tables

TESTS = Path(__file__).resolve().parents[1] / "tests" / "practice"
ARTICLES = (TESTS / "texts", TESTS.parents[1] / "seeds")
GOLD = (TESTS / "gold", TESTS / "seeds_gold")
BANDS = ((0.9, 1.0), (0.8, 0.9), (0.7, 0.8), (0.0, 0.7))
"""Confidence from (included) and to (excluded, save for 1)."""

Judged = tuple[float, bool]


def judged(frames: tables.Tables, folders: Iterable[Path]) -> list[Judged]:
    """Confidence of each held row of the annotated articles, and whether it is right.

    Args:
        frames: The tables of a build.
        folders: Folders of annotated articles.
    """
    names, by_document = gold.built(frames)
    confidence = _confidence(frames, by_document)
    result: list[Judged] = []
    for folder in folders:
        for name, told in gold.read(folder).items():
            if name not in names:
                continue
            wanted = [meeting for meeting in told if meeting.status == "held"]
            found = [meeting for meeting in by_document.get(name, ()) if meeting.status == "held"]
            right = {id(one) for one, other in gold_score.pair(found, wanted) if one.parties == other.parties}
            result += [(confidence[id(one)], id(one) in right) for one in found]
    return result


def _confidence(frames: tables.Tables, by_document: dict[str, list[gold.Scored]]) -> dict[int, float]:
    """Confidence of each meeting as scored; both lists follow ``meeting_sources``."""
    stems = {row.doc_id: Path(row.path).stem for row in frames.documents[["doc_id", "path"]].itertuples(index=False)}
    values = dict(zip(frames.meetings["meeting_id"], frames.meetings["confidence"], strict=True))
    queues = {name: iter(meetings) for name, meetings in by_document.items()}
    return {
        id(next(queues[stems[row.doc_id]])): float(values[row.meeting_id])
        for row in frames.meeting_sources.itertuples(index=False)
    }


def within(rows: Iterable[Judged], low: float, high: float) -> list[bool]:
    """Which rows of a band of confidence are right."""
    return [right for confidence, right in rows if low <= confidence < high or confidence == high == 1.0]


def table(rows: Iterable[Judged]) -> Iterator[str]:
    """The reliability table, line by line, as Markdown."""
    listed = list(rows)
    yield "| confidence | rows | right | share |"
    yield "|---|---:|---:|---:|"
    for low, high in BANDS:
        band = within(listed, low, high)
        share = f"{sum(band) / len(band):.0%}" if band else "–"
        yield f"| {low:.1f} to {high:.1f} | {len(band)} | {sum(band)} | {share} |"


def main() -> None:
    """Build the annotated articles and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        pipeline.build(ARTICLES, folder)
        rows = judged(pipeline.read_tables(folder), GOLD)
    sys.stdout.writelines(f"{line}\n" for line in table(rows))


if __name__ == "__main__":
    main()
