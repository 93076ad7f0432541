"""The two tables that hold most of a build, made batch by batch: the texts, and the evidence cut from them.

All other tables together are a fraction of these; they are frames, these are never whole in memory.
What the build in force says already is taken from its files; only what is new is made, and held to the schema.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import files, fusing, rows, splice, tables
from pipeline.records import Document, Evidence, Extraction, Meeting

MOST_ARE_KNOWN = 0.5
"""Share of the meetings and of the articles from which rows are taken over; else a build is as quick from scratch."""

TEXTS_A_BATCH = 2_048
MEETINGS_A_BATCH = 1_024
"""Some megabytes of rows each; the evidence of a meeting that is new or told otherwise is never cut in two."""

Name = Literal["texts", "evidence"]
SORTED_BY: Final[Mapping[Name, str]] = {"texts": "doc_id", "evidence": "meeting_id"}


@dataclass(frozen=True, slots=True)
class Earlier:
    """A snapshot that was written before.

    Attributes:
        snapshot: Its folder; ``documents``, ``texts`` and ``evidence`` are as they were written.
        digests: What the evidence of each meeting was made from.
        has_index: Whether its word index is as it was written too, and would be written so today.
    """

    snapshot: Path
    digests: Mapping[str, bytes]
    has_index: bool = False

    def articles(self) -> dict[str, str]:
        """The hash of every article by ``doc_id``."""
        found = pq.read_table(self.snapshot / "documents.parquet", columns=["doc_id", "sha256"])
        return dict(zip(*(column.to_pylist() for column in found.columns), strict=True))


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What a build takes from an earlier one.

    Attributes:
        earlier: That one.
        meetings: Meetings whose evidence is as it was, which was held to the schema then.
        articles: Articles whose text is as it was.
        numbered: All articles of the earlier build, in the order in which its word index numbers them.
    """

    earlier: Earlier
    meetings: frozenset[str]
    articles: frozenset[str]
    numbered: tuple[str, ...]

    def gone(self, name: Name) -> set[str]:
        """Keys of one table whose rows are not taken over; they are few."""
        return set(self.earlier.digests) - self.meetings if name == "evidence" else set(self.numbered) - self.articles

    def rows(self, name: Name) -> Iterator[pa.Table]:
        """The rows of one table that are taken over."""
        yield from splice.kept(self.earlier.snapshot / f"{name}.parquet", SORTED_BY[name], self.gone(name))


@dataclass(frozen=True, slots=True)
class Standing:
    """What of an earlier build is as it was, and is not looked at again.

    Attributes:
        articles: The hash of each article by ``doc_id``.
        meetings: Ids of meetings.
    """

    articles: Mapping[str, str]
    meetings: frozenset[str]


NOTHING = Standing({}, frozenset())


@dataclass(frozen=True, slots=True)
class Bulk:
    """The tables that are made while they are written.

    Attributes:
        texts: Gives frames of what is new in the table ``texts``, in its order; each call begins anew.
        evidence: The same of the table ``evidence``.
        text: The text of an article by ``doc_id``, ``None`` for an article that is not in the build.
        digests: What the evidence of each meeting is made from.
        taken_over: What else is in the two tables.
    """

    texts: Callable[[], Iterator[pd.DataFrame]]
    evidence: Callable[[], Iterator[pd.DataFrame]]
    text: Callable[[str], str | None]
    digests: Mapping[str, bytes]
    taken_over: TakenOver | None = None

    def rows(self, name: Name, check: Callable[[pd.DataFrame], None] = lambda frame: None) -> Iterator[pa.Table]:
        """The rows of one table, in order.

        Args:
            name: The table.
            check: Is shown what is new before it is given.
        """

        def fresh() -> Iterator[pa.Table]:
            for frame in self.texts() if name == "texts" else self.evidence():
                check(frame)
                yield files.rows(name, frame)

        kept = self.taken_over.rows(name) if self.taken_over else iter(())
        return splice.between(kept, fresh(), SORTED_BY[name])


