"""Building in two steps gives what building at once gives, in every table, save for which of two ids stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import copies, lexicon, merge, people, schema, tables
from pipeline.records import Extraction
from tests import annotated

PAIRS = Path(__file__).parent / "pairs" / "meetings.jsonl"
CORPUS = [
    article
    for number, line in enumerate(PAIRS.open(encoding="utf-8"))
    for article in annotated.pair(json.loads(line), number)
]


@pytest.fixture(scope="module")
def register() -> lexicon.Lexicon:
    """The shipped lexicon."""
    return lexicon.load()


def build(articles: list[Extraction], register: lexicon.Lexicon, known: dict[str, str] | None = None):
    """Tables of some articles, and the ids for the next build."""
    reprints = copies.copies(article.document for article in articles)
    meetings = merge.merge(articles, known, reprints)
    resolved = people.resolve(meetings)
    frames = tables.from_meetings(articles, resolved.meetings, register, people=resolved.people, copies=reprints)
    return frames, merge.meeting_ids(meetings, known)


def normal(frames: tables.Tables) -> dict[str, list[tuple[str, ...]]]:
    """All rows with each meeting called by the smallest of its ids, in one order."""
    ids: dict[str, set[str]] = {meeting_id: {meeting_id} for meeting_id in frames.meetings["meeting_id"]}
    for old_id, meeting_id in zip(frames.aliases["old_id"], frames.aliases["meeting_id"], strict=True):
        ids[meeting_id].add(old_id)
    called = {one: min(all_ids) for all_ids in ids.values() for one in all_ids}
    rows = {}
    for name, frame in frames.items():
        if name == "aliases":
            rows[name] = sorted((one, called[one]) for one in called)
            continue
        shown = frame.astype(object).where(frame.notna(), "")
        rows[name] = sorted(
            tuple(str(called.get(str(cell), cell)) for cell in row) for row in shown.itertuples(index=False)
        )
    return rows


@settings(max_examples=12, deadline=None)
@given(first=st.sets(st.integers(0, len(CORPUS) - 1)), second=st.sets(st.integers(0, len(CORPUS) - 1)))
def test_two_builds_give_the_tables_of_one(register: lexicon.Lexicon, first: set[int], second: set[int]) -> None:
    """build(A) then build(A∪B) equals build(A∪B) in every table."""
    _, known = build([CORPUS[index] for index in sorted(first)], register)
    both = [CORPUS[index] for index in sorted(first | second)]
    later, _ = build(both, register, known)
    at_once, _ = build(both, register)
    assert normal(later) == normal(at_once)


def test_the_tables_of_merged_meetings_are_sound(register: lexicon.Lexicon) -> None:
    """Keys, foreign keys, vocabularies and evidence hold where many sources are one row."""
    assert schema.check(build(CORPUS, register)[0]) == []


def test_building_again_gives_the_same_bytes(register: lexicon.Lexicon) -> None:
    """A third build of the same articles changes nothing, ids included."""
    first, known = build(CORPUS, register)
    second, known = build(CORPUS, register, known)
    third, _ = build(list(reversed(CORPUS)), register, known)
    for name, frame in first.items():
        assert frame.equals(getattr(second, name)), name
        assert frame.equals(getattr(third, name)), name