def from_meetings(
    extractions: Iterable[Extraction],
    meetings: Iterable[Meeting],
    text: Callable[[Document], str],
    evidence: Callable[[Extraction], tuple[tuple[Evidence, ...], ...]],
    earlier: Earlier | None = None,
    standing: Standing = NOTHING,
) -> Bulk:
    """Lay out texts and evidence, when they are asked for.

    Args:
        extractions: Outlines of the articles; each text once.
        meetings: The merged meetings.
        text: Gives the text of an article.
        evidence: Gives the evidence of the reports of an outline.
        earlier: An earlier build; what is told as it was is taken from it.
        standing: Articles and meetings of that build which are there besides.

    Returns:
        The two tables as ``tables.from_meetings`` would make them of articles that carry text and evidence.
    """
    articles = {item.document.doc_id: item for item in extractions}
    by_id = sorted(meetings, key=lambda meeting: meeting.meeting_id)
    digests = {meeting.meeting_id: _digest(meeting, articles) for meeting in by_id}
    hashes = {**{doc_id: item.document.sha256 for doc_id, item in articles.items()}, **standing.articles}
    if earlier and standing.meetings:
        digests |= {one: digest for one, digest in earlier.digests.items() if one in standing.meetings}
    taken_over = _taken_over(earlier, digests, hashes) if earlier else None
    known_texts = taken_over.articles if taken_over else frozenset()
    known_meetings = taken_over.meetings if taken_over else frozenset()

    @lru_cache(maxsize=MEETINGS_A_BATCH)
    def text_of(doc_id: str) -> str | None:
        return text(articles[doc_id].document) if doc_id in articles else None

    def texts() -> Iterator[pd.DataFrame]:
        for batch in tables.batched(sorted(articles.keys() - known_texts), TEXTS_A_BATCH):
            told = [{"doc_id": doc_id, "text": text(articles[doc_id].document)} for doc_id in batch]
            yield tables.frame("texts", [row for row in told if row["text"]])

    def pieces() -> Iterator[pd.DataFrame]:
        fresh = [meeting for meeting in by_id if meeting.meeting_id not in known_meetings]
        for batch in tables.batched(fresh, MEETINGS_A_BATCH):
            whole = (_with_evidence(meeting, articles, evidence, text_of) for meeting in batch)
            yield tables.frame("evidence", rows.evidence(whole, text_of))

    return Bulk(texts, pieces, text_of, digests, taken_over)


def _taken_over(earlier: Earlier, digests: Mapping[str, bytes], hashes: Mapping[str, str]) -> TakenOver | None:
    """What is as it was, or ``None`` where that is not much: then all is made anew."""
    meetings = frozenset(one for one, digest in digests.items() if earlier.digests.get(one) == digest)
    known = earlier.articles()
    texts = frozenset(one for one, sha256 in hashes.items() if known.get(one) == sha256)
    if len(meetings) < MOST_ARE_KNOWN * len(digests) or len(texts) < MOST_ARE_KNOWN * len(hashes):
        return None
    return TakenOver(earlier, meetings, texts, tuple(sorted(known)))


def _digest(meeting: Meeting, articles: Mapping[str, Extraction]) -> bytes:
    """Stands for all that the evidence of a meeting is made from."""
    told = [(articles[doc_id].kept, ordinal) for doc_id, ordinal in meeting.told]
    topics = [(hit.topic, hit.start, hit.end) for hit in meeting.report.topics]
    return hashlib.blake2b(repr((told, topics)).encode(), digest_size=16).digest()


def _with_evidence(
    meeting: Meeting,
    articles: Mapping[str, Extraction],
    evidence: Callable[[Extraction], tuple[tuple[Evidence, ...], ...]],
    text: Callable[[str], str | None],
) -> Meeting:
    """A meeting with the evidence of all its reports, read where it is kept."""
    found = []
    for doc_id, ordinal in meeting.told:
        item = articles[doc_id]
        for report, pieces in zip(item.reports, evidence(item), strict=True):
            if report.ordinal == ordinal:
                found.append(replace(report, evidence=pieces))
    return replace(meeting, evidence=fusing.evidence(found, text))
